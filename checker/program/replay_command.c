#include "checker/program/replay_command.h"

#include "checker/live/live_trace.h"
#include "checker/program/color.h"
#include "checker/program/interrupt.h"
#include "checker/program/json_parts.h"
#include "checker/program/live_command.h"
#include "checker/program/narrate.h"
#include "checker/program/plain.h"
#include "checker/program/real_replay.h"
#include "checker/program/replay_report.h"
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

/* What is to be known beside the answer, before what following has noted. */
static void add_notes(const Rerun *rerun, const Following *following)
{
    GPtrArray *notes = following->notes;
    const Trace *trace = rerun->traced.trace;
    char *table = following_table_note(following, trace, rerun->traced.variant->question.subject);
    guint at = 0;
    if (trace->scenario_digest &&
        strcmp(trace->scenario_digest, rerun->traced.variant->digest) != 0)
        g_ptr_array_insert(
            notes, (gint)at++,
            g_strdup("the scenario asks something else than when the trace was made"));
    if (table) g_ptr_array_insert(notes, (gint)at++, table);
    if (check_is_gone(rerun))
        g_ptr_array_insert(
            notes, (gint)at,
            g_strdup_printf("the variant has no check `%s` any more", trace->verdict_name));
}

static void print_notes(const Rerun *rerun, const GPtrArray *notes)
{
    for (guint i = 0; i < notes->len && !rerun->options->quiet; i++)
        fprintf(rerun->out, "  note: %s\n", (char *)g_ptr_array_index(notes, i));
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

static int status_of(ReplayAnswer answer)
{
    if (answer == REPLAY_SAME) return STATUS_FINE;
    return answer == REPLAY_UNDECIDED ? STATUS_INCOMPLETE : STATUS_WRONG;
}

static char *verdict_words(Verdict verdict)
{
    char *raw = verdict_text(verdict);
    char *words = plain_text(raw);
    free(raw);
    return words;
}

static ReplayAnswer judge(const Rerun *rerun, Verdict verdict, char **ret_sentence)
{
    Verdict claim = traced_claim(&rerun->traced);
    g_autofree char *now = verdict_words(verdict), *then = verdict_words(claim);
    ReplayAnswer answer = REPLAY_DIFFERENT;
    if (verdict.kind == VERDICT_HOLDS && claim.kind == VERDICT_HOLDS) {
        *ret_sentence = g_strdup("passes, as the trace says");
        answer = REPLAY_SAME;
    } else if (verdict_equal(verdict, claim)) {
        *ret_sentence = g_strdup_printf("fails the same way: %s", now);
        answer = REPLAY_SAME;
    } else if (verdict.kind == VERDICT_INCOMPLETE) {
        *ret_sentence = g_strdup_printf("undecided: %s; the trace says %s", now, then);
        answer = REPLAY_UNDECIDED;
    } else if (verdict.kind == VERDICT_HOLDS) {
        *ret_sentence = g_strdup_printf("passes now; the trace says %s", then);
        answer = REPLAY_PASSES;
    } else {
        *ret_sentence = g_strdup_printf("fails differently: %s; the trace says %s", now, then);
    }
    return answer;
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

static void print_text(const Rerun *rerun, const Replayed *replayed)
{
    print_answer(rerun, status_of(replayed->answer), replayed->sentence);
    print_notes(rerun, replayed->notes);
    print_steps(rerun, replayed->path, replayed->has_verdict ? &replayed->verdict : NULL);
}

/* A trace that cannot even begin is no sequence of states. */
static void print_states(const Rerun *rerun, const Replayed *replayed)
{
    if (replayed->path) replay_itf(rerun->out, replayed, rerun->options->verbose);
    else fprintf(stderr, "%s: error: %s\n", rerun->traced.path, replayed->sentence);
}

static int print(const Rerun *rerun, Following *following, Replayed *replayed)
{
    add_notes(rerun, following);
    replayed->traced = &rerun->traced;
    replayed->notes = following->notes;
    replayed->path = following->path;
    if (rerun->options->format == FORMAT_JSON) replay_json(rerun->out, replayed);
    else if (rerun->options->format == FORMAT_ITF) print_states(rerun, replayed);
    else print_text(rerun, replayed);
    return status_of(replayed->answer);
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
    g_autofree char *sentence = NULL;
    Replayed replayed = {.has_verdict = true, .verdict = again.verdict};
    replayed.answer = judge(rerun, again.verdict, &sentence);
    replayed.sentence = sentence;
    int status = print(rerun, following, &replayed);
    free(again.state);
    schedule_free(&schedule);
    return status;
}

/* -------- on the real runtime -------- */

static int complain_of(const GError *error)
{
    fprintf(stderr, "checker: %s\n", error->message);
    return STATUS_BAD_INPUT;
}

/* What is no throw is a state, and its fields have been compared after each step. */
static const char *same_on_runtime(const RealReplay *real, Verdict claim)
{
    if (claim.kind == VERDICT_THROWS)
        return real->threw && g_str_equal(real->words, claim.name)
                   ? "fails the same way on the runtime"
                   : NULL;
    if (!real->taken) return NULL;
    return real->threw   ? "comes to the same state on the runtime, and soon throws"
           : real->hangs ? "comes to the same state on the runtime, and hangs"
                         : "comes to the same state on the runtime";
}

static int judge_real(const Rerun *rerun, const RealReplay *real, char **ret_answer)
{
    Verdict claim = traced_claim(&rerun->traced);
    char *then = verdict_text(claim);
    const char *same = same_on_runtime(real, claim);
    if (same) *ret_answer = g_strdup_printf("%s: %s", same, then);
    else if (real->parted)
        *ret_answer = g_strdup_printf("the runtime parts from the model: %s", real->words);
    else if (real->threw)
        *ret_answer = g_strdup_printf(
            "fails differently on the runtime: throws: %s; the trace says %s", real->words, then);
    else *ret_answer = g_strdup_printf("passes on the runtime; the trace says %s", then);
    free(then);
    return same ? STATUS_FINE : STATUS_WRONG;
}

static int follow_on_runtime(const Rerun *rerun, const Path *path)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *answer = NULL;
    RealReplay real;
    if (!real_replay(path, &real, &error)) return complain_of(error);
    int status = judge_real(rerun, &real, &answer);
    print_answer(rerun, status, answer);
    real_replay_clear(&real);
    return status;
}

/* A deviation that checker conform has written down. */
static int replay_plan(const Options *options, FILE *out, const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *plan = NULL;
    RealReplay real;
    if (!g_file_get_contents(path, &plan, NULL, &error) || !real_replay_plan(plan, &real, &error))
        return complain_of(error);
    Rerun rerun = {.options = options, .out = out, .traced = {.path = path}};
    rerun.color = report_color(options, out);
    int status = real.parted || real.threw ? STATUS_FINE : STATUS_WRONG;
    g_autofree char *answer =
        g_strdup_printf("%s%s",
                        real.parted  ? "the runtime parts from the model: "
                        : real.threw ? "throws: "
                                     : "",
                        status == STATUS_FINE ? real.words : "the runtime follows the model now");
    print_answer(&rerun, status, answer);
    real_replay_clear(&real);
    return status;
}

static int follow_trace(const Rerun *rerun)
{
    const Subject *subject = rerun->traced.variant->question.subject;
    Following following = follow(rerun->traced.trace, subject);
    int status;
    if (!following.obstacle && rerun->options->on == ON_RUNTIME) {
        status = follow_on_runtime(rerun, following.path);
    } else if (following.obstacle) {
        g_autofree char *sentence = following_obstacle(&following, rerun->traced.trace, subject);
        Replayed replayed = {.answer = REPLAY_INFEASIBLE, .sentence = sentence};
        status = print(rerun, &following, &replayed);
    } else {
        status = finish(rerun, &following);
    }
    following_clear(&following);
    return status;
}

static int complain(const Options *options, FILE *out, const char *path, const char *message)
{
    if (options->format == FORMAT_JSON) json_print_mistake(out, path, message);
    else fputs(message, stderr);
    return STATUS_BAD_INPUT;
}

static int replay_trace(const Options *options, FILE *out, const char *path)
{
    g_autoptr(GError) error = NULL;
    Rerun rerun = {.options = options, .out = out, .color = report_color(options, out)};
    rerun.told = !options->quiet && (options->verbose || options->operands->len == 1);
    int status = traced_read(&rerun.traced, options, path, &error)
                     ? follow_trace(&rerun)
                     : complain(options, out, path, error->message);
    traced_clear(&rerun.traced);
    return status;
}

/* The steps of a real program are no states of a model. */
static int replay_live(const Options *options, FILE *out, const char *path)
{
    if (options->format == FORMAT_TEXT) return live_replay(options, out, path);
    g_autofree char *message =
        g_strdup_printf("%s: error: the trace of a real program is replayed as text only\n", path);
    return complain(options, out, path, message);
}

static int replay_once(const Options *options, FILE *out, const char *path)
{
    if (real_replay_is_plan(path)) return replay_plan(options, out, path);
    return live_trace_is_one(path) ? replay_live(options, out, path)
                                   : replay_trace(options, out, path);
}

/* The first time aloud; of the others only what ends otherwise. */
static int replay_often(const Options *options, FILE *out, const char *path)
{
    Options silent = *options;
    uint64_t same = 0;
    int status = STATUS_FINE;
    silent.quiet = true;
    silent.verbose = false;
    for (uint64_t i = 0; i < options->times && !*interrupted; i++) {
        int one = replay_once(i ? &silent : options, out, path);
        same += one == STATUS_FINE;
        status = status_worse(status, one);
        if (one == STATUS_BAD_INPUT) return one;
    }
    if (!options->quiet || status != STATUS_FINE)
        fprintf(out, "%s: as it says %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " times\n", path,
                same, options->times);
    return *interrupted ? STATUS_INCOMPLETE : status;
}

int replay_command(const Options *options, FILE *out)
{
    int status = STATUS_FINE;
    for (guint i = 0; i < options->operands->len; i++) {
        const char *path = g_ptr_array_index(options->operands, i);
        int one = *interrupted         ? STATUS_INCOMPLETE
                  : options->has_times ? replay_often(options, out, path)
                                       : replay_once(options, out, path);
        status = status_worse(status, one);
    }
    return status;
}
