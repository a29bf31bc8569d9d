/* The program from outside: what is typed, the exit status, and what is printed.  CHECKER in the
 * environment is the program. */
#include "checker/program/masked.h"
#include "checker/program/remove_tree.h"
#include "checker/search/suite.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char *folder; /* of this test; the program runs in it */

static const char one_call[] =
    "title: one system call\n"
    "actors:\n"
    "  caller: {g: g1, m: m1, p: p1, does: [syscall]}\n"
    "  other: {g: g2, m: m2, p: p2, does: [syscall]}\n"
    "check:\n"
    "  - {name: never-in-syscall, never: \"g1.atomicstatus == Gsyscall\"}\n"
    "variants:\n"
    "  broken: {expect: {violates: never-in-syscall}}\n";

static char *in_folder(const char *name)
{
    return g_build_filename(folder, name, NULL);
}

static void put_bytes(const char *name, const char *bytes, size_t length)
{
    g_autofree char *path = in_folder(name);
    ck_assert(g_file_set_contents(path, bytes, (gssize)length, NULL));
}

static void put(const char *name, const char *text)
{
    put_bytes(name, text, strlen(text));
}

/* one_call with one thing replaced, as another file. */
static void put_changed(const char *name, const char *what, const char *by)
{
    GString *text = g_string_new(one_call);
    ck_assert_uint_eq(g_string_replace(text, what, by, 1), 1);
    put(name, text->str);
    g_string_free(text, TRUE);
}

static void make_folder(void)
{
    folder = g_dir_make_tmp("checker-XXXXXX", NULL);
    ck_assert(folder != NULL);
    put("one.yml", one_call);
}

static void remove_folder(void)
{
    remove_tree(folder);
    g_free(folder);
}

/* The program and the words of `line`. */
static char **command_of(const char *line)
{
    g_autofree char *program = g_canonicalize_filename(g_getenv("CHECKER"), NULL);
    g_autofree char *whole = g_strconcat(program, " ", line, NULL);
    return g_strsplit(whole, " ", -1);
}

/* Run the program in the folder with the words of `line`; returns what it printed on both streams.
 */
static char *run(const char *line, int *ret_status)
{
    g_auto(GStrv) words = command_of(line);
    g_autofree char *out = NULL, *errors = NULL;
    int wait_status = 0;
    ck_assert(g_spawn_sync(folder, words, NULL, 0, NULL, NULL, &out, &errors, &wait_status, NULL));
    ck_assert_msg(WIFEXITED(wait_status), "%s ended by a signal: %s", line, errors);
    *ret_status = WEXITSTATUS(wait_status);
    return g_strconcat(out, errors, NULL);
}

/* `line` ends with `status` and prints `expected`. */
static void expect(const char *line, int status, const char *expected)
{
    int got;
    g_autofree char *printed = run(line, &got);
    ck_assert_msg(got == status, "%s: status %d, not %d:\n%s", line, got, status, printed);
    ck_assert_msg(strstr(printed, expected) != NULL, "%s: no \"%s\" in:\n%s", line, expected,
                  printed);
}

START_TEST(asked_about_itself)
{
    expect("--version", 0, "checker ");
    expect("--help", 0, "Exit status: 0 all as expected");
    expect("list", 0, "foreachp-counter");
}
END_TEST

START_TEST(bad_input_is_two)
{
    expect("-q", 2, "no scenario file or folder is given");
    expect("--strategi dfs one.yml", 2, "did you mean --strategy?");
    expect("nowhere.yml", 2, "nowhere.yml: error: ");
    put("empty.yml", "");
    expect("empty.yml", 2, "empty.yml: error: ");
    put_bytes("binary.yml", "\x7f\x45LF\0\xff\xfe", 7);
    expect("binary.yml", 2, "binary.yml:1:");
    put_changed("typo.yml", "[syscall]", "[syscal]");
    expect("typo.yml", 2, "typo.yml:3:40: error: ");
    expect("one.yml --variant brokn", 2, "did you mean `broken`?");
    expect("one.yml --seed 3", 2, "--seed needs --strategy random or pct");
    expect("--subject one.yml", 2, "one.yml: error: not a shared object");
    g_autofree char *empty = in_folder("nothing");
    g_mkdir(empty, 0777);
    expect("nothing", 2, "nothing: error: there is no scenario");
    expect("replay one.yml", 2, "this is not a trace");
    expect("replay nowhere.trace", 2, "nowhere.trace: error: ");
}
END_TEST

START_TEST(reductions_are_explained)
{
    expect("--explain-reductions one.yml", 0, "one.yml  broken\nsymmetry\n");
    expect("--explain-reductions one.yml", 0, "  g1: keeps its name, named by the check ");
    expect("--explain-reductions one.yml", 0, "  p1, p2: interchangeable, a P is who holds it\n");
    expect("--explain-reductions --no-symmetry one.yml", 0, "  not used: --no-symmetry\n");
    expect("--explain-reductions --format junit typo.yml", 2, "typo.yml: error: ");
    expect("--no-symmetry one.yml", 0, "violates: never-in-syscall");
    expect("--no-symmetry --strategy random one.yml", 2,
           "--no-symmetry needs --strategy bfs or dfs");
}
END_TEST

START_TEST(every_status_has_its_cause)
{
    expect("one.yml", 0, "violates: never-in-syscall");
    put_changed("wrong.yml", "{violates: never-in-syscall}", "holds");
    expect("wrong.yml", 1, "expected holds");
    put_changed("asked.yml", "{expect: {violates: never-in-syscall}}", "{}");
    expect("asked.yml", 1, "FAIL");
    put_changed("holding.yml", "g1.atomicstatus == Gsyscall", "g1.atomicstatus == Gcopystack");
    expect("holding.yml --max-states 10", 3, "incomplete: states");
    expect("one.yml --max-memory 9000000G", 0, "warning: --max-memory: 9000000.0 GiB is more than");
    expect("holding.yml --strategy random --runs 5", 3, "incomplete: sampled");
    expect("holding.yml --max-depth 5", 3, "incomplete: depth");
}
END_TEST

START_TEST(the_worst_of_several_counts)
{
    put_changed("wrong.yml", "{violates: never-in-syscall}", "holds");
    put("typo.yml", "titel: nothing\n");
    expect("one.yml wrong.yml", 1, "2 variants: 1 as expected, 1 not, 0 open");
    expect("one.yml wrong.yml typo.yml", 2, "1 unreadable");
    expect(". --format json", 2, "\"status\":\"error\"");
    expect(". --format junit", 2, "<error message=");
    expect(". --format tap", 2, "typo.yml: cannot be read");
}
END_TEST

START_TEST(quiet_says_only_what_is_wrong)
{
    int status;
    put_changed("wrong.yml", "{violates: never-in-syscall}", "holds");
    g_autofree char *fine = run("-q one.yml", &status);
    ck_assert_str_eq(fine, "");
    g_autofree char *wrong = run("-q one.yml wrong.yml", &status);
    ck_assert(g_str_has_prefix(wrong, "FAIL  wrong.yml"));
    ck_assert_int_eq(status, 1);
}
END_TEST

START_TEST(color_only_where_it_is_wanted)
{
    int status;
    g_autofree char *piped = run("one.yml", &status);
    ck_assert(!strchr(piped, '\033'));
    g_autofree char *always = run("one.yml --color always", &status);
    ck_assert(strchr(always, '\033') != NULL);
}
END_TEST

/* Start a search that takes long, and wait until it is under way. */
static GPid start(const char *line, int *ret_out, int *ret_errors)
{
    g_auto(GStrv) words = command_of(line);
    GPid pid;
    char byte;
    ck_assert(g_spawn_async_with_pipes(folder, words, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                                       &pid, NULL, ret_out, ret_errors, NULL));
    ck_assert_int_eq(read(*ret_errors, &byte, 1), 1);
    return pid;
}

static const char long_search[] =
    "title: more than anybody waits for\n"
    "actors:\n"
    "  a: {g: g1, m: m1, p: p1, does: [{repeat: 9, of: [syscall]}]}\n"
    "  b: {g: g2, m: m2, p: p2, does: [{repeat: 9, of: [syscall]}]}\n"
    "  c: {g: g3, m: m3, p: p3, does: [{repeat: 9, of: [syscall]}]}\n"
    "  d: {g: g4, m: m4, p: p4, does: [{repeat: 9, of: [syscall]}]}\n";

START_TEST(an_interrupt_ends_the_search_cleanly)
{
    int errors, wait_status;
    put("long.yml", long_search);
    GPid pid = start("long.yml --progress always --max-memory 1G", NULL, &errors);
    kill(pid, SIGINT);
    ck_assert_int_eq(waitpid(pid, &wait_status, 0), pid);
    ck_assert(WIFEXITED(wait_status));
    ck_assert_int_eq(WEXITSTATUS(wait_status), 3);
    close(errors);
}
END_TEST

/* The program's own files in DIR are input, too. */
START_TEST(a_checkpoint_of_something_else_is_bad_input)
{
    put("long.yml", long_search);
    expect("long.yml --checkpoint saved --no-por --no-symmetry --time-limit 0.3s", 3,
           "incomplete: time");
    g_autofree char *saved = in_folder("saved");
    g_autoptr(GDir) open = g_dir_open(saved, 0, NULL);
    for (const char *name; (name = g_dir_read_name(open));) {
        g_autofree char *file = g_strconcat("saved/", name, "/plain.checkpoint", NULL);
        if (strcmp(name, "command") != 0) put(file, "not one at all");
    }
    expect("resume saved", 2, "plain.checkpoint: it is no checkpoint");
    expect("resume nowhere", 2, "nowhere: there are no checkpoints in it");
}
END_TEST

/* -------- side by side -------- */

static char *run_with_jobs(const char *line, uint32_t jobs, int *ret_status)
{
    g_autofree char *whole = g_strdup_printf("%s --jobs %u", line, jobs);
    g_autofree char *printed = run(whole, ret_status);
    return masked(printed);
}

static const char *const lines_for_jobs[] = {"a-one.yml b-wrong.yml c-holding.yml d-asked.yml -v",
                                             ". --format json",
                                             ". --format junit",
                                             ". --format tap",
                                             ". --max-states 100",
                                             ". -q --color always",
                                             ". --strategy random --runs 50",
                                             ". --trace-dir traces",
                                             ". --workers 3 --strategy dfs",
                                             ". --workers 1 --max-memory 30K",
                                             ". --workers 1 --max-memory 60K"};

START_TEST(jobs_do_not_show)
{
    const char *line = lines_for_jobs[_i];
    int status, other;
    put("a-one.yml", one_call);
    put_changed("b-wrong.yml", "{violates: never-in-syscall}", "holds");
    put_changed("c-holding.yml", "g1.atomicstatus == Gsyscall", "g1.atomicstatus == Gcopystack");
    put_changed("d-asked.yml", "{expect: {violates: never-in-syscall}}", "{}");
    g_autofree char *in_turn = run_with_jobs(line, 1, &status);
    for (uint32_t jobs = 2; jobs <= 5; jobs += 3) {
        g_autofree char *side_by_side = run_with_jobs(line, jobs, &other);
        ck_assert_str_eq(side_by_side, in_turn);
        ck_assert_int_eq(other, status);
    }
}
END_TEST

START_TEST(no_jobs_where_there_can_be_none)
{
    expect("one.yml --jobs 2 --store hash64", 2, "--jobs needs --store exact or compact");
    expect("one.yml --jobs 0", 2, "--jobs: ");
}
END_TEST

/* A signal to the first process is meant for all; nobody stays behind. */
START_TEST(an_interrupt_ends_all_searches)
{
    int out, errors, wait_status;
    char text[4096];
    put("long.yml", long_search);
    put("longer.yml", long_search);
    GPid pid =
        start("long.yml longer.yml --jobs 2 --progress always --max-memory 1G", &out, &errors);
    kill(pid, SIGTERM);
    size_t length = 0;
    for (ssize_t count = 1; count > 0; length += (size_t)count) {
        count = read(out, text + length, sizeof text - 1 - length);
        ck_assert_int_ge(count, 0);
    }
    text[length] = '\0';
    ck_assert_msg(strstr(text, "open  long.yml ") && strstr(text, "\nopen  longer.yml "), "%s",
                  text);
    ck_assert_msg(strstr(text, "incomplete: interrupt"), "%s", text);
    while (read(errors, text, sizeof text) > 0)
        continue; /* until the last process has closed it */
    ck_assert_int_eq(waitpid(pid, &wait_status, 0), pid);
    ck_assert(WIFEXITED(wait_status));
    ck_assert_int_eq(WEXITSTATUS(wait_status), 3);
    close(out);
    close(errors);
}
END_TEST

/* -------- traces -------- */

START_TEST(a_trace_is_the_same_bytes_each_time)
{
    g_autofree char *path = in_folder("traces/one.broken.trace");
    g_autofree char *first = NULL, *second = NULL;
    expect("one.yml --trace-dir traces", 0, "replay: checker replay traces/one.broken.trace");
    ck_assert(g_file_get_contents(path, &first, NULL, NULL));
    expect("one.yml --trace-dir traces", 0, "replay: ");
    ck_assert(g_file_get_contents(path, &second, NULL, NULL));
    ck_assert_str_eq(first, second);
    ck_assert(strstr(first, "\nscenario: ../one.yml\n"));
}
END_TEST

START_TEST(another_file_is_not_overwritten)
{
    g_autofree char *kept = NULL, *path = in_folder("one.broken.trace");
    put("one.broken.trace", "my notes\n");
    expect("one.yml --trace-dir .", 2, "it was left alone");
    ck_assert(g_file_get_contents(path, &kept, NULL, NULL));
    ck_assert_str_eq(kept, "my notes\n");
}
END_TEST

START_TEST(replay_has_five_answers)
{
    const char *replay = "replay traces/one.broken.trace";
    expect("one.yml --trace-dir traces", 0, "ok");
    expect(replay, 0, "fails the same way: violates: never-in-syscall");

    put_changed("one.yml", "g1.atomicstatus == Gsyscall", "g1.atomicstatus == Gcopystack");
    expect(replay, 1, "passes now; the trace says violates: never-in-syscall");
    expect(replay, 1, "the scenario asks something else than when the trace was made");

    put_changed("one.yml", "  - {name", "  - {name: sp, never: \"g1.syscallsp\"}\n  - {name");
    expect(replay, 1, "fails differently: violates: sp; the trace says");

    put_changed("one.yml", "p: p1, does: [syscall]", "p: p1, does: [gosched, syscall]");
    expect(replay, 1, "infeasible from step 1: caller is at step GOSCHED_STATUS");

    put_changed("one.yml", "  caller:", "  calling:");
    expect(replay, 1, "infeasible from step 1: there is no actor `caller`");
}
END_TEST

START_TEST(replay_finds_its_scenario)
{
    expect("one.yml --trace-dir traces", 0, "ok");
    put_changed("other.yml", "title: one", "title: another");
    put_changed("renamed.yml", "  broken:", "  breaking:");
    expect("replay traces/one.broken.trace --scenario other.yml", 0, "fails the same way");
    expect("replay traces/one.broken.trace --scenario renamed.yml", 2,
           "is of variant `broken`, which renamed.yml does not have");
    g_autofree char *path = in_folder("one.yml");
    g_remove(path);
    expect("replay traces/one.broken.trace", 2, "its scenario `../one.yml` is not there");
}
END_TEST

/* A failure of another strategy is a trace like any other, and its seed finds it again. */
START_TEST(every_strategy_leaves_a_trace)
{
    static const char *const lines[] = {"dfs", "random --seed 7", "pct --seed 7",
                                        "bounded --max-preemptions 2"};
    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autofree char *line =
            g_strconcat("one.yml --trace-dir traces --strategy ", lines[i], NULL);
        expect(line, 0, "violates: never-in-syscall");
        expect("replay traces/one.broken.trace", 0, "fails the same way");
    }
}
END_TEST

/* What would have held is only not refuted; a failure is one, and replays. */
START_TEST(a_lossy_store_never_says_holds)
{
    GString *text = g_string_new(one_call);
    g_string_replace(text, "g1.atomicstatus == Gsyscall", "g1.atomicstatus == Gcopystack", 1);
    g_string_replace(text, "{violates: never-in-syscall}", "holds", 1);
    put("holding.yml", text->str);
    g_string_free(text, TRUE);

    expect("holding.yml", 0, "holds");
    expect("holding.yml --store exact", 0, "holds");
    expect("holding.yml --store hash64 --max-memory 1M", 3, "incomplete: hash compaction");
    expect("holding.yml --store hash40 --max-memory 1M", 3,
           "fingerprints of 40 bits in 1 MiB; probability that any state was taken for another: ");
    expect("holding.yml --store bitstate --max-memory 1M --hash-functions 5", 3,
           "5 hash functions on 1 MiB");
    expect("holding.yml --store bitstate --max-memory 512K --swarm 3", 3,
           "3 searches, each with 3 hash functions on 512 KiB, ");
    expect("holding.yml --store hash64 --max-memory 1M --format json", 3,
           "\"store\":\"hash64\",\"loss\":{\"fingerprint_bits\":64,");
    expect("one.yml --store bitstate --swarm 2 --max-memory 1M --trace-dir traces", 0,
           "violates: never-in-syscall");
    expect("replay traces/one.broken.trace", 0, "fails the same way");
}
END_TEST

START_TEST(an_idle_store_option_is_refused)
{
    expect("one.yml --swarm 3", 2, "--swarm needs --store bitstate");
    expect("one.yml --store hash64 --hash-functions 3", 2,
           "--hash-functions needs --store bitstate");
    expect("one.yml --store bitstate --strategy bfs", 2, "--store needs --strategy dfs");
    expect("one.yml --store exact --strategy pct", 2, "--store needs --strategy bfs or dfs");
    expect("one.yml --store hash64 --runs 3", 2, "--runs needs --strategy random or pct");
    expect("one.yml --store hash32", 2, "--store: `hash32` will not do");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("command");
    TCase *cases = tcase_create("command");
    tcase_add_checked_fixture(cases, make_folder, remove_folder);
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, asked_about_itself);
    tcase_add_test(cases, bad_input_is_two);
    tcase_add_test(cases, reductions_are_explained);
    tcase_add_test(cases, every_status_has_its_cause);
    tcase_add_test(cases, the_worst_of_several_counts);
    tcase_add_test(cases, quiet_says_only_what_is_wrong);
    tcase_add_test(cases, color_only_where_it_is_wanted);
    tcase_add_test(cases, an_interrupt_ends_the_search_cleanly);
    tcase_add_test(cases, a_checkpoint_of_something_else_is_bad_input);
    tcase_add_loop_test(cases, jobs_do_not_show, 0, G_N_ELEMENTS(lines_for_jobs));
    tcase_add_test(cases, no_jobs_where_there_can_be_none);
    tcase_add_test(cases, an_interrupt_ends_all_searches);
    tcase_add_test(cases, a_trace_is_the_same_bytes_each_time);
    tcase_add_test(cases, another_file_is_not_overwritten);
    tcase_add_test(cases, replay_has_five_answers);
    tcase_add_test(cases, replay_finds_its_scenario);
    tcase_add_test(cases, every_strategy_leaves_a_trace);
    tcase_add_test(cases, a_lossy_store_never_says_holds);
    tcase_add_test(cases, an_idle_store_option_is_refused);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
