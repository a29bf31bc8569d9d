#include "checker/live/debug.h"
#include "checker/program/color.h"
#include "checker/program/live_case.h"
#include "checker/program/live_command.h"
#include "checker/program/status.h"

static int complain(GError *error)
{
    fputs(error->message, stderr);
    g_error_free(error);
    return STATUS_BAD_INPUT;
}

static int tell(const LiveCase *one)
{
    const Live *live = &one->live;
    int status;
    g_autofree char *text = live_case_judge(one, &status);
    if (live->options->quiet && status == STATUS_FINE) return status;
    fprintf(live->out, "%s: %s%s%s\n", one->path,
            COLOR(live->color, status == STATUS_FINE ? COLOR_GOOD : COLOR_BAD), text,
            COLOR(live->color, COLOR_END));
    if (live_case_has_changed(one))
        fputs("  note: the program has changed since the trace was made\n", live->out);
    if (live->options->quiet) return status;
    g_autofree char *failure = live_failure(live);
    fprintf(live->out, "\n%s", failure);
    return status;
}

/* Once more, with gdb: now it is known how many steps there are, and where. */
static int debug(Live *live)
{
    const LiveAnswer *answer = &live->shared->answer;
    uint64_t step = live->options->has_step ? live->options->step : answer->step_count;
    GError *error = NULL;
    if (step == 0 || step > answer->step_count) {
        fprintf(stderr, "checker: --step: the replay has %u steps\n", answer->step_count);
        return STATUS_BAD_INPUT;
    }
    uint64_t pc = answer->execution[step - 1].pc;
    live->shared->question.stop_at = (uint32_t)step;
    fflush(live->out);
    if (live_debug(live->shared, live->argv, places_function(live->places, pc), &error))
        return STATUS_FINE;
    fprintf(stderr, "checker: %s\n", error->message);
    g_error_free(error);
    return STATUS_BAD_INPUT;
}

int live_replay(const Options *options, FILE *out, const char *path)
{
    GError *error = NULL;
    LiveCase *one = live_case_run(options, out, path, &error);
    if (!one) return complain(error);
    int status = tell(one);
    if (options->debug) status = debug(&one->live);
    live_case_free(one);
    return status;
}
