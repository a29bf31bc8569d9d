/* JSON lines: one object for each variant, keys as docs/output.md lists them. */
#include "checker/program/json_write.h"
#include "checker/program/report.h"
#include "checker/trace/render.h"

#include <stdlib.h>
#include <string.h>

static void append_verdict(GString *out, const char *key, Verdict verdict)
{
    char *kind = verdict_text((Verdict){.kind = verdict.kind});
    json_key(out, key);
    g_string_append_c(out, '{');
    json_text(out, "kind", kind);
    json_text(out, "name", verdict.name);
    g_string_append_c(out, '}');
    free(kind);
}

static void append_statistics(GString *out, const Finding *finding)
{
    const Statistics *found = &finding->result.statistics;
    json_number(out, "states", found->states);
    json_number(out, "transitions", found->transitions);
    json_number(out, "depth", found->depth);
    json_number(out, "runs", found->runs);
    json_number(out, "other_failures", found->other);
    json_number(out, "memory_bytes", found->memory);
    json_real(out, "seconds", found->seconds);
    json_real(out, "states_per_second", report_rate(finding));
}

static void append_loss(GString *out, const Loss *loss)
{
    g_string_append_c(out, '{');
    json_number(out, "fingerprint_bits", loss->fingerprint_bits);
    json_number(out, "hash_functions", loss->hash_functions);
    json_number(out, "table_bytes", loss->table);
    json_estimate(out, "hash_factor", loss->hash_factor);
    json_estimate(out, "omitted", loss->omitted);
    json_estimate(out, "omission_probability", MIN(loss->omitted, 1));
    if (loss->coverage > 0) json_estimate(out, "coverage", loss->coverage);
    else json_text(out, "coverage", NULL);
    json_estimate(out, "distinct_states", loss->distinct);
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
    json_text(out, "actor", subject->actors[step->move.actor]);
    json_text(out, "step", subject->steps[step->move.step].name);
    json_number(out, "occurrence", step->occurrence);
    json_number(out, "choice", step->move.choice);
    json_text(out, "source", subject->steps[step->move.step].source);
    json_key(out, "changes");
    g_string_append_c(out, '[');
    for (guint i = 0; i < changes->len; i++) {
        if (i) g_string_append_c(out, ',');
        json_string(out, g_ptr_array_index(changes, i));
    }
    g_string_append(out, "]}");
}

static void append_path(GString *out, const Path *path)
{
    g_string_append_c(out, '{');
    json_number(out, "initial", path->initial);
    json_key(out, "cycle");
    if (path->cycle < path_length(path)) g_string_append_printf(out, "%u", path->cycle + 1);
    else g_string_append(out, "null");
    json_key(out, "lost_before");
    if (path->lost < path_length(path)) g_string_append_printf(out, "%u", path->lost + 1);
    else g_string_append(out, "null");
    json_key(out, "steps");
    g_string_append_c(out, '[');
    path_walk(path, append_step, &(Steps){out, path->subject});
    g_string_append(out, "]}");
}

static void append_names(GString *out, const char *key, const GPtrArray *items)
{
    json_key(out, key);
    g_string_append_c(out, '[');
    for (guint i = 0; i < items->len; i++) {
        if (i) g_string_append_c(out, ',');
        json_string(out, g_ptr_array_index(items, i));
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
    json_text(out, "file", finding->scenario->path);
    json_text(out, "title", finding->scenario->title);
    json_text(out, "variant", finding->variant->name);
    json_text(out, "model", finding->variant->question.subject->name);
    json_text(out, "digest", finding->variant->digest);
    json_text(out, "strategy", scenario_strategies[finding->variant->options.strategy]);
    json_number(out, "seed", finding->result.seed);
    json_text(out, "status", standings[finding->standing]);
    json_flag(out, "ok", finding->standing == STANDING_FINE);
    append_verdict(out, "verdict", finding->result.verdict);
    if (finding->variant->expect.given)
        append_verdict(out, "expected", finding->variant->expect.verdict);
    else json_text(out, "expected", NULL);
    json_text(out, "difference", finding->difference);
    append_statistics(out, finding);
    json_text(out, "store", store_names[finding->variant->options.store]);
    json_key(out, "loss");
    if (!store_is_lossy(finding->variant->options.store)) g_string_append(out, "null");
    else append_loss(out, &finding->result.statistics.loss);
    json_key(out, "vacuity");
    if (finding->vacuity) append_vacuity(out, finding->vacuity);
    else g_string_append(out, "null");
    json_key(out, "counterexample");
    if (finding->path) append_path(out, finding->path);
    else g_string_append(out, "null");
    json_text(out, "trace", finding->trace_path);
    print_object(report, out);
}

static void bad_input(Report *report, const char *path, const char *message)
{
    g_autoptr(GString) out = g_string_new("{");
    json_text(out, "file", path);
    json_text(out, "status", "error");
    json_flag(out, "ok", false);
    json_text(out, "error", message);
    print_object(report, out);
}

static void nothing(Report *report)
{
    (void)report;
}

const ReportFormat report_json = {nothing, bad_input, finding_object, nothing};
