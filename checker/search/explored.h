/* A finished complete exploration, for the questions that need the whole graph.
 *
 * Edges are not stored: whoever needs them expands the states again (moves.h), which costs one more
 * pass and no memory per edge.
 */
#ifndef CHECKER_EXPLORED_H
#define CHECKER_EXPLORED_H

#include "checker/search/arrivals.h"
#include "checker/search/search.h"
#include "checker/search/spill.h"
#include "checker/search/store.h"

typedef struct Explored {
    const Question *question;
    const SearchOptions *options;
    Store *store;
    bool all_known; /* the store has every state that can be reached from those in it */
    const uint32_t
        *parents; /* depth-first only: the state each was first reached from, or STORE_NONE */
    /* Bit set over state numbers: states that violate an invariant.  A run ends there: they are
     * stored but were never expanded, and whoever walks the graph must not leave them either. */
    const uint8_t *violating;
    /* Breadth-first only: level k is the numbers levels[k] .. levels[k + 1] - 1. */
    uint32_t level_count;
    const uint32_t *levels;
    /* Breadth-first, where hope.h may use it, else NULL: for each state the number plus one of some
     * state that it leads to, of the next level if there is any; 0: none was seen. */
    const uint32_t *ahead;
    const Arrivals *arrivals;  /* breadth-first, when a failure is expected; else NULL */
    const struct Edits *edits; /* what one worker has learned, or NULL: nothing */
    const Spill *spill;        /* of `parents` or `ahead`; NULL: of neither */
    double started;            /* clock reading the time limit counts from */
} Explored;

/* Workers share these sets: while one asks for a bit another may set its neighbour. */
static inline bool bit_is_set(const uint8_t *bits, uint32_t number)
{
    return __atomic_load_n(&bits[number / 8], __ATOMIC_RELAXED) >> number % 8 & 1;
}

static inline void set_bit(uint8_t *bits, uint32_t number)
{
    __atomic_fetch_or(&bits[number / 8], (uint8_t)(1u << number % 8), __ATOMIC_RELAXED);
}

/* Has anything asked the search to end (time, interrupt, memory)?  Its name, or NULL.
 * `extra_bytes` is the memory in use beside the store and the parents; a search without a store
 * leaves that field NULL. */
const char *search_ended(const Explored *explored, uint64_t extra_bytes);
/* The same, but for memory. */
const char *search_told_to_end(const Explored *explored);
extern const char limit_memory[]; /* the last of these */

/* Is limits.memory in the way of so many bytes more?  Memory that only holds copies of what is on
 * disk is given back first. */
bool search_lacks_memory(const Explored *explored, uint64_t extra_bytes, uint64_t more_bytes);
/* The same question without consequences, for what is done when all states are there. */
bool search_has_room(const Explored *explored, uint64_t more_bytes);
/* For who reads states then, one after another, to be called for each; `at` counts them.  Copies of
 * what was spilled are given back before they take more memory than there may be.  True: they were,
 * and whoever has others should follow. */
#define READS_BETWEEN_LOOKS 32 /* a state may bring 64 KiB into memory for each of its moves */
bool search_has_read(const Explored *explored); /* so many */
static inline bool search_reads(const Explored *explored, uint32_t at)
{
    return at % READS_BETWEEN_LOOKS == 0 && search_has_read(explored);
}
/* Say something about memory or the disk to whoever asked (SearchOptions.tell). */
void search_tell(const SearchOptions *options, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* How much of the limits on memory and states a search with a store has used up: 0 .. 1. */
double search_fill(const Explored *explored);

/* canonical.c: the canonical way to a set of states.  Among the schedules of least length that end
 * in a state with `target[number]` set (or, if `throws`, in a failing step with that message), the
 * one with the fewest context switches, then the first in the order of (actor name, step name,
 * choice).  Needs levels, complete up to the target.  Takes a pass over all states before the
 * target and 8 bytes for each that leads to one; these are spilled if there is no room for them. */
typedef struct Target {
    const uint8_t *states; /* bit set over state numbers, or NULL */
    bool throws;           /* a THREW move is a target too... */
    const char *message;   /* ...if its message is this one, or NULL for any */
    uint32_t depth;        /* the length of the shortest schedule to a target */
} Target;
Schedule canonical_schedule(const Explored *explored, const Target *target);

/* Any way to a state, along the parents. */
Schedule parent_schedule(const Explored *explored, uint32_t state);

/* The index of the first initial state that is this stored state, or 0 if it is none. */
uint32_t initial_index(const Explored *explored, uint32_t state);
/* The first move of an actor (UINT32_MAX: of any) that leads from one stored state to another;
 * there must be one. */
Move move_between(const Explored *explored, uint32_t from, uint32_t to, uint32_t actor);

/* One move more at the end; `cycle` moves to the new end. */
void schedule_append(Schedule *schedule, Move move);
/* The state that the first `length` moves lead to; none of them may throw. */
void schedule_run(const Subject *subject, const Schedule *schedule, uint32_t length,
                  uint8_t *ret_state);

/* aftermath.c: append the canonical way from the end of a stuck schedule to a state that every run
 * from there comes back to for ever, unless too much lies ahead to find one. */
void add_aftermath(const Question *question, const SearchOptions *options, Schedule *schedule);

/* judge_whole.c: every reachable state is known and fine by itself; judge what is asked about the
 * whole: CHECK_REACHABLE and CHECK_EVENTUALLY, then CHECK_SOMETIMES.  Sets result->verdict and the
 * schedule by the first failure in the order of the checks; result->statistics must count the
 * predicates. */
void judge_whole(const Explored *explored, Result *result);

/* runs.c: the strategies that walk schedules instead of storing the whole space. */
Result search_random(const Question *question, const SearchOptions *options);
Result search_pct(const Question *question, const SearchOptions *options);
/* bounded.c */
Result search_bounded(const Question *question, const SearchOptions *options);

#endif
