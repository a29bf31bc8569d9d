/* Which version of its format a file is of: `format: 1`, in scenarios, traces and baselines.
 *
 * The number is raised when a checker that knows only the older one would read something wrong or
 * not at all; docs/traces.md says what has to be kept then.
 */
#ifndef CHECKER_SCENARIO_FORMAT_H
#define CHECKER_SCENARIO_FORMAT_H

#include "checker/scenario/document.h"

/* What the root says; 1 if it says nothing.  A version newer than `newest` is reported, with the
 * version of checker that is needed if the file says who wrote it (`checker: 0.2.0`); so is a
 * number that is no version.  Then 0: nothing else of the file is to be looked at.  `key`
 * is where it says so ("format"), `what` is "trace". */
uint32_t format_read(const Document *document, const char *key, const char *what, uint32_t newest);

/* Is this `0.2.0`, and a version of checker that this one is too old for? */
bool version_is_valid(const char *text);
bool version_is_newer(const char *text);

#endif
