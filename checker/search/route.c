#include "checker/search/route.h"

#include "checker/search/memory.h"
#include "checker/search/moves.h"
#include "checker/search/require.h"

#include <stdlib.h>
#include <string.h>

/* -------- breadth-first search -------- */

typedef struct Wave {
    const Graph *graph;
    const uint8_t *subset;
    Hop *arrival; /* per state: the hop it was first reached by; to == STORE_NONE: not yet */
    uint32_t *queue;
    uint32_t head, tail;
} Wave;

static void wave_begin(Wave *wave, const Graph *graph, const uint8_t *subset)
{
    *wave = (Wave){.graph = graph,
                   .subset = subset,
                   .arrival = memory_new(graph->state_count, sizeof(Hop)),
                   .queue = memory_new(graph->state_count, sizeof(uint32_t))};
    memset(wave->arrival, 0xff, graph->state_count * sizeof(Hop));
}

static void wave_end(Wave *wave)
{
    free(wave->arrival);
    free(wave->queue);
}

/* Reach a state, for the first time or not. */
static void reach(Wave *wave, Hop hop)
{
    if (wave->arrival[hop.to].to != STORE_NONE) return;
    wave->arrival[hop.to] = hop;
    wave->queue[wave->tail++] = hop.to;
}

static bool arrives(const Graph *graph, const Destination *destination, const Hop *hop)
{
    if (destination->states && bit_is_set(destination->states, hop->to)) return true;
    uint32_t content = ~graph->movable[hop->to] | UINT32_C(1) << hop->actor;
    return (destination->actors & content) != 0;
}

/* Spread until a hop arrives; it is the last one of a shortest way. */
static Hop spread(Wave *wave, const Destination *destination)
{
    const Graph *graph = wave->graph;
    while (wave->head < wave->tail) {
        uint32_t from = wave->queue[wave->head++];
        for (uint64_t edge = graph->first[from]; edge < graph->first[from + 1]; edge++) {
            Hop hop = {from, graph->target[edge], graph->actor[edge]};
            if (!bit_is_set(wave->subset, hop.to)) continue;
            if (arrives(graph, destination, &hop)) return hop;
            reach(wave, hop);
        }
    }
    REQUIRE(false, "no way where there must be one");
    return (Hop){0};
}

/* -------- routes -------- */

static void append(Route *route, Hop hop)
{
    memory_reserve(&route->hops, &route->room, route->length, sizeof(Hop));
    route->hops[route->length++] = hop;
}

/* The beginning of the wave came from nowhere: its arrival is a hop from itself to itself. */
static Hop origin(uint32_t state)
{
    return (Hop){.from = state, .to = state};
}

/* Append the way to `last`, and return where it begins. */
static uint32_t append_way(Route *route, const Wave *wave, Hop last)
{
    uint32_t first = route->length;
    Hop hop = last;
    append(route, hop);
    while (wave->arrival[hop.from].from != hop.from) {
        hop = wave->arrival[hop.from];
        append(route, hop);
    }
    for (uint32_t i = first, j = route->length - 1; i < j; i++, j--) {
        Hop swapped = route->hops[i];
        route->hops[i] = route->hops[j];
        route->hops[j] = swapped;
    }
    return hop.from;
}

uint32_t route_end(const Route *route)
{
    return route->length > 0 ? route->hops[route->length - 1].to : route->start;
}

void route_extend(Route *route, const Graph *graph, const uint8_t *subset,
                  const Destination *destination)
{
    Wave wave;
    wave_begin(&wave, graph, subset);
    reach(&wave, origin(route_end(route)));
    append_way(route, &wave, spread(&wave, destination));
    wave_end(&wave);
}

Route route_from_sources(const Graph *graph, const uint8_t *subset, const uint8_t *states)
{
    Route route = {0};
    for (uint32_t source = 0; source < graph->source_count; source++) {
        if (!bit_is_set(subset, source) || !bit_is_set(states, source)) continue;
        route.start = source;
        return route;
    }
    Wave wave;
    wave_begin(&wave, graph, subset);
    for (uint32_t source = 0; source < graph->source_count; source++)
        if (bit_is_set(subset, source)) reach(&wave, origin(source));
    route.start = append_way(&route, &wave, spread(&wave, &(Destination){.states = states}));
    wave_end(&wave);
    return route;
}

/* -------- schedules -------- */

static Move move_of(const Hop *hop, const Explored *explored, uint8_t *scratch)
{
    const Subject *subject = explored->question->subject;
    uint8_t from_buffer[SUBJECT_MAX_STATE], to_buffer[SUBJECT_MAX_STATE];
    const uint8_t *from = store_state(explored->store, hop->from, from_buffer);
    const uint8_t *to = store_state(explored->store, hop->to, to_buffer);
    Moves moves;
    moves_begin(&moves, subject, from, scratch, NULL);
    while (moves_next(&moves)) {
        if (moves.outcome == RAN && moves.move.actor == hop->actor &&
            memcmp(scratch, to, subject->state_size) == 0)
            return moves.move;
    }
    REQUIRE(false,
            "%s: a move of %s that ran before does not run again: the subject is not a "
            "function",
            subject->name, subject->actors[hop->actor]);
    return (Move){0};
}

static uint32_t initial_index(const Explored *explored, uint32_t state, uint8_t *scratch)
{
    const Subject *subject = explored->question->subject;
    uint8_t buffer[SUBJECT_MAX_STATE];
    const uint8_t *bytes = store_state(explored->store, state, buffer);
    for (uint32_t index = 0; index < subject->initial_count; index++) {
        subject->initial(subject->context, index, scratch);
        if (memcmp(scratch, bytes, subject->state_size) == 0) return index;
    }
    return 0;
}

Schedule route_schedule(const Route *route, const Explored *explored)
{
    uint8_t *scratch = memory_new(explored->question->subject->state_size, 1);
    Move *moves = memory_new(route->length, sizeof(Move));
    for (uint32_t i = 0; i < route->length; i++)
        moves[i] = move_of(&route->hops[i], explored, scratch);
    Schedule schedule = {.initial = initial_index(explored, route->start, scratch),
                         .length = route->length,
                         .cycle = route->length,
                         .moves = moves};
    free(scratch);
    return schedule;
}
