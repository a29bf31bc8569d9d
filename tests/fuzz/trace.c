/* Any text is a trace or a complaint about one; a trace that is written is read as the same trace.
 */
#include "checker/trace/trace.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Trace) trace = trace_parse((const char *)data, size, "fuzz.trace", &error);
    g_assert(!trace == !!error);
    if (!trace) {
        g_assert(g_str_has_prefix(error->message, "fuzz.trace"));
        g_assert(g_utf8_validate(error->message, -1, NULL));
        return 0;
    }
    g_autofree char *text = trace_text(trace);
    g_autoptr(Trace) again = trace_parse(text, strlen(text), "again.trace", &error);
    if (!again) g_error("%s is refused: %s", text, error->message);
    g_autofree char *second = trace_text(again);
    g_assert_cmpstr(text, ==, second);
    return 0;
}
