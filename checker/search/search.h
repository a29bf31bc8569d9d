/* The search: a question about a subject in, a result out.
 *
 * Strategies are interchangeable; what an answer is worth is not.  Only a complete search says
 * HOLDS.  Everything is deterministic: the same question, strategy and seed give the same result,
 * except where a time limit, a memory ceiling or an interrupt ends the search first.
 */
#ifndef CHECKER_SEARCH_H
#define CHECKER_SEARCH_H

#include "checker/subject.h"

#include <stdatomic.h>

/* What is asked of a predicate.  The verdict in brackets is the answer when it fails. */
typedef enum CheckKind {
    CHECK_ALWAYS,     /* true in every reachable state [violates] */
    CHECK_SOMETIMES,  /* true in at least one reachable state [violates, without a schedule] */
    CHECK_REACHABLE,  /* stays reachable: AG EF [stuck] */
    CHECK_EVENTUALLY, /* on every weakly fair schedule, at some time: AF [livelock; or stuck when a
                       * finite run ends without it] */
} CheckKind;

typedef struct Check {
    CheckKind kind;
    const char *name; /* what the verdict names */
    const char *text; /* the formula, for people */
    bool (*holds)(const void *context, const uint8_t *state);
    const void *context;
    /* As in Predicate. */
    Notice (*sees)(const void *context, const uint8_t *before, const uint8_t *after,
                   uint32_t actor);
    void (*watches)(const void *context, uint64_t *bytes);
    bool (*breaks)(const void *context, const uint8_t *before, const uint8_t *after,
                   const uint64_t *known);
} Check;

/* What is asked of a predicate of a subject, both of which must outlive the check. */
static inline Check check_of(CheckKind kind, const Subject *subject, const Predicate *predicate)
{
    return (Check){kind,
                   predicate->name,
                   predicate->text,
                   predicate->holds,
                   subject->context,
                   predicate->sees,
                   predicate->watches,
                   predicate->breaks};
}

typedef enum VerdictKind {
    VERDICT_HOLDS,
    VERDICT_VIOLATES,
    VERDICT_THROWS,
    VERDICT_DEADLOCK,
    VERDICT_STUCK,
    VERDICT_LIVELOCK,
    VERDICT_DIVERGES,  /* replay only */
    VERDICT_INCOMPLETE /* name says what ended it: "depth", "states", "memory", "time",
                        * "interrupt", "preemptions", "sampled", "hash compaction", "bitstate",
                        * "swarm"; "checkpoint": one that cannot be gone on from */
} VerdictKind;

/* `name` is the invariant, the message or the goal; NULL where the kind says it all.  Points into
 * the question or static storage. */
typedef struct Verdict {
    VerdictKind kind;
    const char *name;
} Verdict;

/* One move of a schedule. */
typedef struct Move {
    uint16_t actor;
    uint16_t choice;
    uint16_t step; /* index into Subject.steps */
} Move;

/* The one currency: what a search produces and a replay consumes.  Owned by whoever holds it. */
typedef struct Schedule {
    uint32_t initial; /* which initial state */
    uint32_t length;
    uint32_t cycle; /* a lasso returns to the state before move `cycle`; length if there is none */
    uint32_t aftermath; /* with STUCK: so many of the moves, the last ones, are made when the goal
                         * is lost already, and show what that leads to */
    Move *moves;
} Schedule;

void schedule_free(Schedule *schedule); /* NULL is fine; always clears the contents */

typedef enum Strategy {
    STRATEGY_BFS,     /* complete; the canonical counterexample */
    STRATEGY_DFS,     /* complete; some counterexample */
    STRATEGY_BOUNDED, /* depth-first within --max-depth and --max-preemptions */
    STRATEGY_RANDOM,  /* uniform random walks */
    STRATEGY_PCT,     /* priorities with d change points (Burckhardt and others, ASPLOS 2010) */
} Strategy;

#define SEARCH_MOST_WORKERS 64
/* How visited states are remembered.  All but the first two are lossy: they may take a new state
 * for a known one, search depth-first whatever the strategy, and never answer VERDICT_HOLDS
 * (lossy.h). */
typedef enum StoreKind {
    STORE_EXACT,    /* every state: short ones as they are, others as the numbers of their parts */
    STORE_COMPACT,  /* every state, in half the memory and more time (store.h) */
    STORE_HASH64,   /* hash compaction: a fingerprint of 64 bits of each state */
    STORE_HASH48,   /* of 48 */
    STORE_HASH40,   /* of 40 */
    STORE_BITSTATE, /* a few bits of each state, in one array of bits */
    STORE_COUNT
} StoreKind;

extern const char *const store_names[STORE_COUNT]; /* of the command line */

static inline bool store_is_lossy(StoreKind kind)
{
    return kind > STORE_COMPACT;
}

/* When an exact search reaches the limit on memory. */
typedef enum OnFull {
    FULL_STOP,     /* the answer is incomplete */
    FULL_COMPACT,  /* go on with STORE_COMPACT */
    FULL_BITSTATE, /* go on with STORE_BITSTATE: never VERDICT_HOLDS */
    FULL_COUNT
} OnFull;

extern const char *const on_full_names[FULL_COUNT]; /* of the command line */

/* Zero means no limit or the default. */
typedef struct Limits {
    uint64_t states;
    uint64_t memory; /* bytes.  Lossy: the size of the table; default 256 MiB */
    uint32_t depth;  /* steps of one schedule */
    uint32_t preemptions;
    bool bound_preemptions; /* STRATEGY_BOUNDED: `preemptions` counts, and may be 0 */
    double seconds;
    uint64_t runs;          /* random, PCT: how many schedules are tried; default 100,000 */
    uint32_t change_points; /* PCT: priority changes in one run, at most 1000; default: each run
                             * draws 0 .. 9 */
} Limits;

/* States that differ by names only.  `canonicalise` replaces a state by one that is bisimilar to it
 * (the same moves to such states again, but for the actors' names and the numbers of choices; the
 * same messages, the same value of every check, the same deadlocks), and the same one for as many
 * such states as it can manage.  It is pure, and may be called by several threads at once.  States
 * that differ by values which nobody reads again are such, too, without any names (dead.h). */
typedef struct Symmetry {
    void (*canonicalise)(const void *context, uint8_t *state);
    const void *context;
    uint32_t actors; /* bit set: those that may exchange their names */
} Symmetry;

typedef struct Question {
    const Subject *subject;
    uint32_t check_count;
    const Check *checks;
    /* If not NULL only this verdict ends the search; other failures end their own run and are
     * counted.  Its name may be NULL: any of that kind. */
    const Verdict *find;
    /* Used by complete searches unless the options say no; NULL: there is none.  Weak fairness asks
     * who moves, so with a CHECK_EVENTUALLY it is left unused. */
    const Symmetry *symmetry;
} Question;

/* Called from time to time with the figures so far; may be NULL. */
typedef struct Statistics Statistics;
typedef void Progress(void *data, const Statistics *so_far);

typedef struct SearchOptions {
    Strategy strategy;
    StoreKind store;
    uint32_t hash_functions; /* bitstate: bits that a state sets, at least 1; 0: the default, 3 */
    uint32_t swarm;          /* lossy: so many searches in random order, each in a table of its own;
                              * 0: one search, not in random order */
    uint64_t seed;
    uint32_t
        workers; /* bfs, dfs: threads that search together, at most SEARCH_MOST_WORKERS; 0: one */
    uint32_t crew_from; /* from so many states on it is worth to start them; 0: some hundreds */
    /* Searches side by side: how many processors none of them works on.  A search takes its further
     * workers out of it, as many as there are, and puts them back.  NULL: it has all to itself. */
    _Atomic uint32_t *idle_processors;
    Limits limits;
    bool expects_failure; /* bfs, dfs: begin without reductions, as a failure would be shown; go on
                           * with them if none is near */
    atomic_bool *lacks_memory; /* becomes true when limits.memory is in the way of anything, even if
                                * there is an answer in the end; may be NULL */
    bool no_symmetry;          /* bfs, dfs: leave Question.symmetry unused */
    const char *spill; /* bfs, dfs: a folder; what is seldom read goes there before memory is full.
                        * NULL: nothing is written */
    OnFull on_full;    /* bfs, dfs */
    void (*tell)(const char *sentence); /* hears of changes of both kinds; may be NULL */
    const volatile int *interrupted;    /* becomes non-zero on Ctrl-C; may be NULL */
    const atomic_bool *groundless; /* internal: ends the search when it becomes true; may be NULL */
    Progress *progress;
    void *progress_data;
    const struct CheckpointPlan *checkpoint; /* bfs: checkpoint.h; NULL: none are written */
    void *kept; /* internal: so many bytes besides belong to a checkpoint */
    uint32_t kept_bytes;
    uint64_t
        stack_memory;   /* internal: lossy: of the stack, bytes; 0: as the table, and not little */
    uint32_t leaf_size; /* internal: of the store (store.h); 0: the usual one */
    bool no_packing;    /* internal: nor are its strings packed */
    bool no_por;        /* breadth-first, depth-first: search every order of safe steps, too */
    bool no_sleep_sets; /* breadth-first: make every move, also where it can be told that it leads
                         * to a state that another one leads to (sleep.h) */
} SearchOptions;

/* How often one declared step was seen.  Vacuity is read off these. */
typedef struct StepCount {
    uint64_t ran, blocked, threw;
} StepCount;

/* What a lossy search may have missed; all zero for an exact one.  Of a swarm: `hash_factor` and
 * `omitted` belong to its last search. */
typedef struct Loss {
    uint32_t fingerprint_bits; /* hash compaction; 0 else */
    uint32_t hash_functions;   /* bitstate; 0 else */
    uint64_t table;            /* bytes */
    double hash_factor;        /* bits of the table for each state stored */
    double
        omitted; /* states taken for others.  Hash compaction: the expected number, at most, which
                  * also bounds the probability that there was any; bitstate: an estimate */
    double coverage; /* the share of the reachable states that was found: an estimate, rather too
                      * high; 0: unknown, something came before the end */
    double distinct; /* states found by any search; of a swarm, an estimate */
} Loss;

/* What lies ahead of a search under way; zero where it is not known. */
typedef struct Prognosis {
    uint64_t frontier; /* states found and not yet expanded */
    double level_done; /* bfs: the share of the level at `depth` that is expanded */
    double fill;      /* the share in use of what ends the search when it is used up: the table, the
                       * limit on memory or on states */
    uint64_t planned; /* of `runs`, in all */
} Prognosis;

/* When breadth-first stops at a failure, the figures are those of whole levels: everything before
 * the failing level is expanded, the failing level is stored completely. */
struct Statistics {
    uint64_t states;      /* distinct, stored; a failing THREW successor is not stored.  Swarm: the
                           * sum over its searches */
    uint64_t transitions; /* steps taken from expanded states, spins included, throws included */
    uint64_t other;       /* failures that Question.find told the search to pass over */
    uint64_t runs;        /* random, PCT: schedules tried; swarm: searches */
    bool reduced;   /* states and orders were left out: what is counted is what the search went
                     * through, not what there is */
    uint32_t depth; /* longest of the shortest distances (bfs), deepest point else: a matter of luck
                     * when several workers search depth-first */
    uint32_t whole_levels; /* bfs: in all states that fewer steps than this lead to, every move was
                            * looked at */
    uint64_t memory;       /* peak resident, bytes */
    double seconds;
    Prognosis prognosis; /* while it searches */
    Loss loss;
    StepCount *steps;      /* one for each of Subject.steps */
    uint64_t *together;    /* per actor: expanded states where it and another could move; actors
                            * that exchanged their names share one figure */
    uint64_t *alone;       /* per actor: expanded states where nobody else could move */
    uint64_t *check_true;  /* per check: states where its predicate is true */
    uint64_t *check_false; /* per check: states where it is false */
    /* How deep it is where: bfs, states at each distance; random, PCT, runs of each length. */
    uint64_t *depths;
    uint32_t depth_count; /* 0: not counted */
};

/* A schedule that was minimised after it was found (checker/analysis/minimise.h): what it was. */
typedef struct Found {
    bool minimised, optimal; /* optimal: no schedule is less */
    uint32_t switches, steps;
} Found;

typedef struct Result {
    Verdict verdict;
    bool has_schedule;
    /* The way to the failure; with STUCK, to the first state beyond hope and then on to where it
     * all ends, if that can be found. */
    Schedule schedule;
    Statistics statistics;
    uint64_t seed; /* random, PCT, swarm: the seed of the run or search that failed, alone enough to
                    * redo it */
    Found found;   /* all zero: the schedule is as it was found */
    StoreKind store; /* the one that gave the answer (SearchOptions.on_full) */
} Result;

/* Explore.  Never fails: running out of anything is VERDICT_INCOMPLETE.  The result is the
 * caller's; free it with result_free. */
Result search(const Question *question, const SearchOptions *options);
void result_free(Result *result);
/* The same options, but for what had to be searched in another way than they say. */
SearchOptions search_options_of(const SearchOptions *options, const Result *result);

/* "holds", "throws: \"message\"", ...: the words of the command line and of `expect`.  The caller
 * frees the string with free(). */
char *verdict_text(Verdict verdict);
bool verdict_equal(Verdict a, Verdict b);
/* Does a verdict answer what was expected?  An expectation without a name fits any of its kind. */
bool verdict_fits(Verdict verdict, Verdict expected);

/* -------- replay -------- */

/* One step of a replay, seen from outside. */
typedef struct ReplayStep {
    Move move;
    Outcome outcome;
    const uint8_t *before, *after; /* valid during the call */
    const uint64_t *read, *wrote;  /* bit sets over the state's bytes, for this execution */
    uint32_t message;              /* with THREW */
} ReplayStep;
typedef void ReplayVisitor(void *data, uint32_t index, const ReplayStep *step);

typedef struct Replay {
    Verdict verdict;   /* DIVERGES if a move did not fit; HOLDS if all fits and nothing is wrong */
    uint32_t diverges; /* the first move that does not fit (0-based), length if none */
    Outcome outcome;   /* with DIVERGES: BLOCKED, or RAN if the actor is at another step */
    uint32_t step;     /* with DIVERGES: the step the actor is at instead or blocked in */
    uint32_t
        aftermath;  /* with STUCK: as in the schedule, or 0 if the goal is lost at its end only */
    uint8_t *state; /* the last state reached; the caller frees it with free() */
} Replay;

/* Follow a schedule, call `visit` (may be NULL) after each move, and judge where it ends: throws,
 * violated invariants and deadlocks are found on the way; STUCK and LIVELOCK need `claim`:
 * a stuck claim is confirmed by searching from where the aftermath begins, or else from the last
 * state, within `options`; a livelock claim by checking that the cycle closes, is weakly fair, and
 * avoids the goal. */
Replay replay(const Question *question, const Schedule *schedule, Verdict claim,
              const SearchOptions *options, ReplayVisitor *visit, void *data);

#endif
