/* What is known of the terminal that is written to. */
#ifndef CHECKER_PROGRAM_TERMINAL_H
#define CHECKER_PROGRAM_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* In columns: of the terminal that `out` goes to, else what COLUMNS says, else `otherwise`. */
uint32_t terminal_width(FILE *out, uint32_t otherwise);
/* Do the user's settings say that characters outside of ASCII can be shown? */
bool terminal_is_unicode(void);

#endif
