#include "checker/live/runtime/event.h"

#include "checker/live/runtime/await.h"
#include "checker/live/runtime/chains.h"
#include "checker/live/runtime/journal.h"
#include "checker/live/runtime/learned.h"
#include "checker/live/runtime/pages.h"
#include "checker/live/runtime/runtime.h"
#include "checker/live/runtime/schedule.h"
#include "checker/live/runtime/search.h"
#include "checker/live/runtime/vector_clock.h"

#include <string.h>

enum { MOST_RACES = 1 << 20 };

Event *events;
bool events_ordered;
Race *races;
uint32_t race_count;

static uint32_t kept;
static uint32_t *clocks;
static uint32_t stride = CLOCK_STEP; /* threads in a clock */
/* Knowledge from creation and barriers, and when it was saved for the journal. */
static uint32_t (*extra)[LIVE_MOST_THREADS];
static uint64_t extra_saved[LIVE_MOST_THREADS];

void events_begin(void)
{
    events = pages_reserve(NULL, sizeof(Event) * (LIVE_MOST_STEPS + 1));
    chains_begin();
    clocks = pages_reserve(NULL, sizeof *clocks * LIVE_MOST_THREADS * (LIVE_MOST_STEPS + 1));
    extra = pages_reserve(NULL, sizeof *extra * LIVE_MOST_THREADS);
    races = pages_reserve(NULL, sizeof *races * MOST_RACES);
}

const uint32_t *event_clock(uint32_t index)
{
    return clocks + (size_t)index * stride;
}

/* A thread with a greater number than a clock has room for: lay the clocks out anew. */
static void widen(uint32_t thread, uint32_t count)
{
    uint32_t wider = stride;
    while (wider <= thread)
        wider += CLOCK_STEP;
    for (uint32_t i = count; i-- > 0;) {
        uint32_t *to = clocks + (size_t)i * wider;
        memmove(to, clocks + (size_t)i * stride, stride * sizeof *clocks);
        memset(to + stride, 0, (wider - stride) * sizeof *clocks);
    }
    stride = wider;
}

/* -------- what a new event could have come before -------- */

static void add_race(uint32_t earlier, uint32_t later, uint8_t thread)
{
    if (race_count == MOST_RACES) pages_panic("the races of an execution are too many");
    races[race_count++] = (Race){earlier, later, thread};
}

/* The new step is looked at, in one place that it touches. */
typedef struct Look {
    Access access;
    uint32_t event; /* NO_EVENT: a pending step */
    uint8_t thread;
    bool blocking; /* it may have been impossible before an earlier event */
    bool waits;    /* it may turn out to wait, or is known to */
    bool awaits;
    const Local *local;
    const uint32_t *known; /* what the thread knew before this step */
    uint32_t *clock;       /* what it knows with it; NULL: nobody asks */
    bool wants_races;
} Look;

/* Could the step have been made before this event?  Only what is sure to be impossible is left out:
 * the search notices if it comes to a step that cannot be made. */
static bool possible_before(const Look *look, const Event *event)
{
    if (look->awaits && event->op.address == look->access.address &&
        event->op.size == look->access.size && look->access.size <= 8)
        return !await_known(look->local, event->before);
    return true;
}

/* From the newest access on.  A step that is always possible needs only those races between which
 * nothing else happens; one that others make possible (a lock, a wait) is looked at against all
 * that its thread did not know of, because what made it possible could not have come after it. */
ALWAYS_INLINE void look_back(const Look *look, uint32_t link)
{
    bool thorough = look->blocking || look->waits;
    while (link) {
        const Record *record = &chain_records[link - 1];
        link = record->previous;
        if (!accesses_conflict(&record->access, &look->access)) continue;
        const Event *event = &events[record->event];
        bool covers = record->access.writes && record->access.address <= look->access.address &&
                      record->access.address + record->access.size >=
                          look->access.address + look->access.size;
        if (event->thread == look->thread) {
            if (covers && !look->blocking) return;
            continue;
        }
        const uint32_t *knows = thorough || !look->clock ? look->known : look->clock;
        bool known = knows[event->thread] >= event->sequence;
        if (!known && look->wants_races && possible_before(look, event))
            add_race(record->event, look->event, look->thread);
        if (look->clock) clock_join(look->clock, event_clock(record->event), stride);
        if (covers && (known || !thorough || !look->wants_races)) return;
    }
}

ALWAYS_INLINE void look_at(Look *look, const Access *access)
{
    look->access = *access;
    if (!access->size) return;
    Chains chains = chains_of(access);
    for (uint64_t key = chains.first; key <= chains.last; key++)
        look_back(look, chain_newest(key));
}

/* -------- clocks -------- */

/* What it has heard of the ends of others, and they of others before. */
static void add_news(const Thread *thread, uint32_t *clock)
{
    for (Threads rest = thread->heard; rest; rest &= rest - 1) {
        const Thread *ended = &run.thread[__builtin_ctzll(rest)];
        if (run.told & bit(ended->id)) clock_join(clock, extra[ended->id], stride);
        if (ended->last_event != NO_EVENT)
            clock_join(clock, event_clock(ended->last_event), stride);
        add_news(ended, clock);
    }
}

/* What a thread knows after this event of its own, and has been told since. */
static void knowledge(const Thread *thread, uint32_t event, uint32_t *clock)
{
    const uint32_t *told = run.told & bit(thread->id) ? extra[thread->id] : NULL;
    if (event != NO_EVENT) clock_copy(clock, event_clock(event), stride);
    else if (told) clock_copy(clock, told, stride);
    else clock_clear(clock, stride);
    if (event != NO_EVENT && told) clock_join(clock, told, stride);
    if (thread->heard) add_news(thread, clock);
}

void events_knowledge(const Thread *thread, uint32_t *clock)
{
    knowledge(thread, thread->last_event, clock);
}

static void look_thoroughly(const Event *event, uint32_t index, uint32_t *clock)
{
    uint32_t known[LIVE_MOST_THREADS];
    clock_copy(known, clock, stride);
    Look look = {.event = index,
                 .thread = event->thread,
                 .blocking = event->op.blocking,
                 .waits = event->op.awaits,
                 .awaits = event->op.awaits,
                 .local = &event->local,
                 .known = known,
                 .clock = clock,
                 .wants_races = search->waits_by_reading};
    look_at(&look, &event->footprint.access[0]);
    look_at(&look, &event->footprint.access[1]);
}

/* A step that is always possible: most are. */
static void look_briefly(const Event *event, uint32_t index, uint32_t *clock)
{
    Look look = {.event = index,
                 .thread = event->thread,
                 .known = clock,
                 .clock = clock,
                 .wants_races = search->waits_by_reading};
    look_at(&look, &event->footprint.access[0]);
    if (event->footprint.access[1].size) look_thoroughly(event, index, clock);
}

static void order_event(const Event *event, uint32_t index)
{
    if (event->thread >= stride) widen(event->thread, index);
    uint32_t *clock = clocks + (size_t)index * stride;
    knowledge(&run.thread[event->thread], event->previous, clock);
    if (event->op.blocking || event->op.awaits) look_thoroughly(event, index, clock);
    else look_briefly(event, index, clock);
    clock[event->thread] = event->sequence;
}

void events_pending_races(const Thread *thread)
{
    uint32_t known[LIVE_MOST_THREADS] = {0};
    events_knowledge(thread, known);
    /* Whatever it may turn out to be. */
    Footprint footprint = footprint_at_most(&thread->pending);
    Look look = {.event = NO_EVENT,
                 .thread = thread->id,
                 .blocking = thread->pending.blocking,
                 .waits = true,
                 .awaits = thread->pending.awaits,
                 .local = &thread->local,
                 .known = known,
                 .wants_races = true};
    look_at(&look, &footprint.access[0]);
    look_at(&look, &footprint.access[1]);
}

/* -------- events -------- */

static bool same_step(const Event *event, const Thread *thread)
{
    return event->thread == thread->id && event->op.kind == thread->pending.kind &&
           event->op.address == thread->pending.address && event->pc == thread->frame->pc;
}

void event_begin(uint32_t index, const Thread *thread)
{
    Event *event = &events[index];
    if (index < kept) {
        if (!same_step(event, thread))
            fail(LIVE_DIVERGES,
                 "the program does not depend on the schedule alone: the same beginning "
                 "led to another step");
        return;
    }
    /* The rest is known at its end. */
    event->op = thread->pending;
    event->pc = thread->frame->pc;
    event->local = thread->local;
    event->sequence = thread->sequence;
    event->previous = thread->last_event;
    event->records = chains_length();
    event->thread = thread->id;
}

void event_end(uint32_t index, uint64_t before, uint64_t after)
{
    Event *event = &events[index];
    if (index >= kept) {
        event->before = before;
        event->after = after;
        event->footprint = footprint_of(&event->op, before);
        if (events_ordered) {
            order_event(event, index);
            for (uint32_t i = 0; i < 2; i++)
                if (event->footprint.access[i].size)
                    chains_push(&event->footprint.access[i], index);
        }
    }
    run.thread[event->thread].heard = 0;
    run.told &= ~bit(event->thread);
    run.joined &= ~bit(event->thread);
}

void event_release(uint32_t index, uint64_t address, bool writes)
{
    if (index < kept || !events_ordered) return;
    chains_push(&(Access){address, 1, writes}, index);
}

void events_keep(uint32_t count)
{
    /* Whatever is kept keeps what it brought along: the records before the next event. */
    chains_pop(events[count].records);
    kept = count;
    uint32_t left = 0;
    for (uint32_t i = 0; i < race_count; i++)
        if (races[i].later < count) races[left++] = races[i];
    race_count = left;
}

uint32_t events_kept(void)
{
    return kept;
}

void events_forget(void)
{
    chains_forget();
    kept = race_count = 0;
}

/* -------- creation and joins -------- */

static void save_extra(uint32_t thread)
{
    journal_save(extra[thread], stride * sizeof **extra, &extra_saved[thread]);
}

void events_create(const Thread *creator, uint32_t child)
{
    if (!events_ordered) return;
    if (child >= stride) widen(child, run.steps);
    save_extra(child);
    events_knowledge(creator, extra[child]);
    run.told |= bit(child);
}

void events_join(Thread *joiner, const Thread *ended)
{
    run.touched |= bit(joiner->id);
    run.joined |= bit(joiner->id);
    joiner->heard |= bit(ended->id);
}

void events_meet(Thread *waiter, const Thread *last)
{
    run.touched |= bit(waiter->id);
    run.joined |= bit(waiter->id);
    if (!events_ordered) return;
    uint32_t known[LIVE_MOST_THREADS];
    events_knowledge(last, known);
    save_extra(waiter->id);
    if (!(run.told & bit(waiter->id))) clock_clear(extra[waiter->id], stride);
    run.told |= bit(waiter->id);
    clock_join(extra[waiter->id], known, stride);
}

bool events_joined(uint32_t thread)
{
    return run.joined & bit(thread);
}

/* -------- fingerprint -------- */

static uint64_t mix(uint64_t a)
{
    a = (a ^ (a >> 30)) * 0xbf58476d1ce4e5b9u;
    a = (a ^ (a >> 27)) * 0x94d049bb133111ebu;
    return a ^ (a >> 31);
}

/* An event's clock says what happened before it, whatever the order of the rest; so the sum over
 * all events identifies the order. */
void events_fingerprint(uint32_t count, uint64_t ret[2])
{
    ret[0] = ret[1] = 0;
    for (uint32_t i = 0; i < count; i++) {
        const Event *event = &events[i];
        const uint32_t *clock = event_clock(i);
        uint64_t hash = mix(event->thread + 1);
        for (uint32_t k = 0; k < run.threads && k < stride; k++)
            hash = mix(hash + clock[k] + 0x9e3779b97f4a7c15u);
        ret[0] += hash;
        ret[1] += mix(hash ^ 0x5851f42d4c957f2du);
    }
}
