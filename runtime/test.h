/* For the tests beside the code.  libcheck runs each test in a process of its own, so each may
 * start the runtime once. */
#ifndef RUNTIME_TEST_H
#define RUNTIME_TEST_H

#include "runtime/runtime.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Run fn in a child that has to abort after a message that contains `text`. */
static inline void expect_throw(void (*fn)(void), const char *text)
{
    char message[4096] = "";
    int end[2], status;

    ck_assert_int_eq(pipe(end), 0);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (!child) {
        dup2(end[1], STDERR_FILENO);
        signal(SIGALRM, SIG_DFL); /* libcheck's would kill us all */
        alarm(20);
        fn();
        _exit(0);
    }
    close(end[1]);
    for (size_t n = 0; n < sizeof message - 1;) {
        ssize_t got = read(end[0], message + n, sizeof message - 1 - n);
        if (got <= 0) break;
        n += (size_t)got;
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(strstr(message, text), "\"%s\" was expected, not \"%s\"", text, message);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

typedef struct Case {
    const TTest *test;
    int from, to; /* run it once for each number in [from, to), which it sees as _i */
} Case;

/* The whole program of a test: one suite of one case. */
static inline int run_tests(const char *name, const Case *cases, size_t n)
{
#ifdef RUNTIME_ARM64_CHECK_H
    int failed = 0;
    for (size_t i = 0; i < n; i++)
        for (int turn = cases[i].from; turn < cases[i].to; turn++)
            failed += check_run(cases[i].test, turn);
    printf("%s: %d failures\n", name, failed);
#else
    Suite *suite = suite_create(name);
    TCase *tcase = tcase_create(name);
    tcase_set_timeout(tcase, 60);
    for (size_t i = 0; i < n; i++)
        tcase_add_loop_test(tcase, cases[i].test, cases[i].from, cases[i].to);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
#endif
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#define ONCE(test)                                                                                 \
    {                                                                                              \
        test, 0, 1                                                                                 \
    }
#define RUN_TESTS(name, ...)                                                                       \
    int main(void)                                                                                 \
    {                                                                                              \
        const Case cases[] = {__VA_ARGS__};                                                        \
        return run_tests(name, cases, sizeof cases / sizeof cases[0]);                             \
    }

#endif
