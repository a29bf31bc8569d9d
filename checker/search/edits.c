#include "checker/search/edits.h"

#include "checker/search/bytes.h"
#include "checker/search/memory.h"
#include "checker/search/require.h"

#include <assert.h>
#include <stdlib.h>

/* A change of one leaf: those of its bytes that are in `mask` become `value`. */
typedef struct Change {
    uint8_t mask[LEAVES_LONGEST], value[LEAVES_LONGEST];
} Change;

/* What an effect's notes say: change so the leaf at this place of the list. */
typedef struct Edit {
    uint32_t place;
    uint32_t change; /* its number */
} Edit;

/* A change turns one leaf into another. */
typedef struct Turn {
    uint32_t change; /* its number plus one; 0: empty */
    Leaf from, to;
} Turn;

static_assert(sizeof(Turn) == sizeof(uint64_t), "eight of them in a cache line");

#define FIRST_TURNS 1024
#define PLACES_PER_TURN 3

struct Edits {
    Leaves *leaves;
    Numbering *changes;
    Turn *turns;
    uint32_t turn_count, turn_mask; /* how many places there are, less one */
    uint64_t note_bytes;            /* of all effects */
};

Edits *edits_new(Leaves *leaves)
{
    Edits *edits = memory_new_apart(1, sizeof *edits);
    edits->leaves = leaves;
    if (!leaves) return edits;
    edits->changes = numbering_new(sizeof(Change));
    edits->turn_mask = FIRST_TURNS - 1;
    edits->turns = memory_new(FIRST_TURNS, sizeof *edits->turns);
    if (edits->changes) return edits;
    edits_free(edits);
    return NULL;
}

void edits_free(Edits *edits)
{
    if (!edits) return;
    numbering_free(edits->changes);
    free(edits->turns);
    free(edits);
}

/* -------- what an effect changes -------- */

/* The part of an effect that falls into one leaf; false: none does. */
static bool change_of(const Leaves *leaves, const Effect *effect, uint32_t place,
                      Change *ret_change)
{
    bool any = false;
    *ret_change = (Change){0};
    for (uint32_t i = 0; i < effect->word_count; i++) {
        const Word *word = &effect->words[i];
        uint8_t mask[sizeof(uint64_t)], value[sizeof(uint64_t)];
        memcpy(mask, &word->mask, sizeof mask);
        memcpy(value, &word->value, sizeof value);
        for (uint32_t byte = 0; byte < sizeof mask; byte++) {
            uint32_t at = word->at + byte - leaves->offset[place]; /* huge before its begin */
            if (!mask[byte] || at >= leaves->length[place]) continue;
            ret_change->mask[at] = mask[byte];
            ret_change->value[at] = value[byte];
            any = true;
        }
    }
    return any;
}

static void translate(Edits *edits, Effect *effect)
{
    const Leaves *leaves = edits->leaves;
    Edit notes[LEAVES_MOST];
    uint32_t count = 0;
    for (uint32_t place = 0; place < leaves->count; place++) {
        Change change;
        bool is_new;
        if (!change_of(leaves, effect, place, &change)) continue;
        const uint8_t *string = (const uint8_t *)&change;
        uint64_t hash = numbering_hash(edits->changes, string);
        uint32_t number = numbering_insert(edits->changes, string, hash, &is_new);
        REQUIRE(number != NUMBERING_NONE, "no memory for another change of a leaf");
        notes[count++] = (Edit){place, number};
    }
    effect->note_count = count;
    edits->note_bytes += count * sizeof *notes;
    effect->notes = memcpy(memory_new(count, sizeof *notes), notes, count * sizeof *notes);
}

/* -------- turning leaves -------- */

static inline uint32_t place_of(const Edits *edits, uint32_t change, Leaf from)
{
    uint32_t key = (change << 14 ^ from) * UINT32_C(0x9e3779b1);
    return (key ^ key >> 15) & edits->turn_mask;
}

static void place(Edits *edits, Turn turn)
{
    uint32_t at = place_of(edits, turn.change, turn.from);
    while (edits->turns[at].change)
        at = (at + 1) & edits->turn_mask;
    edits->turns[at] = turn;
}

static void grow(Edits *edits)
{
    Turn *old = edits->turns;
    uint32_t places = edits->turn_mask + 1;
    edits->turn_mask = 2 * places - 1;
    edits->turns = memory_new(UINT64_C(2) * places, sizeof *old);
    for (uint32_t i = 0; i < places; i++)
        if (old[i].change) place(edits, old[i]);
    free(old);
}

static void remember(Edits *edits, Turn turn)
{
    if (PLACES_PER_TURN * ++edits->turn_count > edits->turn_mask) grow(edits);
    place(edits, turn);
}

static __attribute__((noinline)) bool turn_anew(Edits *edits, uint32_t number, Leaf from,
                                                Leaf *ret_to)
{
    const Change *change = (const Change *)numbering_at(edits->changes, number);
    const uint8_t *before = leaves_at(edits->leaves, from);
    uint8_t bytes[LEAVES_LONGEST];
    for (uint32_t i = 0; i < edits->leaves->size; i++)
        bytes[i] = change->mask[i] ? change->value[i] : before[i];
    if (!leaves_enter(edits->leaves, bytes, ret_to)) return false;
    remember(edits, (Turn){number + 1, from, *ret_to});
    return true;
}

static inline bool turn(Edits *edits, uint32_t change, Leaf from, Leaf *ret_to)
{
    uint32_t at = place_of(edits, change + 1, from);
    const Turn *turns = edits->turns;
    while (turns[at].change != change + 1 || turns[at].from != from) {
        if (!turns[at].change) return turn_anew(edits, change, from, ret_to);
        at = (at + 1) & edits->turn_mask;
    }
    *ret_to = turns[at].to;
    return true;
}

/* -------- applying -------- */

#define PIECE 16

static inline void copy_string(uint8_t *to, const uint8_t *from, uint32_t length)
{
    for (uint32_t at = 0; at < length; at += PIECE)
        memcpy(to + at, from + at, PIECE);
}

static void apply_to_bytes(const Effect *effect, uint8_t *bytes)
{
    for (uint32_t i = 0; i < effect->word_count; i++) {
        const Word *word = &effect->words[i];
        uint64_t new = (bytes_word(bytes + word->at) & ~word->mask) | word->value;
        memcpy(bytes + word->at, &new, sizeof new);
    }
}

bool edits_apply(Edits *edits, Effect *effect, const Opened *before, uint32_t length,
                 uint8_t *ret_string)
{
    if (!edits->leaves) {
        copy_string(ret_string, before->bytes, length);
        apply_to_bytes(effect, ret_string);
        return true;
    }
    if (!effect->notes) translate(edits, effect);
    copy_string(ret_string, before->list, length);
    const Leaf *from = (const Leaf *)before->list;
    const Edit *notes = effect->notes;
    Leaf *to = (Leaf *)ret_string;
    for (uint32_t i = 0; i < effect->note_count; i++)
        if (!turn(edits, notes[i].change, from[notes[i].place], &to[notes[i].place])) return false;
    return true;
}

uint64_t edits_bytes(const Edits *edits)
{
    uint64_t bytes = sizeof *edits;
    if (!edits->leaves) return bytes;
    return bytes + edits->note_bytes + (edits->turn_mask + UINT64_C(1)) * sizeof *edits->turns +
           numbering_bytes(edits->changes);
}
