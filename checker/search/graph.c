#include "checker/search/graph.h"

#include "checker/search/memory.h"
#include "checker/search/rows.h"

#include <stdlib.h>
#include <string.h>

#define STATES_PER_CLOCK 1024
#define FIRST_ROOM 1024

const char graph_states_limit[] = "states";

typedef struct Builder {
    Graph *graph;
    const Explored *explored;
    const GraphScope *scope;
    Rows *rows; /* of a finished exploration, or NULL */
    RowMaker maker;
    uint64_t edge_count;
    const char *ended;
} Builder;

/* -------- room -------- */

static bool resize(void *array_address, uint64_t count, size_t size)
{
    void **array = array_address;
    void *moved = realloc(*array, count * size);
    if (!moved) return false;
    *array = moved;
    return true;
}

static uint64_t bit_bytes(uint64_t count)
{
    return count / 8 + 1;
}

/* Room for what belongs to one more state.  The bit set must read as zero. */
static bool reserve_state(Graph *graph, uint32_t number)
{
    if (number < graph->state_room) return true;
    uint64_t room = graph->state_room ? 2 * (uint64_t)graph->state_room : FIRST_ROOM;
    if (room > STORE_NONE) room = STORE_NONE;
    uint64_t old_bytes = graph->state_room ? bit_bytes(graph->state_room) : 0;
    if (!resize(&graph->first, room + 1, sizeof *graph->first) ||
        !resize(&graph->movable, room, sizeof *graph->movable) ||
        !resize(&graph->outside, bit_bytes(room), 1))
        return false;
    memset(graph->outside + old_bytes, 0, bit_bytes(room) - old_bytes);
    graph->state_room = (uint32_t)room;
    return true;
}

static bool reserve_edge(Graph *graph, uint64_t number)
{
    if (number < graph->edge_room) return true;
    uint64_t room = graph->edge_room ? 2 * graph->edge_room : FIRST_ROOM;
    if (!resize(&graph->target, room, sizeof *graph->target) ||
        !resize(&graph->actor, room, sizeof *graph->actor))
        return false;
    graph->edge_room = room;
    return true;
}

uint64_t graph_bytes(const Graph *graph)
{
    return graph->state_room * (uint64_t)(sizeof *graph->first + sizeof *graph->movable) +
           bit_bytes(graph->state_room) +
           (graph->stored_room + (uint64_t)graph->found_room) * sizeof(uint32_t) +
           graph->edge_room * (sizeof *graph->target + sizeof *graph->actor);
}

void graph_free(Graph *graph)
{
    free(graph->first);
    free(graph->target);
    free(graph->actor);
    free(graph->movable);
    free(graph->stored);
    free(graph->found);
    free(graph->outside);
    *graph = (Graph){0};
}

uint8_t *graph_bits(const Graph *graph)
{
    return memory_new(bit_bytes(graph->state_count), 1);
}

uint8_t *graph_inside(const Graph *graph)
{
    uint8_t *bits = graph_bits(graph);
    for (uint32_t state = 0; state < graph->state_count; state++)
        if (!bit_is_set(graph->outside, state)) set_bit(bits, state);
    return bits;
}

uint8_t *graph_goal(const Graph *graph, const Explored *explored, const Check *goal)
{
    uint8_t *bits = graph_bits(graph);
    Opened opened;
    for (uint32_t state = 0; state < graph->state_count; state++) {
        search_reads(explored, state);
        store_open(explored->store, graph->stored[state], &opened);
        if (goal->holds(goal->context, opened.bytes)) set_bit(bits, state);
    }
    return bits;
}

/* States are numbered breadth-first, so where one level ends tells where the next one does. */
uint32_t *graph_levels(const Graph *graph, uint32_t *ret_count)
{
    uint32_t *levels = memory_new(graph->state_count + UINT64_C(1), sizeof *levels);
    uint32_t count = 0, end = graph->source_count;
    for (uint32_t state = 0; state < graph->state_count; count++) {
        levels[count + 1] = end;
        for (; state < levels[count + 1]; state++)
            for (uint64_t edge = graph->first[state]; edge < graph->first[state + 1]; edge++)
                if (graph->target[edge] >= end) end = graph->target[edge] + 1;
    }
    *ret_count = count;
    return levels;
}

/* -------- building -------- */

static void add_edge(Builder *builder, uint32_t target, uint32_t actor)
{
    Graph *graph = builder->graph;
    if (!reserve_edge(graph, builder->edge_count)) {
        builder->ended = "memory";
        return;
    }
    graph->target[builder->edge_count] = target;
    graph->actor[builder->edge_count++] = (uint8_t)actor;
}

static void reserve_found(Graph *graph, uint32_t stored)
{
    uint32_t old_room = graph->found_room;
    if (stored < old_room) return;
    memory_reserve(&graph->found, &graph->found_room, stored, sizeof *graph->found);
    memset(graph->found + old_room, 0, (graph->found_room - old_room) * sizeof *graph->found);
}

/* The number of a stored state, the next one if it has none yet. */
static uint32_t number_of(Graph *graph, uint32_t stored)
{
    reserve_found(graph, stored);
    if (graph->found[stored] == 0) {
        memory_reserve(&graph->stored, &graph->stored_room, graph->state_count,
                       sizeof *graph->stored);
        graph->stored[graph->state_count++] = stored;
        graph->found[stored] = graph->state_count;
    }
    return graph->found[stored] - 1;
}

static void put_outside(Graph *graph, uint32_t state)
{
    set_bit(graph->outside, state);
    graph->has_outside = true;
}

static void add_row(Builder *builder, uint32_t state, const Row *row)
{
    Graph *graph = builder->graph;
    for (uint32_t i = 0; i < row->count; i++)
        add_edge(builder, number_of(graph, row->targets[i]), row->actors[i]);
    graph->movable[state] = row->movable;
    graph->has_outside |= row->throws;
    if (row->outside) put_outside(graph, state);
}

/* A finished exploration has its rows already. */
static void add_known_state(Builder *builder, uint32_t state)
{
    Row row = rows_at(builder->rows, builder->graph->stored[state]);
    add_row(builder, state, &row);
}

static void add_state(Builder *builder, uint32_t state)
{
    Graph *graph = builder->graph;
    const GraphScope *scope = builder->scope;
    RowMaker *maker = &builder->maker;
    bool is_fine = row_begin(maker, graph->stored[state]);
    if (scope->goal && scope->goal->holds(scope->goal->context, maker->opened.bytes)) {
        graph->reached = true;
        maker->row.outside = false;
    } else if (is_fine && scope->state_limit && state >= scope->state_limit) {
        maker->row.outside = true;
        builder->ended = graph_states_limit;
    } else if (is_fine) {
        row_complete(maker);
        if (maker->lacks_room) builder->ended = "memory";
    }
    add_row(builder, state, &maker->row);
}

/* The limit on states is no reason to stop: all that was found must be numbered and put outside. */
static bool may_go_on(const Builder *builder, uint32_t state)
{
    if (state >= builder->graph->state_count) return false;
    if (builder->scope->until_reached && builder->graph->reached) return false;
    return !builder->ended || builder->ended == graph_states_limit;
}

static void build(Builder *builder)
{
    Graph *graph = builder->graph;
    uint32_t state;
    for (state = 0; may_go_on(builder, state); state++) {
        if (!reserve_state(graph, state)) {
            builder->ended = "memory";
            break;
        }
        graph->first[state] = builder->edge_count;
        if (builder->rows) add_known_state(builder, state);
        else add_state(builder, state);
        const char *ended = NULL;
        if (state % STATES_PER_CLOCK == 0)
            ended = search_ended(builder->explored, graph_bytes(graph) + rows_bytes(builder->rows));
        if (ended) builder->ended = ended;
    }
    graph->state_count = state;
    if (graph->first) graph->first[state] = builder->edge_count;
}

const char *graph_build(Graph *graph, const Explored *explored, uint32_t source_count,
                        const GraphScope *scope)
{
    const Subject *subject = explored->question->subject;
    Builder builder = {.graph = graph, .explored = explored, .scope = scope};

    *graph = (Graph){.source_count = source_count,
                     .all_actors = UINT32_MAX >> (SUBJECT_MAX_ACTORS - subject->actor_count)};
    bool is_whole = explored->all_known && !scope->goal && !scope->state_limit;
    if (is_whole) builder.rows = rows_make(explored, &builder.ended);
    if (builder.ended) return builder.ended;
    row_maker_init(&builder.maker, explored);
    for (uint32_t source = 0; source < source_count; source++)
        number_of(graph, source);
    build(&builder);
    row_maker_clear(&builder.maker);
    rows_free(builder.rows);
    return builder.ended;
}
