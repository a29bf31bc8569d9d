/* A question with its reductions applied: a subject of macro steps.
 *
 * A macro step is a step of the original subject, then as many safe steps as there are (ample.h),
 * then the exchange of names that leads to the representative (Question.symmetry).  It is a subject
 * like any other, so whatever searches, judges or walks states needs to know nothing of reductions;
 * what it finds is translated back at the end.  (Both together: Emerson, Jha, Peled, "Combining
 * partial order and symmetry reductions", TACAS 1997.)
 */
#ifndef CHECKER_REDUCTION_H
#define CHECKER_REDUCTION_H

#include "checker/search/ample.h"

#include <stdatomic.h>

typedef struct Reduction {
    Question question; /* the same one, about the macro steps; without reductions of its own */
    const Question *original;
    Subject subject;
    Ample ample;
    bool chains, renames; /* which reductions there are */
    atomic_bool
        groundless;  /* safe steps turned out to have no grounds: the search is worth nothing */
    uint64_t serial; /* no two reductions have the same */
    /* For Subject.safe: one for each thread that has come so far; more than there are workers,
     * because a search may begin again or be followed by passes with threads of their own. */
    _Atomic(struct ThreadMemory *) memories;
    _Atomic uint8_t *ran; /* per step: it was taken on the way from one stored state to another */
} Reduction;

/* Set up what the question and the options allow.  False: nothing; then there is nothing to free.
 * `original` must outlive the reduction, which must not be moved. */
bool reduction_init(Reduction *reduction, const Question *original, const SearchOptions *options);
void reduction_free(Reduction *reduction);

/* Figures of a reduced search, as far as they mean something for the original. */
void reduction_correct(const Reduction *reduction, Statistics *statistics);

/* The schedule of the original question that belongs to one of macro steps.  False if
 * representatives are too coarse to find one; then *ret_schedule is empty. */
bool reduction_translate(Reduction *reduction, const Schedule *of_macros, Schedule *ret_schedule);

/* This thread's memory for Subject.safe. */
void *reduction_memory(Reduction *reduction);

#endif
