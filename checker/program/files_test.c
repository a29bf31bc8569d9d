/* Which files a folder stands for. */
#include "checker/program/files.h"
#include "checker/search/suite.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *folder;

static char *in_folder(const char *name)
{
    return g_build_filename(folder, name, NULL);
}

static void make_folder(void)
{
    folder = g_dir_make_tmp("files-XXXXXX", NULL);
    ck_assert(folder != NULL);
    g_autofree char *deeper = in_folder("deeper");
    ck_assert_int_eq(g_mkdir(deeper, 0777), 0);
}

static void remove_folder(void)
{
    static const char *const names[] = {"deeper/b.yaml", "deeper/back", "deeper",      "a.yml",
                                        "notes.txt",     "pipe.yml",    ".hidden.yml", ""};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = in_folder(names[i]);
        g_remove(path);
    }
    g_free(folder);
}

static void put(const char *name)
{
    g_autofree char *path = in_folder(name);
    ck_assert(g_file_set_contents(path, "title: t\n", -1, NULL));
}

START_TEST(folders_are_searched_once_and_in_order)
{
    put("deeper/b.yaml");
    put("a.yml");
    put("notes.txt");
    put(".hidden.yml");
    g_autofree char *back = in_folder("deeper/back");
    ck_assert_int_eq(symlink("..", back), 0);

    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    ck_assert(files_collect(folder, files, NULL));
    ck_assert_uint_eq(files->len, 2);
    ck_assert(g_str_has_suffix(g_ptr_array_index(files, 0), "/a.yml"));
    ck_assert(g_str_has_suffix(g_ptr_array_index(files, 1), "/deeper/b.yaml"));
}
END_TEST

/* Opening a pipe would wait for a writer. */
START_TEST(a_pipe_is_no_scenario)
{
    g_autofree char *pipe = in_folder("pipe.yml");
    ck_assert_int_eq(mkfifo(pipe, 0600), 0);
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GError) error = NULL;
    ck_assert(!files_collect(folder, files, &error));
    ck_assert(strstr(error->message, "there is no scenario"));
}
END_TEST

START_TEST(a_name_cannot_give_commands)
{
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GError) error = NULL;
    ck_assert(!files_collect("x\n::error::y.yml", files, &error));
    ck_assert_str_eq(error->message,
                     "x\\n::error::y.yml: error: there are control characters in this name\n");
    ck_assert_uint_eq(files->len, 0);
}
END_TEST

START_TEST(what_is_named_is_taken_as_it_is)
{
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    ck_assert(files_collect("nowhere/x.txt", files, NULL));
    ck_assert_str_eq(g_ptr_array_index(files, 0), "nowhere/x.txt");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("files");
    TCase *cases = tcase_create("files");
    tcase_add_checked_fixture(cases, make_folder, remove_folder);
    tcase_add_test(cases, folders_are_searched_once_and_in_order);
    tcase_add_test(cases, a_pipe_is_no_scenario);
    tcase_add_test(cases, a_name_cannot_give_commands);
    tcase_add_test(cases, what_is_named_is_taken_as_it_is);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
