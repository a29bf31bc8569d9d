#include "checker/live/runtime/rewind.h"

#include "checker/live/runtime/copy.h"
#include "checker/live/runtime/event.h"
#include "checker/live/runtime/heap.h"
#include "checker/live/runtime/journal.h"
#include "checker/live/runtime/pages.h"
#include "checker/live/runtime/race.h"
#include "checker/live/runtime/runtime.h"
#include "checker/live/runtime/shadow.h"

#include <string.h>

#define MOST_BYTES ((size_t)1 << 30)
enum {
    MOST_MARKS = LIVE_MOST_STEPS,
    /* Copying is worth it up to so many bytes, and so many more for each step that is spared. */
    BYTES = 8192,
    BYTES_A_STEP = 1024,
    MOST_SPACING = 4, /* steps */
    FEW = 128         /* bytes for which no function is called */
};

typedef struct Mark {
    uint32_t steps, records;
    size_t journal;
    size_t start, end;                /* in `bytes` */
    Threads copied;                   /* for this mark; of the others, those before are equal */
    size_t copies[LIVE_MOST_THREADS]; /* of the threads, in `bytes`, plus one; 0: absent */
} Mark;

static uint8_t *bytes;
static size_t used;
static Mark *marks;
static uint32_t mark_count;
static uint64_t made, used_again; /* marks, and returns to one */
static uint32_t spacing = 1;      /* steps from mark to mark, at least */
static bool fit;                  /* this execution is what it would be if it were run again */
static size_t copies[LIVE_MOST_THREADS]; /* what each thread is equal to, unless it was touched */

void rewind_begin(void)
{
    bytes = pages_reserve(NULL, MOST_BYTES);
    marks = pages_reserve(NULL, sizeof *marks * MOST_MARKS);
    journal_begin();
}

void rewind_restart(void)
{
    rewind_forget();
    fit = true;
    used = 0;
    run.touched = ~(Threads)0;
}

void rewind_forget(void)
{
    fit = false;
    mark_count = 0;
    journal_clear();
    shadow_keep(0);
}

/* -------- what is copied -------- */

/* One description serves both ways: copies are made, and taken back, by going through the same
 * things in the same order.  What was taken back says how much of the next there is. */
typedef enum Way { PUT, TAKE } Way;

#define BOTH_WAYS ALWAYS_INLINE size_t

/* Returns where the next copy is. */
BOTH_WAYS copy(Way way, size_t at, void *start, size_t size)
{
    void *to = way == PUT ? bytes + at : start;
    const void *from = way == PUT ? start : bytes + at;
    if (size <= FEW && size % 8 == 0) copy_words(to, from, size);
    else memcpy(to, from, size);
    return at + ((size + 7) & ~(size_t)7);
}

BOTH_WAYS copy_region(Way way, size_t at, Region region)
{
    return region.size ? copy(way, at, region.start, region.size) : at;
}

BOTH_WAYS copy_races(Way way, size_t at, uint32_t number)
{
    Region fences[2];
    at = copy_region(way, at, race_knowledge(number));
    if (!race_fences(number, fences)) return at;
    at = copy_region(way, at, fences[0]);
    return copy_region(way, at, fences[1]);
}

/* What the runtime knows of a thread. */
BOTH_WAYS copy_thread(Way way, size_t at, uint32_t number)
{
    Thread *thread = &run.thread[number];
    at = copy(way, at, thread, offsetof(Thread, visit));
    if (thread->visits) {
        at = copy(way, at, thread->visit, thread->visits * sizeof *thread->visit);
        at = copy(way, at, thread->read, thread->reads * sizeof *thread->read);
    }
    if (run.keys) at = copy(way, at, thread->specific, run.keys * sizeof *thread->specific);
    return races_wanted ? copy_races(way, at, number) : at;
}

BOTH_WAYS copy_run(Way way, size_t at)
{
    at = copy(way, at, &run, offsetof(Run, heap_used));
    if (run.allocated) at = copy(way, at, run.heap_used, run.threads * sizeof *run.heap_used);
    if (run.keys) at = copy(way, at, run.destructor, run.keys * sizeof *run.destructor);
    if (run.exit_handlers)
        at = copy(way, at, run.exit_handler, run.exit_handlers * sizeof *run.exit_handler);
    return at;
}

static size_t stack_size(const Thread *thread)
{
    return (size_t)(stack_base(thread->id) - (char *)thread->stack_pointer);
}

/* Of every thread that goes on: others may have written to its stack. */
BOTH_WAYS copy_stacks(Way way, size_t at)
{
    for (Threads rest = run.present; rest; rest &= rest - 1) {
        const Thread *thread = &run.thread[__builtin_ctzll(rest)];
        at = copy(way, at, thread->stack_pointer, stack_size(thread));
        if (!thread_locals) continue;
        Region variables;
        thread_local_region(thread->id, &variables);
        at = copy_region(way, at, variables);
    }
    return at;
}

BOTH_WAYS copy_memory(Way way, size_t at)
{
    uint32_t count;
    const Region *data = memory_data(&count);
    for (uint32_t i = 0; i < count; i++)
        at = copy(way, at, data[i].start, data[i].size);
    for (Threads rest = run.allocated; rest; rest &= rest - 1) {
        uint32_t thread = (uint32_t)__builtin_ctzll(rest);
        at = copy(way, at, heap_start(thread), run.heap_used[thread]);
        at = copy(way, at, heap_cells + thread * LIVE_HEAP_ARENA / HEAP_CELL,
                  run.heap_used[thread] / HEAP_CELL);
    }
    return at;
}

/* Returns which threads these are. */
static Threads put_touched(void)
{
    Threads touched = run.touched & (bit(run.threads - 1) | (bit(run.threads - 1) - 1));
    for (Threads rest = touched; rest; rest &= rest - 1) {
        uint32_t i = (uint32_t)__builtin_ctzll(rest);
        copies[i] = run.thread[i].status == ABSENT ? 0 : used + 1;
        if (copies[i]) used = copy_thread(PUT, used, i);
    }
    run.touched = 0;
    return touched;
}

/* -------- marks -------- */

static bool is_worth_it(void)
{
    size_t size = memory_size();
    for (Threads rest = run.present; rest; rest &= rest - 1) {
        size_t stack = stack_size(&run.thread[__builtin_ctzll(rest)]);
        /* On a stack that the program made itself: the thread's own one is kept for later, and
         * nobody knows how much of it. */
        if (stack > LIVE_STACK_SPACING) return false;
        size += stack;
    }
    uint32_t spared = run.steps - (mark_count ? marks[mark_count - 1].steps : 0);
    return size <= BYTES + (size_t)spared * BYTES_A_STEP && used + size <= MOST_BYTES / 2;
}

/* Where few marks are used, there are to be fewer: running on for a step or two is cheaper than
 * copies that nobody asks for. */
static void space_out(void)
{
    if (used_again % 64) return;
    uint64_t ratio = 1 + made / (used_again + 1);
    spacing = ratio < MOST_SPACING ? (uint32_t)ratio : MOST_SPACING;
}

static bool is_close(void)
{
    return mark_count && run.steps < marks[mark_count - 1].steps + spacing;
}

bool rewind_wanted(void)
{
    return fit && !is_close() && mark_count < MOST_MARKS;
}

void rewind_mark(void)
{
    if (!is_worth_it()) return;
    Mark *mark = &marks[mark_count++];
    made++;
    mark->copied = put_touched();
    mark->steps = run.steps;
    mark->start = used;
    used = copy_run(PUT, used);
    used = copy_stacks(PUT, used);
    used = copy_memory(PUT, used);
    mark->end = used;
    memcpy(mark->copies, copies, run.threads * sizeof *copies);
    mark->journal = journal_mark();
    mark->records = shadow_length();
    shadow_keep(mark->records);
}

/* What was allocated since is not allocated. */
static void forget_cells(const size_t *now, Threads allocated)
{
    for (; allocated; allocated &= allocated - 1) {
        uint32_t thread = (uint32_t)__builtin_ctzll(allocated);
        if (!(run.allocated & bit(thread))) run.heap_used[thread] = 0;
        size_t before = run.heap_used[thread];
        if (now[thread] > before)
            memset(heap_cells + (thread * LIVE_HEAP_ARENA + before) / HEAP_CELL, 0,
                   (now[thread] - before) / HEAP_CELL);
    }
}

static void take_threads(const Mark *mark, Threads changed)
{
    for (; changed; changed &= changed - 1) {
        uint32_t i = (uint32_t)__builtin_ctzll(changed);
        if (i >= run.threads) return;
        copies[i] = mark->copies[i];
        if (copies[i]) copy_thread(TAKE, copies[i] - 1, i);
        else run.thread[i].status = ABSENT;
    }
}

bool rewind_to(uint32_t steps)
{
    Threads changed = run.touched;
    for (; mark_count && marks[mark_count - 1].steps > steps; mark_count--)
        changed |= marks[mark_count - 1].copied;
    if (!mark_count) return false;
    used_again++;
    space_out();
    const Mark *mark = &marks[mark_count - 1];
    size_t heap[LIVE_MOST_THREADS];
    Threads allocated = run.allocated;
    if (allocated) memcpy(heap, run.heap_used, run.threads * sizeof *heap);
    journal_undo(mark->journal);
    shadow_back(mark->records);
    size_t at = copy_run(TAKE, mark->start);
    take_threads(mark, changed);
    at = copy_stacks(TAKE, at);
    copy_memory(TAKE, at);
    if (allocated) forget_cells(heap, allocated);
    used = mark->end;
    return true;
}
