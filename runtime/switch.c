/* mcall, systemstack and gogo (asm_amd64.s, asm_arm64.s), as far as they can be C. */
#include "runtime/switch.h"

#include "runtime/panic.h"
#include "runtime/sanitize.h"
#include "runtime/stack.h"

M *getm(void)
{
    M *mp = load(&getg()->m);
    if (!mp) throws(THROW_NIL_G_M);
    return mp;
}

M *acquirem(void)
{
    M *mp = getm();
    mp->locks++;
    return mp;
}

void releasem(M *mp)
{
    mp->locks--;
}

/* Save the running goroutine, and begin g0's stack with fn. */
static void switch_to_g0(M *mp, G *gp, void (*fn)(G *))
{
    G *g0 = mp->g0;
    setg(g0);
    leaving_for(g0->stack);
    gosave_call(&gp->sched, stack_top(g0->stack), fn, gp);
    arrived();
}

static void begin_mcall(G *gp)
{
    arrived();
    load(&getg()->m)->mcall_fn(gp);
}

void mcall(void (*fn)(G *gp))
{
    M *mp = getm();
    mp->mcall_fn = fn;
    switch_to_g0(mp, getg(), begin_mcall);
}

static void begin_systemstack(G *gp)
{
    arrived();
    M *mp = load(&getg()->m);
    mp->systemstack_fn(mp->systemstack_argument);
    gogo(gp);
}

void systemstack(void (*fn)(void *argument), void *argument)
{
    M *mp = getm();
    if (getg() == mp->g0) {
        fn(argument);
        return;
    }
    mp->systemstack_fn = fn;
    mp->systemstack_argument = argument;
    switch_to_g0(mp, getg(), begin_systemstack);
}

_Noreturn void gogo(G *gp)
{
    leaving_for_good();
    setg(gp);
    leaving_for(gp->stack);
    gocontinue(&gp->sched);
}

void make_context(G *gp, void (*fn)(void))
{
    goprepare(&gp->sched, stack_top(gp->stack), fn);
}

void begin_on_stack(void)
{
    arrived();
}

void enter_g0(M *mp, void (*fn)(G *g0))
{
    setg(mp->g0);
    leaving_for(mp->g0->stack);
    gosave_call(&mp->thread, stack_top(mp->g0->stack), fn, mp->g0);
    arrived();
}

_Noreturn void leave_g0(M *mp)
{
    gocontinue(&mp->thread);
}
