/* What ends a search early, and what it may say then. */
#include "checker/search/suite.h"
#include "checker/search/table_system.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* Two actors that each count one byte up to `LAST`: a grid of states with everything known. */
#define LAST 99
#define GRID ((LAST + 1) * (LAST + 1))

static void grid_initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)context;
    (void)index;
    memset(state, 0, 2);
}

static Outcome grid_attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    (void)context;
    attempt->step = 0;
    attempt->choices = 1;
    if (state[attempt->actor] == LAST) return BLOCKED;
    state[attempt->actor]++;
    return RAN;
}

static Outcome slow_attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    nanosleep(&(struct timespec){.tv_nsec = 1000}, NULL);
    return grid_attempt(context, state, attempt);
}

static bool grid_may_rest(const void *context, const uint8_t *state, uint32_t actor)
{
    (void)context;
    return state[actor] == LAST;
}

static bool not_at_three_four(const void *context, const uint8_t *state)
{
    (void)context;
    return state[0] != 3 || state[1] != 4;
}

static bool is_last(const void *context, const uint8_t *state)
{
    (void)context;
    return state[0] == LAST && state[1] == LAST;
}

static const char *const grid_actors[] = {"row", "column"};
static const SubjectStep grid_steps[] = {{"COUNT", "counter", "n++", true}};
static const Subject grid = {
    .version = SUBJECT_VERSION,
    .name = "grid",
    .state_size = 2,
    .initial_count = 1,
    .actor_count = 2,
    .actors = grid_actors,
    .step_count = 1,
    .steps = grid_steps,
    .initial = grid_initial,
    .attempt = grid_attempt,
    .may_rest = grid_may_rest,
};
static const Check at_three_four = {CHECK_ALWAYS, "not-at-3-4", "",   not_at_three_four,
                                    NULL,         NULL,         NULL, NULL};
static const Check gets_to_the_end = {
    CHECK_SOMETIMES, "gets-to-the-end", "", is_last, NULL, NULL, NULL, NULL};

static const Strategy complete[] = {STRATEGY_BFS, STRATEGY_DFS};
#define COMPLETE_COUNT 2

static Result ask(const Check *check, Strategy strategy, Limits limits)
{
    Question question = {.subject = &grid, .check_count = 1, .checks = check};
    return search(&question, &(SearchOptions){.strategy = strategy, .limits = limits});
}

static void expect_incomplete(const Result *result, const char *by)
{
    ck_assert_int_eq(result->verdict.kind, VERDICT_INCOMPLETE);
    ck_assert_pstr_eq(result->verdict.name, by);
    ck_assert(!result->has_schedule);
}

START_TEST(without_limits)
{
    for (uint32_t i = 0; i < COMPLETE_COUNT; i++) {
        Result result = ask(&gets_to_the_end, complete[i], (Limits){0});
        ck_assert_int_eq(result.verdict.kind, VERDICT_HOLDS);
        ck_assert_uint_eq(result.statistics.states, GRID);
        ck_assert_uint_eq(result.statistics.transitions, 2 * LAST * (LAST + 1));
        ck_assert_uint_eq(result.statistics.depth, 2 * LAST);
        result_free(&result);
    }
}
END_TEST

/* A goal not reached in an incomplete search is no failure. */
START_TEST(states)
{
    for (uint32_t i = 0; i < COMPLETE_COUNT; i++) {
        Result result = ask(&gets_to_the_end, complete[i], (Limits){.states = 50});
        expect_incomplete(&result, "states");
        ck_assert_uint_eq(result.statistics.states, 50);
        result_free(&result);

        result = ask(&gets_to_the_end, complete[i], (Limits){.states = GRID - 1});
        expect_incomplete(&result, "states");
        result_free(&result);

        result = ask(&gets_to_the_end, complete[i], (Limits){.states = GRID});
        ck_assert_int_eq(result.verdict.kind, VERDICT_HOLDS);
        result_free(&result);
    }
}
END_TEST

START_TEST(depth)
{
    for (uint32_t i = 0; i < COMPLETE_COUNT; i++) {
        Result result = ask(&gets_to_the_end, complete[i], (Limits){.depth = 10});
        expect_incomplete(&result, "depth");
        ck_assert_uint_eq(result.statistics.states, 11 * 12 / 2);
        ck_assert_uint_eq(result.statistics.depth, 10);
        result_free(&result);

        result = ask(&gets_to_the_end, complete[i], (Limits){.depth = 2 * LAST});
        ck_assert_int_eq(result.verdict.kind, VERDICT_HOLDS);
        result_free(&result);
    }
}
END_TEST

/* A failure at the depth limit is still found, one beyond it is not. */
START_TEST(failure_at_the_limit)
{
    Result result = ask(&at_three_four, STRATEGY_BFS, (Limits){.depth = 7});
    ck_assert_int_eq(result.verdict.kind, VERDICT_VIOLATES);
    ck_assert_uint_eq(result.schedule.length, 7);
    result_free(&result);

    result = ask(&at_three_four, STRATEGY_BFS, (Limits){.depth = 6});
    expect_incomplete(&result, "depth");
    result_free(&result);
}
END_TEST

START_TEST(deadlock_at_the_limit)
{
    TableSystem system = {.rows = 2, .actors = 1, .initials = 1};
    system.cell[0][0] = (TableCell){.step = 0, .choices = 1, .outcome = {RAN}, .to = {1}};
    system.cell[1][0] = (TableCell){.step = 1, .choices = 1, .outcome = {BLOCKED}};
    table_subject(&system);
    for (uint32_t i = 0; i < COMPLETE_COUNT; i++) {
        SearchOptions options = {.strategy = complete[i], .limits = {.depth = 1}};
        Result result = search(&system.question, &options);
        ck_assert_int_eq(result.verdict.kind, VERDICT_DEADLOCK);
        ck_assert_uint_eq(result.schedule.length, 1);
        result_free(&result);
    }
}
END_TEST

/* A failure found before the limit struck is reported, not lost. */
START_TEST(failure_before_the_limit)
{
    Result whole = ask(&at_three_four, STRATEGY_BFS, (Limits){0});
    uint64_t level_before = 7 * 8 / 2; /* states at distance 0 .. 6 */
    ck_assert_uint_eq(whole.statistics.states, level_before + 8);
    Result cut = ask(&at_three_four, STRATEGY_BFS, (Limits){.states = level_before + 6});
    ck_assert_int_eq(cut.verdict.kind, VERDICT_VIOLATES);
    ck_assert_uint_eq(cut.schedule.length, 7);
    result_free(&cut);
    result_free(&whole);
}
END_TEST

START_TEST(memory)
{
    for (uint32_t i = 0; i < COMPLETE_COUNT; i++) {
        Result result = ask(&gets_to_the_end, complete[i], (Limits){.memory = 40000});
        expect_incomplete(&result, "memory");
        ck_assert_uint_lt(result.statistics.states, GRID);
        result_free(&result);
    }
}
END_TEST

static void cube_initial(const void *context, uint32_t index, uint8_t *state)
{
    grid_initial(context, index, state);
    state[2] = 0;
}

/* The index does not take what the states need that it is for. */
START_TEST(more_memory_is_not_less)
{
    static const char *const actors[] = {"row", "column", "layer"};
    Subject cube = grid;
    cube.state_size = cube.actor_count = 3;
    cube.actors = actors;
    cube.initial = cube_initial;
    Question question = {.subject = &cube, .check_count = 1, .checks = &gets_to_the_end};
    uint64_t most = 0;
    for (uint64_t bytes = 1 << 19; bytes <= 1 << 21; bytes += bytes / 8) {
        Result result = search(&question, &(SearchOptions){.limits = {.memory = bytes}});
        expect_incomplete(&result, "memory");
        ck_assert_uint_ge(result.statistics.states, most - most / 16);
        if (result.statistics.states > most) most = result.statistics.states;
        result_free(&result);
    }
}
END_TEST

static bool not_at_the_end(const void *context, const uint8_t *state)
{
    return !is_last(context, state);
}

static const Check never_at_the_end = {
    CHECK_ALWAYS, "never-at-the-end", "", not_at_the_end, NULL, NULL, NULL, NULL};

static Result ask_with_disk(const char *folder, uint64_t bytes)
{
    Question question = {.subject = &grid, .check_count = 1, .checks = &never_at_the_end};
    SearchOptions options = {.limits = {.memory = bytes}, .spill = folder, .workers = 1};
    return search(&question, &options);
}

/* Whatever had to go to disk, the way back from the last state is the same; and a folder that is
 * gone when it is needed for that is no reason not to show a failure. */
START_TEST(failure_when_memory_is_full)
{
    Result whole = ask_with_disk(NULL, 0);
    ck_assert_uint_eq(whole.schedule.length, 2 * LAST);
    uint32_t found = 0, refused = 0;
    for (uint64_t bytes = 1 << 20; bytes >= 1 << 14; bytes -= bytes / 16) {
        Result result = ask_with_disk(found % 2 ? "/tmp" : "/nowhere at all", bytes);
        bool is_found = result.verdict.kind == VERDICT_VIOLATES;
        found += is_found;
        refused += !is_found;
        if (is_found) {
            ck_assert_uint_eq(result.schedule.length, whole.schedule.length);
            ck_assert_mem_eq(result.schedule.moves, whole.schedule.moves,
                             whole.schedule.length * sizeof(Move));
        } else {
            expect_incomplete(&result, "memory");
        }
        result_free(&result);
    }
    ck_assert_uint_gt(found, 10);
    ck_assert_uint_gt(refused, 10);
    result_free(&whole);
}
END_TEST

/* -------- when memory is full -------- */

static char last_told[200];

static void listen(const char *sentence)
{
    snprintf(last_told, sizeof last_told, "%s", sentence);
}

static Result ask_on_full(OnFull what, Limits limits)
{
    Question question = {.subject = &grid, .check_count = 1, .checks = &gets_to_the_end};
    SearchOptions options = {.limits = limits, .on_full = what, .workers = 1, .tell = listen};
    return search(&question, &options);
}

/* What is left of the time is what the second search may take. */
START_TEST(another_store_when_memory_is_full)
{
    Limits limits = {.memory = 40000, .seconds = 1000};
    Result stopped = ask_on_full(FULL_STOP, limits);
    expect_incomplete(&stopped, "memory");
    ck_assert_str_eq(last_told, "");
    result_free(&stopped);

    Result compact = ask_on_full(FULL_COMPACT, limits);
    ck_assert_int_eq(compact.store, STORE_COMPACT);
    ck_assert(strstr(last_told, "memory is full after") && strstr(last_told, "--store compact"));
    expect_incomplete(&compact, "memory");
    result_free(&compact);

    Result bits = ask_on_full(FULL_BITSTATE, limits);
    ck_assert_int_eq(bits.store, STORE_BITSTATE);
    ck_assert(strstr(last_told, "--store bitstate") != NULL);
    expect_incomplete(&bits, "bitstate");
    ck_assert_uint_gt(bits.statistics.states, GRID / 2);
    result_free(&bits);
}
END_TEST

START_TEST(time_limit)
{
    Subject slow = grid;
    slow.attempt = slow_attempt;
    Question question = {.subject = &slow, .check_count = 1, .checks = &gets_to_the_end};
    SearchOptions options = {.limits = {.seconds = 0.01}};
    Result result = search(&question, &options);
    expect_incomplete(&result, "time");
    ck_assert_double_ge(result.statistics.seconds, 0.01);
    result_free(&result);
}
END_TEST

START_TEST(interrupt)
{
    volatile int interrupted = 1;
    Question question = {.subject = &grid, .check_count = 1, .checks = &gets_to_the_end};
    for (uint32_t i = 0; i < COMPLETE_COUNT; i++) {
        SearchOptions options = {.strategy = complete[i], .interrupted = &interrupted};
        Result result = search(&question, &options);
        expect_incomplete(&result, "interrupt");
        ck_assert_uint_lt(result.statistics.states, GRID);
        result_free(&result);
    }
}
END_TEST

/* -------- progress -------- */

typedef struct Reports {
    uint32_t count;
    uint64_t states;
    volatile int enough;
} Reports;

static void remember(void *data, const Statistics *so_far)
{
    Reports *reports = data;
    reports->count++;
    ck_assert_uint_ge(so_far->states, reports->states);
    ck_assert_double_gt(so_far->seconds, 0);
    reports->states = so_far->states;
    reports->enough = 1;
}

START_TEST(progress)
{
    Subject slow = grid;
    slow.attempt = slow_attempt;
    Reports reports = {0};
    Question question = {.subject = &slow, .check_count = 1, .checks = &gets_to_the_end};
    SearchOptions options = {.progress = remember, .progress_data = &reports};
    options.interrupted = &reports.enough;
    Result result = search(&question, &options);
    expect_incomplete(&result, "interrupt");
    ck_assert_uint_ge(reports.count, 1);
    ck_assert_uint_gt(reports.states, 0);
    result_free(&result);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("limits");
    TCase *tcase = tcase_create("limits");
    tcase_add_test(tcase, without_limits);
    tcase_add_test(tcase, states);
    tcase_add_test(tcase, depth);
    tcase_add_test(tcase, failure_at_the_limit);
    tcase_add_test(tcase, deadlock_at_the_limit);
    tcase_add_test(tcase, failure_before_the_limit);
    tcase_add_test(tcase, memory);
    tcase_add_test(tcase, more_memory_is_not_less);
    tcase_add_test(tcase, failure_when_memory_is_full);
    tcase_add_test(tcase, another_store_when_memory_is_full);
    tcase_add_test(tcase, time_limit);
    tcase_add_test(tcase, interrupt);
    tcase_add_test(tcase, progress);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
