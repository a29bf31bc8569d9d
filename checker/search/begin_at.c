#include "checker/search/begin_at.h"

#include <string.h>

static const Subject *original_of(const void *context)
{
    return ((const BeginAt *)context)->original;
}

static void initial(const void *context, uint32_t index, uint8_t *state)
{
    const BeginAt *begin = context;
    (void)index;
    memcpy(state, begin->state, begin->original->state_size);
}

/* -------- everything else is the original's -------- */

static Outcome attempt(const void *context, uint8_t *state, Attempt *move)
{
    const Subject *original = original_of(context);
    return original->attempt(original->context, state, move);
}

static bool may_rest(const void *context, const uint8_t *state, uint32_t actor)
{
    const Subject *original = original_of(context);
    return original->may_rest(original->context, state, actor);
}

static bool safe(const void *context, const uint8_t *state, void *memory, uint32_t *ret_actors)
{
    const Subject *original = original_of(context);
    return original->safe(original->context, state, memory, ret_actors);
}

static Safety safety(const void *context, uint32_t step, const char **ret_because)
{
    const Subject *original = original_of(context);
    return original->safety(original->context, step, ret_because);
}

static void forget(const void *context, uint8_t *state, uint32_t actor)
{
    const Subject *original = original_of(context);
    original->forget(original->context, state, actor);
}

void begin_at(BeginAt *ret, const Subject *original, const uint8_t *state)
{
    ret->original = original;
    memcpy(ret->state, state, original->state_size);
    ret->subject = *original;
    ret->subject.context = ret;
    ret->subject.initial_count = 1;
    ret->subject.initial = initial;
    ret->subject.attempt = attempt;
    ret->subject.may_rest = may_rest;
    ret->subject.safe = original->safe ? safe : NULL;
    ret->subject.safety = original->safety ? safety : NULL;
    ret->subject.forget = original->forget ? forget : NULL;
    /* Predicates would be asked with the wrong context; a question has checks with their own. */
    ret->subject.predicate_count = 0;
    ret->subject.predicates = NULL;
}
