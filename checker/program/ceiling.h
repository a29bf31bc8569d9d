/* How much memory this process may have, before anybody says --max-memory. */
#ifndef CHECKER_PROGRAM_CEILING_H
#define CHECKER_PROGRAM_CEILING_H

#include <stdint.h>

/* Bytes: the least of what the machine has, what the control groups that the process is in allow,
 * and what setrlimit(2) leaves of address space or data (RLIMIT_AS, RLIMIT_DATA). */
uint64_t ceiling_bytes(void);

/* What control groups allow, of version 2 (memory.max, memory.high) or 1 (memory.limit_in_bytes),
 * mounted in the usual place; those above count, too.  UINT64_MAX: anything, or they cannot be
 * read. `root` is where /proc and /sys are: "", but in tests. */
uint64_t ceiling_of_groups(const char *root);

#endif
