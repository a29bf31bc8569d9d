#include "checker/search/sleep.h"

#include <assert.h>

static_assert(sizeof(Moving) + sizeof(Movers) == CACHE_LINE, "one group is a line, two are two");

static bool origins_init(SleepOrigins *origins)
{
    origins->reservation = reservation_new(SLEEP_STATES * sizeof *origins->origin);
    origins->origin = origins->reservation.start;
    return origins->origin;
}

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
    sleep->possible = origins_init(&sleep->now) && origins_init(&sleep->next) &&
                      moving_init(&sleep->before, sleep->moving_size) &&
                      moving_init(&sleep->moving, sleep->moving_size);
    if (!sleep->possible) sleep_clear(sleep);
}

void sleep_clear(Sleep *sleep)
{
    reservation_free(&sleep->now.reservation);
    reservation_free(&sleep->next.reservation);
    reservation_free(&sleep->before.reservation);
    reservation_free(&sleep->moving.reservation);
    sleep->possible = false;
}

#define WORTH_GIVING_BACK ((size_t)1 << 21) /* bytes: a huge page */

/* What is left of levels that are over is overwritten: nothing is cleared.  But where levels become
 * shorter, the memory behind them is given back: a search needs most at its end. */
static void give_back(Reservation *reservation, size_t *touched, size_t needed)
{
    bool is_shorter = needed < *touched / 8 * 7 && *touched - needed >= WORTH_GIVING_BACK;
    if (is_shorter) reservation_shorten(reservation, needed);
    if (is_shorter || needed > *touched) *touched = needed;
}

void sleep_next_level(Sleep *sleep, uint32_t first, uint32_t end)
{
    SleepOrigins done = sleep->now;
    SleepMoving oldest = sleep->before;
    sleep->now = sleep->next;
    sleep->before = sleep->moving;
    sleep->next = done;
    sleep->moving = oldest;
    sleep->now.first = sleep->moving.first = first;
    sleep->next.first = end;
    if (!sleep->possible) return;
    size_t states = end - first < SLEEP_STATES ? end - first : SLEEP_STATES;
    give_back(&sleep->now.reservation, &sleep->now.touched, states * sizeof(SleepOrigin));
    give_back(&sleep->moving.reservation, &sleep->moving.touched, states * sleep->moving_size);
}
