#include "checker/search/quotient.h"

static void canonicalise(const Quotient *quotient, uint8_t *state)
{
    const Symmetry *symmetry = quotient->original->symmetry;
    symmetry->canonicalise(symmetry->context, state);
}

static void initial(const void *context, uint32_t index, uint8_t *state)
{
    const Quotient *quotient = context;
    const Subject *subject = quotient->original->subject;
    subject->initial(subject->context, index, state);
    canonicalise(quotient, state);
}

/* What a throw leaves behind is for people to see, not to go on from. */
static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    const Quotient *quotient = context;
    const Subject *subject = quotient->original->subject;
    Outcome outcome = subject->attempt(subject->context, state, attempt);
    if (outcome == RAN) canonicalise(quotient, state);
    return outcome;
}

static bool may_rest(const void *context, const uint8_t *state, uint32_t actor)
{
    const Subject *subject = ((const Quotient *)context)->original->subject;
    return subject->may_rest(subject->context, state, actor);
}

void quotient_init(Quotient *quotient, const Question *original)
{
    quotient->original = original;
    quotient->subject = *original->subject;
    quotient->subject.context = quotient;
    quotient->subject.initial = initial;
    quotient->subject.attempt = attempt;
    quotient->subject.may_rest = may_rest;
    /* They would be handed the wrong context; the checks bring their own. */
    quotient->subject.predicate_count = 0;
    quotient->question = *original;
    quotient->question.subject = &quotient->subject;
    quotient->question.symmetry = NULL;
}
