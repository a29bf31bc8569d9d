#include "checker/live/runtime/race.h"

#include "checker/live/runtime/heap.h"
#include "checker/live/runtime/journal.h"
#include "checker/live/runtime/learned.h"
#include "checker/live/runtime/pages.h"
#include "checker/live/runtime/runtime.h"
#include "checker/live/runtime/schedule.h"
#include "checker/live/runtime/shadow.h"
#include "checker/live/runtime/vector_clock.h"

#include <string.h>

enum { MOST_SYNCS = 1 << 16 };

typedef uint32_t Clock[LIVE_MOST_THREADS];

/* What an object carries from those who released it to those who acquire it. */
typedef struct Sync {
    uint64_t address, saved; /* saved: for the journal */
    uint64_t execution;      /* it was last used in; of another one it says nothing */
    Clock clock;
} Sync;

typedef struct Knowledge {
    bool has_acquired, has_released, unused[6]; /* whole words are copied (rewind.c) */
    Clock now;
    Clock acquired; /* by relaxed loads: an acquire fence makes it known */
    Clock released; /* at the last release fence: relaxed stores carry it */
} Knowledge;

bool races_wanted;
static Sync *syncs;
static Knowledge *threads;
static uint32_t execution = 1;
static uint32_t width = CLOCK_STEP; /* threads that any clock knows of; the rest is zero */

void race_begin(void)
{
    syncs = pages_reserve(NULL, sizeof *syncs * MOST_SYNCS);
    threads = pages_reserve(NULL, sizeof *threads * LIVE_MOST_THREADS);
    shadow_begin();
}

static void start(uint32_t thread)
{
    Knowledge *self = &threads[thread];
    clock_clear(self->now, width);
    self->has_acquired = self->has_released = false;
    self->now[thread] = 1;
}

void race_restart(void)
{
    if (!races_wanted) return;
    execution++;
    shadow_restart();
    start(0);
}

static void join(uint32_t *clock, const uint32_t *other)
{
    clock_join(clock, other, width);
}

static Knowledge *knowledge_of(uint32_t thread);

static __attribute__((noinline)) void catch_up(Thread *thread)
{
    for (Threads rest = thread->joined; rest; rest &= rest - 1)
        join(threads[thread->id].now, knowledge_of((uint32_t)__builtin_ctzll(rest))->now);
    thread->joined = 0;
}

/* What it has learned by joining others is added when somebody asks: most are joined at the end,
 * where nobody does. */
static Knowledge *knowledge_of(uint32_t thread)
{
    if (run.thread[thread].joined) catch_up(&run.thread[thread]);
    return &threads[thread];
}

static Knowledge *own_knowledge(void)
{
    return knowledge_of(current->id);
}

void race_create(uint32_t creator, uint32_t child)
{
    if (!races_wanted) return;
    while (child >= width)
        width += CLOCK_STEP;
    start(child);
    Knowledge *self = knowledge_of(creator);
    join(threads[child].now, self->now);
    self->now[creator]++;
}

void race_join(uint32_t joiner, uint32_t ended)
{
    if (races_wanted) run.thread[joiner].joined |= bit(ended);
}

static bool has_fences(const Knowledge *self)
{
    return self->has_acquired || self->has_released;
}

Region race_knowledge(uint32_t thread)
{
    return (Region){(char *)&threads[thread],
                    offsetof(Knowledge, now) + width * sizeof *threads->now};
}

bool race_fences(uint32_t thread, Region ret[2])
{
    Knowledge *self = &threads[thread];
    size_t size = width * sizeof *self->now;
    ret[0] = (Region){(char *)self->acquired, size};
    ret[1] = (Region){(char *)self->released, size};
    return has_fences(self);
}

/* -------- objects -------- */

/* What it carries is about to change. */
static void save(Sync *sync)
{
    journal_save(&sync->execution, sizeof sync->execution + width * sizeof *sync->clock,
                 &sync->saved);
}

static Sync *sync_at(uint64_t address)
{
    uint32_t place = (uint32_t)((address * 0x9e3779b97f4a7c15u) >> 48);
    for (uint32_t tried = 0; syncs[place].address && syncs[place].address != address;
         place = (place + 1) % MOST_SYNCS)
        if (++tried == MOST_SYNCS / 2) pages_panic("the program synchronises by too many objects");
    syncs[place].address = address;
    Sync *sync = &syncs[place];
    if (sync->execution != execution) {
        save(sync);
        sync->execution = execution;
        clock_clear(sync->clock, width);
    }
    return sync;
}

static void tick(Knowledge *self)
{
    self->now[current->id]++;
}

void race_acquire_for(const void *object, uint32_t thread)
{
    if (races_wanted) join(knowledge_of(thread)->now, sync_at((uint64_t)object)->clock);
}

void race_acquire(const void *object)
{
    race_acquire_for(object, current->id);
}

void race_release(const void *object)
{
    if (!races_wanted) return;
    Knowledge *self = own_knowledge();
    Sync *sync = sync_at((uint64_t)object);
    save(sync);
    clock_copy(sync->clock, self->now, width);
    tick(self);
}

void race_release_also(const void *object)
{
    if (!races_wanted) return;
    Knowledge *self = own_knowledge();
    Sync *sync = sync_at((uint64_t)object);
    save(sync);
    join(sync->clock, self->now);
    tick(self);
}

/* -------- accesses -------- */

static void note_stack(uint64_t address)
{
    uint32_t owner = stack_owner(address);
    if (owner != NOBODY && owner != current->id) learn(&learned.stacks_shared);
}

/* While there is only one thread, whatever it does comes before all that others will do. */
static void access_memory(const Knowledge *self, uint64_t address, uint64_t size, uint32_t how)
{
    note_stack(address);
    if (run.threads == 1) current->accesses++;
    else shadow_access(address, size, how, self->now);
}

static bool acquires(int order)
{
    return order == __ATOMIC_ACQUIRE || order == __ATOMIC_CONSUME || order == __ATOMIC_ACQ_REL ||
           order == __ATOMIC_SEQ_CST;
}

static bool releases(int order)
{
    return order == __ATOMIC_RELEASE || order == __ATOMIC_ACQ_REL || order == __ATOMIC_SEQ_CST;
}

static void acquire(Knowledge *self, const Sync *sync, int order)
{
    if (acquires(order)) {
        join(self->now, sync->clock);
        return;
    }
    if (!self->has_acquired) clock_clear(self->acquired, width);
    self->has_acquired = true;
    join(self->acquired, sync->clock);
}

/* A store begins a new release sequence, an update goes on with the one it finds. */
static void release(Knowledge *self, Sync *sync, int order, bool goes_on)
{
    save(sync);
    if (releases(order)) {
        if (goes_on) join(sync->clock, self->now);
        else clock_copy(sync->clock, self->now, width);
        tick(self);
        return;
    }
    if (!goes_on) clock_clear(sync->clock, width);
    if (self->has_released) join(sync->clock, self->released);
}

void race_atomic_load(uint64_t address, uint64_t size, int order)
{
    if (heap_has(address)) heap_check(address, size);
    if (!races_wanted) return;
    Knowledge *self = own_knowledge();
    acquire(self, sync_at(address), order);
    access_memory(self, address, size, SHADOW_ATOMIC);
}

void race_atomic_store(uint64_t address, uint64_t size, int order)
{
    if (heap_has(address)) heap_check(address, size);
    if (!races_wanted) return;
    Knowledge *self = own_knowledge();
    access_memory(self, address, size, SHADOW_ATOMIC | SHADOW_WRITE);
    release(self, sync_at(address), order, false);
}

void race_atomic_update(uint64_t address, uint64_t size, int order)
{
    if (heap_has(address)) heap_check(address, size);
    if (!races_wanted) return;
    Knowledge *self = own_knowledge();
    Sync *sync = sync_at(address);
    acquire(self, sync, order);
    access_memory(self, address, size, SHADOW_ATOMIC | SHADOW_WRITE);
    release(self, sync, order, true);
}

void race_fence(int order)
{
    if (!races_wanted) return;
    Knowledge *self = own_knowledge();
    if (acquires(order) && self->has_acquired) join(self->now, self->acquired);
    if (!releases(order)) return;
    clock_copy(self->released, self->now, width);
    self->has_released = true;
    tick(self);
}

/* -------- plain accesses -------- */

void race_read(uint64_t address, uint64_t size)
{
    if (heap_has(address)) heap_check(address, size);
    if (races_wanted) access_memory(own_knowledge(), address, size, 0);
}

void race_write(uint64_t address, uint64_t size)
{
    if (heap_has(address)) heap_check(address, size);
    if (races_wanted) access_memory(own_knowledge(), address, size, SHADOW_WRITE);
}

void race_own_stack(uint64_t address, uint64_t size, bool write)
{
    if (!races_wanted) return;
    if (learned.stacks_shared)
        access_memory(own_knowledge(), address, size, write ? SHADOW_WRITE : 0);
    else current->accesses++;
}
