#include "checker/program/live_command.h"

#include "checker/live/debug.h"
#include "checker/live/launch.h"
#include "checker/live/live_trace.h"
#include "checker/program/color.h"
#include "checker/program/interrupt.h"
#include "checker/program/live_report.h"
#include "checker/program/progress.h"
#include "checker/program/report.h"
#include "checker/program/status.h"
#include "checker/program/values.h"

#include <string.h>
#include <unistd.h>

enum { DEPTH = 10000, RUNS = 100000, CHANGE_POINTS = 3 };

static void live_begin(Live *live, const Options *options, FILE *out, char **argv)
{
    *live = (Live){.options = options, .out = out, .color = report_color(options, out)};
    live->argv = argv;
    live->shared = live_new();
    live->places = places_new(argv[0]);
}

static void live_end(Live *live)
{
    places_free(live->places);
    live_free(live->shared);
    g_strfreev(live->argv);
    g_free(live->trace);
}

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
    question->early_timeouts = o->has_early_timeouts ? (uint32_t)o->early_timeouts : 1;
    question->plain_steps = o->plain_steps;
    question->races = !o->no_races;
    question->keep_going = o->keep_going;
    question->census = o->census;
}

/* Run the failing execution once more, to see the stack of a race's first access. */
static bool see_first_access(Live *live, GError **error)
{
    const LiveAnswer *answer = &live->shared->answer;
    LiveShared *again = live_new();
    again->question = live->shared->question;
    again->question.strategy = LIVE_REPLAY;
    again->question.keep_going = false;
    again->question.schedule_length = answer->step_count;
    for (uint32_t i = 0; i < answer->step_count; i++)
        again->question.schedule[i] = answer->execution[i].thread;
    again->question.watched_thread = answer->race[0].thread;
    again->question.watched_access = answer->race[0].number;
    bool fine = live_run(again, live->argv, false, interrupted, error);
    if (fine && again->answer.race[0].has_stack) {
        live->shared->answer.race[0].stack = again->answer.race[0].stack;
        live->shared->answer.race[0].has_stack = true;
    }
    live_free(again);
    return fine;
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
    if (fine && answer->verdict == LIVE_RACE) fine = see_first_access(live, &error);
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

/* -------- replay -------- */

static void ask_again(LiveQuestion *question, const LiveTrace *trace)
{
    question->strategy = LIVE_REPLAY;
    question->races = !trace->no_races;
    question->plain_steps = trace->plain_steps;
    question->early_timeouts = (uint32_t)trace->early_timeouts;
    question->most_steps = LIVE_MOST_STEPS;
    question->schedule_length = trace->threads->len;
    if (trace->threads->len) memcpy(question->schedule, trace->threads->data, trace->threads->len);
    /* That a loop goes on for ever shows after the last step. */
    question->go_on = g_str_equal(trace->verdict, live_verdicts[LIVE_LIVELOCK]);
}

/* The first step that is of another kind than the trace says; 0: none. */
static uint32_t first_difference(const LiveTrace *trace, const LiveAnswer *answer)
{
    for (uint32_t i = 0; i < answer->step_count && i < trace->does->len; i++)
        if (!g_str_equal(live_kinds[answer->execution[i].kind], g_ptr_array_index(trace->does, i)))
            return i + 1;
    return 0;
}

static int judge(const Live *live, const LiveTrace *trace, char **ret_answer)
{
    const LiveAnswer *answer = &live->shared->answer;
    g_autofree char *now = live_verdict(answer);
    g_autofree char *then = *trace->message
                                ? g_strdup_printf("%s: %s", trace->verdict, trace->message)
                                : g_strdup(trace->verdict);
    uint32_t differs = first_difference(trace, answer);
    int status = STATUS_WRONG;
    if (differs)
        *ret_answer = g_strdup_printf("diverges at step %u: it is another one; the trace says %s",
                                      differs, then);
    else if (g_str_equal(live_verdicts[answer->verdict], trace->verdict)) {
        *ret_answer = g_strdup_printf("fails the same way: %s", now);
        status = STATUS_FINE;
    } else if (answer->verdict == LIVE_HOLDS)
        *ret_answer = g_strdup_printf("passes now; the trace says %s", then);
    else if (answer->verdict == LIVE_DIVERGES)
        *ret_answer = g_strdup_printf("infeasible from step %u: %s; the trace says %s",
                                      answer->step_count + 1, answer->message, then);
    else *ret_answer = g_strdup_printf("fails differently: %s; the trace says %s", now, then);
    return status;
}

static int run_again(Live *live, const LiveTrace *trace, const char *path)
{
    g_autoptr(GError) error = NULL;
    ask_again(&live->shared->question, trace);
    if (!live_run(live->shared, live->argv, live->options->verbose, interrupted, &error))
        return complain(error);
    if (live->shared->answer.verdict == LIVE_RACE && !see_first_access(live, &error))
        return complain(error);
    g_autofree char *text = NULL, *digest = live_digest(live->argv[0]);
    int status = judge(live, trace, &text);
    if (live->options->quiet && status == STATUS_FINE) return status;
    fprintf(live->out, "%s: %s%s%s\n", path,
            COLOR(live->color, status == STATUS_FINE ? COLOR_GOOD : COLOR_BAD), text,
            COLOR(live->color, COLOR_END));
    if (!g_str_equal(digest, trace->digest))
        fputs("  note: the program has changed since the trace was made\n", live->out);
    if (live->options->quiet) return status;
    g_autofree char *failure = live_failure(live);
    fprintf(live->out, "\n%s", failure);
    return status;
}

/* Once more, after run_again, with gdb: now it is known how many steps there are, and where. */
static int debug(Live *live)
{
    const LiveAnswer *answer = &live->shared->answer;
    uint64_t step = live->options->has_step ? live->options->step : answer->step_count;
    g_autoptr(GError) error = NULL;
    if (step == 0 || step > answer->step_count) {
        g_set_error(&error, LIVE_ERROR, 0, "--step: the replay has %u steps", answer->step_count);
        return complain(error);
    }
    uint64_t pc = answer->execution[step - 1].pc;
    live->shared->question.stop_at = (uint32_t)step;
    fflush(live->out);
    if (!live_debug(live->shared, live->argv, places_function(live->places, pc), &error))
        return complain(error);
    return STATUS_FINE;
}

int live_replay(const Options *options, FILE *out, const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(LiveTrace) trace = live_trace_read(path, &error);
    if (!trace) {
        fputs(error->message, stderr);
        return STATUS_BAD_INPUT;
    }
    guint count = g_strv_length(trace->arguments);
    char **argv = g_new0(char *, count + 2);
    argv[0] = g_canonicalize_filename(trace->program, NULL);
    for (guint i = 0; i < count; i++)
        argv[i + 1] = g_strdup(trace->arguments[i]);
    Live live;
    live_begin(&live, options, out, argv);
    int status = run_again(&live, trace, path);
    if (options->debug && status != STATUS_BAD_INPUT) status = debug(&live);
    live_end(&live);
    return status;
}
