/* What a step touches in one state, where that is less than it declares. */
#include "model/grounds.h"

#define P_CLASS(member) ((Classes)1 << CLASS_P_##member)

static const Classes p_classes = 0
#define P_FIELD(member, kind, shown, meaning) | P_CLASS(member)
#include "model/world.def"
    ;

/* How it depends on the state what a step touches. */
typedef enum Refinement {
    AS_DECLARED,
    EMPTY_LOCAL_QUEUE, /* nothing is taken from a queue that is empty; nobody else changes that */
    EMPTY_GLOBAL_QUEUE,
    NOT_IN_SYSCALL, /* of the P that the loop visits: the CAS fails, until it enters one */
    OLD_P_LOST,     /* the same of m.p */
    OWN_FLAG_DOWN,  /* what is down stays down until it is raised */
    FLAG_DOWN,      /* the same of the P that the loop visits */
    OWN_WORKER,     /* others_allow looks closer */
    VISITED_P,      /* it may be as good as the M's own */
    NOT_RUNNING_YET /* nobody asks for p.m before p.status says that it runs */
} Refinement;

static const uint8_t refinement[STEP_COUNT] = {
    [SCHEDULE_RUNQ] = EMPTY_LOCAL_QUEUE,
    [FINDRUNNABLE_GLOBAL] = EMPTY_GLOBAL_QUEUE,
    [HANDOFFP_GLOBAL_RUNQ] = EMPTY_GLOBAL_QUEUE,
    [FINDWORKER_NIL] = OWN_WORKER,
    [FINDWORKER_WORKER] = OWN_WORKER,
    [STW_RETAKE_P] = NOT_IN_SYSCALL,
    [FOREACHP_RETAKE_STATUS] = NOT_IN_SYSCALL,
    [FOREACHP_RETAKE_P] = NOT_IN_SYSCALL,
    [RETAKE_P] = NOT_IN_SYSCALL,
    [EXITSYSCALL_OLD_P] = OLD_P_LOST,
    [SCHEDULE_SAFE_POINT] = OWN_FLAG_DOWN,
    [FINDRUNNABLE_SAFE_POINT] = OWN_FLAG_DOWN,
    [FINDRUNNABLE_RECHECK] = OWN_FLAG_DOWN,
    [ENTERSYSCALL_SAFE_POINT] = OWN_FLAG_DOWN,
    [RUNFN_CLAIM] = OWN_FLAG_DOWN,
    [HANDOFFP_SAFE_POINT] = FLAG_DOWN,
    [FOREACHP_CHECK_P] = FLAG_DOWN,
    [FOREACHP_RETAKE_FLAG] = FLAG_DOWN,
    [FOREACHP_FLAG_P] = VISITED_P,
    [PREEMPTALL_P] = VISITED_P,
    [STW_CHECK_P] = VISITED_P,
    [ACQUIREP_M] = NOT_RUNNING_YET,
};

bool future_depends(uint16_t pc)
{
    return refinement[pc] != AS_DECLARED;
}

static void leave_out(Touch *touch, Classes classes)
{
    touch->any &= ~classes;
    touch->written &= ~classes;
    touch->foreign &= ~classes;
    touch->foreign_written &= ~classes;
}

/* Of these classes nothing is looked at but this aspect. */
static void look_at(Touch *touch, uint32_t aspect, Classes instead_of)
{
    Classes classes = (Classes)1 << aspect;
    leave_out(touch, instead_of);
    touch->any |= classes;
    touch->foreign |= classes;
}

/* Is the P as good as its own for M `m`?  Nobody takes one from the idle list while this M has the
 * lock.  One that has stopped only starts again, and its status tells. */
static bool is_left_alone(const Sight *sight, uint8_t m, uint16_t pc, uint8_t p)
{
    const View *v = &sight->view;
    if (id_in(sight->m[m - 1]->claims.ps, p)) return true;
    if (v->sched->lock == m && id_in(sight->idle, p)) return true;
    if (pc == FOREACHP_FLAG_P || v->p[p - 1].status != PGCSTOP) return false;
    for (uint8_t other = 1; other <= v->config->ms; other++)
        if (id_in(sight->m[other - 1]->claims.ps, p)) return false;
    return true;
}

/* A step of a loop over all Ps. */
static void visit(const Sight *sight, uint8_t m, uint16_t pc, uint8_t p, Touch *touch)
{
    if (p == sight->view.m[m - 1].p && pc != STW_CHECK_P) *touch = (Touch){0};
    else if (is_left_alone(sight, m, pc, p)) {
        touch->foreign &= ~p_classes;
        touch->foreign_written &= ~p_classes;
    }
}

/* Does some M look for the M of this P, which it has seen running? */
static bool is_asked_for(const Sight *sight, uint8_t p)
{
    const View *v = &sight->view;
    for (uint8_t m = 0; m < v->config->ms; m++) {
        const M *mp = &v->m[m];
        if (sight->m[m]->pc == PREEMPTONE_M && mp->frame[mp->depth - 1].argument == p) return true;
    }
    return false;
}

Touch touch_now(const Sight *sight, uint8_t m, uint16_t pc)
{
    Touch touch = sight->futures->step[pc];
    if (refinement[pc] == AS_DECLARED) return touch;
    const View *v = &sight->view;
    const M *mp = &v->m[m - 1];
    uint8_t visited = mp->g || !mp->depth ? 0 : mp->frame[mp->depth - 1].argument;
    const P *p = mp->p ? &v->p[mp->p - 1] : NULL, *other = visited ? &v->p[visited - 1] : NULL;

    switch ((Refinement)refinement[pc]) {
    case EMPTY_LOCAL_QUEUE:
        if (p && !p->runqhead) leave_out(&touch, future_queue_links);
        break;
    case EMPTY_GLOBAL_QUEUE:
        if (!v->sched->runqhead) look_at(&touch, ASPECT_QUEUED, touch.any);
        break;
    case NOT_IN_SYSCALL:
        if (!other || other->status == PSYSCALL) break;
        if (id_in(sight->m[m - 1]->claims.ps, visited)) touch = (Touch){0};
        else look_at(&touch, ASPECT_ENTERED, touch.any);
        break;
    case OLD_P_LOST:
        if (!p) touch = (Touch){0};
        else if (p->status != PSYSCALL) look_at(&touch, ASPECT_ENTERED, touch.any);
        break;
    case OWN_FLAG_DOWN:
        if (p && !p->runSafePointFn) look_at(&touch, ASPECT_RAISED, P_CLASS(runSafePointFn));
        break;
    case FLAG_DOWN:
        if (other && !other->runSafePointFn)
            look_at(&touch, ASPECT_RAISED, P_CLASS(runSafePointFn));
        break;
    case VISITED_P:
        if (other) visit(sight, m, pc, visited, &touch);
        break;
    case NOT_RUNNING_YET:
        if (other && other->status == PIDLE && !is_asked_for(sight, visited))
            touch.written &= ~P_CLASS(m);
        break;
    case OWN_WORKER:
    case AS_DECLARED:
        break;
    }
    return touch;
}
