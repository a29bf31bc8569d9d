/* Checkpoints: a long breadth-first search leaves on the disk what it takes to go on later, with
 * the same answer and the same figures.
 *
 * States are numbered in the order in which they were found, and a breadth-first search expands
 * them in this order, up to a level's end.  So three things are enough: the states, which are only
 * ever added to; what else is known of each; and some figures.
 *
 *   NAME.journal      what was added, checkpoint by checkpoint: leaves, strings, successors
 *   NAME.checkpoint   the figures, and how much of the journal counts; written anew each time under
 *                     another name, synchronised, and renamed
 *
 * Whatever is cut off, whenever, the older checkpoint is still there: what the journal has behind
 * it does not count, and is overwritten by the next.
 *
 * NAME is `reduced`, `reduced-every-order` or `plain`: a search with reductions may go on to one
 * without (reduced.c).
 */
#ifndef CHECKER_CHECKPOINT_H
#define CHECKER_CHECKPOINT_H

#include "checker/search/search.h"

#define CHECKPOINT_FORMAT 2u
#define CHECKPOINT_MOST_IDENTITY 256

typedef struct CheckpointPlan {
    const char *folder;   /* exists */
    const char *identity; /* of the question, and of all options that change what is searched */
    double seconds;       /* from one checkpoint to the next */
    bool resume;          /* go on from the one that is there, if there is one */
    /* Something does not work; `sentence` says what.  The search goes on all the same. */
    void (*complain)(void *data, const char *sentence);
    void *data;
} CheckpointPlan;

/* What a search keeps about its checkpoints. */
typedef struct Checkpoint {
    uint64_t journal_bytes;
    uint32_t leaves, states, expanded; /* so many of each are in the journal */
    double seconds;                    /* what searches before this one have taken */
    double taken;                      /* clock reading of the last */
    bool broken;                       /* it could not be written, and that was said */
} Checkpoint;

typedef struct Exploration Exploration;

/* With a plan: is it time for the next?  Sets exploration->due, and then every worker finishes what
 * it has begun and meets the others. */
void checkpoint_look_at_clock(Exploration *exploration);

/* All workers have met: write one, if there is a plan, unless that cannot be gone on from.  Ends
 * the search if it was to end after that. */
void checkpoint_take(Exploration *exploration);

/* How long the leaves are in the checkpoint from which the search is to go on; 0: there is none. */
uint32_t checkpoint_leaf_size(const SearchOptions *options);

/* Fill an exploration that has nothing yet with what the checkpoint says.  False: there is none,
 * and the search begins at the beginning.  One that cannot be used ends the search; why was said.
 */
bool checkpoint_resume(Exploration *exploration);
/* The name of VERDICT_INCOMPLETE then. */
extern const char checkpoint_verdict[];

/* The search begins again in another way: forget its checkpoint... */
void checkpoint_discard(const SearchOptions *options);
/* ...or has an answer: forget all that led to it. */
void checkpoint_discard_all(const CheckpointPlan *plan);

#endif
