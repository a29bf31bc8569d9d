#include "checker/live/launch.h"

#include "checker/live/compiled.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

G_DEFINE_QUARK(live_error, live_error)

const char *const live_verdicts[LIVE_VERDICTS] = {
#define VERDICT(name, word, meaning) word,
#include "checker/live/verdicts.def"
};

const char *const live_strategies[LIVE_STRATEGIES] = {
#define STRATEGY(name, word, meaning) word,
#include "checker/live/strategies.def"
};

const char *const live_kinds[LIVE_KINDS] = {
#define KIND(name, text) text,
#include "checker/live/kinds.def"
};

/* The descriptor is kept beside the mapping. */
typedef struct Shared {
    LiveShared shared;
    int descriptor;
} Shared;

LiveShared *live_new(void)
{
    int descriptor = memfd_create("checker-live", 0);
    g_assert(descriptor >= 0 && ftruncate(descriptor, sizeof(Shared)) == 0);
    Shared *mapping = mmap(NULL, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    g_assert(mapping != MAP_FAILED);
    mapping->descriptor = descriptor;
    mapping->shared.question.version = LIVE_VERSION;
    return &mapping->shared;
}

void live_free(LiveShared *shared)
{
    if (!shared) return;
    Shared *mapping = (Shared *)shared;
    close(mapping->descriptor);
    munmap(mapping, sizeof *mapping);
}

void live_announce(const LiveShared *shared)
{
    char number[16];
    snprintf(number, sizeof number, "%d", ((const Shared *)shared)->descriptor);
    setenv(LIVE_ENVIRONMENT, number, 1);
}

/* -------- in the child -------- */

static _Noreturn void become(char *const *argv, const LiveShared *shared, int errors, bool loud)
{
    live_announce(shared);
    int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, STDIN_FILENO);
    if (!loud) dup2(nothing, STDOUT_FILENO);
    dup2(errors, STDERR_FILENO);
    /* The same addresses in every run; where that is not allowed, most are fixed anyway. */
    personality(ADDR_NO_RANDOMIZE);
    execvp(argv[0], argv);
    fprintf(stderr, "%s\n", strerror(errno));
    _exit(127);
}

/* -------- in the parent -------- */

/* The last of what it wrote to standard error. */
static char *last_words(int errors)
{
    char text[512] = "";
    off_t size = lseek(errors, 0, SEEK_END);
    off_t from = size > (off_t)sizeof text - 1 ? size - (off_t)sizeof text + 1 : 0;
    ssize_t length = pread(errors, text, sizeof text - 1, from);
    text[length > 0 ? length : 0] = 0;
    return g_strstrip(g_strdup(text));
}

enum { LOOK = 1000 /* milliseconds between two looks at the figures */ };

/* Somebody who wants to see the figures meanwhile; or nobody. */
typedef struct Watcher {
    LiveProgress progress;
    void *data;
    const volatile int *interrupted;
} Watcher;

static int wait_for(pid_t child, const LiveShared *shared, const Watcher *watcher)
{
    int status = 0;
    struct pollfd end = {.fd = pidfd_open(child, 0), .events = POLLIN};
    while (waitpid(child, &status, WNOHANG) == 0) {
        /* A signal ends the wait, too. */
        int ended = poll(&end, 1, LOOK);
        if (watcher->interrupted && *watcher->interrupted) kill(child, SIGKILL);
        if (watcher->progress && ended == 0) watcher->progress(watcher->data, &shared->answer);
    }
    close(end.fd);
    return status;
}

/* What is no such program is not run at all; what is not there, the system says best. */
static bool is_another(const char *program)
{
    g_autofree char *path = g_find_program_in_path(program);
    return path && !live_is_compiled(path);
}

static bool run_child(LiveShared *shared, char *const *argv, bool loud, const Watcher *watcher,
                      GError **error)
{
    const volatile int *interrupted = watcher->interrupted;
    if (is_another(argv[0])) {
        g_set_error(error, LIVE_ERROR, 0, "%s was not compiled by checker-cc", argv[0]);
        return false;
    }
    memset(&shared->answer, 0, offsetof(LiveAnswer, execution));
    int errors = memfd_create("checker-live-errors", MFD_CLOEXEC);
    pid_t child = fork();
    if (child == 0) become(argv, shared, errors, loud);
    int status = child < 0 ? -1 : wait_for(child, shared, watcher);
    g_autofree char *words = last_words(errors);
    close(errors);
    if (interrupted && *interrupted) {
        shared->answer.verdict = LIVE_INCOMPLETE;
        strcpy(shared->answer.message, "interrupt");
        return true;
    }
    if (shared->answer.finished) return true;
    if (status == 0)
        g_set_error(error, LIVE_ERROR, 0, "%s was not compiled by checker-cc", argv[0]);
    else
        g_set_error(error, LIVE_ERROR, 0, "%s: %s", argv[0],
                    *words ? words : "the search ended without an answer");
    return false;
}

bool live_run(LiveShared *shared, char *const *argv, bool loud, const volatile int *interrupted,
              GError **error)
{
    return run_child(shared, argv, loud, &(Watcher){.interrupted = interrupted}, error);
}

bool live_run_watched(LiveShared *shared, char *const *argv, LiveProgress progress, void *data,
                      const volatile int *interrupted, GError **error)
{
    return run_child(shared, argv, false, &(Watcher){progress, data, interrupted}, error);
}
