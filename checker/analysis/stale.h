/* What an actor knows of a field, and what has become of it when it acts. */
#ifndef CHECKER_ANALYSIS_STALE_H
#define CHECKER_ANALYSIS_STALE_H

#include "checker/analysis/events.h"

typedef struct Stale {
    const Field *field;
    uint32_t seen;    /* the event that read or wrote the field */
    uint32_t changed; /* the first event of another actor that changed it after that */
    uint32_t acts;    /* the first event of the actor after the change; EVENT_NONE: there is none */
    bool back;        /* it has its old value again when the actor acts: ABA */
} Stale;

/* What the actor of event `first` saw or left in its events from there up to, not including, `last`
 * (EVENT_NONE: the end), that others changed before `last` and before it looked again.  Of Stale,
 * by event and field; fields that the subject hides are left out.  The caller frees it with
 * g_array_unref. */
GArray *stale_find(const Events *events, uint32_t first, uint32_t last);

/* Values that the actor of event `from` changes in its run from there on, and that are as it knew
 * them, though others had changed them in between.  Not zeros: a lock that is free again tells
 * nothing.  Of Stale with `back`; the caller frees it with g_array_unref. */
GArray *stale_recurring(const Events *events, uint32_t from);

/* A value that nobody looked at before it was overwritten by somebody who did not know of it. */
typedef struct Wiped {
    const Field *field;
    uint32_t wrote, wiped; /* events: the one that wrote it, the one that overwrote it */
} Wiped;

/* What the actor of event `first` overwrites after it, up to and with `last` (EVENT_NONE: the end),
 * of what others wrote in between.  Of Wiped, by `wiped`; the caller frees it with g_array_unref.
 */
GArray *wiped_find(const Events *events, uint32_t first, uint32_t last);

#endif
