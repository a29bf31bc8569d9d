/* Lists of leaves (leaves.h) as strings that are as short as they can be.
 *
 * A leaf's number has two bytes, because there are thousands of leaves.  But at one place of the
 * list only some of them come: often ten, seldom a thousand.  So each place counts its own, from 0,
 * in the order in which they come there, and its numbers have few bits: a state of 300 bytes is a
 * string of 16, which is copied, compared and hashed in some instructions.
 *
 * How many bits a place will need is not known before.  When it has run out of numbers the packing
 * is cramped, and must be widened: the place gets more of the string's spare bits, which are zero
 * in all strings so far.  Only when none are left strings become longer.
 *
 * Any number of threads may pack and unpack at once; while the packing is widened, nobody may. */
#ifndef CHECKER_PACKING_H
#define CHECKER_PACKING_H

#include "checker/search/reservation.h"
#include "checker/search/shape.h"
#include "checker/search/spinlock.h"

#define PACKING_MOST_PLACES 32
#define PACKING_LONGEST 72 /* bytes of a string: no number has more than 17 bits */

typedef struct Packing {
    Shape shape;
    uint32_t first_width;                       /* of every place's lowest bits */
    uint32_t bits;                              /* of a string, that belong to a place */
    _Atomic uint32_t used[PACKING_MOST_PLACES]; /* numbers, by place; may be read at any time */
    uint32_t width[PACKING_MOST_PLACES];        /* bits that each has */
    uint8_t above[SHAPE_MOST_ADDED + 1]; /* by added range: the bits of its number below it */
    _Atomic uint32_t *numbers;           /* by leaf and place: its number there plus one, or 0 */
    Leaf *leaves;                        /* by number and place: which leaf it is */
    Reservation numbers_reservation, leaves_reservation;
    Spinlock lock;            /* of what is new */
    _Atomic uint32_t cramped; /* places, a bit set */
} Packing;

/* Bits that a place has at first, if there is room for so many.  Tests lower it, before a search
 * begins: then packings are cramped all the time. */
extern uint32_t packing_most_first_width;
#define PACKING_USUAL_FIRST_WIDTH 8

/* For lists of so many leaves, at most PACKING_MOST_PLACES.  NULL: no memory. */
Packing *packing_new(uint32_t places);
void packing_free(Packing *packing); /* NULL is fine */

/* The string of a list, `shape.length` bytes; three more may be overwritten.  What is new gets a
 * number.  False: a place has none left, and the packing is cramped... */
bool packing_pack(Packing *packing, const Leaf *list, uint8_t *ret_string);
/* ...or nothing gets one.  False: there is something new, so no string was made of this list. */
bool packing_find(const Packing *packing, const Leaf *list, uint8_t *ret_string);
void packing_unpack(const Packing *packing, const uint8_t *string, Leaf *ret_list);

/* Give the places that need it more bits.  Strings are as they were, with zeros behind their end if
 * they have to be longer. */
void packing_widen(Packing *packing);
uint32_t packing_next_length(const Packing *packing); /* of strings then, in bytes */

uint64_t packing_bytes(const Packing *packing); /* memory in use, about */

#endif
