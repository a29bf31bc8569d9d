/* The lists under sched.lock (proc1.go: pidleput, pidleget, mput, mget, globrunqput,
 * globrunqget). */
#include "runtime/lists.h"

#include "runtime/panic.h"

void pidleput(P *p)
{
    if (!runqempty(p)) throws(THROW_PIDLEPUT);
    p->link = load(&sched.pidle);
    store(&sched.pidle, p);
    xadd(&sched.npidle, 1);
}

P *pidleget(void)
{
    P *p = load(&sched.pidle);
    if (!p) return NULL;
    store(&sched.pidle, p->link);
    p->link = NULL;
    xadd(&sched.npidle, (uint32_t)-1);
    return p;
}

void mput(M *mp)
{
    mp->schedlink = load(&sched.midle);
    store(&sched.midle, mp);
}

M *mget(void)
{
    M *mp = load(&sched.midle);
    if (mp) store(&sched.midle, mp->schedlink);
    return mp;
}

void globrunqput(G *gp)
{
    gp->schedlink = NULL;
    if (sched.runqtail) sched.runqtail->schedlink = gp;
    else sched.runqhead = gp;
    sched.runqtail = gp;
    xadd(&sched.runqsize, 1);
}

static G *pop(void)
{
    G *gp = sched.runqhead;
    if (!gp) return NULL;
    sched.runqhead = gp->schedlink;
    if (!sched.runqhead) sched.runqtail = NULL;
    xadd(&sched.runqsize, -1);
    return gp;
}

G *globrunqget(P *p, int32_t most)
{
    G *first = pop();
    int32_t share = load(&sched.runqsize) / (int32_t)sched.procs;

    for (int32_t i = 0; i < share && i + 1 < most; i++)
        runqput(p, pop());
    return first;
}
