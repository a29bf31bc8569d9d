/* Exchanging a stack for another with the same contents (stack1.go: copystack, adjustpointers,
 * shrinkstack; stack.c of Go 1.4).
 *
 * The frames are those of C functions, and nobody knows where in them pointers are.  So every word
 * that, taken as a pointer, points into the used part of the old stack is taken for one.  That is
 * right for the frames that the runtime controls: of functions that keep pointers into their own
 * stack nowhere but there and in saved registers, as whole words, and no other numbers that look so
 * (an address is not a likely number).
 *
 * Both stacks end at a multiple of STACK_ALIGN, so what is aligned stays aligned. */
#include "runtime/panic.h"
#include "runtime/sanitize.h"
#include "runtime/stack.h"
#include "runtime/status.h"
#include "runtime/step.h"

typedef struct Move {
    uintptr_t sp, hi; /* the used part of the old stack */
    uintptr_t delta;  /* from there to the same place in the new one */
} Move;

static uintptr_t moved(const Move *move, uintptr_t word)
{
    return word >= move->sp && word <= move->hi ? word + move->delta : word;
}

LOOKS_AT_FRAMES static void copy_adjusted(const Move *move)
{
    for (uintptr_t at = move->sp; at < move->hi; at += sizeof(uintptr_t)) {
        uintptr_t word = *(volatile uintptr_t *)at;
        *(volatile uintptr_t *)(at + move->delta) =
            word >= move->sp && word <= move->hi ? word + move->delta : word;
    }
}

static void adjust_context(const Move *move, Gobuf *saved)
{
    saved->sp += move->delta;
    for (int i = 0; i < CONTEXT_REGISTERS; i++)
        saved->reg[i] = moved(move, saved->reg[i]);
}

void copystack(G *gp, uintptr_t size)
{
    Stack old = gp->stack, new = stack_alloc(size);
    Move move = {.sp = gp->sched.sp, .hi = old.hi, .delta = new.hi - old.hi};

    if (readgstatus(gp) != Gcopystack) throw_text("copystack: not Gcopystack");
    copy_adjusted(&move);
    adjust_context(&move, &gp->sched);
    gp->sudog.elem = (void **)moved(&move, (uintptr_t)gp->sudog.elem);
    gp->stack = new;
    store(&gp->stackguard0, stack_guard(new));
    xadd(&gp->stack_copies, 1);
    stack_free(old);
}

/* A goroutine in a system call may still use its stack, and even without one it may have been made
 * runnable since its status was read: the poller is not stopped. */
void shrinkstack(G *gp)
{
    STEP(SHRINKSTACK_STATUS);
    uint32_t status = readgstatus(gp) & ~(uint32_t)Gscan;
    if (status == Gdead) return;
    STEP(SHRINKSTACK_SYSCALLSP);
    if (load(&gp->syscallsp)) return;
    if (status != Gwaiting && status != Grunnable) return;
    uintptr_t size = gp->stack.hi - gp->stack.lo;
    if (size <= STACK_MIN || gp->stack.hi - gp->sched.sp >= size / 4) return;
    uint32_t old = casgcopystack(gp);
    STEP(COPYSTACK_REPLACE);
    copystack(gp, size / 2);
    casgstatus(STEP_COPYSTACK_RESTORE, gp, Gcopystack, old);
}
