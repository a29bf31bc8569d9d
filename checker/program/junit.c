/* JUnit XML: a test suite for each file, a test case for each variant. */
#include "checker/program/report.h"
#include "checker/program/xml_write.h"

#include <string.h>

static void begin(Report *report)
{
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"checker\">\n",
          report->out);
}

/* The counts stand in the suite's first line, so it is printed when its last case is known. */
static void close_suite(Report *report)
{
    if (!report->suite) return;
    g_autoptr(GString) head = g_string_new("  <testsuite");
    xml_attribute(head, "name", report->suite);
    g_string_append_printf(head, " tests=\"%u\" failures=\"%u\" errors=\"%u\" skipped=\"%u\"",
                           report->suite_tests, report->suite_failures, report->suite_errors,
                           report->suite_skipped);
    xml_seconds(head, report->suite_seconds);
    fprintf(report->out, "%s>\n%s  </testsuite>\n", head->str, report->pending->str);
    g_string_truncate(report->pending, 0);
    g_clear_pointer(&report->suite, g_free);
}

static void enter_suite(Report *report, const char *path)
{
    if (report->suite && strcmp(report->suite, path) == 0) return;
    close_suite(report);
    report->suite = g_strdup(path);
    report->suite_tests = report->suite_failures = 0;
    report->suite_errors = report->suite_skipped = 0;
    report->suite_seconds = 0;
}

static void open_case(Report *report, const char *path, const char *name, double seconds)
{
    enter_suite(report, path);
    report->suite_tests++;
    report->suite_seconds += seconds;
    g_string_append(report->pending, "    <testcase");
    xml_attribute(report->pending, "classname", path);
    xml_attribute(report->pending, "name", name);
    xml_attribute(report->pending, "file", path);
    xml_seconds(report->pending, seconds);
    g_string_append(report->pending, ">\n");
}

static void bad_input(Report *report, const char *path, const char *message)
{
    open_case(report, path, "reading", 0);
    report->suite_errors++;
    xml_element(report->pending, "error", "cannot be read", message);
    g_string_append(report->pending, "    </testcase>\n");
}

static void append_property(GString *out, const char *name, const char *value)
{
    g_string_append(out, "        <property");
    xml_attribute(out, "name", name);
    xml_attribute(out, "value", value);
    g_string_append(out, "/>\n");
}

static void append_count(GString *out, const char *name, uint64_t count)
{
    g_autofree char *text = g_strdup_printf("%" G_GUINT64_FORMAT, count);
    append_property(out, name, text);
}

static void append_properties(GString *out, const Finding *finding)
{
    Figure figures[FINDING_FIGURES];
    uint32_t count = finding_figures(finding, figures);
    g_string_append(out, "      <properties>\n");
    append_property(out, "verdict", finding->verdict);
    append_property(out, "guarantee", finding->guarantee);
    for (uint32_t i = 0; i < count; i++)
        append_count(out, figures[i].name, figures[i].count);
    if (finding->trace_path) append_property(out, "trace", finding->trace_path);
    g_string_append(out, "      </properties>\n");
}

static void finding_case(Report *report, const Finding *finding)
{
    open_case(report, finding->scenario->path, finding->variant->name,
              finding->result.statistics.seconds);
    append_properties(report->pending, finding);
    if (finding->standing == STANDING_WRONG) {
        g_autofree char *message =
            g_strdup_printf("%s%s%s", finding->verdict, finding->difference ? "; " : "",
                            finding->difference ? finding->difference : "");
        g_autofree char *text = finding->fails ? report_counterexample(finding) : g_strdup("");
        xml_element(report->pending, "failure", message, text);
        report->suite_failures++;
    } else if (finding->standing == STANDING_OPEN) {
        xml_element(report->pending, "skipped", finding->verdict, "");
        report->suite_skipped++;
    }
    g_string_append(report->pending, "    </testcase>\n");
}

static void end(Report *report)
{
    close_suite(report);
    fputs("</testsuites>\n", report->out);
}

const ReportFormat report_junit = {begin, bad_input, finding_case, end};
