#include "checker/program/interrupt.h"

#include "checker/program/status.h"

#include <glib.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

static volatile int own_flag; /* until there is one for all processes */
volatile int *interrupted = &own_flag;

static void on_interrupt(int signal_number)
{
    (void)signal_number;
    *interrupted = 1;
}

static void say(const char *text)
{
    ssize_t written = write(STDERR_FILENO, text, strlen(text));
    (void)written;
}

/* GLib ends the process when there is no memory, by a signal of its own. */
static void on_library_failure(const char *domain, GLogLevelFlags level, const char *message,
                               void *data)
{
    (void)domain;
    (void)level;
    (void)data;
    say("checker: ");
    say(message);
    say("\n");
    _exit(STATUS_BROKEN);
}

/* The message was printed by whoever aborted; a crash of a model leaves only this. */
static void on_failure(int signal_number)
{
    static const char abort_text[] = "checker: the checker or the model is broken (see above)\n";
    static const char crash_text[] = "checker: the checker or the model crashed\n";
    say(signal_number == SIGABRT || signal_number == SIGTRAP ? abort_text : crash_text);
    _exit(STATUS_BROKEN);
}

#ifndef __SANITIZE_ADDRESS__ /* the sanitizer has more to say about crashes */

/* Where a stack that is used up leaves no room for a handler. */
static uint8_t spare_stack[16384];

static const uint8_t *stack_end;
#define NEAR_STACK_END (1 << 20)

/* When the last memory is gone GLib calls itself without end, to say so. */
static void on_crash(int signal_number, siginfo_t *info, void *context)
{
    ptrdiff_t above = (const uint8_t *)info->si_addr - stack_end;
    bool is_overflow =
        signal_number == SIGSEGV && above < NEAR_STACK_END && -above < NEAR_STACK_END;
    (void)context;
    if (!is_overflow) on_failure(signal_number);
    say("checker: the stack is used up: there is no memory left, or a model calls itself without "
        "end\n");
    _exit(STATUS_BROKEN);
}

static void catch_crashes(void)
{
    static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};
    struct rlimit limit;
    stack_t spare = {.ss_sp = spare_stack, .ss_size = sizeof spare_stack};
    struct sigaction crash = {.sa_sigaction = on_crash,
                              .sa_flags = (int)(SA_RESETHAND | SA_SIGINFO | SA_ONSTACK)};
    sigaltstack(&spare, NULL);
    if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        stack_end = (const uint8_t *)__builtin_frame_address(0) - limit.rlim_cur;
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
        sigaction(crashes[i], &crash, NULL);
}

#endif

/* Whoever writes to a closed pipe is told so by the write; programs that are started find the
 * default again. */
static void on_closed_pipe(int signal_number)
{
    (void)signal_number;
}

/* A signal may be sent to one process only, and is meant for all that work on its behalf. */
static void share_flag(void)
{
    void *memory =
        mmap(NULL, sizeof *interrupted, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory != MAP_FAILED) interrupted = memory;
}

void interrupt_install(void)
{
    share_flag();
    /* SA_RESETHAND: the handler serves once, then the default returns. */
    struct sigaction once = {.sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND};
    sigaction(SIGINT, &once, NULL);
    sigaction(SIGTERM, &once, NULL);

    struct sigaction closed = {.sa_handler = on_closed_pipe, .sa_flags = SA_RESTART};
    sigaction(SIGPIPE, &closed, NULL);

    struct sigaction failure = {.sa_handler = on_failure, .sa_flags = (int)SA_RESETHAND};
    sigaction(SIGABRT, &failure, NULL);
    sigaction(SIGTRAP, &failure, NULL);
    g_log_set_handler("GLib", G_LOG_LEVEL_ERROR | G_LOG_FLAG_FATAL | G_LOG_FLAG_RECURSION,
                      on_library_failure, NULL);
#ifndef __SANITIZE_ADDRESS__
    catch_crashes();
#endif
}

void interrupt_keep(void)
{
    /* No SA_RESTART: who waits for a line hears of it. */
    struct sigaction always = {.sa_handler = on_interrupt};
    sigaction(SIGINT, &always, NULL);
    signal(SIGTERM, SIG_DFL);
}
