#include "checker/search/leaves.h"

#include "checker/search/bytes.h"

#include <assert.h>
#include <stdlib.h>

/* -------- shape -------- */

static void add_leaf(Leaves *leaves, uint32_t offset, uint32_t length)
{
    uint32_t rank = leaves->count++;
    leaves->offset[rank] = (uint16_t)offset;
    leaves->length[rank] = (uint8_t)length;
}

static void cut_object(Leaves *leaves, uint32_t begin, uint32_t end)
{
    for (uint32_t at = begin; at < end; at += leaves->size)
        add_leaf(leaves, at, end - at < leaves->size ? end - at : leaves->size);
}

#define MOST_OBJECTS (LEAVES_MOST / 2)

static void cut(Leaves *leaves, const Subject *subject)
{
    static_assert(MOST_OBJECTS + SUBJECT_MAX_STATE / LEAVES_LONGEST <= LEAVES_MOST, "they fit");
    bool known = leaves->size == LEAVES_LONGEST && subject->object_count > 0 &&
                 subject->object_count <= MOST_OBJECTS;
    uint32_t count = known ? subject->object_count : 1;
    for (uint32_t i = 0; i < count; i++)
        cut_object(leaves, known ? subject->objects[i] : 0,
                   i + 1 < count ? subject->objects[i + 1] : subject->state_size);
}

/* From the order in the state to that in the list. */
static void order(Leaves *leaves)
{
    uint16_t offset[LEAVES_MOST];
    uint8_t length[LEAVES_MOST];
    uint32_t even = (leaves->count + 1) / 2;
    memcpy(offset, leaves->offset, sizeof offset);
    memcpy(length, leaves->length, sizeof length);
    for (uint32_t rank = 0; rank < leaves->count; rank++) {
        uint32_t place = rank % 2 ? even + rank / 2 : rank / 2;
        leaves->place[rank] = (uint16_t)place;
        leaves->offset[place] = offset[rank];
        leaves->length[place] = length[rank];
    }
}

Leaves *leaves_new(const Subject *subject, uint32_t size)
{
    Leaves *leaves = calloc(1, sizeof *leaves);
    if (!leaves) return NULL;
    leaves->state_size = subject->state_size;
    leaves->size = size;
    cut(leaves, subject);
    order(leaves);
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

static inline bool is_dirty(const Leaves *leaves, uint64_t dirty, uint32_t place)
{
    uint32_t first = leaves->offset[place], last = first + leaves->length[place] - 1u;
    return (dirty >> first / BYTES_STRETCH | dirty >> last / BYTES_STRETCH) & 1;
}

/* Number the leaves that differ; the others are those of the state that is near. */
static inline bool list(const Leaves *leaves, const uint8_t *state, const uint8_t *near,
                        const Leaf *near_list, uint64_t dirty, Leaf *ret_list, Number *way)
{
    if (near) memcpy(ret_list, near_list, leaves_length(leaves));
    for (uint32_t place = 0; place < leaves->count; place++) {
        const uint8_t *begin = state + leaves->offset[place];
        uint32_t length = leaves->length[place];
        if (near && (!is_dirty(leaves, dirty, place) ||
                     bytes_same(begin, near + leaves->offset[place], length)))
            continue;
        uint8_t bytes[LEAVES_LONGEST] = {0};
        memcpy(bytes, begin, length);
        if (!number(leaves, bytes, &ret_list[place], way)) return false;
    }
    return true;
}

bool leaves_enter(Leaves *leaves, const uint8_t *bytes, Leaf *ret_leaf)
{
    return number(leaves, bytes, ret_leaf, enter);
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

bool leaves_find(Leaves *leaves, const uint8_t *state, const uint8_t *near,
                 const Leaf *near_list, uint64_t dirty, Leaf *ret_list)
{
    return list(leaves, state, near, near_list, dirty, ret_list, find);
}

/* -------- and back -------- */

/* In the order of the state, so that what is behind a short leaf is overwritten by the next. */
void leaves_unfold(const Leaves *leaves, const Leaf *list, uint8_t *ret_state)
{
    const uint8_t *bytes = numbering_at(leaves->numbering, 0);
    uint32_t even = (leaves->count + 1) / 2;
    if (leaves->size == LEAVES_LONGEST) {
        for (uint32_t i = 0; i < even; i++) {
            uint32_t odd = i + even < leaves->count ? i + even : i;
            memcpy(ret_state + leaves->offset[i], bytes + (size_t)list[i] * LEAVES_LONGEST,
                   LEAVES_LONGEST);
            memcpy(ret_state + leaves->offset[odd], bytes + (size_t)list[odd] * LEAVES_LONGEST,
                   LEAVES_LONGEST);
        }
        return;
    }
    for (uint32_t rank = 0; rank < leaves->count; rank++) {
        uint32_t place = leaves->place[rank];
        memcpy(ret_state + leaves->offset[place], bytes + (size_t)list[place] * leaves->size,
               leaves->size);
    }
}

uint64_t leaves_bytes(const Leaves *leaves)
{
    return sizeof *leaves + numbering_bytes(leaves->numbering);
}
