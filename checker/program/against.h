/* The variant that a counterexample is compared with. */
#ifndef CHECKER_PROGRAM_AGAINST_H
#define CHECKER_PROGRAM_AGAINST_H

#include "checker/scenario/scenario.h"

/* Of the variants that are expected to hold the one that differs from `variant` in the fewest
 * parts, of these the first in the file.  NULL: none is expected to hold. */
const Variant *against_nearest(const Scenario *scenario, const Variant *variant);

/* The variant of this name.  On failure returns NULL and sets *error, ready to print. */
const Variant *against_named(const Scenario *scenario, const char *name, GError **error);

/* "foreachp-counter: own instead of shared", one string for each part that differs.  The caller
 * owns the array. */
GPtrArray *against_differences(const Variant *variant, const Variant *other);

#endif
