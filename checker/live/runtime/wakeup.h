/* Wakeup trees: what a node of the search has yet to explore, as sequences of steps that share
 * their beginnings (Abdulla, Aronis, Jonsson, Sagonas, "Source sets: a foundation for optimal
 * dynamic partial order reduction", JACM 2017). */
#ifndef CHECKER_LIVE_WAKEUP_H
#define CHECKER_LIVE_WAKEUP_H

#include "checker/live/runtime/event.h"

/* A step that is to be made, or that somebody who sleeps would make. */
typedef struct Wake {
    Footprint footprint;
    uint8_t thread;
} Wake;

/* The same, where somebody else keeps what it touches. */
typedef struct Step {
    const Footprint *footprint;
    uint8_t thread;
} Step;

/* Index of a branch plus one; 0: none. */
typedef uint32_t Branches;

void wakeup_begin(void); /* no tree is left */
/* Its first branch, taken off; returns what follows it. */
Branches wakeup_take(Branches *tree, Wake *ret_step);
uint32_t wakeup_count(Branches tree); /* branches at its root */
void wakeup_drop(Branches tree);
/* `steps` are overwritten. */
void wakeup_insert(Branches *tree, Step *steps, uint32_t count);

/* Some order of the steps begins with this step of this thread: nothing before its own step depends
 * on it.  Where that is; `count`: nowhere; WAKEUP_NOT: it may not begin. */
#define WAKEUP_NOT UINT32_MAX
static inline uint32_t wakeup_place(const Wake *first, const Step *steps, uint32_t count)
{
    uint32_t at = 0;
    for (; at < count && steps[at].thread != first->thread; at++)
        if (footprints_conflict(&first->footprint, steps[at].footprint)) return WAKEUP_NOT;
    return at;
}

#endif
