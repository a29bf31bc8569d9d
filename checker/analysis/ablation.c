#include "checker/analysis/ablation.h"

#include <string.h>

typedef struct Ablating {
    const char *path, *fixed;
    const SearchOptions *options;
    const uint8_t *settings; /* of the fixed variant */
    Ablation *found;
} Ablating;

/* -------- variants -------- */

static Variant *variant_named(const Scenario *scenario, const char *name)
{
    for (guint i = 0; i < scenario->variants->len; i++) {
        Variant *variant = g_ptr_array_index(scenario->variants, i);
        if (strcmp(variant->name, name) == 0) return variant;
    }
    return NULL;
}

static bool is_broken_form(const Variant *variant, const Variant *fixed)
{
    return expects_failure(&variant->expect) && settings_alone_differ(variant, fixed);
}

bool ablation_is_fix(const Scenario *scenario, const Variant *variant)
{
    if (!variant->expect.given || variant->expect.verdict.kind != VERDICT_HOLDS) return false;
    for (guint i = 0; i < scenario->variants->len; i++)
        if (is_broken_form(g_ptr_array_index(scenario->variants, i), variant)) return true;
    return false;
}

/* -------- one change -------- */

/* Does the scenario still have those that are asked?  Somebody may edit the file meanwhile. */
static bool has_variants(const Ablating *ablating, const Scenario *changed)
{
    const GPtrArray *broken = ablating->found->broken;
    bool has = variant_named(changed, ablating->fixed) != NULL;
    for (guint i = 0; i < broken->len; i++)
        has = has && variant_named(changed, g_ptr_array_index(broken, i));
    return has;
}

/* The scenario in which every variant has the settings of the fixed one, but for the changes. */
static Scenario *read_changed(const Ablating *ablating, const GArray *changes)
{
    SettingChange *all = g_newa(SettingChange, settings_count());
    for (uint32_t i = 0; i < settings_count(); i++)
        all[i] = (SettingChange){(uint8_t)i, ablating->settings[i]};
    for (guint i = 0; i < changes->len; i++) {
        const SettingChange *change = &g_array_index(changes, SettingChange, i);
        all[change->setting] = *change;
    }
    Scenario *changed =
        settings_read_scenario(ablating->path, NULL, 0, all, settings_count(), NULL);
    if (!changed || has_variants(ablating, changed)) return changed;
    scenario_free(changed);
    return NULL;
}

/* The verdict and figures of a variant; the name is kept. */
static Verdict ask(const Ablating *ablating, const Variant *variant, uint64_t *ret_states,
                   uint64_t *ret_transitions)
{
    SearchOptions options = variant->options;
    options.limits = ablating->options->limits;
    options.workers = ablating->options->workers;
    options.interrupted = ablating->options->interrupted;
    Result result = search(&variant->question, &options);
    Verdict verdict = result.verdict;
    if (verdict.name) {
        char *name = g_strdup(verdict.name);
        g_ptr_array_add(ablating->found->texts, name);
        verdict.name = name;
    }
    *ret_states = result.statistics.states;
    *ret_transitions = result.statistics.transitions;
    result_free(&result);
    return verdict;
}

static void ask_broken(const Ablating *ablating, const Scenario *changed, AblationRow *row)
{
    const GPtrArray *broken = ablating->found->broken;
    for (guint i = 0; i < broken->len; i++) {
        const char *name = g_ptr_array_index(broken, i);
        const Variant *variant = variant_named(changed, name);
        uint64_t states, transitions;
        Verdict verdict = ask(ablating, variant, &states, &transitions);
        if (verdict.kind == VERDICT_INCOMPLETE) g_ptr_array_add(row->incomplete, g_strdup(name));
        if (verdict_fits(verdict, variant->expect.verdict))
            g_ptr_array_add(row->back, g_strdup(name));
    }
}

static void row_free(AblationRow *row)
{
    g_array_unref(row->changes);
    g_ptr_array_unref(row->back);
    g_ptr_array_unref(row->incomplete);
    g_free(row);
}

static void try_change(const Ablating *ablating, const GArray *changes)
{
    Ablation *found = ablating->found;
    Scenario *changed = read_changed(ablating, changes);
    if (!changed) return; /* the change makes no sense in this world */
    AblationRow *row = g_new0(AblationRow, 1);
    row->changes = g_array_copy((GArray *)changes);
    row->back = g_ptr_array_new_with_free_func(g_free);
    row->incomplete = g_ptr_array_new_with_free_func(g_free);
    row->verdict =
        ask(ablating, variant_named(changed, ablating->fixed), &row->states, &row->transitions);
    bool same = verdict_equal(row->verdict, found->verdict) && row->states == found->states &&
                row->transitions == found->transitions && row->verdict.kind != VERDICT_INCOMPLETE;
    if (same) {
        found->idle++;
        row_free(row);
    } else {
        ask_broken(ablating, changed, row);
        g_ptr_array_add(found->rows, row);
    }
    scenario_free(changed);
}

/* -------- all changes -------- */

static void try_each_value(const Ablating *ablating)
{
    g_autoptr(GArray) changes = g_array_new(FALSE, FALSE, sizeof(SettingChange));
    for (uint32_t setting = 0; setting < settings_count(); setting++)
        for (uint32_t value = 0; value < setting_value_count(setting); value++) {
            if (value == ablating->settings[setting]) continue;
            SettingChange change = {(uint8_t)setting, (uint8_t)value};
            g_array_set_size(changes, 0);
            g_array_append_val(changes, change);
            try_change(ablating, changes);
        }
}

static bool is_tried(const Ablation *found, const GArray *changes)
{
    for (guint i = 0; i < found->rows->len; i++) {
        const GArray *tried = ((AblationRow *)g_ptr_array_index(found->rows, i))->changes;
        if (tried->len == changes->len &&
            memcmp(tried->data, changes->data, changes->len * sizeof(SettingChange)) == 0)
            return true;
    }
    return false;
}

/* Two and more of the settings by which a broken variant differs, in every combination. */
static void try_combinations(const Ablating *ablating, const Variant *broken)
{
    const uint8_t *other = settings_of(broken);
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(SettingChange));
    for (uint32_t i = 0; i < settings_count(); i++) {
        SettingChange change = {(uint8_t)i, other[i]};
        if (other[i] != ablating->settings[i]) g_array_append_val(all, change);
    }
    for (uint32_t chosen = 1; chosen < UINT32_C(1) << all->len; chosen++) {
        if (__builtin_popcount(chosen) < 2) continue;
        g_autoptr(GArray) changes = g_array_new(FALSE, FALSE, sizeof(SettingChange));
        for (guint i = 0; i < all->len; i++)
            if (chosen >> i & 1) g_array_append_val(changes, g_array_index(all, SettingChange, i));
        if (!is_tried(ablating->found, changes)) try_change(ablating, changes);
    }
}

static Ablation *ablation_new(void)
{
    Ablation *found = g_new0(Ablation, 1);
    found->broken = g_ptr_array_new_with_free_func(g_free);
    found->rows = g_ptr_array_new_with_free_func((GDestroyNotify)row_free);
    found->texts = g_ptr_array_new_with_free_func(g_free);
    return found;
}

static void ablate(Ablating *ablating, const Scenario *scenario, const Variant *fixed)
{
    Ablation *found = ablating->found;
    for (guint i = 0; i < scenario->variants->len; i++) {
        const Variant *variant = g_ptr_array_index(scenario->variants, i);
        if (is_broken_form(variant, fixed)) g_ptr_array_add(found->broken, g_strdup(variant->name));
    }
    found->verdict = ask(ablating, fixed, &found->states, &found->transitions);
    try_each_value(ablating);
    for (guint i = 0; i < found->broken->len; i++)
        try_combinations(ablating, variant_named(scenario, g_ptr_array_index(found->broken, i)));
}

Ablation *ablation_find(const char *path, const char *fixed, const SearchOptions *options,
                        GError **error)
{
    Scenario *scenario = scenario_read(path, NULL, 0, error);
    Ablating ablating = {.path = path, .fixed = fixed, .options = options};
    const Variant *variant = scenario ? variant_named(scenario, fixed) : NULL;
    if (variant) ablating.settings = settings_of(variant);
    if (scenario && !ablating.settings)
        g_set_error(error, SCENARIO_ERROR, 0, "%s: error: its model has no settings to change\n",
                    path);
    if (ablating.settings) {
        ablating.found = ablation_new();
        ablate(&ablating, scenario, variant);
    }
    scenario_free(scenario);
    return ablating.found;
}

void ablation_free(Ablation *ablation)
{
    if (!ablation) return;
    g_ptr_array_unref(ablation->broken);
    g_ptr_array_unref(ablation->rows);
    g_ptr_array_unref(ablation->texts);
    g_free(ablation);
}
