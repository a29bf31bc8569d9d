#include "checker/analysis/shrink.h"

#include "checker/analysis/candidates.h"
#include "checker/analysis/minimise.h"
#include "checker/search/judge.h"
#include "checker/search/memory.h"
#include "checker/search/moves.h"
#include "checker/search/prospect.h"
#include "checker/search/statistics.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_STEPS = 5000000, MOST_SEARCHES = 300, PROSPECT_STATES = 20000 };

typedef struct Shrinking {
    const Failure *failure;
    const SearchOptions *options;
    const Subject *subject;
    uint32_t initial;
    Schedule best;
    uint64_t steps;    /* taken so far */
    uint32_t searches; /* made so far */
    uint8_t *state, *next;
    uint8_t *home; /* of a lasso: where the cycle begins */
} Shrinking;

/* -------- one candidate -------- */

typedef struct Run {
    Schedule schedule; /* what could be made of the candidate */
    bool over, failed; /* it ended before its end; by the failure */
} Run;

static bool goal_holds(const Shrinking *s)
{
    const Check *check = s->failure->check;
    return check && check->holds(check->context, s->state);
}

static void take(Shrinking *s, Run *run, Move wanted)
{
    Attempt attempt = {.actor = wanted.actor};
    memcpy(s->next, s->state, s->subject->state_size);
    Outcome outcome = s->subject->attempt(s->subject->context, s->next, &attempt);
    s->steps++;
    if (outcome == BLOCKED) return;
    if (wanted.choice > 0 && wanted.choice < attempt.choices) {
        attempt = (Attempt){.actor = wanted.actor, .choice = wanted.choice};
        memcpy(s->next, s->state, s->subject->state_size);
        outcome = s->subject->attempt(s->subject->context, s->next, &attempt);
    }
    memcpy(s->state, s->next, s->subject->state_size);
    schedule_append(&run->schedule, (Move){.actor = wanted.actor,
                                           .choice = (uint16_t)attempt.choice,
                                           .step = (uint16_t)attempt.step});
    run->over = outcome == THREW;
    if (run->over) run->failed = failure_in_throw(s->failure, attempt.message);
    else run->over = failure_ends_run(s->failure, s->state, &run->failed);
}

/* Where a finite run ends, or a goal is lost. */
static bool fails_at_end(Shrinking *s)
{
    const Failure *failure = s->failure;
    Question any = *failure->question;
    any.find = NULL;
    Verdict halt = {VERDICT_HOLDS, NULL};
    bool halted = !moves_any(s->subject, s->state);
    if (halted) judge_halt(&any, s->state, &halt);
    if (failure->verdict.kind == VERDICT_DEADLOCK) return halt.kind == VERDICT_DEADLOCK;
    if (failure->verdict.kind != VERDICT_STUCK || halt.kind == VERDICT_DEADLOCK) return false;
    if (failure->check->kind == CHECK_EVENTUALLY) return halted;
    if (s->searches++ >= MOST_SEARCHES) return false;
    Prospect ahead = prospect(failure->question, s->options, clock_seconds(), failure->check,
                              s->state, PROSPECT_STATES);
    schedule_free(&ahead.rest);
    return ahead.kind == PROSPECT_LOST;
}

/* Does the goal have to be avoided all along? */
static bool avoids_goal(const Shrinking *s)
{
    return s->failure->check && s->failure->check->kind == CHECK_EVENTUALLY;
}

/* Serve the actors that cannot move here. */
static uint32_t served_here(Shrinking *s)
{
    uint32_t served = 0;
    for (uint32_t actor = 0; actor < s->subject->actor_count; actor++) {
        Attempt attempt = {.actor = actor};
        memcpy(s->next, s->state, s->subject->state_size);
        bool blocked = s->subject->attempt(s->subject->context, s->next, &attempt) == BLOCKED;
        if (blocked) served |= UINT32_C(1) << actor;
    }
    return served;
}

/* Let the moves first .. end - 1 of a candidate be made; the goal ends a run that has to avoid it.
 * `served` collects who was served, if it is not NULL. */
static void make(Shrinking *s, Run *run, const Schedule *candidate, uint32_t first, uint32_t end,
                 uint32_t *served)
{
    for (uint32_t i = first; i < end && !run->over; i++) {
        take(s, run, candidate->moves[i]);
        if (!run->over && avoids_goal(s)) run->over = goal_holds(s);
        if (served) *served |= served_here(s) | UINT32_C(1) << candidate->moves[i].actor;
    }
}

/* Stem and cycle: the cycle begins in the state where it always did, and is fair. */
static bool is_lasso(Shrinking *s, Run *run, const Schedule *candidate)
{
    uint32_t all = UINT32_MAX >> (SUBJECT_MAX_ACTORS - s->subject->actor_count);
    make(s, run, candidate, 0, candidate->cycle, NULL);
    if (run->over || memcmp(s->state, s->home, s->subject->state_size) != 0) return false;
    run->schedule.cycle = run->schedule.length;
    uint32_t cycle = run->schedule.length, served = served_here(s);
    make(s, run, candidate, candidate->cycle, candidate->length, &served);
    run->schedule.cycle = cycle;
    bool closed = memcmp(s->state, s->home, s->subject->state_size) == 0;
    return !run->over && closed && run->schedule.length > cycle && (served & all) == all;
}

static bool fails(Shrinking *s, Run *run, const Schedule *candidate)
{
    s->subject->initial(s->subject->context, s->initial, s->state);
    run->over =
        failure_ends_run(s->failure, s->state, &run->failed) || (avoids_goal(s) && goal_holds(s));
    if (s->failure->verdict.kind == VERDICT_LIVELOCK) return is_lasso(s, run, candidate);
    make(s, run, candidate, 0, candidate->length, NULL);
    return run->over ? run->failed : fails_at_end(s);
}

static bool try_out(void *shrinking, Schedule *candidate)
{
    Shrinking *s = shrinking;
    Run run = {.schedule = {.initial = s->initial}};
    bool better = s->steps < MOST_STEPS && fails(s, &run, candidate);
    bool is_cycle = s->failure->verdict.kind == VERDICT_LIVELOCK;
    if (better && !is_cycle) run.schedule.cycle = run.schedule.length;
    better = better && length_less(schedule_length(&run.schedule), schedule_length(&s->best));
    schedule_free(candidate);
    schedule_free(better ? &s->best : &run.schedule);
    if (better) s->best = run.schedule;
    return better;
}

/* -------- all of them -------- */

static void find_home(Shrinking *s)
{
    const Schedule *best = &s->best;
    schedule_run(s->subject, best, MIN(best->cycle, best->length), s->home);
}

Schedule shrink(const Failure *failure, const SearchOptions *options, const Schedule *schedule)
{
    const Subject *subject = failure->question->subject;
    Shrinking s = {.failure = failure,
                   .options = options,
                   .subject = subject,
                   .initial = schedule->initial,
                   .best = {.initial = schedule->initial, .length = schedule->length},
                   .state = g_malloc(subject->state_size),
                   .next = g_malloc(subject->state_size),
                   .home = g_malloc(subject->state_size)};
    s.best.moves = memory_new(schedule->length, sizeof(Move));
    memcpy(s.best.moves, schedule->moves, schedule->length * sizeof(Move));
    s.best.length -= schedule->aftermath;
    s.best.cycle = MIN(schedule->cycle, s.best.length);
    if (failure->verdict.kind == VERDICT_LIVELOCK) find_home(&s);
    Candidates candidates = {.best = &s.best, .try_out = try_out, .data = &s};
    candidates_try(&candidates);
    g_free(s.state);
    g_free(s.next);
    g_free(s.home);
    return s.best;
}
