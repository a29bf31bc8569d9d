/* Sampling: uniform choice, and PCT. */
#include "checker/live/runtime/event.h"
#include "checker/live/runtime/runtime.h"
#include "checker/live/runtime/search.h"

static uint64_t counter;

void random_seed(uint64_t seed, uint64_t number)
{
    counter = seed * 0xd1342543de82ef95u + number * 0x2545f4914f6cdd1du + 1;
}

/* SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
uint64_t random_next(void)
{
    uint64_t z = counter += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

uint64_t random_below(uint64_t limit)
{
    return (random_next() >> 32) * limit >> 32;
}

static Samples samples;
static uint64_t number; /* of the execution, from 0 */

void random_take(Samples share)
{
    samples = share;
}

static void draw_run(void)
{
    events_keep(0);
    random_seed(question->seed, number);
}

static bool another(void)
{
    number++;
    draw_run();
    return number < (samples.end ? samples.end : question->runs);
}

static uint32_t nth(Threads threads, uint64_t n)
{
    while (n--)
        threads &= threads - 1;
    return (uint32_t)__builtin_ctzll(threads);
}

/* -------- uniform -------- */

static void begin_random(void)
{
    number = samples.first;
    draw_run();
}

static uint32_t choose_random(void)
{
    Threads threads = enabled_threads();
    if (!threads) return ending = ENDED_COMPLETE, NOBODY;
    uint64_t count = (uint64_t)__builtin_popcountll(threads);
    return count == 1 ? nth(threads, 0) : nth(threads, random_below(count));
}

static bool next_random(bool complete)
{
    (void)complete;
    return another();
}

const Search search_random = {
    .begin = begin_random, .choose = choose_random, .next = next_random, .again = draw_run};

/* -------- PCT: the runnable thread of the highest priority runs; at the change points its priority
 * drops below all others.  They are drawn among the steps of the longest execution so far, looked
 * up when twice as many have been run, so that those between do not depend on each other --------
 */

enum { MOST_CHANGES = 1000 };

static uint64_t priorities[LIVE_MOST_THREADS]; /* 0: not drawn yet */
static uint32_t changes[MOST_CHANGES], change_count;
static uint64_t lowest;
static uint64_t length; /* that they are drawn from */

static void draw(void)
{
    for (uint32_t i = 0; i < LIVE_MOST_THREADS; i++)
        priorities[i] = 0;
    change_count = question->change_points < MOST_CHANGES ? question->change_points : MOST_CHANGES;
    for (uint32_t i = 0; i < change_count; i++)
        changes[i] = (uint32_t)random_below(length);
    lowest = MOST_CHANGES;
}

static void begin_pct(void)
{
    begin_random();
    length = samples.longest ? samples.longest : 1;
    draw();
}

static uint32_t highest(Threads threads)
{
    uint32_t best = NOBODY;
    for (; threads; threads &= threads - 1) {
        uint32_t thread = (uint32_t)__builtin_ctzll(threads);
        if (!priorities[thread]) priorities[thread] = MOST_CHANGES + 1 + (random_next() >> 8);
        if (best == NOBODY || priorities[thread] > priorities[best]) best = thread;
    }
    return best;
}

static uint32_t choose_pct(void)
{
    Threads threads = enabled_threads();
    if (!threads) return ending = ENDED_COMPLETE, NOBODY;
    uint32_t thread = highest(threads);
    for (uint32_t i = 0; i < change_count; i++) {
        if (changes[i] != run.steps) continue;
        priorities[thread] = lowest--;
        thread = highest(threads);
    }
    return thread;
}

static bool next_pct(bool complete)
{
    (void)complete;
    bool more = another();
    if ((number & (number - 1)) == 0 && answer->longest) length = answer->longest;
    draw();
    return more;
}

static void again_pct(void)
{
    draw_run();
    draw();
}

const Search search_pct = {
    .begin = begin_pct, .choose = choose_pct, .next = next_pct, .again = again_pct};
