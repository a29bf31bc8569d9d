#include "checker/program/one_trace.h"

#include "checker/live/live_trace.h"
#include "checker/program/status.h"

static int refuse_live(const char *file)
{
    fprintf(stderr,
            "%s: error: a trace of a live program, which has no other states to compare it with; "
            "checker replay follows it\n",
            file);
    return STATUS_BAD_INPUT;
}

int one_trace(const Options *options, FILE *out, OneTrace *act)
{
    g_autoptr(GError) error = NULL;
    const char *file = g_ptr_array_index(options->operands, 0);
    Traced traced;
    int status = STATUS_BAD_INPUT;
    if (live_trace_is_one(file)) return refuse_live(file);
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
