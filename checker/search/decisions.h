/* A decision tree over the bytes of a state.
 *
 * A node names some bytes; their values lead to another node, or to an end, which is a number that
 * means something to the caller.  The values are compared, not their hashes, so nothing is guessed.
 *
 * It is built from what was looked at on the way to an end.  A node should ask for no more than
 * everybody looks at who comes there: one that turns out to be too curious is replaced by one that
 * is less so, which learns anew.
 *
 * Belongs to one thread.
 */
#ifndef CHECKER_DECISIONS_H
#define CHECKER_DECISIONS_H

#include "checker/search/byte_set.h"

/* A node, or with this bit an end. */
typedef uint32_t Target;
#define TARGET_END (UINT32_C(1) << 31)
#define TARGET_NONE UINT32_MAX /* nobody has come this way; has the bit */

#define NODE_WORDS 8 /* the most that one node compares; what is more is left to the next node */

/* Its bytes, in words of a state's bytes. */
typedef struct Node {
    uint32_t count;
    uint32_t at[NODE_WORDS];
    uint64_t mask[NODE_WORDS];
} Node;

/* A place of the table: where in `entries` the entry lies, plus one, and bits of its hash. */
typedef struct DecisionPlace {
    uint32_t tag, entry;
} DecisionPlace;

typedef struct Decisions {
    uint32_t state_size;
    Node *nodes;
    uint32_t node_count, nodes_room;
    /* Entries, one after the other: the node and the target in one word, then the values. */
    uint64_t *entries;
    uint32_t entry_words, entries_room, entry_count;
    DecisionPlace *places;
    uint64_t place_mask; /* how many places there are, less one */
} Decisions;

/* For states of this size. */
void decisions_init(Decisions *decisions, uint32_t state_size);
void decisions_clear(Decisions *decisions);

/* A node that asks for these bytes, or for as many of the first as it can. */
Target decisions_add(Decisions *decisions, const ByteSet *bytes);
/* The node, or one in its place that asks for none but these bytes. */
Target decisions_narrow(Decisions *decisions, Target node, const ByteSet *bytes);
/* The bytes that a node asks for. */
ByteSet decisions_asks(const Decisions *decisions, Target node);

/* Where a node leads to in a state, or TARGET_NONE; and let it lead there. */
Target decisions_find(const Decisions *decisions, Target node, const uint8_t *state);
void decisions_lead(Decisions *decisions, Target node, const uint8_t *state, Target target);

uint64_t decisions_bytes(const Decisions *decisions); /* memory in use */

#endif
