/* The lists of the scheduler: idle Ps and Ms (LIFO), run queues (FIFO).  All but the local run
 * queues are under sched.lock; a local run queue belongs to the M that holds the P.  Heads and
 * npidle are peeked at without the lock, as hints. */
#include "model/step.h"

void pidleput(Step *s, uint8_t p)
{
    if (load(s, &p_of(s, p)->runqhead)) throws(s, THROW_PIDLEPUT);
    store(s, &p_of(s, p)->link, load(s, &s->sched->pidle));
    store(s, &s->sched->pidle, p);
    add(s, &s->sched->npidle, 1);
}

uint8_t pidleget(Step *s)
{
    uint8_t p = load(s, &s->sched->pidle);
    if (!p) return 0;
    store(s, &s->sched->pidle, load(s, &p_of(s, p)->link));
    store(s, &p_of(s, p)->link, 0);
    decrement(s, &s->sched->npidle);
    return p;
}

void mput(Step *s, uint8_t m)
{
    store(s, &m_of(s, m)->schedlink, load(s, &s->sched->midle));
    store(s, &s->sched->midle, m);
}

uint8_t mget(Step *s)
{
    uint8_t m = load(s, &s->sched->midle);
    if (!m) return 0;
    store(s, &s->sched->midle, load(s, &m_of(s, m)->schedlink));
    store(s, &m_of(s, m)->schedlink, 0);
    return m;
}

static void append(Step *s, uint8_t *head, uint8_t *tail, uint8_t g)
{
    G *gp = g_of(s, g);

    count_up_to(s, &gp->runqs, 2);
    if (load(s, tail)) store(s, &g_of(s, load(s, tail))->schedlink, g);
    else store(s, head, g);
    store(s, &gp->schedlink, 0);
    store(s, tail, g);
}

static uint8_t take_first(Step *s, uint8_t *head, uint8_t *tail)
{
    uint8_t g = load(s, head);
    if (!g) return 0;
    G *gp = g_of(s, g);
    store(s, head, load(s, &gp->schedlink));
    if (!*head) store(s, tail, 0);
    store(s, &gp->schedlink, 0);
    add(s, &gp->runqs, -1);
    return g;
}

void globrunqput(Step *s, uint8_t g)
{
    append(s, &s->sched->runqhead, &s->sched->runqtail, g);
}

uint8_t globrunqget(Step *s)
{
    return take_first(s, &s->sched->runqhead, &s->sched->runqtail);
}

void runqput(Step *s, uint8_t p, uint8_t g)
{
    append(s, &p_of(s, p)->runqhead, &p_of(s, p)->runqtail, g);
}

uint8_t runqget(Step *s, uint8_t p)
{
    return take_first(s, &p_of(s, p)->runqhead, &p_of(s, p)->runqtail);
}
