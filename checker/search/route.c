#include "checker/search/route.h"

#include "checker/search/memory.h"
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

Schedule route_schedule(const Route *route, const Graph *graph, const Explored *explored)
{
    Move *moves = memory_new(route->length, sizeof(Move));
    for (uint32_t i = 0; i < route->length; i++) {
        const Hop *hop = &route->hops[i];
        moves[i] =
            move_between(explored, graph->stored[hop->from], graph->stored[hop->to], hop->actor);
    }
    return (Schedule){.initial = initial_index(explored, graph->stored[route->start]),
                      .length = route->length,
                      .cycle = route->length,
                      .moves = moves};
}
