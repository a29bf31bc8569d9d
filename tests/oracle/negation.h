/* The opposite of a check, which is its context. */
#ifndef TESTS_ORACLE_NEGATION_H
#define TESTS_ORACLE_NEGATION_H

#include "checker/search/search.h"

static inline bool negation_holds(const void *check, const uint8_t *state)
{
    const Check *original = check;
    return !original->holds(original->context, state);
}

/* What can only break a check can mend its opposite. */
static inline Notice negation_sees(const void *check, const uint8_t *before, const uint8_t *after,
                                   uint32_t actor)
{
    const Check *original = check;
    Notice notice = original->sees(original->context, before, after, actor);
    return notice == NOTICES_NOTHING ? NOTICES_NOTHING : MAY_CHANGE;
}

#endif
