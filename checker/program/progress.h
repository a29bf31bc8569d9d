/* Figures while a search runs, on standard error. */
#ifndef CHECKER_PROGRAM_PROGRESS_H
#define CHECKER_PROGRAM_PROGRESS_H

#include "checker/search/search.h"

#include <glib.h>

typedef struct ProgressLine {
    bool on;          /* print at all */
    bool in_place;    /* on a terminal: one line that is written over */
    const char *name; /* of the variant being searched */
} ProgressLine;

/* The name, a colon and the text. */
void progress_print(const ProgressLine *line, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* A Progress callback of a search; data is a ProgressLine. */
void progress_show(void *data, const Statistics *so_far);

/* Remove the line before anything else is printed. */
void progress_clear(const ProgressLine *line);

#endif
