/* For the model's tests: every state a small world can reach, and what goes wrong there.  The model
 * knows nothing of checker/search, so its tests bring this page of breadth-first search. */
#ifndef MODEL_REACH_H
#define MODEL_REACH_H

#include "model/go.h"
#include "model/step.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NOWHERE = -1, MAX_CHOICES_A_STATE = 64 };

typedef struct Edge {
    uint32_t from, to;
} Edge;

/* Distances are steps from the initial state, NOWHERE if it does not happen. */
typedef struct Reach {
    const Subject *subject;
    uint8_t *states;
    uint32_t *table; /* state number + 1, open addressing */
    uint32_t *depth, *parent;
    Edge *edges;
    uint32_t state_count, state_room, table_size, edge_count, edge_room;
    uint64_t transitions;
    int throws[MESSAGE_COUNT];
    int deadlock;
    bool fired[STEP_COUNT];
} Reach;

static inline const uint8_t *reach_state(const Reach *reach, uint32_t number)
{
    return reach->states + (size_t)number * reach->subject->state_size;
}

static inline uint32_t *reach_slot(const Reach *reach, const uint8_t *state)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (uint32_t i = 0; i < reach->subject->state_size; i++)
        hash = (hash ^ state[i]) * 1099511628211u;
    uint32_t at = (uint32_t)(hash ^ hash >> 32) & (reach->table_size - 1);
    while (reach->table[at] &&
           memcmp(reach_state(reach, reach->table[at] - 1), state, reach->subject->state_size) != 0)
        at = (at + 1) & (reach->table_size - 1);
    return &reach->table[at];
}

static inline void reach_grow(Reach *reach)
{
    reach->state_room = reach->state_room ? reach->state_room * 2 : 1024;
    reach->states = realloc(reach->states, (size_t)reach->state_room * reach->subject->state_size);
    reach->depth = realloc(reach->depth, reach->state_room * sizeof *reach->depth);
    reach->parent = realloc(reach->parent, reach->state_room * sizeof *reach->parent);
    free(reach->table);
    reach->table_size = reach->state_room * 2;
    reach->table = calloc(reach->table_size, sizeof *reach->table);
    for (uint32_t i = 0; i < reach->state_count; i++)
        *reach_slot(reach, reach_state(reach, i)) = i + 1;
}

/* The number of `state`, new or not. */
static inline uint32_t reach_add(Reach *reach, const uint8_t *state, uint32_t parent)
{
    if (reach->state_count == reach->state_room) reach_grow(reach);
    uint32_t *slot = reach_slot(reach, state);
    if (*slot) return *slot - 1;
    uint32_t number = reach->state_count++;
    memcpy(reach->states + (size_t)number * reach->subject->state_size, state,
           reach->subject->state_size);
    reach->parent[number] = parent;
    reach->depth[number] = number ? reach->depth[parent] + 1 : 0;
    *slot = number + 1;
    return number;
}

static inline void reach_edge(Reach *reach, uint32_t from, uint32_t to)
{
    if (reach->edge_count == reach->edge_room) {
        reach->edge_room = reach->edge_room ? reach->edge_room * 2 : 1024;
        reach->edges = realloc(reach->edges, reach->edge_room * sizeof *reach->edges);
    }
    reach->edges[reach->edge_count++] = (Edge){from, to};
}

/* Every move of one actor out of one state; true if there is any. */
static inline bool reach_moves(Reach *reach, uint32_t from, uint32_t actor)
{
    const Subject *subject = reach->subject;
    uint8_t to[SUBJECT_MAX_STATE];
    Attempt attempt = {.actor = actor, .choices = 1};

    for (; attempt.choice < attempt.choices; attempt.choice++) {
        memcpy(to, reach_state(reach, from), subject->state_size);
        Outcome outcome = subject->attempt(subject->context, to, &attempt);
        assert(outcome == BLOCKED || outcome == RAN || outcome == THREW);
        if (outcome == BLOCKED) return false;
        reach->fired[attempt.step] = true;
        reach->transitions++;
        if (outcome == RAN) reach_edge(reach, from, reach_add(reach, to, from));
        else if (reach->throws[attempt.message] == NOWHERE)
            reach->throws[attempt.message] = (int)reach->depth[from] + 1;
    }
    return true;
}

static inline void reach_expand(Reach *reach, uint32_t number)
{
    const Subject *subject = reach->subject;
    bool moves = false, rests = true;

    for (uint32_t actor = 0; actor < subject->actor_count; actor++) {
        moves |= reach_moves(reach, number, actor);
        rests &= subject->may_rest(subject->context, reach_state(reach, number), actor);
    }
    if (!moves && !rests && reach->deadlock == NOWHERE) reach->deadlock = (int)reach->depth[number];
}

/* Explore until `limit` states are known, or everything; a throw ends its own run only. */
static inline Reach reach_some(const Subject *subject, uint32_t limit)
{
    Reach reach = {.subject = subject, .deadlock = NOWHERE};
    uint8_t state[SUBJECT_MAX_STATE];

    for (int i = 0; i < MESSAGE_COUNT; i++)
        reach.throws[i] = NOWHERE;
    subject->initial(subject->context, 0, state);
    reach_add(&reach, state, 0);
    for (uint32_t i = 0; i < reach.state_count && reach.state_count < limit; i++)
        reach_expand(&reach, i);
    return reach;
}

static inline Reach reach_all(const Subject *subject)
{
    return reach_some(subject, UINT32_MAX);
}

static inline void reach_free(Reach *reach)
{
    free(reach->states);
    free(reach->table);
    free(reach->depth);
    free(reach->parent);
    free(reach->edges);
}

typedef bool Holds(const void *context, const uint8_t *state);

/* The distance to the first state where a predicate has this value. */
static inline int reach_first(const Reach *reach, Holds *holds, const void *context, bool value)
{
    for (uint32_t i = 0; i < reach->state_count; i++)
        if (holds(context, reach_state(reach, i)) == value) return (int)reach->depth[i];
    return NOWHERE;
}

/* The distance to the first state from which `goal` cannot be reached any more (AG EF goal). */
static inline int reach_stuck(const Reach *reach, Holds *goal, const void *context)
{
    bool *hope = calloc(reach->state_count, sizeof *hope);
    int first = NOWHERE;

    for (uint32_t i = 0; i < reach->state_count; i++)
        hope[i] = goal(context, reach_state(reach, i));
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = reach->edge_count; i-- > 0;) {
            Edge edge = reach->edges[i];
            if (hope[edge.from] || !hope[edge.to]) continue;
            changed = hope[edge.from] = true;
        }
    }
    for (uint32_t i = reach->state_count; i-- > 0;)
        if (!hope[i]) first = (int)reach->depth[i];
    free(hope);
    return first;
}

#endif
