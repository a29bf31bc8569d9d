/* Signals that mean that the program failed: back to the search, and on. */
#include "checker/live/runtime/pages.h"
#include "checker/live/runtime/runtime.h"
#include "checker/live/runtime/schedule.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>

enum { ALTERNATE = 65536 };

/* As the kernel wants it. */
typedef struct KernelAction {
    void (*handler)(int, siginfo_t *, void *);
    unsigned long flags;
    void (*restorer)(void);
    uint64_t mask;
} KernelAction;

/* NOLINTNEXTLINE(bugprone-reserved-identifier,cert-*): the linker's names for a section's ends */
extern char __start_live_text[], __stop_live_text[];

static int signal_number;
static uint64_t signal_address;
static char crash_stack[16384] __attribute__((aligned(16)));

static const char *name_of(int number)
{
    switch (number) {
    case SIGSEGV:
        return "an access to memory that is not there (SIGSEGV)";
    case SIGBUS:
        return "an access to memory that cannot be had (SIGBUS)";
    case SIGILL:
        return "an instruction that does not exist (SIGILL)";
    case SIGFPE:
        return "arithmetic without a result (SIGFPE)";
    default:
        return "a signal";
    }
}

/* On a stack of its own, because the thread's may be used up. */
static void after_crash(void)
{
    if (stack_guard_owner(signal_address) != NOBODY)
        fail(LIVE_STACK_OVERFLOW, "a thread has used up its stack");
    fail(LIVE_CRASH, name_of(signal_number));
}

/* Returning from the signal goes on in after_crash, with nothing blocked. */
static void handle(int number, siginfo_t *info, void *context)
{
    ucontext_t *at = context;
    greg_t *registers = at->uc_mcontext.gregs;
    if (!in_execution) pages_panic("the search itself crashed; this is an error of checker");
    signal_number = number;
    signal_address = number == SIGSEGV || number == SIGBUS ? (uint64_t)info->si_addr : 0;
    static Frame frame;
    uint64_t at_fault = (uint64_t)registers[REG_RIP];
    bool in_runtime =
        at_fault >= (uint64_t)__start_live_text && at_fault < (uint64_t)__stop_live_text;
    /* In a hook: the program is where it called that.  The address after the fault, like a return
     * address. */
    if (!in_runtime) {
        frame = (Frame){.rbp = (uint64_t)registers[REG_RBP], .pc = at_fault + 1};
        hook_frame = &frame;
    }
    current->frame = hook_frame;
    registers[REG_RSP] = (greg_t)(crash_stack + sizeof crash_stack - 8);
    registers[REG_RIP] = (greg_t)after_crash;
}

void live_restorer(void);
__asm__(".globl live_restorer\n"
        "live_restorer:\n\t"
        "movq $15, %rax\n\t" /* rt_sigreturn */
        "syscall\n");

void crash_begin(void)
{
    static const int numbers[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE};
    stack_t alternate = {.ss_sp = pages_reserve(NULL, ALTERNATE), .ss_size = ALTERNATE};
    pages_call(SYS_sigaltstack, (long)&alternate, 0, 0, 0, 0, 0);
    const unsigned long has_restorer = 0x04000000;
    KernelAction action = {.handler = handle,
                           .flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER | has_restorer,
                           .restorer = live_restorer};
    for (uint32_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        pages_call(SYS_rt_sigaction, numbers[i], (long)&action, 0, sizeof action.mask, 0, 0);
}
