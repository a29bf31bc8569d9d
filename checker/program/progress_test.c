#include "checker/program/progress.h"
#include "checker/search/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const Statistics figures = {
    .states = 1234567,
    .depth = 57,
    .memory = UINT64_C(300) << 20,
    .seconds = 10,
    .prognosis = {.frontier = 4321, .level_done = 0.25, .fill = 0.4},
};

static ProgressLine line_on(const ProgressBoard *board)
{
    static const Limits limits = {.seconds = 60};
    return (ProgressLine){.board = board, .name = "a/long/name.yml  fixed", .limits = &limits};
}

START_TEST(a_line_says_all)
{
    ProgressBoard board = {.count = 1};
    ProgressLine line = line_on(&board);
    g_autofree char *text = progress_text(&line, &figures, 0);
    ck_assert_str_eq(text, "a/long/name.yml  fixed: 1,234,567 states, 123 k/s, depth 57 (25 %), "
                           "frontier 4,321, 300 MiB, 40 % of the limit, 10 s, at most 50 s more");
}
END_TEST

/* As many runs again take as long again. */
START_TEST(runs_have_an_end)
{
    ProgressBoard board = {.count = 12, .done = 3, .under_way = 2};
    Statistics so_far = {.states = 10, .seconds = 10, .runs = 25, .prognosis = {.planned = 100}};
    ProgressLine line = {.board = &board, .name = "x"};
    g_autofree char *text = progress_text(&line, &so_far, 0);
    ck_assert_str_eq(text,
                     "3 of 12 done, 2 under way  x: 10 states, 25 of 100 runs, 1 /s, depth 0, "
                     "0 MiB, 10 s, at most 30 s more");
}
END_TEST

/* Nothing wraps, and the count of states is there however narrow it is. */
START_TEST(a_line_fits_its_terminal)
{
    ProgressBoard board = {.count = 12, .done = 3, .under_way = 2};
    ProgressLine line = line_on(&board);
    for (uint32_t columns = 30; columns < 200; columns++) {
        g_autofree char *text = progress_text(&line, &figures, columns);
        ck_assert_msg(strlen(text) <= columns, "%u: %s", columns, text);
        ck_assert_msg(strstr(text, "fixed: 1,234,567 states"), "%u: %s", columns, text);
    }
}
END_TEST

static char *shown(ProgressBoard board, const double *seconds)
{
    char *text = NULL;
    size_t length = 0;
    board.out = open_memstream(&text, &length);
    ProgressLine line = {.board = &board, .name = "x"};
    for (; *seconds > 0; seconds++)
        progress_show(&line, &(Statistics){.states = 1, .seconds = *seconds});
    fclose(board.out);
    return text;
}

static uint32_t lines_in(const char *text)
{
    uint32_t count = 0;
    for (; *text; text++)
        count += *text == '\n';
    return count;
}

START_TEST(a_log_is_told_now_and_then)
{
    static const double seconds[] = {0.2, 5, 9.9, 10.1, 10.3, 15, 20.2, 29, 30.3, 0};
    ProgressBoard board = {.on = true, .first_after = 10, .between = 10};
    char *text = shown(board, seconds);
    ck_assert_uint_eq(lines_in(text), 3);
    ck_assert(!strpbrk(text, "\r\033"));
    free(text);
    board.on = false;
    text = shown(board, seconds);
    ck_assert_str_eq(text, "");
    free(text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("progress");
    TCase *cases = tcase_create("progress");
    tcase_add_test(cases, a_line_says_all);
    tcase_add_test(cases, runs_have_an_end);
    tcase_add_test(cases, a_line_fits_its_terminal);
    tcase_add_test(cases, a_log_is_told_now_and_then);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
