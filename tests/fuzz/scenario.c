/* Any text is a scenario or a complaint about one; the same text is the same scenario. */
#include "checker/scenario/scenario.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static Scenario *parse(const uint8_t *data, size_t size)
{
    g_autoptr(GError) error = NULL;
    Scenario *scenario = scenario_parse_any("fuzz.yml", (const char *)data, size, NULL, 0, &error);
    g_assert(!scenario == !!error);
    g_assert(!error || g_str_has_prefix(error->message, "fuzz.yml"));
    g_assert(!error || g_utf8_validate(error->message, -1, NULL));
    return scenario;
}

static void compare(const Scenario *one, const Scenario *two)
{
    g_assert(one->variants->len > 0 && one->variants->len == two->variants->len);
    for (guint i = 0; i < one->variants->len; i++) {
        const Variant *a = g_ptr_array_index(one->variants, i);
        const Variant *b = g_ptr_array_index(two->variants, i);
        g_assert(strcmp(a->digest, b->digest) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Scenario *scenario = parse(data, size);
    if (!scenario) return 0;
    Scenario *again = parse(data, size);
    g_assert(again != NULL);
    compare(scenario, again);
    scenario_free(again);
    scenario_free(scenario);
    return 0;
}
