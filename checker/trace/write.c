#include "checker/trace/trace.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

/* May `text` stand in a YAML flow mapping without quotes?  Strict: anything unusual is quoted. */
static bool is_plain(const char *text)
{
    if (!g_ascii_isalnum(*text) && !strchr("_./", *text)) return false;
    for (const char *at = text; *at; at++)
        if (!g_ascii_isalnum(*at) && !strchr("_./-+>=()* ", *at)) return false;
    return *text && text[strlen(text) - 1] != ' ';
}

static void append_quoted(GString *out, const char *text)
{
    g_string_append_c(out, '"');
    for (const char *at = text; *at; at++) {
        if (*at == '"' || *at == '\\') g_string_append_printf(out, "\\%c", *at);
        else if (g_ascii_iscntrl(*at)) g_string_append_printf(out, "\\x%02x", (unsigned)*at);
        else g_string_append_c(out, *at);
    }
    g_string_append_c(out, '"');
}

static void append_scalar(GString *out, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    if (is_plain(valid)) g_string_append(out, valid);
    else append_quoted(out, valid);
}

static void append_list(GString *out, char *const *items)
{
    g_string_append_c(out, '[');
    for (char *const *item = items; *item; item++) {
        if (item != items) g_string_append(out, ", ");
        append_scalar(out, *item);
    }
    g_string_append_c(out, ']');
}

static void append_key(GString *out, const char *key, const char *value)
{
    if (!value) return;
    g_string_append_printf(out, "%s: ", key);
    append_scalar(out, value);
    g_string_append_c(out, '\n');
}

static void append_verdict(GString *out, const Trace *trace)
{
    char *kind = verdict_text((Verdict){.kind = trace->verdict});
    if (trace->verdict_name) {
        g_string_append_printf(out, "verdict: {%s: ", kind);
        append_quoted(out, trace->verdict_name);
        g_string_append(out, "}\n");
    } else {
        g_string_append_printf(out, "verdict: %s\n", kind);
    }
    free(kind);
}

static void append_texts(GString *out, const char *key, char **texts)
{
    if (!texts) return;
    g_string_append_printf(out, "%s: ", key);
    append_list(out, texts);
    g_string_append_c(out, '\n');
}

static void append_header(GString *out, const Trace *trace)
{
    g_string_append_printf(out,
                           "# checker replay reads this file; docs/traces.md explains it\n"
                           "format: %d\n",
                           TRACE_FORMAT);
    append_key(out, "checker", trace->checker);
    append_key(out, "title", trace->title);
    append_key(out, "scenario", trace->scenario);
    append_key(out, "subject", trace->subject);
    if (*trace->parameters) append_texts(out, "parameters", trace->parameters);
    append_key(out, "variant", trace->variant);
    append_key(out, "scenario-digest", trace->scenario_digest);
    append_key(out, "steps-digest", trace->steps_digest);
    append_texts(out, "other-steps", trace->other_steps);
    append_verdict(out, trace);
    append_key(out, "strategy", trace->strategy);
    g_string_append_printf(out, "seed: %" G_GUINT64_FORMAT "\n", trace->seed);
    g_string_append_printf(out, "initial: %u\n", trace->initial);
    if (trace->cycle != TRACE_NO_CYCLE)
        g_string_append_printf(out, "cycle: %u\n", trace->cycle + 1);
    if (trace->lost != TRACE_NO_LOSS)
        g_string_append_printf(out, "lost-before: %u\n", trace->lost + 1);
}

static void append_step(GString *out, uint32_t number, const TraceStep *step)
{
    g_string_append_printf(out, "  - {step: %u, actor: ", number);
    append_scalar(out, step->actor);
    g_string_append(out, ", at: ");
    append_scalar(out, step->step);
    if (step->occurrence > 1) g_string_append_printf(out, ", occurrence: %u", step->occurrence);
    if (step->choice) g_string_append_printf(out, ", choice: %u", step->choice);
    if (*step->changes) {
        g_string_append(out, ", changes: ");
        append_list(out, step->changes);
    }
    g_string_append(out, "}\n");
}

char *trace_text(const Trace *trace)
{
    GString *out = g_string_new(NULL);
    append_header(out, trace);
    g_string_append_printf(out, "steps:%s\n", trace->steps->len ? "" : " []");
    for (uint32_t i = 0; i < trace->steps->len; i++)
        append_step(out, i + 1, trace_step(trace, i));
    /* Without its last line a file was cut off, and its reader says so. */
    g_string_append_printf(out, "end: %u\n", trace->steps->len);
    return g_string_free(out, FALSE);
}

/* Does the file at `path` answer the same question, so that it may be replaced? */
static bool is_same_question(const Trace *trace, const char *path)
{
    g_autoptr(Trace) old = trace_read(path, NULL);
    return old && g_strcmp0(old->scenario, trace->scenario) == 0 &&
           g_strcmp0(old->subject, trace->subject) == 0 &&
           g_strcmp0(old->variant, trace->variant) == 0;
}

bool trace_write(const Trace *trace, const char *path, GError **error)
{
    if (g_file_test(path, G_FILE_TEST_EXISTS) && !is_same_question(trace, path)) {
        g_set_error(error, TRACE_ERROR, TRACE_ERROR_OUTPUT,
                    "%s: error: exists and is not a trace of %s, variant %s; it was left alone\n",
                    path, trace->scenario ? trace->scenario : trace->subject, trace->variant);
        return false;
    }
    g_autofree char *text = trace_text(trace);
    GFileSetContentsFlags flags = G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE;
    g_autoptr(GError) failure = NULL;
    if (g_file_set_contents_full(path, text, -1, flags, 0666, &failure)) return true;
    g_set_error(error, TRACE_ERROR, TRACE_ERROR_OUTPUT, "%s: error: %s\n", path, failure->message);
    return false;
}
