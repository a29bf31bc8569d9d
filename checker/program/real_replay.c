#include "checker/program/real_replay.h"

#include "checker/live/plan_words.h"
#include "checker/program/errand.h"
#include "checker/program/helpers.h"
#include "checker/scenario/document.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PLAN "plan "

void real_replay_clear(RealReplay *replay)
{
    g_free(replay->words);
}

/* -------- running -------- */

/* The rest of the first line that begins so; NULL: none does. */
static char *line_after(const char *said, const char *beginning)
{
    g_auto(GStrv) lines = g_strsplit(said, "\n", -1);
    for (char **line = lines; *line; line++)
        if (g_str_has_prefix(*line, beginning)) return g_strdup(*line + strlen(beginning));
    return NULL;
}

static void understand(const char *said, int status, RealReplay *ret)
{
    char *message = line_after(said, "fatal error: ");
    ret->threw = message;
    ret->parted = !message && status != 0;
    ret->taken = strstr(said, "gates: all steps were taken");
    ret->hangs = strstr(said, "do not end");
    if (!message && ret->parted) message = line_after(said, "gates: actor ");
    if (message && ret->parted) {
        char *sentence = g_strdup_printf("m%s", message);
        g_free(message);
        message = sentence;
    }
    if (!message && ret->parted) message = line_after(said, "compare: ");
    ret->words = message ? message : g_strstrip(g_strdup(ret->parted ? said : ""));
}

bool real_replay_plan(const char *plan, RealReplay *ret, GError **error)
{
    g_autofree char *follow = helper_find("follow", error), *said = NULL;
    if (!follow) return false;
    const char *const arguments[] = {follow, "1", NULL};
    Errand replay = {arguments, plan, STDERR_FILENO};
    int status = 0;
    if (!errand_run(&replay, &said, &status, error)) return false;
    *ret = (RealReplay){0};
    understand(said, WIFEXITED(status) ? WEXITSTATUS(status) : -1, ret);
    return true;
}

/* -------- the path as a plan -------- */

typedef struct Writing {
    GString *text;
    const Subject *subject;
} Writing;

static void write_step(void *data, uint32_t index, const PathStep *step, const uint8_t *before,
                       const uint8_t *after)
{
    (void)index, (void)before;
    Writing *writing = data;
    plan_step(writing->text, writing->subject, after, step->move.actor, step->move.step,
              step->move.choice);
}

bool real_replay(const Path *path, RealReplay *ret, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    Writing writing = {text, path->subject};
    if (!plan_possible(path->subject)) {
        g_set_error(error, HELPERS_ERROR, 0, "the runtime is not the code of model `%s`",
                    path->subject->name);
        return false;
    }
    plan_begin(text, path->subject);
    path_walk(path, write_step, &writing);
    return real_replay_plan(text->str, ret, error);
}

bool real_replay_is_plan(const char *file)
{
    return document_begins_with(file, PLAN);
}
