/* JSON lines: one object for each variant, keys as docs/output.md lists them. */
#include "checker/live/launch.h"
#include "checker/program/json_parts.h"
#include "checker/program/live_report.h"
#include "checker/program/report.h"
#include "checker/program/stats.h"
#include "checker/scenario/json_text.h"

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

static void append_loss(GString *out, const Finding *finding)
{
    const Loss *loss = &finding->result.statistics.loss;
    if (!store_is_lossy(finding->variant->options.store)) {
        json_null(out, "loss");
        return;
    }
    json_open(out, "loss", '{');
    json_number(out, "fingerprint_bits", loss->fingerprint_bits);
    json_number(out, "hash_functions", loss->hash_functions);
    json_number(out, "table_bytes", loss->table);
    json_estimate(out, "hash_factor", loss->hash_factor);
    json_estimate(out, "omitted", loss->omitted);
    json_estimate(out, "omission_probability", MIN(loss->omitted, 1));
    if (loss->coverage > 0) json_estimate(out, "coverage", loss->coverage);
    else json_null(out, "coverage");
    json_estimate(out, "distinct_states", loss->distinct);
    json_close(out, '}');
}

static void append_vacuity(GString *out, const Vacuity *vacuity)
{
    if (!vacuity) {
        json_null(out, "vacuity");
        return;
    }
    json_open(out, "vacuity", '{');
    json_texts(out, "steps_never_taken", vacuity->never_ran);
    json_texts(out, "guards_never_true", vacuity->never_true);
    json_texts(out, "guards_never_false", vacuity->never_blocked);
    json_texts(out, "goals_true_everywhere", vacuity->always_true);
    json_texts(out, "actors_alone", vacuity->alone);
    json_texts(out, "procedures_never_entered", vacuity->never_entered);
    json_close(out, '}');
}

static void print_object(Report *report, GString *out)
{
    json_close(out, '}');
    fprintf(report->out, "%s\n", out->str);
}

static void append_file(GString *out, const Finding *finding)
{
    json_text(out, "file", finding->scenario->path);
    json_text(out, "title", finding->scenario->title);
    json_text(out, "variant", finding->variant->name);
}

static void append_standing(GString *out, const Finding *finding)
{
    static const char *const standings[] = {"ok", "fail", "open"};
    json_text(out, "status", standings[finding->standing]);
    json_flag(out, "ok", finding->standing == STANDING_FINE);
}

static void append_question(GString *out, const Finding *finding)
{
    append_file(out, finding);
    json_text(out, "model", finding->variant->question.subject->name);
    json_text(out, "digest", finding->variant->digest);
    json_text(out, "strategy", scenario_strategies[finding->variant->options.strategy]);
    json_number(out, "seed", finding->result.seed);
}

static void append_found(GString *out, const Found *found)
{
    if (!found->minimised) {
        json_null(out, "minimised");
        return;
    }
    json_open(out, "minimised", '{');
    json_number(out, "found_switches", found->switches);
    json_number(out, "found_steps", found->steps);
    json_flag(out, "optimal", found->optimal);
    json_close(out, '}');
}

static void append_answer(GString *out, const Finding *finding)
{
    append_standing(out, finding);
    json_verdict(out, "verdict", finding->result.verdict);
    if (finding->variant->expect.given)
        json_verdict(out, "expected", finding->variant->expect.verdict);
    else json_null(out, "expected");
    json_text(out, "difference", finding->difference);
    json_text(out, "guarantee", finding->guarantee);
}

static void append_expected(GString *out, const LiveExpectation *expect)
{
    if (!expect->given) {
        json_null(out, "expected");
        return;
    }
    json_open(out, "expected", '{');
    json_text(out, "kind", live_verdicts[expect->verdict]);
    json_text(out, "message", expect->message);
    json_close(out, '}');
}

/* Of a live scenario; one that was not run has fewer keys. */
static void live_object(Report *report, const Finding *finding)
{
    g_autoptr(GString) out = g_string_new("{");
    append_file(out, finding);
    json_text(out, "subject", finding->variant->live->runtime ? "runtime" : "program");
    json_text(out, "digest", finding->variant->digest);
    append_standing(out, finding);
    append_expected(out, &finding->variant->live->expect);
    json_text(out, "difference", finding->difference);
    json_text(out, "guarantee", finding->guarantee);
    if (finding->live) {
        live_json_program(out, finding->live);
        live_json_search(out, finding->live);
        live_json_answer(out, finding->live);
    } else {
        json_null(out, "verdict");
    }
    print_object(report, out);
}

static void model_object(Report *report, const Finding *finding)
{
    g_autoptr(GString) out = g_string_new("{");
    append_question(out, finding);
    append_answer(out, finding);
    append_statistics(out, finding);
    json_text(out, "store", store_names[finding->variant->options.store]);
    append_loss(out, finding);
    append_vacuity(out, finding->vacuity);
    if (report->stats) stats_json(out, "stats", finding);
    else json_null(out, "stats");
    json_path(out, "counterexample", finding->path);
    json_text(out, "trace", finding->trace_path);
    append_found(out, &finding->result.found);
    if (finding->drift) json_texts(out, "baseline", finding->drift);
    else json_null(out, "baseline");
    print_object(report, out);
}

static void finding_object(Report *report, const Finding *finding)
{
    if (finding->variant->live) live_object(report, finding);
    else model_object(report, finding);
}

static void bad_input(Report *report, const char *path, const char *message)
{
    json_print_mistake(report->out, path, message);
}

static void nothing(Report *report)
{
    (void)report;
}

const ReportFormat report_json = {nothing, bad_input, finding_object, nothing};
