/* Limits of control groups, read from a folder that looks like /proc and /sys. */
#include "checker/program/ceiling.h"
#include "checker/program/remove_tree.h"
#include "checker/search/suite.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static char *root;

static void put(const char *name, const char *text)
{
    g_autofree char *path = g_strconcat(root, name, NULL), *folder = g_path_get_dirname(path);
    ck_assert_int_eq(g_mkdir_with_parents(folder, 0777), 0);
    ck_assert(g_file_set_contents(path, text, -1, NULL));
}

static void make_root(void)
{
    root = g_dir_make_tmp("checker-XXXXXX", NULL);
    ck_assert(root != NULL);
}

static void remove_root(void)
{
    remove_tree(root);
    g_free(root);
}

static void expect(uint64_t limit)
{
    ck_assert_uint_eq(ceiling_of_groups(root), limit);
}

START_TEST(version_2)
{
    expect(UINT64_MAX);
    put("/proc/self/cgroup", "0::/batch/job\n");
    expect(UINT64_MAX);
    put("/sys/fs/cgroup/batch/job/memory.max", "max\n");
    expect(UINT64_MAX);
    put("/sys/fs/cgroup/batch/job/memory.max", "4096000\n");
    expect(4096000);
    put("/sys/fs/cgroup/batch/memory.max", "4095000\n");
    expect(4095000);
    put("/sys/fs/cgroup/batch/job/memory.high", "4094000\n");
    expect(4094000);
    /* A group beside it is another matter. */
    put("/sys/fs/cgroup/other/memory.max", "1\n");
    expect(4094000);
}
END_TEST

START_TEST(version_1)
{
    put("/proc/self/cgroup", "5:cpu,cpuacct:/a\n4:hugetlb,memory:/docker/b\n0::/\n");
    put("/sys/fs/cgroup/memory/docker/b/memory.limit_in_bytes", "9223372036854771712\n");
    expect(9223372036854771712u);
    put("/sys/fs/cgroup/memory/a/memory.limit_in_bytes", "1\n");
    expect(9223372036854771712u);
    put("/sys/fs/cgroup/memory/docker/memory.limit_in_bytes", "5000000\n");
    expect(5000000);
}
END_TEST

/* The path is the host's. */
START_TEST(in_a_container)
{
    put("/proc/self/cgroup", "4:memory:/docker/b\n");
    put("/sys/fs/cgroup/memory/memory.limit_in_bytes", "6000000\n");
    expect(6000000);
    put("/proc/self/cgroup", "0::/../../somewhere\n");
    put("/sys/fs/cgroup/memory.max", "7000000\n");
    expect(7000000);
}
END_TEST

START_TEST(what_makes_no_sense_is_no_limit)
{
    put("/proc/self/cgroup", "nonsense\n0::\n::\n\n0:memory");
    put("/sys/fs/cgroup/memory.max", "a lot\n");
    expect(UINT64_MAX);
}
END_TEST

/* -------- setrlimit -------- */

static void expect_under(int resource)
{
    enum { LIMIT = 1 << 30 };
    pid_t child = fork();
    if (child == 0) {
        struct rlimit limit = {LIMIT, LIMIT};
        setrlimit(resource, &limit);
        _exit(ceiling_bytes() == LIMIT ? 0 : 1);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

START_TEST(limits_of_the_process)
{
    ck_assert_uint_gt(ceiling_bytes(), 0);
    expect_under(RLIMIT_DATA);
#ifndef __SANITIZE_ADDRESS__ /* whose shadow takes more address space than there is memory */
    expect_under(RLIMIT_AS);
#endif
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ceiling");
    TCase *cases = tcase_create("ceiling");
    tcase_add_checked_fixture(cases, make_root, remove_root);
    tcase_add_test(cases, version_2);
    tcase_add_test(cases, version_1);
    tcase_add_test(cases, in_a_container);
    tcase_add_test(cases, what_makes_no_sense_is_no_limit);
    tcase_add_test(cases, limits_of_the_process);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
