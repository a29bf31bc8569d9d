#include "checker/search/leaves.h"

#include "checker/search/bytes.h"

#include <stdlib.h>

/* -------- shape -------- */

static uint32_t place_of(const Leaves *leaves, uint32_t rank)
{
    uint32_t even = (leaves->count + 1) / 2;
    return rank % 2 ? even + rank / 2 : rank / 2;
}

/* The last leaf ends where the state ends and overlaps the one before it, so that all leaves have
 * one length whatever that of the state is. */
static void cut(Leaves *leaves)
{
    uint32_t last = leaves->state_size - leaves->size;
    leaves->count = (leaves->state_size + leaves->size - 1) / leaves->size;
    for (uint32_t rank = 0; rank < leaves->count; rank++) {
        uint32_t offset = rank * leaves->size;
        leaves->offset[place_of(leaves, rank)] = (uint16_t)(offset < last ? offset : last);
    }
}

Leaves *leaves_new(uint32_t state_size, uint32_t size)
{
    Leaves *leaves = calloc(1, sizeof *leaves);
    if (!leaves) return NULL;
    leaves->state_size = state_size;
    leaves->size = size;
    cut(leaves);
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
    uint32_t first = leaves->offset[place], last = first + leaves->size - 1;
    return (dirty >> first / BYTES_STRETCH | dirty >> last / BYTES_STRETCH) & 1;
}

/* Number the leaves that differ; the others are those of the state that is near. */
static inline bool list(const Leaves *leaves, const uint8_t *state, const uint8_t *near,
                        const Leaf *near_list, uint64_t dirty, Leaf *ret_list, Number *way)
{
    if (near) memcpy(ret_list, near_list, leaves_length(leaves));
    for (uint32_t place = 0; place < leaves->count; place++) {
        const uint8_t *bytes = state + leaves->offset[place];
        if (near && (!is_dirty(leaves, dirty, place) ||
                     bytes_same(bytes, near + leaves->offset[place], leaves->size)))
            continue;
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

/* Leaves of the usual length: those of even and of odd rank in turn, and the last where it lies. */
static void unfold_longest(const Leaves *leaves, const Leaf *list, uint8_t *ret_state)
{
    const uint8_t *bytes = numbering_at(leaves->numbering, 0);
    uint32_t odd = leaves->count / 2;
    const Leaf *even_list = list, *odd_list = list + (leaves->count - odd);
    uint32_t last = leaves->count % 2 ? even_list[odd] : odd_list[odd - 1];
    for (uint32_t i = 0; i < odd; i++, ret_state += 2 * LEAVES_LONGEST) {
        memcpy(ret_state, bytes + (size_t)even_list[i] * LEAVES_LONGEST, LEAVES_LONGEST);
        memcpy(ret_state + LEAVES_LONGEST, bytes + (size_t)odd_list[i] * LEAVES_LONGEST,
               LEAVES_LONGEST);
    }
    ret_state -= odd * 2 * LEAVES_LONGEST;
    memcpy(ret_state + leaves->state_size - LEAVES_LONGEST, bytes + (size_t)last * LEAVES_LONGEST,
           LEAVES_LONGEST);
}

void leaves_unfold(const Leaves *leaves, const Leaf *list, uint8_t *ret_state)
{
    if (leaves->size == LEAVES_LONGEST) {
        unfold_longest(leaves, list, ret_state);
        return;
    }
    const uint8_t *bytes = numbering_at(leaves->numbering, 0);
    for (uint32_t place = 0; place < leaves->count; place++)
        memcpy(ret_state + leaves->offset[place], bytes + (size_t)list[place] * leaves->size,
               leaves->size);
}

uint64_t leaves_bytes(const Leaves *leaves)
{
    return sizeof *leaves + numbering_bytes(leaves->numbering);
}
