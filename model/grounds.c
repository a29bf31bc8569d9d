#include "model/grounds.h"

/* The list of idle Ps; a list that is broken may go round in a circle. */
static uint8_t idle_ps(const View *v)
{
    uint8_t ps = 0;
    for (uint8_t p = v->sched->pidle; p && !id_in(ps, p); p = v->p[p - 1].link)
        ps |= id_bit(p);
    return ps;
}

void sight_complete(Sight *sight)
{
    sight->idle = idle_ps(&sight->view);
    sight->awake = sight->passes = 0;
    sight->ends_marking = sight->flushes = false;
    for (uint8_t m = 0; m < sight->view.config->ms; m++) {
        if (!sight->m[m]->sleeps) sight->awake |= (uint8_t)(1u << m);
        sight->passes |= sight->m[m]->through;
        sight->ends_marking |= sight->m[m]->ends_marking;
        sight->flushes |= sight->m[m]->flushes;
    }
}

static bool are_apart(const Sight *sight)
{
    Claims all = {.ps = sight->idle};

    for (uint8_t m = 0; m < sight->view.config->ms; m++) {
        Claims claims = sight->m[m]->claims;
        if (claims.gs & all.gs || claims.ms & all.ms || claims.ps & all.ps) return false;
        all.gs |= claims.gs;
        all.ms |= claims.ms;
        all.ps |= claims.ps;
    }
    return true;
}

uint8_t grounds_keep(const Sight *sight, uint8_t m)
{
    const Futures *futures = sight->futures;
    const MemoOfM *entry = sight->m[m - 1];
    uint8_t cut = futures->flags_are_own && entry->owes_fn ? CUT_RUNNING : NO_CUT;

    for (uint8_t ps = entry->claims.ps; ps; ps = id_rest(ps)) {
        const P *p = &sight->view.p[__builtin_ctz(ps)];
        if (p->status != PGCSTOP && p->status != PSYSCALL) cut |= CUT_STOPS;
        if (!futures->flags_are_own) continue;
        cut |= CUT_FOREACHPS;
        if (p->runSafePointFn) cut |= CUT_RUNNING;
    }
    return cut;
}

/* Nobody has come through what another keeps him from. */
static bool is_kept(const Sight *sight)
{
    uint8_t ms = sight->view.config->ms;
    for (uint8_t m = 0; m < ms; m++)
        for (uint8_t other = 1; sight->m[m]->through && other <= ms; other++)
            if (other != m + 1 && grounds_keep(sight, other) & sight->m[m]->through) return false;
    return true;
}

bool grounds_hold(const Sight *sight)
{
    if (sight->flushes && sight->ends_marking) return false;
    return are_apart(sight) && (!sight->passes || is_kept(sight));
}

/* The G is dead, in no queue, and nobody has anything to do with it: nobody will claim it again. */
static bool is_gone(const Sight *sight, uint8_t m, uint8_t g)
{
    const View *v = &sight->view;
    const G *gp = &v->g[g - 1];
    if (gp->atomicstatus != GDEAD || gp->runqs) return false;
    for (uint8_t p = 0; p < v->config->ps; p++)
        if (v->p[p].gcBgMarkWorker == g) return false;
    for (uint8_t other = 1; other <= v->config->ms; other++) {
        const M *mp = &v->m[other - 1];
        for (uint8_t i = 0; other != m && i < mp->depth; i++)
            if (mp->frame[i].argument == g || mp->frame[i].local == g) return false;
    }
    for (uint8_t other = 0; other < v->config->gs; other++)
        for (uint8_t i = 0; i < v->g[other].depth; i++)
            if (v->g[other].frame[i].pc == READY_RUNQPUT && v->g[other].frame[i].argument == g)
                return false;
    return true;
}

bool grounds_end(const Sight *sight, uint8_t m)
{
    const View *v = &sight->view;
    const M *mp = &v->m[m - 1];
    uint16_t pc = sight->m[m - 1]->pc;

    switch (pc) {
    case RUNFN_COUNT:
    case HANDOFFP_RUN_FN:
    case STW_OWN_P:
    case MARKDONE_WORK_LEFT:
    case MARKDONE_PROMPTLY:
    case MARKDONE_IDLE:
        return true;
    case STW_CHECK_P:
    case FOREACHP_CHECK_P:
        return mp->frame[mp->depth - 1].argument == v->config->ps;
    case DROPG_M:
        return claims_end(v, m, pc) && !is_gone(sight, m, mp->curg);
    default:
        return claims_end(v, m, pc);
    }
}
