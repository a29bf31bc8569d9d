#include "model/claims.h"

#include "model/invariants.h"
#include "model/scheduler.h"

/* Procedures on g0 that hold a G or a P, not to be found on any list, in frame.argument. */
typedef enum Holding { HOLDS_NOTHING, HOLDS_G, HOLDS_P } Holding;

static const uint8_t holding[STEP_COUNT] = {
    [EXITSYSCALL0_STATUS] = HOLDS_G,
    [EXITSYSCALL0_LOCK] = HOLDS_G,
    [EXITSYSCALL0_TAKE_P] = HOLDS_G,
    [GOSCHED_LOCK] = HOLDS_G,
    [GOSCHED_QUEUE] = HOLDS_G,
    [RESETSPINNING_COUNT] = HOLDS_G,
    [RESETSPINNING_NPIDLE] = HOLDS_G,
    [EXECUTE_STATUS] = HOLDS_G,
    [EXECUTE_SCANVALID] = HOLDS_G,
    [EXECUTE_PREEMPT] = HOLDS_G,
    [EXECUTE_STACKGUARD] = HOLDS_G,
    [EXECUTE_CURG] = HOLDS_G,
    [EXECUTE_M] = HOLDS_G,
    [ACQUIREP_M] = HOLDS_P,
    [ACQUIREP_STATUS] = HOLDS_P,
    [GCSTOPM_LOCK] = HOLDS_P,
    [GCSTOPM_STATUS] = HOLDS_P,
    [FINDRUNNABLE_PIDLEPUT] = HOLDS_P,
    [HANDOFFP_RUNQ] = HOLDS_P,
    [HANDOFFP_GLOBAL_RUNQ] = HOLDS_P,
    [HANDOFFP_NMSPINNING] = HOLDS_P,
    [HANDOFFP_NPIDLE] = HOLDS_P,
    [HANDOFFP_SPIN] = HOLDS_P,
    [HANDOFFP_LOCK] = HOLDS_P,
    [HANDOFFP_GCWAITING] = HOLDS_P,
    [HANDOFFP_SAFE_POINT] = HOLDS_P,
    [HANDOFFP_RUN_FN] = HOLDS_P,
    [HANDOFFP_RECHECK] = HOLDS_P,
    [HANDOFFP_LASTPOLL] = HOLDS_P,
    [HANDOFFP_PIDLEPUT] = HOLDS_P,
    [HANDOFFP_UNLOCK_START] = HOLDS_P,
    [STARTM_LOCK] = HOLDS_P,
    [STARTM_MGET] = HOLDS_P,
    [STARTM_UNLOCK] = HOLDS_P,
    [STARTM_WAKE] = HOLDS_P,
    [STARTM_KEEP_P] = HOLDS_P,
};

/* exitsyscall0 passes its G on if it gets no P for it. */
static bool keeps_its_g(const Frame *frame)
{
    bool has_asked = frame->pc == EXITSYSCALL0_SYSMON || frame->pc == EXITSYSCALL0_UNLOCK;
    return has_asked && frame->local;
}

static void add_held(Claims *claims, const Frame *frame, uint8_t depth)
{
    for (uint8_t i = 0; i < depth; i++) {
        uint16_t pc = frame[i].pc;
        if (pc >= STEP_COUNT) continue;
        if (holding[pc] == HOLDS_G || keeps_its_g(&frame[i]))
            claims->gs |= id_bit(frame[i].argument);
        if (holding[pc] == HOLDS_P) claims->ps |= id_bit(frame[i].argument);
        if (pc == STARTM_UNLOCK || pc == STARTM_WAKE)
            claims->ms |= id_bit(frame[i].local & (uint8_t)~SPINNING);
    }
}

/* On the idle list, and nobody has posted the note. */
static bool is_asleep(const M *mp)
{
    uint16_t pc = mp->g || !mp->depth ? STEP_COUNT : mp->frame[mp->depth - 1].pc;
    return (pc == STOPM_UNLOCK || pc == STOPM_SLEEP) && !mp->park;
}

/* In a system call m.p is a memory: the P is ours before the store of Psyscall and after we have
 * taken it back, and in between it may be anybody's. */
static bool holds_its_p(const View *v, const G *gp)
{
    uint16_t pc = gp->depth ? gp->frame[gp->depth - 1].pc : GOEXIT_LEAVE;
    bool looks_early = v->config->setting[SETTING_SYSCALL_SAFE_POINT];

    if (bare_status(gp) != GSYSCALL) return true;
    if (pc == ENTERSYSCALL_SAFE_POINT) return looks_early;
    return pc == ENTERSYSCALL_SYSMON || pc == ENTERSYSCALL_RELEASE_P ||
           pc == ENTERSYSCALL_PSYSCALL || pc == EXITSYSCALL_OWN_P || pc == EXITSYSCALL_STATUS;
}

Claims claims_of(const View *v, uint8_t m)
{
    const M *mp = &v->m[m - 1];
    uint8_t g = mp->g ? mp->g : mp->curg;
    Claims claims = {.gs = id_bit(mp->g) | id_bit(mp->curg)};

    if (!is_asleep(mp)) claims.ms = id_bit(m);
    claims.ps = id_bit(mp->nextp);
    if (!g || holds_its_p(v, &v->g[g - 1])) claims.ps |= id_bit(mp->p);
    claims.ps |= id_bit(owned_p(v, m));
    add_held(&claims, mp->frame, mp->depth);
    if (mp->g) add_held(&claims, v->g[g - 1].frame, v->g[g - 1].depth);
    return claims;
}

/* dropg, with a procedure below that goes on with the G. */
static bool is_kept_below(const M *mp)
{
    Claims below = {0};
    if (mp->depth) add_held(&below, mp->frame, mp->depth - 1);
    return below.gs & id_bit(mp->curg);
}

bool claims_end(const View *v, uint8_t m, uint16_t pc)
{
    switch (pc) {
    case DROPG_M:
        return !is_kept_below(&v->m[m - 1]);
    case EXITSYSCALL0_TAKE_P:
        return !v->sched->pidle;
    case HANDOFFP_GCWAITING:
        return v->sched->gcwaiting;
    case ENTERSYSCALL_PSYSCALL:
    case GOSCHED_QUEUE:
    case GCSTOPM_STATUS:
    case FINDRUNNABLE_PIDLEPUT:
    case HANDOFFP_PIDLEPUT:
        return true;
    default:
        return false;
    }
}
