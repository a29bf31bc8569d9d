#include "checker/program/replay_command.h"

#include "checker/live/live_trace.h"
#include "checker/program/color.h"
#include "checker/program/interrupt.h"
#include "checker/program/live_command.h"
#include "checker/program/narrate.h"
#include "checker/program/report.h"
#include "checker/program/status.h"
#include "checker/program/traced.h"
#include "checker/search/require.h"

#include <stdlib.h>
#include <string.h>

/* One trace on its way through. */
typedef struct Rerun {
    const Options *options;
    FILE *out;
    bool color, told; /* told: the steps are shown */
    Traced traced;
} Rerun;

/* -------- the answer -------- */

static void print_answer(const Rerun *rerun, int status, const char *answer)
{
    if (rerun->options->quiet && status == STATUS_FINE) return;
    const char *color = status == STATUS_FINE ? COLOR_GOOD : COLOR_BAD;
    fprintf(rerun->out, "%s: %s%s%s\n", rerun->traced.path, COLOR(rerun->color, color), answer,
            COLOR(rerun->color, COLOR_END));
}

/* Goals and invariants go by name; without the check nothing can be said to fail by it. */
static bool check_is_gone(const Rerun *rerun)
{
    const Question *question = &rerun->traced.variant->question;
    const Trace *trace = rerun->traced.trace;
    bool by_check = trace->verdict != VERDICT_THROWS && trace->verdict_name;
    for (uint32_t i = 0; i < question->check_count && by_check; i++)
        if (strcmp(question->checks[i].name, trace->verdict_name) == 0) return false;
    return by_check;
}

static void print_notes(const Rerun *rerun, const Following *following)
{
    if (rerun->options->quiet) return;
    g_autofree char *digest = trace_steps_digest(rerun->traced.variant->question.subject);
    const char *scenario_digest = rerun->traced.trace->scenario_digest;
    if (scenario_digest && strcmp(scenario_digest, rerun->traced.variant->digest) != 0)
        fputs("  note: the scenario asks something else than when the trace was made\n",
              rerun->out);
    if (strcmp(digest, rerun->traced.trace->steps_digest) != 0)
        fputs("  note: the model's steps have changed since the trace was made\n", rerun->out);
    if (check_is_gone(rerun))
        fprintf(rerun->out, "  note: the variant has no check `%s` any more\n",
                rerun->traced.trace->verdict_name);
    for (guint i = 0; i < following->notes->len; i++)
        fprintf(rerun->out, "  note: %s\n", (char *)g_ptr_array_index(following->notes, i));
}

static void print_steps(const Rerun *rerun, const Path *path, const Verdict *verdict)
{
    if (!rerun->told || !path) return;
    g_autoptr(GString) text = g_string_new("\n");
    Look look = {.color = rerun->color, .hidden = rerun->options->verbose};
    if (verdict) {
        narrate(text, &rerun->traced.variant->question, path, *verdict, look);
    } else {
        narrate_start(text, path, look);
        g_string_append_c(text, '\n');
        narrate_steps(text, path, NULL, look);
    }
    fwrite(text->str, 1, text->len, rerun->out);
    fputc('\n', rerun->out);
}

static int judge(const Rerun *rerun, Verdict verdict, char **ret_answer)
{
    Verdict claim = traced_claim(&rerun->traced);
    char *now = verdict_text(verdict), *then = verdict_text(claim);
    int status = STATUS_WRONG;
    if (verdict.kind == VERDICT_HOLDS && claim.kind == VERDICT_HOLDS) {
        *ret_answer = g_strdup("passes, as the trace says");
        status = STATUS_FINE;
    } else if (verdict_equal(verdict, claim)) {
        *ret_answer = g_strdup_printf("fails the same way: %s", now);
        status = STATUS_FINE;
    } else if (verdict.kind == VERDICT_INCOMPLETE) {
        *ret_answer = g_strdup_printf("undecided: %s; the trace says %s", now, then);
        status = STATUS_INCOMPLETE;
    } else if (verdict.kind == VERDICT_HOLDS) {
        *ret_answer = g_strdup_printf("passes now; the trace says %s", then);
    } else {
        *ret_answer = g_strdup_printf("fails differently: %s; the trace says %s", now, then);
    }
    free(now);
    free(then);
    return status;
}

/* The mark in the trace is a claim of its own. */
static void correct_mark(Following *following, const Replay *again)
{
    Path *path = following->path;
    if (path->lost >= path_length(path) || again->verdict.kind != VERDICT_STUCK) return;
    if (again->aftermath > 0) return;
    g_ptr_array_add(following->notes,
                    g_strdup_printf("at step %u the goal can still be reached, or what lies ahead "
                                    "could not be searched; at the end it is lost",
                                    path->lost + 1));
    path->lost = G_MAXUINT32;
}

/* The whole trace could be followed: judge where it leads. */
static int finish(const Rerun *rerun, Following *following)
{
    Schedule schedule = path_schedule(following->path);
    Verdict claim = traced_claim(&rerun->traced);
    Replay again = replay(&rerun->traced.variant->question, &schedule, claim,
                          &rerun->traced.variant->options, NULL, NULL);
    REQUIRE(again.verdict.kind != VERDICT_DIVERGES,
            "subject %s: a schedule that was just taken does not fit any more",
            rerun->traced.variant->question.subject->name);
    path_cut(following->path, again.diverges);
    correct_mark(following, &again);
    g_autofree char *answer = NULL;
    int status = judge(rerun, again.verdict, &answer);
    print_answer(rerun, status, answer);
    print_notes(rerun, following);
    print_steps(rerun, following->path, &again.verdict);
    free(again.state);
    schedule_free(&schedule);
    return status;
}

static int follow_trace(Rerun *rerun)
{
    const Subject *subject = rerun->traced.variant->question.subject;
    Following following = follow(rerun->traced.trace, subject);
    int status = STATUS_WRONG;
    if (following.obstacle) {
        g_autofree char *answer = following_obstacle(&following, rerun->traced.trace, subject);
        print_answer(rerun, status, answer);
        print_notes(rerun, &following);
        print_steps(rerun, following.path, NULL);
    } else {
        status = finish(rerun, &following);
    }
    following_clear(&following);
    return status;
}

static int replay_trace(const Options *options, FILE *out, const char *path)
{
    g_autoptr(GError) error = NULL;
    Rerun rerun = {.options = options, .out = out, .color = report_color(options, out)};
    rerun.told = !options->quiet && (options->verbose || options->operands->len == 1);
    int status = STATUS_BAD_INPUT;
    if (traced_read(&rerun.traced, options, path, &error)) status = follow_trace(&rerun);
    else fputs(error->message, stderr);
    traced_clear(&rerun.traced);
    return status;
}

int replay_command(const Options *options, FILE *out)
{
    int status = STATUS_FINE;
    for (guint i = 0; i < options->operands->len; i++) {
        const char *path = g_ptr_array_index(options->operands, i);
        int one = *interrupted              ? STATUS_INCOMPLETE
                  : live_trace_is_one(path) ? live_replay(options, out, path)
                                            : replay_trace(options, out, path);
        status = status_worse(status, one);
    }
    return status;
}
