#include "checker/search/leaves.h"

#include "checker/search/bytes.h"

#include <assert.h>
#include <stdlib.h>

/* -------- shape -------- */

/* Before they have their places. */
typedef struct Cut {
    uint32_t offset, length;
    bool is_left;
} Cut;

/* The first, third, ... of several objects of a kind go to the left. */
static bool is_left_object(const Subject *subject, uint32_t begin, uint32_t end)
{
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *field = &subject->fields[i];
        if (field->offset >= begin && field->offset < end) return field->index % 2 == 1;
    }
    return false;
}

#define MOST_OBJECTS (LEAVES_MOST / 2)

static uint32_t cut_object(const Leaves *leaves, uint32_t begin, uint32_t end, bool is_left,
                           Cut *cuts)
{
    uint32_t count = 0;
    for (uint32_t at = begin; at < end; at += leaves->size)
        cuts[count++] = (Cut){at, end - at < leaves->size ? end - at : leaves->size, is_left};
    return count;
}

/* Where nothing is known of objects, leaves go to the left and to the right in turn. */
static uint32_t cut_blindly(const Leaves *leaves, Cut *cuts)
{
    uint32_t count = cut_object(leaves, 0, leaves->state_size, false, cuts);
    for (uint32_t i = 0; i < count; i++)
        cuts[i].is_left = i % 2 == 0;
    return count;
}

static uint32_t cut(const Leaves *leaves, const Subject *subject, Cut *cuts)
{
    static_assert(MOST_OBJECTS + SUBJECT_MAX_STATE / LEAVES_LONGEST <= LEAVES_MOST, "they fit");
    uint32_t objects = subject->object_count, count = 0;
    if (leaves->size < LEAVES_LONGEST || objects == 0 || objects > MOST_OBJECTS)
        return cut_blindly(leaves, cuts);
    for (uint32_t i = 0; i < objects; i++) {
        uint32_t begin = subject->objects[i];
        uint32_t end = i + 1 < objects ? subject->objects[i + 1] : subject->state_size;
        bool is_left = is_left_object(subject, begin, end);
        count += cut_object(leaves, begin, end, is_left, cuts + count);
    }
    return count;
}

static uint64_t stretches_of(Cut cut)
{
    uint32_t last = cut.offset + cut.length - 1;
    return UINT64_C(1) << cut.offset / BYTES_STRETCH | UINT64_C(1) << last / BYTES_STRETCH;
}

/* From the order in the state to that in the list. */
static void order(Leaves *leaves, const Cut *cuts)
{
    uint32_t left = 0, right = 0;
    for (uint32_t rank = 0; rank < leaves->count; rank++)
        leaves->left_count += cuts[rank].is_left;
    for (uint32_t rank = 0; rank < leaves->count; rank++) {
        uint32_t place = cuts[rank].is_left ? left++ : leaves->left_count + right++;
        leaves->place[rank] = (uint16_t)place;
        leaves->begin[rank] = (uint16_t)cuts[rank].offset;
        leaves->offset[place] = (uint16_t)cuts[rank].offset;
        leaves->length[place] = (uint8_t)cuts[rank].length;
        leaves->stretches[place] = stretches_of(cuts[rank]);
    }
}

Leaves *leaves_new(const Subject *subject, uint32_t size)
{
    Leaves *leaves = calloc(1, sizeof *leaves);
    if (!leaves) return NULL;
    leaves->state_size = subject->state_size;
    leaves->size = size;
    Cut cuts[LEAVES_MOST];
    leaves->count = cut(leaves, subject, cuts);
    order(leaves, cuts);
    leaves->numbering = numbering_new(size);
    if (leaves->numbering) return leaves;
    leaves_free(leaves);
    return NULL;
}

void leaves_free(Leaves *leaves)
{
    if (!leaves) return;
    numbering_free(leaves->numbering);
    free(leaves);
}

uint32_t leaves_place_of(const Leaves *leaves, uint32_t byte)
{
    uint32_t place = 0;
    while (byte - leaves->offset[place] >= leaves->length[place]) /* huge before its begin */
        place++;
    return place;
}

/* -------- a list -------- */

/* Number one leaf in one way or the other; NUMBERING_NONE: it has none. */
typedef uint32_t Number(Numbering *numbering, const uint8_t *bytes, uint64_t hash);

static inline uint32_t enter(Numbering *numbering, const uint8_t *bytes, uint64_t hash)
{
    bool is_new;
    return numbering_insert(numbering, bytes, hash, &is_new);
}

static inline uint32_t find(Numbering *numbering, const uint8_t *bytes, uint64_t hash)
{
    return numbering_find(numbering, bytes, hash);
}

static inline bool number(const Leaves *leaves, const uint8_t *bytes, Leaf *ret_leaf, Number *way)
{
    uint32_t found = way(leaves->numbering, bytes, numbering_hash(leaves->numbering, bytes));
    *ret_leaf = (Leaf)found;
    return found <= UINT16_MAX;
}

/* Two words that overlap unless there are 16 bytes. */
static inline bool same_leaf(const uint8_t *a, const uint8_t *b, uint32_t length)
{
    if (length < sizeof(uint64_t)) return bytes_same_short(a, b, length);
    uint32_t last = length - (uint32_t)sizeof(uint64_t);
    return !((bytes_word(a) ^ bytes_word(b)) | (bytes_word(a + last) ^ bytes_word(b + last)));
}

static inline void copy_leaf(uint8_t *to, const uint8_t *from, uint32_t length)
{
    if (length < sizeof(uint64_t)) {
        memcpy(to, from, length);
        return;
    }
    uint32_t last = length - (uint32_t)sizeof(uint64_t);
    memcpy(to, from, sizeof(uint64_t));
    memcpy(to + last, from + last, sizeof(uint64_t));
}

/* Number the leaves that differ; the others are those of the state that is near. */
static inline bool list(const Leaves *leaves, const uint8_t *state, const uint8_t *near,
                        const Leaf *near_list, uint64_t dirty, Leaf *ret_list, Number *way)
{
    if (near) memcpy(ret_list, near_list, leaves_length(leaves));
    for (uint32_t place = 0; place < leaves->count; place++) {
        const uint8_t *begin = state + leaves->offset[place];
        uint32_t length = leaves->length[place];
        if (near && (!(dirty & leaves->stretches[place]) ||
                     same_leaf(begin, near + leaves->offset[place], length)))
            continue;
        uint8_t bytes[LEAVES_LONGEST] = {0};
        copy_leaf(bytes, begin, length);
        if (!number(leaves, bytes, &ret_list[place], way)) return false;
    }
    return true;
}

bool leaves_enter(Leaves *leaves, const uint8_t *bytes, Leaf *ret_leaf)
{
    return number(leaves, bytes, ret_leaf, enter);
}

uint32_t leaves_count(const Leaves *leaves)
{
    return numbering_count(leaves->numbering);
}

bool leaves_used_up(const Leaves *leaves)
{
    return numbering_count(leaves->numbering) > UINT16_MAX;
}

bool leaves_list(Leaves *leaves, const uint8_t *state, const uint8_t *near, const Leaf *near_list,
                 uint64_t dirty, Leaf *ret_list)
{
    return list(leaves, state, near, near_list, dirty, ret_list, enter);
}

bool leaves_find(Leaves *leaves, const uint8_t *state, const uint8_t *near, const Leaf *near_list,
                 uint64_t dirty, Leaf *ret_list)
{
    return list(leaves, state, near, near_list, dirty, ret_list, find);
}

/* -------- and back -------- */

/* In the order of the state, so that what is behind a short leaf is overwritten by the next.  The
 * usual size is a constant, or each leaf would be a call. */
void leaves_unfold(const Leaves *leaves, const Leaf *list, uint8_t *ret_state)
{
    const uint8_t *bytes = numbering_at(leaves->numbering, 0);
    uint32_t size = leaves->size, count = leaves->count;
    for (uint32_t rank = 0; rank < count; rank++) {
        const uint8_t *leaf = bytes + (size_t)list[leaves->place[rank]] * size;
        if (size == LEAVES_LONGEST) memcpy(ret_state + leaves->begin[rank], leaf, LEAVES_LONGEST);
        else if (size == LEAVES_BYTES) ret_state[leaves->begin[rank]] = *leaf;
        else memcpy(ret_state + leaves->begin[rank], leaf, size);
    }
}

uint64_t leaves_bytes(const Leaves *leaves)
{
    return sizeof *leaves + numbering_bytes(leaves->numbering);
}
