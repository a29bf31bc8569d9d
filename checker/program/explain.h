/* --explain-reductions: what a search of a variant leaves out, and why it does not leave out more.
 */
#ifndef CHECKER_PROGRAM_EXPLAIN_H
#define CHECKER_PROGRAM_EXPLAIN_H

#include "checker/scenario/scenario.h"

/* A paragraph for each reduction, as text of several lines; free with g_free.  The variant's
 * options are those that it would be searched with. */
char *explain_reductions(const Scenario *scenario, const Variant *variant);

#endif
