/* What the assembly knows: saving where a thread of control stands, and going on elsewhere.
 *
 * A context is what the callee of a C function must preserve.  Everything else of a goroutine lies
 * on its stack. */
#ifndef RUNTIME_CONTEXT_H
#define RUNTIME_CONTEXT_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

typedef struct G G;

#if defined(__x86_64__)
enum { CONTEXT_REGISTERS = 6 }; /* rbp rbx r12 r13 r14 r15 */
#elif defined(__aarch64__)
enum { CONTEXT_REGISTERS = 19 }; /* x29, x19 to x28, d8 to d15 */
#else
#error "there is no context switch for this architecture"
#endif

/* The offsets are known to context_*.S. */
typedef struct Gobuf {
    uintptr_t sp; /* after the return of the call that saved it */
    uintptr_t pc;
    uintptr_t reg[CONTEXT_REGISTERS]; /* the first is the frame pointer; any may hold a pointer */
    uint64_t control;                 /* floating point: mxcsr and x87 control word, or fpcr */
} Gobuf;

static_assert(offsetof(Gobuf, reg) == 16, "context_*.S");
static_assert(offsetof(Gobuf, control) == 16 + 8 * CONTEXT_REGISTERS, "context_*.S");

/* Save where the caller stands.  Nobody continues there: it is for those who scan its stack. */
void gosave(Gobuf *save);
/* Save where the caller stands, and call fn on another stack, whose top is the 16-byte aligned sp.
 * fn does not return; this call returns when somebody continues what was saved. */
void gosave_call(Gobuf *save, uintptr_t sp, void (*fn)(G *), G *argument);
/* Continue what was saved. */
_Noreturn void gocontinue(const Gobuf *saved);
/* Make a context that calls fn, which does not return, on an empty stack; sp is 16-byte aligned. */
void goprepare(Gobuf *fresh, uintptr_t sp, void (*fn)(void));

#endif
