/* Mistakes in a text file, collected and printed the way compilers do:
 *
 *   scenarios/x.yml:12:14: error: unknown setting `foreachp-countr`
 *      12 |   settings: {foreachp-countr: own}
 *         |              ^~~~~~~~~~~~~~~
 *         | did you mean `foreachp-counter`?
 *
 * All mistakes of a file are reported at once, in the order of the text; the same mistake at the
 * same place is reported once.
 */
#ifndef CHECKER_SCENARIO_DIAGNOSTIC_H
#define CHECKER_SCENARIO_DIAGNOSTIC_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A stretch of the text, in bytes. */
typedef struct Span {
    uint32_t start, length;
} Span;

#define SPAN_NONE ((Span){UINT32_MAX, 0}) /* the file as a whole */

typedef struct Diagnostics Diagnostics;

/* `path` and `text` must outlive the diagnostics; `text` may hold any bytes. */
Diagnostics *diagnostics_new(const char *path, const char *text, size_t length);
void diagnostics_free(Diagnostics *diagnostics); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Diagnostics, diagnostics_free)

/* Report a mistake.  `hint` says what was expected, or is NULL. */
void diagnostic_add(Diagnostics *diagnostics, Span at, const char *hint, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

/* "WHAT; did you mean `word`?", or only one half of it, or NULL.  `words` may hold NULLs and `what`
 * may be NULL.  Free with g_free. */
char *diagnostic_hint(const char *what, const char *word, const char *const *words, uint32_t count);

uint32_t diagnostics_count(const Diagnostics *diagnostics);

/* Everything reported, ready to print; ends in a newline unless empty.  Free with g_free. */
char *diagnostics_text(const Diagnostics *diagnostics);

#endif
