#include "model/others.h"

/* -------- who may move -------- */

/* Who may move before one M does, and what is cut from their futures. */
typedef struct Others {
    uint8_t ms, gs; /* bit sets; Gs are those that one of the Ms may come to run */
    uint8_t cut;    /* CUT_* */
    uint8_t stuck;  /* bit set of Ms: those for which CUT_RUNNING is to be added */
    uint8_t may;    /* FUTURE_* of them all */
} Others;

/* Ms whose forEachP is about to raise the flag of a P that M `m` claims: it will not return. */
static uint8_t stuck_by(const Sight *sight, uint8_t m)
{
    uint8_t stuck = 0;
    if (!sight->futures->flags_are_own) return 0;
    for (uint8_t other = 1; other <= sight->view.config->ms; other++)
        if (sight->m[other - 1]->raises & sight->m[m - 1]->claims.ps) stuck |= id_bit(other);
    return stuck;
}

/* Which phase of marking the others find.  The first to find it done goes on to a forEachP; as
 * long as that is kept from coming through, nobody finds it done again. */
static uint8_t phase_for(const Sight *sight, uint8_t m, uint8_t cut, uint8_t stuck)
{
    if (!sight->futures->marks_once) return NO_CUT;
    if (!sight->view.gc->blackenPromptly) return cut & CUT_FOREACHPS ? CUT_EARLY : NO_CUT;
    for (uint8_t other = 1; sight->flushes && other <= sight->view.config->ms; other++) {
        uint8_t kept = cut | (id_in(stuck, other) ? CUT_RUNNING : NO_CUT);
        if (other != m && sight->m[other - 1]->flush_kept & kept) return CUT_EARLY | CUT_LAST;
    }
    return CUT_LAST;
}

/* What the others cannot come to before M `m` moves. */
static Others others_of(const Sight *sight, uint8_t m)
{
    Others others = {.cut = grounds_keep(sight, m), .stuck = stuck_by(sight, m)};
    others.cut |= phase_for(sight, m, others.cut, others.stuck);
    return others;
}

/* Does this M still have the G at hand, which it has parked or found? */
static bool has_at_hand(const M *mp, uint8_t g)
{
    for (uint8_t i = 0; i < mp->depth; i++) {
        const Frame *frame = &mp->frame[i];
        bool parks = frame->pc >= PARK_M_STATUS && frame->pc <= PARK_M_UNPARK;
        if (parks && frame->argument == g) return true;
        if (frame->pc == FINDWORKER_RUNNABLE && frame->local == g) return true;
    }
    return false;
}

/* A mark worker sleeps, attached to a P that M `m` claims: nobody else looks for it there. */
static bool waits_for(const Sight *sight, uint8_t m, uint8_t g)
{
    const View *v = &sight->view;
    uint8_t home = sight->g[g - 1]->home;
    if (!home || v->p[home - 1].gcBgMarkWorker != g) return false;
    if (!id_in(sight->m[m - 1]->claims.ps, home)) return false;
    for (uint8_t other = 1; other <= v->config->ms; other++)
        if (other != m && has_at_hand(&v->m[other - 1], g)) return false;
    return true;
}

/* The Gs that whoever executes may come to run, but for those that one of `ms` runs: their future
 * is part of that M's. */
static uint8_t gs_to_run(const Sight *sight, uint8_t m, uint8_t ms)
{
    uint8_t gs = ids_up_to(sight->view.config->gs) & (uint8_t)~sight->m[m - 1]->claims.gs;

    for (; ms; ms = id_rest(ms))
        gs &= (uint8_t)~sight->m[id_first(ms) - 1]->runs;
    for (uint8_t left = gs; left; left = id_rest(left))
        if (waits_for(sight, m, id_first(left))) gs &= (uint8_t)~id_bit(id_first(left));
    return gs;
}

static const Future *future_of_one_m(const Sight *sight, const Others *others, uint8_t m)
{
    uint8_t cut = others->cut | (id_in(others->stuck, m) ? CUT_RUNNING : NO_CUT);
    return memo_future_of_m(sight->m[m - 1], sight->futures, &sight->view, m, cut);
}

static const Future *future_of_one_g(const Sight *sight, const Others *others, uint8_t g)
{
    return memo_future_of_g(sight->g[g - 1], sight->futures, &sight->view, g, others->cut);
}

/* Tell somebody about each of them as they are found, and which Gs' work is in it, if any; he may
 * have heard enough. */
typedef bool Listener(void *data, const Future *future, uint8_t gs);

static inline bool add_ms(const Sight *sight, uint8_t ms, Others *others, Listener *listen,
                          void *data)
{
    others->ms |= ms;
    for (; ms; ms = id_rest(ms)) {
        const Future *future = future_of_one_m(sight, others, id_first(ms));
        const MemoOfM *entry = sight->m[id_first(ms) - 1];
        others->may |= future->may;
        if (!listen(data, future, entry->runs | entry->parks)) return false;
    }
    return true;
}

static inline bool add_gs(const Sight *sight, uint8_t m, Others *others, Listener *listen,
                          void *data)
{
    if (!(others->may & FUTURE_EXECUTES)) return true;
    others->gs = gs_to_run(sight, m, others->ms);
    for (uint8_t gs = others->gs; gs; gs = id_rest(gs)) {
        const Future *future = future_of_one_g(sight, others, id_first(gs));
        others->may |= future->may;
        if (!listen(data, future, id_bit(id_first(gs)))) return false;
    }
    return true;
}

/* Those that sleep count only if another may wake them. */
static inline bool gather(const Sight *sight, uint8_t m, Others *others, Listener *listen,
                          void *data)
{
    uint8_t all = ids_up_to(sight->view.config->ms) & (uint8_t)~id_bit(m);
    uint8_t awake = sight->awake & all, asleep = (uint8_t)~sight->awake & all;

    if (!add_ms(sight, awake, others, listen, data)) return false;
    if (!add_gs(sight, m, others, listen, data)) return false;
    if (!(others->may & FUTURE_WAKES)) return true;
    return add_ms(sight, asleep, others, listen, data) && add_gs(sight, m, others, listen, data);
}

/* In a world that is being started the status of a P is no obstacle. */
static inline bool ask(const Sight *sight, uint8_t m, Listener *listen, void *data)
{
    Others others = others_of(sight, m);
    if (!gather(sight, m, &others, listen, data)) return false;
    if (!(others.cut & CUT_STOPS) || !(others.may & FUTURE_STARTS)) return true;
    others = (Others){.cut = others.cut & ~CUT_STOPS, .stuck = others.stuck};
    return gather(sight, m, &others, listen, data);
}

static inline bool collect(void *data, const Future *future, uint8_t gs)
{
    (void)gs;
    future_add(data, future);
    return true;
}

Future others_future(const Sight *sight, uint8_t m)
{
    Future future = {0};
    ask(sight, m, collect, &future);
    return future;
}

typedef struct Plan {
    const Futures *futures;
    Touch touch;
    bool has_lock;
    uint8_t home; /* the P whose mark worker it looks at, or 0 */
} Plan;

/* A mark worker changes nothing but what is said of it at its own P. */
static inline bool is_at_home(const Plan *plan, uint8_t gs)
{
    for (; gs; gs = id_rest(gs))
        if (id_in(plan->futures->homes[id_first(gs) - 1], plan->home)) return true;
    return false;
}

static inline bool is_compatible(void *data, const Future *future, uint8_t gs)
{
    const Plan *plan = data;
    Classes over =
        future_conflicts(&plan->touch, plan->has_lock ? &future->unlocked : &future->all);
    if (over == (Classes)1 << CLASS_P_gcBgMarkWorker && plan->home) return !is_at_home(plan, gs);
    return !over;
}

bool others_allow(const Sight *sight, uint8_t m, const Touch *touch)
{
    uint16_t pc = sight->m[m - 1]->pc;
    bool looks_for_worker = pc == FINDWORKER_NIL || pc == FINDWORKER_WORKER;
    Plan plan = {.futures = sight->futures,
                 .touch = *touch,
                 .has_lock = sight->view.sched->lock == m,
                 .home = looks_for_worker ? sight->view.m[m - 1].p : 0};
    return ask(sight, m, is_compatible, &plan);
}
