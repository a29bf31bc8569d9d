/* The subject: anything that can be searched.
 *
 * This is the one public header of checker.  A model written in C against it can be explored by the
 * same program and with the same guarantees as the Go scheduler that ships with it; the engine
 * knows nothing of Go.  docs/own-model.md walks through an example.
 *
 * A subject is a set of actors over one state.  The state is plain bytes: no pointers, no padding;
 * equal bytes are the same state.  An actor moves by atomic steps.  Each step has a name, and may
 * have several alternatives (choices), numbered from 0.  A schedule is a list of (actor, step name,
 * choice); given the initial state, it determines everything.
 *
 * Every function here must be pure: the same arguments give the same answer, on every machine.
 * Several threads call them at once.
 */
#ifndef CHECKER_SUBJECT_H
#define CHECKER_SUBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SUBJECT_VERSION 4
#define SUBJECT_MAX_ACTORS 32
#define SUBJECT_MAX_STATE 4096 /* bytes */
#define SUBJECT_MAX_INITIAL 65536

/* What became of an attempt to move. */
typedef enum Outcome {
    BLOCKED, /* a guard is false; the state is untouched */
    RAN,     /* the step was taken (it may have left the state as it was: a spin) */
    THREW,   /* the subject itself reports a failure; the run ends here */
    NOT_MINE /* the subject is broken: no code for this program counter.  The checker aborts */
} Outcome;

/* An attempt of one actor to take its next step. */
typedef struct Attempt {
    /* Set by the caller. */
    uint32_t actor;
    uint32_t choice; /* 0 first; then 1 .. choices - 1 */
    uint64_t *read;  /* NULL, or a bit set over the state's bytes: receives the shared bytes read */
    uint64_t *wrote; /* NULL, or the same for the shared bytes written; NULL exactly if `read` is */
    uint64_t *own;   /* NULL, or the same for the bytes that are not shared, as far as this attempt
                      * may have read or written them; needs `read` (Subject.tells_footprint) */
    /* Set by the subject, whatever the outcome. */
    uint32_t step;    /* index into Subject.steps: the step that was attempted */
    uint32_t choices; /* how many alternatives this step has here; at least 1 */
    uint32_t message; /* with THREW: index into Subject.messages */
} Attempt;

/* What can keep an actor at a step.  In a table, false and true will do for the first two. */
typedef enum Awaiting {
    AWAITS_NOTHING = false, /* never answers BLOCKED */
    AWAITS_GUARD = true,    /* answers BLOCKED while its guard is false */
    AWAITS_NOBODY           /* always answers BLOCKED: a resting place, done when it is reached */
} Awaiting;

/* One row for each atomic step that the subject declares. */
typedef struct SubjectStep {
    const char *name;      /* unique: "GCWAIT_RETIRE_P" */
    const char *procedure; /* "entersyscall_gcwait" */
    const char *source; /* one line of the modelled text, shown in traces; for an awaiting step it
                         * also reads as its guard */
    Awaiting awaits;
} SubjectStep;

/* What the values of a field mean. */
typedef struct ValueKind {
    const char *name; /* "P status", "number", "flag" */
    const char *const
        *values; /* names by value, or NULL for a plain number; an entry may be NULL */
    uint32_t value_count;
    bool is_signed;
} ValueKind;

/* One named integer in the state.  The fields serve traces, differences and expressions. */
typedef struct Field {
    const char *object;  /* "sched", "p", "g": what quantifiers range over */
    uint32_t index;      /* 1 .. n for one of several (p1, p2), 0 for the only one (sched) */
    const char *member;  /* "status": spelled sched.lock or p1.status where a person reads it */
    const char *meaning; /* one line for the reference */
    const ValueKind *kind;
    uint16_t offset; /* in bytes from the start of the state */
    uint8_t size;    /* in bytes: 1, or 2 (little endian) */
    bool hidden;     /* bookkeeping: left out of traces unless asked for */
} Field;

/* What one move can do to a predicate. */
typedef enum Notice {
    NOTICES_NOTHING, /* it is as true after the move as before it */
    MAY_BREAK,       /* the move may make it false, and never makes it true */
    MAY_CHANGE
} Notice;

/* How often a step can be expected to be safe, for people. */
typedef enum Safety { SAFETY_NOT_TAKEN, SAFETY_ALWAYS, SAFETY_DEPENDS, SAFETY_NEVER } Safety;

/* A named predicate over states. */
typedef struct Predicate {
    const char *name; /* "p-has-one-owner" */
    const char *text; /* the formula, in words or symbols */
    bool (*holds)(const void *context, const uint8_t *state);
    /* What can this move of `actor` do to it, here and in any other state where the same step reads
     * and writes the same values?  Not whether it does so here: what else the predicate looks at
     * may be different there.  NULL: MAY_CHANGE always. */
    Notice (*sees)(const void *context, const uint8_t *before, const uint8_t *after,
                   uint32_t actor);
    /* Add every byte that it may depend on to a bit set over the state's bytes.  NULL: it may be
     * any. */
    void (*watches)(const void *context, uint64_t *bytes);
    /* May it be true before and false after?  Not only in these two states, but in any two that
     * have the same values as these in the bytes of the bit set `known`, and are alike everywhere
     * else, whether they can be reached or not.  Bytes that differ are known.  NULL: it may, if one
     * that it watches differs. */
    bool (*breaks)(const void *context, const uint8_t *before, const uint8_t *after,
                   const uint64_t *known);
} Predicate;

typedef struct Subject {
    uint32_t version; /* SUBJECT_VERSION */
    const char *name;
    const void *context; /* handed to every function below */

    uint32_t state_size; /* in bytes, 1 .. SUBJECT_MAX_STATE */
    /* Where the objects begin that the state is made of, in order, the first at 0; a large object
     * may count as several.  A search keeps each by itself and finds its values again.  None: what
     * belongs together is not known. */
    uint32_t object_count;
    const uint16_t *objects;
    uint32_t initial_count; /* 1 .. SUBJECT_MAX_INITIAL */

    uint32_t actor_count; /* 1 .. SUBJECT_MAX_ACTORS */
    const char *const *actors;
    uint32_t step_count; /* below 65535 */
    const SubjectStep *steps;
    uint32_t message_count;
    const char *const *messages;
    uint32_t field_count;
    const Field *fields;
    uint32_t predicate_count;
    const Predicate *predicates;

    /* Write initial state number `index` (0 .. initial_count - 1) into `state`. */
    void (*initial)(const void *context, uint32_t index, uint8_t *state);

    /* Let attempt->actor take its next step in `state`, in place.  BLOCKED leaves `state` as it
     * was; whether a step is BLOCKED must not depend on the choice.  With THREW the state shows the
     * moment of the failure. */
    Outcome (*attempt)(const void *context, uint8_t *state, Attempt *attempt);

    /* Does `attempt` tell everything it looks at?  Then `read`, `wrote` and `own` together are all
     * bytes of the state that it has read or written: in any other state where the actor's attempt
     * at the same choice finds the same values there, it does the same.  A search makes use of it
     * by not taking the same step twice (checker/search/recording.h). */
    bool tells_footprint;

    /* May this actor rest here for ever?  True for one that has finished, or that waits without
     * owing anybody anything.  A state where nobody can move is a deadlock unless all may rest. */
    bool (*may_rest)(const void *context, const uint8_t *state, uint32_t actor);

    /* Which actors have a safe step before them?  NULL if nothing is known: then every order of
     * steps is searched.  docs/reductions.md says what a search makes of it.
     *
     * *ret_actors is a bit set.  The next step of an actor in it is independent of whatever the
     * others may do before that actor moves, in any order and however long they go on: it can be
     * taken as well in all these states, changes the same bytes from and to the same values there,
     * and each of their moves goes the same way after it as before it.  So it is where they neither
     * write what it reads nor read or write what it writes; where they do, it must make no
     * difference, nor to Predicate.sees (a guard that stays true, a compare-and-swap that fails in
     * any case, a flag that somebody waits for).  In doubt an actor is left out; one that is
     * blocked, throws, stays where it is or has a choice may be in it.
     *
     * False: in this state the grounds are gone on which such answers rest, and answers given
     * before may have been wrong from here on.  Then no safe step may be able to lead from a state
     * without grounds to one that has them. */
    bool (*safe)(const void *context, const uint8_t *state, void *memory, uint32_t *ret_actors);
    /* How much memory `safe` wants, in bytes, and may use to remember what it has worked out: zero
     * at first, later as some call of the same thread has left it.  No answer may depend on it. */
    uint32_t safe_memory;

    /* What `safe` can be expected to say of this step; NULL if there is nothing to tell.  With
     * SAFETY_NEVER *ret_because names what stands in its way (static). */
    Safety (*safety)(const void *context, uint32_t step, const char **ret_because);

    /* Overwrite what `actor` keeps for itself and will not read again before it has written it,
     * with the same values whatever was there: a counter after its loop, say.  Every actor moves on
     * as before, from there and ever after, up to bytes that are overwritten here.  States that
     * differ by these only are then taken for one.  NULL: there are none. */
    void (*forget)(const void *context, uint8_t *state, uint32_t actor);
} Subject;

/* A shared object given with --subject exports this function.  `parameters` are the NAME=VALUE
 * pairs of the command line or the scenario, NULL-terminated.  Returns a subject that lives until
 * the program ends, or NULL with *ret_error set to a sentence (static or never freed). */
#define SUBJECT_ENTRY "checker_subject"
typedef const Subject *SubjectEntry(const char *const *parameters, const char **ret_error);

/* The value of a field in a state. */
static inline int32_t field_value(const Field *field, const uint8_t *state)
{
    const uint8_t *at = state + field->offset;
    uint32_t value = field->size == 2 ? (uint32_t)(at[0] | at[1] << 8) : at[0];
    if (!field->kind->is_signed) return (int32_t)value;
    return field->size == 2 ? (int16_t)value : (int8_t)value;
}

#endif
