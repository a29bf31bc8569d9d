/* JSON lines: one object for each variant, keys as docs/output.md lists them. */
#include "checker/program/report.h"
#include "checker/trace/render.h"

#include <stdlib.h>
#include <string.h>

static void append_string(GString *out, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_string_append_c(out, '"');
    for (const char *at = valid; *at; at++) {
        if (*at == '"' || *at == '\\') g_string_append_printf(out, "\\%c", *at);
        else if ((unsigned char)*at < 0x20) g_string_append_printf(out, "\\u%04x", (unsigned)*at);
        else g_string_append_c(out, *at);
    }
    g_string_append_c(out, '"');
}

/* "key": ; a comma first unless it opens its object. */
static void append_key(GString *out, const char *key)
{
    if (out->str[out->len - 1] != '{') g_string_append_c(out, ',');
    append_string(out, key);
    g_string_append_c(out, ':');
}

static void append_text(GString *out, const char *key, const char *text)
{
    append_key(out, key);
    if (text) append_string(out, text);
    else g_string_append(out, "null");
}

static void append_number(GString *out, const char *key, uint64_t number)
{
    append_key(out, key);
    g_string_append_printf(out, "%" G_GUINT64_FORMAT, number);
}

/* Never in the user's locale: a comma would not be JSON. */
static void append_real(GString *out, const char *key, double number)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    append_key(out, key);
    g_string_append(out, g_ascii_formatd(digits, sizeof digits, "%.6f", number));
}

/* For what may be tiny. */
static void append_estimate(GString *out, const char *key, double number)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    append_key(out, key);
    g_string_append(out, g_ascii_formatd(digits, sizeof digits, "%.6g", number));
}

static void append_flag(GString *out, const char *key, bool flag)
{
    append_key(out, key);
    g_string_append(out, flag ? "true" : "false");
}

static void append_verdict(GString *out, const char *key, Verdict verdict)
{
    char *kind = verdict_text((Verdict){.kind = verdict.kind});
    append_key(out, key);
    g_string_append_c(out, '{');
    append_text(out, "kind", kind);
    append_text(out, "name", verdict.name);
    g_string_append_c(out, '}');
    free(kind);
}

static void append_statistics(GString *out, const Finding *finding)
{
    const Statistics *found = &finding->result.statistics;
    append_number(out, "states", found->states);
    append_number(out, "transitions", found->transitions);
    append_number(out, "depth", found->depth);
    append_number(out, "runs", found->runs);
    append_number(out, "other_failures", found->other);
    append_number(out, "memory_bytes", found->memory);
    append_real(out, "seconds", found->seconds);
    append_real(out, "states_per_second", report_rate(finding));
}

static void append_loss(GString *out, const Loss *loss)
{
    g_string_append_c(out, '{');
    append_number(out, "fingerprint_bits", loss->fingerprint_bits);
    append_number(out, "hash_functions", loss->hash_functions);
    append_number(out, "table_bytes", loss->table);
    append_estimate(out, "hash_factor", loss->hash_factor);
    append_estimate(out, "omitted", loss->omitted);
    append_estimate(out, "omission_probability", MIN(loss->omitted, 1));
    if (loss->coverage > 0) append_estimate(out, "coverage", loss->coverage);
    else append_text(out, "coverage", NULL);
    append_estimate(out, "distinct_states", loss->distinct);
    g_string_append_c(out, '}');
}

typedef struct Steps {
    GString *out;
    const Subject *subject;
} Steps;

static void append_step(void *data, uint32_t index, const PathStep *step, const uint8_t *before,
                        const uint8_t *after)
{
    const Steps *steps = data;
    const Subject *subject = steps->subject;
    GString *out = steps->out;
    g_autoptr(GPtrArray) changes = render_changes(subject, before, after, false);
    g_string_append(out, index ? ",{" : "{");
    append_text(out, "actor", subject->actors[step->move.actor]);
    append_text(out, "step", subject->steps[step->move.step].name);
    append_number(out, "occurrence", step->occurrence);
    append_number(out, "choice", step->move.choice);
    append_text(out, "source", subject->steps[step->move.step].source);
    append_key(out, "changes");
    g_string_append_c(out, '[');
    for (guint i = 0; i < changes->len; i++) {
        if (i) g_string_append_c(out, ',');
        append_string(out, g_ptr_array_index(changes, i));
    }
    g_string_append(out, "]}");
}

static void append_path(GString *out, const Path *path)
{
    g_string_append_c(out, '{');
    append_number(out, "initial", path->initial);
    append_key(out, "cycle");
    if (path->cycle < path_length(path)) g_string_append_printf(out, "%u", path->cycle + 1);
    else g_string_append(out, "null");
    append_key(out, "lost_before");
    if (path->lost < path_length(path)) g_string_append_printf(out, "%u", path->lost + 1);
    else g_string_append(out, "null");
    append_key(out, "steps");
    g_string_append_c(out, '[');
    path_walk(path, append_step, &(Steps){out, path->subject});
    g_string_append(out, "]}");
}

static void append_names(GString *out, const char *key, const GPtrArray *items)
{
    append_key(out, key);
    g_string_append_c(out, '[');
    for (guint i = 0; i < items->len; i++) {
        if (i) g_string_append_c(out, ',');
        append_string(out, g_ptr_array_index(items, i));
    }
    g_string_append_c(out, ']');
}

static void append_vacuity(GString *out, const Vacuity *vacuity)
{
    g_string_append_c(out, '{');
    append_names(out, "steps_never_taken", vacuity->never_ran);
    append_names(out, "guards_never_true", vacuity->never_true);
    append_names(out, "guards_never_false", vacuity->never_blocked);
    append_names(out, "goals_true_everywhere", vacuity->always_true);
    append_names(out, "actors_alone", vacuity->alone);
    append_names(out, "procedures_never_entered", vacuity->never_entered);
    g_string_append_c(out, '}');
}

static void print_object(Report *report, GString *out)
{
    fprintf(report->out, "%s}\n", out->str);
}

static void finding_object(Report *report, const Finding *finding)
{
    static const char *const standings[] = {"ok", "fail", "open"};
    g_autoptr(GString) out = g_string_new("{");
    append_text(out, "file", finding->scenario->path);
    append_text(out, "title", finding->scenario->title);
    append_text(out, "variant", finding->variant->name);
    append_text(out, "model", finding->variant->question.subject->name);
    append_text(out, "digest", finding->variant->digest);
    append_text(out, "strategy", scenario_strategies[finding->variant->options.strategy]);
    append_number(out, "seed", finding->result.seed);
    append_text(out, "status", standings[finding->standing]);
    append_flag(out, "ok", finding->standing == STANDING_FINE);
    append_verdict(out, "verdict", finding->result.verdict);
    if (finding->variant->expect.given)
        append_verdict(out, "expected", finding->variant->expect.verdict);
    else append_text(out, "expected", NULL);
    append_text(out, "difference", finding->difference);
    append_statistics(out, finding);
    append_text(out, "store", store_names[finding->variant->options.store]);
    append_key(out, "loss");
    if (!store_is_lossy(finding->variant->options.store)) g_string_append(out, "null");
    else append_loss(out, &finding->result.statistics.loss);
    append_key(out, "vacuity");
    if (finding->vacuity) append_vacuity(out, finding->vacuity);
    else g_string_append(out, "null");
    append_key(out, "counterexample");
    if (finding->path) append_path(out, finding->path);
    else g_string_append(out, "null");
    append_text(out, "trace", finding->trace_path);
    print_object(report, out);
}

static void bad_input(Report *report, const char *path, const char *message)
{
    g_autoptr(GString) out = g_string_new("{");
    append_text(out, "file", path);
    append_text(out, "status", "error");
    append_flag(out, "ok", false);
    append_text(out, "error", message);
    print_object(report, out);
}

static void nothing(Report *report)
{
    (void)report;
}

const ReportFormat report_json = {nothing, bad_input, finding_object, nothing};
