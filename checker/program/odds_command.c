#include "checker/program/odds_command.h"

#include "checker/program/asked.h"
#include "checker/program/interrupt.h"
#include "checker/program/odds_report.h"
#include "checker/program/status.h"

/* A limit that ended the simulation, or left nothing that could be computed, is no answer. */
static int judge(const Odds *odds)
{
    if (!odds->uniform.agrees || !odds->pct.simulation.agrees) return STATUS_WRONG;
    return odds->ended || odds->uniform.sample.ended || odds->pct.simulation.sample.ended
               ? STATUS_INCOMPLETE
               : STATUS_FINE;
}

static int answer(const Options *options, FILE *out, const AskedVariant *asked)
{
    Odds odds = odds_find(&asked->variant->question, &asked->variant->options);
    g_autofree char *text =
        options->format == FORMAT_JSON ? odds_json(asked, &odds) : odds_text(asked, &odds);
    fputs(text, out);
    fflush(out);
    return judge(&odds);
}

int odds_command(const Options *options, FILE *out)
{
    g_autoptr(GError) error = NULL;
    int status = STATUS_FINE;
    Asked asked;
    if (options->format != FORMAT_TEXT && options->format != FORMAT_JSON) {
        fputs("checker: odds are written as text or json only\n", stderr);
        return STATUS_BAD_INPUT;
    }
    if (!asked_read(&asked, options, options->operands, &error)) {
        fputs(error->message, stderr);
        status = STATUS_BAD_INPUT;
    }
    for (guint i = 0; i < asked.variants->len && !*interrupted; i++)
        status = status_worse(
            status, answer(options, out, &g_array_index(asked.variants, AskedVariant, i)));
    if (*interrupted) status = status_worse(status, STATUS_INCOMPLETE);
    asked_clear(&asked);
    return status;
}
