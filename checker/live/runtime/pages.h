/* Memory and system calls for the runtime itself.  It calls the kernel directly: what the program's
 * libc does and knows is none of its business, and what the executable imports is then what the
 * program imports. */
#ifndef CHECKER_LIVE_PAGES_H
#define CHECKER_LIVE_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Address space that becomes memory where it is touched, zeroed; at `address` if that is not NULL.
 * Ends the process if there is none. */
void *pages_reserve(void *address, size_t size);
void *pages_share(int descriptor, size_t size);
/* The same, shared with processes that are forked later. */
void *pages_reserve_shared(size_t size);
/* No access. */
void pages_forbid(void *address, size_t size);
/* From now on the end of a child process is not missed; or no longer, as at the beginning. */
void pages_watch_children(bool watch);
/* While they are watched: until one ends, or has ended since the last time; or for so long. */
void pages_await_child(uint64_t nanoseconds);
uint64_t pages_clock(void); /* nanoseconds, of the wall */
/* The runtime cannot go on: say why on standard error and end the process with status 4. */
_Noreturn void pages_panic(const char *reason);
_Noreturn void pages_exit(int status);
long pages_call(long number, long a, long b, long c, long d, long e, long f);

#endif
