/* The loop of all strategies that run the program again and again. */
#include "checker/live/runtime/explore.h"
#include "checker/live/runtime/await.h"
#include "checker/live/runtime/census.h"
#include "checker/live/runtime/event.h"
#include "checker/live/runtime/learned.h"
#include "checker/live/runtime/pages.h"
#include "checker/live/runtime/race.h"
#include "checker/live/runtime/rewind.h"
#include "checker/live/runtime/runtime.h"
#include "checker/live/runtime/schedule.h"
#include "checker/live/runtime/search.h"
#include "checker/live/runtime/told.h"

#include <string.h>

int live_main(int argc, char **argv, char **environment);

bool (*share_is_needless)(void);

static uint64_t started;  /* 0: not yet */
static const char *limit; /* that was reached */

bool out_of_time(void)
{
    if (!started) started = pages_clock();
    answer->nanoseconds = pages_clock() - started;
    return question->nanoseconds && answer->nanoseconds > question->nanoseconds;
}

/* -------- one execution -------- */

void execution_begin(const Entry *entry)
{
    memory_restore();
    heap_restart();
    threads_restart(live_main, entry->argc, entry->argv, entry->environment);
    race_restart();
    rewind_restart();
}

/* From where it is to its end, if this thread goes on. */
static inline void run_on(uint32_t thread)
{
    while (thread != NOBODY) {
        schedule_resume(thread);
        if (ending != ENDED_NOT) return;
        rewind_mark();
        thread = schedule_decided;
    }
}

ALWAYS_INLINE void execute(const Entry *entry)
{
    do {
        if (search->stops && rewind_to(events_kept())) {
            run_on(search->choose());
        } else {
            execution_begin(entry);
            run_on(0);
        }
        if (ending == ENDED_AGAIN) search->again();
    } while (ending == ENDED_AGAIN);
}

void run_execution(const Entry *entry)
{
    execute(entry);
}

/* -------- how it ended -------- */

typedef enum Rest { ALL_DONE, WAIT_FOR_NOTHING, WAIT_IN_VAIN } Rest;

/* Nobody can move.  A thread that spins and whose loop would now end could have come later: what
 * then becomes of it is another execution's matter. */
static Rest rest_of(bool *ret_spins)
{
    Rest rest = ALL_DONE;
    *ret_spins = false;
    for (Threads left = run.present; left; left &= left - 1) {
        const Thread *thread = &run.thread[__builtin_ctzll(left)];
        if (thread->halted && await_over(thread)) return WAIT_FOR_NOTHING;
        *ret_spins |= thread->spins || thread->pending.awaits;
        rest = WAIT_IN_VAIN;
    }
    return rest;
}

static void judge_rest(void)
{
    bool spins;
    Rest rest = rest_of(&spins);
    if (rest == WAIT_FOR_NOTHING) {
        answer->awaiting++;
        return;
    }
    answer->executions++;
    if (run.failed) return;
    if (rest == WAIT_IN_VAIN && !run.exited) {
        current = NULL;
        if (spins) record_failure(LIVE_LIVELOCK, "a thread spins, and nobody can end that");
        else record_failure(LIVE_DEADLOCK, "nobody can move");
        return;
    }
    if (question->census) census_execution();
    if (question->seek != LIVE_SEEK_PASS) return;
    answer->passed = true;
    record_execution(run.steps);
}

static bool is_over(void)
{
    if (answer->verdict == LIVE_HOLDS) return answer->passed;
    return !question->keep_going || answer->verdict == LIVE_UNSUPPORTED ||
           answer->verdict == LIVE_DIVERGES;
}

void incomplete(const char *why)
{
    if (!why || answer->verdict != LIVE_HOLDS) return;
    answer->verdict = LIVE_INCOMPLETE;
    text_copy(answer->message, why);
}

/* The share of the search that is behind, if the subtrees of a decision were all of one size: of
 * each decision of the execution in progress, the branches that were explored, weighted by the
 * product of the branchings above (Knuth 1975; Kilby and others, "Estimating search tree size",
 * AAAI 2006).  Partial-order reduction learns of branches as it goes, so its share is too large
 * rather than too small. */
static void estimate(void)
{
    if (!search->branches) return;
    double weight = 1, share = 0;
    for (uint32_t i = 0; i <= events_kept(); i++) {
        uint32_t all, explored;
        search->branches(i, &all, &explored);
        share += weight * explored / all;
        weight /= all;
    }
    answer->explored = share;
}

static bool limit_reached(void)
{
    uint64_t executions = answer->executions + answer->awaiting + answer->redundant;
    limit = NULL;
    if (question->most_executions && executions >= question->most_executions) limit = "executions";
    else if (executions % 256 == 0 && out_of_time()) limit = "time";
    if (limit || executions % 256 == 0) estimate();
    return limit;
}

static void count_execution(void)
{
    answer->steps += run.steps;
    if (run.steps > answer->longest) answer->longest = run.steps;
    if (ending == ENDED_COMPLETE) judge_rest();
    else if (ending == ENDED_REDUNDANT) answer->redundant++;
    failures_count();
}

/* -------- all of them, or a share -------- */

void explore_begin(void)
{
    restart_wanted = false;
    events_forget();
    rewind_forget();
    answer->executions = answer->redundant = answer->awaiting = answer->steps = answer->longest = 0;
    memset(answer->failures, 0, sizeof answer->failures);
    search->begin();
}

/* What was not looked at, though no limit was reached; NULL: nothing. */
const char *left_out(void)
{
    if (question->strategy == LIVE_RANDOM || question->strategy == LIVE_PCT ||
        question->strategy == LIVE_POS)
        return "sampled";
    if (question->strategy != LIVE_BOUNDED) return NULL;
    if (preemptions_left_out) return "preemptions";
    if (delays_left_out) return "delays";
    return steps_left_out ? "steps" : switches_left_out ? "switches" : NULL;
}

ShareEnd explore_on(const Entry *entry)
{
    for (;;) {
        told_begin();
        execute(entry);
        told_end();
        if (restart_wanted) return SHARE_LEARNED;
        count_execution();
        if (is_over()) return SHARE_OVER;
        if (share_is_needless && share_is_needless()) return SHARE_ABANDONED;
        bool more = search->next(ending == ENDED_COMPLETE);
        if (restart_wanted) return SHARE_LEARNED;
        if (!more) return SHARE_DONE;
        if (limit_reached()) return SHARE_LIMIT;
    }
}

void explore(const Entry *entry)
{
    out_of_time();
    learned.unlock_steps = question->unlock_steps;
    threads_know(&question->family);
    ShareEnd end;
    do {
        answer->verdict = LIVE_HOLDS;
        census_begin();
        explore_begin();
        end = explore_on(entry);
    } while (end == SHARE_LEARNED);
    told_flush();
    if (end == SHARE_LIMIT) incomplete(limit);
    else answer->explored = 0; /* an estimate is for who was stopped */
    if (question->strategy == LIVE_REPLAY && answer->verdict == LIVE_HOLDS)
        record_execution(run.steps);
    incomplete(left_out());
    answer->unlock_steps = learned.unlock_steps;
    out_of_time();
}
