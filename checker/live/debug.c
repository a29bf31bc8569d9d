#include "checker/live/debug.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void add(GPtrArray *command, const char *word)
{
    g_ptr_array_add(command, g_strdup(word));
}

static void add_order(GPtrArray *command, const char *order)
{
    add(command, "-ex");
    add(command, order);
}

/* Its own stops say nothing; what the program does wrong, SIGSEGV for example, stops it as usual.
 */
static GPtrArray *command_of(char *const *argv, const char *function)
{
    GPtrArray *command = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *frame = g_strdup_printf("frame function %s", function);
    add(command, "gdb");
    add(command, "-q");
    add_order(command, "set confirm off");
    add_order(command, "set pagination off");
    add_order(command, "break live_stop");
    add_order(command, "run");
    add_order(command, frame);
    add(command, "--args");
    for (; *argv; argv++)
        add(command, *argv);
    g_ptr_array_add(command, NULL);
    return command;
}

bool live_debug(LiveShared *shared, char *const *argv, const char *function, GError **error)
{
    g_autofree char *gdb = g_find_program_in_path("gdb");
    if (!gdb) {
        g_set_error_literal(error, LIVE_ERROR, 0, "--debug needs gdb, which is not installed");
        return false;
    }
    g_autoptr(GPtrArray) command = command_of(argv, function);
    live_announce(shared);
    /* Ctrl-C at the terminal is for gdb. */
    void (*before)(int) = signal(SIGINT, SIG_IGN);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGINT, SIG_DFL);
        execv(gdb, (char **)command->pdata);
        _exit(127);
    }
    int status;
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    signal(SIGINT, before);
    if (child > 0) return true;
    g_set_error(error, LIVE_ERROR, 0, "gdb cannot be started: %s", strerror(errno));
    return false;
}
