/* The settings of the model go, from outside a scenario file: which values a variant has, and the
 * same scenario with others. */
#ifndef CHECKER_SCENARIO_SETTINGS_H
#define CHECKER_SCENARIO_SETTINGS_H

#include "checker/scenario/scenario.h"

/* One setting and the value that it is to have, by number. */
typedef struct SettingChange {
    uint8_t setting, value;
} SettingChange;

uint32_t settings_count(void);
const char *setting_name(uint32_t setting);
uint32_t setting_value_count(uint32_t setting);
const char *setting_value_name(uint32_t setting, uint32_t value);

/* The values of a variant's settings, one for each; NULL for a model of one's own, which has none.
 */
const uint8_t *settings_of(const Variant *variant);

/* Have both variants the same world, and the same actors who do the same, whatever they ask? */
bool settings_alone_differ(const Variant *a, const Variant *b);

/* Read "NAME=VALUE".  On failure returns false and sets *error to a sentence that names the nearest
 * right word. */
bool settings_parse(const char *text, SettingChange *ret, GError **error);

/* scenario_read, with these settings in every variant, whatever the file says. */
Scenario *settings_read_scenario(const char *path, const SubjectModule *modules,
                                 uint32_t module_count, const SettingChange *changes,
                                 uint32_t change_count, GError **error);

#endif
