#include "checker/program/live_report.h"

#include "checker/live/launch.h"
#include "checker/live/tell.h"
#include "checker/program/color.h"
#include "checker/program/status.h"

int live_status(uint32_t verdict)
{
    switch (verdict) {
    case LIVE_HOLDS:
        return STATUS_FINE;
    case LIVE_INCOMPLETE:
        return STATUS_INCOMPLETE;
    case LIVE_UNSUPPORTED:
    case LIVE_DIVERGES:
        return STATUS_BAD_INPUT;
    default:
        return STATUS_WRONG;
    }
}

char *live_verdict(const LiveAnswer *answer)
{
    const char *word = live_verdicts[answer->verdict];
    return *answer->message ? g_strdup_printf("%s: %s", word, answer->message) : g_strdup(word);
}

char *live_failure(const Live *live)
{
    GString *text = g_string_new(NULL);
    tell_steps(text, &live->shared->answer, live->places);
    tell_failure(text, &live->shared->answer, live->places);
    return g_string_free(text, FALSE);
}

/* -------- for people -------- */

static void append_figures(GString *out, const LiveShared *shared)
{
    const LiveAnswer *a = &shared->answer;
    bool stateful = shared->question.strategy == LIVE_STATEFUL;
    if (stateful)
        g_string_append_printf(out,
                               "%" G_GUINT64_FORMAT " states, %" G_GUINT64_FORMAT " transitions",
                               a->states, a->transitions);
    else g_string_append_printf(out, "%" G_GUINT64_FORMAT " executions", a->executions);
    if (a->redundant)
        g_string_append_printf(out, ", %" G_GUINT64_FORMAT " redundant", a->redundant);
    if (a->awaiting) g_string_append_printf(out, ", %" G_GUINT64_FORMAT " awaiting", a->awaiting);
    if (shared->question.census && !stateful)
        g_string_append_printf(out, ", %" G_GUINT64_FORMAT " traces", a->traces);
    if (shared->question.census)
        g_string_append_printf(out, ", %" G_GUINT64_FORMAT " final memories", a->final_states);
    if (a->verdict == LIVE_INCOMPLETE && a->explored > 0)
        g_string_append_printf(out, ", some %.2g %% of the search", 100 * a->explored);
    g_string_append_printf(out, ", longest %" G_GUINT64_FORMAT " steps, %.2f s", a->longest,
                           (double)a->nanoseconds / 1e9);
}

char *live_figures_text(const Live *live)
{
    GString *text = g_string_new(NULL);
    append_figures(text, live->shared);
    return g_string_free(text, FALSE);
}

static void append_failures(GString *out, const LiveAnswer *answer)
{
    for (uint32_t i = 0; i < LIVE_VERDICTS; i++)
        if (answer->failures[i])
            g_string_append_printf(out, "  %s in %" G_GUINT64_FORMAT " executions\n",
                                   live_verdicts[i], answer->failures[i]);
}

static void print_text(const Live *live)
{
    const LiveAnswer *answer = &live->shared->answer;
    int status = live_status(answer->verdict);
    if (live->options->quiet && status == STATUS_FINE) return;
    const char *color = status == STATUS_FINE         ? COLOR_GOOD
                        : status == STATUS_INCOMPLETE ? COLOR_OPEN
                                                      : COLOR_BAD;
    g_autofree char *verdict = live_verdict(answer);
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, "%s: %s%s%s\n  ", live->argv[0], COLOR(live->color, color),
                           verdict, COLOR(live->color, COLOR_END));
    append_figures(text, live->shared);
    g_string_append_c(text, '\n');
    if (live->shared->question.keep_going) append_failures(text, answer);
    if (live->shared->question.strategy == LIVE_STATEFUL && answer->verdict == LIVE_HOLDS)
        g_string_append(text, "  data races were not looked for\n");
    if (live->trace) g_string_append_printf(text, "  trace: %s\n", live->trace);
    /* Verbose: the execution that was too long, too. */
    bool too_long = status != STATUS_WRONG && live->options->verbose && answer->step_count;
    if ((status == STATUS_WRONG && !live->options->quiet) || too_long) {
        g_autofree char *failure = live_failure(live);
        g_string_append_printf(text, "\n%s", failure);
    }
    fputs(text->str, live->out);
}

/* -------- for all -------- */

void live_report(const Live *live)
{
    switch (live->options->format) {
    case FORMAT_TEXT:
        print_text(live);
        break;
    case FORMAT_JSON:
        live_json(live, NULL);
        break;
    case FORMAT_JUNIT:
        live_junit(live, NULL);
        break;
    case FORMAT_TAP:
        live_tap(live, NULL);
        break;
    default:
        g_assert_not_reached(); /* live_command refuses it */
    }
}

void live_report_error(const Live *live, const char *message)
{
    switch (live->options->format) {
    case FORMAT_TEXT:
        break;
    case FORMAT_JSON:
        live_json(live, message);
        break;
    case FORMAT_JUNIT:
        live_junit(live, message);
        break;
    case FORMAT_TAP:
        live_tap(live, message);
        break;
    default:
        g_assert_not_reached();
    }
}
