/* Was a program compiled by checker-cc?  Told by its file, so that no other need be run to know: a
 * trace that somebody else has written names a program and its arguments. */
#ifndef CHECKER_LIVE_COMPILED_H
#define CHECKER_LIVE_COMPILED_H

#include <stdbool.h>

/* `program` is looked up as the shell would.  False also for what cannot be read. */
bool live_is_compiled(const char *program);

#endif
