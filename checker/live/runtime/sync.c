#include "checker/live/runtime/sync.h"

#include "checker/live/runtime/event.h"
#include "checker/live/runtime/learned.h"
#include "checker/live/runtime/schedule.h"
#include "checker/live/runtime/search.h"

void sync_step(LiveKind kind, const void *object)
{
    Op op = {.address = (uint64_t)object, .size = 1, .kind = (uint8_t)kind, .writes = true};
    step_begin(&op);
}

void sync_wait(LiveKind kind, const void *object, const void *second, bool timed)
{
    Op op = {.address = (uint64_t)object,
             .second = (uint64_t)second,
             .size = 1,
             .kind = (uint8_t)kind,
             .writes = kind != LIVE_KIND_READ_LOCK,
             .blocking = true,
             .timed = timed};
    step_begin(&op);
}

bool sync_release(LiveKind kind, const void *lock)
{
    if (!learned.unlock_steps && !events_joined(current->id)) return false;
    sync_step(kind, lock);
    return true;
}

void sync_released(const void *lock, bool own_step)
{
    if (own_step) step_end(true, 0, 0);
    else step_release((uint64_t)lock, true);
}

bool sync_possible(const Thread *thread, bool may_give_up)
{
    const Op *op = &thread->pending;
    const void *object = (const void *)op->address;
    bool gives_up = op->timed && may_give_up;
    switch (op->kind) {
    case LIVE_KIND_MUTEX_LOCK:
    case LIVE_KIND_MUTEX_TIMEDLOCK:
        return ((const Mutex *)object)->owner == 0 || gives_up;
    case LIVE_KIND_SPIN_LOCK:
        return *(const uint32_t *)object == 0;
    case LIVE_KIND_READ_LOCK:
        return read_lock_possible(object) || gives_up;
    case LIVE_KIND_WRITE_LOCK:
        return write_lock_possible(object) || gives_up;
    case LIVE_KIND_CONDITION_WAKE:
        return condition_possible(thread, may_give_up);
    case LIVE_KIND_SEMAPHORE_WAIT:
    case LIVE_KIND_SEMAPHORE_TIMEDWAIT:
        return *(const uint32_t *)object > 0 || gives_up;
    case LIVE_KIND_SPIN:
        return op->operand != run.progress || search->stops; /* a state must not say when */
    case LIVE_KIND_ONCE:
        return *(const int32_t *)object != 1;
    default:
        return true;
    }
}
