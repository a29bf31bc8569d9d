#include "checker/program/drift.h"

#include "checker/program/interrupt.h"
#include "checker/program/output_file.h"
#include "checker/program/settle.h"

#include <string.h>

/* All failures are looked for in all states: what has more is not worth it each time. */
#define MOST_STATES 2000000

const char *drift_objection(const Options *options)
{
    bool alone = settle_leaves_alone(options);
    if (options->write_baseline && options->strict)
        return "--write-baseline and --strict exclude each other";
    if (options->write_baseline && options->variant->len)
        return "--write-baseline is for all variants of a scenario";
    if (options->write_baseline && (!alone || !options->operands->len))
        return "--write-baseline is for the search that a scenario describes";
    if (options->strict && (!alone || !options->operands->len))
        return "--strict is for the search that a scenario describes";
    return NULL;
}

static Baseline *open_one(const Options *options, const char *path, GError **error)
{
    if (options->write_baseline) return baseline_new(path);
    if (g_file_test(path, G_FILE_TEST_EXISTS)) return baseline_read(path, error);
    if (options->strict)
        g_set_error(error, OUTPUT_FILE_ERROR, 0,
                    "checker: --strict needs %s; --write-baseline writes it\n", path);
    return NULL;
}

Baselines *drift_baselines(const Options *options, const GPtrArray *scenarios, GError **error)
{
    Baselines *baselines =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)baseline_free);
    bool wanted = options->operands->len && settle_leaves_alone(options);
    for (guint i = 0; wanted && i < scenarios->len; i++) {
        GError *mistake = NULL;
        const Scenario *scenario = g_ptr_array_index(scenarios, i);
        if (scenario->live) continue; /* it has its figures in `expect` */
        g_autofree char *path = baseline_path(scenario->path);
        Baseline *baseline = open_one(options, path, &mistake);
        if (baseline) g_hash_table_insert(baselines, scenario->path, baseline);
        if (!mistake) continue;
        g_propagate_error(error, mistake);
        g_hash_table_unref(baselines);
        return NULL;
    }
    return baselines;
}

/* Random and lossy searches have no figures that could be compared. */
static bool has_figures(const Finding *finding)
{
    return finding->result.statistics.runs == 0 &&
           !store_is_lossy(finding->variant->options.store) &&
           finding->result.verdict.kind != VERDICT_INCOMPLETE;
}

static void enter(Baseline *baseline, const Finding *finding)
{
    const Question *question = &finding->variant->question;
    SearchOptions options = finding->variant->options;
    options.progress = NULL;
    options.interrupted = interrupted;
    if (!options.limits.states) options.limits.states = MOST_STATES;
    Failures failures = failures_find(question, &options);
    baseline_add_failures(baseline_add(baseline, finding), &failures, question->subject);
    failures_clear(&failures);
}

static void fail(Finding *finding)
{
    g_ptr_array_add(finding->drift, NULL);
    g_autofree char *sentences = g_strjoinv("; ", (char **)finding->drift->pdata);
    g_ptr_array_set_size(finding->drift, (gint)finding->drift->len - 1);
    char *before = finding->difference;
    finding->difference = g_strdup_printf("%s%sdiffers from the baseline: %s", before ? before : "",
                                          before ? "; " : "", sentences);
    g_free(before);
    finding->standing = STANDING_WRONG;
    finding->drift_counts = true;
}

void drift_look(Baselines *baselines, const Options *options, Finding *finding)
{
    Baseline *baseline = g_hash_table_lookup(baselines, finding->scenario->path);
    if (!baseline || !has_figures(finding)) return;
    if (options->write_baseline) {
        enter(baseline, finding);
        return;
    }
    finding->drift = baseline_compare(baseline, finding);
    if (options->strict && finding->drift->len) fail(finding);
}

bool drift_write(Baselines *baselines, const Options *options, GError **error)
{
    GHashTableIter each;
    gpointer baseline;
    g_hash_table_iter_init(&each, baselines);
    while (options->write_baseline && g_hash_table_iter_next(&each, NULL, &baseline))
        if (!baseline_write(baseline, options->force, error)) return false;
    return true;
}
