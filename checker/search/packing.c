#include "checker/search/packing.h"

#include "checker/search/require.h"

#include <stdlib.h>

#define MOST_LEAVES (UINT16_MAX + UINT32_C(1))

/* -------- the shape -------- */

#define SHORTEST 16   /* bytes of a string: two words */
#define LONGER 8      /* and by so many they become longer */
#define LEAST_WIDTH 4 /* bits of a number, at first */
#define WIDER 2       /* and by so many it becomes wider */

uint32_t packing_most_first_width = PACKING_USUAL_FIRST_WIDTH;

static uint32_t least_length(uint32_t bits)
{
    uint32_t length = (bits + 8 * LONGER - 1) / (8 * LONGER) * LONGER;
    return length < SHORTEST ? SHORTEST : length;
}

/* Some of the shortest string should be spare at first. */
static void lay_out(Packing *p, uint32_t places)
{
    uint32_t width = 8 * SHORTEST * 3 / 4 / places;
    if (width < LEAST_WIDTH) width = LEAST_WIDTH;
    if (width > packing_most_first_width) width = packing_most_first_width;
    p->first_width = width;
    p->bits = places * width;
    shape_init(&p->shape, places, width, least_length(p->bits));
    for (uint32_t place = 0; place < places; place++)
        p->width[place] = width;
}

static void widen_place(Packing *p, uint32_t place)
{
    Shape *shape = &p->shape;
    uint32_t number = ++shape->added_count;
    REQUIRE(number <= SHAPE_MOST_ADDED, "a packing has more ranges than there can be");
    Range *last = &shape->lowest[place];
    while (last->next)
        last = &shape->added[last->next];
    last->next = (uint8_t)number;
    shape->added[number] = (Range){.begin = (uint16_t)p->bits, .width = WIDER};
    shape->added_to[number] = (uint16_t)place;
    p->above[number] = (uint8_t)p->width[place];
    p->width[place] += WIDER;
    p->bits += WIDER;
}

uint32_t packing_next_length(const Packing *packing)
{
    uint32_t bits = packing->bits + WIDER * (uint32_t)__builtin_popcount(packing->cramped);
    return bits <= 8 * packing->shape.length ? packing->shape.length : least_length(bits);
}

void packing_widen(Packing *packing)
{
    Packing *p = packing;
    p->shape.length = packing_next_length(p);
    for (uint32_t left = p->cramped; left; left &= left - 1)
        widen_place(p, (uint32_t)__builtin_ctz(left));
    p->cramped = 0;
}

/* -------- memory -------- */

Packing *packing_new(uint32_t places)
{
    Packing *p = calloc(1, sizeof *p);
    if (!p) return NULL;
    p->numbers_reservation = reservation_sparse(places * MOST_LEAVES * sizeof *p->numbers);
    p->leaves_reservation = reservation_sparse(places * MOST_LEAVES * sizeof *p->leaves);
    p->numbers = p->numbers_reservation.start;
    p->leaves = p->leaves_reservation.start;
    lay_out(p, places);
    if (p->numbers && p->leaves) return p;
    packing_free(p);
    return NULL;
}

void packing_free(Packing *packing)
{
    if (!packing) return;
    reservation_free(&packing->numbers_reservation);
    reservation_free(&packing->leaves_reservation);
    free(packing);
}

uint64_t packing_bytes(const Packing *packing)
{
    uint64_t used = 0;
    for (uint32_t place = 0; place < packing->shape.places; place++)
        used += packing->used[place];
    return sizeof *packing + used * (sizeof *packing->numbers + sizeof *packing->leaves);
}

/* -------- numbers -------- */

static inline _Atomic uint32_t *number_of(const Packing *p, uint32_t place, Leaf leaf)
{
    return &p->numbers[leaf * p->shape.places + place];
}

static inline Leaf *leaf_of(const Packing *p, uint32_t place, uint32_t number)
{
    return &p->leaves[number * p->shape.places + place];
}

/* A number for a leaf that is new there, plus one; 0: there is none.  Whoever sees it finds the
 * leaf. */
static uint32_t add(Packing *p, uint32_t place, Leaf leaf)
{
    spinlock_take(&p->lock);
    uint32_t found = atomic_load_explicit(number_of(p, place, leaf), memory_order_relaxed);
    bool has_room = p->used[place] >> p->width[place] == 0;
    if (!found && has_room) {
        *leaf_of(p, place, p->used[place]) = leaf;
        found = ++p->used[place];
        atomic_store_explicit(number_of(p, place, leaf), found, memory_order_release);
    } else if (!found) p->cramped |= UINT32_C(1) << place;
    spinlock_release(&p->lock);
    return found;
}

/* The number of a leaf that is known there, plus one, or 0. */
static inline uint32_t known(const Packing *p, uint32_t place, Leaf leaf)
{
    return atomic_load_explicit(number_of(p, place, leaf), memory_order_acquire);
}

bool packing_pack(Packing *packing, const Leaf *list, uint8_t *ret_string)
{
    memset(ret_string, 0, packing->shape.length);
    for (uint32_t place = 0; place < packing->shape.places; place++) {
        uint32_t found = known(packing, place, list[place]);
        if (!found) found = add(packing, place, list[place]);
        if (!found) return false;
        shape_set(&packing->shape, ret_string, place, found - 1);
    }
    return true;
}

bool packing_find(const Packing *packing, const Leaf *list, uint8_t *ret_string)
{
    memset(ret_string, 0, packing->shape.length);
    for (uint32_t place = 0; place < packing->shape.places; place++) {
        uint32_t found = known(packing, place, list[place]);
        if (!found) return false;
        shape_set(&packing->shape, ret_string, place, found - 1);
    }
    return true;
}

static inline uint32_t bits_at(const uint8_t *string, uint32_t bit)
{
    uint32_t word;
    memcpy(&word, string + bit / 8, sizeof word);
    return le32toh(word) >> bit % 8;
}

/* As shape_get() does: all lowest ranges are as wide, and lie back to back. */
void packing_unpack(const Packing *packing, const uint8_t *string, Leaf *ret_list)
{
    const Shape *shape = &packing->shape;
    const Leaf *leaves = packing->leaves;
    uint32_t numbers[PACKING_MOST_PLACES];
    uint32_t places = shape->places, added_count = shape->added_count, width = packing->first_width;
    for (uint32_t place = 0, bit = 0; place < places; place++, bit += width)
        numbers[place] = bits_at(string, bit) & ((1u << width) - 1);
    for (uint32_t i = 1; i <= added_count; i++) {
        uint32_t bits = bits_at(string, shape->added[i].begin) & ((1u << WIDER) - 1);
        numbers[shape->added_to[i]] |= bits << packing->above[i];
    }
    for (uint32_t place = 0; place < places; place++, leaves++)
        ret_list[place] = leaves[numbers[place] * places];
}
