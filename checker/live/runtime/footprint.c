#include "checker/live/runtime/footprint.h"

#include "checker/live/runtime/learned.h"

static uint64_t updated(const Op *op, uint64_t value)
{
    switch ((Update)op->update) {
    case EXCHANGE:
        return op->operand;
    case ADD:
        return value + op->operand;
    case SUBTRACT:
        return value - op->operand;
    case AND:
        return value & op->operand;
    case OR:
        return value | op->operand;
    case XOR:
        return value ^ op->operand;
    case NAND:
        return ~(value & op->operand);
    }
    __builtin_unreachable();
}

/* Of 16 bytes only half is known, so these are taken for writes. */
bool footprint_changes(const Op *op, uint64_t value)
{
    if (op->size > 8 || learned.sizes_differ) return true;
    uint64_t mask = ~(uint64_t)0 >> (64 - 8 * op->size);
    if (op->kind == LIVE_KIND_UPDATE) return ((updated(op, value) ^ value) & mask) != 0;
    return ((value ^ op->expected) & mask) == 0 && ((value ^ op->operand) & mask) != 0;
}

void footprint_sizes_differ(const Op *op)
{
    if (learned.sizes_differ || !footprint_varies(op)) return;
    learned.sizes_differ = true;
    restart_wanted = true;
}
