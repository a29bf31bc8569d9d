/* --explain-reductions: what makes the search of a variant smaller, and what keeps it from being
 * smaller still.  Each reduction has its say in a paragraph. */
#ifndef CHECKER_PROGRAM_EXPLAIN_H
#define CHECKER_PROGRAM_EXPLAIN_H

#include "checker/scenario/scenario.h"

#include <stdio.h>

void explain_reductions(FILE *out, const Scenario *scenario, const Variant *variant);

#endif
