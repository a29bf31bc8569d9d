#include "checker/search/store.h"

#include "checker/search/bytes.h"
#include "checker/search/memory.h"
#include "checker/search/store_inside.h"

#include <stdlib.h>

#define LONGEST_WITHOUT_LEAVES 32 /* bytes */

uint32_t store_string_length(const Store *store)
{
    return store->leaves ? leaves_length(store->leaves) : store->state_size;
}

Store *store_new(uint32_t state_size, uint32_t leaf_size, bool compact)
{
    return store_for(&(Subject){.state_size = state_size}, leaf_size, compact);
}

Store *store_for(const Subject *subject, uint32_t leaf_size, bool compact)
{
    Store *store = calloc(1, sizeof *store);
    if (!store) return NULL;
    store->state_size = subject->state_size;
    bool short_enough = subject->state_size <= LONGEST_WITHOUT_LEAVES;
    if (!short_enough) store->leaves = leaves_new(subject, leaf_size);
    uint32_t left = store->leaves ? store->leaves->left_count * (uint32_t)sizeof(Leaf) : 0;
    if (store->leaves || short_enough)
        store->tree = tree_new(store_string_length(store), left, compact);
    if (store->tree) store->roots = roots_new(store->tree);
    store->whole = store->tree && tree_whole(store->tree) > 0;
    if (store->roots) return store;
    store_free(store);
    return NULL;
}

void store_free(Store *store)
{
    if (!store) return;
    roots_free(store->roots);
    tree_free(store->tree);
    leaves_free(store->leaves);
    free(store);
}

/* A leaf may also be refused because there is no memory, which a shorter cut would not mend. */
bool store_lacks_leaves(const Store *store)
{
    return store->lacks_leaves && leaves_used_up(store->leaves);
}

Leaves *store_leaves(const Store *store)
{
    return store->leaves;
}

/* -------- strings -------- */

static inline const uint8_t *string_of(const Store *store, const Opened *opened)
{
    if (!opened) return NULL;
    return store->leaves ? opened->list : opened->bytes;
}

static inline Pair pair_of(const Opened *opened)
{
    return opened ? opened->pair : (Pair){0};
}

typedef bool List(Leaves *leaves, const uint8_t *state, const uint8_t *near, const Leaf *near_list,
                  uint64_t dirty, Leaf *ret_list);

static inline bool list(const Store *store, const uint8_t *state, Likeness like, uint8_t *ret_list,
                        List *way)
{
    const Opened *near = like.near;
    return way(store->leaves, state, near ? near->bytes : NULL, near ? (Leaf *)near->list : NULL,
               like.dirty, (Leaf *)ret_list);
}

/* -------- in batches -------- */

#define SPARE 16 /* bytes after a string, so that it can be copied in large pieces */

void store_batch_init(const Store *store, StoreBatch *batch)
{
    *batch = (StoreBatch){0};
    batch->length = store_string_length(store);
    batch->pieces = bytes_pieces(batch->length);
    batch->whole = store->whole;
    batch->stride = (store_string_length(store) + 2 * SPARE - 1) / SPARE * SPARE;
    batch->strings = memory_new_apart(STORE_MOST_BATCH + 1, batch->stride);
    for (uint32_t i = 0; i < STORE_MOST_BATCH; i++)
        batch->insertions[i].root = (Root){.bytes = store_string(batch, i)};
}

/* Roots that are pairs, or that came to another place because something was lacking, are made
 * anew. */
void store_batch_begin(StoreBatch *batch)
{
    batch->count = 0;
    if (!batch->lacking) return;
    batch->lacking = 0;
    for (uint32_t i = 0; i < STORE_MOST_BATCH; i++)
        batch->insertions[i].root = (Root){.bytes = store_string(batch, i)};
}

void store_batch_clear(StoreBatch *batch)
{
    free(batch->strings);
    batch->strings = NULL;
}

static void draft_string(Store *store, StoreBatch *batch, const Opened *near)
{
    uint32_t i = batch->count;
    tree_draft(store->tree, store_string(batch, i), string_of(store, near), pair_of(near),
               &batch->drafts[i]);
}

void store_add_string(Store *store, StoreBatch *batch, const Opened *near, bool is_complete)
{
    if (!is_complete) {
        store->lacks_leaves = true;
        batch->lacking |= UINT64_C(1) << batch->count;
    } else if (store->whole) roots_ask(store->roots, &batch->insertions[batch->count]);
    else draft_string(store, batch, near);
    batch->count++;
}

void store_add(Store *store, StoreBatch *batch, const uint8_t *state, Likeness like)
{
    uint8_t *string = store_slot(batch);
    bool is_complete = true;
    if (store->leaves) is_complete = list(store, state, like, string, leaves_list);
    else bytes_copy(string, state, store->state_size);
    store_add_string(store, batch, like.near, is_complete);
}

void store_unfold(const Store *store, const StoreBatch *batch, uint32_t index, uint8_t *ret_state)
{
    const uint8_t *string = store_string(batch, index);
    if (store->leaves) leaves_unfold(store->leaves, (const Leaf *)string, ret_state);
    else memcpy(ret_state, string, store->state_size);
}

static inline bool is_lacking(const StoreBatch *batch, uint32_t i)
{
    return batch->lacking >> i & 1;
}

/* Complete one root.  False: there is no room for a part of it. */
static inline bool finish(Store *store, StoreBatch *batch, uint32_t i, Insertion *ret_insertion)
{
    if (is_lacking(batch, i)) return false;
    if (store->whole) {
        *ret_insertion = batch->insertions[i];
        return true;
    }
    if (!tree_finish(store->tree, &batch->drafts[i])) return false;
    ret_insertion->root = batch->drafts[i].root;
    roots_ask(store->roots, ret_insertion);
    return true;
}

/* Complete the roots.  One for which there is no room is not in the set and stays out of it: the
 * insertions that can be made are moved to the front, in order. */
static uint32_t finish_all(Store *store, StoreBatch *batch, uint8_t *ret_which)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < batch->count && !store->whole; i++)
        if (!is_lacking(batch, i)) tree_prefetch(store->tree, &batch->drafts[i]);
    for (uint32_t i = 0; i < batch->count; i++)
        if (finish(store, batch, i, &batch->insertions[count])) ret_which[count++] = (uint8_t)i;
    return count;
}

/* Move each insertion to where its state stands in the batch. */
static void spread(StoreBatch *batch, uint32_t count, const uint8_t *which)
{
    for (uint32_t i = batch->count; i-- > 0;) {
        if (count > 0 && which[count - 1] == i) batch->insertions[i] = batch->insertions[--count];
        else batch->insertions[i] = (Insertion){.number = STORE_NONE};
    }
}

void store_insert_batch(Store *store, StoreBatch *batch, uint64_t most, bool alone)
{
    uint8_t which[STORE_MOST_BATCH];
    bool all_are_begun = store->whole && !batch->lacking;
    uint32_t count = all_are_begun ? batch->count : finish_all(store, batch, which);
    roots_insert(store->roots, batch->insertions, count, most, alone);
    if (count < batch->count) spread(batch, count, which);
}

/* -------- one state at a time -------- */

/* The string of a state, written to `list` unless it is the state itself; NULL: it has none. */
static const uint8_t *string_for(const Store *store, const uint8_t *state, Likeness like,
                                 uint8_t *list_room, List *way)
{
    if (!store->leaves) return state;
    return list(store, state, like, list_room, way) ? list_room : NULL;
}

uint32_t store_insert(Store *store, const uint8_t *state, Likeness like, bool *ret_new)
{
    uint8_t room[SUBJECT_MAX_STATE];
    Draft draft;
    Insertion insertion;
    *ret_new = false;
    const uint8_t *string = string_for(store, state, like, room, leaves_list);
    if (!string) {
        store->lacks_leaves = true;
        return STORE_NONE;
    }
    tree_draft(store->tree, string, string_of(store, like.near), pair_of(like.near), &draft);
    if (!tree_finish(store->tree, &draft)) return STORE_NONE;
    insertion.root = draft.root;
    roots_ask(store->roots, &insertion);
    store_make_room(store, 1);
    roots_insert(store->roots, &insertion, 1, STORE_NONE, false);
    *ret_new = insertion.is_new;
    return insertion.number;
}

bool store_key(const Store *store, const uint8_t *state, Likeness like, Key *ret_key)
{
    const uint8_t *string = string_for(store, state, like, ret_key->list, leaves_find);
    if (!string) return false;
    if (!tree_find(store->tree, string, string_of(store, like.near), pair_of(like.near),
                   &ret_key->root))
        return false;
    ret_key->hash = roots_hash(store->roots, ret_key->root);
    return true;
}

uint32_t store_find_key(const Store *store, const Key *key)
{
    return roots_find(store->roots, key->root, key->hash);
}

uint32_t store_find(const Store *store, const uint8_t *state, Likeness like)
{
    Key key;
    return store_key(store, state, like, &key) ? store_find_key(store, &key) : STORE_NONE;
}

/* -------- room -------- */

bool store_crowded(const Store *store, uint32_t coming)
{
    return roots_crowded(store->roots, coming);
}

bool store_grow(Store *store)
{
    return roots_grow(store->roots);
}

void store_enter_again(Store *store, uint32_t first, uint32_t end)
{
    roots_enter_again(store->roots, first, end, false);
}

void store_enter_all_again(Store *store)
{
    uint32_t count = store_count(store);
    for (uint32_t first = 0, end; first < count; first = end) {
        end = count - first < STORE_ENTERED_AT_ONCE ? count : first + STORE_ENTERED_AT_ONCE;
        roots_enter_again(store->roots, first, end, true);
    }
}

void store_make_room(Store *store, uint32_t coming)
{
    while (store_crowded(store, coming) && store_grow(store))
        store_enter_all_again(store);
}

uint64_t store_growth(const Store *store)
{
    return roots_growth(store->roots);
}

void store_stop_growing(Store *store)
{
    roots_stop_growing(store->roots);
}

bool store_spill(Store *store, const char *folder, uint32_t kept)
{
    return roots_spill(store->roots, folder, kept);
}

void store_forget_spilled(const Store *store)
{
    roots_forget(store->roots);
}

/* -------- what is in it -------- */

void store_open_folded(const Store *store, uint32_t number, Opened *ret_opened)
{
    Root root = roots_at(store->roots, number);
    ret_opened->pair = root.pair;
    ret_opened->is_unfolded = !store->leaves;
    tree_open(store->tree, root, store->leaves ? ret_opened->list : ret_opened->bytes);
}

void store_unfold_opened(const Store *store, Opened *opened)
{
    if (opened->is_unfolded) return;
    leaves_unfold(store->leaves, (const Leaf *)opened->list, opened->bytes);
    opened->is_unfolded = true;
}

void store_open(const Store *store, uint32_t number, Opened *ret_opened)
{
    store_open_folded(store, number, ret_opened);
    store_unfold_opened(store, ret_opened);
}

void store_prefetch(const Store *store, uint32_t number)
{
    tree_prefetch_open(store->tree, roots_at(store->roots, number));
}

uint32_t store_count(const Store *store)
{
    return roots_count(store->roots);
}

uint64_t store_bytes(const Store *store)
{
    uint64_t leaves = store->leaves ? leaves_bytes(store->leaves) : 0;
    return sizeof *store + leaves + tree_bytes(store->tree) + roots_bytes(store->roots);
}
