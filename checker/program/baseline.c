#include "checker/program/baseline.h"

#include "checker/program/values.h"

#include <stdlib.h>
#include <string.h>

void baseline_step_free(void *data)
{
    BaselineStep *step = data;
    g_free(step->name);
    g_free(step);
}

static void variant_free(void *data)
{
    BaselineVariant *variant = data;
    g_free(variant->name);
    g_free(variant->digest);
    g_free(variant->verdict);
    if (variant->failures) g_ptr_array_unref(variant->failures);
    g_ptr_array_unref(variant->steps);
    g_free(variant);
}

char *baseline_path(const char *scenario_path)
{
    const char *slash = strrchr(scenario_path, '/'), *dot = strrchr(scenario_path, '.');
    bool has_ending = dot && dot > (slash ? slash + 1 : scenario_path);
    size_t length = has_ending ? (size_t)(dot - scenario_path) : strlen(scenario_path);
    return g_strdup_printf("%.*s.baseline", (int)length, scenario_path);
}

Baseline *baseline_new(const char *path)
{
    Baseline *baseline = g_new0(Baseline, 1);
    baseline->path = g_strdup(path);
    baseline->variants = g_ptr_array_new_with_free_func(variant_free);
    return baseline;
}

void baseline_free(Baseline *baseline)
{
    if (!baseline) return;
    g_free(baseline->path);
    g_ptr_array_unref(baseline->variants);
    g_free(baseline);
}

const BaselineVariant *baseline_variant(const Baseline *baseline, const char *name)
{
    for (guint i = 0; i < baseline->variants->len; i++) {
        const BaselineVariant *variant = g_ptr_array_index(baseline->variants, i);
        if (strcmp(variant->name, name) == 0) return variant;
    }
    return NULL;
}

/* -------- from a search -------- */

static uint64_t fired(const StepCount *count)
{
    return count->ran + count->threw;
}

BaselineVariant *baseline_add(Baseline *baseline, const Finding *finding)
{
    const Statistics *found = &finding->result.statistics;
    const Subject *subject = finding->variant->question.subject;
    char *verdict = verdict_text(finding->result.verdict);
    BaselineVariant *variant = g_new0(BaselineVariant, 1);
    *variant = (BaselineVariant){.name = g_strdup(finding->variant->name),
                                 .digest = g_strdup(finding->variant->digest),
                                 .verdict = g_strdup(verdict),
                                 .states = found->states,
                                 .transitions = found->transitions,
                                 .depth = found->depth,
                                 .steps = g_ptr_array_new_with_free_func(baseline_step_free)};
    free(verdict);
    for (uint32_t i = 0; i < subject->step_count; i++) {
        if (!fired(&found->steps[i])) continue;
        BaselineStep *step = g_new(BaselineStep, 1);
        *step = (BaselineStep){g_strdup(subject->steps[i].name), fired(&found->steps[i])};
        g_ptr_array_add(variant->steps, step);
    }
    g_ptr_array_add(baseline->variants, variant);
    return variant;
}

static GPtrArray *failure_names(const Failures *failures, const Subject *subject)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < failures->list->len; i++)
        g_ptr_array_add(names, failure_name(g_ptr_array_index(failures->list, i), subject));
    return names;
}

void baseline_add_failures(BaselineVariant *variant, const Failures *failures,
                           const Subject *subject)
{
    if (!failures->ended) variant->failures = failure_names(failures, subject);
}

/* -------- comparison -------- */

static void say(GPtrArray *sentences, char *sentence)
{
    g_ptr_array_add(sentences, sentence);
}

/* "+40 % states: 39,354, not 28,110" */
static void compare_figure(GPtrArray *sentences, const char *what, uint64_t then, uint64_t now)
{
    if (then == now) return;
    g_autofree char *then_text = value_count_text(then);
    g_autofree char *now_text = value_count_text(now);
    double change = then ? 100 * ((double)now / (double)then - 1) : 100;
    say(sentences, g_strdup_printf("%+.3g %% %s: %s now, %s in the baseline", change, what,
                                   now_text, then_text));
}

static uint64_t fired_then(const BaselineVariant *variant, const char *step)
{
    for (guint i = 0; i < variant->steps->len; i++) {
        const BaselineStep *one = g_ptr_array_index(variant->steps, i);
        if (strcmp(one->name, step) == 0) return one->fired;
    }
    return 0;
}

static bool has_step(const Subject *subject, const char *name)
{
    for (uint32_t i = 0; i < subject->step_count; i++)
        if (strcmp(subject->steps[i].name, name) == 0) return true;
    return false;
}

/* How much more or less often, so that the largest change can be named. */
static double ratio(uint64_t a, uint64_t b)
{
    return a > b ? (double)a / (double)b : (double)b / (double)a;
}

static void compare_steps(GPtrArray *sentences, const BaselineVariant *then, const Finding *finding)
{
    const Subject *subject = finding->variant->question.subject;
    const StepCount *counts = finding->result.statistics.steps;
    uint32_t changed = 0, most = 0;
    double most_ratio = 0;
    for (uint32_t i = 0; i < subject->step_count; i++) {
        const char *name = subject->steps[i].name;
        uint64_t before = fired_then(then, name), now = fired(&counts[i]);
        if (before == now) continue;
        if (!now) say(sentences, g_strdup_printf("step %s never fires any more", name));
        if (!before) say(sentences, g_strdup_printf("step %s fires, and never did", name));
        if (!now || !before) continue;
        changed++;
        if (ratio(before, now) <= most_ratio) continue;
        most_ratio = ratio(before, now);
        most = i;
    }
    for (guint i = 0; i < then->steps->len; i++) {
        const BaselineStep *step = g_ptr_array_index(then->steps, i);
        if (!has_step(subject, step->name))
            say(sentences, g_strdup_printf("step %s is gone from the model", step->name));
    }
    if (!changed) return;
    const char *name = subject->steps[most].name;
    say(sentences,
        g_strdup_printf("%u step%s another number of times, most of all %s: %" G_GUINT64_FORMAT
                        " now, %" G_GUINT64_FORMAT " in the baseline",
                        changed, changed == 1 ? " fires" : "s fire", name, fired(&counts[most]),
                        fired_then(then, name)));
}

static void compare_verdict(GPtrArray *sentences, const BaselineVariant *then,
                            const Finding *finding)
{
    char *verdict = verdict_text(finding->result.verdict);
    if (strcmp(verdict, then->verdict) != 0)
        say(sentences,
            g_strdup_printf("another verdict: %s now, %s in the baseline", verdict, then->verdict));
    free(verdict);
}

static const BaselineVariant *variant_or_say(GPtrArray *sentences, const Baseline *baseline,
                                             const char *name)
{
    const BaselineVariant *then = baseline_variant(baseline, name);
    if (!then) say(sentences, g_strdup_printf("%s has no such variant", baseline->path));
    return then;
}

GPtrArray *baseline_compare(const Baseline *baseline, const Finding *finding)
{
    GPtrArray *sentences = g_ptr_array_new_with_free_func(g_free);
    const Statistics *found = &finding->result.statistics;
    const BaselineVariant *then = variant_or_say(sentences, baseline, finding->variant->name);
    if (!then) return sentences;
    if (strcmp(then->digest, finding->variant->digest) != 0)
        say(sentences,
            g_strdup("the variant asks something else than when the baseline was written"));
    compare_verdict(sentences, then, finding);
    compare_figure(sentences, "states", then->states, found->states);
    compare_figure(sentences, "transitions", then->transitions, found->transitions);
    compare_figure(sentences, "depth", then->depth, found->depth);
    compare_steps(sentences, then, finding);
    return sentences;
}

static bool has_name(const GPtrArray *names, const char *name)
{
    return g_ptr_array_find_with_equal_func((GPtrArray *)names, name, g_str_equal, NULL);
}

GPtrArray *baseline_compare_failures(const Baseline *baseline, const char *variant,
                                     const Failures *failures, const Subject *subject)
{
    GPtrArray *sentences = g_ptr_array_new_with_free_func(g_free);
    const BaselineVariant *then = variant_or_say(sentences, baseline, variant);
    if (!then || !then->failures || failures->ended) return sentences;
    g_autoptr(GPtrArray) now = failure_names(failures, subject);
    for (guint i = 0; i < now->len; i++)
        if (!has_name(then->failures, g_ptr_array_index(now, i)))
            say(sentences, g_strdup_printf("a new failure: %s", (char *)g_ptr_array_index(now, i)));
    for (guint i = 0; i < then->failures->len; i++)
        if (!has_name(now, g_ptr_array_index(then->failures, i)))
            say(sentences, g_strdup_printf("a failure is gone: %s",
                                           (char *)g_ptr_array_index(then->failures, i)));
    return sentences;
}
