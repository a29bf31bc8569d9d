/* The Test Anything Protocol, version 13; the plan comes last. */
#include "checker/program/report.h"
#include "checker/program/tap_write.h"
#include "checker/scenario/json_text.h"

#include <string.h>

static void begin(Report *report)
{
    fputs("TAP version 13\n", report->out);
}

static uint32_t next_number(Report *report)
{
    return ++report->suite_tests;
}

static void bad_input(Report *report, const char *path, const char *message)
{
    g_autofree char *name = tap_description(path);
    fprintf(report->out, "not ok %u - %s: cannot be read\n", next_number(report), name);
    tap_comment(report->out, message);
}

static void append_pair(GString *out, const char *key, const char *value)
{
    g_autoptr(GString) quoted = g_string_new(NULL);
    json_text(quoted, NULL, value);
    g_string_append_printf(out, "  %s: %s\n", key, quoted->str);
}

static void append_count(GString *out, const char *key, uint64_t count)
{
    g_string_append_printf(out, "  %s: %" G_GUINT64_FORMAT "\n", key, count);
}

/* YAML between the test point and its comments; JSON's strings are YAML's. */
static void print_diagnostics(FILE *out, const Finding *finding)
{
    Figure figures[FINDING_FIGURES];
    uint32_t count = finding_figures(finding, figures);
    g_autoptr(GString) text = g_string_new("  ---\n");
    append_pair(text, "verdict", finding->verdict);
    append_pair(text, "guarantee", finding->guarantee);
    for (uint32_t i = 0; i < count; i++)
        append_count(text, figures[i].name, figures[i].count);
    if (finding->trace_path) append_pair(text, "trace", finding->trace_path);
    fprintf(out, "%s  ...\n", text->str);
}

static void finding_point(Report *report, const Finding *finding)
{
    g_autofree char *description = g_strdup_printf("%s %s: %s", finding->scenario->path,
                                                   finding->variant->name, finding->verdict);
    g_autofree char *name = tap_description(description);
    fprintf(report->out, "%s %u - %s%s\n", finding->standing == STANDING_WRONG ? "not ok" : "ok",
            next_number(report), name,
            finding->standing == STANDING_OPEN ? " # SKIP incomplete" : "");
    print_diagnostics(report->out, finding);
    if (finding->difference) tap_comment(report->out, finding->difference);
    if (finding->standing == STANDING_WRONG && finding->fails) {
        g_autofree char *text = report_counterexample(finding);
        tap_comment(report->out, text);
    }
}

static void end(Report *report)
{
    fprintf(report->out, "1..%u\n", report->suite_tests);
}

const ReportFormat report_tap = {begin, bad_input, finding_point, end};
