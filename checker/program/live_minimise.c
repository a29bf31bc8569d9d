#include "checker/live/launch.h"
#include "checker/live/least.h"
#include "checker/program/interrupt.h"
#include "checker/program/live_case.h"
#include "checker/program/live_traces.h"
#include "checker/program/output_file.h"
#include "checker/program/shorten.h"
#include "checker/program/status.h"

#include <string.h>

enum { EXECUTIONS = 1000000 };

/* What was found by a replay says still how it was found at first. */
static bool write_trace(const LiveCase *one, uint32_t steps, GError **error)
{
    const Options *options = one->live.options;
    LiveShared *shared = one->live.shared;
    if (!options->output) return true;
    for (uint32_t i = 0; i < LIVE_STRATEGIES; i++)
        if (g_str_equal(live_strategies[i], one->trace->strategy)) shared->question.strategy = i;
    shared->question.seed = one->trace->seed;
    shared->answer.step_count = steps; /* a loop that waits may have gone on to show that it does */
    g_autofree char *text =
        live_trace_text(shared, one->live.argv, one->live.places, options->output);
    return output_file_write(options->output, text, -1, options->force, error);
}

static void tell(const LiveCase *one, const LiveLeast *least, Length before)
{
    const Live *live = &one->live;
    Length now = schedule_length(&least->schedule);
    g_autofree char *worth =
        least->worth == WORTH_OPTIMAL || least->tried_all
            ? shorten_worth(least->worth, least->ended)
            : g_strdup_printf("not all that could be left out was tried (limit: %s)", least->ended);
    if (live->options->quiet) return;
    fprintf(live->out, "%s: %u steps and %u context switches, minimised to %u and %u: %s",
            one->path, before.steps, before.switches, now.steps, now.switches, worth);
    if (least->worth != WORTH_OPTIMAL && least->proven > 0)
        fprintf(live->out, "; every failure of this kind has at least %u context switch%s",
                least->proven, least->proven == 1 ? "" : "es");
    fputc('\n', live->out);
    if (live->options->output) return;
    g_autofree char *failure = live_failure(live);
    g_autofree char *verdict = live_verdict(&live->shared->answer);
    fprintf(live->out, "\n%s\n%s", verdict, failure);
}

/* The least execution, run once more; it has to fail as it did. */
static int run_least(LiveCase *one, Again *again, const LiveLeast *least, Length before,
                     GError **error)
{
    g_array_set_size(again->threads, 0);
    for (uint32_t i = 0; i < least->schedule.length; i++) {
        uint8_t thread = (uint8_t)least->schedule.moves[i].actor;
        g_array_append_val(again->threads, thread);
    }
    if (!again_as_it_was(again) || !live_see_other(&one->live, &again->error)) {
        if (!again->error)
            g_set_error(error, LIVE_ERROR, 0, "%s: error: what was found does not fail again\n",
                        one->path);
        return STATUS_BROKEN;
    }
    if (!write_trace(one, least->schedule.length, error)) return STATUS_BAD_INPUT;
    tell(one, least, before);
    return STATUS_FINE;
}

static Length length_of(const LiveAnswer *answer)
{
    Length length = {.steps = answer->step_count};
    for (uint32_t i = 1; i < answer->step_count; i++)
        length.switches += answer->execution[i].thread != answer->execution[i - 1].thread;
    return length;
}

int live_minimise(LiveCase *one, GError **error)
{
    const Options *options = one->live.options;
    if (options->output && !output_file_check(options->output, options->force, error))
        return STATUS_BAD_INPUT;
    Again again = again_of(one->live.shared, one->live.argv, interrupted);
    Length before = length_of(&one->live.shared->answer);
    again.executions = options->has_max_executions ? options->max_executions : EXECUTIONS;
    if (options->has_time_limit)
        again.deadline = g_get_monotonic_time() + (gint64)(options->time_limit * 1e6);
    LiveLeast least = live_least(&again);
    int status = again.error ? STATUS_BAD_INPUT : run_least(one, &again, &least, before, error);
    if (again.error) g_set_error(error, LIVE_ERROR, 0, "checker: %s\n", again.error->message);
    schedule_free(&least.schedule);
    again_clear(&again);
    return *interrupted ? STATUS_INCOMPLETE : status;
}
