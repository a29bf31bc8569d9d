/* Which state led to which, kept while a search goes breadth-first and a failure is expected.
 *
 * The way back from a failure touches few states.  Without this it has to make every move of every
 * state again to find them (canonical.c).  It is kept for small searches only: 8 bytes a move.
 */
#ifndef CHECKER_ARRIVALS_H
#define CHECKER_ARRIVALS_H

#include "checker/search/memory.h"
#include "checker/search/reservation.h"
#include "checker/search/search.h"

/* A move from a state to one on the next level. */
typedef struct Arrival {
    uint32_t from, to;
} Arrival;

/* Of one worker, in the order in which it made them, and so level by level. */
typedef struct ArrivalList {
    _Alignas(MEMORY_APART) Arrival *items;
    uint32_t count, room;
    Reservation reservation;
} ArrivalList;

/* Of one worker; more are not kept, nor as many if address space is short. */
#define ARRIVALS_MOST (UINT32_C(1) << 20)

typedef struct Arrivals {
    ArrivalList lists[SEARCH_MOST_WORKERS];
    atomic_bool overflowed; /* private */
} Arrivals;

Arrivals *arrivals_new(uint32_t workers); /* for so many */
void arrivals_free(Arrivals *arrivals);   /* NULL is fine */

static inline void arrivals_add(Arrivals *arrivals, uint32_t worker, uint32_t from, uint32_t to)
{
    ArrivalList *list = &arrivals->lists[worker];
    if (list->count == list->room) {
        atomic_store_explicit(&arrivals->overflowed, true, memory_order_relaxed);
        return;
    }
    list->items[list->count++] = (Arrival){from, to};
}

/* Is every move there?  Ask when the search has ended. */
bool arrivals_complete(const Arrivals *arrivals);

/* A walk through them, from the last level to the first. */
typedef struct ArrivalWalk {
    const Arrivals *arrivals;
    uint32_t left[SEARCH_MOST_WORKERS]; /* in each list */
} ArrivalWalk;

ArrivalWalk arrivals_walk(const Arrivals *arrivals);

/* Visit each move out of the states from `first` on, where a level begins, that was not visited
 * before. */
typedef void ArrivalVisitor(void *data, uint32_t from, uint32_t to);
void arrivals_back_to(ArrivalWalk *walk, uint32_t first, ArrivalVisitor *visit, void *data);

#endif
