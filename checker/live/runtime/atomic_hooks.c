/* What the compiler calls for atomic accesses, of 1 to 16 bytes.  Under sequential consistency the
 * memory order makes no difference to what is read; it does to what is a data race. */
#include "checker/live/runtime/race.h"
#include "checker/live/runtime/schedule.h"

__extension__ typedef unsigned __int128 uint128_t;

/* The step is described where the search looks for it: what lies on the stack instead would be
 * copied there, and again with the stack. */
static inline Op *describe(LiveKind kind, const volatile void *address, uint32_t size)
{
    Op *op = &current->pending;
    *op = (Op){.address = (uint64_t)address,
               .size = size,
               .kind = (uint8_t)kind,
               .writes = kind != LIVE_KIND_LOAD};
    return op;
}

/* The upper half of 16 bytes. */
#define UPPER(bits, value) ((bits) == 128 ? (uint64_t)((uint128_t)(value) >> 64) : 0)

#define LOAD_AND_STORE(bits, type)                                                                 \
    type atomic##bits##_load(const volatile type *cell, int order);                                \
    type atomic##bits##_load(const volatile type *cell, int order)                                 \
    {                                                                                              \
        describe(LIVE_KIND_LOAD, cell, sizeof *cell);                                              \
        step_begin_pending();                                                                      \
        race_atomic_load((uint64_t)cell, sizeof *cell, order);                                     \
        type value = *cell;                                                                        \
        step_end(false, (uint64_t)value, (uint64_t)value);                                         \
        return value;                                                                              \
    }                                                                                              \
    void atomic##bits##_store(volatile type *cell, type value, int order);                         \
    void atomic##bits##_store(volatile type *cell, type value, int order)                          \
    {                                                                                              \
        Op *op = describe(LIVE_KIND_STORE, cell, sizeof *cell);                                    \
        op->operand = (uint64_t)value;                                                             \
        op->rest[0] = UPPER(bits, value);                                                          \
        step_begin_pending();                                                                      \
        race_atomic_store((uint64_t)cell, sizeof *cell, order);                                    \
        type before = *cell;                                                                       \
        *cell = value;                                                                             \
        step_end(true, (uint64_t)before, (uint64_t)value);                                         \
    }

#define UPDATE(bits, type, name, how, expression)                                                  \
    type atomic##bits##_##name(volatile type *cell, type value, int order);                        \
    type atomic##bits##_##name(volatile type *cell, type value, int order)                         \
    {                                                                                              \
        Op *op = describe(LIVE_KIND_UPDATE, cell, sizeof *cell);                                   \
        op->operand = (uint64_t)value;                                                             \
        op->rest[0] = UPPER(bits, value);                                                          \
        op->update = how;                                                                          \
        step_begin_pending();                                                                      \
        race_atomic_update((uint64_t)cell, sizeof *cell, order);                                   \
        type before = *cell, after = (type)(expression);                                           \
        *cell = after;                                                                             \
        step_end(before != after, (uint64_t)before, (uint64_t)after);                              \
        return before;                                                                             \
    }

#define COMPARE_EXCHANGE(bits, type)                                                               \
    static type exchange_##bits(volatile type *cell, type expected, type desired, int order,       \
                                int failure_order, const type *expected_at)                        \
    {                                                                                              \
        Op *op = describe(LIVE_KIND_COMPARE_EXCHANGE, cell, sizeof *cell);                         \
        op->expected = (uint64_t)expected;                                                         \
        op->operand = (uint64_t)desired;                                                           \
        op->rest[0] = UPPER(bits, desired);                                                        \
        op->rest[1] = UPPER(bits, expected);                                                       \
        op->rest[2] = (uint64_t)expected_at;                                                       \
        step_begin_pending();                                                                      \
        bool equal = *cell == expected;                                                            \
        if (equal) race_atomic_update((uint64_t)cell, sizeof *cell, order);                        \
        else race_atomic_load((uint64_t)cell, sizeof *cell, failure_order);                        \
        type before = *cell;                                                                       \
        if (equal) *cell = desired;                                                                \
        step_end(*cell != before, (uint64_t)before, (uint64_t)*cell);                              \
        return before;                                                                             \
    }                                                                                              \
    type atomic##bits##_compare_exchange_val(volatile type *cell, type expected, type desired,     \
                                             int order, int failure_order);                        \
    type atomic##bits##_compare_exchange_val(volatile type *cell, type expected, type desired,     \
                                             int order, int failure_order)                         \
    {                                                                                              \
        return exchange_##bits(cell, expected, desired, order, failure_order, NULL);               \
    }                                                                                              \
    int atomic##bits##_compare_exchange_strong(volatile type *cell, type *expected, type desired,  \
                                               int order, int failure_order);                      \
    int atomic##bits##_compare_exchange_strong(volatile type *cell, type *expected, type desired,  \
                                               int order, int failure_order)                       \
    {                                                                                              \
        type wanted = *expected;                                                                   \
        type before = exchange_##bits(cell, wanted, desired, order, failure_order, expected);      \
        if (before != wanted) *expected = before;                                                  \
        return before == wanted;                                                                   \
    }                                                                                              \
    int atomic##bits##_compare_exchange_weak(volatile type *cell, type *expected, type desired,    \
                                             int order, int failure_order);                        \
    int atomic##bits##_compare_exchange_weak(volatile type *cell, type *expected, type desired,    \
                                             int order, int failure_order)                         \
    {                                                                                              \
        return atomic##bits##_compare_exchange_strong(cell, expected, desired, order,              \
                                                      failure_order);                              \
    }

#define ALL(bits, type)                                                                            \
    LOAD_AND_STORE(bits, type)                                                                     \
    UPDATE(bits, type, exchange, EXCHANGE, value)                                                  \
    UPDATE(bits, type, fetch_add, ADD, before + value)                                             \
    UPDATE(bits, type, fetch_sub, SUBTRACT, before - value)                                        \
    UPDATE(bits, type, fetch_and, AND, before &value)                                              \
    UPDATE(bits, type, fetch_or, OR, before | value)                                               \
    UPDATE(bits, type, fetch_xor, XOR, before ^ value)                                             \
    UPDATE(bits, type, fetch_nand, NAND, ~(before & value))                                        \
    COMPARE_EXCHANGE(bits, type)

ALL(8, uint8_t)
ALL(16, uint16_t)
ALL(32, uint32_t)
ALL(64, uint64_t)
ALL(128, uint128_t)

void atomic_fence(int order);
void atomic_fence(int order)
{
    race_fence(order);
}

/* Between a thread and its own signal handlers; there are none. */
void atomic_compiler_fence(int order);
void atomic_compiler_fence(int order)
{
    (void)order;
}
