/* The verbs for shared cells, the same as the model's: every access of the runtime to a cell that
 * another thread may touch is one of these, sequentially consistent, or is made under a lock. */
#ifndef RUNTIME_ATOMIC_H
#define RUNTIME_ATOMIC_H

#include <stdatomic.h>
#include <stdint.h>

#define load(cell) atomic_load(cell)
#define store(cell, value) atomic_store(cell, value)
#define xchg(cell, value) atomic_exchange(cell, value)
/* True if the cell held `from` and holds `to` now. */
#define cas(cell, from, to)                                                                        \
    atomic_compare_exchange_strong(cell, &(__typeof__(((void)0, *(cell)))){from}, to)

static inline uint32_t xadd_unsigned(_Atomic uint32_t *cell, uint32_t delta)
{
    return atomic_fetch_add(cell, delta) + delta;
}
static inline int32_t xadd_signed(_Atomic int32_t *cell, int32_t delta)
{
    return atomic_fetch_add(cell, delta) + delta;
}
/* Returns the new value, as in the runtime. */
#define xadd(cell, delta)                                                                          \
    _Generic((cell), _Atomic uint32_t *: xadd_unsigned, _Atomic int32_t *: xadd_signed)(cell, delta)

#endif
