#include "checker/search/decisions.h"

#include "checker/search/bytes.h"
#include "checker/search/memory.h"

#include <stdlib.h>

#define FIRST_PLACES 1024
#define PLACES_PER_ENTRY 3

void decisions_init(Decisions *decisions, uint32_t state_size)
{
    *decisions = (Decisions){
        .state_size = state_size,
        .places = memory_new_apart(FIRST_PLACES, sizeof(DecisionPlace)),
        .place_mask = FIRST_PLACES - 1,
    };
}

void decisions_clear(Decisions *decisions)
{
    free(decisions->nodes);
    free(decisions->entries);
    free(decisions->places);
    *decisions = (Decisions){0};
}

/* -------- looking up -------- */

static inline uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 32;
}

static inline uint64_t value_at(const Node *node, uint32_t word, const uint8_t *state)
{
    return bytes_word(state + node->at[word]) & node->mask[word];
}

/* The hash of what a node finds in a state. */
static inline uint64_t hash_of(const Node *node, Target number, const uint8_t *state)
{
    uint64_t hash = number;
#pragma GCC unroll 1
    for (uint32_t i = 0; i < node->count; i++)
        hash = mix(hash, value_at(node, i, state));
    return hash;
}

static inline bool is_entry(const uint64_t *entry, const Node *node, Target number,
                            const uint8_t *state)
{
    if ((Target)*entry != number) return false;
#pragma GCC unroll 1
    for (uint32_t i = 0; i < node->count; i++)
        if (entry[1 + i] != value_at(node, i, state)) return false;
    return true;
}

/* The entry for what a node finds in a state, or NULL. */
static inline uint64_t *find(const Decisions *d, const Node *node, Target number,
                             const uint8_t *state)
{
    uint64_t hash = hash_of(node, number, state);
    for (uint64_t at = hash;; at++) {
        const DecisionPlace *place = &d->places[at & d->place_mask];
        if (place->entry == 0) return NULL;
        if (place->tag != (uint32_t)(hash >> 32)) continue;
        uint64_t *entry = &d->entries[place->entry - 1];
        if (is_entry(entry, node, number, state)) return entry;
    }
}

Target decisions_find(const Decisions *decisions, Target node, const uint8_t *state)
{
    const uint64_t *entry = find(decisions, &decisions->nodes[node], node, state);
    return entry ? (Target)(*entry >> 32) : TARGET_NONE;
}

/* -------- entering -------- */

static void place(Decisions *d, uint64_t hash, uint32_t entry)
{
    uint64_t at = hash;
    while (d->places[at & d->place_mask].entry != 0)
        at++;
    d->places[at & d->place_mask] = (DecisionPlace){(uint32_t)(hash >> 32), entry + 1};
}

static void grow_places(Decisions *d)
{
    free(d->places);
    d->place_mask = 2 * d->place_mask + 1;
    d->places = memory_new_apart(d->place_mask + 1, sizeof *d->places);
    for (uint32_t at = 0; at < d->entry_words;) {
        uint64_t hash = (Target)d->entries[at];
        uint32_t count = d->nodes[(Target)d->entries[at]].count;
        for (uint32_t i = 0; i < count; i++)
            hash = mix(hash, d->entries[at + 1 + i]);
        place(d, hash, at);
        at += 1 + count;
    }
}

static void enter(Decisions *d, Target number, const uint8_t *state, Target target)
{
    const Node *node = &d->nodes[number];
    uint32_t at = d->entry_words;
    if (PLACES_PER_ENTRY * (d->entry_count + UINT64_C(1)) > d->place_mask) grow_places(d);
    memory_reserve(&d->entries, &d->entries_room, at + node->count, sizeof *d->entries);
    d->entries[at] = number | (uint64_t)target << 32;
    for (uint32_t i = 0; i < node->count; i++)
        d->entries[at + 1 + i] = value_at(node, i, state);
    d->entry_words += 1 + node->count;
    d->entry_count++;
    place(d, hash_of(node, number, state), at);
}

void decisions_lead(Decisions *decisions, Target node, const uint8_t *state, Target target)
{
    uint64_t *entry = find(decisions, &decisions->nodes[node], node, state);
    if (entry) *entry = node | (uint64_t)target << 32;
    else enter(decisions, node, state, target);
}

/* -------- nodes -------- */

static void add_word(Node *node, uint32_t at, const ByteSet *bytes, uint32_t end)
{
    uint8_t mask[sizeof(uint64_t)] = {0};
    for (uint32_t i = 0; i < sizeof mask && at + i < end; i++)
        if (byte_set_has(bytes, at + i)) mask[i] = 0xff;
    node->at[node->count] = at;
    node->mask[node->count++] = bytes_word(mask);
}

static ByteSet bytes_of(const Node *node)
{
    ByteSet bytes = {0};
    for (uint32_t i = 0; i < node->count; i++)
        byte_set_add_mask(&bytes, node->at[i], node->mask[i]);
    return bytes;
}

Target decisions_add(Decisions *decisions, const ByteSet *bytes)
{
    Decisions *d = decisions;
    Node node = {0};
    for (uint32_t at = 0; at < d->state_size && node.count < NODE_WORDS; at++) {
        if (!byte_set_has(bytes, at)) continue;
        add_word(&node, at, bytes, d->state_size);
        at += (uint32_t)sizeof(uint64_t) - 1;
    }
    memory_reserve(&d->nodes, &d->nodes_room, d->node_count, sizeof *d->nodes);
    d->nodes[d->node_count] = node;
    return d->node_count++;
}

Target decisions_narrow(Decisions *decisions, Target node, const ByteSet *bytes)
{
    uint32_t size = decisions->state_size;
    ByteSet both = bytes_of(&decisions->nodes[node]), beyond = both;
    byte_set_subtract(&beyond, bytes, size);
    byte_set_intersect(&both, bytes, size);
    if (byte_set_is_empty(&beyond, size) || byte_set_is_empty(&both, size)) return node;
    return decisions_add(decisions, &both);
}

ByteSet decisions_asks(const Decisions *decisions, Target node)
{
    return bytes_of(&decisions->nodes[node]);
}

uint64_t decisions_bytes(const Decisions *decisions)
{
    const Decisions *d = decisions;
    return d->nodes_room * sizeof *d->nodes + d->entries_room * sizeof *d->entries +
           (d->place_mask + 1) * sizeof *d->places;
}
