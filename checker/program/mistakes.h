/* The diagnostics of a file taken apart again: a report points to each place by itself. */
#ifndef CHECKER_PROGRAM_MISTAKES_H
#define CHECKER_PROGRAM_MISTAKES_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Mistake {
    uint64_t line, column; /* from 1; 0: of no place */
    char *sentence;        /* one line */
} Mistake;

/* The mistakes in a text of lines "FILE:LINE:COLUMN: error: SENTENCE" or "FILE: error: SENTENCE";
 * lines of another shape show the place and are left out.  Text without any such line is one
 * mistake.  Free the array with g_array_unref. */
GArray *mistakes_of(const char *path, const char *text);

#endif
