#include "checker/interactive/words.h"
#include "checker/search/suite.h"
#include "checker/trace/tiny.h"

#include <string.h>

TINY_PROGRAM(racy, TINY_READ, TINY_WRITE);

static void expect_found(const char *typed, const char *name)
{
    g_autofree char *mistake = NULL;
    unsigned word = word_find(typed, &mistake);
    ck_assert_msg(word < WORD_COUNT, "%s: %s", typed, mistake);
    ck_assert_str_eq(words[word].name, name);
}

static void expect_mistake(const char *typed, const char *part)
{
    g_autofree char *mistake = NULL;
    ck_assert_uint_eq(word_find(typed, &mistake), WORD_COUNT);
    ck_assert_msg(strstr(mistake, part) != NULL, "%s: %s", typed, mistake);
}

START_TEST(unique_beginnings_will_do)
{
    expect_found("look", "look");
    expect_found("v", "violation");
    expect_found("rea", "reachable");
    expect_mistake("re", "reachable or restart");
    expect_mistake("", "may be look or take");
    expect_mistake("bakc", "did you mean `back`?");
    expect_mistake("frobnicate", "`help` lists them");
}
END_TEST

/* What the tab key offers behind `line`, joined by a bar. */
static void expect_completion(const char *line, size_t from, const char *expected)
{
    Subject subject = tiny_subject(racy);
    const Predicate *counts = &subject.predicates[0];
    Check check = {CHECK_ALWAYS, "all counts", counts->text, counts->holds, racy, NULL, NULL, NULL};
    Question question = {.subject = &subject, .check_count = 1, .checks = &check};
    SearchOptions options = {0};
    g_autoptr(Session) session = session_new(&question, &options, 0, 0);
    size_t got;
    g_autoptr(GPtrArray) candidates = words_complete(session, line, &got);
    g_ptr_array_add(candidates, NULL);
    g_autofree char *joined = g_strjoinv("|", (char **)candidates->pdata);
    ck_assert_str_eq(joined, expected);
    if (*expected) ck_assert_uint_eq(got, from);
}

START_TEST(completion)
{
    expect_completion("re", 0, "reachable|restart");
    expect_completion("p", 0, "p1|p2");
    expect_completion("take ", 5, "p1|p2");
    expect_completion("violation all c", 10, "all counts");
    expect_completion("vio lost", 4, "lost count");
    expect_completion("state shared.", 6, "shared.counter|shared.lock");
    expect_completion("jump e", 5, "end");
    expect_completion("help qu", 5, "quit");
    expect_completion("look x", 0, "");
    expect_completion("nonsense x", 0, "");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("words");
    TCase *cases = tcase_create("words");
    tcase_add_test(cases, unique_beginnings_will_do);
    tcase_add_test(cases, completion);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
