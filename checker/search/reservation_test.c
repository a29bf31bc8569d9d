#include "checker/search/reservation.h"

#include "checker/search/spill.h"
#include "checker/search/suite.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define MEGABYTE ((size_t)1 << 20)

START_TEST(reads_as_zero_and_can_be_written_to_the_end)
{
    const size_t size = 3 * MEGABYTE + 1;
    Reservation reservation = reservation_new(size);
    uint8_t *bytes = reservation.start;
    ck_assert_ptr_nonnull(bytes);
    ck_assert_uint_eq(reservation.size, size);
    ck_assert_uint_eq(bytes[0] | bytes[size / 2] | bytes[size - 1], 0);
    memset(bytes, 1, size);
    reservation_free(&reservation);
    ck_assert_ptr_null(reservation.start);
    reservation_free(&reservation);
}
END_TEST

/* What is written is there again after the memory was given back. */
START_TEST(in_a_file)
{
    const size_t size = 3 * MEGABYTE + 1;
    Reservation reservation = reservation_in_file(spill_open("/tmp"), size);
    uint8_t *bytes = reservation.start;
    ck_assert_ptr_nonnull(bytes);
    ck_assert_uint_eq(bytes[0] | bytes[size / 2] | bytes[size - 1], 0);
    memset(bytes, 7, size);
    reservation_forget(&reservation);
    for (size_t i = 0; i < size; i += 1000)
        ck_assert_uint_eq(bytes[i], 7);
    reservation_free(&reservation);
}
END_TEST

START_TEST(a_file_that_may_not_grow)
{
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit limit = {MEGABYTE, MEGABYTE};
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    Reservation none = reservation_in_file(spill_open("/tmp"), 2 * MEGABYTE);
    ck_assert_ptr_null(none.start);
    ck_assert_int_eq(errno, EFBIG);
}
END_TEST

/* Each test is a process of its own, so the limit ends with it. */
static void leave_address_space(size_t bytes)
{
    unsigned long pages;
    FILE *file = fopen("/proc/self/statm", "r");
    ck_assert_int_eq(fscanf(file, "%lu", &pages), 1);
    fclose(file);
    size_t used = pages * (size_t)sysconf(_SC_PAGESIZE);
    struct rlimit limit = {.rlim_cur = used + bytes, .rlim_max = RLIM_INFINITY};
    ck_assert_int_eq(setrlimit(RLIMIT_AS, &limit), 0);
}

/* Its addresses are had again, and nothing else: neither small pages nor huge ones. */
START_TEST(what_was_freed_reads_as_zero)
{
    const size_t size = 64 * MEGABYTE, places[] = {0, 4095, 65535, 65536, 3 * MEGABYTE, size - 1};
    Reservation reservation = reservation_new(size);
    void *start = reservation.start;
    for (int round = 0; round < 3; round++) {
        uint8_t *bytes = reservation.start;
        ck_assert_ptr_eq(bytes, start);
        for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
            ck_assert_uint_eq(bytes[places[i]], 0);
            bytes[places[i]] = 1;
        }
        reservation_free(&reservation);
        reservation = reservation_new(size);
    }
    Reservation other = reservation_new(2 * size);
    ck_assert_uint_eq(other.size, 2 * size);
    reservation_free(&other);
    reservation_free(&reservation);
}
END_TEST

/* And may touch a little behind its end. */
START_TEST(a_shorter_one_has_them_too)
{
    const size_t size = 64 * MEGABYTE, shorter = 8 * MEGABYTE;
    Reservation reservation = reservation_new(size);
    uint8_t *start = reservation.start;
    for (int round = 0; round < 3; round++) {
        reservation_free(&reservation);
        reservation = reservation_new(shorter);
        ck_assert_ptr_eq(reservation.start, start);
        ck_assert_uint_eq(reservation.size, shorter);
        start[shorter - 1] = start[shorter + 5] = 1;
        reservation_free(&reservation);
        reservation = reservation_new(size);
        ck_assert_ptr_eq(reservation.start, start);
        ck_assert_uint_eq(start[shorter - 1] | start[shorter + 5] | start[size - 1], 0);
    }
    reservation_free(&reservation);
}
END_TEST

/* Sparse ones have those of sparse ones. */
START_TEST(sparse_ones_read_as_zero)
{
    Reservation sparse = reservation_sparse(MEGABYTE), other = reservation_new(64 * MEGABYTE);
    uint8_t *start = sparse.start;
    reservation_free(&other);
    for (int round = 0; round < 3; round++) {
        ck_assert_ptr_eq(sparse.start, start);
        ck_assert_uint_eq(start[0] | start[MEGABYTE - 1], 0);
        start[0] = start[MEGABYTE - 1] = 1;
        reservation_free(&sparse);
        sparse = reservation_sparse(MEGABYTE);
    }
    reservation_free(&sparse);
}
END_TEST

/* More than are kept: some have addresses again, some new ones. */
START_TEST(however_many_were_freed)
{
    enum { MANY = 200 };
    Reservation reservations[MANY];
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < MANY; i++) {
            reservations[i] = reservation_new(4 * MEGABYTE);
            uint8_t *bytes = reservations[i].start;
            ck_assert_uint_eq(bytes[0] | bytes[3 * MEGABYTE], 0);
            bytes[0] = bytes[3 * MEGABYTE] = 1;
        }
        for (int i = 0; i < MANY; i++)
            reservation_free(&reservations[i]);
    }
}
END_TEST

/* Two at the same time are two. */
START_TEST(what_was_freed_is_had_once)
{
    Reservation first = reservation_new(64 * MEGABYTE);
    reservation_free(&first);
    first = reservation_new(64 * MEGABYTE);
    Reservation second = reservation_new(64 * MEGABYTE);
    ck_assert_ptr_ne(first.start, second.start);
    reservation_free(&first);
    reservation_free(&second);
}
END_TEST

/* Whatever the limit: that powers of two happen to fill it must not matter. */
START_TEST(short_address_space_is_shared)
{
    const size_t space = (size_t)(200 + 100 * _i) * MEGABYTE;
    leave_address_space(space);
    for (int i = 0; i < 5; i++) {
        Reservation reservation = reservation_at_most((size_t)1 << 42);
        ck_assert_ptr_nonnull(reservation.start);
        ck_assert_uint_ge(reservation.size, MEGABYTE);
        memset(reservation.start, 1, MEGABYTE);
    }
    Reservation rest = reservation_new(space / 64);
    ck_assert_ptr_nonnull(rest.start);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reservation");
    TCase *tcase = tcase_create("reservation");
    tcase_add_test(tcase, reads_as_zero_and_can_be_written_to_the_end);
    tcase_add_test(tcase, what_was_freed_reads_as_zero);
    tcase_add_test(tcase, a_shorter_one_has_them_too);
    tcase_add_test(tcase, sparse_ones_read_as_zero);
    tcase_add_test(tcase, however_many_were_freed);
    tcase_add_test(tcase, what_was_freed_is_had_once);
    tcase_add_test(tcase, in_a_file);
    tcase_add_test(tcase, a_file_that_may_not_grow);
    tcase_add_loop_test(tcase, short_address_space_is_shared, 0, 20);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
