/* A state as a list of short numbers: its leaves.
 *
 * The state is cut into its objects (Subject.objects), and these into stretches of at most 16
 * bytes.  A step changes a few bytes, so the same stretches come again and again: millions of
 * states have only thousands of different ones.  Each is kept once, with zeros behind its end if it
 * is short, and has a number of two bytes; a state is the list of them, about an eighth of its
 * length, and nothing is lost.
 *
 * Two bytes are not enough for a subject whose stretches vary too much.  Then a shorter cut has
 * fewer values: half as long, at worst 2 bytes, of which there are no more than numbers.  Whoever
 * runs out of numbers begins again with a shorter cut.
 *
 * In the list the leaves of every second object of a kind come first: what belongs to one M is in
 * one half, so that a step changes few halves, and both halves vary about equally, so that there
 * are few of them (tree.h).
 *
 * Any number of threads may use them at once.
 */
#ifndef CHECKER_LEAVES_H
#define CHECKER_LEAVES_H

#include "checker/search/numbering.h"
#include "checker/subject.h"

#include <string.h>

#define LEAVES_LONGEST 16 /* bytes of a leaf */
#define LEAVES_SHORTEST 2
#define LEAVES_BYTES 1 /* of short states, every byte by itself */
#define LEAVES_MOST (SUBJECT_MAX_STATE / LEAVES_SHORTEST)

typedef uint16_t Leaf; /* the number of one */

typedef struct Leaves {
    uint32_t state_size;
    uint32_t size;       /* of the longest, in bytes */
    uint32_t count;      /* in a state... */
    uint32_t left_count; /* ...and of these, in the left half of the list */
    Numbering *numbering;
    /* By place in the list: the leaf's first byte in the state, and how many it has. */
    uint16_t offset[LEAVES_MOST];
    uint8_t length[LEAVES_MOST];
    uint64_t stretches[LEAVES_MOST]; /* bit set: those of 64 bytes that it lies in */
    /* By rank: the place in the list, and again the first byte. */
    uint16_t place[LEAVES_MOST], begin[LEAVES_MOST];
} Leaves;

/* A list is so long, in bytes. */
static inline uint32_t leaves_length(const Leaves *leaves)
{
    return leaves->count * (uint32_t)sizeof(Leaf);
}

/* For the states of this subject; `size` is 16, 8, 4 or 2 bytes, or for short states 1.  NULL: no
 * memory. */
Leaves *leaves_new(const Subject *subject, uint32_t size);
void leaves_free(Leaves *leaves); /* NULL is fine */

/* The place in the list of the leaf that has this byte. */
uint32_t leaves_place_of(const Leaves *leaves, uint32_t byte);

/* The number of a leaf of `size` bytes.  False: there are no numbers left. */
bool leaves_enter(Leaves *leaves, const uint8_t *bytes, Leaf *ret_leaf);
uint32_t leaves_count(const Leaves *leaves); /* numbers given away */
/* Have all numbers been given away? */
bool leaves_used_up(const Leaves *leaves);

/* The list of a state.  `near` is a state whose list is `near_list`, and that may differ from it
 * only in the stretches of 64 bytes that have a bit in `dirty`; or NULL.  What is new is entered...
 * False: there are no numbers left. */
bool leaves_list(Leaves *leaves, const uint8_t *state, const uint8_t *near, const Leaf *near_list,
                 uint64_t dirty, Leaf *ret_list);
/* ...or nothing is.  False: a leaf is not there, so the state was never entered. */
bool leaves_find(Leaves *leaves, const uint8_t *state, const uint8_t *near, const Leaf *near_list,
                 uint64_t dirty, Leaf *ret_list);

uint64_t leaves_bytes(const Leaves *leaves); /* memory in use */

static inline const uint8_t *leaves_at(const Leaves *leaves, Leaf leaf)
{
    return numbering_at(leaves->numbering, leaf);
}

/* The state that a list stands for; 15 bytes behind its end may be overwritten. */
void leaves_unfold(const Leaves *leaves, const Leaf *list, uint8_t *ret_state);

#endif
