#include "checker/program/output_file.h"
#include "checker/search/suite.h"

#include <glib/gstdio.h>
#include <string.h>

static char *folder;

static void set_up(void)
{
    folder = g_dir_make_tmp("output-XXXXXX", NULL);
    ck_assert(folder != NULL);
}

static void tear_down(void)
{
    g_autofree char *file = g_build_filename(folder, "a", NULL);
    g_remove(file);
    g_rmdir(folder);
    g_free(folder);
}

static void expect_contents(const char *path, const char *expected)
{
    g_autofree char *text = NULL;
    ck_assert(g_file_get_contents(path, &text, NULL, NULL));
    ck_assert_str_eq(text, expected);
}

static void expect_refusal(const char *path, bool force, const char *reason)
{
    g_autoptr(GError) error = NULL;
    ck_assert(!output_file_write(path, "new", -1, force, &error));
    ck_assert_msg(strstr(error->message, reason) != NULL, "%s", error->message);
}

START_TEST(only_force_replaces)
{
    g_autofree char *path = g_build_filename(folder, "a", NULL);
    ck_assert(output_file_write(path, "old", -1, false, NULL));
    expect_refusal(path, false, "exists; --force replaces it");
    expect_contents(path, "old");
    ck_assert(output_file_write(path, "newer", 3, true, NULL));
    expect_contents(path, "new");
}
END_TEST

START_TEST(other_things_are_left_alone)
{
    expect_refusal(folder, true, "is a folder");
    expect_refusal("/dev/null", true, "is not an ordinary file");
    g_autofree char *missing = g_build_filename(folder, "no", "a", NULL);
    expect_refusal(missing, false, missing);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("output file");
    TCase *cases = tcase_create("output file");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, only_force_replaces);
    tcase_add_test(cases, other_things_are_left_alone);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
