#include "checker/program/live_subject.h"
#include "checker/search/suite.h"

#include <glib/gstdio.h>
#include <string.h>

static const char head[] = "# checker replay reads this file; docs/live.md explains it\n"
                           "live: 1\nchecker: 0.1.0\nprogram: p\narguments: []\n"
                           "program-digest: d\nverdict: deadlock\nmessage: nobody can move\n"
                           "strategy: dpor\nseed: 0\nplain-steps: false\nno-races: false\n"
                           "early-timeouts: 1\nsteps:\n";

/* The trace with these lines: "0 mutex lock m", with line numbers of their own. */
static LiveTrace *trace_of(const char *const *lines)
{
    g_autoptr(GString) text = g_string_new(head);
    uint32_t count = 0;
    for (; lines[count]; count++) {
        g_auto(GStrv) words = g_strsplit(lines[count], "/", 3);
        g_string_append_printf(text,
                               "  - {step: %u, thread: %s, does: %s, to: \"%s\", at: \"p.c:%u\"}\n",
                               count + 1, words[0], words[1], words[2], count);
    }
    g_string_append_printf(text, "end: %u\n", count);
    g_autofree char *path = NULL;
    int file = g_file_open_tmp("live-XXXXXX", &path, NULL);
    ck_assert_int_ge(file, 0);
    ck_assert(g_close(file, NULL) && g_file_set_contents(path, text->str, -1, NULL));
    LiveTrace *trace = live_trace_read(path, NULL);
    g_remove(path);
    ck_assert(trace != NULL);
    return trace;
}

static int32_t value_of(const LiveSubject *live, const char *name)
{
    const Path *path = live_subject_path(live);
    for (uint32_t i = 0; i < path->subject->field_count; i++)
        if (strcmp(path->subject->fields[i].member, name) == 0)
            return field_value(&path->subject->fields[i], path->state);
    ck_abort_msg("no field %s", name);
}

START_TEST(the_world_is_what_the_trace_says)
{
    const char *lines[] = {"0/mutex lock/m",
                           "1/mutex lock/m",
                           "0/mutex lock/n",
                           "0/mutex unlock/n",
                           "0/condition signal/c",
                           "0/load/x",
                           NULL};
    g_autoptr(LiveTrace) trace = trace_of(lines);
    g_autoptr(GArray) known = live_lines_of_trace(trace);
    LiveSubject *live = live_subject_new(known, "p.trace", NULL);
    const Path *path = live_subject_path(live);
    ck_assert_uint_eq(path_length(path), 6);
    ck_assert_uint_eq(path->subject->actor_count, 2);
    ck_assert_uint_eq(path->subject->field_count, 3); /* nothing is known of x */
    ck_assert_int_eq(value_of(live, "m"), 2);
    ck_assert_int_eq(value_of(live, "n"), 0);
    ck_assert_int_eq(value_of(live, "c"), 1);
    ck_assert_str_eq(path->subject->steps[path_step(path, 1)->move.step].procedure, "p.c:1");
    live_subject_free(live);
}
END_TEST

START_TEST(too_many_threads_are_refused)
{
    const char *lines[] = {"40/load/x", NULL};
    g_autoptr(LiveTrace) trace = trace_of(lines);
    g_autoptr(GArray) known = live_lines_of_trace(trace);
    g_autoptr(GError) error = NULL;
    ck_assert(live_subject_new(known, "p.trace", &error) == NULL);
    ck_assert(strstr(error->message, "than can be drawn or explained") != NULL);
}
END_TEST

START_TEST(no_steps)
{
    g_autoptr(GArray) known = g_array_new(FALSE, FALSE, sizeof(LiveLine));
    LiveSubject *live = live_subject_new(known, "p.trace", NULL);
    ck_assert_uint_eq(path_length(live_subject_path(live)), 0);
    live_subject_free(live);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("live_subject");
    TCase *tests = tcase_create("live_subject");
    tcase_add_test(tests, the_world_is_what_the_trace_says);
    tcase_add_test(tests, too_many_threads_are_refused);
    tcase_add_test(tests, no_steps);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
