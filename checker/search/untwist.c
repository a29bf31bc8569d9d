/* From a schedule among representatives to one in the original names: follow both, and look among
 * the moves of the real state for one that leads to the right representative. */
#include "checker/search/explored.h"
#include "checker/search/moves.h"
#include "checker/search/quotient.h"
#include "checker/search/reduced.h"
#include "checker/search/require.h"

#include <stdlib.h>
#include <string.h>

typedef struct Twin {
    const Question *question;
    Quotient quotient;
    uint8_t representative[SUBJECT_MAX_STATE], real[SUBJECT_MAX_STATE];
} Twin;

/* What the next move of the quotient's schedule does. */
typedef struct Deed {
    Outcome outcome;
    uint32_t message; /* with THREW */
} Deed;

/* The representative takes its move. */
static Deed follow(Twin *twin, Move move)
{
    const Subject *subject = &twin->quotient.subject;
    Attempt attempt = {.actor = move.actor, .choice = move.choice};
    Outcome outcome = subject->attempt(subject->context, twin->representative, &attempt);
    REQUIRE(outcome == RAN || outcome == THREW,
            "%s: a move made once cannot be made again; the subject is not a function of its state",
            subject->name);
    return (Deed){outcome, attempt.message};
}

/* Does a move of the real state do the same, to the same representative? */
static bool is_twin(const Twin *twin, const Moves *moves, Deed deed)
{
    if (moves->outcome != deed.outcome) return false;
    if (deed.outcome == THREW) return moves->message == deed.message;
    const Symmetry *symmetry = twin->question->symmetry;
    uint32_t size = twin->question->subject->state_size;
    uint8_t state[SUBJECT_MAX_STATE];
    memcpy(state, moves->to, size);
    symmetry->canonicalise(symmetry->context, state);
    return memcmp(state, twin->representative, size) == 0;
}

/* Take the first such move; one of the actor that moved last, if there is any. */
static bool take_twin(Twin *twin, Deed deed, Schedule *schedule)
{
    uint8_t to[SUBJECT_MAX_STATE], best[SUBJECT_MAX_STATE];
    uint32_t size = twin->question->subject->state_size;
    const Move *last = schedule->length ? &schedule->moves[schedule->length - 1] : NULL;
    bool found = false, stays = false;
    Move move;
    Moves moves;

    moves_begin(&moves, twin->question->subject, twin->real, to, NULL);
    while (!stays && moves_next(&moves)) {
        bool is_last = last && moves.move.actor == last->actor;
        if ((found && !is_last) || !is_twin(twin, &moves, deed)) continue;
        found = true;
        stays = is_last;
        move = moves.move;
        memcpy(best, to, size);
    }
    if (!found) return false;
    memcpy(twin->real, best, size);
    schedule_append(schedule, move);
    return true;
}

bool untwist(const Question *question, const Schedule *of_quotient, Schedule *ret_schedule)
{
    const Subject *subject = question->subject;
    Twin *twin = malloc(sizeof *twin);
    REQUIRE(twin, "no memory for a schedule");
    twin->question = question;
    quotient_init(&twin->quotient, question);
    subject->initial(subject->context, of_quotient->initial, twin->real);
    twin->quotient.subject.initial(&twin->quotient, of_quotient->initial, twin->representative);

    *ret_schedule = (Schedule){.initial = of_quotient->initial};
    bool found = true;
    for (uint32_t i = 0; found && i < of_quotient->length; i++)
        found = take_twin(twin, follow(twin, of_quotient->moves[i]), ret_schedule);
    free(twin);
    if (found) return true;
    schedule_free(ret_schedule);
    return false;
}
