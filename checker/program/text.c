/* The format for people: one aligned line for each variant, and under it what needs saying. */
#include "checker/program/color.h"
#include "checker/program/live_report.h"
#include "checker/program/loss.h"
#include "checker/program/narrate.h"
#include "checker/program/plain.h"
#include "checker/program/report.h"
#include "checker/program/shorten.h"
#include "checker/program/stats.h"
#include "checker/program/values.h"

#include <stdlib.h>
#include <string.h>

enum { LIST_WIDTH = 96 };

static void nothing(Report *report)
{
    (void)report;
}

static void bad_input(Report *report, const char *path, const char *message)
{
    (void)report, (void)path;
    fputs(message, stderr);
}

/* -------- the line -------- */

static const char *standing_color(Standing standing)
{
    static const char *const colors[] = {COLOR_GOOD, COLOR_BAD, COLOR_OPEN};
    return colors[standing];
}

static void print_figures(const Report *report, const Finding *finding)
{
    const Statistics *found = &finding->result.statistics;
    g_autofree char *states = value_count_text(found->states);
    g_autofree char *transitions = value_count_text(found->transitions);
    g_autofree char *memory = value_size_text(found->memory);
    g_autofree char *rate = value_rate_text(report_rate(finding));
    fprintf(report->out, "%11s states %12s transitions  depth %-4u %8s  %6.2f s  %s", states,
            transitions, found->depth, memory, found->seconds, rate);
    if (found->runs) {
        g_autofree char *runs = value_count_text(found->runs);
        fprintf(report->out, "  %s runs, seed %" G_GUINT64_FORMAT, runs, finding->result.seed);
    }
    if (found->other) {
        g_autofree char *other = value_count_text(found->other);
        fprintf(report->out, "  (%s other failures passed over)", other);
    }
}

static void print_live_figures(const Report *report, const Live *live)
{
    g_autofree char *figures = live_figures_text(live);
    fputs(figures, report->out);
}

static void print_line(const Report *report, const Finding *finding)
{
    Standing standing = finding->standing;
    g_autofree char *name =
        g_strdup_printf("%s  %s", finding->scenario->path, finding->variant->name);
    g_autofree char *verdict = plain_text(finding->verdict);
    fprintf(report->out, "%s%-4s%s  %-*s  %-*s  ", COLOR(report->color, standing_color(standing)),
            standing_words[standing], COLOR(report->color, COLOR_END), (int)report->name_width,
            name, (int)report->verdict_width, verdict);
    if (finding->live) print_live_figures(report, finding->live);
    else if (!finding->variant->live) print_figures(report, finding);
    fputc('\n', report->out);
    if (finding->difference)
        fprintf(report->out, "      %s%s%s\n", COLOR(report->color, COLOR_BAD), finding->difference,
                COLOR(report->color, COLOR_END));
}

static void count_guarantee(Report *report, const char *guarantee)
{
    guint at;
    GPtrArray *known = report->guarantees;
    uint32_t none = 0;
    if (!g_ptr_array_find_with_equal_func(known, guarantee, g_str_equal, &at)) {
        at = known->len;
        g_ptr_array_add(known, g_strdup(guarantee));
        g_array_append_val(report->guaranteed, none);
    }
    g_array_index(report->guaranteed, uint32_t, at)++;
}

/* Under a variant that was not searched to its end. */
static void print_guarantee(const Report *report, const Finding *finding)
{
    if (finding->result.verdict.kind == VERDICT_INCOMPLETE)
        fprintf(report->out, "      guaranteed: %s\n", finding->guarantee);
}

static bool has_drifted(const Finding *finding)
{
    return finding->drift && finding->drift->len;
}

static void print_drift(const Report *report, const Finding *finding)
{
    if (!has_drifted(finding) || finding->drift_counts) return;
    for (guint i = 0; i < finding->drift->len; i++)
        fprintf(report->out, "      baseline: %s\n", (char *)g_ptr_array_index(finding->drift, i));
}

/* What an answer is worth that a lossy search gave by finding nothing. */
static void print_loss(const Report *report, const Finding *finding)
{
    bool lossy = store_is_lossy(finding->variant->options.store);
    if (!lossy || finding->result.verdict.kind != VERDICT_INCOMPLETE) return;
    g_autofree char *text = loss_text(&finding->variant->question, &finding->result);
    fprintf(report->out, "      %s\n", text);
}

/* -------- what never happened -------- */

/* "steps never taken (3): A, B, C", broken into lines. */
static void print_names(FILE *out, const char *heading, const GPtrArray *items)
{
    if (!items->len) return;
    int column = fprintf(out, "      %s (%u):", heading, items->len);
    for (guint i = 0; i < items->len; i++) {
        const char *name = g_ptr_array_index(items, i);
        if (column + (int)strlen(name) + 2 > LIST_WIDTH) column = fprintf(out, "\n        ") - 1;
        column += fprintf(out, " %s%s", name, i + 1 < items->len ? "," : "");
    }
    fputc('\n', out);
}

static void print_vacuity(const Report *report, const Vacuity *vacuity)
{
    FILE *out = report->out;
    if (!report->single && !report->verbose) {
        uint32_t count = vacuity_count(vacuity);
        if (count)
            fprintf(out, "      %u thing%s never happened; --verbose names them\n", count,
                    count == 1 ? "" : "s");
        return;
    }
    print_names(out, "steps never taken", vacuity->never_ran);
    print_names(out, "guards never true", vacuity->never_true);
    print_names(out, "guards never false", vacuity->never_blocked);
    print_names(out, "goals true everywhere", vacuity->always_true);
    print_names(out, "actors never able to move beside another", vacuity->alone);
    if (report->verbose) print_names(out, "procedures never entered", vacuity->never_entered);
}

/* -------- the counterexample -------- */

static bool is_shown(const Report *report, const Finding *finding)
{
    if (!finding->fails || report->quiet) return false;
    return report->verbose || report->single || finding->standing == STANDING_WRONG;
}

/* The command that asks the same again. */
static char *command_again(const Report *report, const Finding *finding)
{
    const char *path = finding->scenario->path;
    if (!report->subject_parameters)
        return g_strdup_printf("checker %s%s --variant %s", finding->live ? "live " : "", path,
                               finding->variant->name);
    GString *command = g_string_new("checker --subject ");
    g_string_append(command, path);
    for (char *const *pair = report->subject_parameters; *pair; pair++)
        g_string_append_printf(command, " --parameter %s", *pair);
    return g_string_free(command, FALSE);
}

static void print_replay(const Report *report, const Finding *finding)
{
    bool is_kept = finding->trace_path != NULL;
    g_autofree char *command =
        is_kept ? finding_replay_command(finding) : command_again(report, finding);
    if (is_kept) fprintf(report->out, "\nreplay: %s\n\n", command);
    else fprintf(report->out, "\nkeep it: %s --trace-dir traces\n\n", command);
}

static void append_steps(GString *out, const Finding *finding, Look look)
{
    g_autofree char *failure = finding->live ? live_failure(finding->live) : NULL;
    if (failure) g_string_append(out, failure);
    else narrate(out, &finding->variant->question, finding->path, finding->result.verdict, look);
}

static void print_counterexample(const Report *report, const Finding *finding)
{
    const Scenario *scenario = finding->scenario;
    g_autoptr(GString) out = g_string_new(NULL);
    Look look = {.color = report->color, .hidden = report->verbose};
    g_autofree char *title = plain_text(scenario->title);
    g_autofree char *history = plain_text(scenario->history);
    g_autofree char *about = plain_text(finding->variant->about);
    g_string_append_printf(out, "\n%s%s: %s%s\n", COLOR(report->color, COLOR_STRONG), title,
                           finding->variant->name, COLOR(report->color, COLOR_END));
    if (history) g_string_append_printf(out, "%s\n", history);
    if (about) g_string_append_printf(out, "%s\n", about);
    g_autofree char *shortened = shorten_text(&finding->result);
    if (shortened) g_string_append_printf(out, "%s\n", shortened);
    g_string_append_c(out, '\n');
    append_steps(out, finding, look);
    fwrite(out->str, 1, out->len, report->out);
    print_replay(report, finding);
}

static void print_stats(const Report *report, const Finding *finding)
{
    g_autoptr(GString) text = g_string_new(NULL);
    stats_text(text, finding);
    fputs(text->str, report->out);
}

static void finding_line(Report *report, const Finding *finding)
{
    bool calm = finding->standing == STANDING_FINE && !has_drifted(finding);
    count_guarantee(report, finding->guarantee);
    if (report->quiet && calm) return;
    print_line(report, finding);
    print_guarantee(report, finding);
    print_drift(report, finding);
    print_loss(report, finding);
    if (report->stats && !finding->variant->live) print_stats(report, finding);
    if (is_shown(report, finding)) print_counterexample(report, finding);
    if (finding->vacuity && !report->quiet) print_vacuity(report, finding->vacuity);
}

static void print_totals(const Report *report, uint32_t count)
{
    fprintf(report->out, "\n%u variants: %u as expected, %u not, %u open", count, report->fine,
            report->wrong, report->open);
    if (report->bad) fprintf(report->out, "; %u unreadable", report->bad);
    fputc('\n', report->out);
}

/* The last line: "guaranteed: 20 x complete | 1 x complete up to depth 57". */
static void print_guarantees(const Report *report, uint32_t count)
{
    const GPtrArray *known = report->guarantees;
    fputs("guaranteed:", report->out);
    for (guint i = 0; i < known->len; i++) {
        fputs(i ? " | " : " ", report->out);
        if (count > 1)
            fprintf(report->out, "%u x ", g_array_index(report->guaranteed, uint32_t, i));
        fputs(g_ptr_array_index(known, i), report->out);
    }
    fputc('\n', report->out);
}

static void end(Report *report)
{
    uint32_t count = report->fine + report->wrong + report->open;
    if (report->quiet) return;
    if (count + report->bad > 1) print_totals(report, count);
    if (count > 0) print_guarantees(report, count);
}

const ReportFormat report_text = {nothing, bad_input, finding_line, end};
