/* Which states each worker of a breadth-first search has found.  One level later it expands them:
 * they are in the cache of its processor, and so is what was noted of the states before them, where
 * the numbers of edits mean something to this worker alone (sleep.h).
 *
 * Numbers go to batches of all workers in turn, so these are runs of numbers.  Who has none left
 * takes those of others.
 */
#ifndef CHECKER_FINDS_H
#define CHECKER_FINDS_H

#include "checker/search/memory.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* The states first <= number < first + count. */
typedef struct NumberRun {
    uint32_t first, count;
} NumberRun;

/* Longer ones are several, so that others can take some of them. */
#define RUN_MOST 64

/* Of one level, by one worker. */
typedef struct Finds {
    _Alignas(MEMORY_APART) NumberRun *items;
    uint32_t count, room;
    uint64_t states; /* in all of them */
    /* Runs that somebody has taken, or more; written often. */
    _Alignas(MEMORY_APART) _Atomic uint64_t taken;
} Finds;

/* Some states that a worker has taken. */
#define PORTION_MOST 256
typedef struct Portion {
    uint32_t count;
    uint32_t numbers[PORTION_MOST];
} Portion;

/* When nobody takes any: `to` has what `from` has, which is empty then. */
void finds_pass_on(Finds *from, Finds *to);
void finds_free(Finds *finds);
uint64_t finds_bytes(const Finds *finds); /* memory in use */

/* Take some that nobody has taken.  False: none are left.  Workers may do that at the same time, if
 * nothing is added meanwhile. */
bool finds_take(Finds *finds, Portion *ret_portion);

/* Fill it with one run, of PORTION_MOST at most. */
void portion_fill(Portion *portion, NumberRun run);

/* One more, greater than those before. */
static inline void finds_add(Finds *finds, uint32_t number)
{
    NumberRun *last = finds->count > 0 ? &finds->items[finds->count - 1] : NULL;
    finds->states++;
    if (last && last->first + last->count == number && last->count < RUN_MOST) {
        last->count++;
        return;
    }
    memory_reserve(&finds->items, &finds->room, finds->count, sizeof *finds->items);
    finds->items[finds->count++] = (NumberRun){number, 1};
}

#endif
