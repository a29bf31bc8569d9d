#include "checker/program/one_trace.h"

#include "checker/live/live_trace.h"
#include "checker/program/status.h"

static int act_on_live(const Options *options, FILE *out, const char *file, OneLiveTrace *act)
{
    g_autoptr(GError) error = NULL;
    int status = STATUS_BAD_INPUT;
    LiveCase *one = live_case_run(options, out, file, &error);
    if (one) {
        g_autofree char *judgement = live_case_judge(one, &status);
        if (status == STATUS_FINE) status = act(one, &error);
        else fprintf(out, "%s: %s\n", file, judgement);
    }
    if (error) fputs(error->message, stderr);
    live_case_free(one);
    return status;
}

int one_trace(const Options *options, FILE *out, OneTrace *act, OneLiveTrace *act_live)
{
    g_autoptr(GError) error = NULL;
    const char *file = g_ptr_array_index(options->operands, 0);
    Traced traced;
    int status = STATUS_BAD_INPUT;
    if (live_trace_is_one(file)) return act_on_live(options, out, file, act_live);
    if (traced_read(&traced, options, file, &error)) {
        g_autoptr(Path) path = traced_path(&traced, &error);
        if (path) status = act(&traced, options, out, path, &error);
    }
    if (error) fputs(error->message, stderr);
    traced_clear(&traced);
    return status;
}

int one_trace_passes(const Traced *traced, FILE *out)
{
    fprintf(out, "%s: it does not fail as it claims any more; checker replay tells how\n",
            traced->path);
    return STATUS_WRONG;
}
