/* A complete search under way: what the workers (worker.c) and the loop (explore.c) share, and
 * conclude.c reads its answer from. */
#ifndef CHECKER_EXPLORATION_H
#define CHECKER_EXPLORATION_H

#include "checker/search/checkpoint.h"
#include "checker/search/crew.h"
#include "checker/search/edits.h"
#include "checker/search/explored.h"
#include "checker/search/finds.h"
#include "checker/search/judge.h"
#include "checker/search/memory.h"
#include "checker/search/records.h"
#include "checker/search/reservation.h"
#include "checker/search/sleep.h"
#include "checker/search/statistics.h"
#include "checker/search/truths.h"

#include <assert.h>

/* Successors wait here between being generated and being looked up, so that several cache misses
 * are under way at the same time. */
#define BATCH_SIZE 128
static_assert(BATCH_SIZE <= STORE_MOST_BATCH, "a batch is inserted at once");

/* From so many states on it is worth to start a crew: for a search of some ten milliseconds threads
 * that start, meet at each level and record steps for themselves gain nothing. */
#define WORTH_A_CREW 4096

typedef struct Batch {
    uint32_t depth; /* of every state in it */
    StoreBatch keys;
    uint32_t parents[BATCH_SIZE];
    uint64_t noticed_by[BATCH_SIZE]; /* checks (judge.h) */
    SleepOrigin origins[BATCH_SIZE];
    uint8_t *states; /* BATCH_SIZE of them, back to back; NULL: their strings are the states */
} Batch;

/* A state that waits on the stack of a depth-first search. */
typedef struct Pending {
    uint32_t state, depth;
} Pending;

typedef struct PendingStack {
    Pending *items;
    uint32_t height, room;
} PendingStack;

/* The wanted failures that the fewest steps lead to; deeper ones are forgotten. */
typedef struct Failures {
    bool found;
    uint32_t depth; /* length of the schedules to them */
    uint32_t count, room;
    uint32_t *states;     /* violating or deadlocked, in the order of discovery */
    bool throws;          /* some move throws after `depth` - 1 others, first of all: */
    uint32_t throws_from; /* in this state */
    Move throws_by;
} Failures;

/* What all do together while nobody searches. */
typedef enum Chore {
    CHORE_NONE,
    CHORE_ENTER, /* the index grows: all states are entered again */
    CHORE_BUNDLE /* states are bundled */
} Chore;

/* One thread of the search, and what is its own. */
typedef struct Worker {
    _Alignas(MEMORY_APART) Exploration *exploration;
    uint32_t member; /* of the crew */
    uint32_t depth;  /* of the state taken last */
    Opened opened;   /* that state */
    Opened admitted; /* a new state that has to be judged */
    Batch batch;
    Recording *recording; /* what steps have done so far, and... */
    Edits *edits;         /* ...what that makes of lists; NULL: steps are taken */
    Opened *ahead;        /* with edits, the states to be expanded next, if they must be opened */
    OpenBundle *bundle;   /* breadth-first, with bundles: the one that they are in */
    Finds finds, found;   /* breadth-first: of the current level, of the next one... */
    Portion portion;      /* ...and what it has taken: of the level, or of the stack */
    PendingStack stack;   /* depth-first */
    Failures failures;
    Statistics statistics;
    Crowds crowds;
    uint64_t judged;   /* states: a check is true where it is not counted as false */
    bool cut;          /* the depth limit left a state with moves unexpanded */
    bool looks_seldom; /* at the clock */
    bool idle;         /* it has met the others because it has nothing left to do */
    uint64_t visited, visited_at_clock; /* states: now, and when the clock was looked at */
    uint64_t visited_at_count;          /* when it is to be counted again */
} Worker;

struct Exploration {
    Explored explored; /* what later passes need; points into what follows */
    Store *store;
    uint32_t *parents; /* depth-first only */
    uint8_t *violating;
    Arrivals *arrivals; /* breadth-first, when a failure is expected */
    uint32_t *ahead;    /* breadth-first, when none is and a goal is to stay reachable */
    uint32_t *levels;   /* breadth-first only */
    uint32_t levels_room;
    Sleep sleep;
    Truths truths;
    bool depth_first;
    uint32_t room;      /* states that the arrays can take */
    uint32_t crew_from; /* states that are worth a crew */

    uint32_t depth, level_end; /* breadth-first: of the current level */
    bool is_in_order;          /* breadth-first: states are taken in the order of numbers */
    bool is_shared_out;        /* breadth-first: whose find a state of this level is, is known */
    /* Breadth-first: the first state of the level that nobody has taken; if it is shared out, as
     * many of it as are taken are before this number.  Written often. */
    _Alignas(MEMORY_APART) _Atomic uint64_t next;
    _Alignas(
        MEMORY_APART) _Atomic(const char *) ended; /* the limit that ended the search, or NULL */
    atomic_bool failed;                            /* a failure was found */
    /* All are to meet soon, because a checkpoint is to be written or memory is short... */
    atomic_bool due;
    _Atomic(const char *) ending; /* ...and then the search ends, because of this */
    Checkpoint checkpoint;
    bool alone;             /* the crew has not been started yet */
    bool finished;          /* it goes home */
    Chore chore;            /* what the crew does as one */
    _Atomic uint64_t taken; /* of that, up to this state or bundle */
    uint32_t bundles;       /* that there will be then */
    double reported;        /* clock reading of the last progress report */

    Failures failures;
    Statistics statistics;
    bool cut;

    Crew crew;
    Worker *workers;
    uint32_t worker_count;
    Reservation parents_reservation, ahead_reservation, violating_reservation;
    Spill spill;       /* of `parents` or `ahead`, whichever there is */
    bool cannot_spill; /* that was tried, and said */
    bool has_spilled;  /* so memory fills up quickly with copies of what is read again */
};

/* False: not even an empty search fits into memory.  Free it in either case. */
bool exploration_init(Exploration *exploration, const Question *question,
                      const SearchOptions *options);
void exploration_free(Exploration *exploration);
/* What the first worker needs from the beginning, and others when they begin to work: room for what
 * is noted of states that they find and expand. */
void exploration_begin_notes(Exploration *exploration, Worker *worker);

/* What lies ahead, as seen by one worker while others work. */
Prognosis exploration_prognosis(const Exploration *exploration);

/* Move what one worker has found and counted into what is known of the whole. */
void exploration_collect(Exploration *exploration, Worker *worker);

/* Add what is known of the whole, and what the workers have found and counted, to `sum`: its
 * failures, statistics and whether it was cut. */
void exploration_sum(Exploration *exploration, Exploration *sum);

void failures_add(Failures *failures, uint32_t depth, uint32_t state);
void failures_add_throw(Failures *failures, uint32_t depth, uint32_t from, Move by);

/* -------- admit.c -------- */

/* The state at this place of the batch, or where it is to be written: one that has no leaves is its
 * own string. */
static inline uint8_t *worker_state_at(const Worker *w, uint32_t index)
{
    const Batch *batch = &w->batch;
    if (!batch->states) return store_string(&batch->keys, index);
    return batch->states + index * w->exploration->explored.question->subject->state_size;
}

/* Insert the batch, judge what is new, and begin another. */
void worker_flush(Worker *worker);
/* Room for another batch: the index may grow, and strings become longer ones. */
void worker_make_room(Worker *worker);
/* The store may have been widened: see to it that the worker knows. */
void worker_follow(Worker *worker);
/* A state with this number, reached in `depth` steps, is judged so. */
void worker_note(Worker *worker, Judgement judgement, uint32_t depth, uint32_t state);

/* -------- expand.c -------- */

/* Put the initial states into the store. */
void worker_begin(Worker *worker);
/* States that a worker has taken, and what was noted of them. */
typedef struct Waiting {
    const uint32_t *numbers;
    const SleepOrigin *origins;
    uint32_t count;
} Waiting;

/* Expand the first of some states, as far as they are not violating, or find out that the depth
 * limit forbids it; how many it were.  Those that follow are asked for. */
uint32_t worker_visit_some(Worker *worker, Waiting states);

/* A move by this actor throws; a state where nobody can move: are they failures? */
void worker_note_throw(Worker *worker, uint32_t from, Move by, uint32_t message);
void worker_note_halt(Worker *worker, uint32_t state);

/* -------- expand_edits.c -------- */

/* Expand the first of some states with edits, unless they are violating; how many it were. */
uint32_t worker_visit_edited(Worker *worker, Waiting states);

/* -------- worker.c -------- */

/* Expand states until none is left for this worker, or the search has ended, or (depth-first)
 * another worker has none and this one has some to spare. */
void worker_work(Worker *worker);
/* Memory of this worker alone that grows with the search. */
uint64_t worker_bytes(const Worker *worker);
/* Bring the worker's statistics up to date with what was counted elsewhere. */
void worker_count(Worker *worker);
/* Meet the crew; what is then to be done together is done. */
void worker_meet(Worker *worker, bool idle);

/* -------- room.c -------- */

/* May something be moved to disk if memory is short? */
bool exploration_may_spill(const Exploration *exploration);
/* Memory that must be left over, bytes. */
uint64_t exploration_margin(const Exploration *exploration);
/* Is there memory for so many bytes more, after spilling if need be?  When nobody inserts; `idle`:
 * and no state is half expanded. */
bool exploration_has_room(Exploration *exploration, uint64_t more, bool idle);
/* Let the index grow, when nobody inserts.  False: it cannot, and if that is for want of memory the
 * search ends. */
bool exploration_grow(Exploration *exploration);
/* Make room in strings, when nobody inserts.  True: they are longer now, and all states must be
 * entered again.  Where there is no room the search ends. */
bool exploration_widen(Exploration *exploration);
/* All that, and bundling, for one worker alone, until there is room for so many. */
void exploration_make_room(Exploration *exploration, uint32_t coming);
/* All workers have met because something is due. */
void exploration_take_stock(Exploration *exploration);
/* End the search; with a checkpoint to write, between two states. */
void exploration_end(Exploration *exploration, const char *because);

/* -------- explore.c -------- */

/* Breadth-first: every state below this number is expanded, none from there on, when all have met;
 * in the middle of a level that is shared out, only how many are. */
uint32_t exploration_expanded(const Exploration *exploration);

/* Breadth-first: make what the current level led to the next one.  False: there is none, or a
 * failure was found, or the search has ended. */
bool exploration_next_level(Exploration *exploration);
/* When all workers have met: decide what comes next. */
void exploration_turn(void *exploration);

/* Turn what was explored into a verdict and a schedule; the statistics move to the result. */
Result exploration_conclude(Exploration *exploration);

/* What ended a search that has to begin again: with shorter leaves, or with strings that need not
 * become longer, because some have been spilled. */
extern const char exploration_lacks_leaves[], exploration_is_cramped[];

/* STRATEGY_BFS and STRATEGY_DFS. */
Result search_complete(const Question *question, const SearchOptions *options);

#endif
