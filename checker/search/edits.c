#include "checker/search/edits.h"

#include "checker/search/bytes.h"
#include "checker/search/memory.h"
#include "checker/search/moves.h"
#include "checker/search/require.h"

#include <stdlib.h>

#define FIRST_TURN_BITS 8
#define PLACES_PER_TURN 3
#define FIRST_EDIT 1 /* word of the pool */

uint32_t edits_most_turn_bits = EDITS_USUAL_TURN_BITS;

static void begin(Edits *edits)
{
    edits->turn_shift = 64 - FIRST_TURN_BITS;
    edits->turns = memory_new(UINT64_C(1) << FIRST_TURN_BITS, sizeof *edits->turns);
    edits->turn_count = edits->fork_count = 0;
    edits->roots_count = 0;
    edits->pool_words = FIRST_EDIT;
}

static uint64_t turn_places(const Edits *edits)
{
    return UINT64_C(1) << (64 - edits->turn_shift);
}

Edits *edits_new(Recording *recording, const Store *store, Statistics *statistics)
{
    Edits *edits = memory_new_apart(1, sizeof *edits);
    edits->recording = recording;
    edits->store = store;
    edits->statistics = statistics;
    edits->actor_count = recording_question(recording)->subject->actor_count;
    begin(edits);
    return edits;
}

void edits_free(Edits *edits)
{
    if (!edits) return;
    free(edits->roots);
    free(edits->turns);
    free(edits->pool);
    free(edits->nodes);
    free(edits->places);
    free(edits);
}

/* -------- figures -------- */

static inline uint32_t words_of(uint32_t patch_count)
{
    return (uint32_t)((sizeof(Edit) + patch_count * sizeof(Patch) + sizeof(uint64_t) - 1) /
                      sizeof(uint64_t));
}

void edits_count(Edits *edits)
{
    Statistics *statistics = edits->statistics;
    for (uint32_t at = FIRST_EDIT; at < edits->pool_words;) {
        Edit *edit = (Edit *)&edits->pool[at];
        moves_count(statistics->steps, edit->effect->step, edit->effect->outcome, edit->times);
        if (edit->moves) statistics->transitions += edit->times;
        edit->times = 0;
        at += words_of(edit->patch_count);
    }
}

#define LEARNED_FREE 65536
#define ATTEMPTS_PER_LEARNED 8

bool edits_pay(const Edits *edits, uint64_t attempts)
{
    return edits->learned < LEARNED_FREE + attempts / ATTEMPTS_PER_LEARNED;
}

uint64_t edits_bytes(const Edits *edits)
{
    return sizeof *edits + edits->roots_room * sizeof *edits->roots +
           turn_places(edits) * sizeof *edits->turns + edits->pool_room * sizeof *edits->pool +
           edits->nodes_room * sizeof *edits->nodes + edits->places_room * sizeof *edits->places;
}

/* -------- the trees -------- */

static Turn *turn_for(Edits *edits, uint64_t key)
{
    return (Turn *)edits_turn_in(edits->turns, edits->turn_shift, key);
}

static void grow(Edits *edits)
{
    Turn *old = edits->turns;
    uint64_t places = turn_places(edits);
    edits->turn_shift--;
    edits->turns = memory_new(2 * places, sizeof *old);
    for (uint64_t i = 0; i < places; i++)
        if (old[i].key) *turn_for(edits, old[i].key) = old[i];
    free(old);
}

/* Room for so many turns more; all others may have to be forgotten. */
static void make_room(Edits *edits, uint32_t coming)
{
    while (PLACES_PER_TURN * (uint64_t)(edits->turn_count + coming) >= turn_places(edits)) {
        if (edits->turn_shift > 64 - edits_most_turn_bits) {
            grow(edits);
            continue;
        }
        edits_count(edits);
        free(edits->turns);
        begin(edits);
        edits->forgotten++;
    }
}

static Way *root_for(Edits *edits, uint32_t actor, uint32_t choice)
{
    uint32_t root = choice * edits->actor_count + actor;
    for (; edits->roots_count <= root; edits->roots_count++) {
        memory_reserve(&edits->roots, &edits->roots_room, edits->roots_count, sizeof(Way));
        edits->roots[edits->roots_count] = (Way){WAY_NOWHERE, {0, 0}};
    }
    return &edits->roots[root];
}

/* Places of the list, each once, in an order that is the same for all who find the same there. */
typedef struct Places {
    uint32_t count;
    uint16_t place[LEAVES_MOST];
    bool has[LEAVES_MOST];
} Places;

static void add_place(Places *places, uint32_t place)
{
    if (places->has[place]) return;
    places->has[place] = true;
    places->place[places->count++] = (uint16_t)place;
}

/* The next one that no fork has asked for, or `none`. */
static uint16_t next_place(Places *places, uint32_t *at, uint16_t none)
{
    while (*at < places->count && !places->has[places->place[*at]])
        ++*at;
    if (*at == places->count) return none;
    places->has[places->place[*at]] = false;
    return places->place[*at];
}

/* A fork that asks for the next two, if there are any. */
static bool add_fork(Edits *edits, Places *places, uint32_t *at, Way *way)
{
    uint16_t first = next_place(places, at, UINT16_MAX);
    if (first == UINT16_MAX) return false;
    *way = (Way){edits->fork_count++ | WAY_FORK, {first, next_place(places, at, first)}};
    return true;
}

/* Let the way of these leaves end in the edit; returns what the forks on it ask for. */
static uint32_t lead(Edits *edits, Way *way, const Leaf *list, Places *places, uint32_t edit)
{
    uint32_t at = 0, asked = 0;
    while (way->to != WAY_NOWHERE || add_fork(edits, places, &at, way)) {
        REQUIRE(way->to & WAY_FORK, "an edit that is known is learned");
        places->has[way->place[0]] = places->has[way->place[1]] = false;
        asked |= scope_bit(way->place[0]) | scope_bit(way->place[1]);
        uint64_t key = edits_key(*way, list);
        Turn *turn = turn_for(edits, key);
        edits->turn_count += turn->key == 0;
        turn->key = key;
        way = &turn->way;
    }
    way->to = edit;
    return asked;
}

/* -------- looking ahead -------- */

/* An attempt on its way down its tree. */
typedef struct Seeker {
    const Turn *turn; /* that it comes to, most likely... */
    uint64_t key;     /* ...if it has this key */
    const Leaf *list;
    uint32_t *ret_edit;
} Seeker;

/* Let it go on, if its way does; returns how many do. */
static inline uint32_t send(const Turn *turns, uint32_t turn_shift, const uint64_t *pool, Way way,
                            const Leaf *list, uint32_t *ret_edit, Seeker *ret_seeker)
{
    if (!(way.to & WAY_FORK)) {
        *ret_edit = way.to;
        __builtin_prefetch(&pool[way.to]);
        return 0;
    }
    uint64_t key = edits_key(way, list);
    const Turn *turn = &turns[key * EDITS_SPREAD >> turn_shift];
    *ret_seeker = (Seeker){turn, key, list, ret_edit};
    __builtin_prefetch(turn);
    return 1;
}

/* Each goes on to its next fork, or to its end; returns how many are left. */
static inline uint32_t seek(const Edits *edits, Seeker *seekers, uint32_t count)
{
    const Turn *turns = edits->turns;
    uint32_t shift = edits->turn_shift, left = 0;
    for (uint32_t i = 0; i < count; i++) {
        Seeker seeker = seekers[i];
        if (seeker.turn->key != seeker.key) seeker.turn = edits_turn_in(turns, shift, seeker.key);
        Way way = seeker.turn->way;
        left += send(turns, shift, edits->pool, way, seeker.list, seeker.ret_edit, &seekers[left]);
    }
    return left;
}

void edits_look_ahead(const Edits *edits, const uint8_t *const *lists, const uint32_t *sleepers,
                      uint32_t count, uint32_t *ret_edits)
{
    Seeker seekers[EDITS_MOST_AHEAD];
    uint32_t left = 0, known = edits->actor_count;
    if (edits->roots_count < known) known = edits->roots_count;
    for (uint32_t i = 0; i < count; i++, ret_edits += edits->actor_count) {
        for (uint32_t actor = 0; actor < known; actor++)
            if (!(sleepers[i] >> actor & 1))
                left += send(edits->turns, edits->turn_shift, edits->pool, edits->roots[actor],
                             (const Leaf *)lists[i], &ret_edits[actor], &seekers[left]);
        for (uint32_t actor = known; actor < edits->actor_count; actor++)
            ret_edits[actor] = 0;
    }
    while (left > 0)
        left = seek(edits, seekers, left);
}

/* -------- an edit -------- */

static Edit *add_edit(Edits *edits, const Effect *effect, const Leaf *before, const Leaf *after)
{
    uint32_t count = leaves_length(store_leaves(edits->store)) / (uint32_t)sizeof(Leaf);
    uint32_t changed = 0, at = edits->pool_words;
    for (uint32_t place = 0; place < count; place++)
        changed += before[place] != after[place];
    uint32_t end = at + words_of(changed);
    memory_reserve(&edits->pool, &edits->pool_room, end, sizeof *edits->pool);
    edits->pool_words = end;
    Edit *edit = (Edit *)&edits->pool[at];
    *edit = (Edit){
        .effect = effect,
        .noticed_by = effect->noticed_by,
        .choices = (uint16_t)effect->choices,
        .moves = effect->outcome != BLOCKED,
        .throws = effect->outcome == THREW,
    };
    for (uint32_t place = 0; place < count; place++) {
        if (before[place] == after[place]) continue;
        edit->patches[edit->patch_count++] = (Patch){(uint16_t)place, after[place]};
        edit->scope.changes |= scope_bit(place);
    }
    return edit;
}

/* The list of the successor. */
static bool apply(const Edits *edits, const Effect *effect, const Opened *state, Leaf *ret_list)
{
    Leaves *leaves = store_leaves(edits->store);
    uint8_t after[SUBJECT_MAX_STATE + sizeof(uint64_t)];
    bytes_copy(after, state->bytes, leaves->state_size);
    for (uint32_t i = 0; i < effect->word_count; i++) {
        const Word *word = &effect->words[i];
        uint64_t new = (bytes_word(after + word->at) & ~word->mask) | word->value;
        memcpy(after + word->at, &new, sizeof new);
    }
    return leaves_list(leaves, after, state->bytes, (const Leaf *)state->list, UINT64_MAX,
                       ret_list);
}

/* Work out what a node asks for. */
static void ask_node(Edits *edits, uint32_t node)
{
    const Leaves *leaves = store_leaves(edits->store);
    ByteSet bytes = recording_asks(edits->recording, node);
    NodePlaces *places = &edits->nodes[node];
    places->first = edits->place_count;
    for (uint32_t byte = 0; byte < leaves->state_size; byte++) {
        if (!byte_set_has(&bytes, byte)) continue;
        uint16_t place = (uint16_t)leaves_place_of(leaves, byte);
        if (places->count > 0 && edits->places[edits->place_count - 1] == place) continue;
        memory_reserve(&edits->places, &edits->places_room, edits->place_count, sizeof place);
        edits->places[edits->place_count++] = place;
        places->count++;
    }
}

static void add_node(Edits *edits, uint32_t node, Places *places)
{
    for (; edits->node_count <= node; edits->node_count++) {
        memory_reserve(&edits->nodes, &edits->nodes_room, edits->node_count, sizeof(NodePlaces));
        edits->nodes[edits->node_count] = (NodePlaces){0, 0};
    }
    if (edits->nodes[node].count == 0) ask_node(edits, node);
    for (uint32_t i = 0; i < edits->nodes[node].count; i++)
        add_place(places, edits->places[edits->nodes[node].first + i]);
}

static void add_path(Edits *edits, const Path *path, Places *places)
{
    places->count = 0;
    memset(places->has, 0, store_leaves(edits->store)->count);
    for (uint32_t i = 0; i < path->count; i++)
        add_node(edits, path->nodes[i], places);
}

Edit *edits_learn(Edits *edits, Opened *state, uint32_t actor, uint32_t choice)
{
    Path path;
    Places places;
    Leaf after[LEAVES_MOST];
    store_unfold_opened(edits->store, state);
    const Effect *effect = recording_attempt(edits->recording, state->bytes, actor, choice, &path);
    if (!apply(edits, effect, state, after)) return NULL;
    edits->learned++;
    add_path(edits, &path, &places);
    make_room(edits, places.count);
    const Leaf *list = (const Leaf *)state->list;
    Edit *edit = add_edit(edits, effect, list, after);
    edit->scope.looks = lead(edits, root_for(edits, actor, choice), list, &places,
                             (uint32_t)((uint64_t *)edit - edits->pool));
    return edit;
}

void edits_audit(Edits *edits, Opened *state, uint32_t actor, uint32_t choice, const Edit *edit)
{
    Path path;
    Leaf after[LEAVES_MOST], edited[LEAVES_MOST];
    const Effect *known = edit->effect;
    uint32_t length = leaves_length(store_leaves(edits->store));
    store_unfold_opened(edits->store, state);
    const Effect *effect = recording_attempt(edits->recording, state->bytes, actor, choice, &path);
    REQUIRE(apply(edits, effect, state, after), "a leaf that is there is not found");
    memcpy(edited, state->list, length);
    for (uint32_t i = 0; i < edit->patch_count; i++)
        edited[edit->patches[i].place] = edit->patches[i].leaf;
    REQUIRE(memcmp(after, edited, length) == 0 && known->outcome == effect->outcome &&
                known->step == effect->step && known->choices == effect->choices &&
                known->message == effect->message && known->noticed_by == effect->noticed_by,
            "an edit of step %u is not what the step does", effect->step);
}
