#include "checker/program/conform_command.h"

#include "checker/live/conform.h"
#include "checker/live/launch.h"
#include "checker/live/plan_words.h"
#include "checker/program/asked.h"
#include "checker/program/color.h"
#include "checker/program/helpers.h"
#include "checker/program/interrupt.h"
#include "checker/program/real_replay.h"
#include "checker/program/report.h"
#include "checker/program/status.h"
#include "checker/program/trace_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { RUNS = 1000, DEPTH = 600 };

/* One variant's executions. */
typedef struct Comparing {
    const Options *options;
    FILE *out;
    const char *name; /* for people */
    char *trace_path; /* where a deviation is written; NULL: nowhere */
    LiveShared *shared;
    Conform *conform;
    int told; /* the reading end */
    uint64_t executions;
    bool deviates;
} Comparing;

/* -------- listening, on a thread of its own -------- */

/* False: there is no more. */
static bool read_all(int descriptor, void *to, size_t size)
{
    for (size_t have = 0; have < size;) {
        ssize_t n = read(descriptor, (uint8_t *)to + have, size - have);
        if (n <= 0 && errno != EINTR) return false;
        if (n == 0) return false;
        if (n > 0) have += (size_t)n;
    }
    return true;
}

static void *listen_to(void *data)
{
    Comparing *c = data;
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    LiveTold head;
    while (!c->deviates && read_all(c->told, &head, sizeof head)) {
        g_byte_array_set_size(bytes, head.size);
        if (!read_all(c->told, bytes->data, head.size)) break;
        c->deviates = !conform_execution(c->conform, bytes->data, head.size, head.at_rest);
        c->executions++;
    }
    close(c->told); /* who still tells is ended */
    return NULL;
}

/* -------- running -------- */

static void ask(Comparing *c, int descriptor)
{
    LiveQuestion *question = &c->shared->question;
    question->strategy = LIVE_RANDOM;
    question->seed = c->options->seed;
    question->runs = c->options->has_runs ? c->options->runs : RUNS;
    question->nanoseconds = (uint64_t)(c->options->time_limit * 1e9);
    question->most_steps = LIVE_MOST_STEPS;
    question->at_marks = true;
    question->told = descriptor;
}

/* False, with *error set, if it could not be run. */
static bool run(Comparing *c, char **argv, GError **error)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0 || fcntl(ends[1], F_SETFD, 0) != 0)
        g_error("a pipe cannot be made: %s", g_strerror(errno));
    c->told = ends[0];
    ask(c, ends[1]);
    GThread *listener = g_thread_new("conform", listen_to, c);
    bool fine = live_run(c->shared, argv, false, interrupted, error);
    close(ends[1]);
    g_thread_join(listener);
    if (!c->deviates) return fine;
    g_clear_error(error);
    return true;
}

/* -------- telling -------- */

static bool write_plan(const Comparing *c, GError **error)
{
    if (!c->trace_path) return true;
    g_autofree char *plan = conform_plan(c->conform);
    if (g_file_test(c->trace_path, G_FILE_TEST_EXISTS) && !real_replay_is_plan(c->trace_path)) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_EXIST, "%s is there, and is no plan",
                    c->trace_path);
        return false;
    }
    if (g_mkdir_with_parents(c->options->trace_dir, 0777) != 0) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s cannot be made",
                    c->options->trace_dir);
        return false;
    }
    if (!g_file_set_contents(c->trace_path, plan, -1, error)) return false;
    fprintf(c->out, "  trace: %s\n", c->trace_path);
    return true;
}

static int report(const Comparing *c, GError **error)
{
    const LiveAnswer *answer = &c->shared->answer;
    bool failed =
        !c->deviates && answer->verdict != LIVE_HOLDS && answer->verdict != LIVE_INCOMPLETE;
    bool wrong = c->deviates || failed, short_of = *interrupted;
    if (c->options->quiet && !wrong && !short_of) return STATUS_FINE;
    bool color = report_color(c->options, c->out);
    fprintf(c->out, "%s: %s%s%s\n", c->name, COLOR(color, wrong ? COLOR_BAD : COLOR_GOOD),
            wrong ? "deviates" : "conforms", COLOR(color, COLOR_END));
    if (c->deviates)
        fprintf(c->out, "  execution %" G_GUINT64_FORMAT ": %s\n", c->executions,
                conform_deviation(c->conform));
    if (failed)
        fprintf(c->out, "  execution %" G_GUINT64_FORMAT ": %s: %s\n", c->executions + 1,
                live_verdicts[answer->verdict], answer->message);
    fprintf(c->out,
            "  %" G_GUINT64_FORMAT " executions, %" G_GUINT64_FORMAT
            " steps, %u different ones, %.1f s\n",
            c->executions, conform_steps(c->conform), conform_covered(c->conform),
            (double)answer->nanoseconds / 1e9);
    fflush(c->out);
    if (c->deviates && !write_plan(c, error)) return STATUS_BAD_INPUT;
    return wrong ? STATUS_WRONG : short_of ? STATUS_INCOMPLETE : STATUS_FINE;
}

static int complain(const GError *error)
{
    fprintf(stderr, "checker: %s\n", error->message);
    return STATUS_BAD_INPUT;
}

static int compare_variant(const Options *options, FILE *out, const char *program,
                           const Scenario *scenario, const Variant *variant)
{
    const Subject *subject = variant->question.subject;
    g_autofree char *name = g_strdup_printf("%s  %s", scenario->path, variant->name);
    if (!plan_possible(subject)) {
        fprintf(stderr, "checker: %s: the runtime is not the code of model `%s`\n", name,
                subject->name);
        return STATUS_BAD_INPUT;
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) words = g_string_new(NULL);
    g_autofree char *depth = g_strdup_printf(
        "%" G_GUINT64_FORMAT, options->has_max_depth ? options->max_depth : (uint64_t)DEPTH);
    g_autofree char *file = trace_file_name(scenario->path, variant->name);
    g_autofree char *path =
        options->trace_dir ? g_strconcat(options->trace_dir, "/", file, ".plan", NULL) : NULL;
    plan_words(words, subject);
    char *argv[] = {(char *)program, words->str, depth, NULL};
    Comparing c = {.options = options,
                   .out = out,
                   .name = name,
                   .trace_path = path,
                   .shared = live_new(),
                   .conform = conform_new(subject)};
    int status = run(&c, argv, &error) ? report(&c, &error) : STATUS_BAD_INPUT;
    if (error) complain(error);
    live_free(c.shared);
    conform_free(c.conform);
    return status;
}

/* -------- all of them -------- */

static int compare_all(const Asked *asked, const Options *options, FILE *out, const char *program)
{
    int status = STATUS_FINE;
    for (guint i = 0; i < asked->variants->len && !*interrupted; i++) {
        AskedVariant one = g_array_index(asked->variants, AskedVariant, i);
        int came_to = compare_variant(options, out, program, one.scenario, one.variant);
        status = status_worse(status, came_to);
    }
    return *interrupted ? status_worse(status, STATUS_INCOMPLETE) : status;
}

int conform_command(const Options *options, FILE *out)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *program = helper_find("runtime-live", &error);
    if (!program) return complain(error);
    Asked asked;
    int status = STATUS_BAD_INPUT;
    if (asked_read(&asked, options, options->operands, &error))
        status = compare_all(&asked, options, out, program);
    else fputs(error->message, stderr);
    asked_clear(&asked);
    return status;
}
