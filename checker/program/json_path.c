#include "checker/program/json_path.h"

#include "checker/scenario/json_text.h"
#include "checker/trace/render.h"

#include <stdlib.h>

typedef struct Steps {
    GString *out;
    const Subject *subject;
} Steps;

static void append_step(void *data, uint32_t index, const PathStep *step, const uint8_t *before,
                        const uint8_t *after)
{
    (void)index;
    const Steps *steps = data;
    const Subject *subject = steps->subject;
    GString *out = steps->out;
    g_autoptr(GPtrArray) changes = render_changes(subject, before, after, false);
    json_open(out, NULL, '{');
    json_text(out, "actor", subject->actors[step->move.actor]);
    json_text(out, "step", subject->steps[step->move.step].name);
    json_number(out, "occurrence", step->occurrence);
    json_number(out, "choice", step->move.choice);
    json_text(out, "source", subject->steps[step->move.step].source);
    json_texts(out, "changes", changes);
    json_close(out, '}');
}

/* The number of a step, counted from 1; null if the path has no such step. */
static void append_number_of(GString *out, const char *key, const Path *path, uint32_t index)
{
    if (index < path_length(path)) json_number(out, key, index + 1);
    else json_null(out, key);
}

void json_path(GString *out, const char *key, const Path *path)
{
    if (!path) {
        json_null(out, key);
        return;
    }
    json_open(out, key, '{');
    json_number(out, "initial", path->initial);
    append_number_of(out, "cycle", path, path->cycle);
    append_number_of(out, "lost_before", path, path->lost);
    json_open(out, "steps", '[');
    path_walk(path, append_step, &(Steps){out, path->subject});
    json_close(out, ']');
    json_close(out, '}');
}

void json_verdict(GString *out, const char *key, Verdict verdict)
{
    char *kind = verdict_text((Verdict){.kind = verdict.kind});
    json_open(out, key, '{');
    json_text(out, "kind", kind);
    json_text(out, "name", verdict.name);
    json_close(out, '}');
    free(kind);
}
