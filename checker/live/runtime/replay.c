/* One given schedule, or what can be made of it. */
#include "checker/live/runtime/event.h"
#include "checker/live/runtime/runtime.h"
#include "checker/live/runtime/schedule.h"
#include "checker/live/runtime/search.h"

static uint32_t place; /* in the schedule */

static void begin(void)
{
}

static bool can_move(Threads threads, uint32_t thread)
{
    return thread < run.threads && run.thread[thread].status == WAITING && threads & bit(thread);
}

/* Somebody who spins is let spin until that is seen; nobody else is preferred. */
static uint32_t choose(void)
{
    Threads threads = enabled_threads();
    if (!threads) return ending = ENDED_COMPLETE, NOBODY;
    if (!run.steps) place = 0;
    while (place < question->schedule_length) {
        uint32_t thread = question->schedule[place++];
        if (can_move(threads, thread)) return thread;
        if (!question->lenient) fail(LIVE_DIVERGES, "the thread that the trace names cannot move");
    }
    if (!question->go_on) return ending = ENDED_REDUNDANT, NOBODY;
    return run.last != NOBODY && threads & bit(run.last) ? run.last
                                                         : (uint32_t)__builtin_ctzll(threads);
}

static bool next(bool complete)
{
    (void)complete;
    return false;
}

const Search search_replay = {.begin = begin, .choose = choose, .next = next};
