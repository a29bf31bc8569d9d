/* Signals: what ends a search, and what ends the program. */
#ifndef CHECKER_PROGRAM_INTERRUPT_H
#define CHECKER_PROGRAM_INTERRUPT_H

/* Becomes 1 on the first SIGINT or SIGTERM; the second one kills. */
extern volatile int interrupted;

void interrupt_install(void);

#endif
