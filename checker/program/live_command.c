#include "checker/program/live_command.h"

#include "checker/live/launch.h"
#include "checker/live/live_trace.h"
#include "checker/program/interrupt.h"
#include "checker/program/live_case.h"
#include "checker/program/progress.h"
#include "checker/program/status.h"
#include "checker/program/values.h"

#include <string.h>
#include <unistd.h>

enum { DEPTH = 10000, RUNS = 100000, CHANGE_POINTS = 3 };

/* -------- the question -------- */

/* An option that the strategy has no use for. */
static const char *useless(const Options *o)
{
    LiveStrategy strategy = o->live_strategy;
    bool samples = strategy == LIVE_RANDOM || strategy == LIVE_PCT || strategy == LIVE_POS;
    if (o->has_runs && !samples) return "--runs is for random, pct and pos";
    if (o->has_seed && !samples) return "--seed is for random, pct and pos";
    if (o->has_change_points && strategy != LIVE_PCT) return "--change-points is for pct";
    if (o->has_max_preemptions && strategy != LIVE_BOUNDED)
        return "--max-preemptions is for bounded";
    if (o->has_max_delays && strategy != LIVE_BOUNDED) return "--max-delays is for bounded";
    if (!o->has_max_preemptions && !o->has_max_delays && strategy == LIVE_BOUNDED)
        return "bounded needs --max-preemptions or --max-delays";
    if (o->has_max_states && strategy != LIVE_STATEFUL) return "--max-states is for stateful";
    if (o->has_max_memory && strategy != LIVE_STATEFUL) return "--max-memory is for stateful";
    if (o->has_max_executions && strategy == LIVE_STATEFUL)
        return "--max-executions is not for stateful, which has none";
    if (o->workers > 1 && (strategy == LIVE_DPOR || strategy == LIVE_STATEFUL))
        return "--workers is for dfs, bounded, random, pct and pos; what dpor and stateful have "
               "seen "
               "decides what they leave out";
    if (o->workers > 1 && o->has_max_executions)
        return "--max-executions is for one worker: which executions are the first ones, several "
               "cannot "
               "tell";
    if (o->no_races && strategy == LIVE_STATEFUL)
        return "--no-races says nothing to stateful, which never looks for data races";
    if (o->has_max_depth && o->max_depth > LIVE_MOST_STEPS) return "--max-depth is at most 200000";
    return NULL;
}

static void ask(LiveQuestion *question, const Options *o)
{
    question->strategy = o->live_strategy;
    question->seed = o->seed;
    question->runs = o->has_runs ? o->runs : RUNS;
    question->most_executions = o->max_executions;
    question->most_states = o->max_states;
    question->most_memory = o->max_memory;
    question->nanoseconds = (uint64_t)(o->time_limit * 1e9);
    question->most_steps = o->has_max_depth                    ? (uint32_t)o->max_depth
                           : o->live_strategy == LIVE_STATEFUL ? LIVE_MOST_STEPS
                                                               : DEPTH;
    question->preemptions = o->has_max_preemptions ? (uint32_t)o->max_preemptions : UINT32_MAX;
    question->delays = o->has_max_delays ? (uint32_t)o->max_delays : UINT32_MAX;
    question->switches = question->length = UINT32_MAX;
    question->change_points = o->has_change_points ? (uint32_t)o->change_points : CHANGE_POINTS;
    question->workers = o->has_workers ? (uint32_t)o->workers : 1;
    question->early_timeouts = o->has_early_timeouts ? (uint32_t)o->early_timeouts : 1;
    question->plain_steps = o->plain_steps;
    question->races = !o->no_races;
    question->keep_going = o->keep_going;
    question->census = o->census;
}

static bool write_trace(Live *live, GError **error)
{
    if (!live->options->trace_dir) return true;
    g_autofree char *name = g_path_get_basename(live->argv[0]);
    g_autofree char *path = g_strdup_printf("%s/%s.trace", live->options->trace_dir, name);
    if (g_mkdir_with_parents(live->options->trace_dir, 0777) != 0) {
        g_set_error(error, LIVE_ERROR, 0, "%s cannot be made", live->options->trace_dir);
        return false;
    }
    if (!live_trace_write(live->shared, live->argv, live->places, path, error)) return false;
    live->trace = g_steal_pointer(&path);
    return true;
}

static int complain(const GError *error)
{
    fprintf(stderr, "checker: %s\n", error->message);
    return STATUS_BAD_INPUT;
}

/* -------- progress -------- */

static void show_progress(void *line, const LiveAnswer *so_far)
{
    double seconds = so_far->nanoseconds ? (double)so_far->nanoseconds / 1e9 : 1e-9;
    bool stateful = so_far->states > 0;
    uint64_t count = stateful ? so_far->states : so_far->executions;
    g_autofree char *counted = value_count_text(count);
    g_autofree char *rate = value_count_text((uint64_t)((double)count / seconds));
    g_autofree char *share = so_far->explored > 0
                                 ? g_strdup_printf(", some %.2g %%", 100 * so_far->explored)
                                 : g_strdup("");
    const char *unit = stateful ? "states" : "executions";
    g_autofree char *figures =
        g_strdup_printf("%s %s%s, longest %" G_GUINT64_FORMAT " steps, %.0f s, %s %s/s", counted,
                        unit, share, so_far->longest, seconds, rate, unit);
    progress_say(line, seconds, figures);
}

static bool run_program(Live *live, GError **error)
{
    ProgressBoard board = progress_board(live->options, stderr);
    ProgressLine line = {.board = &board, .name = live->argv[0]};
    bool fine = live_run_watched(live->shared, live->argv, board.on ? show_progress : NULL, &line,
                                 interrupted, error);
    progress_clear(&board);
    return fine;
}

static int explore(Live *live)
{
    g_autoptr(GError) error = NULL;
    const LiveAnswer *answer = &live->shared->answer;
    ask(&live->shared->question, live->options);
    bool fine = run_program(live, &error);
    if (fine) fine = live_see_other(live, &error);
    if (!fine) {
        live_report_error(live, error->message);
        return complain(error);
    }
    int status = live_status(answer->verdict);
    bool written = status != STATUS_WRONG || write_trace(live, &error);
    live_report(live);
    return written ? status : complain(error);
}

static char **argv_of(const GPtrArray *operands)
{
    char **argv = g_new0(char *, operands->len + 1);
    for (guint i = 0; i < operands->len; i++)
        argv[i] = g_strdup(g_ptr_array_index(operands, i));
    return argv;
}

int live_command(const Options *options, FILE *out)
{
    const char *mistake = useless(options);
    if (mistake) {
        fprintf(stderr, "checker: %s\n", mistake);
        return STATUS_BAD_INPUT;
    }
    Live live;
    live_begin(&live, options, out, argv_of(options->operands));
    int status = explore(&live);
    live_end(&live);
    return status;
}
