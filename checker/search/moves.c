#include "checker/search/moves.h"

#include "checker/search/require.h"

#include <string.h>

void moves_begin(Moves *moves, const Subject *subject, const uint8_t *from, uint8_t *to,
                 StepCount *counts)
{
    *moves = (Moves){.subject = subject, .from = from, .to = to, .counts = counts};
}

/* A broken subject is not a result: the message names where it is broken. */
static void hold_to_contract(const Moves *moves, Outcome outcome)
{
    const Subject *subject = moves->subject;
    const Attempt *attempt = &moves->attempt;
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
#ifdef CHECKER_FOOTPRINT
    REQUIRE(outcome != BLOCKED || memcmp(moves->from, moves->to, subject->state_size) == 0,
            "%s: %s changed the state although blocked in %s", subject->name, actor, step->name);
#endif
}

static void count(StepCount *counts, uint32_t step, Outcome outcome)
{
    if (!counts) return;
    if (outcome == RAN) counts[step].ran++;
    else if (outcome == THREW) counts[step].threw++;
    else counts[step].blocked++;
}

/* Attempt the current choice of the current actor. */
static Outcome attempt(Moves *moves)
{
    const Subject *subject = moves->subject;
    if (!moves->pristine) memcpy(moves->to, moves->from, subject->state_size);
    Outcome outcome = subject->attempt(subject->context, moves->to, &moves->attempt);
    hold_to_contract(moves, outcome);
    count(moves->counts, moves->attempt.step, outcome);

    moves->outcome = outcome;
    moves->changed = outcome != BLOCKED && memcmp(moves->from, moves->to, subject->state_size) != 0;
    /* Most attempts are blocked: they need no fresh copy after them. */
    moves->pristine = !moves->changed;
    return outcome;
}

static void next_actor(Moves *moves)
{
    moves->attempt.actor++;
    moves->attempt.choice = 0;
}

bool moves_next(Moves *moves)
{
    Attempt *at = &moves->attempt;
    while (at->actor < moves->subject->actor_count) {
        if (attempt(moves) == BLOCKED) {
            next_actor(moves);
            continue;
        }
        moves->move = (Move){
            .actor = (uint16_t)at->actor,
            .choice = (uint16_t)at->choice,
            .step = (uint16_t)at->step,
        };
        moves->message = at->message;
        moves->movable |= UINT32_C(1) << at->actor;
        if (++at->choice == at->choices) next_actor(moves);
        return true;
    }
    return false;
}

bool moves_any(const Subject *subject, const uint8_t *state)
{
    uint8_t to[SUBJECT_MAX_STATE];
    Moves moves;
    moves_begin(&moves, subject, state, to, NULL);
    return moves_next(&moves);
}
