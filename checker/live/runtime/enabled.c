/* Which steps are possible now. */
#include "checker/live/runtime/await.h"
#include "checker/live/runtime/search.h"
#include "checker/live/runtime/sync.h"

#include <string.h>

static bool waits(const Thread *thread)
{
    if (!await_facts) return false; /* nor is there anything to read for it */
    uint64_t value = 0;
    memcpy(&value, (const void *)thread->pending.address, thread->pending.size);
    return await_is_fact(&thread->local, value);
}

bool enabled(const Thread *thread)
{
    const Op *op = &thread->pending;
    if (thread->halted || run.parked & bit(thread->id)) return false;
    if (thread->spins && !await_over(thread)) return false;
    if (op->awaits && waits(thread)) return false;
    return !op->blocking || sync_possible(thread, thread->early_timeouts > 0);
}

/* Time passes when nobody can move otherwise. */
static Threads timed_out(void)
{
    Threads all = 0;
    for (Threads rest = run.present & run.conditional & ~run.parked; rest; rest &= rest - 1) {
        const Thread *thread = &run.thread[__builtin_ctzll(rest)];
        if (thread->pending.timed && sync_possible(thread, true)) all |= bit(thread->id);
    }
    return all;
}

Threads enabled_threads(void)
{
    Threads moving = run.present & ~run.parked, all = moving & ~run.conditional;
    for (Threads rest = moving & run.conditional; rest; rest &= rest - 1) {
        const Thread *thread = &run.thread[__builtin_ctzll(rest)];
        if (enabled(thread)) all |= rest & -rest;
    }
    return all ? all : timed_out();
}
