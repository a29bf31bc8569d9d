#include "checker/search/arrivals.h"

#include <stdlib.h>

Arrivals *arrivals_new(uint32_t workers)
{
    Arrivals *arrivals = memory_new_apart(1, sizeof *arrivals);
    for (uint32_t i = 0; i < workers; i++) {
        ArrivalList *list = &arrivals->lists[i];
        list->reservation = reservation_at_most(ARRIVALS_MOST * sizeof *list->items);
        list->items = list->reservation.start;
        list->room = (uint32_t)(list->reservation.size / sizeof *list->items);
    }
    return arrivals;
}

void arrivals_free(Arrivals *arrivals)
{
    if (!arrivals) return;
    for (uint32_t i = 0; i < SEARCH_MOST_WORKERS; i++)
        reservation_free(&arrivals->lists[i].reservation);
    free(arrivals);
}

bool arrivals_complete(const Arrivals *arrivals)
{
    return !arrivals->overflowed;
}

ArrivalWalk arrivals_walk(const Arrivals *arrivals)
{
    ArrivalWalk walk = {.arrivals = arrivals};
    for (uint32_t i = 0; i < SEARCH_MOST_WORKERS; i++)
        walk.left[i] = arrivals->lists[i].count;
    return walk;
}

void arrivals_back_to(ArrivalWalk *walk, uint32_t first, ArrivalVisitor *visit, void *data)
{
    for (uint32_t i = 0; i < SEARCH_MOST_WORKERS; i++) {
        const Arrival *items = walk->arrivals->lists[i].items;
        for (; walk->left[i] > 0 && items[walk->left[i] - 1].from >= first; walk->left[i]--)
            visit(data, items[walk->left[i] - 1].from, items[walk->left[i] - 1].to);
    }
}
