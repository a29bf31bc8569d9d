#include "checker/analysis/minimise.h"

#include "checker/analysis/lasso.h"
#include "checker/analysis/shrink.h"
#include "checker/search/memory.h"

#include <string.h>

Length schedule_length(const Schedule *schedule)
{
    Length length = {.steps = schedule->length - schedule->aftermath};
    for (uint32_t i = 1; i < length.steps; i++)
        length.switches += schedule->moves[i].actor != schedule->moves[i - 1].actor;
    return length;
}

typedef struct Minimising {
    Failure failure;
    Atlas *atlas;
    uint8_t *lost, *goal; /* of a goal; NULL else */
} Minimising;

/* -------- by search -------- */

static bool ends(void *data, uint32_t state)
{
    const Minimising *m = data;
    return m->lost ? m->lost[state] : failure_in_state(&m->failure, m->atlas, state);
}

static bool ends_by(void *data, uint32_t message)
{
    const Minimising *m = data;
    return failure_in_throw(&m->failure, message);
}

/* A run that has come to the goal cannot fail by not coming to it. */
static bool avoids(void *data, uint32_t state)
{
    const Minimising *m = data;
    Opened opened;
    atlas_open(m->atlas, state, &opened);
    return m->failure.check->holds(m->failure.check->context, opened.bytes);
}

static bool is_kind(const Minimising *m, VerdictKind verdict, CheckKind check)
{
    const Failure *failure = &m->failure;
    return failure->verdict.kind == verdict && failure->check && failure->check->kind == check;
}

static bool search_least(Minimising *m, uint32_t start, Schedule *ret_schedule)
{
    bool gave_up = false;
    if (is_kind(m, VERDICT_LIVELOCK, CHECK_EVENTUALLY)) {
        if (!atlas_complete(m->atlas)) return false;
        m->goal = atlas_where(m->atlas, m->failure.check);
        bool found = lasso_least(m->atlas, start, m->goal, ret_schedule, &gave_up);
        if (gave_up) m->atlas->ended = "work";
        return found;
    }
    if (is_kind(m, VERDICT_STUCK, CHECK_REACHABLE)) {
        if (!atlas_complete(m->atlas)) return false;
        m->lost = failure_states(&m->failure, m->atlas);
    }
    LeastScope scope = {.atlas = m->atlas,
                        .start = start,
                        .ends = ends,
                        .ends_by = ends_by,
                        .avoids = is_kind(m, VERDICT_STUCK, CHECK_EVENTUALLY) ? avoids : NULL,
                        .data = m};
    return least_way(&scope, ret_schedule);
}

static bool find_least(Minimising *m, uint32_t initial, Schedule *ret_schedule)
{
    const Subject *subject = m->failure.question->subject;
    uint8_t state[SUBJECT_MAX_STATE];
    subject->initial(subject->context, initial, state);
    uint32_t start = atlas_enter(m->atlas, state);
    if (start == ATLAS_NONE || !search_least(m, start, ret_schedule)) return false;
    ret_schedule->initial = initial;
    return true;
}

/* -------- the answer -------- */

static Schedule copy_of(const Schedule *schedule)
{
    Schedule copy = *schedule;
    copy.moves = memory_new(schedule->length, sizeof(Move));
    if (copy.length) memcpy(copy.moves, schedule->moves, copy.length * sizeof(Move));
    return copy;
}

/* The second way to the same answer. */
static bool fails_the_same_way(const Question *question, const SearchOptions *options,
                               const Schedule *schedule, Verdict verdict)
{
    Replay again = replay(question, schedule, verdict, options, NULL, NULL);
    free(again.state);
    return again.verdict.kind == verdict.kind &&
           (!verdict.name || verdict_equal(again.verdict, verdict));
}

static void add_rest(const Question *question, const SearchOptions *options, const Failure *failure,
                     Schedule *schedule)
{
    bool lost = failure->verdict.kind == VERDICT_STUCK && failure->check &&
                failure->check->kind == CHECK_REACHABLE;
    if (lost) add_aftermath(question, options, schedule);
}

/* There is no schedule to a CHECK_SOMETIMES that never held. */
static bool lies_in_schedule(const Failure *failure)
{
    VerdictKind kind = failure->verdict.kind;
    bool goal = kind == VERDICT_STUCK || kind == VERDICT_LIVELOCK;
    if (kind == VERDICT_VIOLATES) return failure->check && failure->check->kind == CHECK_ALWAYS;
    return kind == VERDICT_THROWS || kind == VERDICT_DEADLOCK || (goal && failure->check);
}

Minimised minimise(const Question *question, const SearchOptions *options, const Schedule *schedule,
                   Verdict verdict, uint64_t most_states)
{
    Minimised answer = {.worth = WORTH_LOCAL};
    Minimising m = {.failure = failure_of(question, verdict)};
    if (!lies_in_schedule(&m.failure))
        return (Minimised){.worth = WORTH_NOTHING, .schedule = copy_of(schedule)};
    m.atlas = atlas_new(question, options, most_states);
    if (find_least(&m, schedule->initial, &answer.schedule)) answer.worth = WORTH_OPTIMAL;
    else answer.schedule = shrink(&m.failure, options, schedule);
    answer.ended = answer.worth == WORTH_OPTIMAL ? NULL : m.atlas->ended;
    atlas_free(m.atlas);
    g_free(m.lost);
    g_free(m.goal);
    add_rest(question, options, &m.failure, &answer.schedule);
    if (!fails_the_same_way(question, options, &answer.schedule, verdict)) {
        schedule_free(&answer.schedule);
        answer = (Minimised){.worth = WORTH_NOTHING, .schedule = copy_of(schedule)};
    }
    return answer;
}
