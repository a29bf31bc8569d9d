/* One of two variants that are compared, as it is named on the command line. */
#ifndef CHECKER_PROGRAM_SIDE_H
#define CHECKER_PROGRAM_SIDE_H

#include "checker/program/models.h"
#include "checker/program/options.h"
#include "checker/scenario/settings.h"

typedef struct Side {
    Scenario *scenario;
    const Variant *variant;
} Side;

/* `text` is FILE:VARIANT, or FILE if it has one variant only, or VARIANT of `beside` (NULL: there
 * is no such file).  The settings are those of the file, but for `changes`.  On failure returns
 * false and sets *error, ready to print.  Call side_clear in either case. */
bool side_read(Side *ret, const Models *models, const char *text, const Side *beside,
               const GArray *changes, GError **error);
void side_clear(Side *side);

/* "FILE  VARIANT" */
char *side_name(const Side *side);

#endif
