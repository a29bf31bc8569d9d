#include "checker/program/finding.h"

#include "checker/live/launch.h"
#include "checker/program/guarantee.h"
#include "checker/program/live_finding.h"
#include "checker/program/values.h"
#include "checker/trace/step_table.h"
#include "checker_version.h"

#include <stdlib.h>
#include <string.h>

const char *const standing_words[] = {
    [STANDING_FINE] = "ok", [STANDING_WRONG] = "FAIL", [STANDING_OPEN] = "open"};

/* "states 1,103 instead of 1,104", or NULL if the figure is right or was not given. */
static char *figure_difference(bool given, const char *what, uint64_t expected, uint64_t found)
{
    if (!given || expected == found) return NULL;
    g_autofree char *found_text = value_count_text(found);
    g_autofree char *expected_text = value_count_text(expected);
    return g_strdup_printf("expected %s %s, found %s", expected_text, what, found_text);
}

/* The exact figures belong to one way of searching; a complete answer has the same counts in any.
 */
static char *figures_difference(const Expectation *expect, const Statistics *found)
{
    char *difference =
        figure_difference(expect->has_states, "states", expect->states, found->states);
    if (!difference)
        difference = figure_difference(expect->has_transitions, "transitions", expect->transitions,
                                       found->transitions);
    if (!difference)
        difference =
            figure_difference(expect->has_depth, "steps deep", expect->depth, found->depth);
    return difference;
}

static char *words_of(Verdict verdict)
{
    char *text = verdict_text(verdict);
    char *words = g_strdup(text);
    free(text);
    return words;
}

static char *verdict_difference(const Variant *variant)
{
    g_autofree char *words = finding_expected(variant);
    return g_strdup_printf("expected %s", words);
}

static void judge(Finding *finding, bool as_written)
{
    const Expectation *expect = &finding->variant->expect;
    Verdict verdict = finding->result.verdict;
    finding->was_expected = expect->given && verdict_fits(verdict, expect->verdict);
    if (finding->was_expected) {
        if (as_written)
            finding->difference = figures_difference(expect, &finding->result.statistics);
        finding->standing = finding->difference ? STANDING_WRONG : STANDING_FINE;
    } else if (verdict.kind == VERDICT_INCOMPLETE) {
        finding->standing = STANDING_OPEN;
    } else if (expect->given) {
        finding->difference = verdict_difference(finding->variant);
        finding->standing = STANDING_WRONG;
    } else {
        finding->standing = verdict.kind == VERDICT_HOLDS ? STANDING_FINE : STANDING_WRONG;
    }
}

/* Was everything visited, with nothing in the way? */
static bool is_complete(const Result *result)
{
    return result->verdict.kind == VERDICT_HOLDS ||
           (result->verdict.kind == VERDICT_VIOLATES && !result->has_schedule);
}

Finding finding_make(const Scenario *scenario, const Variant *variant, Result result,
                     bool as_written)
{
    Finding finding = {.scenario = scenario, .variant = variant, .result = result};
    finding.verdict = words_of(finding.result.verdict);
    judge(&finding, as_written);
    finding.guarantee = guarantee_text(&variant->question, &variant->options, &finding.result);
    if (finding.result.has_schedule)
        finding.path = path_of_schedule(variant->question.subject, &finding.result.schedule);
    finding.fails = finding.path != NULL;
    if (is_complete(&finding.result))
        finding.vacuity = vacuity_of(&variant->question, &finding.result.statistics);
    return finding;
}

void finding_clear(Finding *finding)
{
    result_free(&finding->result);
    path_free(finding->path);
    vacuity_free(finding->vacuity);
    if (finding->drift) g_ptr_array_unref(finding->drift);
    g_free(finding->verdict);
    g_free(finding->difference);
    g_free(finding->guarantee);
    g_free(finding->trace_path);
    *finding = (Finding){0};
}

Trace *finding_trace(const Finding *finding, const Origin *origin, const char *path)
{
    Trace *trace = trace_new();
    trace->checker = g_strdup(CHECKER_VERSION);
    if (!origin->bare) {
        trace->scenario = trace_relative_path(path, finding->scenario->path);
        trace->scenario_digest = g_strdup(finding->variant->digest);
    }
    if (origin->subject) trace->subject = trace_relative_path(path, origin->subject);
    if (origin->parameters) {
        g_strfreev(trace->parameters);
        trace->parameters = g_strdupv((char **)origin->parameters);
    }
    trace->title = g_strdup(finding->scenario->title);
    trace->variant = g_strdup(finding->variant->name);
    trace->verdict = finding->result.verdict.kind;
    trace->verdict_name = g_strdup(finding->result.verdict.name);
    trace->strategy = g_strdup(scenario_strategies[finding->variant->options.strategy]);
    trace->seed = finding->result.seed;
    trace_set_path(trace, finding->path);
    trace_set_step_table(trace, finding->variant->question.subject);
    return trace;
}

/* -------- for reports -------- */

char *finding_expected(const Variant *variant)
{
    if (variant->live) return live_finding_expected(&variant->live->expect);
    return words_of(variant->expect.verdict);
}

static uint32_t live_finding_figures(const struct Live *live, Figure ret[FINDING_FIGURES])
{
    const LiveAnswer *answer = &live->shared->answer;
    if (live->shared->question.strategy == LIVE_STATEFUL) {
        ret[0] = (Figure){"states", answer->states};
        ret[1] = (Figure){"transitions", answer->transitions};
    } else {
        ret[0] = (Figure){"executions", answer->executions};
        ret[1] = (Figure){"steps", answer->steps};
    }
    ret[2] = (Figure){"longest", answer->longest};
    return FINDING_FIGURES;
}

uint32_t finding_figures(const Finding *finding, Figure ret[FINDING_FIGURES])
{
    const Statistics *found = &finding->result.statistics;
    if (finding->live) return live_finding_figures(finding->live, ret);
    if (finding->variant->live) return 0;
    ret[0] = (Figure){"states", found->states};
    ret[1] = (Figure){"transitions", found->transitions};
    ret[2] = (Figure){"depth", found->depth};
    return FINDING_FIGURES;
}

const char *finding_strategy(const Finding *finding)
{
    if (finding->live) return live_strategies[finding->live->shared->question.strategy];
    if (finding->variant->live) return live_strategies[finding->variant->live->search.strategy];
    return scenario_strategies[finding->variant->options.strategy];
}

char *finding_replay_command(const Finding *finding)
{
    const char *model = finding->model;
    return g_strdup_printf("checker replay %s%s%s%s", model ? "--subject " : "", model ? model : "",
                           model ? " " : "", finding->trace_path);
}
