#include "checker/program/values.h"

#include <math.h>
#include <string.h>

bool value_size(const char *text, uint64_t *ret_bytes)
{
    if (!g_ascii_isdigit(*text)) return false;
    char *end;
    uint64_t number = g_ascii_strtoull(text, &end, 10);
    const char *units = "KMG", *unit = *end ? strchr(units, *end) : NULL;
    if (*end && (!unit || end[1])) return false;
    unsigned shift = unit ? 10 * (unsigned)(unit - units + 1) : 0;
    *ret_bytes = number << shift;
    return number > 0 && number <= UINT64_MAX >> shift && number != UINT64_MAX;
}

static double unit_seconds(const char *unit)
{
    if (!*unit || strcmp(unit, "s") == 0) return 1;
    if (strcmp(unit, "m") == 0) return 60;
    if (strcmp(unit, "h") == 0) return 3600;
    return 0;
}

bool value_seconds(const char *text, double *ret_seconds)
{
    if (!g_ascii_isdigit(*text) && *text != '.') return false;
    char *end;
    *ret_seconds = g_ascii_strtod(text, &end) * unit_seconds(end);
    return *ret_seconds > 0 && isfinite(*ret_seconds);
}

char *value_count_text(uint64_t count)
{
    g_autofree char *digits = g_strdup_printf("%" G_GUINT64_FORMAT, count);
    size_t length = strlen(digits);
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < length; i++) {
        if (i && (length - i) % 3 == 0) g_string_append_c(out, ',');
        g_string_append_c(out, digits[i]);
    }
    return g_string_free(out, FALSE);
}

char *value_size_text(uint64_t bytes)
{
    if (bytes >= 10ull << 30) return g_strdup_printf("%.1f GiB", (double)bytes / (1 << 30));
    return g_strdup_printf("%" G_GUINT64_FORMAT " MiB", (bytes + (1 << 20) - 1) >> 20);
}

char *value_rate_text(double per_second)
{
    if (per_second >= 1e6) return g_strdup_printf("%.1f M/s", per_second / 1e6);
    if (per_second >= 1e3) return g_strdup_printf("%.0f k/s", per_second / 1e3);
    return g_strdup_printf("%.0f /s", per_second);
}
