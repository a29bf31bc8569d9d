/* What was overwritten since an execution came to a decision that it may go back to (rewind.h): for
 * data that is large and changes little. */
#ifndef CHECKER_LIVE_JOURNAL_H
#define CHECKER_LIVE_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

extern bool journal_wanted; /* there is a decision to go back to */

void journal_begin(void);
void journal_clear(void);
/* The execution may go back to here: how long the journal is. */
size_t journal_mark(void);
/* This is about to be overwritten; whole words of eight bytes. */
void journal_add(void *start, size_t size);
/* As it was when the journal was this long. */
void journal_undo(size_t length);

/* Between two changes of this number what is saved once need not be saved again. */
extern uint64_t journal_moment;

/* `saved` is the number when that was saved last. */
static inline void journal_save(void *start, size_t size, uint64_t *saved)
{
    if (!journal_wanted || *saved == journal_moment) return;
    *saved = journal_moment;
    journal_add(start, size);
}

#endif
