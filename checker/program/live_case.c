#include "checker/program/live_case.h"

#include "checker/live/again.h"
#include "checker/live/launch.h"
#include "checker/program/interrupt.h"
#include "checker/program/report.h"
#include "checker/program/status.h"

#include <string.h>

void live_begin(Live *live, const Options *options, FILE *out, char **argv)
{
    *live = (Live){.options = options, .out = out, .color = report_color(options, out)};
    live->argv = argv;
    live->shared = live_new();
    live->places = places_new(argv[0]);
}

void live_end(Live *live)
{
    places_free(live->places);
    live_free(live->shared);
    g_strfreev(live->argv);
    g_free(live->name);
    g_free(live->trace);
}

/* -------- the other one -------- */

static void ask_for_other(LiveQuestion *question, const LiveShared *shared)
{
    const LiveAnswer *answer = &shared->answer;
    *question = shared->question;
    question->strategy = LIVE_REPLAY;
    question->workers = 1;
    question->keep_going = question->go_on = question->lenient = false;
    question->unlock_steps = answer->unlock_steps;
    question->family = answer->family;
    question->schedule_length = answer->step_count;
    for (uint32_t i = 0; i < answer->step_count; i++)
        question->schedule[i] = answer->execution[i].thread;
    if (answer->verdict == LIVE_RACE) {
        question->watched_thread = answer->race[0].thread;
        question->watched_access = answer->race[0].number;
    }
    question->watched_memory = answer->misused;
}

static void take_over(LiveAnswer *answer, const LiveAnswer *again)
{
    if (answer->verdict == LIVE_RACE && again->race[0].has_stack) {
        answer->race[0].stack = again->race[0].stack;
        answer->race[0].has_stack = true;
    }
    answer->freed = again->freed;
}

bool live_see_other(Live *live, GError **error)
{
    LiveAnswer *answer = &live->shared->answer;
    if (answer->verdict != LIVE_RACE && !answer->misused) return true;
    LiveShared *again = live_new();
    ask_for_other(&again->question, live->shared);
    bool fine = live_run(again, live->argv, false, interrupted, error);
    if (fine) take_over(answer, &again->answer);
    live_free(again);
    return fine;
}

/* -------- a trace -------- */

static char **argv_of(const LiveTrace *trace)
{
    guint count = g_strv_length(trace->arguments);
    char **argv = g_new0(char *, count + 2);
    argv[0] = g_canonicalize_filename(trace->program, NULL);
    for (guint i = 0; i < count; i++)
        argv[i + 1] = g_strdup(trace->arguments[i]);
    return argv;
}

/* What a replay shows is what the program prints in it. */
static bool run(LiveCase *one, GError **error)
{
    g_autoptr(GError) raw = NULL;
    Live *live = &one->live;
    bool loud = live->options->command == REPLAY && live->options->verbose;
    again_ask(&live->shared->question, one->trace);
    if (live_run(live->shared, live->argv, loud, interrupted, &raw) && live_see_other(live, &raw))
        return true;
    g_set_error(error, LIVE_ERROR, 0, "checker: %s\n", raw->message);
    return false;
}

LiveCase *live_case_run(const Options *options, FILE *out, const char *path, GError **error)
{
    LiveTrace *trace = live_trace_read(path, error);
    if (!trace) return NULL;
    LiveCase *one = g_new0(LiveCase, 1);
    one->path = path;
    one->trace = trace;
    live_begin(&one->live, options, out, argv_of(trace));
    if (run(one, error)) return one;
    live_case_free(one);
    return NULL;
}

void live_case_free(LiveCase *one)
{
    if (!one) return;
    live_end(&one->live);
    live_trace_free(one->trace);
    g_free(one);
}

/* -------- what came of it -------- */

/* The first step that is of another kind than the trace says; 0: none. */
static uint32_t first_difference(const LiveTrace *trace, const LiveAnswer *answer)
{
    for (uint32_t i = 0; i < answer->step_count && i < trace->does->len; i++)
        if (!g_str_equal(live_kinds[answer->execution[i].kind], g_ptr_array_index(trace->does, i)))
            return i + 1;
    return 0;
}

char *live_case_judge(const LiveCase *one, int *ret_status)
{
    const LiveAnswer *answer = &one->live.shared->answer;
    const LiveTrace *trace = one->trace;
    g_autofree char *now = live_verdict(answer);
    g_autofree char *then = *trace->message
                                ? g_strdup_printf("%s: %s", trace->verdict, trace->message)
                                : g_strdup(trace->verdict);
    uint32_t differs = first_difference(trace, answer);
    *ret_status = STATUS_WRONG;
    if (differs)
        return g_strdup_printf("diverges at step %u: it is another one; the trace says %s", differs,
                               then);
    if (g_str_equal(live_verdicts[answer->verdict], trace->verdict)) {
        *ret_status = STATUS_FINE;
        return g_strdup_printf("fails the same way: %s", now);
    }
    if (answer->verdict == LIVE_HOLDS)
        return g_strdup_printf("passes now; the trace says %s", then);
    if (answer->verdict == LIVE_DIVERGES)
        return g_strdup_printf("infeasible from step %u: %s; the trace says %s",
                               answer->step_count + 1, answer->message, then);
    return g_strdup_printf("fails differently: %s; the trace says %s", now, then);
}

bool live_case_has_changed(const LiveCase *one)
{
    g_autofree char *digest = live_digest(one->live.argv[0]);
    return !g_str_equal(digest, one->trace->digest);
}
