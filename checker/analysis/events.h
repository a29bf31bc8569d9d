/* The steps of a path with what each of them saw and did, for the questions that are asked of one
 * schedule: who wrote what somebody reads, and which steps must come in this order. */
#ifndef CHECKER_ANALYSIS_EVENTS_H
#define CHECKER_ANALYSIS_EVENTS_H

#include "checker/trace/path.h"

#define EVENT_NONE UINT32_MAX

typedef struct Event {
    Move move;
    Outcome outcome;
    uint32_t number;               /* it is the actor's how-manieth step, from 0 */
    const uint8_t *before, *after; /* states */
    /* Bit sets over the state's bytes: shared bytes read, and bytes written or changed. */
    const uint64_t *read, *wrote;
} Event;

typedef struct Events {
    const Subject *subject;
    uint32_t count;
    Event *event; /* of an empty path: one that nobody makes, from the start to the start */
    /* Private. */
    uint32_t words; /* of a bit set */
    uint8_t *states;
    uint64_t *sets;
} Events;

/* Free with events_free. */
Events *events_of(const Path *path);
void events_free(Events *events); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Events, events_free)

static inline bool event_has(const uint64_t *set, uint32_t byte)
{
    return set[byte / 64] >> byte % 64 & 1;
}

/* The last event before `before` that wrote a byte of this field; EVENT_NONE: it is as it was at
 * the start. */
uint32_t events_last_writer(const Events *events, const Field *field, uint32_t before);
/* The actor's next event after `after`, or EVENT_NONE; the one before. */
uint32_t events_next_of(const Events *events, uint16_t actor, uint32_t after);

/* Do these two touch a byte in common, which one of them writes? */
bool events_conflict(const Events *events, uint32_t one, uint32_t other);

/* Pairs of conflicting events of two actors with no other reason between them why the first must
 * come first: neither the actors' own orders nor other such pairs say so. */
typedef struct Order {
    uint32_t first, second;
} Order;
/* Of Order, by second and first.  The caller frees it with g_array_unref. */
GArray *events_orders(const Events *events);
/* Must `second` come after `first`, by the actors' own orders and conflicts?  A matrix of
 * [second * count + first]; the caller frees it with g_free. */
uint8_t *events_after(const Events *events);

#endif
