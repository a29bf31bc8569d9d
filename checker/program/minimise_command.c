#include "checker/program/minimise_command.h"

#include "checker/program/live_traces.h"
#include "checker/program/narrate.h"
#include "checker/program/one_trace.h"
#include "checker/program/output_file.h"
#include "checker/program/report.h"
#include "checker/program/shorten.h"
#include "checker/program/status.h"
#include "checker/trace/step_table.h"

#include <stdlib.h>

/* The files that a trace names are named from the folder it lies in. */
static void name_files_from(Traced *traced, const char *path)
{
    Trace *trace = traced->trace;
    if (trace->scenario) {
        g_free(trace->scenario);
        trace->scenario = trace_relative_path(path, traced->scenario->path);
    }
    if (trace->subject) {
        g_free(trace->subject);
        trace->subject = trace_relative_path(path, traced->subject);
    }
}

static bool write_trace(Traced *traced, const Options *options, const Path *path, GError **error)
{
    Trace *trace = traced->trace;
    name_files_from(traced, options->output);
    trace_set_path(trace, path);
    trace_set_step_table(trace, path->subject);
    if (trace->scenario_digest) {
        g_free(trace->scenario_digest);
        trace->scenario_digest = g_strdup(traced->variant->digest);
    }
    g_autofree char *text = trace_text(trace);
    return output_file_write(options->output, text, -1, options->force, error);
}

static void tell(const Traced *traced, const Options *options, FILE *out, const Schedule *found,
                 const Minimised *least, const Path *path)
{
    Length before = schedule_length(found), now = schedule_length(&least->schedule);
    g_autofree char *worth = shorten_worth(least->worth, least->ended);
    if (options->quiet) return;
    fprintf(out, "%s: %u steps and %u context switches, minimised to %u and %u: %s\n", traced->path,
            before.steps, before.switches, now.steps, now.switches, worth);
    if (options->output) return;
    g_autoptr(GString) text = g_string_new("\n");
    Look look = {.color = report_color(options, out), .hidden = options->verbose};
    narrate(text, &traced->variant->question, path, traced_claim(traced), look);
    fwrite(text->str, 1, text->len, out);
}

static int minimise_path(Traced *traced, const Options *options, FILE *out, const Path *path,
                         GError **error)
{
    const Variant *variant = traced->variant;
    Schedule found = path_schedule(path);
    Minimised least = minimise(&variant->question, &variant->options, &found, traced_claim(traced),
                               MINIMISE_STATES);
    int status = STATUS_FINE;
    if (least.worth == WORTH_NOTHING) {
        status = one_trace_passes(traced, out);
    } else {
        g_autoptr(Path) shorter = path_of_schedule(path->subject, &least.schedule);
        bool written = !options->output || write_trace(traced, options, shorter, error);
        if (written) tell(traced, options, out, &found, &least, shorter);
        else status = STATUS_BAD_INPUT;
    }
    schedule_free(&least.schedule);
    schedule_free(&found);
    return status;
}

int minimise_command(const Options *options, FILE *out)
{
    return one_trace(options, out, minimise_path, live_minimise);
}
