/* Arrays in a file read as they did in memory. */
#include "checker/search/spill.h"

#include "checker/search/reservation.h"
#include "checker/search/statistics.h"
#include "checker/search/suite.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#define BYTES ((size_t)40 << 20)

static uint8_t byte_at(size_t i)
{
    return (uint8_t)(i * 2654435761u >> 13);
}

static void expect_bytes(const uint8_t *array, size_t count)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i += 61)
        wrong += array[i] != byte_at(i);
    ck_assert_uint_eq(wrong, 0);
}

START_TEST(what_is_spilled_reads_the_same)
{
    Reservation room = reservation_new(2 * BYTES);
    uint8_t *array = room.start;
    Spill spill = {0};
    for (size_t i = 0; i < BYTES; i++)
        array[i] = byte_at(i);
    ck_assert(spill_more(&spill, "/tmp", array, 1000));
    ck_assert_uint_eq(spill.bytes, 0);
    ck_assert(spill_more(&spill, "/tmp", array, BYTES / 3));
    expect_bytes(array, BYTES);
    ck_assert(spill_more(&spill, "/tmp", array, BYTES - 1));
    ck_assert_uint_le(spill.bytes, BYTES - 1);
    ck_assert_uint_gt(spill.bytes, BYTES - (1 << 17));
    expect_bytes(array, BYTES);

    uint64_t before = resident_memory();
    spill_forget(&spill);
    if (before > 0) ck_assert_uint_lt(resident_memory() + BYTES / 2, before);
    spill_ask_for(&spill, 0, BYTES);
    expect_bytes(array, BYTES);
    spill_forget_some(&spill, 5, BYTES / 2 + 5);
    expect_bytes(array, BYTES);
    /* The end can still be written to. */
    array[BYTES] = 7;
    ck_assert_uint_eq(array[BYTES], 7);
    spill_clear(&spill);
    reservation_free(&room);

    /* Its addresses are had again, and no file has them. */
    room = reservation_new(2 * BYTES);
    ck_assert_ptr_eq(room.start, array);
    ck_assert_uint_eq(array[BYTES / 4] + array[BYTES], 0);
    memset(room.start, 1, BYTES);
    reservation_free(&room);
}
END_TEST

START_TEST(where_nothing_can_be_written)
{
    Reservation room = reservation_new(BYTES);
    Spill spill = {0};
    ck_assert(!spill_more(&spill, "/nowhere at all", room.start, BYTES));
    ck_assert_int_eq(errno, ENOENT);
    spill_clear(&spill);
    reservation_free(&room);
}
END_TEST

/* What was written before the disk was full is where it belongs, and the rest in memory. */
START_TEST(a_full_disk)
{
    Reservation room = reservation_new(BYTES);
    uint8_t *array = room.start;
    Spill spill = {0};
    struct rlimit before, limit = {BYTES / 2, RLIM_INFINITY};
    for (size_t i = 0; i < BYTES; i++)
        array[i] = byte_at(i);
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    limit.rlim_max = before.rlim_max;
    setrlimit(RLIMIT_FSIZE, &limit);
    ck_assert(!spill_more(&spill, "/tmp", array, BYTES));
    ck_assert_int_eq(errno, EFBIG);
    setrlimit(RLIMIT_FSIZE, &before);
    ck_assert_uint_gt(spill.bytes, 0);
    ck_assert_uint_le(spill.bytes, BYTES / 2);
    expect_bytes(array, BYTES);
    ck_assert(spill_more(&spill, "/tmp", array, BYTES));
    ck_assert_uint_eq(spill.bytes, BYTES);
    expect_bytes(array, BYTES);
    spill_clear(&spill);
    reservation_free(&room);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("spill");
    TCase *tcase = tcase_create("spill");
    tcase_add_test(tcase, what_is_spilled_reads_the_same);
    tcase_add_test(tcase, where_nothing_can_be_written);
    tcase_add_test(tcase, a_full_disk);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
