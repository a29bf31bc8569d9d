/* The stack of a depth-first search that keeps no states: the path from the initial state, what
 * each step changed, and which moves are still to be made from where.
 *
 * There is one state, that at the end of the path.  A step forward makes a move and notes what it
 * overwrote; a step back puts that back.  So a step of the path costs some forty bytes, whatever
 * the size of the state.
 */
#ifndef CHECKER_TRAIL_H
#define CHECKER_TRAIL_H

#include "checker/search/random.h"
#include "checker/search/search.h"

/* Two bytes of the state as they were before a step. */
typedef struct TrailChange {
    uint16_t at; /* in units of two bytes */
    uint16_t before;
} TrailChange;

/* A move that leads on, to be made later. */
typedef struct TrailMove {
    uint16_t actor, choice;
} TrailMove;

/* A state on the path: how much of the two arrays below belongs to it. */
typedef struct TrailFrame {
    uint32_t moves;   /* still to be made from here */
    uint32_t changes; /* made on the way here */
} TrailFrame;

typedef struct Trail {
    uint8_t *state; /* where the path ends; the bytes up to the next multiple of 8 are zero */
    Schedule path;
    /* Private. */
    const Subject *subject;
    uint32_t words; /* of 8 bytes, that hold a state */
    uint8_t *before;
    TrailFrame *frames;
    TrailMove *moves;
    TrailChange *changes;
    uint32_t move_count, change_count;
    uint32_t path_room, frame_room, move_room, change_room;
} Trail;

void trail_init(Trail *trail, const Subject *subject);
void trail_free(Trail *trail);

/* Stand at this initial state, with an empty path. */
void trail_begin(Trail *trail, uint32_t initial);
/* From here this move is to be made. */
void trail_offer(Trail *trail, Move move);
/* Bring the moves that were offered here into a random order. */
void trail_shuffle(Trail *trail, Random *random);
/* Make the move that was offered last of those not made, from where it was offered.  False: none is
 * left. */
bool trail_advance(Trail *trail);

/* The path and one move more, which may throw.  The caller owns it. */
Schedule trail_schedule(const Trail *trail, const Move *last);

uint64_t trail_bytes(const Trail *trail); /* in use */

#endif
