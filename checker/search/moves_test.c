/* The moves out of a state, and the demands on a subject. */
#include "checker/search/moves.h"

#include "checker/search/suite.h"
#include "checker/search/table_system.h"

#include <signal.h>

/* Two rows: in row 0 "mid" has two choices, "low" waits, "top" spins or throws. */
static void two_rows(TableSystem *system)
{
    *system = (TableSystem){.rows = 2, .actors = 3, .initials = 1};
    system->cell[0][0] = (TableCell){.step = 0, .choices = 2, .outcome = {RAN, RAN}, .to = {1, 0}};
    system->cell[0][1] = (TableCell){.step = 1, .choices = 1, .outcome = {BLOCKED, BLOCKED}};
    system->cell[0][2] = (TableCell){
        .step = 2, .choices = 2, .outcome = {RAN, THREW}, .to = {0, 0}, .message = {0, 1}};
    for (uint32_t actor = 0; actor < 3; actor++)
        system->cell[1][actor] = (TableCell){.step = 3, .choices = 1, .outcome = {BLOCKED}};
    table_subject(system);
}

static void expect_move(Moves *moves, Move move, Outcome outcome, bool changed)
{
    ck_assert(moves_next(moves));
    ck_assert_uint_eq(moves->move.actor, move.actor);
    ck_assert_uint_eq(moves->move.choice, move.choice);
    ck_assert_uint_eq(moves->move.step, move.step);
    ck_assert_int_eq(moves->outcome, outcome);
    ck_assert_int_eq(moves->changed, changed);
}

START_TEST(by_actor_and_choice)
{
    TableSystem system;
    two_rows(&system);
    uint8_t from = 0, to = 77;
    StepCount counts[TABLE_STEPS] = {0};
    Moves moves;
    moves_begin(&moves, &system.subject, &from, &to, counts);

    expect_move(&moves, (Move){0, 0, 0}, RAN, true);
    ck_assert_uint_eq(to, 1);
    expect_move(&moves, (Move){0, 1, 0}, RAN, false);
    ck_assert_uint_eq(to, 0);
    expect_move(&moves, (Move){2, 0, 2}, RAN, false);
    expect_move(&moves, (Move){2, 1, 2}, THREW, false);
    ck_assert_uint_eq(moves.message, 1);
    ck_assert(!moves_next(&moves));
    ck_assert(!moves_next(&moves));

    ck_assert_uint_eq(moves.movable, 1u << 0 | 1u << 2);
    ck_assert_uint_eq(counts[0].ran, 2);
    ck_assert_uint_eq(counts[1].blocked, 1);
    ck_assert_uint_eq(counts[2].ran, 1);
    ck_assert_uint_eq(counts[2].threw, 1);
    ck_assert_uint_eq(counts[3].blocked, 0);
}
END_TEST

START_TEST(target_may_be_pointed_elsewhere)
{
    TableSystem system;
    two_rows(&system);
    uint8_t from = 0, to[4] = {77, 77, 77, 77};
    Moves moves;
    uint32_t slot = 0;
    moves_begin(&moves, &system.subject, &from, &to[slot], NULL);
    while (moves_next(&moves))
        if (moves.changed) moves.to = &to[++slot];
    ck_assert_uint_eq(slot, 1);
    ck_assert_uint_eq(to[0], 1);
    ck_assert_uint_eq(to[2], 77);
}
END_TEST

START_TEST(any)
{
    TableSystem system;
    two_rows(&system);
    ck_assert(moves_any(&system.subject, &(uint8_t){0}));
    ck_assert(!moves_any(&system.subject, &(uint8_t){1}));
}
END_TEST

/* -------- broken subjects: each of these must abort -------- */

static void walk(TableSystem *system)
{
    uint8_t from = 0, to;
    Moves moves;
    moves_begin(&moves, &system->subject, &from, &to, NULL);
    while (moves_next(&moves))
        continue;
}

START_TEST(no_code_for_a_step)
{
    TableSystem system;
    two_rows(&system);
    system.cell[0][0].outcome[0] = NOT_MINE;
    walk(&system);
}
END_TEST

START_TEST(blocked_without_awaiting)
{
    static const SubjectStep steps[TABLE_STEPS] = {
        {"A", "", "", false}, {"B", "", "", false}, {"C", "", "", false}, {"D", "", "", false}};
    TableSystem system;
    two_rows(&system);
    system.subject.steps = steps;
    walk(&system);
}
END_TEST

START_TEST(blocked_in_one_choice_only)
{
    TableSystem system;
    two_rows(&system);
    system.cell[0][0].outcome[1] = BLOCKED;
    walk(&system);
}
END_TEST

START_TEST(no_choices)
{
    TableSystem system;
    two_rows(&system);
    system.cell[0][0].choices = 0;
    walk(&system);
}
END_TEST

START_TEST(undeclared_step)
{
    TableSystem system;
    two_rows(&system);
    system.cell[0][0].step = TABLE_STEPS;
    walk(&system);
}
END_TEST

#ifdef CHECKER_FOOTPRINT
static Outcome leave_a_mark(const void *context, uint8_t *state, Attempt *attempt)
{
    Outcome outcome = table_attempt(context, state, attempt);
    if (outcome == BLOCKED) state[0] = 1;
    return outcome;
}

START_TEST(blocked_leaves_a_mark)
{
    TableSystem system;
    two_rows(&system);
    system.subject.attempt = leave_a_mark;
    walk(&system);
}
END_TEST
#endif

int main(void)
{
    Suite *suite = suite_create("moves");
    TCase *order = tcase_create("order");
    tcase_add_test(order, by_actor_and_choice);
    tcase_add_test(order, target_may_be_pointed_elsewhere);
    tcase_add_test(order, any);
    suite_add_tcase(suite, order);

    TCase *broken = tcase_create("broken subjects");
    tcase_add_test_raise_signal(broken, no_code_for_a_step, SIGABRT);
    tcase_add_test_raise_signal(broken, blocked_without_awaiting, SIGABRT);
    tcase_add_test_raise_signal(broken, blocked_in_one_choice_only, SIGABRT);
    tcase_add_test_raise_signal(broken, no_choices, SIGABRT);
    tcase_add_test_raise_signal(broken, undeclared_step, SIGABRT);
#ifdef CHECKER_FOOTPRINT
    tcase_add_test_raise_signal(broken, blocked_leaves_a_mark, SIGABRT);
#endif
    suite_add_tcase(suite, broken);
    return suite_run(suite);
}
