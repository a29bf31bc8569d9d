#include "checker/search/search.h"
#include "checker/search/suite.h"

static void expect_text(Verdict verdict, const char *expected)
{
    char *text = verdict_text(verdict);
    ck_assert_str_eq(text, expected);
    free(text);
}

START_TEST(words)
{
    expect_text((Verdict){VERDICT_HOLDS, NULL}, "holds");
    expect_text((Verdict){VERDICT_VIOLATES, "p-has-one-owner"}, "violates: p-has-one-owner");
    expect_text((Verdict){VERDICT_THROWS, "notewakeup"}, "throws: \"notewakeup\"");
    expect_text((Verdict){VERDICT_THROWS, NULL}, "throws");
    expect_text((Verdict){VERDICT_DEADLOCK, NULL}, "deadlock");
    expect_text((Verdict){VERDICT_STUCK, "done"}, "stuck: done");
    expect_text((Verdict){VERDICT_LIVELOCK, "done"}, "livelock: done");
    expect_text((Verdict){VERDICT_DIVERGES, NULL}, "diverges");
    expect_text((Verdict){VERDICT_INCOMPLETE, "100% of memory"}, "incomplete: 100% of memory");
}
END_TEST

START_TEST(equality)
{
    char name[] = "same";
    ck_assert(verdict_equal((Verdict){VERDICT_STUCK, "same"}, (Verdict){VERDICT_STUCK, name}));
    ck_assert(!verdict_equal((Verdict){VERDICT_STUCK, "same"}, (Verdict){VERDICT_STUCK, "other"}));
    ck_assert(!verdict_equal((Verdict){VERDICT_STUCK, "same"}, (Verdict){VERDICT_LIVELOCK, name}));
    ck_assert(!verdict_equal((Verdict){VERDICT_STUCK, "same"}, (Verdict){VERDICT_STUCK, NULL}));
    ck_assert(verdict_equal((Verdict){VERDICT_HOLDS, NULL}, (Verdict){VERDICT_HOLDS, NULL}));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("verdict");
    TCase *tcase = tcase_create("verdict");
    tcase_add_test(tcase, words);
    tcase_add_test(tcase, equality);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
