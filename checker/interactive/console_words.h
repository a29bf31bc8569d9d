/* What the commands of the prompt do, and what they work on. */
#ifndef CHECKER_INTERACTIVE_CONSOLE_WORDS_H
#define CHECKER_INTERACTIVE_CONSOLE_WORDS_H

#include "checker/interactive/opening.h"
#include "checker/program/narrate.h"

#include <stdio.h>

typedef struct Console {
    Opening *opening;
    Session *session;
    FILE *out;
    Look look;
    int status;
    bool done;
} Console;

/* Print text that is laid out for the terminal's width. */
void console_print(const Console *console, const char *text);
/* The same on standard error, and it is bad input unless somebody types. */
void console_complain(Console *console, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* Where we are, and what everybody can do here. */
void console_show(const Console *console);

/* Do what a line says that does not begin with a blank or a comment. */
void console_do(Console *console, const char *line);

#endif
