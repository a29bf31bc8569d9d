/* A string of bytes as a pair of numbers: the root of a very small tree.
 *
 * The string stands for a state: its own bytes if it is short, or else the list of its leaves
 * (leaves.h).  Its halves come again in many states, and each is kept once: a state is the pair of
 * its halves (the idea of tree compression: Laarman, van de Pol, Weber, "Parallel recursive state
 * compression for free", SPIN 2011; here with two wide levels in place of a binary tree, because a
 * state is then made and taken apart with fewer look-ups).  Nothing is lost: two strings are equal
 * exactly if their pairs are.
 *
 *   state    | leaf | leaf | leaf | leaf | leaf | leaf |      16 bytes each
 *   string   |  left half: 3 leaves | right half: 3    |      2 bytes for each leaf
 *   root     |    number of left, number of right      |      4 to 8 bytes
 *
 * Short strings are their own roots, which takes more memory and less time: those of at most 8
 * bytes, and unless memory counts more than time those of at most 48.
 */
#ifndef CHECKER_TREE_H
#define CHECKER_TREE_H

#include "checker/search/numbering.h"
#include "checker/subject.h"

typedef struct Pair {
    uint32_t left, right;
} Pair;

/* What is left of a string: a pair, or, if strings are kept whole, its bytes (borrowed). */
typedef struct Root {
    Pair pair;
    const uint8_t *bytes;
} Root;

typedef struct Tree Tree;

/* A string on its way to becoming a pair. */
typedef struct DraftHalf {
    bool is_open; /* its number is not known yet */
    uint64_t hash;
} DraftHalf;

typedef struct Draft {
    Root root; /* its bytes are the string: borrowed */
    DraftHalf left, right;
} Draft;

/* `left`: where the right half begins, in bytes; 0: in the middle.  `compact`: keep whole only what
 * a pair would not make shorter.  NULL: no memory. */
Tree *tree_new(uint32_t length, uint32_t left, bool compact);
void tree_free(Tree *tree); /* NULL is fine */

/* The length of the strings, in bytes, if they are kept whole; else 0. */
uint32_t tree_whole(const Tree *tree);
/* They are so long from now on. */
void tree_lengthen_whole(Tree *tree, uint32_t length);

/* The root of a string, in three stages so that many can be under way while memory answers; any
 * number of threads may do so.  `near` is a string that is much like it, whose root is `near_root`,
 * or NULL.  What is new is entered... */
void tree_draft(const Tree *tree, const uint8_t *string, const uint8_t *near, Pair near_root,
                Draft *ret_draft);
void tree_prefetch(const Tree *tree, const Draft *draft);
bool tree_finish(Tree *tree,
                 Draft *draft); /* draft->root is the answer.  False: there is no room */
/* ...or nothing is.  False: a half is not there, so the string was never entered. */
bool tree_find(const Tree *tree, const uint8_t *string, const uint8_t *near, Pair near_root,
               Root *ret_root);

/* The string again. */
void tree_open(const Tree *tree, Root root, uint8_t *ret_string);
void tree_prefetch_open(const Tree *tree, Root root); /* ahead of that */

/* Both numbers of every pair made so far are below these. */
Pair tree_bounds(const Tree *tree);
uint64_t tree_bytes(const Tree *tree); /* memory in use */

#endif
