#include "checker/program/odds_report.h"

#include "checker/program/values.h"
#include "checker/scenario/json_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_DIGITS 6

/* -------- numbers -------- */

static void append_digits(GString *out, double value, int digits)
{
    char format[16], text[G_ASCII_DTOSTR_BUF_SIZE];
    g_snprintf(format, sizeof format, "%%.%dg", digits);
    g_string_append(out, g_ascii_formatd(text, sizeof text, format, value));
}

/* As many digits as both bounds have in common; if they have none, both. */
static void append_bounds(GString *out, Bounds bounds)
{
    for (int digits = MOST_DIGITS; digits > 0; digits--) {
        g_autoptr(GString) lower = g_string_new(NULL), upper = g_string_new(NULL);
        append_digits(lower, bounds.lower, digits);
        append_digits(upper, bounds.upper, digits);
        if (!g_string_equal(lower, upper)) continue;
        g_string_append(out, lower->str);
        return;
    }
    append_digits(out, bounds.lower, 3);
    g_string_append(out, " .. ");
    append_digits(out, bounds.upper, 3);
}

static void append_count(GString *out, uint64_t count)
{
    g_autofree char *text = value_count_text(count);
    g_string_append(out, text);
}

/* For what is on average: to three digits, without an exponent where that can be read. */
static void append_about(GString *out, double value)
{
    if (value < 100) append_digits(out, value, 3);
    else if (value < 1e15) append_count(out, (uint64_t)llround(value));
    else append_digits(out, value, 3);
}

/* -------- lines -------- */

static void begin_line(GString *out, const char *label)
{
    g_string_append_printf(out, "  %-12s", label);
}

static void append_question(GString *out, const AskedVariant *asked)
{
    const Question *question = &asked->variant->question;
    g_string_append_printf(out, "%s  %s", asked->scenario->path, asked->variant->name);
    if (question->find) {
        char *find = verdict_text(*question->find);
        g_string_append_printf(out, "  %s", find);
        free(find);
    }
    g_string_append_c(out, '\n');
}

static void append_exact(GString *out, const Odds *odds)
{
    begin_line(out, "one run");
    if (odds->within.fails.upper == 0) {
        g_string_append(out, "never fails");
    } else {
        g_string_append(out, "fails with probability ");
        append_bounds(out, odds->within.fails);
        g_string_append(out, ", 1 in ");
        append_about(out, 1 / odds->within.fails.upper);
    }
    g_string_append(out, " (computed on ");
    append_count(out, odds->state_count);
    g_string_append(out, " states)\n");
}

/* Worth a line only where the limit makes a difference. */
static void append_for_ever(GString *out, const Odds *odds)
{
    if (odds->within.cut == 0) return;
    begin_line(out, "");
    g_string_append_printf(out, "if it is cut off after %u steps, as ", odds->step_limit);
    append_digits(out, 100 * odds->within.cut, 3);
    g_string_append(out, " % of all runs are; with probability ");
    append_bounds(out, odds->for_ever);
    g_string_append(out, " if it never is\n");
}

static void append_first_hit(GString *out, const Odds *odds)
{
    double p = odds->within.fails.upper;
    if (p == 0) return;
    begin_line(out, "first hit");
    g_string_append(out, "after ");
    append_about(out, 1 / p);
    g_string_append(out, " runs on average, ");
    append_about(out, odds->within.steps / p);
    g_string_append(out, " steps; one chance in two after ");
    append_about(out, p < 1 ? MAX(ceil(log(0.5) / log1p(-p)), 1) : 1);
    g_string_append(out, " runs\n");
}

static void append_too_large(GString *out, const Odds *odds)
{
    begin_line(out, "one run");
    if (strcmp(odds->ended, "goals") == 0)
        g_string_append(out, "nothing is computed: too many goals of the kind `eventually`");
    else
        g_string_append_printf(out, "nothing is computed: the limit on %s comes first",
                               odds->ended);
    g_string_append(out, "; what follows is an estimate\n");
}

static void append_simulation(GString *out, const Simulation *simulation, bool is_estimate)
{
    const Sample *sample = &simulation->sample;
    append_count(out, sample->hits);
    g_string_append(out, " of ");
    append_count(out, sample->runs);
    g_string_append(out, " runs fail");
    if (sample->hits) {
        g_string_append(out, " (");
        append_digits(out, (double)sample->hits / (double)sample->runs, 3);
        g_string_append_c(out, ')');
    }
    if (sample->undecided) {
        g_string_append(out, ", ");
        append_count(out, sample->undecided);
        g_string_append(out, " undecided");
    }
    g_string_append(out, ": between ");
    append_digits(out, simulation->interval.lower, 3);
    g_string_append(out, " and ");
    append_digits(out, simulation->interval.upper, 3);
    g_string_append_printf(out, " (%g %%)", 100 * ODDS_CONFIDENCE);
    if (!is_estimate)
        g_string_append(out, simulation->agrees ? ", as computed" : ", NOT AS COMPUTED");
    if (sample->ended) g_string_append_printf(out, " (ended by %s)", sample->ended);
    g_string_append_c(out, '\n');
}

static bool has_pct(const Odds *odds)
{
    return !odds->ended && odds->within.fails.upper > 0;
}

/* "3 change points" */
static void append_changes(GString *out, uint32_t changes)
{
    g_string_append_printf(out, "%u change point%s", changes, changes == 1 ? "" : "s");
}

static void append_guarantee(GString *out, const PctOdds *pct)
{
    begin_line(out, "PCT");
    g_string_append(out,
                    pct->has_fails ? "a run fails from " : "a run never fails with less than ");
    append_changes(out, pct->changes);
    g_string_append_printf(
        out, "%s: d %s %u; for n = %u actors and k = %u steps it promises %s1 in ",
        pct->has_fails ? " on" : "", pct->has_fails ? "=" : ">=", pct->changes + 1, pct->actors,
        pct->length, pct->has_fails ? "" : "at most ");
    append_about(out, 1 / pct->guarantee);
    g_string_append_c(out, '\n');
}

static void append_pct(GString *out, const PctOdds *pct)
{
    append_guarantee(out, pct);
    if (!pct->has_fails) return;
    begin_line(out, "");
    g_string_append(out, "with ");
    append_changes(out, pct->changes);
    g_string_append(out, " it fails with probability ");
    append_bounds(out, pct->fails);
    g_string_append(out, ", 1 in ");
    append_about(out, 1 / pct->fails.upper);
    g_string_append_c(out, '\n');
    if (!pct->changes) return;
    begin_line(out, "  simulated");
    append_simulation(out, &pct->simulation, false);
}

char *odds_text(const AskedVariant *asked, const Odds *odds)
{
    GString *out = g_string_new(NULL);
    append_question(out, asked);
    if (odds->ended) {
        append_too_large(out, odds);
    } else {
        append_exact(out, odds);
        append_for_ever(out, odds);
        append_first_hit(out, odds);
    }
    begin_line(out, "simulated");
    append_simulation(out, &odds->uniform, odds->ended != NULL);
    if (has_pct(odds)) append_pct(out, &odds->pct);
    return g_string_free(out, FALSE);
}

/* -------- JSON -------- */

static void json_exact(GString *out, const char *key, double number)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    json_key(out, key);
    g_string_append(out, g_ascii_dtostr(digits, sizeof digits, number));
}

static void json_bounds(GString *out, const char *key, Bounds bounds)
{
    json_open(out, key, '{');
    json_exact(out, "lower", bounds.lower);
    json_exact(out, "upper", bounds.upper);
    json_close(out, '}');
}

static void json_simulation(GString *out, const Simulation *simulation)
{
    const Sample *sample = &simulation->sample;
    json_open(out, "simulated", '{');
    json_number(out, "runs", sample->runs);
    json_number(out, "hits", sample->hits);
    json_number(out, "undecided", sample->undecided);
    json_number(out, "steps", sample->steps);
    json_bounds(out, "interval", simulation->interval);
    json_exact(out, "confidence", ODDS_CONFIDENCE);
    json_flag(out, "agrees", simulation->agrees);
    json_text(out, "ended", sample->ended);
    json_close(out, '}');
}

static void json_computed(GString *out, const Odds *odds)
{
    json_open(out, "computed", '{');
    json_number(out, "states", odds->state_count);
    json_bounds(out, "probability", odds->within.fails);
    json_bounds(out, "probability_for_ever", odds->for_ever);
    json_exact(out, "cut", odds->within.cut);
    json_exact(out, "steps_of_a_run", odds->within.steps);
    json_exact(out, "steps_of_a_failing_run", odds->within.failing);
    json_number(out, "longest_run", odds->within.longest);
    if (odds->within.fails.upper > 0)
        json_exact(out, "runs_to_first_hit", 1 / odds->within.fails.upper);
    else json_null(out, "runs_to_first_hit");
    json_close(out, '}');
}

static void json_pct(GString *out, const PctOdds *pct)
{
    json_open(out, "pct", '{');
    json_number(out, "n", pct->actors);
    json_number(out, "k", pct->length);
    json_number(out, "d", pct->changes + UINT64_C(1));
    json_exact(out, "guarantee", pct->guarantee);
    json_flag(out, "d_is_least", !pct->has_fails);
    if (pct->has_fails) json_bounds(out, "probability", pct->fails);
    else json_null(out, "probability");
    if (pct->has_fails && pct->changes) json_simulation(out, &pct->simulation);
    else json_null(out, "simulated");
    json_close(out, '}');
}

char *odds_json(const AskedVariant *asked, const Odds *odds)
{
    GString *out = g_string_new(NULL);
    json_open(out, NULL, '{');
    json_text(out, "file", asked->scenario->path);
    json_text(out, "variant", asked->variant->name);
    json_text(out, "digest", asked->variant->digest);
    json_number(out, "seed", asked->variant->options.seed);
    json_number(out, "step_limit", odds->step_limit);
    json_text(out, "not_computed", odds->ended);
    if (odds->ended) json_null(out, "computed");
    else json_computed(out, odds);
    json_simulation(out, &odds->uniform);
    if (has_pct(odds)) json_pct(out, &odds->pct);
    else json_null(out, "pct");
    json_close(out, '}');
    g_string_append_c(out, '\n');
    return g_string_free(out, FALSE);
}
