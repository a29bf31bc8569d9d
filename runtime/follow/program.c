/* What the goroutines and the free Ms of a scenario do (model/operations.def). */
#include "runtime/collector.h"
#include "runtime/follow/plan.h"
#include "runtime/follow/simulated.h"
#include "runtime/goroutine.h"
#include "runtime/panic.h"
#include "runtime/scheduler.h"
#include "runtime/stack.h"
#include "runtime/status.h"
#include "runtime/sysmon.h"

#include <stdlib.h>

static G *g_named(uint32_t id)
{
    return g_at(id - 1);
}

static void nothing(P *p)
{
    (void)p;
}

static _Noreturn void rest(StepId step)
{
    program_ended();
    at_step(step);
    for (;;)
        os_usleep(1000000);
}

static void shrink(void *g)
{
    shrinkstack(g);
}

static void end_round(void)
{
    for (uint32_t i = 0; i < work.nstacks; i++) {
        G *gp = g_at(i);
        STEP(ROUND_END);
        if (load(&gp->gcscandone)) continue;
        STEP(ROUND_END_STATUS);
        if (readgstatus(gp) != Gdead) throws(THROW_SCAN_MISSED);
    }
}

static void stop_marking(void)
{
    STEP(MARKING_END);
    store(&work.blackenEnabled, false);
}

static void look_at_ps(void)
{
    Seen *seen = calloc(sched.procs, sizeof *seen);
    if (!seen) throw_text("out of memory");
    sleep_through_stop();
    retake(seen, 0);
    free(seen);
}

/* A larger stack, whether it is needed or not. */
static void grow(void)
{
    Stack stack = getg()->stack;
    morestack(stack.hi - stack.lo, 0);
}

/* declared switch */ static void perform(uint32_t operation, uint32_t argument)
{
    switch (operation) {
    case OPERATION_ACQUIRE_WORLDSEMA:
        semacquire(&sched.worldsema);
        return;
    case OPERATION_RELEASE_WORLDSEMA:
        semrelease(&sched.worldsema);
        return;
    case OPERATION_STOP_THE_WORLD:
        stopTheWorldWithSema();
        return;
    case OPERATION_START_THE_WORLD:
        startTheWorldWithSema();
        return;
    case OPERATION_FOR_EACH_P:
        forEachP(nothing);
        return;
    case OPERATION_ENTER_SYSCALL:
        entersyscall();
        return;
    case OPERATION_EXIT_SYSCALL:
        exitsyscall();
        return;
    case OPERATION_BLOCK_FOR_EVER:
        rest(STEP_KERNEL_BLOCK);
    case OPERATION_CALL:
        prologue(0);
        return;
    case OPERATION_GROW_STACK:
        grow();
        return;
    case OPERATION_GOSCHED:
        gosched();
        return;
    case OPERATION_PARK:
        park();
        return;
    case OPERATION_READY:
        ready_g(g_named(argument));
        return;
    case OPERATION_NETWORK_READ:
        netpollblock(simulated_input(getg()));
        return;
    case OPERATION_START_ROUND:
        gc_begin_round();
        return;
    case OPERATION_END_ROUND:
        end_round();
        return;
    case OPERATION_SCAN_STACK:
        markroot(g_named(argument));
        return;
    case OPERATION_SHRINK_STACK:
        STEP(SHRINKSTACK_ENTER);
        systemstack(shrink, g_named(argument));
        return;
    case OPERATION_SET_PHASE:
        gc_set_phase(argument);
        return;
    case OPERATION_START_MARKING:
        gc_begin_marking();
        return;
    case OPERATION_STOP_MARKING:
        stop_marking();
        return;
    case OPERATION_MARK_WORKER:
        gcBgMarkWorker(&sched.allp[argument - 1]);
        return;
    case OPERATION_NETPOLL:
        schedule_from_poller();
    case OPERATION_RETAKE:
        look_at_ps();
        return;
    default:
        throw_text("follow: an unknown operation");
    }
}

static uint32_t either(const Code *code)
{
    STEP(PROGRAM_EITHER);
    return code->target[plan_choice(code->targets)];
}

void program_run(const Code *code)
{
    for (uint32_t at = 0; code[at].kind != CODE_END;) {
        const Code *now = &code[at];
        if (now->kind == CODE_JUMP) at = now->target[0];
        else if (now->kind == CODE_EITHER) at = either(now);
        else {
            perform(now->operation, now->argument);
            at++;
        }
    }
    if (getg() == getm()->g0) rest(STEP_MEXIT_REST);
}
