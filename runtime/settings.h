/* The historic differences: the same settings, values and defaults as the model's. */
#ifndef RUNTIME_SETTINGS_H
#define RUNTIME_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct Settings {
#define SETTING(constant, name, standard, values, meaning) uint8_t constant;
#include "model/settings.def"
} Settings;

/* Read once at the start, and never changed while the runtime runs. */
extern Settings settings;

#define setting(constant) (settings.constant)

/* Values of settings that have more than two, or are compared by name. */
enum { SCAN_BY_STOPG, SCAN_BY_SCANG, SCAN_BY_SUSPENDG }; /* STACK_SCAN */
enum { BEFORE_PARK, BEFORE_DROPG, AFTER_PARK };          /* WORKER_ATTACH */

/* Every setting at its default. */
Settings settings_default(void);
/* Change one, written as "name=value"; false if there is no such setting or value. */
bool settings_parse(Settings *s, const char *text);
/* The name of the n-th setting and of its value in s, for messages; false if there is none. */
bool settings_show(const Settings *s, unsigned n, const char **ret_name, const char **ret_value);

#endif
