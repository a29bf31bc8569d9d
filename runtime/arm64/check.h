/* As much of libcheck as the runtime's tests use, for a system that has none: tests run one after
 * the other, each in a process of its own, and a failed assertion ends its process. */
#ifndef RUNTIME_ARM64_CHECK_H
#define RUNTIME_ARM64_CHECK_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct TTest {
    const char *name;
    void (*fn)(int _i);
} TTest;

#define START_TEST(name)                                                                           \
    static void name##_fn(int _i);                                                                 \
    static const TTest name##_test = {#name, name##_fn};                                           \
    static const TTest *const name = &name##_test;                                                 \
    static void name##_fn(int _i)                                                                  \
    {                                                                                              \
        (void)_i;
#define END_TEST }

#define ck_assert_msg(condition, ...)                                                              \
    do {                                                                                           \
        if (condition) break;                                                                      \
        fprintf(stderr, "%s:%d: %s: ", __FILE__, __LINE__, #condition);                            \
        fprintf(stderr, __VA_ARGS__);                                                              \
        fprintf(stderr, "\n");                                                                     \
        _exit(1);                                                                                  \
    } while (0)
#define ck_assert(condition) ck_assert_msg(condition, "is false")
#define ck_compare(type, a, operator, b)                                                           \
    do {                                                                                           \
        type left_ = (type)(a), right_ = (type)(b);                                                \
        ck_assert_msg(left_ operator right_, "%lld, %lld", (long long)left_, (long long)right_);   \
    } while (0)
#define ck_assert_int_eq(a, b) ck_compare(intmax_t, a, ==, b)
#define ck_assert_int_ge(a, b) ck_compare(intmax_t, a, >=, b)
#define ck_assert_uint_eq(a, b) ck_compare(uintmax_t, a, ==, b)
#define ck_assert_uint_ne(a, b) ck_compare(uintmax_t, a, !=, b)
#define ck_assert_uint_ge(a, b) ck_compare(uintmax_t, a, >=, b)
#define ck_assert_uint_gt(a, b) ck_compare(uintmax_t, a, >, b)
#define ck_assert_uint_le(a, b) ck_compare(uintmax_t, a, <=, b)
#define ck_assert_ptr_eq(a, b) ck_assert((a) == (b))
#define ck_assert_ptr_null(a) ck_assert(!(a))
#define ck_assert_str_eq(a, b) ck_assert(!strcmp(a, b))
#define ck_assert_mem_eq(a, b, n) ck_assert(!memcmp(a, b, n))

/* Run it; returns whether it has failed. */
static inline int check_run(const TTest *test, int i)
{
    int status;
    fflush(NULL);
    pid_t child = fork();
    if (!child) {
        alarm(100);
        test->fn(i);
        _exit(0);
    }
    if (waitpid(child, &status, 0) == child && !status) return 0;
    fprintf(stderr, "%s: failed\n", test->name);
    return 1;
}

#endif
