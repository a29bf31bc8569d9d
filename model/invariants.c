/* The numbered invariants.  Each has a name that scenarios use and an executable twin below.
 *
 *   I1  foreachp-counts-each-p     While forEachP waits and sched.lock is free, its count is the
 *                                  flags still set plus the Ms that won one and have yet to count.
 *   I3  no-stray-stop              Without a stop in progress no P is in Pgcstop.
 *   I4  stopwait-counts-ps         During a stop, with sched.lock free, stopwait is the number of
 *                                  Ps that are not in Pgcstop.
 *   I5  fn-runs-once               forEachP's fn runs at most once for each P.
 *   I6  fn-runs-on-own-p           No M runs fn for a P on which another M runs.
 *   S1  p-has-one-owner            At most one M that is not in a system call holds a P.
 *   S2  g-in-one-queue             A G is on at most one run queue, once.
 *   S3  queued-is-runnable         A G on a run queue is Grunnable, or its stack is being copied.
 *   S4  idle-ps-are-idle           Every P on the idle list is in Pidle, and npidle counts them.
 *   S5  spinning-is-counted        nmspinning is the Ms that spin plus those being started to.
 *   D1  scanned-at-most-once       A stack is scanned at most once a round.
 *   E1  g-on-one-m                 At most one M runs a G, or is about to take it off itself.
 *   E2  running-g-knows-its-m      An M that executes a G is that G's m.
 *   E3  attached-worker-is-parked  A worker attached to a P runs nowhere but on that P.
 *   E4  attached-worker-lives      No P's worker is dead.
 *   F3  disguised-g-is-left-alone  A G in disguise (Gwaiting, on g0 of its own M) stays Gwaiting,
 *                                  and in no queue, until it comes back.
 *
 * I2 is what forEachP's two throws test. */
#include "model/invariants.h"

#include "model/go.h"
#include "model/scheduler.h"

bool frame_counts_soon(const Frame *top)
{
    return top && (top->pc == RUNFN_RUN || top->pc == RUNFN_LOCK || top->pc == RUNFN_COUNT);
}

bool counts_soon(const View *v, uint8_t m)
{
    return frame_counts_soon(view_frame(v, m));
}

/* Does this M's forEachP wait: all flags raised, the count not yet checked? */
bool waits_in_foreachp(const View *v, uint8_t m)
{
    uint16_t pc = v->m[m - 1].g ? 0 : v->m[m - 1].frame[0].pc;
    return pc >= FOREACHP_OWN_P && pc <= FOREACHP_SLEEP;
}

/* The Ps and Ms that this M's forEachP still has to wait for. */
static int foreachp_is_owed(const View *v, uint8_t caller)
{
    int owed = 0;
    for (uint8_t p = 1; p <= v->config->ps; p++)
        owed += p != v->m[caller - 1].p && v->p[p - 1].runSafePointFn;
    for (uint8_t m = 1; m <= v->config->ms; m++)
        owed += counts_soon(v, m);
    return owed;
}

/* One caller at a time is worldsema's business; without it, this holds for none of them for long.
 */
static bool foreachp_counts_each_p(const void *context, const uint8_t *world)
{
    View v = view_of(&((const GoModel *)context)->config, world);
    bool own = v.config->setting[SETTING_FOREACHP_COUNTER];
    int8_t count = (int8_t)(own ? v.sched->safePointWait : v.sched->stopwait);

    if (v.sched->lock) return true;
    for (uint8_t m = 1; m <= v.config->ms; m++)
        if (waits_in_foreachp(&v, m) && count != foreachp_is_owed(&v, m)) return false;
    return true;
}

static bool no_stray_stop(const void *context, const uint8_t *world)
{
    View v = view_of(&((const GoModel *)context)->config, world);

    for (uint8_t p = 0; p < v.config->ps; p++)
        if (!v.sched->gcwaiting && v.p[p].status == PGCSTOP) return false;
    return true;
}

static bool stopwait_counts_ps(const void *context, const uint8_t *world)
{
    View v = view_of(&((const GoModel *)context)->config, world);
    int running = 0;

    if (!v.sched->gcwaiting || v.sched->lock) return true;
    for (uint8_t p = 0; p < v.config->ps; p++)
        running += v.p[p].status != PGCSTOP;
    return (int8_t)v.sched->stopwait == running;
}

static bool fn_runs_once(const void *context, const uint8_t *world)
{
    View v = view_of(&((const GoModel *)context)->config, world);

    for (uint8_t p = 0; p < v.config->ps; p++)
        if (v.p[p].fnruns > 1) return false;
    return true;
}

bool frame_runs_fn(const Frame *top)
{
    return top && top->pc == RUNFN_RUN;
}

static bool fn_runs_on_own_p(const void *context, const uint8_t *world)
{
    View v = view_of(&((const GoModel *)context)->config, world);

    for (uint8_t m = 1; m <= v.config->ms; m++) {
        if (!frame_runs_fn(view_frame(&v, m)) || !v.m[m - 1].p) continue;
        const P *p = &v.p[v.m[m - 1].p - 1];
        if (p->status == PRUNNING && p->m != m) return false;
    }
    return true;
}

uint8_t owned_p(const View *v, uint8_t m)
{
    const M *mp = &v->m[m - 1];
    bool in_syscall = mp->curg && bare_status(&v->g[mp->curg - 1]) == GSYSCALL;
    return in_syscall ? 0 : mp->p;
}

static bool p_has_one_owner(const void *context, const uint8_t *world)
{
    View v = view_of(&((const GoModel *)context)->config, world);
    bool owned[MAX_PS] = {false};

    for (uint8_t m = 1; m <= v.config->ms; m++) {
        uint8_t p = owned_p(&v, m);
        if (p && owned[p - 1]) return false;
        if (p) owned[p - 1] = true;
    }
    return true;
}

static bool g_in_one_queue(const void *context, const uint8_t *world)
{
    View v = view_of(&((const GoModel *)context)->config, world);

    for (uint8_t g = 0; g < v.config->gs; g++)
        if (v.g[g].runqs > 1) return false;
    return true;
}

static bool queued_is_runnable(const void *context, const uint8_t *world)
{
    View v = view_of(&((const GoModel *)context)->config, world);

    for (uint8_t g = 0; g < v.config->gs; g++) {
        uint8_t status = bare_status(&v.g[g]);
        if (v.g[g].runqs && status != GRUNNABLE && status != GCOPYSTACK) return false;
    }
    return true;
}

static bool idle_ps_are_idle(const void *context, const uint8_t *world)
{
    View v = view_of(&((const GoModel *)context)->config, world);
    int seen = 0;

    for (uint8_t p = v.sched->pidle; p; p = v.p[p - 1].link)
        if (v.p[p - 1].status != PIDLE || ++seen > v.config->ps) return false;
    return seen == v.sched->npidle;
}

bool frame_starts_spinning(const Frame *top)
{
    return top && top->pc >= STARTM_LOCK && top->pc <= STARTM_KEEP_P && top->local & SPINNING;
}

bool starts_spinning(const View *v, uint8_t m)
{
    return frame_starts_spinning(view_frame(v, m));
}

static bool spinning_is_counted(const void *context, const uint8_t *world)
{
    View v = view_of(&((const GoModel *)context)->config, world);
    int spinning = 0;

    for (uint8_t m = 1; m <= v.config->ms; m++)
        spinning += v.m[m - 1].spinning + starts_spinning(&v, m);
    return (int8_t)v.sched->nmspinning == spinning;
}

static bool scanned_at_most_once(const void *context, const uint8_t *world)
{
    View v = view_of(&((const GoModel *)context)->config, world);

    for (uint8_t g = 0; g < v.config->gs; g++)
        if (v.g[g].scans > 1) return false;
    return true;
}

/* curg stays set until dropg, so it covers park_m between the status and dropg. */
static bool g_on_one_m(const void *context, const uint8_t *world)
{
    View v = view_of(&((const GoModel *)context)->config, world);
    uint8_t on[MAX_GS] = {0};

    for (uint8_t m = 0; m < v.config->ms; m++)
        if (v.m[m].curg && on[v.m[m].curg - 1]++) return false;
    return true;
}

bool is_lost(const View *v, uint8_t m)
{
    uint8_t g = v->m[m - 1].g;
    return g && (v->g[g - 1].m != m || v->m[m - 1].curg != g);
}

static bool running_g_knows_its_m(const void *context, const uint8_t *world)
{
    View v = view_of(&((const GoModel *)context)->config, world);

    for (uint8_t m = 1; m <= v.config->ms; m++)
        if (is_lost(&v, m)) return false;
    return true;
}

static bool attached_worker_is_parked(const void *context, const uint8_t *world)
{
    View v = view_of(&((const GoModel *)context)->config, world);

    for (uint8_t p = 1; p <= v.config->ps; p++)
        for (uint8_t m = 1; m <= v.config->ms; m++) {
            uint8_t worker = v.p[p - 1].gcBgMarkWorker;
            if (worker && v.m[m - 1].curg == worker && v.m[m - 1].p != p) return false;
        }
    return true;
}

static bool attached_worker_lives(const void *context, const uint8_t *world)
{
    View v = view_of(&((const GoModel *)context)->config, world);

    for (uint8_t p = 0; p < v.config->ps; p++) {
        uint8_t worker = v.p[p].gcBgMarkWorker;
        if (worker && bare_status(&v.g[worker - 1]) == GDEAD) return false;
    }
    return true;
}

static bool is_within(uint16_t pc, uint16_t first, uint16_t last)
{
    return pc >= first && pc <= last;
}

bool acts_for_its_g(const View *v, uint8_t m)
{
    const M *mp = &v->m[m - 1];
    const uint8_t *setting = v->config->setting;
    uint16_t pc = mp->frame[0].pc;
    if (mp->g) return false;
    if (setting[SETTING_STOP_CALLER] && is_within(pc, STW_LOCK, STW_CALLER_BACK)) return true;
    return setting[SETTING_FOREACHP_CALLER] && is_within(pc, FOREACHP_LOCK, FOREACHP_CALLER_BACK);
}

bool is_back_from_markroot(const G *g)
{
    const Frame *top = g_frame(g);
    return top && top->pc == MARKROOT_BACK;
}

bool disguises_its_g(const View *v, uint8_t m)
{
    const M *mp = &v->m[m - 1];
    if (mp->g || !mp->curg) return false;
    return acts_for_its_g(v, m) || is_back_from_markroot(&v->g[mp->curg - 1]);
}

static bool disguised_g_is_left_alone(const void *context, const uint8_t *world)
{
    View v = view_of(&((const GoModel *)context)->config, world);

    for (uint8_t m = 1; m <= v.config->ms; m++) {
        if (!disguises_its_g(&v, m)) continue;
        const G *gp = &v.g[v.m[m - 1].curg - 1];
        if (bare_status(gp) != GWAITING || gp->runqs) return false;
    }
    return true;
}

const Predicate go_invariants[] = {
    {"p-has-one-owner", "at most one M that is not in a system call holds a P", p_has_one_owner,
     p_has_one_owner_sees, p_has_one_owner_watches, p_has_one_owner_breaks},
    {"foreachp-counts-each-p",
     "while forEachP waits its count is the flags and the Ms yet to count", foreachp_counts_each_p,
     foreachp_counts_each_p_sees, foreachp_counts_each_p_watches, foreachp_counts_each_p_breaks},
    {"no-stray-stop", "without a stop in progress no P is in Pgcstop", no_stray_stop,
     no_stray_stop_sees, no_stray_stop_watches, no_stray_stop_breaks},
    {"stopwait-counts-ps", "during a stop stopwait is the number of Ps that are not in Pgcstop",
     stopwait_counts_ps, stopwait_counts_ps_sees, stopwait_counts_ps_watches,
     stopwait_counts_ps_breaks},
    {"fn-runs-once", "forEachP's fn runs at most once for each P", fn_runs_once, fn_runs_once_sees,
     fn_runs_once_watches, fn_runs_once_breaks},
    {"fn-runs-on-own-p", "no M runs fn for a P on which another M runs", fn_runs_on_own_p,
     fn_runs_on_own_p_sees, fn_runs_on_own_p_watches, fn_runs_on_own_p_breaks},
    {"g-in-one-queue", "a G is on at most one run queue, once", g_in_one_queue, g_in_one_queue_sees,
     g_in_one_queue_watches, g_in_one_queue_breaks},
    {"queued-is-runnable", "a G on a run queue is Grunnable", queued_is_runnable,
     queued_is_runnable_sees, queued_is_runnable_watches, queued_is_runnable_breaks},
    {"idle-ps-are-idle", "every P on the idle list is in Pidle, and npidle counts them",
     idle_ps_are_idle, idle_ps_are_idle_sees, idle_ps_are_idle_watches, idle_ps_are_idle_breaks},
    {"spinning-is-counted", "nmspinning is the Ms that spin plus those being started to",
     spinning_is_counted, spinning_is_counted_sees, spinning_is_counted_watches,
     spinning_is_counted_breaks},
    {"scanned-at-most-once", "a stack is scanned at most once a round", scanned_at_most_once,
     scanned_at_most_once_sees, scanned_at_most_once_watches, scanned_at_most_once_breaks},
    {"g-on-one-m", "at most one M runs a G", g_on_one_m, g_on_one_m_sees, g_on_one_m_watches,
     g_on_one_m_breaks},
    {"running-g-knows-its-m", "an M that executes a G is that G's m", running_g_knows_its_m,
     running_g_knows_its_m_sees, running_g_knows_its_m_watches, running_g_knows_its_m_breaks},
    {"attached-worker-is-parked", "a worker attached to a P runs nowhere but on that P",
     attached_worker_is_parked, attached_worker_is_parked_sees, attached_worker_is_parked_watches,
     attached_worker_is_parked_breaks},
    {"attached-worker-lives", "no P's worker is dead", attached_worker_lives,
     attached_worker_lives_sees, attached_worker_lives_watches, attached_worker_lives_breaks},
    {"disguised-g-is-left-alone",
     "a G in disguise, on g0 of its own M, stays Gwaiting and in no queue",
     disguised_g_is_left_alone, disguised_g_is_left_alone_sees, disguised_g_is_left_alone_watches,
     disguised_g_is_left_alone_breaks},
};
const uint32_t go_invariant_count = sizeof go_invariants / sizeof go_invariants[0];
