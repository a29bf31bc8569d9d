/* What was overwritten since an execution came to a decision that it may go back to (rewind.h): for
 * data that is large and changes little. */
#ifndef CHECKER_LIVE_JOURNAL_H
#define CHECKER_LIVE_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>

extern bool journal_wanted; /* there is a decision to go back to */

void journal_begin(void);
void journal_clear(void);
size_t journal_length(void);
/* This is about to be overwritten; whole words of eight bytes. */
void journal_add(void *start, size_t size);
/* As it was when the journal was this long. */
void journal_undo(size_t length);

static inline void journal_save(void *start, size_t size)
{
    if (journal_wanted) journal_add(start, size);
}

#endif
