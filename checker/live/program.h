/* What a program may say to `checker live`.  None of it is needed; a program that says something
 * runs under `checker live` only, as only there these functions exist (checker-cc). */
#ifndef CHECKER_LIVE_PROGRAM_H
#define CHECKER_LIVE_PROGRAM_H

#include <stddef.h>
#include <stdint.h>

/* The execution fails, as with an assertion: both texts are the message. */
_Noreturn void checker_fail(const char *text, const char *more);

/* For a loop that waits by trying again, where others have to move before it makes sense to. */
void checker_spin(void);

/* These bytes, of a stack that the program has made itself, say nothing any more: nobody will read
 * them before writing them.  States that differ there only are the same. */
void checker_forget(void *memory, size_t size);

#endif
