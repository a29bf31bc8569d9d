#include "checker/program/loss.h"

#include "checker/program/guarantee.h"
#include "checker/program/values.h"

static char *table_text(uint64_t bytes)
{
    if (bytes >= 1 << 20) return value_size_text(bytes);
    return g_strdup_printf("%.3g KiB", (double)bytes / 1024);
}

static void append_table(GString *out, const Result *result)
{
    const Loss *loss = &result->statistics.loss;
    g_autofree char *size = table_text(loss->table);
    if (result->statistics.runs)
        g_string_append_printf(out, "%" G_GUINT64_FORMAT " searches, each with ",
                               result->statistics.runs);
    if (loss->fingerprint_bits)
        g_string_append_printf(out, "fingerprints of %u bits in %s", loss->fingerprint_bits, size);
    else
        g_string_append_printf(out, "%u hash functions on %s, %.3g bits a state",
                               loss->hash_functions, size, loss->hash_factor);
}

/* A share of next to nothing is not nothing, so it is the loss that is shown, not the coverage. */
static void append_estimates(GString *out, const Result *result)
{
    const Loss *loss = &result->statistics.loss;
    if (result->statistics.runs) {
        g_autofree char *distinct = value_count_text((uint64_t)loss->distinct);
        g_string_append_printf(out, "; about %s different states", distinct);
    } else if (loss->fingerprint_bits) {
        g_string_append_printf(out,
                               "; probability that any state was taken for another: at most %.2g",
                               MIN(loss->omitted, 1));
    } else {
        g_string_append_printf(out, "; about %.2g states taken for others", loss->omitted);
    }
    if (loss->coverage > 0 && !loss->fingerprint_bits)
        g_string_append_printf(out, ", at least %.2g %% missed", 100 * (1 - loss->coverage));
}

char *loss_text(const Question *question, const Result *result)
{
    GString *out = g_string_new("lossy: ");
    append_table(out, result);
    append_estimates(out, result);
    if (guarantee_has_goals(question)) g_string_append(out, "; goals are not judged");
    return g_string_free(out, FALSE);
}
