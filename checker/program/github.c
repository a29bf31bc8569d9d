/* GitHub's workflow commands: an annotation for what is not fine, and a plain line for the log. */
#include "checker/program/identity.h"
#include "checker/program/mistakes.h"
#include "checker/program/report.h"

static void nothing(Report *report)
{
    (void)report;
}

/* -------- escapes -------- */

/* As the runner undoes it; a property has two separators of its own. */
static void append_escaped(GString *out, const char *text, bool is_property)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    for (const char *at = valid; *at; at++) {
        bool separator = is_property && (*at == ':' || *at == ',');
        if (*at == '%' || *at == '\r' || *at == '\n' || separator)
            g_string_append_printf(out, "%%%02X", (unsigned)*at);
        else g_string_append_c(out, *at);
    }
}

/* Plain text in the log: no line of it is a command.  The runner looks for `::` where a line begins
 * and for `##[` everywhere. */
static void print_plain(FILE *out, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_auto(GStrv) pieces = g_strsplit(valid, "##[", -1);
    g_autofree char *safe = g_strjoinv("# #[", pieces);
    g_auto(GStrv) lines = g_strsplit(safe, "\n", -1);
    for (char **line = lines; *line; line++)
        if (**line || line[1]) fprintf(out, "| %s\n", *line);
}

/* -------- annotations -------- */

typedef struct Place {
    const char *file;
    uint64_t line, column; /* 0: none */
} Place;

static void annotate(FILE *out, const char *command, Place place, const char *title,
                     const char *message)
{
    g_autoptr(GString) text = g_string_new("::");
    g_string_append_printf(text, "%s file=", command);
    append_escaped(text, place.file, true);
    if (place.line) g_string_append_printf(text, ",line=%" G_GUINT64_FORMAT, place.line);
    if (place.column) g_string_append_printf(text, ",col=%" G_GUINT64_FORMAT, place.column);
    g_string_append(text, ",title=");
    append_escaped(text, title, true);
    g_string_append(text, "::");
    append_escaped(text, message, false);
    fprintf(out, "%s\n", text->str);
}

static void bad_input(Report *report, const char *path, const char *message)
{
    g_autoptr(GArray) mistakes = mistakes_of(path, message);
    for (guint i = 0; i < mistakes->len; i++) {
        const Mistake *mistake = &g_array_index(mistakes, Mistake, i);
        Place place = {path, mistake->line, mistake->column};
        annotate(report->out, "error", place, rules[RULE_BAD_INPUT].name, mistake->sentence);
    }
    print_plain(report->out, message);
}

static void annotate_finding(const Report *report, const Finding *finding)
{
    bool wrong = finding->standing == STANDING_WRONG;
    g_autofree char *title =
        g_strdup_printf("%s: %s", rules[identity_rule(finding)].name, finding->variant->name);
    g_autoptr(GString) message = g_string_new(finding->verdict);
    if (finding->difference) g_string_append_printf(message, "; %s", finding->difference);
    g_string_append_printf(message, "\nguaranteed: %s", finding->guarantee);
    if (finding->trace_path) {
        g_autofree char *replay = finding_replay_command(finding);
        g_string_append_printf(message, "\nreplay: %s", replay);
    }
    Place place = {finding->scenario->path, finding->variant->line, 0};
    annotate(report->out, wrong ? "error" : "warning", place, title, message->str);
}

static void print_counterexample(const Report *report, const Finding *finding)
{
    g_autofree char *text = report_counterexample(finding);
    fputs("::group::counterexample\n", report->out);
    print_plain(report->out, text);
    fputs("::endgroup::\n", report->out);
}

static void finding_lines(Report *report, const Finding *finding)
{
    bool fine = finding->standing == STANDING_FINE;
    if (report->quiet && fine) return;
    g_autofree char *line = g_strdup_printf(
        "%-4s  %s  %s  %s  (%s)", standing_words[finding->standing], finding->scenario->path,
        finding->variant->name, finding->verdict, finding->guarantee);
    print_plain(report->out, line);
    if (!fine) annotate_finding(report, finding);
    if (finding->standing == STANDING_WRONG && finding->fails && !report->quiet)
        print_counterexample(report, finding);
}

const ReportFormat report_github = {nothing, bad_input, finding_lines, nothing};
