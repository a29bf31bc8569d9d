/* What a program may say to `checker live`.  None of it is needed; a program that says something
 * runs under `checker live` only, as only there these functions exist (checker-cc). */
#ifndef CHECKER_LIVE_PROGRAM_H
#define CHECKER_LIVE_PROGRAM_H

#include <stddef.h>
#include <stdint.h>

/* The execution fails, as with an assertion: both texts are the message. */
_Noreturn void checker_fail(const char *text, const char *more);

/* With LiveQuestion.at_marks others may move here, and at no other place where the thread can go
 * on; else nothing. */
void checker_mark(void);
/* These only with at_marks and a random walk.  One of 0 .. alternatives - 1.  Tell the search's
 * parent; of an execution that is too much to keep nothing is told.  The execution ends here. */
uint32_t checker_choose(uint32_t alternatives);
void checker_tell(const void *bytes, size_t size);
_Noreturn void checker_end(void);

/* For a loop that waits by trying again, where others have to move before it makes sense to. */
void checker_spin(void);

/* These bytes, of a stack that the program has made itself, say nothing any more: nobody will read
 * them before writing them.  States that differ there only are the same. */
void checker_forget(void *memory, size_t size);

#endif
