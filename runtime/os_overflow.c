/* The end of a thread, told in plain words: a fault on a guard page is a stack overflow. */
#include "runtime/os.h"

#include "runtime/stack.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { SIGNAL_STACK = 64 << 10 };

static struct sigaction before; /* who dealt with it, a sanitizer perhaps */

_Noreturn void os_fatal(const char *text, const char *more)
{
    char line[256];
    int length = snprintf(line, sizeof line, "%s%s\n", text, more);
    if (length > 0 && write(STDERR_FILENO, line, (size_t)length) < 0) abort();
    abort();
}

/* getg() is this thread's own word, so a signal handler may read it. */
static void on_fault(int signal_number, siginfo_t *info, void *context)
{
    uintptr_t address = (uintptr_t)info->si_addr;
    const G *gp = getg();

    (void)context;
    if (gp && address < gp->stack.lo && address >= gp->stack.lo - STACK_GUARD_PAGE)
        os_fatal("fatal error: stack overflow: ",
                 gp->goid ? "a goroutine without a prologue check has hit its guard page"
                          : "g0 has hit its guard page");
    /* Not ours: let it happen once more, under who was there before. */
    sigaction(signal_number, &before, NULL);
}

void os_signal_stack(void);

/* The faulting stack is full, so the handler needs another; it lives as long as the thread. */
void os_signal_stack(void)
{
    void *mapping =
        mmap(NULL, SIGNAL_STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    stack_t alternate = {.ss_sp = mapping, .ss_size = SIGNAL_STACK};
    if (mapping == MAP_FAILED || sigaltstack(&alternate, NULL)) os_fatal("sigaltstack failed", "");
}

void os_catch_overflow(void)
{
    struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    sigaction(SIGSEGV, &action, &before);
}
