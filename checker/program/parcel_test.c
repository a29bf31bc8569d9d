/* What goes into the pipe at one end comes out of it at the other, in whatever pieces. */
#include "checker/program/parcel.h"
#include "checker/search/suite.h"
#include "checker/trace/tiny.h"

#include <unistd.h>

TINY_PROGRAM(racy, TINY_READ, TINY_WRITE);
TINY_PROGRAM(locked, TINY_LOCK, TINY_READ, TINY_WRITE, TINY_UNLOCK);

/* All that was sent, when the sender has closed its end. */
static GByteArray *drain(int pipe)
{
    GByteArray *all = g_byte_array_new();
    uint8_t byte;
    while (read(pipe, &byte, 1) == 1)
        g_byte_array_append(all, &byte, 1);
    close(pipe);
    return all;
}

static void compare_figures(const Question *question, const Statistics *a, const Statistics *b)
{
    const Subject *subject = question->subject;
    ck_assert_uint_eq(a->states, b->states);
    ck_assert_uint_eq(a->transitions, b->transitions);
    ck_assert_uint_eq(a->memory, b->memory);
    ck_assert_mem_eq(a->steps, b->steps, subject->step_count * sizeof *a->steps);
    ck_assert_mem_eq(a->together, b->together, subject->actor_count * sizeof *a->together);
    ck_assert_mem_eq(a->alone, b->alone, subject->actor_count * sizeof *a->alone);
    ck_assert_uint_eq(a->depth_count, b->depth_count);
    ck_assert_uint_gt(a->depth_count, 0);
    ck_assert_mem_eq(a->depths, b->depths, a->depth_count * sizeof *a->depths);
    ck_assert_mem_eq(a->check_true, b->check_true, question->check_count * sizeof(uint64_t));
    ck_assert_mem_eq(a->check_false, b->check_false, question->check_count * sizeof(uint64_t));
}

static void compare(const Question *question, const Result *a, const Result *b)
{
    ck_assert(verdict_equal(a->verdict, b->verdict));
    ck_assert_int_eq(a->has_schedule, b->has_schedule);
    ck_assert_uint_eq(a->schedule.length, b->schedule.length);
    ck_assert_uint_eq(a->schedule.cycle, b->schedule.cycle);
    if (a->has_schedule)
        ck_assert_mem_eq(a->schedule.moves, b->schedule.moves, a->schedule.length * sizeof(Move));
    compare_figures(question, &a->statistics, &b->statistics);
}

/* Figures, then a result, arrive byte by byte. */
static void goes_through(const uint8_t *program, VerdictKind kind)
{
    Subject subject = tiny_subject(program);
    Check counts = {CHECK_ALWAYS, "counts", "", tiny_counts, program, NULL, NULL, NULL};
    Question question = {.subject = &subject, .check_count = 1, .checks = &counts};
    Result sent = search(&question, &(SearchOptions){.seed = 5}), got = {0};
    ck_assert_int_eq(sent.verdict.kind, kind);

    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert(parcel_send_progress(ends[1], &sent.statistics));
    ck_assert(parcel_send_result(ends[1], &question, &sent));
    close(ends[1]);

    g_autoptr(GByteArray) all = drain(ends[0]);
    g_autoptr(GByteArray) received = g_byte_array_new();
    Statistics so_far = {0};
    ParcelKind got_kind, kinds[2];
    uint32_t taken = 0;
    for (guint i = 0; i < all->len; i++) {
        g_byte_array_append(received, all->data + i, 1);
        if (parcel_take(received, &question, &got_kind, &so_far, &got)) kinds[taken++] = got_kind;
    }
    ck_assert_uint_eq(taken, 2);
    ck_assert_int_eq(kinds[0], PARCEL_PROGRESS);
    ck_assert_int_eq(kinds[1], PARCEL_RESULT);
    ck_assert_uint_eq(received->len, 0);
    ck_assert_uint_eq(so_far.states, sent.statistics.states);
    compare(&question, &sent, &got);
    ck_assert_uint_eq(got.seed, 5);
    result_free(&sent);
    result_free(&got);
}

START_TEST(a_result_goes_through)
{
    goes_through(racy, VERDICT_VIOLATES);
    goes_through(locked, VERDICT_HOLDS);
}
END_TEST

START_TEST(so_does_the_lack_of_one)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert(parcel_send_lack(ends[1]));
    close(ends[1]);
    g_autoptr(GByteArray) all = drain(ends[0]);
    Subject subject = tiny_subject(racy);
    Question question = {.subject = &subject};
    ParcelKind kind;
    Statistics so_far;
    Result result;
    ck_assert(parcel_take(all, &question, &kind, &so_far, &result));
    ck_assert_int_eq(kind, PARCEL_LACK);
    ck_assert(!parcel_take(all, &question, &kind, &so_far, &result));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("parcel");
    TCase *cases = tcase_create("parcel");
    tcase_add_test(cases, a_result_goes_through);
    tcase_add_test(cases, so_does_the_lack_of_one);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
