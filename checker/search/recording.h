/* What the steps of a subject were seen to do, so that they need not be taken again.
 *
 * A step looks at a few bytes of the state and changes a few of them.  In another state with the
 * same values in these places it does the same: the subject promises so (Subject.tells_footprint).
 * Millions of states differ in everything else, so a search takes only some thousands of steps; all
 * others are looked up.
 *
 * For each actor and choice the recording is a decision tree.  A node names bytes that every
 * attempt looks at that has come this far; their values lead to the next node, and at the end to
 * the effect.  Nothing is guessed: the values are compared, not their hashes.
 *
 *   m1, first choice:  [m1's own bytes] -- 01 07 .. --> [sched.lock] -- 00 --> runs, changes ...
 *                                       |                            \- 02 --> is blocked
 *                                       \- 01 09 .. --> [p2.status]  -- 03 --> ...
 *
 * A recording belongs to one thread.
 */
#ifndef CHECKER_RECORDING_H
#define CHECKER_RECORDING_H

#include "checker/search/byte_set.h"
#include "checker/search/search.h"

/* Eight bytes of a state from `at` on, as a little-endian or big-endian word, whichever the machine
 * has: those in `mask` have this value.  May reach beyond the end of the state, unmasked. */
typedef struct Word {
    uint64_t mask, value;
    uint32_t at;
} Word;

/* What an attempt does. */
typedef struct Effect {
    Outcome outcome; /* as of Subject.attempt... */
    uint32_t step, choices, message;
    uint32_t word_count; /* ...and what is different afterwards, in words that do not overlap */
    const Word *words;
    /* Bit set: the checks that may become false, or where one need not be true also true again, by
     * number, the last bit standing for all from 63 on. */
    uint64_t noticed_by;
} Effect;

/* The nodes that decided it, from the root on. */
typedef struct Path {
    uint32_t count;
    uint32_t nodes[SUBJECT_MAX_STATE];
} Path;

typedef struct Recording Recording;

/* The question (borrowed) is about a subject that tells its footprint. */
Recording *recording_new(const Question *question);
void recording_free(Recording *recording); /* NULL is fine */
const Question *recording_question(const Recording *recording);

/* The effect of an attempt in a state, after whose end there are 8 bytes more that can be read, and
 * what it depends on.  The effect is valid as long as the recording; aborts if the subject does not
 * keep its promises, as far as that is noticed. */
const Effect *recording_attempt(Recording *recording, const uint8_t *state, uint32_t actor,
                                uint32_t choice, Path *ret_path);
/* The bytes that a node of a path asks for: none that one before it has asked for. */
ByteSet recording_asks(const Recording *recording, uint32_t node);

/* Is it worth its memory and its time, after so many attempts with its help?  A subject whose steps
 * look at everything is quicker asked again. */
bool recording_pays(const Recording *recording, uint64_t attempts);
uint64_t recording_bytes(const Recording *recording); /* memory in use */

#endif
