#include "checker/search/store.h"

#include "checker/search/bytes.h"
#include "checker/search/memory.h"
#include "checker/search/require.h"
#include "checker/search/store_inside.h"

#include <stdlib.h>

#define LONGEST_WITHOUT_LEAVES 32 /* bytes */
#define LONGEST_IF_PACKED 16      /* packing makes them no shorter */

static bool packs(StoreForm form)
{
    return form == STORE_PACKED || form == STORE_BUNDLED;
}

static uint32_t leaf_size_for(uint32_t state_size, uint32_t leaf_size, StoreForm form)
{
    if (state_size > LONGEST_WITHOUT_LEAVES) return leaf_size;
    return packs(form) && state_size > LONGEST_IF_PACKED ? LEAVES_BYTES : 0;
}

/* Two words are compared and hashed at once, and edits read as much of a string. */
static uint32_t padded(uint32_t length, StoreForm form)
{
    uint32_t two_words = (uint32_t)sizeof(TwoWords);
    return form != STORE_SMALL && length < two_words ? two_words : length;
}

static bool init_strings(Store *store, const Subject *subject, uint32_t leaf_size, StoreForm form)
{
    uint32_t size = leaf_size_for(store->state_size, leaf_size, form), left = 0;
    bool are_pairs = form == STORE_SMALL;
    if (size > 0) store->leaves = leaves_new(subject, size);
    if (size > 0 && !store->leaves) return false;
    if (!store->leaves) {
        shape_init(&store->shape, store->state_size, 8, padded(store->state_size, form));
    } else if (packs(form) && store->leaves->count <= PACKING_MOST_PLACES) {
        store->packing = packing_new(store->leaves->count);
        if (!store->packing) return false;
    } else {
        are_pairs |= form == STORE_BUNDLED;
        left = store->leaves->left_count * (uint32_t)sizeof(Leaf);
        shape_init(&store->shape, store->leaves->count, 8 * sizeof(Leaf),
                   padded(leaves_length(store->leaves), form));
    }
    store->tree = tree_new(store_shape(store)->length, left, are_pairs);
    return store->tree;
}

Store *store_new(uint32_t state_size, uint32_t leaf_size, StoreForm form)
{
    return store_for(&(Subject){.state_size = state_size}, leaf_size, form);
}

Store *store_for(const Subject *subject, uint32_t leaf_size, StoreForm form)
{
    Store *store = calloc(1, sizeof *store);
    if (!store) return NULL;
    store->state_size = subject->state_size;
    bool has_strings = init_strings(store, subject, leaf_size, form);
    RootsForm roots_form = {.is_dense = form == STORE_SMALL || form == STORE_BUNDLED,
                            .shape = form == STORE_BUNDLED ? store_shape(store) : NULL};
    if (has_strings) store->roots = roots_new(store->tree, roots_form);
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
    packing_free(store->packing);
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

const Shape *store_shape(const Store *store)
{
    return store->packing ? &store->packing->shape : &store->shape;
}

/* -------- strings -------- */

/* What becomes a pair is not packed. */
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

/* The string, of which so many bytes are written, is not packed. */
static void pad(const Store *store, uint8_t *string, uint32_t written)
{
    memset(string + written, 0, store->shape.length - written);
}

/* The list of the leaves as a string. */
static bool make_list(const Store *store, const uint8_t *state, Likeness like, uint8_t *ret_string,
                      List *way)
{
    pad(store, ret_string, leaves_length(store->leaves));
    return list(store, state, like, ret_string, way);
}

bool store_make_string(const Store *store, const uint8_t *state, Likeness like, uint8_t *ret_string)
{
    uint8_t list_room[SUBJECT_MAX_STATE];
    if (!store->leaves) {
        bytes_copy(ret_string, state, store->state_size);
        pad(store, ret_string, store->state_size);
        return true;
    }
    if (!store->packing) return make_list(store, state, like, ret_string, leaves_list);
    return list(store, state, like, list_room, leaves_list) &&
           packing_pack(store->packing, (const Leaf *)list_room, ret_string);
}

/* -------- in batches -------- */

#define SPARE 16 /* bytes after a string, so that it can be copied in large pieces */

static void measure(const Store *store, StoreBatch *batch)
{
    batch->length = store_shape(store)->length;
    batch->pieces = bytes_pieces(batch->length);
}

void store_batch_init(const Store *store, StoreBatch *batch)
{
    *batch = (StoreBatch){0};
    measure(store, batch);
    batch->whole = store->whole;
    uint32_t longest = store->packing ? PACKING_LONGEST : batch->length;
    batch->stride = (longest + 2 * SPARE - 1) / SPARE * SPARE;
    batch->strings = memory_new_apart(STORE_MOST_BATCH + 1, batch->stride);
    for (uint32_t i = 0; i < STORE_MOST_BATCH; i++)
        batch->insertions[i].root = (Root){.bytes = store_string(batch, i)};
}

void store_batch_follow(const Store *store, StoreBatch *batch)
{
    uint32_t before = batch->length;
    if (before == store_shape(store)->length) return;
    measure(store, batch);
    for (uint32_t i = 0; i < batch->count; i++) {
        memset(store_string(batch, i) + before, 0, batch->length - before);
        roots_ask(store->roots, &batch->insertions[i]);
    }
}

/* Roots that are pairs, or that came to another place because something was lacking, are made
 * anew. */
void store_batch_begin(StoreBatch *batch)
{
    batch->count = 0;
    if (!batch->lacks) return;
    batch->lacks = false;
    for (uint32_t i = 0; i < STORE_MOST_BATCH; i++) {
        batch->lacking[i] = false;
        batch->insertions[i].root = (Root){.bytes = store_string(batch, i)};
    }
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
        batch->lacks = true;
        batch->lacking[batch->count] = true;
    } else if (store->whole) roots_ask(store->roots, &batch->insertions[batch->count]);
    else draft_string(store, batch, near);
    batch->count++;
}

bool store_add(Store *store, StoreBatch *batch, const uint8_t *state, Likeness like)
{
    bool is_complete = store_make_string(store, state, like, store_slot(batch));
    if (!is_complete && store_is_cramped(store)) return false;
    store_add_string(store, batch, like.near, is_complete);
    return true;
}

bool store_add_list(Store *store, StoreBatch *batch, const Leaf *leaves)
{
    uint8_t *string = store_slot(batch);
    if (store->packing) {
        if (!packing_pack(store->packing, leaves, string)) return false;
    } else {
        memcpy(string, leaves, leaves_length(store->leaves));
        pad(store, string, leaves_length(store->leaves));
    }
    store_add_string(store, batch, NULL, true);
    return true;
}

void store_unfold(const Store *store, const StoreBatch *batch, uint32_t index, uint8_t *ret_state)
{
    Leaf list_room[PACKING_MOST_PLACES];
    const uint8_t *string = store_string(batch, index);
    if (store->packing) packing_unpack(store->packing, string, list_room);
    if (store->packing) leaves_unfold(store->leaves, list_room, ret_state);
    else if (store->leaves) leaves_unfold(store->leaves, (const Leaf *)string, ret_state);
    else memcpy(ret_state, string, store->state_size);
}

/* Complete one root.  False: there is no room for a part of it. */
static inline bool finish(Store *store, StoreBatch *batch, uint32_t i, Insertion *ret_insertion)
{
    if (batch->lacking[i]) return false;
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
        if (!batch->lacking[i]) tree_prefetch(store->tree, &batch->drafts[i]);
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
    bool all_are_begun = store->whole && !batch->lacks;
    uint32_t count = all_are_begun ? batch->count : finish_all(store, batch, which);
    roots_insert(store->roots, batch->insertions, count, most, alone);
    if (count < batch->count) spread(batch, count, which);
}

/* -------- one state at a time -------- */

static bool widen_alone(Store *store)
{
    bool is_longer;
    if (!store_widen(store, &is_longer)) return false;
    if (is_longer) store_enter_all_again(store);
    return true;
}

uint32_t store_insert(Store *store, const uint8_t *state, Likeness like, bool *ret_new)
{
    _Alignas(8) uint8_t string[SUBJECT_MAX_STATE + SPARE];
    Draft draft;
    Insertion insertion;
    *ret_new = false;
    while (!store_make_string(store, state, like, string)) {
        store->lacks_leaves |= !store_is_cramped(store);
        if (store->lacks_leaves || !widen_alone(store)) return STORE_NONE;
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

/* The string of a state, if it can have one. */
static bool find_string(const Store *store, const uint8_t *state, Likeness like,
                        uint8_t *ret_string)
{
    uint8_t list_room[SUBJECT_MAX_STATE];
    if (!store->leaves) return store_make_string(store, state, like, ret_string);
    if (!store->packing) return make_list(store, state, like, ret_string, leaves_find);
    return list(store, state, like, list_room, leaves_find) &&
           packing_find(store->packing, (const Leaf *)list_room, ret_string);
}

bool store_complete_key(const Store *store, const Opened *near, Key *key)
{
    if (!tree_find(store->tree, key->string, string_of(store, near), pair_of(near), &key->root))
        return false;
    key->hash = roots_hash(store->roots, key->root);
    return true;
}

bool store_key(const Store *store, const uint8_t *state, Likeness like, Key *ret_key)
{
    return find_string(store, state, like, ret_key->string) &&
           store_complete_key(store, like.near, ret_key);
}

void store_key_of_opened(const Store *store, uint32_t number, const Opened *opened, Key *ret_key)
{
    uint8_t room[BUNDLES_ROOM];
    const uint8_t *string = store_opened_string(store, number, opened, room);
    memcpy(ret_key->string, string, store_shape(store)->length);
    REQUIRE(store_complete_key(store, opened, ret_key), "a stored state is not in the store");
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

bool store_grow(Store *store, Growth growth)
{
    return roots_grow(store->roots, growth);
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
    store_bundle_alone(store);
    while (store_crowded(store, coming) && store_grow(store, GROWTH_USUAL))
        store_enter_all_again(store);
}

bool store_is_cramped(const Store *store)
{
    return store->packing && store->packing->cramped;
}

bool store_widen(Store *store, bool *ret_longer)
{
    uint32_t length = packing_next_length(store->packing);
    *ret_longer = length > store->packing->shape.length;
    if (*ret_longer && !roots_lengthen(store->roots, length)) return false;
    tree_lengthen_whole(store->tree, length);
    packing_widen(store->packing);
    return true;
}

uint64_t store_widening(const Store *store)
{
    const Packing *packing = store->packing;
    uint32_t lying = store_count(store) - store_bundles_made(store) * BUNDLE_STRINGS;
    return (uint64_t)(packing_next_length(packing) - packing->shape.length) * lying;
}

uint64_t store_growth(const Store *store, Growth growth)
{
    return roots_growth(store->roots, growth);
}

uint64_t store_growth_filled(const Store *store, Growth growth)
{
    return roots_growth_filled(store->roots, growth);
}

void store_stop_growing(Store *store)
{
    roots_stop_growing(store->roots);
}

bool store_bundles(const Store *store)
{
    return store->roots->records.bundles_some;
}

uint32_t store_bundles_due(const Store *store)
{
    return records_bundles_due(&store->roots->records);
}

uint32_t store_bundles_made(const Store *store)
{
    return records_bundles_made(&store->roots->records);
}

void store_begin_bundles(Store *store)
{
    bundles_begin(&store->roots->records.bundles);
}

void store_make_bundle(Store *store, uint32_t bundle)
{
    records_make_bundle(&store->roots->records, bundle);
}

void store_use_bundles(Store *store, uint32_t bundles)
{
    records_use_bundles(&store->roots->records, bundles);
}

void store_bundle_alone(Store *store)
{
    uint32_t due = store_bundles_due(store);
    if (due) store_begin_bundles(store);
    for (uint32_t i = store_bundles_made(store); i < due; i++)
        store_make_bundle(store, i);
    if (due) store_use_bundles(store, due);
}

bool store_spill(Store *store, const char *folder, uint32_t kept)
{
    return roots_spill(store->roots, folder, kept);
}

void store_forget_spilled(const Store *store)
{
    roots_forget(store->roots);
}

bool store_lacks_room(const Store *store, uint32_t coming)
{
    return store_is_cramped(store) || store_crowded(store, coming) || store_bundles_due(store) > 0;
}

/* -------- what is in it -------- */

void store_open_folded(const Store *store, uint32_t number, Opened *ret_opened)
{
    uint8_t room[BUNDLES_ROOM];
    Root root = roots_at(store->roots, number, room);
    ret_opened->pair = root.pair;
    ret_opened->is_unfolded = !store->leaves;
    if (store->packing) packing_unpack(store->packing, root.bytes, (Leaf *)ret_opened->list);
    else tree_open(store->tree, root, store->leaves ? ret_opened->list : ret_opened->bytes);
}

void store_unfold_opened(const Store *store, Opened *opened)
{
    if (opened->is_unfolded) return;
    leaves_unfold(store->leaves, (const Leaf *)opened->list, opened->bytes);
    opened->is_unfolded = true;
}

const uint8_t *store_opened_string(const Store *store, uint32_t number, const Opened *opened,
                                   uint8_t *room)
{
    return store->packing ? roots_at(store->roots, number, room).bytes : string_of(store, opened);
}

void store_open(const Store *store, uint32_t number, Opened *ret_opened)
{
    store_open_folded(store, number, ret_opened);
    store_unfold_opened(store, ret_opened);
}

void store_prefetch(const Store *store, uint32_t number)
{
    if (store->whole) roots_prefetch(store->roots, number);
    else tree_prefetch_open(store->tree, roots_at(store->roots, number, NULL));
}

uint32_t store_count(const Store *store)
{
    return roots_count(store->roots);
}

uint64_t store_bytes(const Store *store)
{
    uint64_t leaves = store->leaves ? leaves_bytes(store->leaves) : 0;
    uint64_t packing = store->packing ? packing_bytes(store->packing) : 0;
    return sizeof *store + leaves + packing + tree_bytes(store->tree) + roots_bytes(store->roots);
}
