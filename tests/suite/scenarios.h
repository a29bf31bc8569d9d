/* Every variant of scenarios/, one after the other. */
#ifndef TESTS_SUITE_SCENARIOS_H
#define TESTS_SUITE_SCENARIOS_H

#include "checker/scenario/scenario.h"

#include <check.h>

typedef void VisitVariant(const Scenario *scenario, const Variant *variant);

static inline void visit_file(const char *path, VisitVariant *visit)
{
    g_autoptr(GError) error = NULL;
    Scenario *scenario = scenario_read(path, NULL, 0, &error);

    ck_assert_msg(scenario != NULL, "%s", error ? error->message : path);
    for (guint i = 0; i < scenario->variants->len; i++)
        visit(scenario, g_ptr_array_index(scenario->variants, i));
    scenario_free(scenario);
}

static inline void visit_scenarios(VisitVariant *visit)
{
    GDir *folder = g_dir_open("scenarios", 0, NULL);
    const char *name;

    ck_assert_msg(folder != NULL, "no folder scenarios here");
    while ((name = g_dir_read_name(folder))) {
        if (!g_str_has_suffix(name, ".yml")) continue;
        g_autofree char *path = g_build_filename("scenarios", name, NULL);
        visit_file(path, visit);
    }
    g_dir_close(folder);
}

#endif
