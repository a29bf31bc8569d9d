#include "checker/live/runtime/pages.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>

long pages_call(long number, long a, long b, long c, long d, long e, long f)
{
    long result;
    register long fourth __asm__("r10") = d;
    register long fifth __asm__("r8") = e;
    register long sixth __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(fourth), "r"(fifth), "r"(sixth)
                     : "rcx", "r11", "memory");
    return result;
}

_Noreturn void pages_exit(int status)
{
    for (;;)
        pages_call(SYS_exit_group, status, 0, 0, 0, 0, 0);
}

_Noreturn void pages_panic(const char *reason)
{
    static const char before[] = "checker live: ";
    pages_call(SYS_write, 2, (long)before, sizeof before - 1, 0, 0, 0);
    pages_call(SYS_write, 2, (long)reason, (long)strlen(reason), 0, 0, 0);
    pages_call(SYS_write, 2, (long)"\n", 1, 0, 0, 0);
    pages_exit(4);
}

static void *map(void *address, size_t size, int flags, int descriptor)
{
    long result = pages_call(SYS_mmap, (long)address, (long)size, PROT_READ | PROT_WRITE, flags,
                             descriptor, 0);
    if (result < 0 && result > -4096) pages_panic("no address space is left");
    if (address && (void *)result != address) pages_panic("a fixed address is taken");
    return (void *)result;
}

void *pages_reserve(void *address, size_t size)
{
    int fixed = address ? MAP_FIXED_NOREPLACE : 0;
    return map(address, size, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | fixed, -1);
}

void *pages_reserve_shared(size_t size)
{
    return map(NULL, size, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1);
}

void *pages_share(int descriptor, size_t size)
{
    return map(NULL, size, MAP_SHARED, descriptor);
}

void pages_forbid(void *address, size_t size)
{
    if (pages_call(SYS_mprotect, (long)address, (long)size, PROT_NONE, 0, 0, 0) != 0)
        pages_panic("a guard page cannot be made");
}

uint64_t pages_clock(void)
{
    struct timespec now;
    pages_call(SYS_clock_gettime, CLOCK_MONOTONIC, (long)&now, 0, 0, 0, 0);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* As the kernel has it: libc's is longer. */
static const uint64_t a_child_ended = UINT64_C(1) << (SIGCHLD - 1);

void pages_watch_children(bool watch)
{
    pages_call(SYS_rt_sigprocmask, watch ? SIG_BLOCK : SIG_UNBLOCK, (long)&a_child_ended, 0,
               sizeof a_child_ended, 0, 0);
}

void pages_await_child(uint64_t nanoseconds)
{
    struct timespec time = {(time_t)(nanoseconds / 1000000000u), (long)(nanoseconds % 1000000000u)};
    pages_call(SYS_rt_sigtimedwait, (long)&a_child_ended, 0, (long)&time, sizeof a_child_ended, 0,
               0);
}
