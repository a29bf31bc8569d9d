#include "checker/search/edits_inside.h"

#include "checker/search/memory.h"
#include "checker/search/moves.h"

#include <stdlib.h>

#define FIRST_TURN_BITS 8
#define PLACES_PER_TURN 2
#define PLACES_PER_TURN_SPARSE 8
#define SPARSE_TURN_BITS 13 /* 196 KiB */
/* With room for fewer none are begun: many more than are learned for the states of one group. */
#define FEWEST_EDITS 512

uint32_t edits_most_turn_bits = EDITS_USUAL_TURN_BITS;

/* On cache lines of its own: it is written for each attempt. */
static void enlarge_times(Edits *edits)
{
    uint32_t *larger = memory_new_apart(edits->edits_room, sizeof *larger);
    if (edits->times) memcpy(larger, edits->times, edits->edit_count * sizeof *larger);
    free(edits->times);
    edits->times = larger;
}

uint32_t edits_add(Edits *edits, const Effect *effect)
{
    uint32_t room = edits->edits_room;
    memory_reserve(&edits->effects, &edits->edits_room, edits->edit_count, sizeof(Effect *));
    if (room < edits->edits_room) enlarge_times(edits);
    edits->effects[edits->edit_count] = effect;
    return edits->edit_count++;
}

static uint32_t size_of_edit(const Shape *shape)
{
    return (uint32_t)(sizeof(Edit) + edits_patches(shape) * sizeof(Patch));
}

static void begin(Edits *edits)
{
    const Shape *shape = store_shape(edits->store);
    edits->turn_shift = 64 - FIRST_TURN_BITS;
    edits->turns = memory_new(UINT64_C(1) << FIRST_TURN_BITS, sizeof *edits->turns);
    edits->turn_count = 0;
    edits->fork_count = 1;
    edits->roots_count = 0;
    edits->added = shape->added_count;
    edits->length = shape->length;
    edits->edit_size = size_of_edit(shape);
    edits->edit_count = edits->edits_room = 0;
    edits_add(edits, NULL); /* WAY_NOWHERE */
    edits_begin_unique(edits);
}

static void clear_edits(Edits *edits)
{
    free(edits->times);
    free(edits->effects);
    free(edits->unique);
    edits->times = NULL;
    edits->effects = NULL;
    edits->unique = NULL;
}

static uint64_t turn_places(const Edits *edits)
{
    return UINT64_C(1) << (64 - edits->turn_shift);
}

/* As many edits as turns at most; without address space fewer, or none. */
static Reservation reserve_pool(const Store *store)
{
    size_t size = size_of_edit(store_shape(store));
    Reservation pool =
        reservation_at_most(((size_t)1 << edits_most_turn_bits) / PLACES_PER_TURN * size);
    if (pool.size < FEWEST_EDITS * size) reservation_free(&pool);
    return pool;
}

Edits *edits_new(Recording *recording, const Store *store, Statistics *statistics, uint32_t member)
{
    Reservation pool = reserve_pool(store);
    if (!pool.start) return NULL;
    Edits *edits = memory_new_apart(1, sizeof *edits);
    edits->pool_reservation = pool;
    edits->pool = pool.start;
    edits->recording = recording;
    edits->store = store;
    edits->statistics = statistics;
    edits->member = member;
    edits->actor_count = recording_question(recording)->subject->actor_count;
    begin(edits);
    return edits;
}

void edits_free(Edits *edits)
{
    if (!edits) return;
    free(edits->roots);
    free(edits->turns);
    free(edits->asks);
    clear_edits(edits);
    reservation_free(&edits->pool_reservation);
    free(edits->nodes);
    free(edits->places);
    free(edits);
}

/* -------- figures -------- */

void edits_count(Edits *edits)
{
    Statistics *statistics = edits->statistics;
    for (uint32_t i = 1; i < edits->edit_count; i++) {
        const Effect *effect = edits->effects[i];
        moves_count(statistics->steps, effect->step, effect->outcome, edits->times[i]);
        if (effect->outcome != BLOCKED) statistics->transitions += edits->times[i];
        edits->times[i] = 0;
    }
}

#define LEARNED_FREE 16384
#define ATTEMPTS_PER_LEARNED 8

bool edits_pay(const Edits *edits, uint64_t attempts)
{
    return edits->learned < LEARNED_FREE + attempts / ATTEMPTS_PER_LEARNED;
}

uint64_t edits_bytes(const Edits *edits)
{
    return sizeof *edits + edits->roots_room * sizeof *edits->roots +
           turn_places(edits) * sizeof *edits->turns + edits->asks_room * sizeof *edits->asks +
           (uint64_t)edits->edit_count * edits->edit_size +
           edits->edits_room * (sizeof *edits->times + sizeof *edits->effects) +
           edits_unique_bytes(edits) + edits->nodes_room * sizeof *edits->nodes +
           edits->places_room * sizeof *edits->places;
}

/* -------- the trees -------- */

Turn *edits_turn_for(Edits *edits, Answer found, Way fork)
{
    return (Turn *)edits_turn_in(edits->turns, edits->turn_shift, found, fork);
}

/* Turns come to all of its pages, in no order: having them one by one would take longer than all
 * the rest. */
static void grow(Edits *edits)
{
    Turn *old = edits->turns;
    uint64_t places = turn_places(edits);
    edits->turn_shift--;
    edits->turns = memory_new(2 * places, sizeof *old);
    memory_touch(edits->turns, 2 * places * sizeof *old);
    for (uint64_t i = 0; i < places; i++)
        if (old[i].fork) *edits_turn_for(edits, old[i].found, old[i].fork) = old[i];
    free(old);
}

static void forget(Edits *edits)
{
    edits_count(edits);
    free(edits->turns);
    clear_edits(edits);
    reservation_empty(&edits->pool_reservation);
    begin(edits);
    edits->forgotten++;
}

/* A small table that may grow is sparse, so that nearly all turns are where they are looked for
 * first. */
static uint64_t places_per_turn(const Edits *edits)
{
    uint32_t bits = 64 - edits->turn_shift;
    bool is_sparse = bits < SPARSE_TURN_BITS && bits < edits_most_turn_bits;
    return is_sparse ? PLACES_PER_TURN_SPARSE : PLACES_PER_TURN;
}

static bool pool_is_full(const Edits *edits)
{
    size_t needed = ((size_t)edits->edit_count + 1) * edits->edit_size;
    return needed > edits->pool_reservation.size;
}

void edits_make_room(Edits *edits, uint32_t coming)
{
    if (pool_is_full(edits)) forget(edits);
    while (places_per_turn(edits) * (edits->turn_count + coming) >= turn_places(edits)) {
        if (edits->turn_shift > 64 - edits_most_turn_bits) grow(edits);
        else forget(edits);
    }
}

Way *edits_root_for(Edits *edits, uint32_t actor, uint32_t choice)
{
    uint32_t root = choice * edits->actor_count + actor;
    for (; edits->roots_count <= root; edits->roots_count++) {
        memory_reserve(&edits->roots, &edits->roots_room, edits->roots_count, sizeof(Way));
        edits->roots[edits->roots_count] = WAY_NOWHERE;
    }
    return &edits->roots[root];
}

/* -------- looking ahead -------- */

/* An attempt on its way down its tree, at a fork. */
typedef struct Seeker {
    Answer found;
    const Turn *turn; /* that it comes to, most likely */
    const uint8_t *string;
    Way fork;
    uint32_t index; /* of its answer */
} Seeker;

static inline void seek(const Edits *edits, Way fork, const uint8_t *string, uint32_t index,
                        Seeker *ret_seeker)
{
    Answer found = edits_ask(edits_ask_of(edits, fork), string);
    const Turn *turn = &edits->turns[edits_hash(found, fork) >> edits->turn_shift];
    *ret_seeker = (Seeker){found, turn, string, fork, index};
    __builtin_prefetch(turn);
}

/* Each goes on to its next fork, or to its end; returns how many are left. */
static inline uint32_t go_on(const Edits *edits, Seeker *seekers, uint32_t count,
                             uint32_t *ret_edits, bool *all)
{
    uint32_t left = 0;
    for (uint32_t i = 0; i < count; i++) {
        const Seeker seeker = seekers[i];
        const Turn *turn = seeker.turn;
        if (!edits_is_turn(turn, seeker.found, seeker.fork))
            turn = edits_turn_in(edits->turns, edits->turn_shift, seeker.found, seeker.fork);
        Way way = turn->way;
        if (way & WAY_FORK) {
            seek(edits, way, seeker.string, seeker.index, &seekers[left++]);
            continue;
        }
        ret_edits[seeker.index] = way;
        if (way == WAY_NOWHERE) *all = false;
        __builtin_prefetch(edits_at(edits, way));
    }
    return left;
}

bool edits_look_ahead(const Edits *edits, const uint8_t *const *strings, const uint32_t *wanted,
                      uint32_t count, uint32_t *ret_edits)
{
    Seeker seekers[EDITS_MOST_AHEAD];
    Edits own = *edits; /* which nothing that is written here can change */
    uint32_t left = 0;
    bool all = true;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t actors = wanted[i]; actors; actors &= actors - 1) {
            uint32_t actor = (uint32_t)__builtin_ctz(actors), index = i * own.actor_count + actor;
            Way way = actor < own.roots_count ? own.roots[actor] : WAY_NOWHERE;
            if (way & WAY_FORK) seek(&own, way, strings[i], index, &seekers[left++]);
            else ret_edits[index] = way;
            if (way == WAY_NOWHERE) all = false;
        }
    while (left > 0)
        left = go_on(&own, seekers, left, ret_edits, &all);
    return all;
}

/* -------- what comes of it -------- */

void edits_apply(const Edit *edit, uint32_t length, const uint8_t *string, uint8_t *ret_string)
{
    uint32_t pieces = bytes_pieces(length);
    for (uint32_t i = 0, end = 0; end < length; i++) {
        uint32_t at = edits_patch_at(i, length, pieces);
        TwoWords words = edits_patched(&edit->patches[i], string + at);
        memcpy(ret_string + at, &words, sizeof words);
        end = at + (uint32_t)sizeof words;
    }
}

/* -------- when the store was widened -------- */

/* The bits are zero in all that is known.  Where an edit changes a number, a fork has asked for it:
 * so its patches need no more bits. */
static void widen_asks(Edits *edits, const uint8_t *mask, uint32_t place)
{
    for (uint32_t i = 1; i < edits->fork_count; i++) {
        Ask *ask = &edits->asks[i];
        if (!(ask->places & scope_bit(place))) continue;
        ask->mask[0] |= bytes_word(mask + ask->at);
        ask->mask[1] |= bytes_word(mask + ask->at + sizeof(uint64_t));
    }
}

/* A fork asks for sixteen bytes: if that is all there are, it asks for the new bits, too. */
void edits_follow(Edits *edits)
{
    const Shape *shape = store_shape(edits->store);
    if (edits->added == shape->added_count) return;
    if (shape->length > sizeof(TwoWords) || shape->length != edits->length) {
        forget(edits);
        return;
    }
    while (edits->added < shape->added_count) {
        uint8_t mask[2 * sizeof(TwoWords)] = {0};
        uint32_t number = ++edits->added;
        range_set(shape->added[number], mask, UINT32_MAX);
        widen_asks(edits, mask, shape->added_to[number]);
    }
}
