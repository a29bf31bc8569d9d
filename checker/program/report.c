#include "checker/program/report.h"

#include "checker/program/live_report.h"
#include "checker/program/narrate.h"
#include "checker/program/status.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool report_is_on(When when, FILE *stream)
{
    return when == WHEN_ALWAYS || (when == WHEN_AUTO && isatty(fileno(stream)));
}

bool report_color(const Options *options, FILE *out)
{
    const char *no_color = g_getenv("NO_COLOR");
    if (options->color == WHEN_AUTO && no_color && *no_color) return false;
    return report_is_on(options->color, out);
}

Report *report_new(Format format, FILE *out)
{
    static const ReportFormat *const formats[] = {
        [FORMAT_TEXT] = &report_text,   [FORMAT_JSON] = &report_json,
        [FORMAT_JUNIT] = &report_junit, [FORMAT_TAP] = &report_tap,
        [FORMAT_SARIF] = &report_sarif, [FORMAT_GITHUB] = &report_github};
    Report *report = g_new0(Report, 1);
    report->format = formats[format];
    report->out = out;
    report->pending = g_string_new(NULL);
    report->others = g_string_new(NULL);
    report->guarantees = g_ptr_array_new_with_free_func(g_free);
    report->guaranteed = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    return report;
}

void report_free(Report *report)
{
    if (!report) return;
    g_string_free(report->pending, TRUE);
    g_string_free(report->others, TRUE);
    g_ptr_array_unref(report->guarantees);
    g_array_unref(report->guaranteed);
    g_free(report->suite);
    g_free(report);
}

static uint32_t verdict_length(const Variant *variant)
{
    g_autofree char *text = finding_expected(variant);
    return (uint32_t)g_utf8_strlen(text, -1);
}

void report_expect(Report *report, const Scenario *scenario, const Variant *variant)
{
    uint32_t name = (uint32_t)(strlen(scenario->path) + 2 + strlen(variant->name));
    uint32_t verdict = verdict_length(variant);
    report->name_width = MAX(report->name_width, name);
    report->verdict_width = MAX(report->verdict_width, verdict);
}

void report_begin(Report *report)
{
    report->format->begin(report);
}

void report_bad_input(Report *report, const char *path, const char *message)
{
    report->bad++;
    report->format->bad_input(report, path, message);
}

void report_finding(Report *report, const Finding *finding)
{
    report->fine += finding->standing == STANDING_FINE;
    report->wrong += finding->standing == STANDING_WRONG;
    report->open += finding->standing == STANDING_OPEN;
    report->format->finding(report, finding);
    fflush(report->out);
}

void report_end(Report *report)
{
    report->format->end(report);
    fflush(report->out);
}

int report_status(const Report *report)
{
    if (report->bad) return STATUS_BAD_INPUT;
    if (report->wrong) return STATUS_WRONG;
    return report->open ? STATUS_INCOMPLETE : STATUS_FINE;
}

char *report_counterexample(const Finding *finding)
{
    if (finding->live) return live_failure(finding->live);
    GString *out = g_string_new(NULL);
    narrate(out, &finding->variant->question, finding->path, finding->result.verdict, (Look){0});
    return g_string_free(out, FALSE);
}

double report_rate(const Finding *finding)
{
    const Statistics *statistics = &finding->result.statistics;
    return statistics->seconds > 0 ? (double)statistics->states / statistics->seconds : 0;
}
