/* From a schedule of macro steps to one of the original subject: follow both, and look among the
 * moves of the real state for one that leads to the right representative. */
#include "checker/search/explored.h"
#include "checker/search/judge.h"
#include "checker/search/memory.h"
#include "checker/search/moves.h"
#include "checker/search/reduction.h"
#include "checker/search/require.h"

#include <stdlib.h>
#include <string.h>

typedef struct Twin {
    Reduction *reduction;
    uint8_t representative[SUBJECT_MAX_STATE], real[SUBJECT_MAX_STATE];
    Schedule schedule; /* to the real state */
} Twin;

/* What a macro step does. */
typedef struct Deed {
    Outcome outcome;
    uint32_t message; /* with THREW */
} Deed;

/* The representative takes its move. */
static Deed follow(Twin *twin, Move move)
{
    const Subject *subject = &twin->reduction->subject;
    Attempt attempt = {.actor = move.actor, .choice = move.choice};
    Outcome outcome = subject->attempt(subject->context, twin->representative, &attempt);
    REQUIRE(outcome == RAN || outcome == THREW,
            "%s: a move made once cannot be made again; the subject is not a function of its state",
            subject->name);
    return (Deed){outcome, attempt.message};
}

static void append(void *data, Move move)
{
    if (data) schedule_append(data, move);
}

/* Safe steps, if they are taken ahead, in place; appended to a schedule or NULL. */
static Deed run_ahead(Reduction *reduction, uint8_t *state, Schedule *schedule)
{
    Deed deed = {.outcome = RAN};
    if (!reduction->chains) return deed;
    void *memory = reduction_memory(reduction);
    AmpleEnd end = ample_chain(&reduction->ample, state, memory, append, schedule, &deed.message);
    if (end == AMPLE_THROWS) deed.outcome = THREW;
    return deed;
}

static bool is_representative(const Twin *twin, const uint8_t *state)
{
    const Question *original = twin->reduction->original;
    uint32_t size = original->subject->state_size;
    uint8_t named[SUBJECT_MAX_STATE];
    memcpy(named, state, size);
    if (twin->reduction->renames)
        original->symmetry->canonicalise(original->symmetry->context, named);
    return memcmp(named, twin->representative, size) == 0;
}

/* Does a move of the real state do the same, to the same representative? */
static bool is_twin(const Twin *twin, const Moves *moves, Deed wanted)
{
    uint8_t state[SUBJECT_MAX_STATE];
    Deed deed = {moves->outcome, moves->message};
    memcpy(state, moves->to, moves->subject->state_size);
    if (deed.outcome == RAN) deed = run_ahead(twin->reduction, state, NULL);
    if (deed.outcome != wanted.outcome) return false;
    return deed.outcome == THREW ? deed.message == wanted.message : is_representative(twin, state);
}

/* Take the first such move, or one of the actor that moved last, if there is any. */
static bool take_twin(Twin *twin, Deed wanted)
{
    const Subject *subject = twin->reduction->original->subject;
    uint8_t to[SUBJECT_MAX_STATE], best[SUBJECT_MAX_STATE];
    Schedule *schedule = &twin->schedule;
    const Move *last = schedule->length ? &schedule->moves[schedule->length - 1] : NULL;
    bool found = false, stays = false, throws = false;
    Move move = {0};
    Moves moves;

    moves_begin(&moves, subject, twin->real, to, NULL);
    while (!stays && moves_next(&moves)) {
        bool is_last = last && moves.move.actor == last->actor;
        if ((found && !is_last) || !is_twin(twin, &moves, wanted)) continue;
        found = true;
        stays = is_last;
        move = moves.move;
        throws = moves.outcome == THREW;
        memcpy(best, to, subject->state_size);
    }
    if (!found) return false;
    memcpy(twin->real, best, subject->state_size);
    schedule_append(schedule, move);
    if (!throws) run_ahead(twin->reduction, twin->real, schedule);
    return true;
}

/* A chain may pass through a violation without noticing it: then the schedule ends there. */
static void cut_at_violation(const Question *question, Schedule *schedule)
{
    const Subject *subject = question->subject;
    uint8_t state[SUBJECT_MAX_STATE];
    Verdict failure;

    subject->initial(subject->context, schedule->initial, state);
    for (uint32_t i = 0; i < schedule->length; i++) {
        if (judge_state(question, state, NULL, &failure) == JUDGED_FAILURE) schedule->length = i;
        Attempt attempt = {.actor = schedule->moves[i].actor, .choice = schedule->moves[i].choice};
        subject->attempt(subject->context, state, &attempt);
    }
    schedule->cycle = schedule->length;
}

static void begin(Twin *twin, uint32_t index)
{
    const Subject *macros = &twin->reduction->subject;
    const Subject *subject = twin->reduction->original->subject;
    macros->initial(macros->context, index, twin->representative);
    subject->initial(subject->context, index, twin->real);
    twin->schedule = (Schedule){.initial = index};
    uint8_t ahead[SUBJECT_MAX_STATE];
    memcpy(ahead, twin->real, subject->state_size);
    if (run_ahead(twin->reduction, ahead, NULL).outcome == RAN)
        run_ahead(twin->reduction, twin->real, &twin->schedule);
}

bool reduction_translate(Reduction *reduction, const Schedule *of_macros, Schedule *ret_schedule)
{
    Twin *twin = memory_new(1, sizeof *twin);
    twin->reduction = reduction;
    begin(twin, of_macros->initial);
    bool found = true;
    for (uint32_t i = 0; found && i < of_macros->length; i++)
        found = take_twin(twin, follow(twin, of_macros->moves[i]));
    *ret_schedule = twin->schedule;
    free(twin);
    if (found) cut_at_violation(reduction->original, ret_schedule);
    else schedule_free(ret_schedule);
    return found;
}
