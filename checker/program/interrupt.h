/* Signals: what ends a search, and what ends the program. */
#ifndef CHECKER_PROGRAM_INTERRUPT_H
#define CHECKER_PROGRAM_INTERRUPT_H

/* What it points to becomes 1 on the first SIGINT or SIGTERM; the second one kills.  All processes
 * that come of this one see the same. */
extern volatile int *interrupted;

void interrupt_install(void);

/* For who works with a person: from now on every SIGINT sets the flag and none kills.  Whoever has
 * heeded it clears it.  SIGTERM ends the program. */
void interrupt_keep(void);

#endif
