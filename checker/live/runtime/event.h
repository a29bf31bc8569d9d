/* The steps of the execution in progress, and what depends on what among them.  Events stay when
 * the search goes back and runs the same beginning again; what is run then is compared with them.
 *
 * Happens-before is the order that dependence, the order within a thread, creation and join give.
 * Each event has a clock: for each thread how many of its events happened before or are this one.
 */
#ifndef CHECKER_LIVE_EVENT_H
#define CHECKER_LIVE_EVENT_H

#include "checker/live/runtime/footprint.h"

typedef struct Event {
    Op op;
    Footprint footprint;
    uint64_t pc, before, after;
    Local local;       /* with op.awaits */
    uint32_t sequence; /* of its thread, from 1 */
    uint32_t previous; /* event of its thread; NO_EVENT */
    uint32_t records;  /* in the chains before it */
    uint8_t thread;
} Event;

extern Event *events;
extern bool events_ordered; /* clocks are wanted */

void events_begin(void);
void events_forget(void); /* all; the search begins anew */
/* Event `index` of this execution begins.  With index < kept it must be what it was. */
void event_begin(uint32_t index, const Thread *thread);
void event_end(uint32_t index, uint64_t before, uint64_t after);
void event_release(uint32_t index, uint64_t address, bool writes);
/* How many events are kept: the length of the beginning that is run again. */
void events_keep(uint32_t count);
uint32_t events_kept(void);

void events_create(const Thread *creator, uint32_t child);
void events_join(Thread *joiner, const Thread *ended);
/* The last one has come to a barrier. */
void events_meet(Thread *waiter, const Thread *last);
/* Since its last step it has joined or met somebody. */
bool events_joined(uint32_t thread);

const uint32_t *event_clock(uint32_t index);
/* What this thread would know before its next step. */
void events_knowledge(const Thread *thread, uint32_t *clock);

/* The order of an execution as one number: equal for executions that differ by the order of
 * independent steps only. */
void events_fingerprint(uint32_t count, uint64_t ret[2]);

/* -------- for DPOR -------- */

/* Event `earlier` could come after a step of another thread, which it now precedes. */
typedef struct Race {
    uint32_t earlier, later; /* later: NO_EVENT for a pending step */
    uint8_t thread;          /* of the later step */
} Race;

/* Of the events that are new in this execution, and what was left of the one before. */
extern Race *races;
extern uint32_t race_count;
/* A pending step of a thread that cannot move: which events it could have come before. */
void events_pending_races(const Thread *thread);

#endif
