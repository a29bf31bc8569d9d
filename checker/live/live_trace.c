#include "checker/live/live_trace.h"

#include "checker/live/launch.h"
#include "checker/scenario/document.h"
#include "checker/trace/trace.h"
#include "checker_version.h"

#include <string.h>

static const char first_line[] = "# checker replay reads this file; docs/live.md explains it\n";

void live_trace_free(LiveTrace *trace)
{
    if (!trace) return;
    g_free(trace->program);
    g_strfreev(trace->arguments);
    g_free(trace->digest);
    g_free(trace->verdict);
    g_free(trace->message);
    g_free(trace->strategy);
    if (trace->threads) g_array_unref(trace->threads);
    if (trace->does) g_ptr_array_unref(trace->does);
    if (trace->to) g_ptr_array_unref(trace->to);
    if (trace->at) g_ptr_array_unref(trace->at);
    g_free(trace);
}

bool live_trace_is_one(const char *path)
{
    return document_begins_with(path, first_line);
}

char *live_digest(const char *path)
{
    char *text;
    gsize length;
    if (!g_file_get_contents(path, &text, &length, NULL)) return g_strdup("");
    char *digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (guchar *)text, length);
    g_free(text);
    digest[16] = 0;
    return digest;
}

/* -------- writing -------- */

static void append_quoted(GString *out, const char *text)
{
    g_string_append_c(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') g_string_append_c(out, '\\');
        g_string_append_c(out, *text == '\n' || *text == '\t' ? ' ' : *text);
    }
    g_string_append_c(out, '"');
}

static void append_text(GString *out, const char *key, const char *value)
{
    g_string_append_printf(out, "%s: ", key);
    append_quoted(out, value);
    g_string_append_c(out, '\n');
}

static void append_step(GString *out, uint32_t number, const LiveStep *step, Places *places)
{
    g_autofree char *object = step->address ? places_object(places, step->address) : g_strdup("-");
    g_string_append_printf(out, "  - {step: %u, thread: %u, does: %s, to: ", number, step->thread,
                           live_kinds[step->kind]);
    append_quoted(out, object);
    g_string_append(out, ", at: ");
    append_quoted(out, places_line(places, step->pc));
    g_string_append(out, "}\n");
}

static void append_settings(GString *out, const LiveShared *shared)
{
    const LiveQuestion *question = &shared->question;
    g_string_append_printf(out, "strategy: %s\nseed: %" G_GUINT64_FORMAT "\n",
                           live_strategies[question->strategy], question->seed);
    g_string_append_printf(out, "plain-steps: %s\nno-races: %s\nearly-timeouts: %u\n",
                           question->plain_steps ? "true" : "false",
                           question->races ? "false" : "true", question->early_timeouts);
    if (shared->answer.unlock_steps) g_string_append(out, "unlock-steps: true\n");
}

/* If all are children of main their numbers are those of their creation. */
static void append_family(GString *out, const LiveFamily *family)
{
    bool plain = true;
    for (uint32_t i = 1; i < family->count; i++)
        plain &= family->parent[i] == 0;
    if (plain) return;
    g_string_append(out, "children: [");
    for (uint32_t i = 1; i < family->count; i++)
        g_string_append_printf(out, "%s%u.%u", i > 1 ? ", " : "", family->parent[i],
                               family->ordinal[i]);
    g_string_append(out, "]\n");
}

char *live_trace_text(const LiveShared *shared, char *const *argv, Places *places, const char *path)
{
    const LiveAnswer *answer = &shared->answer;
    GString *out = g_string_new(first_line);
    places_want(places, answer);
    g_autofree char *found = g_find_program_in_path(argv[0]);
    g_autofree char *program = trace_relative_path(path, found ? found : argv[0]);
    g_autofree char *digest = live_digest(found ? found : argv[0]);
    g_string_append_printf(out, "live: %d\nchecker: %s\n", LIVE_TRACE_FORMAT, CHECKER_VERSION);
    append_text(out, "program", program);
    g_string_append(out, "arguments: [");
    for (char *const *word = argv + 1; *word; word++) {
        if (word > argv + 1) g_string_append(out, ", ");
        append_quoted(out, *word);
    }
    g_string_append(out, "]\n");
    append_text(out, "program-digest", digest);
    append_text(out, "verdict", live_verdicts[answer->verdict]);
    append_text(out, "message", answer->message);
    append_settings(out, shared);
    append_family(out, &answer->family);
    g_string_append(out, answer->step_count ? "steps:\n" : "steps: []\n");
    for (uint32_t i = 0; i < answer->step_count; i++)
        append_step(out, i + 1, &answer->execution[i], places);
    g_string_append_printf(out, "end: %u\n", answer->step_count);
    return g_string_free(out, FALSE);
}

bool live_trace_write(const LiveShared *shared, char *const *argv, Places *places, const char *path,
                      GError **error)
{
    g_autofree char *text = live_trace_text(shared, argv, places, path);
    return g_file_set_contents(path, text, -1, error);
}
