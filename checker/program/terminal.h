/* What is known of the terminal that is written to. */
#ifndef CHECKER_PROGRAM_TERMINAL_H
#define CHECKER_PROGRAM_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define TERMINAL_WIDTH 100 /* of what is no terminal */

/* In columns: of the terminal, else what COLUMNS says. */
uint32_t terminal_width(FILE *out);
/* Do the user's settings say that characters outside of ASCII can be shown? */
bool terminal_is_unicode(void);

#endif
