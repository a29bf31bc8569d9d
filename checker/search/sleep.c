#include "checker/search/sleep.h"

#include <assert.h>

static_assert(sizeof(Moving) + sizeof(Movers) == CACHE_LINE, "one group is a line, two are two");

static bool moving_init(SleepMoving *moving, uint32_t size)
{
    moving->reservation = reservation_new((size_t)SLEEP_STATES * size);
    moving->moving = moving->reservation.start;
    return moving->moving;
}

void sleep_init(Sleep *sleep, uint32_t actor_count)
{
    sleep->actors = actor_count < SLEEP_ACTORS ? actor_count : SLEEP_ACTORS;
    sleep->moving_size = sleep->actors <= MOVERS_TOGETHER ? CACHE_LINE : 2 * CACHE_LINE;
    sleep->possible = moving_init(&sleep->before, sleep->moving_size) &&
                      moving_init(&sleep->moving, sleep->moving_size);
    if (!sleep->possible) sleep_clear(sleep);
}

void sleep_clear(Sleep *sleep)
{
    reservation_free(&sleep->before.reservation);
    reservation_free(&sleep->moving.reservation);
    sleep->possible = false;
}

void sleep_next_level(Sleep *sleep, uint32_t first, uint32_t end)
{
    SleepMoving oldest = sleep->before;
    sleep->before = sleep->moving;
    sleep->moving = oldest;
    sleep->moving.first = first;
    if (!sleep->possible) return;
    size_t states = end - first < SLEEP_STATES ? end - first : SLEEP_STATES;
    reservation_use(&sleep->moving.reservation, &sleep->moving.touched,
                    states * sleep->moving_size);
}
