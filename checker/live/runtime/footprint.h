/* What a step touches, and whether two steps depend on each other: if they touch a common byte and
 * one of them writes.  A compare-exchange that fails, and an update that leaves the value as it
 * was, only read; so whether a step writes can be told from the value that it finds, which DPOR
 * needs for steps that it has not run yet.
 *
 * Asked several times for every step of every execution, so most of it is here. */
#ifndef CHECKER_LIVE_FOOTPRINT_H
#define CHECKER_LIVE_FOOTPRINT_H

#include "checker/live/runtime/thread.h"

typedef struct Access {
    uint64_t address;
    uint32_t size; /* 0: touches nothing */
    bool writes;
} Access;

/* One object, or a condition and its mutex. */
typedef struct Footprint {
    Access access[2];
} Footprint;

static inline bool accesses_conflict(const Access *a, const Access *b)
{
    return (a->writes || b->writes) && a->address < b->address + b->size &&
           b->address < a->address + a->size;
}

static inline bool footprints_conflict(const Footprint *a, const Footprint *b)
{
    if (accesses_conflict(&a->access[0], &b->access[0])) return true;
    if (!(a->access[1].size | b->access[1].size)) return false;
    return accesses_conflict(&a->access[1], &b->access[0]) ||
           accesses_conflict(&a->access[0], &b->access[1]) ||
           accesses_conflict(&a->access[1], &b->access[1]);
}

/* An update or a compare-exchange that finds this value changes it. */
bool footprint_changes(const Op *op, uint64_t value);

/* What a step touches whatever its cell holds. */
static inline Footprint footprint_at_most(const Op *op)
{
    return (Footprint){
        {{op->address, op->size, op->writes}, {op->second, op->second != 0, op->second != 0}}};
}

/* That depends on what its cell holds. */
static inline bool footprint_varies(const Op *op)
{
    return op->kind == LIVE_KIND_UPDATE || op->kind == LIVE_KIND_COMPARE_EXCHANGE;
}

/* What it touches if its cell holds this value.  What it does to a cell depends on that; what it
 * does to an object of POSIX is taken for a write whatever comes of it. */
static inline Footprint footprint_of(const Op *op, uint64_t value)
{
    Footprint footprint = footprint_at_most(op);
    if (footprint_varies(op)) footprint.access[0].writes = footprint_changes(op, value);
    return footprint;
}

/* A step touches a part of what another one touches: what it finds then cannot be told from the
 * other. If that matters the search begins anew, with every update taken for a write. */
void footprint_sizes_differ(const Op *op);

#endif
