/* Lossy searches on a system whose every state and failure is known. */
#include "checker/search/suite.h"

#include "checker/search/search.h"

#include <string.h>

/* Four actors count to SIDE - 1, each its own cell.  There are SIDE^4 states, and one is bad. */
#define ACTORS 4
#define SIDE 12
#define STATES (SIDE * SIDE * SIDE * SIDE)
#define LONGEST (ACTORS * (SIDE - 1))

static const SubjectStep steps[] = {{"COUNT", "count", "cell++", AWAITS_GUARD}};
static const char *const actors[ACTORS] = {"one", "two", "three", "four"};

static void initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)context, (void)index;
    memset(state, 0, ACTORS);
}

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    (void)context;
    attempt->step = 0;
    attempt->choices = 1;
    if (state[attempt->actor] == SIDE - 1) return BLOCKED;
    state[attempt->actor]++;
    return RAN;
}

static bool may_rest(const void *context, const uint8_t *state, uint32_t actor)
{
    (void)context, (void)state, (void)actor;
    return true;
}

static bool is_good(const void *context, const uint8_t *state)
{
    static const uint8_t bad[ACTORS] = {1, 10, 3, 8};
    (void)context;
    return memcmp(state, bad, sizeof bad) != 0;
}

static bool is_nothing(const void *context, const uint8_t *state)
{
    (void)context, (void)state;
    return false;
}

static const Subject subject = {.version = SUBJECT_VERSION,
                                .name = "counters",
                                .state_size = ACTORS,
                                .initial_count = 1,
                                .actor_count = ACTORS,
                                .actors = actors,
                                .step_count = 1,
                                .steps = steps,
                                .initial = initial,
                                .attempt = attempt,
                                .may_rest = may_rest};
static const Check good = {.kind = CHECK_ALWAYS, .name = "good", .text = "good", .holds = is_good};
static const Question can_fail = {.subject = &subject, .check_count = 1, .checks = &good};
static const Question cannot_fail = {.subject = &subject};

/* -------- what an answer is called -------- */

/* With room for all. */
START_TEST(finding_nothing_is_incomplete)
{
    static const char *const names[STORE_COUNT] = {[STORE_HASH64] = "hash compaction",
                                                   [STORE_HASH48] = "hash compaction",
                                                   [STORE_HASH40] = "hash compaction",
                                                   [STORE_BITSTATE] = "bitstate"};
    SearchOptions options = {.store = (StoreKind)_i, .limits.memory = 1 << 20};
    Result result = search(&cannot_fail, &options);
    ck_assert_int_eq(result.verdict.kind, VERDICT_INCOMPLETE);
    ck_assert_str_eq(result.verdict.name, names[_i]);
    ck_assert(!result.has_schedule);
    if (_i != STORE_BITSTATE) ck_assert_uint_eq(result.statistics.states, STATES);
    ck_assert_uint_ge(result.statistics.states, STATES * 99 / 100);
    ck_assert_uint_eq(result.statistics.depth, LONGEST);
    ck_assert_double_gt(result.statistics.loss.coverage, 0.99);
    result_free(&result);
}
END_TEST

/* What did not happen, and what may never happen, a lossy search cannot know. */
START_TEST(goals_are_not_judged)
{
    static const CheckKind kinds[] = {CHECK_SOMETIMES, CHECK_REACHABLE, CHECK_EVENTUALLY};
    const Check goal = {.kind = kinds[_i], .name = "goal", .text = "goal", .holds = is_nothing};
    const Question question = {.subject = &subject, .check_count = 1, .checks = &goal};
    SearchOptions options = {.store = STORE_HASH64, .limits.memory = 1 << 20};
    Result result = search(&question, &options);
    ck_assert_int_eq(result.verdict.kind, VERDICT_INCOMPLETE);
    ck_assert_str_eq(result.verdict.name, "hash compaction");
    result_free(&result);
}
END_TEST

/* Not to expect a failure that the question passes over. */
START_TEST(other_failures_are_passed_over)
{
    static const Verdict deadlock = {VERDICT_DEADLOCK, NULL};
    const Question question = {
        .subject = &subject, .check_count = 1, .checks = &good, .find = &deadlock};
    SearchOptions options = {.store = STORE_HASH64, .limits.memory = 1 << 20};
    Result result = search(&question, &options);
    ck_assert_int_eq(result.verdict.kind, VERDICT_INCOMPLETE);
    ck_assert_uint_eq(result.statistics.other, 1);
    ck_assert_uint_eq(result.statistics.check_false[0], 1);
    result_free(&result);
}
END_TEST

static void expect_failure(const Result *result)
{
    ck_assert_int_eq(result->verdict.kind, VERDICT_VIOLATES);
    ck_assert(result->has_schedule);
    Replay again =
        replay(&can_fail, &result->schedule, result->verdict, &(SearchOptions){0}, NULL, NULL);
    ck_assert(verdict_equal(again.verdict, result->verdict));
    free(again.state);
}

START_TEST(a_failure_is_real)
{
    SearchOptions options = {.store = (StoreKind)_i, .limits.memory = 1 << 20};
    Result result = search(&can_fail, &options);
    expect_failure(&result);
    ck_assert_uint_eq(result.statistics.depth, LONGEST); /* it was elsewhere before */
    result_free(&result);
}
END_TEST

/* -------- limits -------- */

static void expect_limit(const SearchOptions *options, const char *name)
{
    Result result = search(&cannot_fail, options);
    ck_assert_int_eq(result.verdict.kind, VERDICT_INCOMPLETE);
    ck_assert_str_eq(result.verdict.name, name);
    ck_assert_double_eq(result.statistics.loss.coverage, 0);
    if (options->limits.states) ck_assert_uint_eq(result.statistics.states, options->limits.states);
    if (options->limits.depth) ck_assert_uint_eq(result.statistics.depth, options->limits.depth);
    result_free(&result);
}

START_TEST(limits_are_named)
{
    const int interrupted = 1;
    expect_limit(&(SearchOptions){.store = STORE_HASH40, .limits.memory = 4096}, "memory");
    expect_limit(&(SearchOptions){.store = STORE_BITSTATE, .limits.states = 100}, "states");
    expect_limit(&(SearchOptions){.store = STORE_BITSTATE, .limits.depth = 10}, "depth");
    expect_limit(&(SearchOptions){.store = STORE_HASH64, .limits.seconds = 1e-9}, "time");
    expect_limit(&(SearchOptions){.store = STORE_HASH64, .interrupted = &interrupted}, "interrupt");
}
END_TEST

/* The depth limit is no limit if no run is longer. */
START_TEST(a_limit_that_nothing_reaches_is_none)
{
    SearchOptions options = {
        .store = STORE_HASH64,
        .limits = {.depth = LONGEST, .states = STATES, .memory = 1 << 20},
    };
    Result result = search(&cannot_fail, &options);
    ck_assert_str_eq(result.verdict.name, "hash compaction");
    ck_assert_uint_eq(result.statistics.states, STATES);
    result_free(&result);
}
END_TEST

/* -------- what is lost -------- */

/* A table too small: states are missed, and about as many as it says.  A state is missed also if
 * all those before it are; so it says rather too few. */
START_TEST(bitstate_says_what_it_missed)
{
    for (uint32_t functions = 1; functions <= 4; functions++) {
        SearchOptions options = {
            .store = STORE_BITSTATE, .hash_functions = functions, .limits.memory = 1 << 14};
        Result result = search(&cannot_fail, &options);
        double missed = STATES - (double)result.statistics.states;
        double stated = result.statistics.loss.omitted;
        ck_assert_double_gt(missed, 100);
        ck_assert_double_gt(stated, 0.7 * missed);
        ck_assert_double_lt(stated, 1.3 * missed);
        ck_assert_double_eq_tol(result.statistics.loss.coverage,
                                (double)result.statistics.states / STATES, 0.05);
        ck_assert_uint_eq(result.statistics.loss.hash_functions, functions);
        result_free(&result);
    }
}
END_TEST

/* Each seed has hash functions of its own, which take other states for others. */
START_TEST(the_seed_chooses_the_hash_functions)
{
    SearchOptions options = {.store = STORE_BITSTATE, .limits.memory = 1 << 13};
    uint64_t states[2];
    for (options.seed = 0; options.seed < 2; options.seed++) {
        Result one = search(&cannot_fail, &options), two = search(&cannot_fail, &options);
        ck_assert_uint_eq(one.statistics.states, two.statistics.states);
        states[options.seed] = one.statistics.states;
        result_free(&one);
        result_free(&two);
    }
    ck_assert_uint_ne(states[0], states[1]);
}
END_TEST

/* -------- swarms -------- */

static const SearchOptions tiny = {.store = STORE_BITSTATE, .limits.memory = 1024};

/* 1 KiB for 20,736 states: each search sees some of them only. */
START_TEST(a_swarm_finds_what_one_search_misses)
{
    SearchOptions options = tiny;
    Result alone = search(&can_fail, &options);
    ck_assert_int_eq(alone.verdict.kind, VERDICT_INCOMPLETE);
    ck_assert_uint_lt(alone.statistics.states, STATES / 2);
    ck_assert_double_gt(alone.statistics.loss.omitted, 1000);
    result_free(&alone);

    options.swarm = 100;
    Result result = search(&can_fail, &options);
    expect_failure(&result);
    ck_assert_uint_gt(result.statistics.runs, 1);

    /* Its seed finds it again at once. */
    options.swarm = 1;
    options.seed = result.seed;
    Result again = search(&can_fail, &options);
    expect_failure(&again);
    ck_assert_uint_eq(again.statistics.runs, 1);
    ck_assert_uint_eq(again.schedule.length, result.schedule.length);
    ck_assert_mem_eq(again.schedule.moves, result.schedule.moves,
                     result.schedule.length * sizeof(Move));
    result_free(&again);
    result_free(&result);
}
END_TEST

START_TEST(a_swarm_that_finds_nothing_says_how_much_it_saw)
{
    SearchOptions options = tiny;
    options.swarm = 10;
    Result result = search(&cannot_fail, &options);
    ck_assert_int_eq(result.verdict.kind, VERDICT_INCOMPLETE);
    ck_assert_str_eq(result.verdict.name, "swarm");
    ck_assert_uint_eq(result.statistics.runs, 10);
    const Loss *loss = &result.statistics.loss;
    ck_assert_double_gt(loss->distinct, (double)result.statistics.states / 10);
    ck_assert_double_lt(loss->distinct, 1.05 * STATES);
    ck_assert_double_gt(loss->coverage, loss->distinct / STATES - 0.05);
    ck_assert_double_lt(loss->coverage, 1);
    result_free(&result);
}
END_TEST

START_TEST(the_seed_decides_everything)
{
    uint64_t states[2];
    for (uint64_t seed = 0; seed < 2; seed++) {
        SearchOptions options = tiny;
        options.swarm = 3;
        options.seed = seed;
        Result one = search(&cannot_fail, &options), two = search(&cannot_fail, &options);
        ck_assert_uint_eq(one.statistics.states, two.statistics.states);
        ck_assert_uint_eq(one.statistics.transitions, two.statistics.transitions);
        ck_assert_double_eq(one.statistics.loss.coverage, two.statistics.loss.coverage);
        states[seed] = one.statistics.states;
        result_free(&one);
        result_free(&two);
    }
    ck_assert_uint_ne(states[0], states[1]);
}
END_TEST

START_TEST(a_swarm_names_the_limit_that_cut_it)
{
    SearchOptions options = tiny;
    options.swarm = 3;
    options.limits.depth = 10;
    Result result = search(&cannot_fail, &options);
    ck_assert_str_eq(result.verdict.name, "depth");
    ck_assert_uint_eq(result.statistics.runs, 3);
    result_free(&result);

    options.limits.depth = 0;
    options.limits.seconds = 1e-9;
    result = search(&cannot_fail, &options);
    ck_assert_str_eq(result.verdict.name, "time");
    ck_assert_uint_eq(result.statistics.runs, 1);
    result_free(&result);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lossy");
    TCase *cases = tcase_create("lossy");
    tcase_set_timeout(cases, 60);
    suite_add_tcase(suite, cases);
    tcase_add_loop_test(cases, finding_nothing_is_incomplete, STORE_HASH64, STORE_COUNT);
    tcase_add_loop_test(cases, goals_are_not_judged, 0, 3);
    tcase_add_test(cases, other_failures_are_passed_over);
    tcase_add_loop_test(cases, a_failure_is_real, STORE_HASH64, STORE_COUNT);
    tcase_add_test(cases, limits_are_named);
    tcase_add_test(cases, a_limit_that_nothing_reaches_is_none);
    tcase_add_test(cases, bitstate_says_what_it_missed);
    tcase_add_test(cases, the_seed_chooses_the_hash_functions);
    tcase_add_test(cases, a_swarm_finds_what_one_search_misses);
    tcase_add_test(cases, a_swarm_that_finds_nothing_says_how_much_it_saw);
    tcase_add_test(cases, the_seed_decides_everything);
    tcase_add_test(cases, a_swarm_names_the_limit_that_cut_it);
    return suite_run(suite);
}
