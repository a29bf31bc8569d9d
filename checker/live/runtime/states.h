/* The states that were seen, exactly: their bytes are kept (blocks.h) and compared. */
#ifndef CHECKER_LIVE_STATES_H
#define CHECKER_LIVE_STATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void states_begin(void);
/* The number of the state with these bytes, from 0; a new one was reached from `parent` by a step
 * of `thread`.  What follows the bytes has to be as blocks_number wants it. */
uint32_t states_add(const uint8_t *bytes, size_t size, uint32_t parent, uint8_t thread,
                    bool *ret_new);
uint32_t states_count(void);
size_t states_size(void); /* bytes */
uint32_t state_parent(uint32_t state);
uint8_t state_thread(uint32_t state);

/* Steps between states, for what can be reached from where. */
void states_add_step(uint32_t from, uint32_t to);
/* A state where all is over, in whatever way. */
void states_mark_end(uint32_t state);
/* A state from which no end can be reached, the one of the least number; UINT32_MAX: there is none.
 */
uint32_t states_endless(void);

enum { NO_STATE = UINT32_MAX };

#endif
