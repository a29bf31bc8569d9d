#include "checker/search/moves.h"

#include "checker/search/require.h"

/* A broken subject is not a result: the message names where it is broken. */
void moves_accuse(const Subject *subject, const Attempt *attempt, Outcome outcome)
{
    const char *actor = subject->actors[attempt->actor];

    REQUIRE(attempt->step < subject->step_count, "%s: %s attempted step %u of %u", subject->name,
            actor, attempt->step, subject->step_count);
    const SubjectStep *step = &subject->steps[attempt->step];
    REQUIRE(outcome != NOT_MINE, "%s: %s has no code for step %s", subject->name, actor,
            step->name);
    REQUIRE(outcome != BLOCKED || step->awaits, "%s: %s is blocked in %s, which awaits nothing",
            subject->name, actor, step->name);
    REQUIRE(outcome == BLOCKED || step->awaits != AWAITS_NOBODY, "%s: %s leaves its rest at %s",
            subject->name, actor, step->name);
    REQUIRE(outcome != BLOCKED || attempt->choice == 0,
            "%s: whether %s is blocked in %s depends "
            "on the choice",
            subject->name, actor, step->name);
    REQUIRE(attempt->choices > attempt->choice && attempt->choices <= UINT16_MAX,
            "%s: %s says that %s has %u choices after attempting choice %u", subject->name, actor,
            step->name, attempt->choices, attempt->choice);
    REQUIRE(false, "%s: %s changed the state although blocked in %s", subject->name, actor,
            step->name);
}

bool moves_any(const Subject *subject, const uint8_t *state)
{
    uint8_t to[SUBJECT_MAX_STATE];
    Moves moves;
    moves_begin(&moves, subject, state, to, NULL);
    return moves_next(&moves);
}
