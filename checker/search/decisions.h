/* A decision tree over the bytes of a state.
 *
 * A node names some bytes; their values lead to another node, or to an end, which is a number that
 * means something to the caller.  The values are compared, not their hashes, so nothing is guessed.
 *
 * It is built from what was looked at on the way to an end.  A node should ask for no more than
 * everybody looks at who comes there: one that turns out to be too curious is replaced by one that
 * is less so, which learns anew.
 *
 * The same few leaves (leaves.h) come again and again, so most questions are answered by the
 * numbers of the leaves that a node's bytes lie in, without having the bytes.
 *
 * Belongs to one thread.
 */
#ifndef CHECKER_DECISIONS_H
#define CHECKER_DECISIONS_H

#include "checker/search/byte_set.h"
#include "checker/search/store.h"

/* A node, or with this bit an end. */
typedef uint32_t Target;
#define TARGET_END (UINT32_C(1) << 31)
#define TARGET_NONE UINT32_MAX /* nobody has come this way; has the bit */

#define NODE_WORDS 8 /* the most that one node compares; what is more is left to the next node */
#define NODE_LEAVES (sizeof(uint64_t) / sizeof(Leaf))

typedef struct Node {
    /* Its bytes lie in so many leaves, at these places of the list (the last repeated if there are
     * fewer than four).  More than four, or no leaves at all: they are not looked at. */
    uint32_t leaf_count;
    uint16_t leaf[NODE_LEAVES];
    /* The bytes, in words of a state's bytes. */
    uint32_t count;
    uint32_t at[NODE_WORDS];
    uint64_t mask[NODE_WORDS];
} Node;

/* Leaves that were seen at a node, and where they lead.  Another may come to the same place: then
 * the bytes are looked at again. */
typedef struct Glance {
    uint64_t leaves;
    Target node, target;
} Glance;

#define GLANCE_BITS 12 /* a table of 64 KiB stays in the cache */

/* A place of the table: where in `entries` the entry lies, plus one, and bits of its hash. */
typedef struct DecisionPlace {
    uint32_t tag, entry;
} DecisionPlace;

typedef struct Decisions {
    const Store *store;
    uint32_t state_size;
    Glance *glances;
    Node *nodes;
    uint32_t node_count, nodes_room;
    /* Entries, one after the other: the node and the target in one word, then the values. */
    uint64_t *entries;
    uint32_t entry_words, entries_room, entry_count;
    DecisionPlace *places;
    uint64_t place_mask; /* how many places there are, less one */
} Decisions;

/* For states of this size, opened from `store` (borrowed). */
void decisions_init(Decisions *decisions, const Store *store, uint32_t state_size);
void decisions_clear(Decisions *decisions);

/* A node that asks for these bytes, or for as many of the first as it can. */
Target decisions_add(Decisions *decisions, const ByteSet *bytes);
/* The node, or one in its place that asks for none but these bytes. */
Target decisions_narrow(Decisions *decisions, Target node, const ByteSet *bytes);
/* Take from the set the bytes that a node asks for. */
void decisions_subtract(const Decisions *decisions, Target node, ByteSet *bytes);

/* Where a node leads to in a state, or TARGET_NONE; and let it lead there. */
Target decisions_find(const Decisions *decisions, Target node, const uint8_t *state);
void decisions_lead(Decisions *decisions, Target node, const uint8_t *state, Target target);

uint64_t decisions_bytes(const Decisions *decisions); /* memory in use */

/* -------- in the header, because every attempt of a search goes through it -------- */

static inline uint64_t decisions_leaves_of(const Node *node, const Leaf *list)
{
    uint64_t leaves = 0;
    for (uint32_t i = 0; i < NODE_LEAVES; i++)
        leaves |= (uint64_t)list[node->leaf[i]] << i * 8 * sizeof(Leaf);
    return leaves;
}

static inline Glance *decisions_glance(const Decisions *decisions, Target node, uint64_t leaves)
{
    uint64_t hash = (leaves ^ (uint64_t)node << 40) * UINT64_C(0x9e3779b97f4a7c15);
    return &decisions->glances[hash >> (64 - GLANCE_BITS)];
}

static inline Target decisions_look(const Decisions *decisions, Target node, Opened *state)
{
    store_unfold_opened(decisions->store, state);
    return decisions_find(decisions, node, state->bytes);
}

/* decisions_find for a state that may not be unfolded. */
static inline Target decisions_follow(Decisions *decisions, Target number, Opened *state)
{
    const Node *node = &decisions->nodes[number];
    if (node->leaf_count > NODE_LEAVES) return decisions_look(decisions, number, state);
    uint64_t leaves = decisions_leaves_of(node, (const Leaf *)state->list);
    Glance *glance = decisions_glance(decisions, number, leaves);
    if (glance->leaves == leaves && glance->node == number) return glance->target;
    Target target = decisions_look(decisions, number, state);
    if (target != TARGET_NONE) *glance = (Glance){leaves, number, target};
    return target;
}

#endif
