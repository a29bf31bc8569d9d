#include "checker/live/launch.h"

#include "checker/live/compiled.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
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

/* Not one of the standard streams, which may be closed: the child's lead elsewhere. */
static int memory_file(const char *name, int duplicate)
{
    int low = memfd_create(name, MFD_CLOEXEC);
    int descriptor = fcntl(low, duplicate, STDERR_FILENO + 1);
    close(low);
    return descriptor;
}

LiveShared *live_new(void)
{
    int descriptor = memory_file("checker-live", F_DUPFD);
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

typedef struct Number {
    char text[16];
} Number;

static Number descriptor_of(const LiveShared *shared)
{
    Number ret;
    snprintf(ret.text, sizeof ret.text, "%d", ((const Shared *)shared)->descriptor);
    return ret;
}

void live_announce(const LiveShared *shared)
{
    setenv(LIVE_ENVIRONMENT, descriptor_of(shared).text, 1);
}

/* -------- the child -------- */

#define CURRENT_PERSONALITY 0xffffffff /* asked for, not set */

/* Where its standard streams lead. */
static void direct(posix_spawn_file_actions_t *ret, int errors, bool loud)
{
    posix_spawn_file_actions_init(ret);
    posix_spawn_file_actions_addopen(ret, STDIN_FILENO, "/dev/null", O_RDWR, 0);
    if (!loud) posix_spawn_file_actions_adddup2(ret, STDIN_FILENO, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(ret, errors, STDERR_FILENO);
}

/* Spawned, not forked: copying our page tables takes longer than many a search.  0, or why not. */
static int start(char *const *argv, const LiveShared *shared, int errors, bool loud, pid_t *ret)
{
    posix_spawn_file_actions_t streams;
    direct(&streams, errors, loud);
    g_auto(GStrv) environment =
        g_environ_setenv(g_get_environ(), LIVE_ENVIRONMENT, descriptor_of(shared).text, TRUE);
    /* The same addresses in every run, which is inherited; where that is not allowed, most are
     * fixed anyway. */
    int before = personality(CURRENT_PERSONALITY);
    personality((unsigned long)before | ADDR_NO_RANDOMIZE);
    int failed = posix_spawnp(ret, argv[0], &streams, NULL, argv, environment);
    personality((unsigned long)before);
    posix_spawn_file_actions_destroy(&streams);
    return failed;
}

/* -------- waiting for it -------- */

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
    int errors = memory_file("checker-live-errors", F_DUPFD_CLOEXEC);
    pid_t child;
    int failed = start(argv, shared, errors, loud, &child);
    int status = failed ? 0 : wait_for(child, shared, watcher);
    g_autofree char *words = last_words(errors);
    close(errors);
    if (failed) {
        g_set_error(error, LIVE_ERROR, 0, "%s: %s", argv[0], strerror(failed));
        return false;
    }
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
