/* Tarjan's algorithm, with the recursion written out as a stack of frames. */
#include "checker/search/components.h"

#include "checker/search/memory.h"

#include <stdlib.h>
#include <string.h>

/* A state whose moves are being followed. */
typedef struct Frame {
    uint32_t state;
    uint64_t next; /* the next move to follow */
} Frame;

typedef struct Search {
    const Graph *graph;
    const uint8_t *subset;
    Components *components;
    uint32_t clock;
    uint32_t *seen;  /* per state: when it was first seen, from 1; 0: not yet */
    uint32_t *low;   /* per state: the earliest seen open state that it is known to lead to */
    uint32_t *open;  /* stack of the seen states without a component */
    uint32_t opened; /* its height */
    Frame *frames;
    uint32_t frame_count;
} Search;

uint64_t components_bytes(uint32_t state_count)
{
    return (uint64_t)state_count * (6 * sizeof(uint32_t) + sizeof(Frame));
}

static void enter(Search *search, uint32_t state)
{
    search->seen[state] = search->low[state] = ++search->clock;
    search->open[search->opened++] = state;
    search->frames[search->frame_count++] = (Frame){state, search->graph->first[state]};
}

/* No open state that was seen earlier can be reached from `root`: what was opened since is one
 * component. */
static void close_component(Search *search, uint32_t root)
{
    Components *components = search->components;
    uint32_t number = components->count++;
    uint32_t end = components->begin[number];
    uint32_t state;
    do {
        state = search->open[--search->opened];
        components->of[state] = number;
        components->members[end++] = state;
    } while (state != root);
    components->begin[number + 1] = end;
}

static void leave(Search *search)
{
    uint32_t state = search->frames[--search->frame_count].state;
    uint32_t low = search->low[state];
    if (low == search->seen[state]) close_component(search, state);
    if (search->frame_count == 0) return;
    uint32_t parent = search->frames[search->frame_count - 1].state;
    if (low < search->low[parent]) search->low[parent] = low;
}

static void follow(Search *search, uint32_t from, uint32_t to)
{
    if (!bit_is_set(search->subset, to)) return;
    if (search->seen[to] == 0) {
        enter(search, to);
        return;
    }
    bool is_open = search->components->of[to] == STORE_NONE;
    if (is_open && search->seen[to] < search->low[from]) search->low[from] = search->seen[to];
}

static void search_from(Search *search, uint32_t root)
{
    const Graph *graph = search->graph;
    enter(search, root);
    while (search->frame_count > 0) {
        Frame *top = &search->frames[search->frame_count - 1];
        if (top->next < graph->first[top->state + 1])
            follow(search, top->state, graph->target[top->next++]);
        else leave(search);
    }
}

void components_find(Components *components, const Graph *graph, const uint8_t *subset)
{
    uint64_t count = graph->state_count;
    *components = (Components){.of = memory_new(count, sizeof(uint32_t)),
                               .members = memory_new(count, sizeof(uint32_t)),
                               .begin = memory_new(count + 1, sizeof(uint32_t))};
    memset(components->of, 0xff, count * sizeof(uint32_t));
    Search search = {.graph = graph,
                     .subset = subset,
                     .components = components,
                     .seen = memory_new(count, sizeof(uint32_t)),
                     .low = memory_new(count, sizeof(uint32_t)),
                     .open = memory_new(count, sizeof(uint32_t)),
                     .frames = memory_new(count, sizeof(Frame))};
    for (uint32_t state = 0; state < graph->state_count; state++)
        if (bit_is_set(subset, state) && search.seen[state] == 0) search_from(&search, state);
    free(search.seen);
    free(search.low);
    free(search.open);
    free(search.frames);
}

void components_free(Components *components)
{
    free(components->of);
    free(components->members);
    free(components->begin);
    *components = (Components){0};
}

void component_mark(const Components *components, uint32_t component, uint8_t *states)
{
    uint32_t end = components->begin[component + 1];
    for (uint32_t i = components->begin[component]; i < end; i++)
        set_bit(states, components->members[i]);
}

bool component_is_fair(const Components *components, const Graph *graph, uint32_t component)
{
    uint32_t neglected = graph->all_actors;
    bool moves = false;
    for (uint32_t i = components->begin[component]; i < components->begin[component + 1]; i++) {
        uint32_t state = components->members[i];
        neglected &= graph->movable[state];
        for (uint64_t edge = graph->first[state]; edge < graph->first[state + 1]; edge++) {
            if (components->of[graph->target[edge]] != component) continue;
            neglected &= ~(UINT32_C(1) << graph->actor[edge]);
            moves = true;
        }
    }
    return moves && neglected == 0;
}
