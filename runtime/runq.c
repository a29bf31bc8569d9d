/* The local run queue of a P: a ring without locks (proc1.go: runqput, runqputslow, runqget,
 * runqgrab, runqsteal). */
#include "runtime/lists.h"

bool runqempty(P *p)
{
    return load(&p->runqhead) == load(&p->runqtail);
}

/* Move half of the full ring, and gp, to the global queue; false if a thief was faster. */
static bool runqputslow(P *p, G *gp, uint32_t head)
{
    G *batch[RUNQ_SIZE / 2];

    for (uint32_t i = 0; i < RUNQ_SIZE / 2; i++)
        batch[i] = load(&p->runq[(head + i) % RUNQ_SIZE]);
    if (!cas(&p->runqhead, head, head + RUNQ_SIZE / 2)) return false;
    lock(&sched.lock);
    for (uint32_t i = 0; i < RUNQ_SIZE / 2; i++)
        globrunqput(batch[i]);
    globrunqput(gp);
    unlock(&sched.lock);
    return true;
}

/* Also called under sched.lock, by globrunqget: then the ring has room. */
void runqput(P *p, G *gp)
{
    for (;;) {
        uint32_t head = load(&p->runqhead), tail = load(&p->runqtail);
        if (tail - head < RUNQ_SIZE) {
            store(&p->runq[tail % RUNQ_SIZE], gp);
            store(&p->runqtail, tail + 1);
            return;
        }
        if (runqputslow(p, gp, head)) return;
    }
}

G *runqget(P *p)
{
    for (;;) {
        uint32_t head = load(&p->runqhead);
        if (head == load(&p->runqtail)) return NULL;
        G *gp = load(&p->runq[head % RUNQ_SIZE]);
        if (cas(&p->runqhead, head, head + 1)) return gp;
    }
}

/* Copy the first half of the queue of `from` behind the tail of p; returns how many there are. */
static uint32_t runqgrab(P *p, P *from)
{
    for (;;) {
        uint32_t head = load(&from->runqhead), n = load(&from->runqtail) - head;
        if (!n) return 0;
        n -= n / 2;
        if (n > RUNQ_SIZE / 2) continue; /* head and tail are of different moments */
        uint32_t tail = load(&p->runqtail);
        for (uint32_t i = 0; i < n; i++)
            store(&p->runq[(tail + i) % RUNQ_SIZE], load(&from->runq[(head + i) % RUNQ_SIZE]));
        if (cas(&from->runqhead, head, head + n)) return n;
    }
}

G *runqsteal(P *p, P *from)
{
    uint32_t n = runqgrab(p, from);
    if (!n) return NULL;
    uint32_t tail = load(&p->runqtail) + n - 1;
    G *gp = load(&p->runq[tail % RUNQ_SIZE]);
    store(&p->runqtail, tail);
    return gp;
}
