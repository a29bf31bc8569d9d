#include "checker/search/exploration.h"

#include "checker/search/require.h"
#include "checker/search/statistics.h"

#include <stdlib.h>

/* -------- storage -------- */

/* An array with an element for each state; lowers `room` to what it can take. */
static void *per_state(Exploration *exploration, Reservation *reservation, size_t size)
{
    *reservation = reservation_at_most(size * STORE_NONE);
    size_t fits = reservation->size / size;
    if (fits < exploration->room) exploration->room = (uint32_t)fits;
    return reservation->start;
}

bool exploration_init(Exploration *exploration, const Question *question,
                      const SearchOptions *options, const Ample *ample)
{
    Exploration *e = exploration;
    uint32_t state_size = question->subject->state_size;
    *e = (Exploration){
        .explored = {.question = question, .options = options, .started = clock_seconds()},
        .depth_first = options->strategy == STRATEGY_DFS,
        .ample = ample,
        .room = STORE_NONE,
        .statistics = statistics_new(question),
    };
    e->reported = e->explored.started;
    e->batch.states = malloc((size_t)BATCH_SIZE * state_size);
    e->store = store_new(state_size);
    e->parents = per_state(e, &e->parents_reservation, sizeof *e->parents);
    e->violating = per_state(e, &e->violating_reservation, sizeof *e->violating);
    if (e->depth_first)
        e->frontier.stack = per_state(e, &e->order_reservation, sizeof *e->frontier.stack);
    else e->levels = per_state(e, &e->order_reservation, sizeof *e->levels);

    e->explored.store = e->store;
    e->explored.parents = e->parents;
    e->explored.violating = e->violating;
    e->explored.levels = e->levels;
    return e->batch.states && e->store && e->room > 0;
}

void exploration_free(Exploration *exploration)
{
    store_free(exploration->store);
    free(exploration->batch.states);
    free(exploration->failures.states);
    statistics_free(&exploration->statistics);
    reservation_free(&exploration->parents_reservation);
    reservation_free(&exploration->violating_reservation);
    reservation_free(&exploration->order_reservation);
}

/* -------- failures -------- */

/* Is a failure at this depth worth keeping?  Forgets the deeper ones. */
static bool is_least(Failures *failures, uint32_t depth)
{
    if (failures->found && depth > failures->depth) return false;
    if (!failures->found || depth < failures->depth) {
        failures->found = true;
        failures->depth = depth;
        failures->count = 0;
        failures->throws = false;
    }
    return true;
}

void failures_add(Failures *failures, uint32_t depth, uint32_t state)
{
    if (!is_least(failures, depth)) return;
    if (failures->count == failures->capacity) {
        failures->capacity = failures->capacity ? 2 * failures->capacity : 16;
        failures->states = realloc(failures->states, failures->capacity * sizeof(uint32_t));
        REQUIRE(failures->states, "no memory for %u failures", failures->capacity);
    }
    failures->states[failures->count++] = state;
}

void failures_add_throw(Failures *failures, uint32_t depth, uint32_t from, Move by)
{
    if (!is_least(failures, depth) || failures->throws) return;
    failures->throws = true;
    failures->throws_from = from;
    failures->throws_by = by;
}
