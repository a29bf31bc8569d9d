#include "checker/search/sleep.h"

#include <assert.h>
#include <stdlib.h>

static_assert(sizeof(Moving) + sizeof(Movers) == CACHE_LINE, "one group is a line, two are two");

void sleep_init(Sleep *sleep, uint32_t actor_count, uint32_t workers)
{
    sleep->possible = true;
    sleep->actors = actor_count < SLEEP_ACTORS ? actor_count : SLEEP_ACTORS;
    sleep->moving_size = sleep->actors <= MOVERS_TOGETHER ? CACHE_LINE : 2 * CACHE_LINE;
    sleep->workers = workers;
    sleep->pages = memory_new_apart(workers, sizeof *sleep->pages);
}

void sleep_clear(Sleep *sleep)
{
    for (uint32_t i = 0; i < sleep->workers; i++) {
        reservation_free(&sleep->pages[i].before.reservation);
        reservation_free(&sleep->pages[i].now.reservation);
    }
    free(sleep->pages);
    *sleep = (Sleep){0};
}

static bool notes_init(SleepNotes *notes, uint32_t size)
{
    notes->reservation = reservation_new((size_t)SLEEP_STATES * size);
    notes->moving = notes->reservation.start;
    return notes->moving;
}

/* Who has one of the two only has none. */
void sleep_begin(Sleep *sleep, uint32_t worker)
{
    if (!sleep->possible) return;
    SleepPages *pages = &sleep->pages[worker];
    if (notes_init(&pages->before, sleep->moving_size) &&
        notes_init(&pages->now, sleep->moving_size))
        return;
    pages->before.moving = NULL;
}

void sleep_next_level(Sleep *sleep, uint32_t worker, uint32_t states)
{
    if (!sleep->possible) return;
    SleepPages *pages = &sleep->pages[worker];
    SleepNotes oldest = pages->before;
    pages->before = pages->now;
    pages->now = oldest;
    pages->now.count = 0;
    if (!oldest.moving) return;
    size_t noted = states < SLEEP_STATES ? states : SLEEP_STATES;
    reservation_use(&pages->now.reservation, &pages->now.touched, noted * sleep->moving_size);
}
