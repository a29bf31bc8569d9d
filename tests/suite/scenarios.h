/* Every variant of a folder of scenarios, one after the other. */
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

static inline void visit_folder(const char *path, VisitVariant *visit)
{
    GDir *folder = g_dir_open(path, 0, NULL);
    const char *name;

    ck_assert_msg(folder != NULL, "no folder %s here", path);
    while ((name = g_dir_read_name(folder))) {
        if (!g_str_has_suffix(name, ".yml")) continue;
        g_autofree char *file = g_build_filename(path, name, NULL);
        visit_file(file, visit);
    }
    g_dir_close(folder);
}

static inline void visit_scenarios(VisitVariant *visit)
{
    visit_folder("scenarios", visit);
}

/* Made for what symmetry can get wrong. */
static inline void visit_symmetric(VisitVariant *visit)
{
    visit_folder("tests/suite/symmetric", visit);
}

#endif
