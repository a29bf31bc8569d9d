/* The failing execution, for the report. */
#include "checker/live/runtime/event.h"
#include "checker/live/runtime/runtime.h"

#include <string.h>

void record_execution(uint32_t count)
{
    answer->step_count = count;
    threads_tell(&answer->family);
    for (uint32_t i = 0; i < count; i++) {
        const Event *event = &events[i];
        answer->execution[i] =
            (LiveStep){.thread = event->thread,
                       .kind = event->op.kind,
                       .size = (uint8_t)(event->op.size < 255 ? event->op.size : 255),
                       .wrote = event->footprint.access[0].writes,
                       .address = event->op.address,
                       .pc = event->pc,
                       .second = event->op.second,
                       .before = event->before,
                       .after = event->after};
    }
}

void record_threads(void)
{
    memset(answer->threads, 0, sizeof answer->threads);
    for (uint32_t i = 0; i < run.threads; i++) {
        const Thread *thread = &run.thread[i];
        if (thread->status == ABSENT) continue;
        LiveThread *told = &answer->threads[i];
        *told = (LiveThread){.present = true,
                             .finished = thread->status == DONE,
                             .kind = thread->pending.kind,
                             .size = (uint8_t)thread->pending.size,
                             .spins = thread->spins || thread->pending.awaits,
                             .address = thread->pending.address,
                             .function = (uint64_t)thread->function};
        if (!told->finished && thread != current) stack_walk(thread->frame, &told->stack);
    }
    if (current) stack_walk(hook_frame, &answer->stack);
}
