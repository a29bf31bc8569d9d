/* Complete exploration of systems small enough to know everything about them. */
#include "checker/search/suite.h"
#include "checker/search/table_system.h"

#include <string.h>

/* -------- the lost update: two threads, t := x; x := t + 1 -------- */

typedef struct LostUpdate {
    uint8_t x;
    uint8_t pc[2], t[2];
} LostUpdate;

enum { READ_X, WRITE_X, DONE };

static void lost_update_initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)context;
    (void)index;
    memset(state, 0, sizeof(LostUpdate));
}

static Outcome lost_update_attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    (void)context;
    LostUpdate *world = (LostUpdate *)state;
    uint32_t me = attempt->actor;
    attempt->step = world->pc[me];
    attempt->choices = 1;
    switch (world->pc[me]) {
    case READ_X:
        world->t[me] = world->x;
        break;
    case WRITE_X:
        world->x = (uint8_t)(world->t[me] + 1);
        break;
    case DONE:
        return BLOCKED;
    default:
        return NOT_MINE;
    }
    world->pc[me]++;
    return RAN;
}

static bool lost_update_may_rest(const void *context, const uint8_t *state, uint32_t actor)
{
    (void)context;
    return ((const LostUpdate *)state)->pc[actor] == DONE;
}

static bool both_count(const void *context, const uint8_t *state)
{
    (void)context;
    const LostUpdate *world = (const LostUpdate *)state;
    return world->pc[0] != DONE || world->pc[1] != DONE || world->x == 2;
}

static bool x_is_two(const void *context, const uint8_t *state)
{
    (void)context;
    return ((const LostUpdate *)state)->x == 2;
}

static bool x_is_three(const void *context, const uint8_t *state)
{
    (void)context;
    return ((const LostUpdate *)state)->x == 3;
}

static const SubjectStep lost_update_steps[] = {
    {"READ_X", "increment", "t := x", false},
    {"WRITE_X", "increment", "x := t + 1", false},
    {"DONE", "increment", "", true},
};
static const char *const lost_update_actors[] = {"one", "two"};
static const Subject lost_update = {
    .version = SUBJECT_VERSION,
    .name = "lost update",
    .state_size = sizeof(LostUpdate),
    .initial_count = 1,
    .actor_count = 2,
    .actors = lost_update_actors,
    .step_count = 3,
    .steps = lost_update_steps,
    .initial = lost_update_initial,
    .attempt = lost_update_attempt,
    .may_rest = lost_update_may_rest,
};
static const Check both_count_check = {CHECK_ALWAYS, "both-count", "",   both_count,
                                       NULL,         NULL,         NULL, NULL};
static const Check x_is_two_check = {
    CHECK_SOMETIMES, "x-is-two", "", x_is_two, NULL, NULL, NULL, NULL};
static const Check x_is_three_check = {
    CHECK_SOMETIMES, "x-is-three", "", x_is_three, NULL, NULL, NULL, NULL};

static const Strategy complete[] = {STRATEGY_BFS, STRATEGY_DFS};
#define COMPLETE_COUNT 2

static Result ask(const Subject *subject, const Check *check, Strategy strategy)
{
    Question question = {.subject = subject, .check_count = check ? 1 : 0, .checks = check};
    return search(&question, &(SearchOptions){.strategy = strategy});
}

static void expect_verdict(const Result *result, VerdictKind kind, const char *name)
{
    ck_assert_int_eq(result->verdict.kind, kind);
    ck_assert_pstr_eq(result->verdict.name, name);
}

START_TEST(lost_update_counts)
{
    for (uint32_t i = 0; i < COMPLETE_COUNT; i++) {
        Result result = ask(&lost_update, &x_is_two_check, complete[i]);
        const Statistics *statistics = &result.statistics;
        expect_verdict(&result, VERDICT_HOLDS, NULL);
        ck_assert(!result.has_schedule);
        ck_assert_uint_eq(statistics->states, 13);
        ck_assert_uint_eq(statistics->transitions, 14);
        ck_assert_uint_eq(statistics->depth, 4);
        ck_assert_uint_eq(statistics->other, 0);
        ck_assert_uint_eq(statistics->steps[READ_X].ran + statistics->steps[WRITE_X].ran, 14);
        ck_assert_uint_eq(statistics->steps[READ_X].blocked, 0);
        ck_assert_uint_eq(statistics->steps[DONE].ran, 0);
        ck_assert_uint_eq(statistics->check_true[0], 2);
        ck_assert_uint_eq(statistics->check_false[0], 11);
        /* Both can move in the four states before one is done. */
        ck_assert_uint_eq(statistics->together[0], statistics->together[1]);
        ck_assert_uint_eq(statistics->together[0], 4);
        ck_assert_uint_gt(statistics->memory, 0);
        result_free(&result);
    }
}
END_TEST

START_TEST(lost_update_is_found)
{
    static const Move expected[] = {
        {0, 0, READ_X}, {1, 0, READ_X}, {1, 0, WRITE_X}, {0, 0, WRITE_X}};
    Result result = ask(&lost_update, &both_count_check, STRATEGY_BFS);
    expect_verdict(&result, VERDICT_VIOLATES, "both-count");
    ck_assert(result.has_schedule);
    ck_assert_uint_eq(result.schedule.length, 4);
    ck_assert_uint_eq(result.schedule.cycle, 4);
    for (uint32_t i = 0; i < 4; i++) {
        ck_assert_uint_eq(result.schedule.moves[i].actor, expected[i].actor);
        ck_assert_uint_eq(result.schedule.moves[i].step, expected[i].step);
    }
    ck_assert_uint_eq(result.statistics.states, 13);
    result_free(&result);

    result = ask(&lost_update, &both_count_check, STRATEGY_DFS);
    expect_verdict(&result, VERDICT_VIOLATES, "both-count");
    ck_assert_uint_eq(result.schedule.length, 4);
    result_free(&result);
}
END_TEST

START_TEST(never_reached)
{
    for (uint32_t i = 0; i < COMPLETE_COUNT; i++) {
        Result result = ask(&lost_update, &x_is_three_check, complete[i]);
        expect_verdict(&result, VERDICT_VIOLATES, "x-is-three");
        ck_assert(!result.has_schedule);
        ck_assert_uint_eq(result.statistics.check_true[0], 0);
        ck_assert_uint_eq(result.statistics.check_false[0], 13);
        result_free(&result);
    }
}
END_TEST

/* -------- two locks taken in opposite orders -------- */

typedef struct TwoLocks {
    uint8_t owner[2]; /* 0: free, else actor + 1 */
    uint8_t pc[2];
} TwoLocks;

enum { TAKE_FIRST, TAKE_SECOND, GIVE_BOTH, IDLE };

static void two_locks_initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)context;
    (void)index;
    memset(state, 0, sizeof(TwoLocks));
}

static Outcome take(TwoLocks *world, uint32_t me, uint32_t lock)
{
    if (world->owner[lock] != 0) return BLOCKED;
    world->owner[lock] = (uint8_t)(me + 1);
    world->pc[me]++;
    return RAN;
}

static Outcome two_locks_attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    (void)context;
    TwoLocks *world = (TwoLocks *)state;
    uint32_t me = attempt->actor;
    attempt->step = world->pc[me];
    attempt->choices = 1;
    switch (world->pc[me]) {
    case TAKE_FIRST:
        return take(world, me, me);
    case TAKE_SECOND:
        return take(world, me, 1 - me);
    case GIVE_BOTH:
        world->owner[0] = world->owner[1] = 0;
        world->pc[me] = IDLE;
        return RAN;
    case IDLE:
        return BLOCKED;
    default:
        return NOT_MINE;
    }
}

static bool two_locks_may_rest(const void *context, const uint8_t *state, uint32_t actor)
{
    (void)context;
    return ((const TwoLocks *)state)->pc[actor] == IDLE;
}

static const SubjectStep two_locks_steps[] = {
    {"TAKE_FIRST", "worker", "lock(mine)", true},
    {"TAKE_SECOND", "worker", "lock(other)", true},
    {"GIVE_BOTH", "worker", "unlock(other); unlock(mine)", false},
    {"IDLE", "worker", "", true},
};

static const Subject two_locks = {
    .version = SUBJECT_VERSION,
    .name = "two locks",
    .state_size = sizeof(TwoLocks),
    .initial_count = 1,
    .actor_count = 2,
    .actors = lost_update_actors,
    .step_count = 4,
    .steps = two_locks_steps,
    .initial = two_locks_initial,
    .attempt = two_locks_attempt,
    .may_rest = two_locks_may_rest,
};

START_TEST(deadlock)
{
    for (uint32_t i = 0; i < COMPLETE_COUNT; i++) {
        Result result = ask(&two_locks, NULL, complete[i]);
        expect_verdict(&result, VERDICT_DEADLOCK, NULL);
        ck_assert(result.has_schedule);
        if (complete[i] == STRATEGY_BFS) ck_assert_uint_eq(result.schedule.length, 2);
        result_free(&result);
    }
}
END_TEST

/* Passing over the deadlock leaves the rest of the space to be explored. */
START_TEST(passed_over)
{
    const Verdict find = {VERDICT_THROWS, NULL};
    const Question question = {.subject = &two_locks, .find = &find};
    for (uint32_t i = 0; i < COMPLETE_COUNT; i++) {
        Result result = search(&question, &(SearchOptions){.strategy = complete[i]});
        expect_verdict(&result, VERDICT_HOLDS, NULL);
        ck_assert_uint_eq(result.statistics.other, 1);
        ck_assert_uint_eq(result.statistics.steps[GIVE_BOTH].ran, 4);
        result_free(&result);
    }
}
END_TEST

/* -------- throws, spins and choices, as tables -------- */

START_TEST(throw_is_not_a_state)
{
    TableSystem system = {.rows = 2, .actors = 2, .initials = 1};
    system.cell[0][0] = (TableCell){.step = 0, .choices = 1, .outcome = {RAN}, .to = {1}};
    system.cell[0][1] = (TableCell){.step = 1, .choices = 1, .outcome = {BLOCKED}};
    system.cell[1][0] = (TableCell){.step = 1, .choices = 1, .outcome = {BLOCKED}};
    system.cell[1][1] =
        (TableCell){.step = 2, .choices = 2, .outcome = {RAN, THREW}, .to = {0}, .message = {0, 1}};
    table_subject(&system);
    for (uint32_t i = 0; i < COMPLETE_COUNT; i++) {
        Result result = search(&system.question, &(SearchOptions){.strategy = complete[i]});
        expect_verdict(&result, VERDICT_THROWS, "out of mind");
        ck_assert_uint_eq(result.statistics.states, 2);
        ck_assert_uint_eq(result.statistics.transitions, 3);
        ck_assert_uint_eq(result.statistics.steps[2].threw, 1);
        ck_assert_uint_eq(result.schedule.length, 2);
        ck_assert_uint_eq(result.schedule.moves[1].actor, 1);
        ck_assert_uint_eq(result.schedule.moves[1].choice, 1);
        ck_assert_uint_eq(result.schedule.moves[1].step, 2);
        result_free(&result);
    }
}
END_TEST

START_TEST(spinning_is_no_deadlock)
{
    TableSystem system = {.rows = 1, .actors = 2, .initials = 1};
    system.cell[0][0] = (TableCell){.step = 0, .choices = 1, .outcome = {RAN}, .to = {0}};
    system.cell[0][1] = (TableCell){.step = 1, .choices = 1, .outcome = {BLOCKED}};
    table_subject(&system);
    for (uint32_t i = 0; i < COMPLETE_COUNT; i++) {
        Result result = search(&system.question, &(SearchOptions){.strategy = complete[i]});
        expect_verdict(&result, VERDICT_HOLDS, NULL);
        ck_assert_uint_eq(result.statistics.states, 1);
        ck_assert_uint_eq(result.statistics.transitions, 1);
        ck_assert_uint_eq(result.statistics.together[0], 0);
        result_free(&result);
    }
}
END_TEST

START_TEST(failing_from_the_start)
{
    TableSystem system = {.rows = 2, .actors = 1, .initials = 2, .initial = {0, 1}};
    system.cell[0][0] = (TableCell){.step = 0, .choices = 1, .outcome = {RAN}, .to = {1}};
    system.cell[1][0] = (TableCell){.step = 1, .choices = 1, .outcome = {RAN}, .to = {0}};
    system.bad[0] = system.bad[1] = 1u << 1;
    table_subject(&system);
    for (uint32_t i = 0; i < COMPLETE_COUNT; i++) {
        Result result = search(&system.question, &(SearchOptions){.strategy = complete[i]});
        expect_verdict(&result, VERDICT_VIOLATES, "first");
        ck_assert(result.has_schedule);
        ck_assert_uint_eq(result.schedule.initial, 1);
        ck_assert_uint_eq(result.schedule.length, 0);
        ck_assert_uint_eq(result.statistics.transitions, 0);
        result_free(&result);
    }
}
END_TEST

/* -------- systems of one actor, whose only step is step 0 -------- */

typedef bool MayRest(const void *context, const uint8_t *state, uint32_t actor);
typedef Outcome AttemptStep(const void *context, uint8_t *state, Attempt *attempt);
typedef void Initial(const void *context, uint32_t index, uint8_t *state);

static Subject one_actor(uint32_t state_size, uint32_t initial_count, Initial *initial,
                         AttemptStep *attempt, MayRest *may_rest)
{
    static const char *const actors[] = {"one"};
    static const SubjectStep steps[] = {{"STEP", "one", "", true}};
    return (Subject){.version = SUBJECT_VERSION,
                     .name = "one actor",
                     .state_size = state_size,
                     .initial_count = initial_count,
                     .actor_count = 1,
                     .actors = actors,
                     .step_count = 1,
                     .steps = steps,
                     .initial = initial,
                     .attempt = attempt,
                     .may_rest = may_rest};
}

/* -------- many states that wait on a stack, not all equally deep -------- */

typedef struct Branch {
    uint8_t number, steps;
} Branch;

enum { BRANCHES = 256, LONGEST = 2 };

static void branch_initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)context;
    *(Branch *)state = (Branch){.number = (uint8_t)index};
}

static bool branch_is_done(const void *context, const uint8_t *state, uint32_t actor)
{
    (void)context;
    (void)actor;
    const Branch *branch = (const Branch *)state;
    return branch->steps == (branch->number % 3 == 0 ? LONGEST : 0);
}

static Outcome branch_attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    attempt->step = 0;
    attempt->choices = 1;
    if (branch_is_done(context, state, attempt->actor)) return BLOCKED;
    ((Branch *)state)->steps++;
    return RAN;
}

/* More than are expanded together: some of the first are deep when the last still wait. */
START_TEST(branches)
{
    Subject subject =
        one_actor(sizeof(Branch), BRANCHES, branch_initial, branch_attempt, branch_is_done);
    for (uint32_t i = 0; i < COMPLETE_COUNT; i++) {
        Result result = ask(&subject, NULL, complete[i]);
        expect_verdict(&result, VERDICT_HOLDS, NULL);
        ck_assert_uint_eq(result.statistics.states, BRANCHES + LONGEST * (BRANCHES / 3 + 1));
        ck_assert_uint_eq(result.statistics.depth, LONGEST);
        result_free(&result);
    }
}
END_TEST

/* -------- every place wants a number for the same state -------- */

enum { CROWD_SIZE = 24, CROWD = 256 };

static void crowd_initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)context;
    for (uint32_t at = 0; at < CROWD_SIZE; at++)
        state[at] = (uint8_t)(index + at);
}

static Outcome crowd_attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    (void)context;
    (void)state;
    attempt->step = 0;
    attempt->choices = 1;
    return BLOCKED;
}

static bool crowd_may_rest(const void *context, const uint8_t *state, uint32_t actor)
{
    (void)context;
    (void)state;
    (void)actor;
    return true;
}

/* The store has to be widened at all places before there is room for one state. */
START_TEST(each_place_is_crowded)
{
    Subject crowd = one_actor(CROWD_SIZE, CROWD, crowd_initial, crowd_attempt, crowd_may_rest);
    crowd.tells_footprint = true;
    const Question question = {.subject = &crowd};
    Result result = search(&question, &(SearchOptions){0});
    ck_assert_int_eq(result.verdict.kind, VERDICT_HOLDS);
    ck_assert_uint_eq(result.statistics.states, CROWD);
    result_free(&result);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("explore");
    TCase *tcase = tcase_create("small systems");
    tcase_add_test(tcase, lost_update_counts);
    tcase_add_test(tcase, lost_update_is_found);
    tcase_add_test(tcase, never_reached);
    tcase_add_test(tcase, deadlock);
    tcase_add_test(tcase, passed_over);
    tcase_add_test(tcase, throw_is_not_a_state);
    tcase_add_test(tcase, spinning_is_no_deadlock);
    tcase_add_test(tcase, failing_from_the_start);
    tcase_add_test(tcase, branches);
    tcase_add_test(tcase, each_place_is_crowded);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
