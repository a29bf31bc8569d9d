/* An execution in the middle: all of it, to go on from later; and what of it makes it the state it
 * is. */
#ifndef CHECKER_LIVE_SNAPSHOT_H
#define CHECKER_LIVE_SNAPSHOT_H

#include <stddef.h>
#include <stdint.h>

void snapshots_begin(void);
/* On top of those that are kept; its size in bytes. */
size_t snapshot_push(void);
/* Back to the one on top. */
void snapshot_restore(void);
void snapshot_pop(void);
size_t snapshots_size(void);

/* The bytes by which a state is known; they stay until the next call. */
const uint8_t *state_bytes(size_t *ret_size);

#endif
