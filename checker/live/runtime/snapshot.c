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

/* What the program can change, of a state: where it lies, and from which block on it is kept. */
typedef struct Part {
    char *start;
    size_t size;
    uint32_t block;
} Part;

enum { MOST_PARTS = MOST_REGIONS + 3 * LIVE_MOST_THREADS };
static Part parts[MOST_PARTS]; /* of the state that came last */
static uint32_t part_count;

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

/* -------- snapshots -------- */

static void push(const void *from, size_t size)
{
    if (used + size > MOST_BYTES / 2) pages_panic("the path is too long to keep its states");
    memcpy(bytes + used, from, size);
    used += size;
}

static const uint8_t *pull(const uint8_t *at, void *to, size_t size)
{
    memcpy(to, at, size);
    return at + size;
}

/* What is below a thread's frame is the runtime's own: it is no part of the state, but it has to be
 * there when the thread goes on. */
static Region below_frame(const Thread *thread)
{
    char *from = thread->stack_pointer;
    if (stack_owner((uint64_t)from) != thread->id) return (Region){from, 0};
    return (Region){from, (size_t)((char *)thread->frame - from)};
}

size_t snapshot_push(void)
{
    size_t start = used;
    push(&run, run_size());
    push(&part_count, sizeof part_count);
    push(parts, part_count * sizeof *parts);
    uint32_t length = (uint32_t)(state_size / BLOCK);
    push(&length, sizeof length);
    push(blocks_numbers(), length * sizeof(uint32_t));
    for (Threads rest = run.present; rest; rest &= rest - 1) {
        Region below = below_frame(&run.thread[__builtin_ctzll(rest)]);
        push(below.start, below.size);
    }
    size_t size = used - start;
    push(&size, sizeof size);
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

/* As these blocks say; `there`: it has the contents of those, because that is what it was in the
 * state that came last. */
static void restore_part(const Part *part, const uint32_t *numbers, const uint32_t *there)
{
    for (size_t at = 0; at < part->size; at += BLOCK) {
        uint32_t block = part->block + (uint32_t)(at / BLOCK);
        if (there && there[block] == numbers[block]) continue;
        size_t size = part->size - at < BLOCK ? part->size - at : BLOCK;
        memcpy(part->start + at, block_bytes(numbers[block]), size);
    }
}

static bool is_part(const Part *part, uint32_t number)
{
    const Part *other = &parts[number];
    return number < part_count && part->start == other->start && part->size == other->size &&
           part->block == other->block;
}

/* The program has not run since the last state, whose blocks are known. */
static const uint8_t *restore_parts(const uint8_t *from)
{
    static Part wanted[MOST_PARTS];
    static uint32_t numbers[MOST_STRING / BLOCK];
    uint32_t count, length;
    from = pull(from, &count, sizeof count);
    from = pull(from, wanted, count * sizeof *wanted);
    from = pull(from, &length, sizeof length);
    from = pull(from, numbers, length * sizeof *numbers);
    for (uint32_t i = 0; i < count; i++)
        restore_part(&wanted[i], numbers, is_part(&wanted[i], i) ? blocks_numbers() : NULL);
    return from;
}

void snapshot_restore(void)
{
    size_t heap[LIVE_MOST_THREADS];
    uint32_t threads = run.threads;
    memcpy(heap, run.heap_used, sizeof heap);
    const uint8_t *from = bytes + used - sizeof(size_t) - top_size();
    memcpy(&run, from, offsetof(Run, thread));
    from = pull(from, &run, run_size());
    forget_cells(heap, threads);
    from = restore_parts(from);
    for (Threads rest = run.present; rest; rest &= rest - 1) {
        Region below = below_frame(&run.thread[__builtin_ctzll(rest)]);
        from = pull(from, below.start, below.size);
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

static void add_part(Region region)
{
    add_cut();
    if (!region.size) return;
    parts[part_count++] = (Part){region.start, region.size, (uint32_t)(state_size / BLOCK)};
    add(region.start, region.size);
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
                          (run.parked >> thread->id & 1) << 2));
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
    Region variables;
    add_part(stack_region(thread, thread->frame));
    thread_local_region(thread->id, &variables);
    add_part(variables);
}

const uint8_t *state_bytes(size_t *ret_size)
{
    Region regions[MOST_REGIONS];
    state_size = 0;
    part_count = 0;
    add_number((uint64_t)run.exited << 1 | run.failed);
    add_number((uint64_t)run.keys << 32 | run.exit_handlers);
    add_number(run.key_live);
    add(run.exit_handler, run.exit_handlers * sizeof *run.exit_handler);
    for (uint32_t i = 0; i < run.threads; i++) {
        add_number(run.heap_used[i]);
        add_cut();
        if (run.thread[i].status != ABSENT) add_thread(&run.thread[i]);
    }
    uint32_t count = memory_regions(regions);
    for (uint32_t i = 0; i < count; i++)
        add_part(regions[i]);
    for (uint32_t i = 0; i < run.threads; i++)
        add_part((Region){(char *)heap_cells + i * LIVE_HEAP_ARENA / HEAP_CELL,
                          run.heap_used[i] / HEAP_CELL});
    add_cut();
    *ret_size = state_size;
    return state;
}
