/* For each byte of the program's memory, who accessed it last and how. */
#ifndef CHECKER_LIVE_SHADOW_H
#define CHECKER_LIVE_SHADOW_H

#include <stdint.h>

enum { SHADOW_WRITE = 1, SHADOW_ATOMIC = 2 };

void shadow_begin(void);
void shadow_restart(void);
/* The accesses that are remembered are so many; what the first `count` say must stay, because the
 * execution may go back to here; and it has gone back. */
uint32_t shadow_length(void);
void shadow_keep(uint32_t count);
void shadow_back(uint32_t count);
/* The current thread accesses these bytes, knowing what `clock` says; fails if that is a race. */
void shadow_access(uint64_t address, uint64_t size, uint32_t how, const uint32_t *clock);

#endif
