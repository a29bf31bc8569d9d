/* Settings by name. */
#include "runtime/settings.h"

#include <stddef.h>
#include <string.h>

enum { MOST_VALUES = 4 };

typedef struct Row {
    const char *name;
    size_t offset;
    uint8_t standard;
    const char *values[MOST_VALUES]; /* NULL-padded */
} Row;

#define VALUES(...)                                                                                \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
static const Row rows[] = {
#define SETTING(constant, name, standard, values, meaning)                                         \
    {name, offsetof(Settings, constant), standard, VALUES values},
#include "model/settings.def"
};
enum { ROWS = sizeof rows / sizeof rows[0] };

Settings settings;

static uint8_t *cell(Settings *s, const Row *row)
{
    return (uint8_t *)s + row->offset;
}

Settings settings_default(void)
{
    Settings s;
    for (unsigned i = 0; i < ROWS; i++)
        *cell(&s, &rows[i]) = rows[i].standard;
    return s;
}

bool settings_parse(Settings *s, const char *text)
{
    for (unsigned i = 0; i < ROWS; i++) {
        size_t length = strlen(rows[i].name);
        if (strncmp(text, rows[i].name, length) || text[length] != '=') continue;
        for (uint8_t v = 0; v < MOST_VALUES && rows[i].values[v]; v++) {
            if (strcmp(text + length + 1, rows[i].values[v])) continue;
            *cell(s, &rows[i]) = v;
            return true;
        }
    }
    return false;
}

bool settings_show(const Settings *s, unsigned n, const char **ret_name, const char **ret_value)
{
    if (n >= ROWS) return false;
    *ret_name = rows[n].name;
    *ret_value = rows[n].values[((const uint8_t *)s)[rows[n].offset]];
    return true;
}
