/* A state as a pair of numbers: the root of a small tree whose leaves are stretches of its bytes.
 *
 * A step changes a few bytes, so the same stretches come again and again: millions of states have
 * only thousands of different leaves, and some hundred thousand different halves.  Each leaf is
 * kept once, each list of leaves that is half a state is kept once, and a state is the pair of its
 * halves (the idea of tree compression: Laarman, van de Pol, Weber, "Parallel recursive state
 * compression for free", SPIN 2011; here with two wide levels in place of a binary tree, because a
 * state is then made and taken apart with fewer look-ups).  Nothing is lost: two states are equal
 * exactly if their pairs are.
 *
 *   state    | leaf | leaf | leaf | leaf | leaf | leaf |      64 bytes each
 *   halves   |   left: 3 numbers  |  right: 3 numbers  |
 *   root     |  number of left, number of right        |
 *
 * States of at most 128 bytes have no leaves: a half is a stretch of bytes.  Short states are their
 * own root: those of at most 8 bytes, and unless memory counts more than time those of at most 32.
 */
#ifndef CHECKER_TREE_H
#define CHECKER_TREE_H

#include "checker/search/numbering.h"
#include "checker/subject.h"

#define TREE_LEAF_SIZE 64 /* bytes; of states above 128 bytes */
#define TREE_MOST_LEAVES (SUBJECT_MAX_STATE / TREE_LEAF_SIZE)

typedef struct Pair {
    uint32_t left, right;
} Pair;

/* What is left of a state: a pair, or, if states are kept whole, its bytes (borrowed). */
typedef struct Root {
    Pair pair;
    const uint8_t *bytes;
} Root;

typedef struct Tree Tree;

/* A state and the numbers it is made of. */
typedef struct Opened {
    Pair pair;
    uint32_t leaves[TREE_MOST_LEAVES];
    uint8_t bytes[SUBJECT_MAX_STATE];
} Opened;

/* A state that is not much different from another one, which is open.  Bit i of `dirty`: byte 64 i
 * or one of the 63 after it may differ.  `near` NULL: nothing is known. */
typedef struct Likeness {
    const Opened *near;
    uint64_t dirty;
} Likeness;

/* A state on its way to becoming a pair. */
typedef struct DraftHalf {
    bool is_open; /* its number is not known yet */
    uint64_t hash;
} DraftHalf;

typedef struct Draft {
    Root root;  /* its bytes are the state: borrowed */
    bool lacks; /* a leaf that is, or fits, in the tree */
    DraftHalf left, right;
    uint32_t leaves[TREE_MOST_LEAVES];
} Draft;

/* `compact`: keep whole only what a tree would not make shorter.  NULL: no memory. */
Tree *tree_new(uint32_t state_size, bool compact);
void tree_free(Tree *tree); /* NULL is fine */

/* The length of the states, in bytes, if they are kept whole; else 0. */
uint32_t tree_whole(const Tree *tree);

/* The root of a state, in three stages so that many states can be under way while memory answers;
 * any number of threads may do so.  What is new is entered... */
void tree_draft(Tree *tree, const uint8_t *state, Likeness like, Draft *ret_draft);
void tree_prefetch(const Tree *tree, const Draft *draft);
bool tree_finish(Tree *tree,
                 Draft *draft); /* draft->root is the answer.  False: there is no room */
/* ...or nothing is.  False: a part of the state is not there, so it was never entered. */
bool tree_find(Tree *tree, const uint8_t *state, Likeness like, Root *ret_root);

/* Take a state apart. */
void tree_open(const Tree *tree, Root root, Opened *ret_opened);
void tree_prefetch_open(const Tree *tree, Root root); /* ahead of that */

/* Both numbers of every pair made so far are below these. */
Pair tree_bounds(const Tree *tree);
uint64_t tree_bytes(const Tree *tree); /* memory in use */

#endif
