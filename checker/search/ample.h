/* Partial-order reduction by safe steps: where one actor's next step is independent of all that the
 * others may do before it, and nobody looks at what it changes, that step is taken first and the
 * other orders are left out (ample sets of one step: Godefroid 1996; Clarke, Grumberg, Peled 1999).
 *
 * The states between are not stored: the search takes safe steps one after another, a chain, until
 * nobody has one, and stores where that ends.  So every stored state is expanded fully, which is
 * what keeps a step from being put off for ever.  A chain depends on the state it begins in and on
 * nothing else.  docs/reductions.md argues why no failure is lost.
 */
#ifndef CHECKER_AMPLE_H
#define CHECKER_AMPLE_H

#include "checker/search/search.h"

/* A chain this long goes round in a circle, or might: then its last state is stored, safe steps or
 * not. */
#define AMPLE_MOST_MOVES 1000

/* Constant during a search; may be shared by threads. */
typedef struct Ample {
    const Question *question;
} Ample;

/* Why a question is not searched with this reduction, as a sentence; NULL if it can be. */
const char *ample_obstacle(const Question *question, const SearchOptions *options);

/* What a chain came to. */
typedef enum AmpleEnd {
    AMPLE_STANDS,    /* a state to store */
    AMPLE_THROWS,    /* a step of the chain throws, and the question wants that */
    AMPLE_GROUNDLESS /* Subject.safe has no grounds: search without the reduction */
} AmpleEnd;

/* Called for each move of a chain, the one that throws included. */
typedef void AmpleVisitor(void *data, Move move);

/* Take safe steps from `state`, in place.  `memory` is this thread's for Subject.safe. */
AmpleEnd ample_chain(const Ample *ample, uint8_t *state, void *memory, AmpleVisitor *visit,
                     void *data, uint32_t *ret_message);

#endif
