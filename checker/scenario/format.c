#include "checker/scenario/format.h"

#include "checker_version.h"

#include <stdio.h>

typedef struct Version {
    unsigned part[3];
} Version;

static bool parse(const char *text, Version *ret)
{
    int used = 0;
    unsigned *part = ret->part;
    int count = sscanf(text, "%4u.%4u.%4u%n", &part[0], &part[1], &part[2], &used);
    return count == 3 && !text[used] && g_ascii_isdigit(*text);
}

bool version_is_valid(const char *text)
{
    Version version;
    return parse(text, &version);
}

bool version_is_newer(const char *text)
{
    Version theirs, own;
    if (!parse(text, &theirs) || !parse(CHECKER_VERSION, &own)) return false;
    for (size_t i = 0; i < G_N_ELEMENTS(own.part); i++)
        if (theirs.part[i] != own.part[i]) return theirs.part[i] > own.part[i];
    return false;
}

/* What helps somebody whose checker is too old. */
static char *remedy(const Node *root)
{
    const Node *writer = node_get(root, "checker");
    bool is_known = writer && writer->kind == NODE_TEXT && version_is_newer(writer->text);
    return is_known ? g_strdup_printf("it takes checker %s, or a newer one", writer->text)
                    : g_strdup("it takes a newer checker");
}

uint32_t format_read(const Document *document, const char *key, const char *what, uint32_t newest)
{
    const Node *value = node_get(document->root, key);
    guint64 format = 0;
    if (!value) return 1;
    if (value->kind != NODE_TEXT ||
        !g_ascii_string_to_unsigned(value->text, 10, 1, UINT32_MAX, &format, NULL)) {
        diagnostic_add(document->diagnostics, value->at, "expected a number from 1",
                       "this is no version of the format of a %s", what);
        return 0;
    }
    if (format <= newest) return (uint32_t)format;
    g_autofree char *hint = remedy(document->root);
    diagnostic_add(document->diagnostics, value->at, hint,
                   "%s format %u; this is checker " CHECKER_VERSION ", which reads format%s %u",
                   what, (unsigned)format, newest > 1 ? "s up to" : "", newest);
    return 0;
}
