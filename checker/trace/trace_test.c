#include "checker/search/suite.h"
#include "checker/trace/step_table.h"
#include "checker/trace/tiny.h"

#include <glib/gstdio.h>

TINY_PROGRAM(racy, TINY_READ, TINY_WRITE);

/* p1 reads, p2 reads and writes, p1 writes: one update is lost. */
static Trace *lost_update(void)
{
    static const uint16_t actors[] = {0, 1, 1, 0};
    static Subject subject;
    subject = tiny_subject(racy);
    g_autoptr(Path) path = path_new(&subject, 0);
    PathStep step;
    for (size_t i = 0; i < G_N_ELEMENTS(actors); i++)
        path_take(path, actors[i], 0, &step);

    Trace *trace = trace_new();
    trace->checker = g_strdup("0.1.0");
    trace->scenario = g_strdup("../scenarios/lost.yml");
    trace->title = g_strdup("two #threads: \"one\"\tcounter");
    trace->variant = g_strdup("broken");
    trace->scenario_digest = g_strdup("0123456789abcdef");
    trace->verdict = VERDICT_VIOLATES;
    trace->verdict_name = g_strdup("counts");
    trace->strategy = g_strdup("bfs");
    trace->seed = UINT64_MAX;
    trace_set_path(trace, path);
    trace_set_step_table(trace, &subject);
    return trace;
}

START_TEST(text_is_what_the_documentation_shows)
{
    g_autoptr(Trace) trace = lost_update();
    g_free(trace->steps_digest);
    trace->steps_digest = g_strdup("fedcba9876543210");
    g_autofree char *text = trace_text(trace);
    ck_assert_str_eq(text, "# checker replay reads this file; docs/traces.md explains it\n"
                           "format: 2\n"
                           "checker: 0.1.0\n"
                           "title: \"two #threads: \\\"one\\\"\\x09counter\"\n"
                           "scenario: ../scenarios/lost.yml\n"
                           "variant: broken\n"
                           "scenario-digest: 0123456789abcdef\n"
                           "steps-digest: fedcba9876543210\n"
                           "other-steps: [ADD, LOG, THROW]\n"
                           "verdict: {violates: \"counts\"}\n"
                           "strategy: bfs\n"
                           "seed: 18446744073709551615\n"
                           "initial: 0\n"
                           "steps:\n"
                           "  - {step: 1, actor: p1, at: READ}\n"
                           "  - {step: 2, actor: p2, at: READ}\n"
                           "  - {step: 3, actor: p2, at: WRITE, changes: [shared.counter 0 -> 1]}\n"
                           "  - {step: 4, actor: p1, at: WRITE}\n"
                           "end: 4\n");
}
END_TEST

/* The trace as another reader gets it, and that writes the same bytes. */
static Trace *again(const Trace *trace)
{
    g_autofree char *text = trace_text(trace);
    g_autoptr(GError) error = NULL;
    g_autoptr(Trace) read = trace_parse(text, strlen(text), "a.trace", &error);
    ck_assert_msg(read != NULL, "%s", error ? error->message : "");
    g_autofree char *second = trace_text(read);
    ck_assert_str_eq(text, second);
    return g_steal_pointer(&read);
}

START_TEST(what_is_written_is_read)
{
    g_autoptr(Trace) trace = lost_update();
    trace->cycle = 2;
    trace->verdict = VERDICT_LIVELOCK;
    ((TraceStep *)g_ptr_array_index(trace->steps, 3))->occurrence = 7;
    ((TraceStep *)g_ptr_array_index(trace->steps, 3))->choice = 3;
    g_strfreev(trace->parameters);
    trace->parameters = g_strsplit("n=3;x=[a, b]", ";", -1);
    g_autoptr(Trace) read = again(trace);
    ck_assert_str_eq(read->title, trace->title);
    ck_assert_uint_eq(read->cycle, 2);
    ck_assert_uint_eq(read->lost, TRACE_NO_LOSS);
    ck_assert_uint_eq(trace_step(read, 3)->occurrence, 7);
    ck_assert_uint_eq(trace_step(read, 3)->choice, 3);
    ck_assert_str_eq(read->parameters[1], "x=[a, b]");
}
END_TEST

START_TEST(where_a_goal_is_lost_is_written_and_read)
{
    g_autoptr(Trace) trace = lost_update();
    trace->verdict = VERDICT_STUCK;
    trace->lost = 0;
    g_autoptr(Trace) read = again(trace);
    ck_assert_uint_eq(read->lost, 0);
    ck_assert_uint_eq(read->cycle, TRACE_NO_CYCLE);
}
END_TEST

/* Reading `text` fails, and the message says `expected`. */
static void refuse(const char *text, size_t length, const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Trace) trace = trace_parse(text, length, "a.trace", &error);
    ck_assert(trace == NULL);
    ck_assert_msg(strstr(error->message, expected) != NULL, "no \"%s\" in: %s", expected,
                  error->message);
}

START_TEST(a_trace_cut_off_anywhere_is_refused)
{
    g_autoptr(Trace) trace = lost_update();
    g_autofree char *text = trace_text(trace);
    for (size_t length = 0; length + 1 < strlen(text); length++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Trace) cut = trace_parse(text, length, "a.trace", &error);
        ck_assert_msg(cut == NULL, "%zu bytes of %zu were enough", length, strlen(text));
        ck_assert(g_str_has_prefix(error->message, "a.trace:"));
    }
}
END_TEST

/* The text of lost_update with one thing replaced. */
static void refuse_with(const char *what, const char *by, const char *expected)
{
    g_autoptr(Trace) trace = lost_update();
    g_autofree char *text = trace_text(trace);
    GString *changed = g_string_new(text);
    ck_assert_uint_eq(g_string_replace(changed, what, by, 1), 1);
    refuse(changed->str, changed->len, expected);
    g_string_free(changed, TRUE);
}

START_TEST(mistakes_have_their_place)
{
    refuse("", 0, "a.trace: error: the file is empty");
    refuse("title: a scenario\nactors: {}\n", 28, "not a trace");
    refuse("\x7f\x45LF\xff\xfe\0\1", 8, "not a text file");
    refuse_with("format: 2", "format: 3", "a.trace:2:9: error: trace format 3; this is checker");
    refuse_with("format: 2", "format: 3", "it takes a newer checker");
    refuse_with("format: 2\nchecker: 0.1.0", "format: 3\nchecker: 99.0.0",
                "it takes checker 99.0.0, or a newer one");
    refuse_with("format: 2", "format: 0", "a.trace:2:9: error: this is no version of the format");
    refuse_with("other-steps: [", "other-steps: [[],", "expected text");
    refuse_with("variant:", "varaint:", "did you mean `variant`?");
    refuse_with("{violates: \"counts\"}", "{throw: \"counts\"}", "expected deadlock, or");
    refuse_with("  - {step: 2, actor: p2, at: READ}\n", "", "lines are missing or out of order");
    refuse_with("seed: ", "seed: -", "expected a number");
    refuse_with("initial: 0\n", "initial: 0\ncycle: 2\n",
                "`cycle` belongs to the verdict `livelock`");
    refuse_with("initial: 0\n", "initial: 0\nlost-before: 2\n",
                "`lost-before` belongs to the verdict `stuck`");
    refuse_with("initial: 0\n", "initial: 0\ncycle: 5\n", "there is no such step");
    refuse_with("initial: 0\n", "initial: 0\ncycle: 0\n", "expected a step's number");
    refuse_with("{violates: ", "{livelock: ", "a livelock has a `cycle`");
    refuse_with("at: WRITE}", "at: WRITE, occurrence: 0}", "expected a number from 1");
    refuse_with("scenario: ../scenarios/lost.yml\n", "", "names a `scenario` or a `subject`");
}
END_TEST

/* -------- files -------- */

static char *folder;

static void make_folder(void)
{
    g_autoptr(GError) error = NULL;
    folder = g_dir_make_tmp("trace-XXXXXX", &error);
    ck_assert(folder != NULL);
}

static void remove_folder(void)
{
    g_autoptr(GDir) open = g_dir_open(folder, 0, NULL);
    for (const char *name; (name = g_dir_read_name(open));) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_remove(path);
    }
    g_rmdir(folder);
    g_free(folder);
}

static uint32_t files_in_folder(void)
{
    uint32_t count = 0;
    g_autoptr(GDir) open = g_dir_open(folder, 0, NULL);
    while (g_dir_read_name(open))
        count++;
    return count;
}

START_TEST(the_same_question_is_replaced_and_nothing_is_left_behind)
{
    g_autofree char *path = g_build_filename(folder, "lost.broken.trace", NULL);
    g_autoptr(Trace) trace = lost_update();
    ck_assert(trace_write(trace, path, NULL));
    trace->seed = 5;
    ck_assert(trace_write(trace, path, NULL));
    g_autoptr(Trace) again = trace_read(path, NULL);
    ck_assert(again != NULL);
    ck_assert_uint_eq(again->seed, 5);
    ck_assert_uint_eq(files_in_folder(), 1);
}
END_TEST

START_TEST(what_is_not_ours_is_left_alone)
{
    g_autofree char *path = g_build_filename(folder, "lost.broken.trace", NULL);
    g_autoptr(Trace) trace = lost_update();
    g_autoptr(GError) error = NULL, foreign = NULL;
    ck_assert(g_file_set_contents(path, "dear diary", -1, NULL));
    ck_assert(!trace_write(trace, path, &foreign));
    g_autofree char *kept = NULL;
    ck_assert(g_file_get_contents(path, &kept, NULL, NULL));
    ck_assert_str_eq(kept, "dear diary");

    g_remove(path);
    ck_assert(trace_write(trace, path, NULL));
    g_free(trace->variant);
    trace->variant = g_strdup("fixed");
    ck_assert(!trace_write(trace, path, &error));
    ck_assert(strstr(error->message, "is not a trace of ../scenarios/lost.yml, variant fixed"));
    ck_assert_uint_eq(files_in_folder(), 1);
}
END_TEST

START_TEST(what_cannot_be_written_leaves_nothing)
{
    g_autofree char *path = g_build_filename(folder, "nowhere", "lost.trace", NULL);
    g_autoptr(Trace) trace = lost_update();
    g_autoptr(GError) error = NULL;
    ck_assert(!trace_write(trace, path, &error));
    ck_assert(g_str_has_prefix(error->message, path));
    ck_assert_uint_eq(files_in_folder(), 0);
}
END_TEST

START_TEST(paths_lead_there_and_back)
{
    static const struct {
        const char *file, *target, *relative, *resolved;
    } ways[] = {
        {"traces/a.trace", "scenarios/a.yml", "../scenarios/a.yml", "scenarios/a.yml"},
        {"a.trace", "scenarios/a.yml", "scenarios/a.yml", "scenarios/a.yml"},
        {"/t/a.trace", "/t/a.yml", "a.yml", "/t/a.yml"},
        {"/t/deep/er/a.trace", "/two/a.yml", "../../../two/a.yml", "/two/a.yml"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
        g_autofree char *relative = trace_relative_path(ways[i].file, ways[i].target);
        g_autofree char *resolved = trace_resolve_path(ways[i].file, relative);
        ck_assert_str_eq(relative, ways[i].relative);
        ck_assert_str_eq(resolved, ways[i].resolved);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("trace");
    TCase *text = tcase_create("text"), *files = tcase_create("files");
    tcase_add_test(text, text_is_what_the_documentation_shows);
    tcase_add_test(text, what_is_written_is_read);
    tcase_add_test(text, where_a_goal_is_lost_is_written_and_read);
    tcase_add_test(text, a_trace_cut_off_anywhere_is_refused);
    tcase_add_test(text, mistakes_have_their_place);
    tcase_add_test(text, paths_lead_there_and_back);
    tcase_add_checked_fixture(files, make_folder, remove_folder);
    tcase_add_test(files, the_same_question_is_replaced_and_nothing_is_left_behind);
    tcase_add_test(files, what_is_not_ours_is_left_alone);
    tcase_add_test(files, what_cannot_be_written_leaves_nothing);
    suite_add_tcase(suite, text);
    suite_add_tcase(suite, files);
    return suite_run(suite);
}
