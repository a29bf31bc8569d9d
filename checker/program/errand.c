#include "checker/program/errand.h"

#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* Both texts are files in memory, so that neither side waits for the other to read. */
static FILE *sheet(const char *text)
{
    int descriptor = memfd_create("checker-errand", MFD_CLOEXEC);
    g_assert(descriptor >= 0);
    FILE *file = fdopen(descriptor, "w+");
    g_assert(file);
    fputs(text, file);
    rewind(file);
    return file;
}

static char *written_on(FILE *file)
{
    GString *text = g_string_new(NULL);
    char piece[4096];
    rewind(file);
    for (size_t n; (n = fread(piece, 1, sizeof piece, file)) > 0;)
        g_string_append_len(text, piece, (gssize)n);
    return g_string_free(text, FALSE);
}

bool errand_run(const Errand *errand, char **ret_answer, int *ret_status, GError **error)
{
    FILE *question = sheet(errand->question), *answer = sheet("");
    int out = errand->answers_on == STDOUT_FILENO ? fileno(answer) : -1;
    int complaints = errand->answers_on == STDERR_FILENO ? fileno(answer) : -1;
    GPid process;
    bool started =
        g_spawn_async_with_fds(NULL, (char **)errand->arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD,
                               NULL, NULL, &process, fileno(question), out, complaints, error);
    if (started) {
        TEMP_FAILURE_RETRY(waitpid(process, ret_status, 0));
        *ret_answer = written_on(answer);
    }
    fclose(question);
    fclose(answer);
    return started;
}
