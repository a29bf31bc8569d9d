#include "checker/program/replay_command.h"

#include "checker/live/live_trace.h"
#include "checker/program/color.h"
#include "checker/program/interrupt.h"
#include "checker/program/live_command.h"
#include "checker/program/models.h"
#include "checker/program/narrate.h"
#include "checker/program/report.h"
#include "checker/program/settle.h"
#include "checker/program/status.h"
#include "checker/scenario/nearest.h"
#include "checker/search/require.h"
#include "checker/trace/follow.h"

#include <stdlib.h>
#include <string.h>

/* One trace on its way through. */
typedef struct Rerun {
    const Options *options;
    FILE *out;
    bool color, told; /* told: the steps are shown */
    const char *path;
    Trace *trace;
    Models models;
    Scenario *scenario;
    bool bare; /* the scenario is the subject asked by itself */
    Variant *variant;
} Rerun;

/* -------- finding what the trace is about -------- */

/* A file that a trace names: beside the trace, else below the current folder. */
static char *locate(const Rerun *rerun, const char *named)
{
    char *beside = trace_resolve_path(rerun->path, named);
    if (g_file_test(beside, G_FILE_TEST_EXISTS) || !g_file_test(named, G_FILE_TEST_EXISTS))
        return beside;
    g_free(beside);
    return g_strdup(named);
}

static void set_error(const Rerun *rerun, GError **error, char *sentence)
{
    g_set_error(error, TRACE_ERROR, TRACE_ERROR_INPUT, "%s: error: %s\n", rerun->path, sentence);
    g_free(sentence);
}

/* `subject` is the file the trace names, or NULL; the command line may name others. */
static bool load_models(Rerun *rerun, const char *subject, GError **error)
{
    for (guint i = 0; i < rerun->options->subject->len; i++)
        if (!models_add(&rerun->models, g_ptr_array_index(rerun->options->subject, i), error))
            return false;
    return rerun->models.modules->len || !subject || models_add(&rerun->models, subject, error);
}

static bool ask_subject(Rerun *rerun, GError **error)
{
    SubjectEntry *entry = g_array_index(rerun->models.modules, SubjectModule, 0).entry;
    const char *path = g_ptr_array_index(rerun->models.paths, 0);
    const Subject *subject =
        module_subject(path, entry, (const char *const *)rerun->trace->parameters, error);
    if (!subject) return false;
    rerun->scenario = module_scenario(path, subject);
    return rerun->bare = true;
}

static bool choose_variant(Rerun *rerun, GError **error)
{
    const GPtrArray *variants = rerun->scenario->variants;
    g_autofree const char **names = g_new(const char *, variants->len + 1);
    for (guint i = 0; i < variants->len; i++) {
        Variant *variant = g_ptr_array_index(variants, i);
        if (strcmp(variant->name, rerun->trace->variant) == 0) rerun->variant = variant;
        names[i] = variant->name;
    }
    if (rerun->variant) return true;
    const char *nearest = nearest_word(rerun->trace->variant, names, variants->len);
    set_error(rerun, error,
              g_strdup_printf("the trace is of variant `%s`, which %s does not have%s%s%s",
                              rerun->trace->variant, rerun->scenario->path,
                              nearest ? "; the nearest is `" : "", nearest ? nearest : "",
                              nearest ? "`" : ""));
    return false;
}

static bool read_question(Rerun *rerun, const char *file, GError **error)
{
    if (file) rerun->scenario = models_read(&rerun->models, file, error);
    else if (!ask_subject(rerun, error)) return false;
    return rerun->scenario && choose_variant(rerun, error);
}

/* A scenario that is not where it was is the trace's mistake, and the message says what to do. */
static bool is_there(const Rerun *rerun, const char *file, GError **error)
{
    if (!file || rerun->options->scenario || g_file_test(file, G_FILE_TEST_EXISTS)) return true;
    set_error(rerun, error,
              g_strdup_printf("its scenario `%s` is not there; --scenario FILE says where it is",
                              rerun->trace->scenario));
    return false;
}

static void override_limits(const Options *options, SearchOptions *search)
{
    search->limits =
        (Limits){.states = options->max_states,
                 .memory = options->has_max_memory ? options->max_memory : settle_most_memory(),
                 .seconds = options->time_limit};
    search->interrupted = interrupted;
}

/* -------- the answer -------- */

static void print_answer(const Rerun *rerun, int status, const char *answer)
{
    if (rerun->options->quiet && status == STATUS_FINE) return;
    const char *color = status == STATUS_FINE ? COLOR_GOOD : COLOR_BAD;
    fprintf(rerun->out, "%s: %s%s%s\n", rerun->path, COLOR(rerun->color, color), answer,
            COLOR(rerun->color, COLOR_END));
}

/* Goals and invariants go by name; without the check nothing can be said to fail by it. */
static bool check_is_gone(const Rerun *rerun)
{
    const Question *question = &rerun->variant->question;
    const Trace *trace = rerun->trace;
    bool by_check = trace->verdict != VERDICT_THROWS && trace->verdict_name;
    for (uint32_t i = 0; i < question->check_count && by_check; i++)
        if (strcmp(question->checks[i].name, trace->verdict_name) == 0) return false;
    return by_check;
}

static void print_notes(const Rerun *rerun, const Following *following)
{
    if (rerun->options->quiet) return;
    g_autofree char *digest = trace_steps_digest(rerun->variant->question.subject);
    const char *scenario_digest = rerun->trace->scenario_digest;
    if (scenario_digest && strcmp(scenario_digest, rerun->variant->digest) != 0)
        fputs("  note: the scenario asks something else than when the trace was made\n",
              rerun->out);
    if (strcmp(digest, rerun->trace->steps_digest) != 0)
        fputs("  note: the model's steps have changed since the trace was made\n", rerun->out);
    if (check_is_gone(rerun))
        fprintf(rerun->out, "  note: the variant has no check `%s` any more\n",
                rerun->trace->verdict_name);
    for (guint i = 0; i < following->notes->len; i++)
        fprintf(rerun->out, "  note: %s\n", (char *)g_ptr_array_index(following->notes, i));
}

static void print_steps(const Rerun *rerun, const Path *path, const Verdict *verdict)
{
    if (!rerun->told || !path) return;
    g_autoptr(GString) text = g_string_new("\n");
    Look look = {.color = rerun->color, .hidden = rerun->options->verbose};
    if (verdict) {
        narrate(text, &rerun->variant->question, path, *verdict, look);
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
    Verdict claim = {rerun->trace->verdict, rerun->trace->verdict_name};
    char *now = verdict_text(verdict), *then = verdict_text(claim);
    int status = STATUS_WRONG;
    if (verdict_equal(verdict, claim)) {
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
    Verdict claim = {rerun->trace->verdict, rerun->trace->verdict_name};
    Replay again =
        replay(&rerun->variant->question, &schedule, claim, &rerun->variant->options, NULL, NULL);
    REQUIRE(again.verdict.kind != VERDICT_DIVERGES,
            "subject %s: a schedule that was just taken does not fit any more",
            rerun->variant->question.subject->name);
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
    const Subject *subject = rerun->variant->question.subject;
    override_limits(rerun->options, &rerun->variant->options);
    Following following = follow(rerun->trace, subject);
    int status = STATUS_WRONG;
    if (following.obstacle) {
        g_autofree char *answer = following_obstacle(&following, rerun->trace, subject);
        print_answer(rerun, status, answer);
        print_notes(rerun, &following);
        print_steps(rerun, following.path, NULL);
    } else {
        status = finish(rerun, &following);
    }
    following_clear(&following);
    return status;
}

static bool prepare(Rerun *rerun, const char *subject, const char *file, GError **error)
{
    return is_there(rerun, file, error) && load_models(rerun, subject, error) &&
           read_question(rerun, file, error);
}

static int replay_trace(const Options *options, FILE *out, const char *path)
{
    g_autoptr(GError) error = NULL;
    Rerun rerun = {.options = options, .out = out, .path = path, .models = models_new()};
    rerun.color = report_color(options, out);
    rerun.told = !options->quiet && (options->verbose || options->operands->len == 1);
    rerun.trace = trace_read(path, &error);
    const Trace *trace = rerun.trace;
    g_autofree char *subject = trace && trace->subject ? locate(&rerun, trace->subject) : NULL;
    g_autofree char *file = options->scenario          ? g_strdup(options->scenario)
                            : trace && trace->scenario ? locate(&rerun, trace->scenario)
                                                       : NULL;
    int status = STATUS_BAD_INPUT;
    if (trace && prepare(&rerun, subject, file, &error)) status = follow_trace(&rerun);
    else fputs(error->message, stderr);

    if (rerun.bare) module_scenario_free(rerun.scenario);
    else scenario_free(rerun.scenario);
    models_clear(&rerun.models);
    trace_free(rerun.trace);
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
