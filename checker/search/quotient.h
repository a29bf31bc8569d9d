/* The quotient of a subject by its symmetry: the same actors and steps, but every state that is
 * reached is replaced by its representative.  It is a subject like any other, so whatever searches,
 * judges or walks states needs to know nothing of symmetry. */
#ifndef CHECKER_QUOTIENT_H
#define CHECKER_QUOTIENT_H

#include "checker/search/search.h"

typedef struct Quotient {
    Question question; /* the same one, about the quotient; without a symmetry of its own */
    Subject subject;
    const Question *original;
} Quotient;

/* `original` has a symmetry and must outlive the quotient, which must not be moved. */
void quotient_init(Quotient *quotient, const Question *original);

#endif
