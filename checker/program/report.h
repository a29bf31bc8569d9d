/* The answers as people and machines read them.
 *
 * A format is four functions over one Report; only they write to its output.
 */
#ifndef CHECKER_PROGRAM_REPORT_H
#define CHECKER_PROGRAM_REPORT_H

#include "checker/program/finding.h"
#include "checker/program/options.h"

#include <stdio.h>

typedef struct Report Report;

typedef struct ReportFormat {
    void (*begin)(Report *report);
    /* A file could not be read; `message` has its diagnostics. */
    void (*bad_input)(Report *report, const char *path, const char *message);
    void (*finding)(Report *report, const Finding *finding);
    void (*end)(Report *report);
} ReportFormat;

struct Report {
    const ReportFormat *format;
    FILE *out;
    bool color, quiet, verbose;
    bool stats;                         /* text and json */
    bool single;                        /* one file was asked: every counterexample is shown */
    char *const *subject_parameters;    /* of subjects asked by themselves; NULL for scenarios */
    uint32_t name_width, verdict_width; /* of the widest line that may come */
    uint32_t fine, wrong, open, bad;    /* counted by report_finding and report_bad_input */
    GPtrArray *guarantees; /* text: of char *, what was guaranteed so far, each once... */
    GArray *guaranteed;    /* ...and of uint32_t: how often */
    GString *pending;      /* the format's own: a suite that is not yet closed */
    GString *others;       /* the format's own: said at the end, after `pending` */
    char *suite;           /* the format's own: the file it belongs to */
    uint32_t suite_tests, suite_failures, suite_errors, suite_skipped;
    double suite_seconds;
};

/* What --progress and --color ask for on this stream; NO_COLOR is obeyed by default. */
bool report_is_on(When when, FILE *stream);
bool report_color(const Options *options, FILE *out);

/* `out` stays the caller's. */
Report *report_new(Format format, FILE *out);
void report_free(Report *report); /* NULL is fine */

/* Make room for the line of a variant that will come. */
void report_expect(Report *report, const Scenario *scenario, const Variant *variant);

void report_begin(Report *report);
void report_bad_input(Report *report, const char *path, const char *message);
void report_finding(Report *report, const Finding *finding);
void report_end(Report *report);

/* The worst that was seen, as an exit status. */
int report_status(const Report *report);

extern const ReportFormat report_text, report_json, report_junit, report_tap, report_sarif,
    report_github;

/* The counterexample of a finding as plain text, for a format that embeds it; free with g_free. */
char *report_counterexample(const Finding *finding);
double report_rate(const Finding *finding); /* states per second */

#endif
