/* Which steps can really be taken ahead, by brute force over the whole state graph.
 *
 * What Subject.safe promises is decided here from the executions alone: the step of one actor is
 * tried in every state that the others can lead to before that actor moves, beside each of their
 * moves, both ways round.
 */
#ifndef TESTS_ORACLE_INDEPENDENCE_H
#define TESTS_ORACLE_INDEPENDENCE_H

#include "checker/subject.h"

typedef struct Independence {
    const Subject *subject;
    uint32_t state_count;
    uint8_t *states;     /* one after another */
    uint32_t *can_run;   /* per state, a bit set: actors that can move, have no alternatives and do
                          * not spin.  Only these can be taken ahead */
    uint32_t *can_ahead; /* per state, a bit set of the same: actors whose step is independent of
                          * whatever the others may do before it, however long they go on */
} Independence;

/* Every state of `subject`: small ones only.  Free it with independence_free. */
Independence independence_of(const Subject *subject);
void independence_free(Independence *independence);

static inline const uint8_t *independence_state(const Independence *independence, uint32_t number)
{
    return independence->states + (size_t)number * independence->subject->state_size;
}

#endif
