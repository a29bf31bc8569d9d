/* Channels of pointers. */
#ifndef RUNTIME_CHAN_H
#define RUNTIME_CHAN_H

#include "runtime/world.h"

typedef struct Chan {
    Lock lock;
    bool closed;
    uint32_t capacity, count, first; /* the buffer is a ring */
    Sudog *recv_first, *recv_last, *send_first, *send_last;
    void *_Atomic *buffer; /* values on their way; the collector does not look here */
} Chan;

/* A channel with room for `capacity` values; values that point into the heap must be reachable from
 * elsewhere while they are in the buffer, or the buffer be a root. */
void chan_init(Chan *c, uint32_t capacity, void *_Atomic *buffer);
/* On a goroutine, all of them.  To send on a closed channel throws. */
void chan_send(Chan *c, void *value);
/* False if the channel is closed and nothing is left; then *ret_value is NULL. */
bool chan_receive(Chan *c, void **ret_value);
void chan_close(Chan *c);

#endif
