#include "checker/search/sleep.h"

static bool notes_init(SleepNotes *notes)
{
    notes->sleepers_reservation = reservation_new(SLEEP_STATES * sizeof *notes->sleepers);
    notes->parents_reservation = reservation_new(SLEEP_STATES * sizeof *notes->parents);
    notes->sleepers = notes->sleepers_reservation.start;
    notes->parents = notes->parents_reservation.start;
    return notes->sleepers && notes->parents;
}

static bool movers_init(SleepMovers *movers, uint32_t actors)
{
    movers->reservation = reservation_new(SLEEP_STATES * actors * sizeof *movers->movers);
    movers->movers = movers->reservation.start;
    return movers->movers;
}

void sleep_init(Sleep *sleep, uint32_t actor_count)
{
    sleep->actors = actor_count < SLEEP_ACTORS ? actor_count : SLEEP_ACTORS;
    sleep->possible = notes_init(&sleep->now) && notes_init(&sleep->next) &&
                      movers_init(&sleep->before, sleep->actors) &&
                      movers_init(&sleep->moving, sleep->actors);
    if (!sleep->possible) sleep_clear(sleep);
}

static void notes_clear(SleepNotes *notes)
{
    reservation_free(&notes->sleepers_reservation);
    reservation_free(&notes->parents_reservation);
}

void sleep_clear(Sleep *sleep)
{
    notes_clear(&sleep->now);
    notes_clear(&sleep->next);
    reservation_free(&sleep->before.reservation);
    reservation_free(&sleep->moving.reservation);
    sleep->possible = false;
}

/* What is left of levels that are over is overwritten: nothing is cleared. */
void sleep_next_level(Sleep *sleep, uint32_t first, uint32_t end)
{
    SleepNotes done = sleep->now;
    SleepMovers oldest = sleep->before;
    sleep->now = sleep->next;
    sleep->before = sleep->moving;
    sleep->next = done;
    sleep->moving = oldest;
    sleep->now.first = sleep->moving.first = first;
    sleep->next.first = end;
}
