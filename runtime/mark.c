/* Marking: a pointer that is found makes its cell known, once (mgcwork.go, mbarrier.go).
 *
 * A P keeps what it finds and publishes it in batches; in the second mark phase at once, since then
 * marking ends when nobody has anything left. */
#include "runtime/collector.h"
#include "runtime/sanitize.h"
#include "runtime/switch.h"

#include <string.h>

Work work;

/* -------- lists of marked objects -------- */

void gcw_dispose(P *p)
{
    GcWork *gcw = &p->gcw;

    if (!gcw->n) return;
    lock(&work.lock);
    uint32_t n = load(&work.nobjects);
    memcpy(&work.object[n], gcw->object, gcw->n * sizeof gcw->object[0]);
    store(&work.nobjects, n + gcw->n);
    unlock(&work.lock);
    gcw->n = 0;
}

static void gcw_put(P *p, void *cell)
{
    GcWork *gcw = &p->gcw;

    if (gcw->n == GCW_SIZE) gcw_dispose(p);
    gcw->object[gcw->n++] = cell;
    if (load(&work.blackenPromptly)) gcw_dispose(p);
}

/* Half a buffer at a time, so that others find something too. */
static void refill(GcWork *gcw)
{
    if (!load(&work.nobjects)) return;
    lock(&work.lock);
    uint32_t n = load(&work.nobjects);
    uint32_t take = n < GCW_SIZE / 2 ? n : GCW_SIZE / 2;
    memcpy(gcw->object, &work.object[n - take], take * sizeof gcw->object[0]);
    gcw->n = take;
    store(&work.nobjects, n - take);
    unlock(&work.lock);
}

static void *gcw_get(P *p)
{
    GcWork *gcw = &p->gcw;
    if (!gcw->n) refill(gcw);
    return gcw->n ? gcw->object[--gcw->n] : NULL;
}

bool gcMarkWorkAvailable(P *p)
{
    if (p && p->gcw.n) return true;
    return load(&work.nobjects) || load(&work.markrootNext) < load(&work.markrootJobs);
}

/* -------- finding pointers -------- */

static void greyobject(P *p, uintptr_t word)
{
    void *cell = heap_find(word);
    if (cell && heap_mark(cell)) gcw_put(p, cell);
}

LOOKS_AT_FRAMES static uintptr_t word_at(uintptr_t address)
{
    return *(volatile uintptr_t *)address;
}

void scanblock(uintptr_t lo, uintptr_t hi)
{
    P *p = getm()->p;

    lo = (lo + sizeof(void *) - 1) & ~(sizeof(void *) - 1);
    for (uintptr_t at = lo; at + sizeof(void *) <= hi; at += sizeof(void *))
        greyobject(p, word_at(at));
}

/* -------- the write barrier -------- */

void gc_shade(void *p)
{
    if (load(&work.phase) != GCoff) greyobject(getm()->p, (uintptr_t)p);
}

/* Both: a stack that was scanned is not scanned again, so what it loses to a cell is told here, and
 * what a cell loses to it. */
void gc_set(void **slot, void *value)
{
    void *_Atomic *cell = (void *_Atomic *)slot;
    if (load(&work.phase) != GCoff) {
        gc_shade(load(cell));
        gc_shade(value);
    }
    store(cell, value);
}

void *gc_get(void **slot)
{
    return load((void *_Atomic *)slot);
}

/* -------- draining -------- */

static bool take_job(uint32_t *ret_job)
{
    if (load(&work.markrootNext) >= load(&work.markrootJobs)) return false;
    *ret_job = xadd(&work.markrootNext, 1) - 1;
    return *ret_job < load(&work.markrootJobs);
}

bool gcdrain_one(P *p)
{
    uint32_t job;
    if (take_job(&job)) {
        markroot_job(job);
        return true;
    }
    void *cell = gcw_get(p);
    if (cell) scanblock((uintptr_t)cell, (uintptr_t)cell + CELL_SIZE);
    return cell;
}

void gcdrain_stopped(P *p)
{
    for (void *cell = gcw_get(p); cell; cell = gcw_get(p))
        scanblock((uintptr_t)cell, (uintptr_t)cell + CELL_SIZE);
}
