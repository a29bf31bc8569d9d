/* Conditions over the fields of a subject, as scenarios write them:
 *
 *   sched.stopwait >= 0
 *   count(p, p.status == Pgcstop) > 0 implies sched.gcwaiting
 *   forall(a in p, forall(b in p, a.m == b.m and a.m != nil implies a == b))
 *
 * Every part has a type: a condition, a number, a value of one kind (a status), or a reference to
 * one of several objects.  Mixing them is a mistake that compiling finds.  `nil` is the reference
 * to nothing; a comparison with a member of nil (m.p.status where m.p is nil) is false.
 * docs/scenario-reference.md has the grammar.
 */
#ifndef CHECKER_SCENARIO_EXPRESSION_H
#define CHECKER_SCENARIO_EXPRESSION_H

#include "checker/scenario/diagnostic.h"
#include "checker/scenario/storage.h"
#include "checker/subject.h"

enum {
    EXPRESSION_MAX_LENGTH = 4096, /* bytes of text */
    EXPRESSION_MAX_TERMS = 1000,
    EXPRESSION_MAX_NESTING = 50,
    EXPRESSION_MAX_VARIABLES = 4 /* quantifiers inside each other */
};

typedef struct Expression Expression;

/* Receives each mistake: its place in the expression's text, and a hint or NULL. */
typedef void ExpressionReport(void *data, Span at, const char *hint, const char *message);

/* Compile a condition over the fields of `subject`, which must outlive it.  The expression lives in
 * `storage`.  NULL if there was a mistake; then `report` was called at least once. */
Expression *expression_compile(const char *text, const Subject *subject, Storage *storage,
                               ExpressionReport *report, void *data);

/* Is it true in this state?  The shape of Check.holds: `expression` is an Expression. */
bool expression_holds(const void *expression, const uint8_t *state);

/* The shape of Check.sees: does the move change a field that the expression may read, and from and
 * to values that make a difference? */
Notice expression_sees(const void *expression, const uint8_t *before, const uint8_t *after,
                       uint32_t actor);

/* The shape of Check.watches: the fields that the expression may read. */
void expression_watches(const void *expression, uint64_t *bytes);

/* The shape of Check.breaks, with all that the known values tell. */
bool expression_breaks(const void *expression, const uint8_t *before, const uint8_t *after,
                       const uint64_t *known);

#endif
