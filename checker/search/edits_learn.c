/* Learning what an attempt makes of a string: which places it depends on, and what is different. */
#include "checker/search/edits_inside.h"

#include "checker/search/memory.h"
#include "checker/search/require.h"

/* -------- what it depends on -------- */

/* What an attempt looks at in the string: some bits of a number, by themselves. */
typedef struct Look {
    Range range;
    uint16_t place;
    uint16_t node; /* on the path; it asks for all that it asks for whatever is found there */
    bool is_open;  /* no fork has asked for it yet */
} Look;

/* Each once, node by node: in an order that is the same for all who find the same there. */
typedef struct Looks {
    uint32_t count;
    Look look[LEAVES_MOST];
} Looks;

/* Does it lie within the sixteen bytes? */
static bool is_within(Range range, uint32_t at)
{
    return range.begin >= 8 * at && range.begin + range.width <= 8 * (at + sizeof(TwoWords));
}

/* The end of those that are of the same node as this one. */
static uint32_t end_of_node(const Looks *looks, uint32_t first)
{
    uint32_t end = first;
    while (end < looks->count && looks->look[end].node == looks->look[first].node)
        end++;
    return end;
}

/* Where a fork asks: from the first of these on, if so much is there. */
static uint32_t where_to_ask(const Shape *shape, const Looks *looks, uint32_t first, uint32_t end)
{
    uint32_t least = UINT32_MAX, window = (uint32_t)sizeof(TwoWords);
    uint32_t last = shape->length > window ? shape->length - window : 0;
    for (uint32_t i = first; i < end; i++)
        if (looks->look[i].is_open && looks->look[i].range.begin / 8 < least)
            least = looks->look[i].range.begin / 8;
    return least < last ? least : last;
}

/* What is open of the first node of which anything is, as far as one fork can ask for it. */
static Ask ask_for(const Shape *shape, const Looks *looks, uint32_t first)
{
    uint32_t end = end_of_node(looks, first);
    uint8_t mask[SUBJECT_MAX_STATE + sizeof(TwoWords)];
    memset(mask, 0, shape->length + sizeof(TwoWords));
    Ask ask = {.at = where_to_ask(shape, looks, first, end)};
    for (uint32_t i = first; i < end; i++) {
        const Look *look = &looks->look[i];
        if (!look->is_open || !is_within(look->range, ask.at)) continue;
        range_set(look->range, mask, UINT32_MAX);
        ask.places |= scope_bit(look->place);
    }
    memcpy(ask.mask, mask + ask.at, sizeof ask.mask);
    return ask;
}

static Way add_fork(Edits *edits, Ask ask)
{
    memory_reserve(&edits->asks, &edits->asks_room, edits->fork_count, sizeof ask);
    edits->asks[edits->fork_count] = ask;
    return edits->fork_count++ | WAY_FORK;
}

static bool asks_for(const Ask *ask, Range range)
{
    uint8_t mask[sizeof ask->mask];
    if (!is_within(range, ask->at)) return false;
    memcpy(mask, ask->mask, sizeof mask);
    uint32_t bit = range.begin - 8 * ask->at;
    return mask[bit / 8] >> bit % 8 & 1;
}

/* The first that is open, once the fork has asked. */
static uint32_t close_some(const Edits *edits, Looks *looks, Way fork)
{
    const Ask *ask = edits_ask_of(edits, fork);
    uint32_t first = looks->count;
    for (uint32_t i = looks->count; i-- > 0;) {
        if (asks_for(ask, looks->look[i].range)) looks->look[i].is_open = false;
        if (looks->look[i].is_open) first = i;
    }
    return first;
}

/* A fork asks for what all who have come here look at; when it was made there were fewer, and what
 * they looked at may have been more.  Then another takes its place. */
static void find_fork(Edits *edits, Way *way, const Looks *looks, uint32_t first)
{
    Ask ask = ask_for(store_shape(edits->store), looks, first);
    if (*way & WAY_FORK) {
        const Ask *asked = edits_ask_of(edits, *way);
        bool is_fine = asked->at == ask.at && !(asked->mask[0] & ~ask.mask[0]) &&
                       !(asked->mask[1] & ~ask.mask[1]);
        if (!is_fine) *way = WAY_NOWHERE;
    }
    if (*way == WAY_NOWHERE) *way = add_fork(edits, ask);
}

/* The way of this string, which ends where nobody has been; what the forks on it ask for. */
static Way *lead(Edits *edits, Way *way, const uint8_t *string, Looks *looks, uint32_t *ret_asked)
{
    uint32_t first = 0;
    *ret_asked = 0;
    while (first < looks->count) {
        find_fork(edits, way, looks, first);
        REQUIRE(*way & WAY_FORK, "an edit that is known is learned");
        first = close_some(edits, looks, *way);
        const Ask *ask = edits_ask_of(edits, *way);
        Answer found = edits_ask(ask, string);
        Turn *turn = edits_turn_for(edits, found, *way);
        *ret_asked |= ask->places;
        edits->turn_count += turn->fork == 0;
        turn->found = found;
        turn->fork = *way;
        way = &turn->way;
    }
    REQUIRE(*way == WAY_NOWHERE || *way & WAY_FORK, "an edit that is known is learned");
    return way;
}

/* -------- an edit -------- */

/* What is different, as a mask. */
static bool difference(const Shape *shape, const uint8_t *before, const uint8_t *after,
                       uint8_t *ret_mask, uint32_t *ret_places)
{
    *ret_places = 0;
    memset(ret_mask, 0, shape->length + sizeof(TwoWords));
    for (uint32_t place = 0; place < shape->places; place++) {
        if (shape_get(shape, before, place) == shape_get(shape, after, place)) continue;
        shape_set(shape, ret_mask, place, UINT32_MAX);
        *ret_places |= scope_bit(place);
    }
    return *ret_places != 0;
}

static Patch patch_at(uint32_t at, const uint8_t *mask, const uint8_t *after)
{
    Patch patch;
    for (uint32_t i = 0; i < 2; i++) {
        uint64_t changes = bytes_word(mask + at + i * sizeof changes);
        patch.keep[i] = ~changes;
        patch.set[i] = bytes_word(after + at + i * sizeof changes) & changes;
    }
    return patch;
}

static void make_patches(const Shape *shape, const uint8_t *mask, const uint8_t *after,
                         Patch *ret_patches)
{
    uint32_t pieces = bytes_pieces(shape->length), count = edits_patches(shape);
    for (uint32_t i = 0; i < count; i++)
        ret_patches[i] = patch_at(edits_patch_at(i, shape->length, pieces), mask, after);
}

static EditKind kind_of(const Effect *effect)
{
    if (effect->outcome == BLOCKED) return EDIT_BLOCKED;
    return effect->outcome == RAN && effect->choices == 1 ? EDIT_PLAIN : EDIT_OTHER;
}

static Edit *add_edit(Edits *edits, const Effect *effect, const uint8_t *before,
                      const uint8_t *after)
{
    const Shape *shape = store_shape(edits->store);
    uint8_t mask[SUBJECT_MAX_STATE + sizeof(TwoWords)];
    Edit *edit = edits_at(edits, edits_add(edits, effect));
    *edit = (Edit){
        .noticed_by = effect->noticed_by,
        .choices = (uint16_t)effect->choices,
        .kind = (uint8_t)kind_of(effect),
    };
    edit->has_patches = difference(shape, before, after, mask, &edit->scope.changes);
    make_patches(shape, mask, after, edit->patches);
    return edit;
}

/* Bit i: the word may change byte 64 i or one of the 63 after it. */
static uint64_t stretches_of(const Word *word, uint32_t state_size)
{
    uint32_t last = word->at + (uint32_t)sizeof word->mask - 1;
    if (last >= state_size) last = state_size - 1;
    return UINT64_C(1) << word->at / BYTES_STRETCH | UINT64_C(1) << last / BYTES_STRETCH;
}

/* The string of the successor. */
static bool apply(const Edits *edits, const Effect *effect, const Opened *state,
                  uint8_t *ret_string)
{
    uint8_t after[SUBJECT_MAX_STATE + sizeof(uint64_t)];
    uint32_t state_size = recording_question(edits->recording)->subject->state_size;
    uint64_t dirty = 0;
    bytes_copy(after, state->bytes, state_size);
    for (uint32_t i = 0; i < effect->word_count; i++) {
        const Word *word = &effect->words[i];
        uint64_t new = (bytes_word(after + word->at) & ~word->mask) | word->value;
        memcpy(after + word->at, &new, sizeof new);
        dirty |= stretches_of(word, state_size);
    }
    return store_make_string(edits->store, after, (Likeness){state, dirty}, ret_string);
}

/* The place of the string that has this byte of the state. */
static uint16_t place_of(const Edits *edits, uint32_t byte)
{
    const Leaves *leaves = store_leaves(edits->store);
    return (uint16_t)(leaves ? leaves_place_of(leaves, byte) : byte);
}

/* Work out what a node asks for. */
static void ask_node(Edits *edits, uint32_t node)
{
    uint32_t state_size = recording_question(edits->recording)->subject->state_size;
    ByteSet bytes = recording_asks(edits->recording, node);
    NodePlaces *places = &edits->nodes[node];
    places->first = edits->place_count;
    for (uint32_t byte = 0; byte < state_size; byte++) {
        if (!byte_set_has(&bytes, byte)) continue;
        uint16_t place = place_of(edits, byte);
        if (places->count > 0 && edits->places[edits->place_count - 1] == place) continue;
        memory_reserve(&edits->places, &edits->places_room, edits->place_count, sizeof place);
        edits->places[edits->place_count++] = place;
        places->count++;
    }
}

static void add_range(Looks *looks, Range range, uint32_t place, uint32_t node)
{
    looks->look[looks->count++] = (Look){range, (uint16_t)place, (uint16_t)node, true};
}

static void add_place(const Shape *shape, Looks *looks, uint32_t place, uint32_t node)
{
    Range range = shape->lowest[place];
    add_range(looks, range, place, node);
    while (range.next) {
        range = shape->added[range.next];
        add_range(looks, range, place, node);
    }
}

static const NodePlaces *places_of(Edits *edits, uint32_t node)
{
    for (; edits->node_count <= node; edits->node_count++) {
        memory_reserve(&edits->nodes, &edits->nodes_room, edits->node_count, sizeof(NodePlaces));
        edits->nodes[edits->node_count] = (NodePlaces){0, 0};
    }
    if (edits->nodes[node].count == 0) ask_node(edits, node);
    return &edits->nodes[node];
}

static void add_path(Edits *edits, const Path *path, Looks *looks)
{
    bool has[LEAVES_MOST];
    memset(has, 0, store_shape(edits->store)->places);
    looks->count = 0;
    for (uint32_t i = 0; i < path->count; i++) {
        const NodePlaces *places = places_of(edits, path->nodes[i]);
        for (uint32_t k = places->first; k < places->first + places->count; k++) {
            uint32_t place = edits->places[k];
            if (!has[place]) add_place(store_shape(edits->store), looks, place, i);
            has[place] = true;
        }
    }
}

uint32_t edits_learn(Edits *edits, Opened *state, const uint8_t *string, uint32_t actor,
                     uint32_t choice)
{
    Path path;
    Looks looks;
    uint8_t after[SUBJECT_MAX_STATE + sizeof(TwoWords)];
    store_unfold_opened(edits->store, state);
    const Effect *effect = recording_attempt(edits->recording, state->bytes, actor, choice, &path);
    if (!apply(edits, effect, state, after)) return WAY_NOWHERE;
    edits->learned++;
    add_path(edits, &path, &looks);
    edits_make_room(edits, looks.count);
    uint32_t asked;
    Way *way = lead(edits, edits_root_for(edits, actor, choice), string, &looks, &asked);
    Edit *edit = add_edit(edits, effect, string, after);
    edit->scope.looks = asked;
    edit->attempt = choice * edits->actor_count + actor;
    return *way = edits_unique(edits);
}

void edits_audit(Edits *edits, Opened *state, const uint8_t *string, uint32_t actor,
                 uint32_t choice, uint32_t edit)
{
    Path path;
    uint8_t after[SUBJECT_MAX_STATE + sizeof(TwoWords)],
        edited[SUBJECT_MAX_STATE + sizeof(TwoWords)];
    const Effect *known = edits_effect(edits, edit);
    const Shape *shape = store_shape(edits->store);
    store_unfold_opened(edits->store, state);
    const Effect *effect = recording_attempt(edits->recording, state->bytes, actor, choice, &path);
    REQUIRE(apply(edits, effect, state, after), "a leaf that is there is not found");
    edits_apply(edits_at(edits, edit), shape->length, string, edited);
    REQUIRE(memcmp(after, edited, shape->length) == 0 && known->outcome == effect->outcome &&
                known->step == effect->step && known->choices == effect->choices &&
                known->message == effect->message && known->noticed_by == effect->noticed_by,
            "an edit of step %u is not what the step does", effect->step);
}
