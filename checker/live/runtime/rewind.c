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

/* A piece of memory as it was; its bytes follow, up to a multiple of eight. */
typedef struct Piece {
    char *start; /* NULL: the last one */
    size_t size;
} Piece;

typedef struct Mark {
    uint32_t steps, records;
    size_t journal;
    size_t pieces, end;               /* in `bytes` */
    size_t copies[LIVE_MOST_THREADS]; /* of the threads, in `bytes`, plus one; 0: absent */
} Mark;

static uint8_t *bytes;
static size_t used;
static Mark *marks;
static uint32_t mark_count;
static uint64_t made, used_again; /* marks, and returns to one */
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

/* -------- pieces -------- */

static void put(char *start, size_t size)
{
    Piece *piece = (Piece *)(bytes + used);
    *piece = (Piece){start, size};
    if (size <= FEW && size % 8 == 0) copy_words(piece + 1, start, size);
    else memcpy(piece + 1, start, size);
    used += sizeof *piece + ((size + 7) & ~(size_t)7);
}

static void put_region(Region region)
{
    if (region.size) put(region.start, region.size);
}

static void put_end(void)
{
    *(Piece *)(bytes + used) = (Piece){NULL, 0};
    used += sizeof(Piece);
}

static void take(size_t at)
{
    const Piece *piece = (const Piece *)(bytes + at);
    while (piece->start) {
        if (piece->size <= FEW && piece->size % 8 == 0)
            copy_words(piece->start, piece + 1, piece->size);
        else memcpy(piece->start, piece + 1, piece->size);
        piece = (const Piece *)((const char *)(piece + 1) + ((piece->size + 7) & ~(size_t)7));
    }
}

/* -------- what is copied -------- */

/* What the runtime knows of a thread. */
static void put_thread(uint32_t number)
{
    Thread *thread = &run.thread[number];
    put((char *)thread, offsetof(Thread, visit));
    if (thread->visits) {
        put((char *)thread->visit, thread->visits * sizeof *thread->visit);
        put((char *)thread->read, thread->reads * sizeof *thread->read);
    }
    if (run.keys) put((char *)thread->specific, run.keys * sizeof *thread->specific);
    Region region;
    events_region(number, &region);
    put_region(region);
    race_region(number, &region);
    put_region(region);
    put_end();
}

static void put_touched(void)
{
    for (uint32_t i = 0; i < run.threads; i++) {
        if (run.thread[i].status == ABSENT) {
            copies[i] = 0;
        } else if (run.touched & bit(i)) {
            copies[i] = used + 1;
            put_thread(i);
        }
    }
    run.touched = 0;
}

static void put_run(void)
{
    put((char *)&run, offsetof(Run, heap_used) + run.threads * sizeof *run.heap_used);
    if (run.keys) put((char *)run.destructor, run.keys * sizeof *run.destructor);
    if (run.exit_handlers)
        put((char *)run.exit_handler, run.exit_handlers * sizeof *run.exit_handler);
}

static Region stack_of(const Thread *thread)
{
    char *from = thread->stack_pointer;
    return (Region){from, (size_t)(stack_base(thread->id) - from)};
}

/* Of every thread that goes on: others may have written to its stack. */
static void put_stacks(void)
{
    for (Threads rest = run.present; rest; rest &= rest - 1) {
        const Thread *thread = &run.thread[__builtin_ctzll(rest)];
        Region variables;
        put_region(stack_of(thread));
        if (!thread_locals) continue;
        thread_local_region(thread->id, &variables);
        put_region(variables);
    }
}

static void put_memory(void)
{
    Region regions[MOST_REGIONS];
    uint32_t count = memory_regions(regions);
    for (uint32_t i = 0; i < count; i++)
        put_region(regions[i]);
    for (Threads rest = run.allocated; rest; rest &= rest - 1) {
        uint32_t thread = (uint32_t)__builtin_ctzll(rest);
        put((char *)heap_cells + thread * LIVE_HEAP_ARENA / HEAP_CELL,
            run.heap_used[thread] / HEAP_CELL);
    }
}

/* -------- marks -------- */

/* A thread on a stack that the program made itself: its own one is kept for later, and nobody knows
 * how much of it. */
static bool on_foreign_stack(const Thread *thread)
{
    return stack_owner((uint64_t)thread->stack_pointer) != thread->id;
}

static bool is_worth_it(void)
{
    size_t size = memory_size();
    for (Threads rest = run.present; rest; rest &= rest - 1) {
        const Thread *thread = &run.thread[__builtin_ctzll(rest)];
        if (on_foreign_stack(thread)) return false;
        size += stack_of(thread).size;
    }
    uint32_t spared = run.steps - (mark_count ? marks[mark_count - 1].steps : 0);
    return size <= BYTES + (size_t)spared * BYTES_A_STEP && used + size <= MOST_BYTES / 2;
}

/* Where few marks are used, there are to be fewer: running on for a step or two is cheaper than
 * copies that nobody asks for. */
static bool is_close(void)
{
    if (!mark_count) return false;
    uint64_t spacing = 1 + made / (used_again + 1);
    if (spacing > MOST_SPACING) spacing = MOST_SPACING;
    return run.steps < marks[mark_count - 1].steps + spacing;
}

void rewind_mark(void)
{
    if (is_close()) return;
    if (!fit || mark_count == MOST_MARKS || !is_worth_it()) return;
    Mark *mark = &marks[mark_count++];
    made++;
    put_touched();
    mark->steps = run.steps;
    mark->pieces = used;
    put_run();
    put_stacks();
    put_memory();
    put_end();
    mark->end = used;
    memcpy(mark->copies, copies, run.threads * sizeof *copies);
    mark->journal = journal_length();
    mark->records = shadow_length();
    shadow_keep(mark->records);
    journal_wanted = true;
}

/* What was allocated since is not allocated. */
static void forget_cells(const size_t *now, Threads allocated)
{
    for (; allocated; allocated &= allocated - 1) {
        uint32_t thread = (uint32_t)__builtin_ctzll(allocated);
        size_t before = thread < run.threads ? run.heap_used[thread] : 0;
        if (now[thread] > before)
            memset(heap_cells + (thread * LIVE_HEAP_ARENA + before) / HEAP_CELL, 0,
                   (now[thread] - before) / HEAP_CELL);
    }
}

static void take_threads(const Mark *mark, Threads touched)
{
    for (uint32_t i = 0; i < run.threads; i++) {
        size_t copy = mark->copies[i];
        if (copy == copies[i] && !(touched & bit(i))) continue;
        if (copy) take(copy - 1);
        else run.thread[i].status = ABSENT;
        copies[i] = copy;
    }
}

bool rewind_to(uint32_t steps)
{
    while (mark_count && marks[mark_count - 1].steps > steps)
        mark_count--;
    if (!mark_count) return false;
    used_again++;
    const Mark *mark = &marks[mark_count - 1];
    size_t heap[LIVE_MOST_THREADS];
    Threads touched = run.touched, allocated = run.allocated;
    if (allocated) memcpy(heap, run.heap_used, sizeof heap);
    journal_undo(mark->journal);
    shadow_back(mark->records);
    take(mark->pieces);
    forget_cells(heap, allocated);
    take_threads(mark, touched);
    used = mark->end;
    return true;
}
