#include "checker/search/require.h"
#include "checker/search/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The words of design and documentation, and how a name follows them. */
static const struct {
    const char *plain; /* without a name */
    const char *named; /* with one */
} words[] = {
    [VERDICT_HOLDS] = {"holds", "holds: %s"},
    [VERDICT_VIOLATES] = {"violates", "violates: %s"},
    [VERDICT_THROWS] = {"throws", "throws: \"%s\""},
    [VERDICT_DEADLOCK] = {"deadlock", "deadlock: %s"},
    [VERDICT_STUCK] = {"stuck", "stuck: %s"},
    [VERDICT_LIVELOCK] = {"livelock", "livelock: %s"},
    [VERDICT_DIVERGES] = {"diverges", "diverges: %s"},
    [VERDICT_INCOMPLETE] = {"incomplete", "incomplete: %s"},
};

/* `format` with its one %s replaced; the formats are the table's, so the length is known. */
static char *with_name(const char *format, const char *name)
{
    size_t size = strlen(format) + strlen(name) + 1;
    char *text = malloc(size);
    REQUIRE(text, "no memory for a verdict");
    const char *at = strstr(format, "%s");
    snprintf(text, size, "%.*s%s%s", (int)(at - format), format, name, at + 2);
    return text;
}

char *verdict_text(Verdict verdict)
{
    if (verdict.name) return with_name(words[verdict.kind].named, verdict.name);
    char *text = strdup(words[verdict.kind].plain);
    REQUIRE(text, "no memory for a verdict");
    return text;
}

bool verdict_equal(Verdict a, Verdict b)
{
    if (a.kind != b.kind) return false;
    if (!a.name || !b.name) return a.name == b.name;
    return strcmp(a.name, b.name) == 0;
}

bool verdict_fits(Verdict verdict, Verdict expected)
{
    return verdict.kind == expected.kind && (!expected.name || verdict_equal(verdict, expected));
}
