#include "checker/search/graph.h"

#include "checker/search/judge.h"
#include "checker/search/memory.h"
#include "checker/search/moves.h"
#include "checker/search/require.h"

#include <stdlib.h>
#include <string.h>

#define STATES_PER_CLOCK 1024
#define FIRST_ROOM 1024

const char graph_states_limit[] = "states";

typedef struct Builder {
    Graph *graph;
    const Explored *explored;
    const GraphScope *scope;
    uint8_t *successor;
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
        store_open(explored->store, graph->stored[state], &opened);
        if (goal->holds(goal->context, opened.bytes)) set_bit(bits, state);
    }
    return bits;
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

/* The number of the successor; a finished exploration must know it. */
static uint32_t successor_number(Builder *builder, const Moves *moves, const Opened *from)
{
    const Explored *explored = builder->explored;
    bool is_new;
    uint32_t stored =
        store_insert(explored->store, builder->successor, (Likeness){from, moves->dirty}, &is_new);
    REQUIRE(stored == STORE_NONE || !is_new || !explored->all_known,
            "%s: %s leads to a state that the search did not see: the subject is not a function",
            moves->subject->name, moves->subject->steps[moves->move.step].name);
    if (stored != STORE_NONE) return number_of(builder->graph, stored);
    builder->ended = "memory";
    return STORE_NONE;
}

static void put_outside(Graph *graph, uint32_t state)
{
    set_bit(graph->outside, state);
    graph->has_outside = true;
}

static void expand(Builder *builder, uint32_t state, const Opened *from)
{
    Graph *graph = builder->graph;
    const Question *question = builder->explored->question;
    Verdict failure;
    Moves moves;

    moves_begin(&moves, question->subject, from->bytes, builder->successor, NULL);
    while (moves_next(&moves) && !builder->ended) {
        if (moves.outcome == THREW) {
            graph->has_outside = true;
            continue;
        }
        uint32_t target = moves.changed ? successor_number(builder, &moves, from) : state;
        if (!builder->ended) add_edge(builder, target, moves.move.actor);
    }
    graph->movable[state] = moves.movable;
    if (moves.movable == 0 && judge_halt(question, from->bytes, &failure) != JUDGED_FINE)
        put_outside(graph, state);
}

static void add_state(Builder *builder, uint32_t state)
{
    Graph *graph = builder->graph;
    const GraphScope *scope = builder->scope;
    Opened opened;
    const uint8_t *bytes = opened.bytes;
    Verdict failure;

    store_open(builder->explored->store, graph->stored[state], &opened);
    graph->first[state] = builder->edge_count;
    graph->movable[state] = 0;
    if (scope->goal && scope->goal->holds(scope->goal->context, bytes)) graph->reached = true;
    else if (judge_state(builder->explored->question, bytes, NULL, &failure) != JUDGED_FINE)
        put_outside(graph, state);
    else if (scope->state_limit && state >= scope->state_limit) {
        put_outside(graph, state);
        builder->ended = graph_states_limit;
    } else expand(builder, state, &opened);
}

/* The limit on states is no reason to stop: all that was found must be numbered and put outside. */
static bool may_go_on(const Builder *builder, uint32_t state)
{
    if (state >= builder->graph->state_count) return false;
    if (builder->scope->until_reached && builder->graph->reached) return false;
    return !builder->ended || builder->ended == graph_states_limit;
}

const char *graph_build(Graph *graph, const Explored *explored, uint32_t source_count,
                        const GraphScope *scope)
{
    const Subject *subject = explored->question->subject;
    Builder builder = {.graph = graph, .explored = explored, .scope = scope};
    uint32_t state;

    *graph = (Graph){.source_count = source_count,
                     .all_actors = UINT32_MAX >> (SUBJECT_MAX_ACTORS - subject->actor_count)};
    builder.successor = memory_new(subject->state_size, 1);
    for (uint32_t source = 0; source < source_count; source++)
        number_of(graph, source);
    for (state = 0; may_go_on(&builder, state); state++) {
        if (!reserve_state(graph, state)) {
            builder.ended = "memory";
            break;
        }
        add_state(&builder, state);
        const char *ended =
            state % STATES_PER_CLOCK == 0 ? search_ended(explored, graph_bytes(graph)) : NULL;
        if (ended) builder.ended = ended;
    }
    free(builder.successor);
    graph->state_count = state;
    if (graph->first) graph->first[state] = builder.edge_count;
    return builder.ended;
}
