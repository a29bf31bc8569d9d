#include "checker/program/diff_command.h"

#include "checker/program/diff_report.h"
#include "checker/program/interrupt.h"
#include "checker/program/report.h"
#include "checker/program/settle.h"
#include "checker/program/status.h"

static SearchOptions search_options(const Options *options)
{
    SearchOptions search = {.interrupted = interrupted};
    search.limits.states = options->max_states;
    search.limits.memory = options->has_max_memory ? options->max_memory : settle_most_memory();
    search.limits.seconds = options->time_limit;
    return search;
}

static int compare(const Options *options, FILE *out, const Side sides[2])
{
    SearchOptions search = search_options(options);
    Differences found =
        differences_find(&sides[0].variant->question, &sides[1].variant->question, &search);
    Look look = {.color = report_color(options, out), .hidden = options->verbose};
    g_autofree char *text =
        options->format == FORMAT_JSON ? diff_json(sides, &found) : diff_text(sides, &found, look);
    if (!options->quiet || differences_any(&found) || found.ended) fputs(text, out);
    int status = differences_any(&found) ? STATUS_WRONG : STATUS_FINE;
    if (found.ended) status = status_worse(status, STATUS_INCOMPLETE);
    differences_clear(&found);
    return status;
}

static bool read_models(Models *models, const Options *options, GError **error)
{
    for (guint i = 0; i < options->subject->len; i++)
        if (!models_add(models, g_ptr_array_index(options->subject, i), error)) return false;
    return true;
}

/* --set is for the second. */
static bool read_changes(GArray *changes, const Options *options, GError **error)
{
    for (guint i = 0; i < options->set->len; i++) {
        SettingChange change;
        g_autoptr(GError) mistake = NULL;
        if (!settings_parse(g_ptr_array_index(options->set, i), &change, &mistake)) {
            g_set_error(error, OPTIONS_ERROR, 0, "checker: --set: %s\n", mistake->message);
            return false;
        }
        g_array_append_val(changes, change);
    }
    return true;
}

/* With --set alone the second is the first, but for the settings. */
static bool read_sides(Side sides[2], const Models *models, const Options *options,
                       const GArray *changes, GError **error)
{
    g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(SettingChange));
    const char *first = g_ptr_array_index(options->operands, 0);
    if (!side_read(&sides[0], models, first, NULL, none, error)) return false;
    if (options->operands->len == 2)
        return side_read(&sides[1], models, g_ptr_array_index(options->operands, 1), &sides[0],
                         changes, error);
    if (changes->len) return side_read(&sides[1], models, first, NULL, changes, error);
    g_set_error_literal(
        error, OPTIONS_ERROR, 0,
        "checker: diff compares two variants: checker diff FILE:VARIANT VARIANT, or "
        "one with --set NAME=VALUE\n");
    return false;
}

int diff_command(const Options *options, FILE *out)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GArray) changes = g_array_new(FALSE, FALSE, sizeof(SettingChange));
    Models models = models_new();
    Side sides[2] = {0};
    int status = STATUS_BAD_INPUT;
    if (options->format != FORMAT_TEXT && options->format != FORMAT_JSON)
        fputs("checker: differences are written as text or json only\n", stderr);
    else if (read_models(&models, options, &error) && read_changes(changes, options, &error) &&
             read_sides(sides, &models, options, changes, &error))
        status = compare(options, out, sides);
    else fputs(error->message, stderr);
    side_clear(&sides[0]);
    side_clear(&sides[1]);
    models_clear(&models);
    return status;
}
