/* Figures while searches run, on standard error.
 *
 * A terminal has one line that is written over: of the variant whose answer is waited for, with how
 * many variants are done and how many are searched beside it.  It is cut to the terminal's width,
 * what matters least first.  Elsewhere there is a plain line for each variant now and then, so that
 * a log shows that something goes on and is not filled by it.
 */
#ifndef CHECKER_PROGRAM_PROGRESS_H
#define CHECKER_PROGRAM_PROGRESS_H

#include "checker/program/options.h"
#include "checker/search/search.h"

#include <glib.h>
#include <stdio.h>

/* All the searches of a command. */
typedef struct ProgressBoard {
    FILE *out;
    bool on;              /* print at all */
    bool in_place;        /* on a terminal */
    double first_after;   /* seconds of a search before its first plain line... */
    double between;       /* ...and between two */
    uint32_t count, done; /* of variants: all, and those that have an answer */
    uint32_t under_way;   /* searched at this moment */
} ProgressBoard;

/* One search. */
typedef struct ProgressLine {
    const ProgressBoard *board;
    const char *name;     /* of the variant, for people */
    const Limits *limits; /* of the search */
    double said;          /* seconds of the search at the last plain line; 0: there was none */
} ProgressLine;

/* What --progress and --quiet ask for. */
ProgressBoard progress_board(const Options *options, FILE *out);

/* The same for what is not a search: these figures, after so many seconds. */
void progress_say(ProgressLine *line, double seconds, const char *figures);

/* A Progress callback of a search; data is a ProgressLine. */
void progress_show(void *data, const Statistics *so_far);

/* Remove the line before anything else is printed. */
void progress_clear(const ProgressBoard *board);

/* The line without its end, for a terminal of so many columns; 0: as long as it gets. */
char *progress_text(const ProgressLine *line, const Statistics *so_far, uint32_t columns);

#endif
