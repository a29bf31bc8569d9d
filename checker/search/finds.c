#include "checker/search/finds.h"

#include <assert.h>
#include <stdlib.h>

#define RUNS_AT_ONCE 4
static_assert(RUNS_AT_ONCE * RUN_MOST <= PORTION_MOST, "a portion has room for them");

void finds_pass_on(Finds *from, Finds *to)
{
    NumberRun *items = to->items;
    uint32_t room = to->room;
    to->items = from->items;
    to->room = from->room;
    to->count = from->count;
    to->states = from->states;
    to->taken = 0;
    from->items = items;
    from->room = room;
    from->count = 0;
    from->states = 0;
}

void finds_free(Finds *finds)
{
    free(finds->items);
}

uint64_t finds_bytes(const Finds *finds)
{
    return finds->room * sizeof *finds->items;
}

static void add(Portion *portion, NumberRun run)
{
    for (uint32_t i = 0; i < run.count; i++)
        portion->numbers[portion->count++] = run.first + i;
}

void portion_fill(Portion *portion, NumberRun run)
{
    portion->count = 0;
    add(portion, run);
}

bool finds_take(Finds *finds, Portion *ret_portion)
{
    if (atomic_load_explicit(&finds->taken, memory_order_relaxed) >= finds->count) return false;
    uint64_t at = atomic_fetch_add_explicit(&finds->taken, RUNS_AT_ONCE, memory_order_relaxed);
    ret_portion->count = 0;
    for (uint64_t i = at; i < at + RUNS_AT_ONCE && i < finds->count; i++)
        add(ret_portion, finds->items[i]);
    return ret_portion->count > 0;
}
