#include "checker/live/live_trace.h"

#include "checker/live/launch.h"
#include "checker/scenario/document.h"
#include "checker/trace/trace.h"
#include "checker_version.h"

#include <libfyaml.h>
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

char *live_trace_text(const LiveShared *shared, char *const *argv, Places *places, const char *path)
{
    const LiveAnswer *answer = &shared->answer;
    GString *out = g_string_new(first_line);
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

/* -------- reading -------- */

typedef struct Reading {
    const char *path;
    struct fy_node *root;
    GError **error;
    bool failed;
} Reading;

static void fail(Reading *reading, const char *key, const char *what)
{
    if (!reading->failed)
        g_set_error(reading->error, LIVE_ERROR, 0, "%s: error: `%s` %s\n", reading->path, key,
                    what);
    reading->failed = true;
}

static char *text_in(Reading *reading, struct fy_node *node, const char *key)
{
    struct fy_node *value = fy_node_mapping_lookup_by_string(node, key, FY_NT);
    const char *text = value ? fy_node_get_scalar0(value) : NULL;
    if (!text) fail(reading, key, "is missing, or no text");
    return g_strdup(text ? text : "");
}

static uint64_t number_in(Reading *reading, struct fy_node *node, const char *key, uint64_t most)
{
    g_autofree char *text = text_in(reading, node, key);
    guint64 number = 0;
    if (!reading->failed && !g_ascii_string_to_unsigned(text, 10, 0, most, &number, NULL))
        fail(reading, key, "is not a number that it can be");
    return number;
}

static bool flag_in(Reading *reading, const char *key)
{
    g_autofree char *text = text_in(reading, reading->root, key);
    return strcmp(text, "true") == 0;
}

static char *program_in(Reading *reading)
{
    g_autofree char *program = text_in(reading, reading->root, "program");
    return trace_resolve_path(reading->path, program);
}

static char **arguments_in(Reading *reading)
{
    GPtrArray *all = g_ptr_array_new();
    void *place = NULL;
    struct fy_node *list = fy_node_mapping_lookup_by_string(reading->root, "arguments", FY_NT),
                   *item;
    if (!list || !fy_node_is_sequence(list)) fail(reading, "arguments", "is missing, or no list");
    else
        while ((item = fy_node_sequence_iterate(list, &place)))
            g_ptr_array_add(all, g_strdup(fy_node_get_scalar0(item)));
    g_ptr_array_add(all, NULL);
    return (char **)g_ptr_array_free(all, FALSE);
}

static void read_steps(Reading *reading, LiveTrace *trace)
{
    void *place = NULL;
    struct fy_node *list = fy_node_mapping_lookup_by_string(reading->root, "steps", FY_NT), *item;
    trace->threads = g_array_new(FALSE, FALSE, 1);
    trace->does = g_ptr_array_new_with_free_func(g_free);
    trace->to = g_ptr_array_new_with_free_func(g_free);
    trace->at = g_ptr_array_new_with_free_func(g_free);
    if (!list || !fy_node_is_sequence(list)) {
        fail(reading, "steps", "is missing, or no list");
        return;
    }
    while (!reading->failed && (item = fy_node_sequence_iterate(list, &place))) {
        uint8_t thread = (uint8_t)number_in(reading, item, "thread", LIVE_MOST_THREADS - 1);
        if (number_in(reading, item, "step", LIVE_MOST_STEPS) != trace->threads->len + 1)
            fail(reading, "step", "is not the number of the line");
        g_array_append_val(trace->threads, thread);
        g_ptr_array_add(trace->does, text_in(reading, item, "does"));
        g_ptr_array_add(trace->to, text_in(reading, item, "to"));
        g_ptr_array_add(trace->at, text_in(reading, item, "at"));
    }
    if (!reading->failed &&
        number_in(reading, reading->root, "end", LIVE_MOST_STEPS) != trace->threads->len)
        fail(reading, "end", "is not the number of the last step: the file was cut off");
}

static void read_all(Reading *reading, LiveTrace *trace)
{
    if (number_in(reading, reading->root, "live", LIVE_TRACE_FORMAT) != LIVE_TRACE_FORMAT)
        fail(reading, "live", "is of another version");
    trace->program = program_in(reading);
    trace->arguments = arguments_in(reading);
    trace->digest = text_in(reading, reading->root, "program-digest");
    trace->verdict = text_in(reading, reading->root, "verdict");
    trace->message = text_in(reading, reading->root, "message");
    trace->strategy = text_in(reading, reading->root, "strategy");
    trace->seed = number_in(reading, reading->root, "seed", G_MAXUINT64);
    trace->plain_steps = flag_in(reading, "plain-steps");
    trace->no_races = flag_in(reading, "no-races");
    trace->unlock_steps = fy_node_mapping_lookup_by_string(reading->root, "unlock-steps", FY_NT) &&
                          flag_in(reading, "unlock-steps");
    trace->early_timeouts = number_in(reading, reading->root, "early-timeouts", 1000);
    read_steps(reading, trace);
}

LiveTrace *live_trace_read(const char *path, GError **error)
{
    struct fy_parse_cfg quiet = {.flags = FYPCF_QUIET};
    struct fy_document *document = fy_document_build_from_file(&quiet, path);
    Reading reading = {.path = path, .error = error};
    LiveTrace *trace = g_new0(LiveTrace, 1);
    reading.root = document ? fy_document_root(document) : NULL;
    if (reading.root && fy_node_is_mapping(reading.root)) read_all(&reading, trace);
    else fail(&reading, "live", "is not there: this is no YAML mapping");
    fy_document_destroy(document);
    if (!reading.failed) return trace;
    live_trace_free(trace);
    return NULL;
}
