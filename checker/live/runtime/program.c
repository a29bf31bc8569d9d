/* What the program says (checker/live/program.h). */
#include "checker/live/runtime/told.h"

#include "checker/live/runtime/pages.h"
#include "checker/live/runtime/posix.h"
#include "checker/live/runtime/runtime.h"
#include "checker/live/runtime/schedule.h"
#include "checker/live/runtime/search.h"

#include <string.h>
#include <sys/syscall.h>

_Noreturn void program_fail(const char *text, const char *more)
{
    fail_with(LIVE_ASSERTION, text, more);
}

/* Only where memories are compared. */
void program_forget(void *memory, size_t size)
{
    if (search->sees_states || question->census) memset(memory, 0, size);
}

/* -------- marks -------- */

void program_mark(void)
{
    if (!question->at_marks) return;
    Op op = {.kind = LIVE_KIND_MARK};
    step_begin(&op);
    run.progress++;
    step_end(false, 0, 0);
}

/* Elsewhere loops are recognised without help. */
void program_spin(void)
{
    if (!question->at_marks) return;
    Op op = {.kind = LIVE_KIND_SPIN, .operand = run.progress, .blocking = true};
    step_begin(&op);
    step_end(false, 0, 0);
}

uint32_t program_choose(uint32_t alternatives)
{
    if (!question->at_marks || question->strategy != LIVE_RANDOM)
        fail(LIVE_UNSUPPORTED, "only a random walk at marks chooses for the program");
    return (uint32_t)random_below(alternatives);
}

_Noreturn void program_end(void)
{
    leave_execution(ENDED_REDUNDANT);
}

/* -------- telling: executions one after another, written when there is enough -------- */

enum { MOST_TOLD = 1 << 20, OFTEN = 1 << 16 };

static uint8_t told[MOST_TOLD];
static uint32_t told_size, told_start; /* this execution's LiveTold is at told_start */

void told_begin(void)
{
    if (!question->told) return;
    told_start = told_size;
    told_size += sizeof(LiveTold);
}

void program_tell(const void *bytes, size_t size)
{
    if (!question->told || told_start == told_size) return;
    if (size > sizeof told - sizeof(LiveTold) - told_size) {
        told_size = told_start; /* it gets no LiveTold */
        return;
    }
    memcpy(told + told_size, bytes, size);
    told_size += (uint32_t)size;
}

void told_flush(void)
{
    for (uint32_t at = 0; at < told_size;) {
        long n = pages_call(SYS_write, question->told, (long)(told + at), told_size - at, 0, 0, 0);
        if (n <= 0) pages_exit(4); /* nobody listens any more */
        at += (uint32_t)n;
    }
    told_size = told_start = 0;
}

void told_end(void)
{
    if (!question->told) return;
    if (told_size > told_start) {
        LiveTold head = {.size = told_size - told_start - (uint32_t)sizeof(LiveTold),
                         .at_rest = ending == ENDED_COMPLETE && !run.failed};
        memcpy(told + told_start, &head, sizeof head);
    }
    if (told_size > OFTEN) told_flush();
    told_start = told_size;
}
