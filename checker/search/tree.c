#include "checker/search/tree.h"

#include "checker/search/bytes.h"

#include <assert.h>
#include <stdlib.h>

#define LONGEST_WHOLE 32 /* bytes */
#define LONGEST_WHOLE_IF_COMPACT 8
#define LONGEST_TWO_HALVES (2 * TREE_LEAF_SIZE)
#define SHORTEST_HALF 8 /* bytes */

static_assert(TREE_LEAF_SIZE == BYTES_STRETCH, "a leaf is what Likeness.dirty has a bit for");

/* What a half is numbered by: a stretch of the state's bytes, or a list of leaves. */
typedef struct Half {
    Numbering *strings;
    uint32_t length;       /* of a string, in bytes */
    uint32_t offset;       /* bytes: where it begins in the state */
    uint32_t first, count; /* lists: its leaves */
} Half;

struct Tree {
    uint32_t state_size;
    uint32_t leaf_count;               /* 0: there are no leaves */
    uint16_t offset[TREE_MOST_LEAVES]; /* where each leaf begins in the state */
    uint64_t last_stretches;           /* those that the last leaf lies in (Likeness.dirty) */
    Numbering *leaves;
    Half left, right; /* without strings: states are kept whole */
};

/* -------- shape -------- */

static uint32_t rounded_up(uint32_t dividend, uint32_t divisor)
{
    return (dividend + divisor - 1) / divisor;
}

/* Two stretches of the state, which overlap if it is short. */
static void cut_bytes(Tree *tree)
{
    uint32_t length = rounded_up(tree->state_size, 2);
    if (length < SHORTEST_HALF) length = SHORTEST_HALF;
    tree->left = (Half){.length = length};
    tree->right = (Half){.length = length, .offset = tree->state_size - length};
}

/* The last leaf ends where the state ends and overlaps the one before it, so that all leaves have
 * one length whatever that of the state is. */
static void cut_leaves(Tree *tree)
{
    uint32_t last = tree->state_size - TREE_LEAF_SIZE;
    tree->leaf_count = rounded_up(tree->state_size, TREE_LEAF_SIZE);
    for (uint32_t leaf = 0; leaf < tree->leaf_count; leaf++) {
        uint32_t offset = leaf * TREE_LEAF_SIZE;
        tree->offset[leaf] = (uint16_t)(offset < last ? offset : last);
    }
    for (uint32_t at = last; at < tree->state_size; at++)
        tree->last_stretches |= UINT64_C(1) << at / BYTES_STRETCH;
}

static void cut_lists(Tree *tree)
{
    uint32_t count = rounded_up(tree->leaf_count, 2);
    tree->left = (Half){.count = count};
    tree->right = (Half){.first = count, .count = tree->leaf_count - count};
    tree->left.length = tree->left.count * (uint32_t)sizeof(uint32_t);
    tree->right.length = tree->right.count * (uint32_t)sizeof(uint32_t);
}

static bool make_numberings(Tree *tree)
{
    if (tree->left.length == 0) return true;
    tree->left.strings = numbering_new(tree->left.length);
    if (tree->left.strings) tree->right.strings = numbering_new(tree->right.length);
    if (tree->right.strings && tree->leaf_count > 0) tree->leaves = numbering_new(TREE_LEAF_SIZE);
    return tree->right.strings && (tree->leaves || tree->leaf_count == 0);
}

Tree *tree_new(uint32_t state_size, bool compact)
{
    Tree *tree = calloc(1, sizeof *tree);
    if (!tree) return NULL;
    tree->state_size = state_size;
    if (state_size > LONGEST_TWO_HALVES) {
        cut_leaves(tree);
        cut_lists(tree);
    } else if (state_size > (compact ? LONGEST_WHOLE_IF_COMPACT : LONGEST_WHOLE)) {
        cut_bytes(tree);
    }
    if (make_numberings(tree)) return tree;
    tree_free(tree);
    return NULL;
}

void tree_free(Tree *tree)
{
    if (!tree) return;
    numbering_free(tree->leaves);
    numbering_free(tree->left.strings);
    numbering_free(tree->right.strings);
    free(tree);
}

uint32_t tree_whole(const Tree *tree)
{
    return tree->left.strings ? 0 : tree->state_size;
}

/* -------- numbering the leaves -------- */

/* Number a string in one way or the other. */
typedef uint32_t Number(Numbering *numbering, const uint8_t *string, uint64_t hash);

static inline uint32_t enter(Numbering *numbering, const uint8_t *string, uint64_t hash)
{
    bool is_new;
    return numbering_insert(numbering, string, hash, &is_new);
}

static inline uint32_t find(Numbering *numbering, const uint8_t *string, uint64_t hash)
{
    return numbering_find(numbering, string, hash);
}

/* Bit set: the leaves that may differ from those of the state that is near. */
static inline uint64_t dirty_leaves(const Tree *tree, Likeness like)
{
    uint32_t last = tree->leaf_count - 1;
    uint64_t all = ~UINT64_C(0) >> (63 - last);
    if (!like.near) return all;
    bool last_is_dirty = (like.dirty & tree->last_stretches) != 0;
    return (like.dirty & all >> 1) | (uint64_t)last_is_dirty << last;
}

#define LEAVES_AT_ONCE 8

/* Some more than there are, for a copy whose length is known beforehand. */
static inline void copy_leaves(const Tree *tree, const uint32_t *from, uint32_t *to)
{
    static_assert(TREE_MOST_LEAVES % LEAVES_AT_ONCE == 0, "whole copies");
    for (uint32_t leaf = 0; leaf < tree->leaf_count; leaf += LEAVES_AT_ONCE)
        memcpy(to + leaf, from + leaf, LEAVES_AT_ONCE * sizeof *to);
}

/* Number the leaves that may differ; the others are those of the state that is near.  Returns those
 * that do differ.  *ret_lacks: one of them has no number. */
static inline uint64_t number_leaves(Tree *tree, const uint8_t *state, Likeness like,
                                     uint32_t *leaves, bool *ret_lacks, Number *number)
{
    uint64_t changed = 0;
    if (like.near) copy_leaves(tree, like.near->leaves, leaves);
    for (uint64_t dirty = dirty_leaves(tree, like); dirty; dirty &= dirty - 1) {
        uint32_t leaf = (uint32_t)__builtin_ctzll(dirty);
        const uint8_t *bytes = state + tree->offset[leaf];
        uint32_t found = number(tree->leaves, bytes, bytes_hash(bytes, TREE_LEAF_SIZE));
        *ret_lacks |= found == NUMBERING_NONE;
        changed |= (uint64_t)(!like.near || found != leaves[leaf]) << leaf;
        leaves[leaf] = found;
    }
    return changed;
}

/* -------- the halves -------- */

/* What the half of this draft is looked up by. */
static inline const uint8_t *string_of(const Half *half, const Draft *draft)
{
    if (half->count > 0) return (const uint8_t *)&draft->leaves[half->first];
    return draft->root.bytes + half->offset;
}

static inline bool has_changed(const Half *half, const Draft *draft, Likeness like, uint64_t leaves)
{
    if (!like.near) return true;
    if (half->count > 0) return (leaves >> half->first & ~UINT64_C(0) >> (64 - half->count)) != 0;
    return !bytes_same(draft->root.bytes + half->offset, like.near->bytes + half->offset,
                       half->length);
}

static inline void begin_half(const Half *half, const Draft *draft, DraftHalf *part)
{
    if (!part->is_open) return;
    part->hash = bytes_hash(string_of(half, draft), half->length);
    numbering_prefetch_table(half->strings, part->hash);
}

static inline bool finish_half(const Half *half, const Draft *draft, const DraftHalf *part,
                               uint32_t *ret_number, Number *number)
{
    if (!part->is_open) return true;
    *ret_number = number(half->strings, string_of(half, draft), part->hash);
    return *ret_number != NUMBERING_NONE;
}

/* -------- the stages -------- */

static inline void begin(Tree *tree, const uint8_t *state, Likeness like, Draft *draft,
                         Number *number)
{
    draft->root.bytes = state;
    draft->lacks = draft->left.is_open = draft->right.is_open = false;
    if (!tree->left.strings) return;
    if (like.near) draft->root.pair = like.near->pair;
    uint64_t leaves = 0;
    if (tree->leaf_count > 0)
        leaves = number_leaves(tree, state, like, draft->leaves, &draft->lacks, number);
    if (draft->lacks) return;
    draft->left.is_open = has_changed(&tree->left, draft, like, leaves);
    draft->right.is_open = has_changed(&tree->right, draft, like, leaves);
    begin_half(&tree->left, draft, &draft->left);
    begin_half(&tree->right, draft, &draft->right);
}

static inline bool finish(Tree *tree, Draft *draft, Number *number)
{
    if (draft->lacks) return false;
    return finish_half(&tree->left, draft, &draft->left, &draft->root.pair.left, number) &&
           finish_half(&tree->right, draft, &draft->right, &draft->root.pair.right, number);
}

void tree_draft(Tree *tree, const uint8_t *state, Likeness like, Draft *ret_draft)
{
    begin(tree, state, like, ret_draft, enter);
}

void tree_prefetch(const Tree *tree, const Draft *draft)
{
    if (draft->left.is_open) numbering_prefetch_string(tree->left.strings, draft->left.hash);
    if (draft->right.is_open) numbering_prefetch_string(tree->right.strings, draft->right.hash);
}

bool tree_finish(Tree *tree, Draft *draft)
{
    return finish(tree, draft, enter);
}

bool tree_find(Tree *tree, const uint8_t *state, Likeness like, Root *ret_root)
{
    Draft draft;
    begin(tree, state, like, &draft, find);
    bool is_there = finish(tree, &draft, find);
    *ret_root = draft.root;
    return is_there;
}

/* -------- and back -------- */

static inline void open_half(const Tree *tree, const Half *half, uint32_t number, Opened *opened)
{
    const uint8_t *string = numbering_at(half->strings, number);
    if (half->count == 0) {
        memcpy(opened->bytes + half->offset, string, half->length);
        return;
    }
    memcpy(&opened->leaves[half->first], string, half->length);
    for (uint32_t leaf = half->first; leaf < half->first + half->count; leaf++)
        memcpy(opened->bytes + tree->offset[leaf], numbering_at(tree->leaves, opened->leaves[leaf]),
               TREE_LEAF_SIZE);
}

void tree_open(const Tree *tree, Root root, Opened *ret_opened)
{
    if (!tree->left.strings) {
        memcpy(ret_opened->bytes, root.bytes, tree->state_size);
        return;
    }
    ret_opened->pair = root.pair;
    open_half(tree, &tree->left, root.pair.left, ret_opened);
    open_half(tree, &tree->right, root.pair.right, ret_opened);
}

void tree_prefetch_open(const Tree *tree, Root root)
{
    if (!tree->left.strings) return;
    numbering_prefetch(tree->left.strings, root.pair.left);
    numbering_prefetch(tree->right.strings, root.pair.right);
}

/* -------- figures -------- */

Pair tree_bounds(const Tree *tree)
{
    return (Pair){numbering_count(tree->left.strings), numbering_count(tree->right.strings)};
}

static uint64_t bytes_of(const Numbering *numbering)
{
    return numbering ? numbering_bytes(numbering) : 0;
}

uint64_t tree_bytes(const Tree *tree)
{
    return sizeof *tree + bytes_of(tree->leaves) + bytes_of(tree->left.strings) +
           bytes_of(tree->right.strings);
}
