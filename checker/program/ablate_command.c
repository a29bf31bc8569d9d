#include "checker/program/ablate_command.h"

#include "checker/analysis/ablation.h"
#include "checker/program/asked.h"
#include "checker/program/interrupt.h"
#include "checker/program/settle.h"
#include "checker/program/status.h"
#include "checker/program/values.h"
#include "checker/scenario/json_text.h"

#include <stdlib.h>
#include <string.h>

/* -------- words -------- */

/* "worker-attach: after-park -> before-park" for each change. */
static char *changes_text(const AskedVariant *asked, const AblationRow *row)
{
    const uint8_t *settings = settings_of(asked->variant);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < row->changes->len; i++) {
        const SettingChange *change = &g_array_index(row->changes, SettingChange, i);
        g_string_append_printf(out, "%s%s: %s -> %s", i ? ", " : "", setting_name(change->setting),
                               setting_value_name(change->setting, settings[change->setting]),
                               setting_value_name(change->setting, change->value));
    }
    return g_string_free(out, FALSE);
}

static char *joined(const GPtrArray *names)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < names->len; i++)
        g_string_append_printf(out, "%s%s", i ? ", " : "", (char *)g_ptr_array_index(names, i));
    return g_string_free(out, FALSE);
}

/* -------- text -------- */

static void append_row(GString *out, const AskedVariant *asked, const AblationRow *row)
{
    g_autofree char *changes = changes_text(asked, row);
    g_autofree char *states = value_count_text(row->states);
    char *verdict = verdict_text(row->verdict);
    g_string_append_printf(out, "  %s\n      %s (%s states)\n", changes, verdict, states);
    free(verdict);
    if (row->back->len) {
        g_autofree char *back = joined(row->back);
        g_string_append_printf(out, "      comes back: %s\n", back);
    }
    if (row->incomplete->len) {
        g_autofree char *open = joined(row->incomplete);
        g_string_append_printf(out, "      incomplete: %s\n", open);
    }
}

static char *ablation_text(const AskedVariant *asked, const Ablation *found)
{
    GString *out = g_string_new(NULL);
    g_autofree char *states = value_count_text(found->states);
    g_autofree char *broken = joined(found->broken);
    char *verdict = verdict_text(found->verdict);
    g_string_append_printf(out, "%s  %s: %s (%s states)\n", asked->scenario->path,
                           asked->variant->name, verdict, states);
    free(verdict);
    if (found->broken->len)
        g_string_append_printf(out, "  differs by settings alone from %s\n", broken);
    for (guint i = 0; i < found->rows->len; i++)
        append_row(out, asked, g_ptr_array_index(found->rows, i));
    g_string_append_printf(out, "  %u other change%s nothing, not even the number of states\n\n",
                           found->idle, found->idle == 1 ? " changes" : "s change");
    return g_string_free(out, FALSE);
}

/* -------- JSON -------- */

static void json_verdict_text(GString *out, Verdict verdict)
{
    char *text = verdict_text(verdict);
    json_text(out, "verdict", text);
    free(text);
}

static void json_row(GString *out, const AskedVariant *asked, const AblationRow *row)
{
    g_autofree char *changes = changes_text(asked, row);
    json_open(out, NULL, '{');
    json_text(out, "change", changes);
    json_verdict_text(out, row->verdict);
    json_number(out, "states", row->states);
    json_number(out, "transitions", row->transitions);
    json_texts(out, "comes_back", row->back);
    json_texts(out, "incomplete", row->incomplete);
    json_close(out, '}');
}

static char *ablation_json(const AskedVariant *asked, const Ablation *found)
{
    GString *out = g_string_new(NULL);
    json_open(out, NULL, '{');
    json_text(out, "file", asked->scenario->path);
    json_text(out, "variant", asked->variant->name);
    json_verdict_text(out, found->verdict);
    json_number(out, "states", found->states);
    json_number(out, "transitions", found->transitions);
    json_texts(out, "broken", found->broken);
    json_open(out, "rows", '[');
    for (guint i = 0; i < found->rows->len; i++)
        json_row(out, asked, g_ptr_array_index(found->rows, i));
    json_close(out, ']');
    json_number(out, "idle", found->idle);
    json_close(out, '}');
    g_string_append_c(out, '\n');
    return g_string_free(out, FALSE);
}

/* -------- the command -------- */

static bool has_incomplete(const Ablation *found)
{
    bool any = found->verdict.kind == VERDICT_INCOMPLETE;
    for (guint i = 0; i < found->rows->len; i++) {
        const AblationRow *row = g_ptr_array_index(found->rows, i);
        any |= row->verdict.kind == VERDICT_INCOMPLETE || row->incomplete->len;
    }
    return any;
}

static int ablate(const Options *options, FILE *out, const AskedVariant *asked)
{
    g_autoptr(GError) error = NULL;
    SearchOptions search = asked->variant->options;
    search.workers = settle_processors();
    Ablation *found = ablation_find(asked->scenario->path, asked->variant->name, &search, &error);
    if (!found) {
        fputs(error->message, stderr);
        return STATUS_BAD_INPUT;
    }
    g_autofree char *text =
        options->format == FORMAT_JSON ? ablation_json(asked, found) : ablation_text(asked, found);
    fputs(text, out);
    fflush(out);
    bool wrong = found->verdict.kind != VERDICT_HOLDS && found->verdict.kind != VERDICT_INCOMPLETE;
    int status = wrong ? STATUS_WRONG : STATUS_FINE;
    if (has_incomplete(found)) status = status_worse(status, STATUS_INCOMPLETE);
    ablation_free(found);
    return status;
}

/* Without --variant the fixed forms that have a broken one beside them. */
static bool is_wanted(const Options *options, const AskedVariant *asked)
{
    return options->has_variant || ablation_is_fix(asked->scenario, asked->variant);
}

static int ablate_all(const Options *options, FILE *out, const Asked *asked)
{
    int status = STATUS_FINE;
    uint32_t done = 0;
    for (guint i = 0; i < asked->variants->len && !*interrupted; i++) {
        const AskedVariant *one = &g_array_index(asked->variants, AskedVariant, i);
        if (!is_wanted(options, one)) continue;
        status = status_worse(status, ablate(options, out, one));
        done++;
    }
    if (*interrupted) return status_worse(status, STATUS_INCOMPLETE);
    if (done) return status;
    fputs("checker: no variant here is expected to hold while another, which differs by settings "
          "alone, is expected to fail; --variant NAME takes any\n",
          stderr);
    return STATUS_BAD_INPUT;
}

int ablate_command(const Options *options, FILE *out)
{
    g_autoptr(GError) error = NULL;
    Asked asked;
    int status = STATUS_BAD_INPUT;
    bool known = options->format == FORMAT_TEXT || options->format == FORMAT_JSON;
    if (!known) {
        fputs("checker: ablations are written as text or json only\n", stderr);
        return STATUS_BAD_INPUT;
    }
    if (asked_read(&asked, options, options->operands, &error))
        status = ablate_all(options, out, &asked);
    else fputs(error->message, stderr);
    asked_clear(&asked);
    return status;
}
