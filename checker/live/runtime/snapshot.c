#include "checker/live/runtime/snapshot.h"

#include "checker/live/runtime/blocks.h"
#include "checker/live/runtime/heap.h"
#include "checker/live/runtime/learned.h"
#include "checker/live/runtime/pages.h"
#include "checker/live/runtime/runtime.h"
#include "checker/live/runtime/schedule.h"

#include <string.h>

#define MOST_BYTES ((size_t)1 << 36)

enum {
    FOREIGN =
        65536 /* of a thread that runs on a stack of the program's own: bytes of its first one */
};

static uint8_t *bytes; /* snapshots, one after another; each ends with its size */
static size_t used;
static uint8_t *state;
static size_t state_size;

void snapshots_begin(void)
{
    if (!bytes) {
        bytes = pages_reserve(NULL, MOST_BYTES);
        state = pages_reserve(NULL, MOST_STRING);
    }
    used = 0;
}

size_t snapshots_size(void)
{
    return used;
}

/* What a thread has on its stack, from where it was left; or all that it may have there. */
static Region stack_region(const Thread *thread, const void *from)
{
    char *base = stack_base(thread->id);
    if (stack_owner((uint64_t)from) != thread->id) return (Region){base - FOREIGN, FOREIGN};
    return (Region){(char *)from, (size_t)(base - (const char *)from)};
}

/* Everything that the program can change, for each thread that goes on. */
static uint32_t regions_of(Region *regions)
{
    uint32_t count = memory_regions(regions);
    for (uint32_t i = 0; i < run.threads; i++) {
        size_t size = run.heap_used[i];
        if (size)
            regions[count++] =
                (Region){(char *)heap_cells + i * LIVE_HEAP_ARENA / HEAP_CELL, size / HEAP_CELL};
    }
    for (Threads rest = run.present; rest; rest &= rest - 1) {
        uint32_t thread = (uint32_t)__builtin_ctzll(rest);
        regions[count] = stack_region(&run.thread[thread], run.thread[thread].stack_pointer);
        count++;
        thread_local_region(thread, &regions[count]);
        if (regions[count].size) count++;
    }
    return count;
}

enum { MOST = MOST_REGIONS + 3 * LIVE_MOST_THREADS };

size_t snapshot_push(void)
{
    Region regions[MOST];
    size_t start = used, size = run_size();
    memcpy(bytes + used, &run, size);
    used += size;
    uint32_t count = regions_of(regions);
    for (uint32_t i = 0; i < count; i++) {
        memcpy(bytes + used, regions[i].start, regions[i].size);
        used += regions[i].size;
    }
    size = used - start;
    memcpy(bytes + used, &size, sizeof size);
    used += sizeof size;
    if (used > MOST_BYTES / 2) pages_panic("the path is too long to keep its states");
    return size;
}

static size_t top_size(void)
{
    size_t size;
    memcpy(&size, bytes + used - sizeof size, sizeof size);
    return size;
}

void snapshot_pop(void)
{
    used -= top_size() + sizeof(size_t);
}

/* What was allocated since is not allocated. */
static void forget_cells(const size_t *now, uint32_t threads)
{
    for (uint32_t i = 0; i < threads; i++) {
        size_t before = i < run.threads ? run.heap_used[i] : 0;
        if (now[i] > before)
            memset(heap_cells + (i * LIVE_HEAP_ARENA + before) / HEAP_CELL, 0,
                   (now[i] - before) / HEAP_CELL);
    }
}

void snapshot_restore(void)
{
    Region regions[MOST];
    size_t heap[LIVE_MOST_THREADS];
    uint32_t threads = run.threads;
    memcpy(heap, run.heap_used, sizeof heap);
    const uint8_t *from = bytes + used - sizeof(size_t) - top_size();
    memcpy(&run, from, offsetof(Run, thread));
    memcpy(&run, from, run_size());
    from += run_size();
    forget_cells(heap, threads);
    uint32_t count = regions_of(regions);
    for (uint32_t i = 0; i < count; i++) {
        memcpy(regions[i].start, from, regions[i].size);
        from += regions[i].size;
    }
}

/* -------- the state -------- */

static void add(const void *from, size_t size)
{
    if (state_size + size > MOST_STRING - BLOCK) pages_panic("a state is too large");
    memcpy(state + state_size, from, size);
    state_size += size;
}

/* What comes now begins a block, whatever came before: then it is in the same blocks as before if
 * it is the same. */
static void add_cut(void)
{
    size_t more = (BLOCK - state_size % BLOCK) % BLOCK;
    memset(state + state_size, 0, more);
    state_size += more;
}

static void add_number(uint64_t number)
{
    add(&number, sizeof number);
}

/* Not how it came here: neither its steps nor who made the last one. */
static void add_thread(const Thread *thread)
{
    add_number((uint64_t)thread->id << 32 | (uint64_t)thread->status << 24 |
               (uint64_t)thread->joiner << 16 | (uint64_t)thread->joins << 8 |
               (uint64_t)(thread->detached | (run.reaped >> thread->id & 1) << 1 |
                          (uint64_t)thread->parked << 2));
    add_number((uint64_t)thread->early_timeouts << 32 | thread->children);
    if (thread->status == DONE) {
        add_number((uint64_t)thread->result);
        return;
    }
    add_number((uint64_t)thread->locks << 32 | thread->random);
    add_number(learned.time_matters ? thread->time : 0);
    add_number((uint64_t)(unsigned)thread->error << 32 | thread->pending.kind);
    const Op *op = &thread->pending;
    add_number((uint64_t)op->size << 32 | (uint64_t)op->timed << 8 | op->update);
    add(&op->address, offsetof(Op, size) - offsetof(Op, address));
    add(thread->specific, run.keys * sizeof *thread->specific);
    add_number((uint64_t)thread->frame);
    Region stack = stack_region(thread, thread->frame), variables;
    add(stack.start, stack.size);
    thread_local_region(thread->id, &variables);
    add(variables.start, variables.size);
}

const uint8_t *state_bytes(size_t *ret_size)
{
    Region regions[MOST];
    state_size = 0;
    add_number((uint64_t)run.exited << 1 | run.failed);
    add_number((uint64_t)run.keys << 32 | run.exit_handlers);
    add_number(run.key_live);
    add(run.exit_handler, run.exit_handlers * sizeof *run.exit_handler);
    for (uint32_t i = 0; i < run.threads; i++)
        if (run.thread[i].status != ABSENT) {
            add_cut();
            add_thread(&run.thread[i]);
        }
    uint32_t count = memory_regions(regions);
    for (uint32_t i = 0; i < count; i++) {
        add_cut();
        add(regions[i].start, regions[i].size);
    }
    for (uint32_t i = 0; i < run.threads; i++) {
        add_number(run.heap_used[i]);
        add(heap_cells + i * LIVE_HEAP_ARENA / HEAP_CELL, run.heap_used[i] / HEAP_CELL);
    }
    add_cut();
    *ret_size = state_size;
    return state;
}
