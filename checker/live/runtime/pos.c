/* Partial-order sampling (Yuan, Yang, Gu, "Partial order aware concurrency sampling", CAV 2018):
 * every pending step has a random priority and the highest one is made; the thread's next step
 * draws anew, and so does whoever is about to make a step that depends on it. Of steps that do not
 * depend on each other the order is not sampled in vain. */
#include "checker/live/runtime/event.h"
#include "checker/live/runtime/runtime.h"
#include "checker/live/runtime/search.h"

static uint64_t priorities[LIVE_MOST_THREADS]; /* of their pending steps; 0: not drawn yet */

static void forget_all(void)
{
    for (uint32_t i = 0; i < LIVE_MOST_THREADS; i++)
        priorities[i] = 0;
}

static void begin(void)
{
    search_random.begin();
    forget_all();
}

static uint32_t highest(Threads threads)
{
    uint32_t best = NOBODY;
    for (; threads; threads &= threads - 1) {
        uint32_t thread = (uint32_t)__builtin_ctzll(threads);
        if (!priorities[thread]) priorities[thread] = random_next() | 1;
        if (best == NOBODY || priorities[thread] > priorities[best]) best = thread;
    }
    return best;
}

/* Those that cannot move yet, too: a lock that is taken was raced for. */
static void draw_again(uint32_t thread)
{
    Footprint made = footprint_at_most(&run.thread[thread].pending);
    priorities[thread] = 0;
    for (Threads rest = run.present; rest; rest &= rest - 1) {
        uint32_t other = (uint32_t)__builtin_ctzll(rest);
        Footprint pending = footprint_at_most(&run.thread[other].pending);
        if (footprints_conflict(&made, &pending)) priorities[other] = 0;
    }
}

static uint32_t choose(void)
{
    Threads threads = enabled_threads();
    if (!threads) return ending = ENDED_COMPLETE, NOBODY;
    uint32_t thread = highest(threads);
    draw_again(thread);
    return thread;
}

static bool next(bool complete)
{
    bool more = search_random.next(complete);
    forget_all();
    return more;
}

static void again(void)
{
    search_random.again();
    forget_all();
}

const Search search_pos = {.begin = begin, .choose = choose, .next = next, .again = again};
