/* The first part of an array, moved from memory to a file.
 *
 * For arrays that are only added to: what is complete is written, and then the file is mapped, to
 * be read only, where the array was.  Nobody who reads notices, but that it may take longer: memory
 * is now a cache, which can be given back at any time.  The file has no name, so it is gone with
 * the process, however that ends.
 */
#ifndef CHECKER_SPILL_H
#define CHECKER_SPILL_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Spill { /* all zero: nothing was moved */
    bool is_open;
    int file;
    char *start;  /* of the array */
    size_t bytes; /* moved, whole pages */
} Spill;

/* A file in `folder` that has no name.  -1, with errno. */
int spill_open(const char *folder);

/* Move what is not yet moved of the first `complete` bytes of the array at `start`, as far as it
 * fills whole pages.  Nobody may write there any more, or read meanwhile.  False, with errno: not
 * all of it was; what was is where it belongs. */
bool spill_more(Spill *spill, const char *folder, void *start, size_t complete);

/* Give back the memory that holds copies of the file; others may be reading. */
void spill_forget(const Spill *spill);
/* The same of some bytes only; or ask for them, some time ahead of reading. */
void spill_forget_some(const Spill *spill, size_t from, size_t end);
void spill_ask_for(const Spill *spill, size_t from, size_t end);

/* Close the file, before the array is freed; what was moved reads as zero from now on. */
void spill_clear(Spill *spill);

#endif
