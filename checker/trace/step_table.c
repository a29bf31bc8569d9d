#include "checker/trace/step_table.h"

#include <string.h>

enum { MOST_NAMED = 8 };

char *trace_steps_digest(const Subject *subject)
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    for (uint32_t i = 0; i < subject->step_count; i++) {
        const SubjectStep *step = &subject->steps[i];
        g_autofree char *row = g_strdup_printf("%s\t%s\t%s\t%d\n", step->name, step->procedure,
                                               step->source, step->awaits != AWAITS_NOTHING);
        g_checksum_update(checksum, (const guchar *)row, -1);
    }
    return g_strndup(g_checksum_get_string(checksum), 16);
}

/* -------- sets of names; they point into what they are made from -------- */

static GHashTable *names_new(void)
{
    return g_hash_table_new(g_str_hash, g_str_equal);
}

static GHashTable *named_by_trace(const Trace *trace)
{
    GHashTable *names = names_new();
    for (uint32_t i = 0; i < trace->steps->len; i++)
        g_hash_table_add(names, trace_step(trace, i)->step);
    for (char **name = trace->other_steps; name && *name; name++)
        g_hash_table_add(names, *name);
    return names;
}

static GHashTable *names_of(const Subject *subject)
{
    GHashTable *names = names_new();
    for (uint32_t i = 0; i < subject->step_count; i++)
        g_hash_table_add(names, (char *)subject->steps[i].name);
    return names;
}

/* Names of the subject's steps that are not in `known`, but in a procedure with one that is. */
static GPtrArray *unknown_neighbours(const Subject *subject, GHashTable *known)
{
    g_autoptr(GHashTable) procedures = names_new();
    for (uint32_t i = 0; i < subject->step_count; i++)
        if (g_hash_table_contains(known, subject->steps[i].name))
            g_hash_table_add(procedures, (char *)subject->steps[i].procedure);
    GPtrArray *names = g_ptr_array_new();
    for (uint32_t i = 0; i < subject->step_count; i++)
        if (g_hash_table_contains(procedures, subject->steps[i].procedure) &&
            !g_hash_table_contains(known, subject->steps[i].name))
            g_ptr_array_add(names, (char *)subject->steps[i].name);
    return names;
}

/* -------- what a trace says -------- */

void trace_set_step_table(Trace *trace, const Subject *subject)
{
    g_free(trace->steps_digest);
    trace->steps_digest = trace_steps_digest(subject);
    g_strfreev(trace->other_steps);
    trace->other_steps = NULL; /* those of an older table are not to be kept */
    g_autoptr(GHashTable) taken = named_by_trace(trace);
    g_autoptr(GPtrArray) others = unknown_neighbours(subject, taken);
    g_ptr_array_add(others, NULL);
    trace->other_steps = g_strdupv((char **)others->pdata);
}

bool trace_names_step(const Trace *trace, const char *step)
{
    for (uint32_t i = 0; i < trace->steps->len; i++)
        if (strcmp(trace_step(trace, i)->step, step) == 0) return true;
    return trace->other_steps && g_strv_contains((const char *const *)trace->other_steps, step);
}

/* -------- what is different -------- */

static int by_name(const void *one, const void *two)
{
    return strcmp(*(const char *const *)one, *(const char *const *)two);
}

/* Names that the trace has and the subject has not. */
static GPtrArray *gone_from(const Trace *trace, const Subject *subject)
{
    g_autoptr(GHashTable) then = named_by_trace(trace), now = names_of(subject);
    GPtrArray *gone = g_ptr_array_new();
    GHashTableIter each;
    void *name;
    g_hash_table_iter_init(&each, then);
    while (g_hash_table_iter_next(&each, &name, NULL))
        if (!g_hash_table_contains(now, name)) g_ptr_array_add(gone, name);
    g_ptr_array_sort(gone, by_name);
    return gone;
}

/* "A, B and C are gone"; of many the first ones. */
static void append_names(GString *out, const GPtrArray *names, const char *what)
{
    guint shown = MIN(names->len, MOST_NAMED);
    for (guint i = 0; i < shown; i++)
        g_string_append_printf(out, "%s%s",
                               i == 0                ? ""
                               : i + 1 == names->len ? " and "
                                                     : ", ",
                               (const char *)g_ptr_array_index(names, i));
    if (shown < names->len) g_string_append_printf(out, " and %u others", names->len - shown);
    g_string_append_printf(out, " %s %s", names->len == 1 ? "is" : "are", what);
}

char *trace_step_changes(const Trace *trace, const Subject *subject)
{
    g_autofree char *digest = trace_steps_digest(subject);
    if (g_strcmp0(digest, trace->steps_digest) == 0) return NULL;
    g_autoptr(GHashTable) known = named_by_trace(trace);
    g_autoptr(GPtrArray) gone = gone_from(trace, subject),
                         added = unknown_neighbours(subject, known);
    if (!trace->other_steps) g_ptr_array_set_size(added, 0); /* it does not say what there was */

    GString *out = g_string_new("the trace was made with another step table: ");
    if (gone->len) append_names(out, gone, "gone");
    if (gone->len && added->len) g_string_append(out, ", ");
    if (added->len) append_names(out, added, "new");
    if (!gone->len && !added->len) g_string_append(out, "the steps it knows are all there");
    if (!trace->other_steps)
        g_string_append(out, " (which are new, a trace of format 1 cannot tell)");
    else if (!gone->len && !added->len) g_string_append(out, ", and none is new beside them");
    return g_string_free(out, FALSE);
}
