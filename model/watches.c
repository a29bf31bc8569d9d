/* Which bytes of the world an invariant may depend on.  A move that changes none of them leaves it
 * as it was, whatever else there is. */
#include "model/invariants.h"

#include "model/go.h"

/* The bytes of one object of each kind: bit i is byte i of the struct. */
typedef struct Watch {
    uint64_t sched, p, m, g;
} Watch;

#define AT(type, member) (UINT64_C(1) << offsetof(type, member))
#define SPAN(type, member)                                                                         \
    (((UINT64_C(1) << sizeof(((type *)0)->member)) - 1) << offsetof(type, member))

/* Everything that view_step looks at. */
#define M_STEP (SPAN(M, frame) | AT(M, depth) | AT(M, g))
#define G_STEP (SPAN(G, frame) | AT(G, depth))

static void mark_watched(uint64_t *bytes, uint64_t watched, size_t begin)
{
    for (; watched; watched &= watched - 1) {
        size_t at = begin + (size_t)__builtin_ctzll(watched);
        bytes[at / 64] |= UINT64_C(1) << at % 64;
    }
}

static void watch(const void *context, uint64_t *ret_bytes, const Watch *watch)
{
    const Config *config = &((const GoModel *)context)->config;
    Layout at = config->layout;

    mark_watched(ret_bytes, watch->sched, 0);
    for (uint8_t i = 0; i < config->ps; i++)
        mark_watched(ret_bytes, watch->p, at.p + i * sizeof(P));
    for (uint8_t i = 0; i < config->ms; i++)
        mark_watched(ret_bytes, watch->m, at.m + i * sizeof(M));
    for (uint8_t i = 0; i < config->gs; i++)
        mark_watched(ret_bytes, watch->g, at.g + i * sizeof(G));
}

#define WATCHES(name, ...)                                                                         \
    void name(const void *context, uint64_t *ret_bytes)                                            \
    {                                                                                              \
        static const Watch bytes = {__VA_ARGS__};                                                  \
        watch(context, ret_bytes, &bytes);                                                         \
    }

WATCHES(p_has_one_owner_watches, .m = AT(M, curg) | AT(M, p), .g = AT(G, atomicstatus))
WATCHES(foreachp_counts_each_p_watches,
        .sched = AT(Sched, lock) | AT(Sched, stopwait) | AT(Sched, safePointWait),
        .p = AT(P, runSafePointFn), .m = M_STEP | AT(M, p), .g = G_STEP)
WATCHES(no_stray_stop_watches, .sched = AT(Sched, gcwaiting), .p = AT(P, status))
WATCHES(stopwait_counts_ps_watches,
        .sched = AT(Sched, gcwaiting) | AT(Sched, lock) | AT(Sched, stopwait), .p = AT(P, status))
WATCHES(fn_runs_once_watches, .p = AT(P, fnruns))
WATCHES(fn_runs_on_own_p_watches, .p = AT(P, status) | AT(P, m), .m = M_STEP | AT(M, p),
        .g = G_STEP)
WATCHES(g_in_one_queue_watches, .g = AT(G, runqs))
WATCHES(queued_is_runnable_watches, .g = AT(G, runqs) | AT(G, atomicstatus))
WATCHES(idle_ps_are_idle_watches, .sched = AT(Sched, pidle) | AT(Sched, npidle),
        .p = AT(P, status) | AT(P, link))
WATCHES(spinning_is_counted_watches, .sched = AT(Sched, nmspinning), .m = M_STEP | AT(M, spinning),
        .g = G_STEP)
WATCHES(scanned_at_most_once_watches, .g = AT(G, scans))
WATCHES(g_on_one_m_watches, .m = AT(M, curg))
WATCHES(running_g_knows_its_m_watches, .m = AT(M, g) | AT(M, curg), .g = AT(G, m))
WATCHES(attached_worker_is_parked_watches, .p = AT(P, gcBgMarkWorker), .m = AT(M, curg) | AT(M, p))
WATCHES(attached_worker_lives_watches, .p = AT(P, gcBgMarkWorker), .g = AT(G, atomicstatus))
WATCHES(disguised_g_is_left_alone_watches, .m = M_STEP | AT(M, curg),
        .g = G_STEP | AT(G, atomicstatus) | AT(G, runqs))
