#include "checker/search/sleep.h"

static bool notes_init(SleepNotes *notes)
{
    notes->idle_reservation = reservation_new(SLEEP_STATES * sizeof *notes->idle);
    notes->parents_reservation = reservation_new(SLEEP_STATES * sizeof *notes->parents);
    notes->idle = notes->idle_reservation.start;
    notes->parents = notes->parents_reservation.start;
    return notes->idle && notes->parents;
}

static bool movers_init(SleepMovers *movers, uint32_t groups)
{
    movers->reservation = reservation_new(SLEEP_STATES * groups * sizeof *movers->movers);
    movers->moving_reservation = reservation_new(SLEEP_STATES * sizeof *movers->moving);
    movers->movers = movers->reservation.start;
    movers->moving = movers->moving_reservation.start;
    return movers->movers && movers->moving;
}

void sleep_init(Sleep *sleep, uint32_t actor_count)
{
    sleep->actors = actor_count < SLEEP_ACTORS ? actor_count : SLEEP_ACTORS;
    sleep->groups = (sleep->actors + MOVERS_TOGETHER - 1) / MOVERS_TOGETHER;
    sleep->possible = notes_init(&sleep->now) && notes_init(&sleep->next) &&
                      movers_init(&sleep->before, sleep->groups) &&
                      movers_init(&sleep->moving, sleep->groups);
    if (!sleep->possible) sleep_clear(sleep);
}

static void notes_clear(SleepNotes *notes)
{
    reservation_free(&notes->idle_reservation);
    reservation_free(&notes->parents_reservation);
}

static void movers_clear(SleepMovers *movers)
{
    reservation_free(&movers->reservation);
    reservation_free(&movers->moving_reservation);
}

void sleep_clear(Sleep *sleep)
{
    notes_clear(&sleep->now);
    notes_clear(&sleep->next);
    movers_clear(&sleep->before);
    movers_clear(&sleep->moving);
    sleep->groups = (sleep->actors + MOVERS_TOGETHER - 1) / MOVERS_TOGETHER;
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
