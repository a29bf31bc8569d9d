/* How the process ends. */
#include "checker/live/runtime/await.h"
#include "checker/live/runtime/posix.h"
#include "checker/live/runtime/runtime.h"
#include "checker/live/runtime/schedule.h"

#include <string.h>

/* The caller could have been slower: whatever the others may still do, they could have done before.
 * So they go on until they come to rest, and that they then wait for ever is no deadlock. */
_Noreturn void posix_quick_exit(int status)
{
    (void)status;
    run.exited = true;
    current->status = DONE;
    run.present &= ~bit(current->id);
    schedule_leave();
    __builtin_unreachable();
}

_Noreturn void posix_exit(int status)
{
    while (run.exit_handlers)
        run.exit_handler[--run.exit_handlers]();
    posix_quick_exit(status);
}

int posix_atexit(void (*function)(void))
{
    enum { MOST = sizeof run.exit_handler / sizeof *run.exit_handler };
    if (run.exit_handlers == MOST)
        fail(LIVE_UNSUPPORTED, "the program has more than 32 exit handlers");
    await_effect(current);
    run.exit_handler[run.exit_handlers++] = function;
    return 0;
}

_Noreturn void posix_abort(void)
{
    fail(LIVE_ABORT, "the program called abort");
}

static void append(char *text, const char *more)
{
    size_t length = strlen(text), space = LIVE_MESSAGE - 1 - length;
    strncat(text, more, space);
}

_Noreturn void posix_assert_fail(const char *expression, const char *file, unsigned line,
                                 const char *function)
{
    char number[12], text[LIVE_MESSAGE] = "";
    char *digit = number + sizeof number - 1;
    *digit = 0;
    do
        *--digit = (char)('0' + line % 10);
    while (line /= 10);
    append(text, file);
    append(text, ":");
    append(text, digit);
    append(text, ": ");
    append(text, function);
    append(text, ": ");
    append(text, expression);
    fail(LIVE_ASSERTION, text);
}
