/* Plain accesses of the program (hooks.S calls these). */
#ifndef CHECKER_LIVE_PLAIN_HOOKS_H
#define CHECKER_LIVE_PLAIN_HOOKS_H

#include <stdbool.h>
#include <stdint.h>

extern bool plain_hooks_step; /* plain accesses are steps */

void plain_read_range(uint64_t address, uint64_t size);
void plain_write_range(uint64_t address, uint64_t size);
void plain_read_range_step(uint64_t address, uint64_t size);
void plain_write_range_step(uint64_t address, uint64_t size);
void plain_vptr_update(uint64_t address, uint64_t value);
void plain_vptr_update_step(uint64_t address, uint64_t value);

#endif
