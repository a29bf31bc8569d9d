/* Memory that is short: what is seldom read goes to disk, or the search ends. */
#include "checker/search/exploration.h"

#include <errno.h>
#include <string.h>

/* Copies that may come into memory before a worker looks again: 64 KiB each, for three moves of
 * each state. */
#define BETWEEN_LOOKS ((uint64_t)6 << 20)

/* And before anything is spilled: two arrays come to their next page of 2 MiB, where the limit is
 * not smaller than what a process takes anyway. */
#define ARRAYS_BETWEEN_LOOKS ((uint64_t)4 << 20)
#define LEAST_LIMIT ((uint64_t)32 << 20)

static const SearchOptions *options_of(const Exploration *e)
{
    return e->explored.options;
}

/* One search among others does not begin to write: it has the whole memory later (jobs.h). */
bool exploration_may_spill(const Exploration *exploration)
{
    const SearchOptions *options = options_of(exploration);
    return options->spill && !options->lacks_memory && !exploration->cannot_spill;
}

/* Breadth-first, what is noted of a state changes until it is expanded; depth-first it does not. */
static size_t settled(const Exploration *e, bool idle)
{
    if (e->parents) return store_count(e->store) * sizeof *e->parents;
    return idle ? exploration_expanded(e) * sizeof *e->ahead : 0;
}

static bool spill_but(Exploration *e, uint32_t kept, bool idle)
{
    const char *folder = options_of(e)->spill;
    e->has_spilled = true;
    if (!store_spill(e->store, folder, kept)) return false;
    void *array = e->parents ? e->parents : e->ahead;
    return !array || spill_more(&e->spill, folder, array, settled(e, idle));
}

/* What cannot be written stays in memory, and the search goes on as long as that suffices. */
static void spill(Exploration *e, uint32_t kept, bool idle)
{
    if (e->cannot_spill || spill_but(e, kept, idle)) return;
    e->cannot_spill = true;
    search_tell(options_of(e), "nothing more can be spilled to %s: %s", options_of(e)->spill,
                strerror(errno));
}

static uint64_t bytes_of_workers(const Exploration *e)
{
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < e->worker_count; i++)
        bytes += worker_bytes(&e->workers[i]);
    return bytes;
}

uint64_t exploration_margin(const Exploration *exploration)
{
    const Exploration *e = exploration;
    if (e->has_spilled) return e->worker_count * BETWEEN_LOOKS;
    return options_of(e)->limits.memory > LEAST_LIMIT ? ARRAYS_BETWEEN_LOOKS : 0;
}

static bool lacks(const Exploration *e, uint64_t more)
{
    return search_lacks_memory(&e->explored, bytes_of_workers(e), more + exploration_margin(e));
}

bool exploration_has_room(Exploration *exploration, uint64_t more, bool idle)
{
    Exploration *e = exploration;
    if (!lacks(e, more)) return true;
    if (!exploration_may_spill(e)) return false;
    /* What was found last is found again most often. */
    spill(e, store_count(e->store) / 8, idle);
    if (!lacks(e, more)) return true;
    spill(e, 0, idle);
    return !lacks(e, more);
}

/* An index is of no use without the states it is for; those can go to disk. */
static uint64_t usual_growth(const Exploration *e)
{
    return exploration_may_spill(e) ? store_growth(e->store, GROWTH_USUAL)
                                    : store_growth_filled(e->store, GROWTH_USUAL);
}

static Growth affordable_growth(const Exploration *e)
{
    uint64_t more = usual_growth(e) + bytes_of_workers(e);
    bool has_room = search_has_room(&e->explored, more + exploration_margin(e));
    return has_room ? GROWTH_USUAL : GROWTH_LEAST;
}

bool exploration_grow(Exploration *exploration)
{
    Exploration *e = exploration;
    Growth growth = affordable_growth(e);
    if (exploration_has_room(e, store_growth(e->store, growth), false))
        return store_grow(e->store, growth);
    /* What is under way finds room in what is left. */
    store_stop_growing(e->store);
    exploration_end(e, "memory");
    return false;
}

/* No checkpoint is written here: some state is half expanded. */
bool exploration_widen(Exploration *exploration)
{
    Exploration *e = exploration;
    bool is_longer = false;
    uint64_t more = store_widening(e->store);
    bool has_room = more == 0 || exploration_has_room(e, more, false);
    if (more > 0 && e->has_spilled) e->ended = exploration_is_cramped;
    else if (!has_room || !store_widen(e->store, &is_longer)) e->ended = "memory";
    return is_longer;
}

void exploration_make_room(Exploration *exploration, uint32_t coming)
{
    Exploration *e = exploration;
    if (store_is_cramped(e->store) && exploration_widen(e)) store_enter_all_again(e->store);
    store_bundle_alone(e->store);
    while (store_crowded(e->store, coming) && exploration_grow(e))
        store_enter_all_again(e->store);
}

void exploration_take_stock(Exploration *exploration)
{
    Exploration *e = exploration;
    if (!exploration_has_room(e, 0, true)) exploration_end(e, "memory");
    checkpoint_take(e);
}

void exploration_end(Exploration *exploration, const char *because)
{
    Exploration *e = exploration;
    if (!options_of(e)->checkpoint || e->depth_first) {
        e->ended = because;
        return;
    }
    e->ending = because;
    e->due = true;
}
