#include "checker/live/runtime/await.h"

#include "checker/live/runtime/event.h"
#include "checker/live/runtime/learned.h"
#include "checker/live/runtime/pages.h"
#include "checker/live/runtime/rewind.h"
#include "checker/live/runtime/runtime.h"
#include "checker/live/runtime/schedule.h"
#include "checker/live/runtime/search.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <string.h>

enum { MOST_HEADS = 1 << 12, MOST_FACTS = 1 << 22, MOST_HASHED = 1 << 10, MOST_BYTES = 1000 };

bool opaque_call;

/* Return addresses of reads that a thread came back to without effect.  What is at the head of a
 * loop is worth a hash each time. */
static uint64_t *heads;
static uint32_t head_count;
static Local *facts; /* (registers and stack, value) that lead back; open addressing */
uint32_t await_facts;

/* A stack that was hashed.  Executions differ by order, so threads come to the same reads with the
 * same stacks again and again; comparing the bytes is a fraction of the work of hashing them. */
typedef struct Hashed {
    size_t size;
    XXH128_hash_t hash;
    char bytes[MOST_BYTES];
} Hashed;

static Hashed *hashed;

void await_begin(void)
{
    heads = pages_reserve(NULL, sizeof *heads * MOST_HEADS);
    facts = pages_reserve(NULL, sizeof *facts * MOST_FACTS);
    hashed = pages_reserve(NULL, sizeof *hashed * MOST_HASHED);
}

/* A step of this kind reads a cell that the program can see. */
static bool is_cell(uint8_t kind)
{
    return kind == LIVE_KIND_LOAD || kind == LIVE_KIND_COMPARE_EXCHANGE ||
           kind == LIVE_KIND_UPDATE || kind == LIVE_KIND_READ || kind == LIVE_KIND_VOLATILE_READ;
}

bool await_possible(uint8_t kind)
{
    return is_cell(kind) || kind == LIVE_KIND_MUTEX_TRYLOCK || kind == LIVE_KIND_SPIN_TRYLOCK ||
           kind == LIVE_KIND_READ_TRYLOCK || kind == LIVE_KIND_WRITE_TRYLOCK ||
           kind == LIVE_KIND_SEMAPHORE_TRYWAIT || kind == LIVE_KIND_SEMAPHORE_VALUE;
}

static uint64_t *head_place(uint64_t pc)
{
    uint32_t place = (uint32_t)((pc * 0x9e3779b97f4a7c15u) >> 52);
    while (heads[place] && heads[place] != pc)
        place = (place + 1) % MOST_HEADS;
    return &heads[place];
}

/* -------- facts -------- */

static uint64_t mixed(uint64_t a, uint64_t b)
{
    __extension__ unsigned __int128 product =
        (unsigned __int128)(a ^ 0x9e3779b97f4a7c15u) * (b ^ 0xd1342543de82ef95u);
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static Local fact_of(const Local *local, uint64_t value)
{
    uint64_t spread = value * 0xbf58476d1ce4e5b9u;
    return (Local){mixed(local->low + spread, local->high) | 1,
                   mixed(local->high + spread, local->low + value)};
}

static Local *fact_place(Local fact)
{
    uint32_t place = (uint32_t)(fact.high >> 42);
    while (facts[place].low && (facts[place].low != fact.low || facts[place].high != fact.high))
        place = (place + 1) % MOST_FACTS;
    return &facts[place];
}

bool await_is_fact(const Local *local, uint64_t value)
{
    return fact_place(fact_of(local, value))->low != 0;
}

static void learn_to_wait(const Local *local, uint64_t value)
{
    Local fact = fact_of(local, value);
    Local *place = fact_place(fact);
    if (place->low) return;
    if (++await_facts > MOST_FACTS / 2) pages_panic("the loops that wait are too many");
    *place = fact;
}

/* -------- visits -------- */

/* What the thread has computed is mostly in registers. */
static Hashed *hashed_place(const Frame *frame)
{
    uint64_t sum = (uint64_t)frame + frame->pc + frame->rbp + frame->rbx + frame->r12 + frame->r13 +
                   frame->r14 + frame->r15;
    return &hashed[sum * 0x9e3779b97f4a7c15u >> 54];
}

static XXH128_hash_t stack_hash(const Frame *frame, size_t size)
{
    if (size > MOST_BYTES) return XXH3_128bits(frame, size);
    Hashed *place = hashed_place(frame);
    if (place->size == size && memcmp(place->bytes, frame, size) == 0) return place->hash;
    place->size = size;
    place->hash = XXH3_128bits(frame, size);
    memcpy(place->bytes, frame, size);
    return place->hash;
}

/* The hash of what a thread knows by itself. */
static Local local_of(const Thread *thread, const Op *op)
{
    const char *from = (const char *)thread->frame;
    uint64_t end = stack_end((uint64_t)from);
    if (!end) return (Local){thread->sequence, (uint64_t)from};
    XXH128_hash_t stack = stack_hash(thread->frame, (size_t)(end - (uint64_t)from));
    uint64_t low = mixed(stack.low64 + op->address, stack.high64 ^ op->operand);
    uint64_t high = mixed(stack.high64 + op->expected, low ^ op->kind);
    return (Local){stack.low64 + low, stack.high64 + high};
}

void await_effect(Thread *thread)
{
    thread->visits = thread->reads = 0;
}

/* It is where it was at this visit. */
static void came_back(Thread *thread, const Visit *visit, const Op *op)
{
    uint32_t read = thread->reads - visit->reads;
    run.spun = true;
    if (!search->waits_by_reading) {
        thread->spins = true;
        return;
    }
    const Watch *watch = &thread->read[visit->reads];
    if (read == 1 && thread->plain_reads == visit->plain_reads && op->awaits) {
        /* The read before should have waited. */
        learn_to_wait(&visit->local, watch->value[0]);
        leave_execution(ENDED_RETRACTED);
    }
    thread->spins = thread->halted = true;
}

static void remember(Thread *thread)
{
    if (thread->visits == MOST_VISITS) await_effect(thread);
    thread->visit[thread->visits++] = (Visit){thread->frame->pc, thread->frame, thread->local,
                                              thread->reads, thread->plain_reads};
}

static void find_visit(Thread *thread, const Op *op, bool head)
{
    for (uint32_t i = 0; i < thread->visits; i++) {
        const Visit *visit = &thread->visit[i];
        if (visit->pc != thread->frame->pc || visit->frame != thread->frame) continue;
        if (!head) {
            *head_place(visit->pc) = visit->pc;
            if (++head_count > MOST_HEADS / 2) pages_panic("the loops that wait are too many");
            if (search->waits_by_reading) {
                restart_wanted = true;
                leave_execution(ENDED_REDUNDANT);
            }
            rewind_forget(); /* earlier visits were remembered without a hash */
            if (search->again) leave_execution(ENDED_AGAIN);
            await_effect(thread);
            return;
        }
        if (visit->local.low != thread->local.low || visit->local.high != thread->local.high)
            continue;
        thread->watched = visit->reads;
        /* What has changed meanwhile may lead it out of the loop. */
        if (thread->reads == visit->reads || await_over(thread)) continue;
        came_back(thread, visit, op);
        return;
    }
    remember(thread);
}

void await_arrive(Thread *thread, Op *op)
{
    if (opaque_call) {
        opaque_call = false;
        await_effect(thread);
    }
    if (search->sees_states || !await_possible(op->kind)) return;
    bool head = *head_place(thread->frame->pc) != 0;
    if (head) {
        thread->local = local_of(thread, op);
        op->awaits = search->waits_by_reading && op->size <= 8 && is_cell(op->kind);
    }
    find_visit(thread, op, head);
}

void await_read(Thread *thread, uint64_t address, uint32_t size)
{
    if (!thread->visits) return;
    if (thread->reads == MOST_READS || size > sizeof thread->read[0].value) {
        await_effect(thread);
        return;
    }
    Watch *watch = &thread->read[thread->reads++];
    *watch = (Watch){.address = address, .size = size};
    memcpy(watch->value, (const void *)address, size);
}

void await_plain_read(Thread *thread, uint64_t address, uint32_t size)
{
    thread->plain_reads++;
    await_read(thread, address, size);
}

bool await_over(const Thread *thread)
{
    for (uint32_t i = thread->watched; i < thread->reads; i++) {
        const Watch *watch = &thread->read[i];
        if (memcmp(watch->value, (const void *)watch->address, watch->size) != 0) return true;
    }
    return false;
}

void await_resume(Thread *thread)
{
    thread->spins = false;
    await_effect(thread);
}
