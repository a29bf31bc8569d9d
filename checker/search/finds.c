#include "checker/search/finds.h"

#include <assert.h>
#include <stdlib.h>

#define RUNS_AT_ONCE 4
static_assert(RUNS_AT_ONCE * RUN_MOST <= PORTION_MOST, "a portion has room for them");

void finds_init(Finds *finds, bool keeps_origins)
{
    if (keeps_origins) finds->reservation = reservation_new(SLEEP_STATES * sizeof *finds->origins);
    finds->origins = finds->reservation.start;
}

void finds_clear(Finds *finds)
{
    free(finds->items);
    reservation_free(&finds->reservation);
}

uint64_t finds_bytes(const Finds *finds)
{
    return finds->room * sizeof *finds->items + finds->touched;
}

void finds_drop(Finds *finds)
{
    finds->count = 0;
    finds->states = 0;
}

void finds_pass_on(Finds *from, Finds *to)
{
    Finds passed = *from;
    *from = *to;
    *to = passed;
    to->taken = 0;
    finds_drop(from);
    if (!to->origins) return;
    size_t noted = to->states < SLEEP_STATES ? to->states : SLEEP_STATES;
    reservation_use(&to->reservation, &to->touched, noted * sizeof *to->origins);
}

static bool has_origins(const Finds *finds, uint32_t at, uint32_t count)
{
    return finds->origins && at < SLEEP_STATES && count <= SLEEP_STATES - at;
}

SleepOrigin *finds_add(Finds *finds, NumberRun run)
{
    NumberRun *last = finds->count > 0 ? &finds->items[finds->count - 1] : NULL;
    run.at = finds->states;
    finds->states += run.count;
    if (last && last->first + last->count == run.first && last->count + run.count <= RUN_MOST) {
        last->count += run.count;
    } else {
        memory_reserve(&finds->items, &finds->room, finds->count, sizeof *finds->items);
        finds->items[finds->count++] = run;
    }
    return has_origins(finds, run.at, run.count) ? finds->origins + run.at : NULL;
}

/* -------- in the order of numbers -------- */

void finds_cover(Finds *to, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at += RUN_MOST)
        finds_add(to, (NumberRun){at, end - at < RUN_MOST ? end - at : RUN_MOST, 0});
}

void finds_copy_origins(const Finds *from, Finds *to)
{
    uint32_t first = to->count > 0 ? to->items[0].first : 0;
    for (uint32_t i = 0; i < from->count; i++) {
        NumberRun run = from->items[i];
        uint32_t at = run.first - first;
        if (!has_origins(from, run.at, run.count) || !has_origins(to, at, run.count)) continue;
        memcpy(to->origins + at, from->origins + run.at, run.count * sizeof *to->origins);
    }
}

/* -------- taking -------- */

static void add(Portion *portion, const Finds *finds, NumberRun run)
{
    uint32_t *numbers = &portion->numbers[portion->count];
    SleepOrigin *origins = &portion->origins[portion->count];
    portion->count += run.count;
    for (uint32_t i = 0; i < run.count; i++)
        numbers[i] = run.first + i;
    size_t size = run.count * sizeof *origins;
    if (has_origins(finds, run.at, run.count)) memcpy(origins, finds->origins + run.at, size);
    else memset(origins, 0, size);
}

void portion_fill(Portion *portion, NumberRun run)
{
    portion->count = 0;
    add(portion, &(Finds){0}, run);
}

bool finds_take(Finds *finds, Portion *ret_portion)
{
    if (atomic_load_explicit(&finds->taken, memory_order_relaxed) >= finds->count) return false;
    uint64_t at = atomic_fetch_add_explicit(&finds->taken, RUNS_AT_ONCE, memory_order_relaxed);
    ret_portion->count = 0;
    for (uint64_t i = at; i < at + RUNS_AT_ONCE && i < finds->count; i++)
        add(ret_portion, finds, finds->items[i]);
    return ret_portion->count > 0;
}
