/* Which states each worker of a breadth-first search has found, and what is noted of them then. One
 * level later it expands them: they are in the cache of its processor, and so is what was noted of
 * the states before them, where the numbers of edits mean something to this worker alone (sleep.h).
 *
 * Numbers go to batches of all workers in turn, so these are runs of numbers; their origins lie
 * back to back, where nobody else writes.  Who has none left takes those of others.
 */
#ifndef CHECKER_FINDS_H
#define CHECKER_FINDS_H

#include "checker/search/memory.h"
#include "checker/search/sleep.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* The states first <= number < first + count. */
typedef struct NumberRun {
    uint32_t first, count;
    uint32_t at; /* among the finds: how many were found before */
} NumberRun;

/* Longer ones are several, so that others can take some of them. */
#define RUN_MOST 128

/* Of one level, by one worker. */
typedef struct Finds {
    _Alignas(MEMORY_APART) NumberRun *items;
    uint32_t count, room;
    uint32_t states;      /* in all of them */
    SleepOrigin *origins; /* of the first SLEEP_STATES; NULL: nothing is noted */
    size_t touched;       /* bytes, by this level and those before it */
    Reservation reservation;
    /* Runs that somebody has taken, or more; written often. */
    _Alignas(MEMORY_APART) _Atomic uint64_t taken;
} Finds;

/* Some states that a worker has taken. */
#define PORTION_MOST 512
typedef struct Portion {
    uint32_t count;
    uint32_t numbers[PORTION_MOST];
    SleepOrigin origins[PORTION_MOST];
} Portion;

/* `keeps_origins`: as long as there is address space.  All zero is fine, too. */
void finds_init(Finds *finds, bool keeps_origins);
void finds_clear(Finds *finds);
uint64_t finds_bytes(const Finds *finds); /* memory in use */
void finds_drop(Finds *finds);            /* all of them */

/* When nobody takes any: `to` has what `from` has, which is empty then. */
void finds_pass_on(Finds *from, Finds *to);
/* In the order of numbers: `to`, which is empty, becomes all states first <= number < end, as if
 * one worker had found them one after the other; these are their origins, as far as `from` has
 * them. */
void finds_cover(Finds *to, uint32_t first, uint32_t end);
void finds_copy_origins(const Finds *from, Finds *to);

/* Take some that nobody has taken.  False: none are left.  Workers may do that at the same time, if
 * nothing is added meanwhile. */
bool finds_take(Finds *finds, Portion *ret_portion);

/* Fill it with one run, of PORTION_MOST at most, or with one state after the other; their origins
 * are not known. */
void portion_fill(Portion *portion, NumberRun run);

static inline void portion_begin(Portion *portion)
{
    portion->count = 0;
}

static inline void portion_add(Portion *portion, uint32_t number)
{
    portion->numbers[portion->count] = number;
    portion->origins[portion->count++] = (SleepOrigin){0};
}

/* Some more, of consecutive numbers, RUN_MOST at most.  Where their origins belong, or NULL. */
SleepOrigin *finds_add(Finds *finds, NumberRun run);

#endif
