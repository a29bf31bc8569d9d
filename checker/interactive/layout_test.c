#include "checker/interactive/layout.h"
#include "checker/program/color.h"
#include "checker/search/suite.h"

#include <string.h>

static void expect(const char *text, unsigned width, const char *expected)
{
    g_autofree char *lines = layout(text, width);
    ck_assert_str_eq(lines, expected);
}

START_TEST(short_lines_stay)
{
    expect("one\n  two\n\n", 20, "one\n  two\n\n");
    expect("", 20, "");
    expect("without an end", 20, "without an end");
    expect("blanks behind   \n", 40, "blanks behind\n");
}
END_TEST

START_TEST(long_lines_go_on_below)
{
    expect("one two three four five", 14, "one two three\n  four five");
    expect("  ab\tone two three four five six seven", 34,
           "  ab  one two three four five six\n      seven");
    expect("  a long beginning of it\tone two", 30, "  a long beginning of it\n    one two");
    expect("averyveryverylongword", 10, "averyveryverylongword");
}
END_TEST

START_TEST(colours_take_no_room)
{
    expect(COLOR_BAD "one" COLOR_END " " COLOR_STRONG "two" COLOR_END, 7,
           COLOR_BAD "one" COLOR_END " " COLOR_STRONG "two" COLOR_END);
    expect("\u4e2d\u4e2d \u4e2d", 6, "\u4e2d\u4e2d\n  \u4e2d");
}
END_TEST

START_TEST(nothing_upsets_the_terminal)
{
    expect("\033]0;title\007 \033[2J \r\b", 80, "\ufffd]0;title\ufffd \ufffd[2J \ufffd\ufffd");
    expect("\xc2\x9b"
           "2J \xff",
           80, "\ufffd2J \ufffd");
}
END_TEST

START_TEST(no_line_is_too_long)
{
    static const char text[] = "  1 gc\tSTW_LOCK  lock(&sched.lock)\n      \tsched.lock nil -> m3, "
                               "sched.gcwaiting false -> true, sched.stopwait 0 -> 2\n";
    for (unsigned width = 24; width < 100; width++) {
        g_autofree char *lines = layout(text, width);
        g_auto(GStrv) each = g_strsplit(lines, "\n", -1);
        for (char **line = each; *line; line++)
            ck_assert_msg(strlen(*line) <= width, "%u: %s", width, *line);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("layout");
    TCase *cases = tcase_create("layout");
    tcase_add_test(cases, short_lines_stay);
    tcase_add_test(cases, long_lines_go_on_below);
    tcase_add_test(cases, colours_take_no_room);
    tcase_add_test(cases, nothing_upsets_the_terminal);
    tcase_add_test(cases, no_line_is_too_long);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
