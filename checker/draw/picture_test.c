#include "checker/draw/by_hand.h"
#include "checker/search/suite.h"

TINY_PROGRAM(locked, TINY_LOCK, TINY_READ, TINY_WRITE, TINY_UNLOCK);
TINY_PROGRAM(quiet, TINY_LOG, TINY_LOG, TINY_LOG, TINY_LOG, TINY_ADD, TINY_LOG, TINY_LOG);

/* p1 has the lock; p2 stands before it from the start and gets it. */
static ByHand passing(Subject *subject)
{
    *subject = tiny_subject(locked);
    return by_hand_new(subject, "00001111");
}

START_TEST(a_lock_passes_to_who_waits_for_it)
{
    Subject subject;
    ByHand made = passing(&subject);
    const Picture *picture = by_hand_draw(&made);
    ck_assert_uint_eq(picture->arrows->len, 1);
    const PictureArrow *arrow = picture_arrow(picture, 0);
    ck_assert_int_eq(arrow->kind, ARROW_LOCK);
    ck_assert_uint_eq(arrow->from, 3);
    ck_assert_uint_eq(arrow->to, 4);
    ck_assert(arrow->waited);
    ck_assert_str_eq(arrow->reason, "let go of shared.lock");
    ck_assert_uint_eq(picture->tracks[0], 0);
    ck_assert_uint_eq(picture->tracks[1], 1);
    by_hand_clear(&made);
}
END_TEST

START_TEST(rows_are_states)
{
    Subject subject;
    ByHand made = passing(&subject);
    const Picture *picture = by_hand_draw(&made);
    ck_assert_int_eq(picture_situation(picture, 0, 1), SITUATION_MOVES);
    ck_assert_int_eq(picture_situation(picture, 1, 1), SITUATION_WAITS);
    ck_assert_int_eq(picture_situation(picture, 4, 1), SITUATION_MOVES);
    ck_assert_int_eq(picture_situation(picture, 8, 0), SITUATION_RESTS);
    enum { COUNTER = 0, LOCK = 1 };
    ck_assert_int_eq(picture_value(picture, 0, COUNTER), 0);
    ck_assert_int_eq(picture_value(picture, 8, COUNTER), 2);
    ck_assert_int_eq(picture_value(picture, 5, LOCK), 2);
    ck_assert_uint_eq(picture->switches, 1);
    by_hand_clear(&made);
}
END_TEST

START_TEST(reads_know_their_writer)
{
    Subject subject;
    ByHand made = passing(&subject);
    const Picture *picture = by_hand_draw(&made);
    const PictureRead *first = &g_array_index(picture->steps[0].reads, PictureRead, 0);
    ck_assert_uint_eq(first->writer, PICTURE_NOWHERE);
    const PictureRead *later = &g_array_index(picture->steps[4].reads, PictureRead, 0);
    ck_assert_uint_eq(later->writer, 3);
    ck_assert_int_eq(later->value, 0);
    by_hand_clear(&made);
}
END_TEST

START_TEST(hidden_fields_are_left_out)
{
    Subject subject;
    ByHand made = passing(&subject);
    const Picture *picture = by_hand_draw(&made);
    for (uint32_t i = 0; i < picture->step_count; i++) {
        const GArray *changes = picture->steps[i].changes;
        ck_assert_uint_le(changes->len, 1);
    }
    g_autoptr(Picture) all = picture_new(made.path, &made.marks, &made.caption, true);
    ck_assert_uint_eq(all->steps[0].changes->len, 2); /* the lock, and where p1 is */
    by_hand_clear(&made);
}
END_TEST

START_TEST(quiet_runs_fold_up_to_what_matters)
{
    Subject subject = tiny_subject(quiet);
    ByHand made = by_hand_new(&subject, "00000001111");
    by_hand_mark(&made, MARK_PAIR, 8, NULL);
    const Picture *picture = by_hand_draw(&made);
    ck_assert_uint_eq(picture->steps[0].fold, 4);
    ck_assert_uint_eq(picture->steps[5].fold, 0); /* two are too few */
    ck_assert_uint_eq(picture->steps[7].fold, 0); /* a mark stands in their way */
    ck_assert_uint_eq(picture->steps[9].fold, 0);
    by_hand_clear(&made);
}
END_TEST

START_TEST(a_broken_property_is_a_failure_too)
{
    Subject subject;
    ByHand made = passing(&subject);
    by_hand_mark(&made, MARK_FAILS, 7, NULL);
    const Picture *picture = by_hand_draw(&made);
    ck_assert(picture_fails(picture, 7));
    ck_assert(!picture_fails(picture, 6));
    by_hand_clear(&made);
}
END_TEST

START_TEST(no_step_at_all)
{
    Subject subject = tiny_subject(locked);
    ByHand made = by_hand_new(&subject, "");
    const Picture *picture = by_hand_draw(&made);
    ck_assert_uint_eq(picture->step_count, 0);
    ck_assert_uint_eq(picture->arrows->len, 0);
    by_hand_clear(&made);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("picture");
    TCase *tests = tcase_create("picture");
    tcase_add_test(tests, a_lock_passes_to_who_waits_for_it);
    tcase_add_test(tests, rows_are_states);
    tcase_add_test(tests, reads_know_their_writer);
    tcase_add_test(tests, hidden_fields_are_left_out);
    tcase_add_test(tests, quiet_runs_fold_up_to_what_matters);
    tcase_add_test(tests, a_broken_property_is_a_failure_too);
    tcase_add_test(tests, no_step_at_all);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
