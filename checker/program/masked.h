/* For tests that compare what was printed. */
#ifndef CHECKER_MASKED_H
#define CHECKER_MASKED_H

#include <glib.h>

/* The text with what differs from run to run, times and memory, replaced.  The caller frees it with
 * g_free(). */
static inline char *masked(const char *text)
{
    static const char *const patterns[][2] = {
        {" +[0-9]+ MiB +[0-9.]+ s  [0-9.]+ ?[kM]?/s", " FIGURES"},
        {"\"memory_bytes\":[0-9]+,\"seconds\":[0-9.]+,\"states_per_second\":[0-9.]+", "FIGURES"},
        {"time=\"[0-9.]+\"", "TIME"}};
    char *result = g_strdup(text);
    for (size_t i = 0; i < G_N_ELEMENTS(patterns); i++) {
        g_autoptr(GRegex) regex = g_regex_new(patterns[i][0], 0, 0, NULL);
        char *next = g_regex_replace(regex, result, -1, 0, patterns[i][1], 0, NULL);
        g_free(result);
        result = next;
    }
    return result;
}

#endif
