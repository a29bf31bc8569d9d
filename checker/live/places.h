/* What addresses of a program mean to people: source lines, functions and variables. */
#ifndef CHECKER_LIVE_PLACES_H
#define CHECKER_LIVE_PLACES_H

#include "checker/live/protocol.h"

#include <glib.h>
#include <stdint.h>

typedef struct Places Places;

/* Of an executable; asks addr2line and readelf, and without them knows nothing.  Free with
 * places_free.
 */
Places *places_new(const char *program);
void places_free(Places *places); /* NULL is fine */

/* All code that an answer can be told with is looked up at once, when the first of it is asked for:
 * a program that is started for each takes twenty milliseconds each time. */
void places_want(Places *places, const LiveAnswer *answer);

/* "file.c:12", from the base name on, and the function around it.  Never NULL; the places' own. */
const char *places_line(Places *places, uint64_t pc);
const char *places_function(Places *places, uint64_t pc);
/* That line of the source, without what is around it; empty if the file is not there. */
const char *places_text(Places *places, uint64_t pc);
/* "x", "pool+16", "heap of t1 +32", "stack of main"; free with g_free. */
char *places_object(Places *places, uint64_t address);

#endif
