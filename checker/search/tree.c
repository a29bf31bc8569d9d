#include "checker/search/tree.h"

#include "checker/search/bytes.h"

#include <stdlib.h>

#define LONGEST_WHOLE 48 /* bytes */
#define LONGEST_WHOLE_IF_COMPACT 8
#define SHORTEST_HALF 8

typedef struct Half {
    Numbering *strings;
    uint32_t length; /* in bytes */
    uint32_t offset; /* where it begins in the whole */
} Half;

struct Tree {
    uint32_t length;
    Half left, right; /* without strings: all are kept whole */
};

/* -------- shape -------- */

/* The halves overlap if the string is very short. */
static void cut(Tree *tree, uint32_t left)
{
    if (left == 0) left = (tree->length + 1) / 2;
    if (left < SHORTEST_HALF) left = SHORTEST_HALF;
    uint32_t right = left < tree->length ? tree->length - left : 0;
    if (right < SHORTEST_HALF) right = SHORTEST_HALF;
    tree->left = (Half){.length = left};
    tree->right = (Half){.length = right, .offset = tree->length - right};
}

Tree *tree_new(uint32_t length, uint32_t left, bool compact)
{
    Tree *tree = calloc(1, sizeof *tree);
    if (!tree) return NULL;
    tree->length = length;
    if (length <= (compact ? LONGEST_WHOLE_IF_COMPACT : LONGEST_WHOLE)) return tree;
    cut(tree, left);
    tree->left.strings = numbering_new(tree->left.length);
    tree->right.strings = numbering_new(tree->right.length);
    if (tree->left.strings && tree->right.strings) return tree;
    tree_free(tree);
    return NULL;
}

void tree_free(Tree *tree)
{
    if (!tree) return;
    numbering_free(tree->left.strings);
    numbering_free(tree->right.strings);
    free(tree);
}

uint32_t tree_whole(const Tree *tree)
{
    return tree->left.strings ? 0 : tree->length;
}

void tree_lengthen_whole(Tree *tree, uint32_t length)
{
    tree->length = length;
}

/* -------- the stages -------- */

static inline void begin_half(const Half *half, const uint8_t *string, const uint8_t *near,
                              DraftHalf *draft)
{
    string += half->offset;
    draft->is_open =
        half->strings && !(near && bytes_same(string, near + half->offset, half->length));
    if (!draft->is_open) return;
    draft->hash = numbering_hash(half->strings, string);
    numbering_prefetch_table(half->strings, draft->hash);
}

void tree_draft(const Tree *tree, const uint8_t *string, const uint8_t *near, Pair near_root,
                Draft *ret_draft)
{
    ret_draft->root = (Root){near_root, string};
    begin_half(&tree->left, string, near, &ret_draft->left);
    begin_half(&tree->right, string, near, &ret_draft->right);
}

void tree_prefetch(const Tree *tree, const Draft *draft)
{
    if (draft->left.is_open) numbering_prefetch_string(tree->left.strings, draft->left.hash);
    if (draft->right.is_open) numbering_prefetch_string(tree->right.strings, draft->right.hash);
}

static inline bool finish_half(Half *half, const uint8_t *string, const DraftHalf *draft,
                               uint32_t *ret_number)
{
    if (!draft->is_open) return true;
    bool is_new;
    *ret_number = numbering_insert(half->strings, string + half->offset, draft->hash, &is_new);
    return *ret_number != NUMBERING_NONE;
}

bool tree_finish(Tree *tree, Draft *draft)
{
    Root *root = &draft->root;
    return finish_half(&tree->left, root->bytes, &draft->left, &root->pair.left) &&
           finish_half(&tree->right, root->bytes, &draft->right, &root->pair.right);
}

static bool find_half(const Half *half, const uint8_t *string, const DraftHalf *draft,
                      uint32_t *ret_number)
{
    if (!draft->is_open) return true;
    *ret_number = numbering_find(half->strings, string + half->offset, draft->hash);
    return *ret_number != NUMBERING_NONE;
}

bool tree_find(const Tree *tree, const uint8_t *string, const uint8_t *near, Pair near_root,
               Root *ret_root)
{
    Draft draft;
    tree_draft(tree, string, near, near_root, &draft);
    *ret_root = draft.root;
    return find_half(&tree->left, string, &draft.left, &ret_root->pair.left) &&
           find_half(&tree->right, string, &draft.right, &ret_root->pair.right);
}

/* -------- and back -------- */

static inline void open_half(const Half *half, uint32_t number, uint8_t *string)
{
    bytes_copy(string + half->offset, numbering_at(half->strings, number), half->length);
}

void tree_open(const Tree *tree, Root root, uint8_t *ret_string)
{
    if (!tree->left.strings) {
        bytes_copy(ret_string, root.bytes, tree->length);
        return;
    }
    open_half(&tree->left, root.pair.left, ret_string);
    open_half(&tree->right, root.pair.right, ret_string);
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

uint64_t tree_bytes(const Tree *tree)
{
    uint64_t bytes = sizeof *tree;
    if (!tree->left.strings) return bytes;
    return bytes + numbering_bytes(tree->left.strings) + numbering_bytes(tree->right.strings);
}
