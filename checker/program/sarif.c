/* SARIF 2.1.0 (OASIS Standard, 2020): one run, a result for each variant that is not fine and each
 * mistake in a file, and what was guaranteed of all variants as properties of the run. */
#include "checker/live/launch.h"
#include "checker/live/tell.h"
#include "checker/program/identity.h"
#include "checker/program/json_parts.h"
#include "checker/program/live_report.h"
#include "checker/program/mistakes.h"
#include "checker/program/report.h"
#include "checker/scenario/json_text.h"
#include "checker/trace/render.h"
#include "checker_version.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_STEPS = 10000 }; /* of one code flow; a longer one is left out */

/* -------- words -------- */

/* In a message `[text](target)` is a link and `{0}` is replaced, and this text is neither. */
static void append_message(GString *out, const char *key, const char *text)
{
    GString *plain = g_string_new(text);
    g_string_replace(plain, "](", "] (", 0);
    for (size_t i = 0; i + 1 < plain->len; i++)
        if (plain->str[i] == '{' && g_ascii_isdigit(plain->str[i + 1]))
            g_string_insert_c(plain, (gssize)i + 1, ' ');
    json_open(out, key, '{');
    json_text(out, "text", plain->str);
    json_close(out, '}');
    g_string_free(plain, TRUE);
}

/* -------- places -------- */

/* Relative to the root of the sources, which is where the checker was started. */
static void append_artifact(GString *out, const char *path)
{
    json_open(out, "artifactLocation", '{');
    if (g_path_is_absolute(path)) {
        g_autofree char *uri = g_filename_to_uri(path, NULL, NULL);
        json_text(out, "uri", uri);
    } else {
        while (g_str_has_prefix(path, "./"))
            path += 2;
        g_autofree char *uri =
            g_uri_escape_string(path, G_URI_RESERVED_CHARS_ALLOWED_IN_PATH, FALSE);
        json_text(out, "uri", uri);
        json_text(out, "uriBaseId", "%SRCROOT%");
    }
    json_close(out, '}');
}

static void append_place(GString *out, const char *path, uint64_t line, uint64_t column)
{
    json_open(out, "physicalLocation", '{');
    append_artifact(out, path);
    if (line) {
        json_open(out, "region", '{');
        json_number(out, "startLine", line);
        if (column) json_number(out, "startColumn", column);
        json_close(out, '}');
    }
    json_close(out, '}');
}

static void append_locations(GString *out, const char *path, uint64_t line, uint64_t column)
{
    json_open(out, "locations", '[');
    json_open(out, NULL, '{');
    append_place(out, path, line, column);
    json_close(out, '}');
    json_close(out, ']');
}

/* -------- the counterexample -------- */

typedef struct Flow {
    GString *out;
    const Finding *finding;
} Flow;

/* "m1 STW_STOP_P: the source; what changed" */
static char *step_text(const Subject *subject, const PathStep *step, const uint8_t *before,
                       const uint8_t *after)
{
    const SubjectStep *taken = &subject->steps[step->move.step];
    g_autoptr(GPtrArray) changes = render_changes(subject, before, after, false);
    GString *text = g_string_new(subject->actors[step->move.actor]);
    g_string_append_printf(text, " %s: %s", taken->name, taken->source);
    for (guint i = 0; i < changes->len; i++)
        g_string_append_printf(text, "; %s", (char *)g_ptr_array_index(changes, i));
    if (step->outcome == THREW)
        g_string_append_printf(text, "; throws \"%s\"", subject->messages[step->message]);
    return g_string_free(text, FALSE);
}

static void append_flow_location(const Flow *flow, uint32_t index, const char *text)
{
    json_open(flow->out, NULL, '{');
    json_number(flow->out, "executionOrder", index + 1);
    json_open(flow->out, "location", '{');
    append_place(flow->out, flow->finding->scenario->path, flow->finding->variant->line, 0);
    append_message(flow->out, "message", text);
    json_close(flow->out, '}');
    json_close(flow->out, '}');
}

static void append_flow_step(void *data, uint32_t index, const PathStep *step,
                             const uint8_t *before, const uint8_t *after)
{
    const Flow *flow = data;
    const Subject *subject = flow->finding->variant->question.subject;
    g_autofree char *text = step_text(subject, step, before, after);
    append_flow_location(flow, index, text);
}

/* Of an execution of a program, in the words of its trace. */
static void append_live_steps(const Flow *flow)
{
    const Live *live = flow->finding->live;
    const LiveAnswer *answer = &live->shared->answer;
    places_want(live->places, answer);
    for (uint32_t i = 0; i < answer->step_count; i++) {
        const LiveStep *step = &answer->execution[i];
        g_autofree char *thread = tell_thread(step->thread);
        g_autofree char *object = step->address ? places_object(live->places, step->address) : NULL;
        g_autofree char *text =
            g_strdup_printf("%s %s%s%s: %s", thread, live_kinds[step->kind], object ? " " : "",
                            object ? object : "", places_line(live->places, step->pc));
        append_flow_location(flow, i, text);
    }
}

static uint32_t flow_length(const Finding *finding)
{
    if (finding->live && finding->fails) return finding->live->shared->answer.step_count;
    return finding->path ? path_length(finding->path) : 0;
}

static void append_flow(GString *out, const Finding *finding)
{
    Flow flow = {out, finding};
    uint32_t length = flow_length(finding);
    if (length == 0 || length > MOST_STEPS) return;
    json_open(out, "codeFlows", '[');
    json_open(out, NULL, '{');
    json_open(out, "threadFlows", '[');
    json_open(out, NULL, '{');
    json_open(out, "locations", '[');
    if (finding->live) append_live_steps(&flow);
    else path_walk(finding->path, append_flow_step, &flow);
    json_close(out, ']');
    json_close(out, '}');
    json_close(out, ']');
    json_close(out, '}');
    json_close(out, ']');
}

/* -------- results -------- */

static void open_result(GString *out, Rule rule, const char *level, const char *message,
                        const char *digest)
{
    json_open(out, NULL, '{');
    json_text(out, "ruleId", rules[rule].id);
    json_number(out, "ruleIndex", rule);
    json_text(out, "level", level);
    append_message(out, "message", message);
    json_open(out, "partialFingerprints", '{');
    json_text(out, "checkerFailure/v1", digest);
    json_close(out, '}');
}

static void append_properties(GString *out, const Finding *finding)
{
    Figure figures[FINDING_FIGURES];
    uint32_t count = finding_figures(finding, figures);
    json_text(out, "file", finding->scenario->path);
    json_text(out, "variant", finding->variant->name);
    json_text(out, "verdict", finding->verdict);
    json_text(out, "guarantee", finding->guarantee);
    json_text(out, "strategy", finding_strategy(finding));
    for (uint32_t i = 0; i < count; i++)
        json_number(out, figures[i].name, figures[i].count);
    if (finding->trace_path) json_text(out, "trace", finding->trace_path);
}

static char *message_of(const Finding *finding)
{
    GString *text = g_string_new(NULL);
    g_string_append_printf(text, "%s: %s", finding->variant->name, finding->verdict);
    if (finding->difference) g_string_append_printf(text, "; %s", finding->difference);
    g_string_append_printf(text, ". Guaranteed: %s.", finding->guarantee);
    return g_string_free(text, FALSE);
}

static void append_result(GString *out, const Finding *finding)
{
    bool wrong = finding->standing == STANDING_WRONG;
    g_autofree char *message = message_of(finding);
    g_autofree char *digest = identity_digest(finding);
    open_result(out, identity_rule(finding), wrong ? "error" : "warning", message, digest);
    append_locations(out, finding->scenario->path, finding->variant->line, 0);
    append_flow(out, finding);
    json_open(out, "properties", '{');
    append_properties(out, finding);
    json_close(out, '}');
    json_close(out, '}');
}

/* `pending` are the results so far, `others` the properties of all variants. */
static void finding_result(Report *report, const Finding *finding)
{
    if (finding->standing != STANDING_FINE) append_result(report->pending, finding);
    json_open(report->others, NULL, '{');
    append_properties(report->others, finding);
    json_close(report->others, '}');
}

static void bad_input(Report *report, const char *path, const char *message)
{
    g_autoptr(GArray) mistakes = mistakes_of(path, message);
    for (guint i = 0; i < mistakes->len; i++) {
        const Mistake *mistake = &g_array_index(mistakes, Mistake, i);
        g_autofree char *digest = identity_of_mistake(path, mistake->sentence);
        open_result(report->pending, RULE_BAD_INPUT, "error", mistake->sentence, digest);
        append_locations(report->pending, path, mistake->line, mistake->column);
        json_close(report->pending, '}');
    }
}

/* -------- the log -------- */

static void append_rules(GString *out)
{
    json_open(out, "rules", '[');
    for (Rule rule = 0; rule < RULE_COUNT; rule++) {
        bool certain = rule != RULE_INCOMPLETE;
        json_open(out, NULL, '{');
        json_text(out, "id", rules[rule].id);
        json_text(out, "name", rules[rule].name);
        append_message(out, "shortDescription", rules[rule].meaning);
        json_open(out, "defaultConfiguration", '{');
        json_text(out, "level", certain ? "error" : "warning");
        json_close(out, '}');
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void append_tool(GString *out)
{
    json_open(out, "tool", '{');
    json_open(out, "driver", '{');
    json_text(out, "name", "checker");
    json_text(out, "version", CHECKER_VERSION);
    json_text(out, "semanticVersion", CHECKER_VERSION);
    append_rules(out);
    json_close(out, '}');
    json_close(out, '}');
}

static void append_invocation(GString *out, const Report *report)
{
    json_open(out, "invocations", '[');
    json_open(out, NULL, '{');
    json_flag(out, "executionSuccessful", report->bad == 0);
    json_number(out, "exitCode", (uint64_t)report_status(report));
    json_close(out, '}');
    json_close(out, ']');
}

static void begin(Report *report)
{
    json_open(report->pending, "results", '[');
    json_open(report->others, "variants", '[');
}

static void end(Report *report)
{
    g_autoptr(GString) out = g_string_new("{");
    json_close(report->pending, ']');
    json_close(report->others, ']');
    json_text(out, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json_text(out, "version", "2.1.0");
    json_open(out, "runs", '[');
    json_open(out, NULL, '{');
    append_tool(out);
    append_invocation(out, report);
    json_text(out, "columnKind", "unicodeCodePoints");
    g_string_append_printf(out, ",%s,\"properties\":{%s}", report->pending->str,
                           report->others->str);
    json_close(out, '}');
    json_close(out, ']');
    json_close(out, '}');
    g_autofree char *pretty = json_pretty(out->str);
    fputs(pretty, report->out);
}

const ReportFormat report_sarif = {begin, bad_input, finding_result, end};
