/* The Markov chain of a question: its reachable states, and the random scheduler that walks them.
 *
 * The scheduler is that of --strategy random, move for move (search/walk.h): of the actors that can
 * change something each moves next with the same probability, then each of its alternatives that
 * changes something with the same probability.  A run ends where it fails, or where nobody can
 * change anything any more.
 *
 * A goal (CHECK_EVENTUALLY) is met on the way, not in a state, so a place is a state together with
 * the goals that the run has met.
 */
#ifndef CHECKER_ANALYSIS_CHAIN_H
#define CHECKER_ANALYSIS_CHAIN_H

#include "checker/search/components.h"

#include <glib.h>

typedef enum PlaceKind {
    PLACE_GOES_ON,
    PLACE_FAILS,       /* in the way that the question asks for */
    PLACE_PASSED_OVER, /* in another way */
    PLACE_HALTS        /* nobody can change anything any more; a failure if the place is lost */
} PlaceKind;

/* Throwing moves lead to the first two places. */
enum { CHAIN_FAILED, CHAIN_PASSED_OVER, CHAIN_FIRST_STATE };

typedef struct Chain {
    uint32_t place_count;
    uint32_t state_count;  /* states of the question among them */
    uint32_t source_count; /* runs begin in each of these places with the same probability */
    uint32_t *sources;     /* one for each initial state of the subject */
    uint8_t *kind;         /* per place: a PlaceKind */
    uint32_t *state;       /* per place: its state; nothing for the two ends */
    /* Bit set: from here on some goal can never be met, in a way that the question asks for.  A run
     * that stays here for ever, or is cut off here, is a failure. */
    uint8_t *lost;
    uint64_t *first;  /* the moves out of place s are first[s] .. first[s + 1] - 1 */
    uint32_t *target; /* of each move */
    uint8_t *actor;   /* of each move */
    uint32_t *ways;   /* of each move: its probability is 1 / ways */
} Chain;

/* Build it.  Returns NULL, or the name of what is in the way: a limit of `options` ("states",
 * "memory", "time", "interrupt"), or "goals" if there are more than CHAIN_MOST_GOALS to be met.
 * Call chain_clear in either case. */
#define CHAIN_MOST_GOALS 4
const char *chain_build(Chain *chain, const Question *question, const SearchOptions *options);
void chain_clear(Chain *chain);

/* Strongly connected, a move leads to the same component or to one with a lower number.  Free with
 * components_free. */
void chain_components(const Chain *chain, Components *ret_components);

static inline double chain_probability(const Chain *chain, uint64_t move)
{
    return 1.0 / chain->ways[move];
}

#endif
