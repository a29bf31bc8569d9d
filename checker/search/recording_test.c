/* How often a subject is asked, and what becomes of one that does not keep its promises.  That
 * effects are right is tested with edits_test.c. */
#include "checker/search/recording.h"

#include "checker/search/recorded_machine.h"
#include "checker/search/suite.h"

#include <signal.h>
#include <stdlib.h>

/* -------- one actor that looks at a switch, and then left or right -------- */

enum { PC, SWITCH, LEFT = 20, RIGHT = 30, WATCHED = 33, ELSEWHERE = 38, SIZE = 40 };

static uint32_t asked; /* how often */

static void mark(uint64_t *bytes, uint32_t at)
{
    if (bytes) bytes[at / 64] |= UINT64_C(1) << at % 64;
}

/* Turns what it looks at into its successor, and is blocked by 9. */
static Outcome turn(const void *context, uint8_t *state, Attempt *attempt)
{
    (void)context;
    uint32_t at = state[SWITCH] ? RIGHT : LEFT;
    asked++;
    attempt->step = 0;
    attempt->choices = 1;
    mark(attempt->own, PC);
    mark(attempt->read, SWITCH);
    mark(attempt->read, at);
    if (state[at] == 9) return BLOCKED;
    mark(attempt->wrote, at);
    state[at]++;
    return RAN;
}

static void initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)context;
    (void)index;
    memset(state, 0, SIZE);
}

static bool holds(const void *context, const uint8_t *state)
{
    (void)context;
    return state[WATCHED] < 5;
}

static void watches_one(const void *context, uint64_t *bytes)
{
    (void)context;
    mark(bytes, WATCHED);
}

static void watches_right(const void *context, uint64_t *bytes)
{
    (void)context;
    mark(bytes, RIGHT);
}

static const char *const actors[] = {"turner"};
static const SubjectStep steps[] = {{"TURN", "turn", "", true}};
static const Subject turner = {
    .version = SUBJECT_VERSION,
    .name = "turner",
    .state_size = SIZE,
    .initial_count = 1,
    .actor_count = 1,
    .actors = actors,
    .step_count = 1,
    .steps = steps,
    .initial = initial,
    .attempt = turn,
    .tells_footprint = true,
    .may_rest = machine_may_rest,
};

/* No node asks again, and what is changed was asked for. */
static void check_path(const Recording *recording, const Path *path, const Effect *effect)
{
    ByteSet all = {0};
    for (uint32_t i = 0; i < path->count; i++) {
        ByteSet asks = recording_asks(recording, path->nodes[i]), twice = asks;
        byte_set_intersect(&twice, &all, SIZE);
        ck_assert(byte_set_is_empty(&twice, SIZE));
        byte_set_unite(&all, &asks, SIZE);
    }
    for (uint32_t i = 0; i < effect->word_count; i++) {
        uint8_t mask[sizeof(uint64_t)];
        memcpy(mask, &effect->words[i].mask, sizeof mask);
        for (uint32_t at = 0; at < sizeof mask; at++)
            ck_assert(!mask[at] || byte_set_has(&all, effect->words[i].at + at));
    }
}

static const Effect *attempt(Recording *recording, const uint8_t *state, uint32_t actor)
{
    uint8_t padded[SIZE + sizeof(uint64_t)] = {0};
    Path path;
    memcpy(padded, state, SIZE);
    const Effect *effect = recording_attempt(recording, padded, actor, 0, &path);
    check_path(recording, &path, effect);
    return effect;
}

/* Attempt in a state with these values, and say whether the subject was asked.  Builds that hold
 * models to their footprints ask once more each time. */
static bool is_asked(Recording *recording, uint8_t chosen, uint8_t left, uint8_t right,
                     uint8_t elsewhere)
{
    uint8_t state[SIZE] = {0};
    state[SWITCH] = chosen;
    state[LEFT] = left;
    state[RIGHT] = right;
    state[ELSEWHERE] = elsewhere;
    uint32_t before = asked;
    const Effect *effect = attempt(recording, state, 0);
    bool is_blocked = (chosen ? right : left) == 9;
    ck_assert_int_eq(effect->outcome, is_blocked ? BLOCKED : RAN);
    ck_assert_uint_eq(effect->word_count, !is_blocked);
    uint32_t times = asked - before;
#ifdef CHECKER_FOOTPRINT
    times--;
#endif
    ck_assert_uint_le(times, 1);
    return times;
}

static const Question about_turner = {.subject = &turner};

START_TEST(what_is_known_is_looked_up)
{
    Recording *recording = recording_new(&about_turner);
    ck_assert(is_asked(recording, 0, 1, 1, 0));
    ck_assert(!is_asked(recording, 0, 1, 1, 0));
    ck_assert(!is_asked(recording, 0, 1, 2, 0)); /* it did not look there */
    ck_assert(!is_asked(recording, 0, 1, 2, 7));
    ck_assert(is_asked(recording, 0, 2, 1, 0));
    ck_assert(is_asked(recording, 0, 9, 1, 0));
    ck_assert(!is_asked(recording, 0, 9, 1, 1));
    recording_free(recording);
}
END_TEST

/* The first node looks at all that the first attempt does; the second attempt shows that this is
 * too much. */
START_TEST(the_tree_narrows)
{
    Recording *recording = recording_new(&about_turner);
    ck_assert(is_asked(recording, 0, 1, 1, 0));
    ck_assert(is_asked(recording, 1, 1, 1, 0));  /* from here on the left is looked at later */
    ck_assert(!is_asked(recording, 1, 2, 1, 0)); /* and on this side not at all */
    ck_assert(is_asked(recording, 0, 1, 1, 0));  /* was forgotten */
    for (uint8_t other = 0; other < 9; other++) {
        ck_assert(!is_asked(recording, 0, 1, other, other));
        ck_assert(!is_asked(recording, 1, other, 1, other));
    }
    ck_assert(is_asked(recording, 1, 1, 2, 0));
    ck_assert(is_asked(recording, 0, 2, 1, 0));
    recording_free(recording);
}
END_TEST

/* -------- who notices -------- */

START_TEST(checks_that_watch_what_is_changed)
{
    static const Check checks[] = {
        {CHECK_ALWAYS, "one", "", holds, NULL, NULL, watches_one, NULL},
        {CHECK_ALWAYS, "right", "", holds, NULL, NULL, watches_right, NULL},
        {CHECK_ALWAYS, "anything", "", holds, NULL, NULL, NULL, NULL},
        {CHECK_SOMETIMES, "sometimes", "", holds, NULL, NULL, watches_one, NULL},
        {CHECK_REACHABLE, "reachable", "", holds, NULL, NULL, watches_one, NULL},
        {CHECK_EVENTUALLY, "eventually", "", holds, NULL, NULL, watches_one, NULL},
    };
    const Question question = {.subject = &turner, .check_count = 6, .checks = checks};
    Recording *recording = recording_new(&question);
    uint8_t state[SIZE] = {0};
    ck_assert_uint_eq(attempt(recording, state, 0)->noticed_by, 0x04);
    state[SWITCH] = 1;
    ck_assert_uint_eq(attempt(recording, state, 0)->noticed_by, 0x06);
    recording_free(recording);
}
END_TEST

static bool right_is_small(const void *context, const uint8_t *state)
{
    (void)context;
    return state[RIGHT] < 3;
}

static uint64_t known_then; /* of the first bytes, to `right_grows` */

static bool right_grows(const void *context, const uint8_t *before, const uint8_t *after,
                        const uint64_t *known)
{
    (void)context;
    known_then = known[0];
    return before[RIGHT] < 3 && after[RIGHT] >= 3;
}

START_TEST(checks_that_can_be_broken)
{
    static const Check checks[] = {
        {CHECK_ALWAYS, "right", "", right_is_small, NULL, NULL, watches_right, right_grows},
        {CHECK_ALWAYS, "one", "", holds, NULL, NULL, watches_one, right_grows},
        {CHECK_ALWAYS, "anything", "", right_is_small, NULL, NULL, NULL, right_grows},
        {CHECK_SOMETIMES, "sometimes", "", right_is_small, NULL, NULL, watches_right, right_grows},
    };
    const Question question = {.subject = &turner, .check_count = 4, .checks = checks};
    Recording *recording = recording_new(&question);
    uint8_t state[SIZE] = {0};
    state[SWITCH] = 1;
    for (state[RIGHT] = 0; state[RIGHT] < 6; state[RIGHT]++) {
        uint64_t noticed_by = attempt(recording, state, 0)->noticed_by;
        ck_assert_uint_eq(noticed_by, state[RIGHT] == 2 ? 0xd : 0x8);
    }
    ck_assert_uint_eq(known_then, UINT64_C(1) << PC | 1u << SWITCH | 1u << RIGHT);
    recording_free(recording);
}
END_TEST

/* The last bit stands for all checks from number 63 on. */
START_TEST(more_checks_than_bits)
{
    Check checks[80];
    for (uint32_t i = 0; i < 80; i++)
        checks[i] = (Check){CHECK_ALWAYS, "one", "", holds, NULL, NULL, watches_one, NULL};
    checks[79].watches = watches_right;
    const Question question = {.subject = &turner, .check_count = 80, .checks = checks};
    Recording *recording = recording_new(&question);
    uint8_t state[SIZE] = {0};
    ck_assert_uint_eq(attempt(recording, state, 0)->noticed_by, 0);
    state[SWITCH] = 1;
    ck_assert_uint_eq(attempt(recording, state, 0)->noticed_by, UINT64_C(1) << 63);
    recording_free(recording);
}
END_TEST

/* -------- worth it or not -------- */

/* Looks at all there is. */
static Outcome look_around(const void *context, uint8_t *state, Attempt *attempt)
{
    Outcome outcome = turn(context, state, attempt);
    for (uint32_t at = 0; at < SIZE; at++)
        mark(attempt->read, at);
    return outcome;
}

static void attempt_many(Recording *recording, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint8_t state[SIZE] = {0};
        state[ELSEWHERE] = (uint8_t)i;
        state[ELSEWHERE + 1] = (uint8_t)(i >> 8);
        attempt(recording, state, 0);
    }
}

START_TEST(looking_at_everything_does_not_pay)
{
    Recording *recording = recording_new(&about_turner);
    attempt_many(recording, 6000);
    ck_assert(recording_pays(recording, 6000));
    recording_free(recording);

    Subject curious = turner;
    curious.attempt = look_around;
    Question question = {.subject = &curious};
    recording = recording_new(&question);
    attempt_many(recording, 3000);
    ck_assert(recording_pays(recording, 3000));
    attempt_many(recording, 6000);
    ck_assert(!recording_pays(recording, 9000));
    recording_free(recording);
}
END_TEST

/* A recording takes some ten kilobytes from the start, a store of few states does not. */
START_TEST(its_memory_counts)
{
    const SearchOptions options = {.limits = {.memory = 130000}};
    Subject silent = turner;
    silent.tells_footprint = false;
    Question question = {.subject = &silent};
    Result taken = search(&question, &options), recorded = search(&about_turner, &options);
    ck_assert_int_eq(taken.verdict.kind, VERDICT_HOLDS);
    ck_assert_int_eq(recorded.verdict.kind, VERDICT_INCOMPLETE);
    ck_assert_str_eq(recorded.verdict.name, "memory");
    result_free(&taken);
    result_free(&recorded);
}
END_TEST

/* -------- liars -------- */

static void listen_to_a_liar(MachineLie lie)
{
    Machine machine;
    machine_init(&machine, 40, 3);
    machine.lie = lie;
    Recording *recording = recording_new(&machine.question);
    Random random = {.seed = 1};
    for (uint32_t i = 0; i < 20000; i++) {
        uint8_t state[40];
        for (uint32_t at = 0; at < 40; at++)
            state[at] = (uint8_t)random_below(&random, MACHINE_VALUES);
        attempt(recording, state, i % MACHINE_ACTORS);
    }
    recording_free(recording);
}

START_TEST(hiding_nothing)
{
    listen_to_a_liar(HONEST);
}
END_TEST

START_TEST(hiding_a_write)
{
    listen_to_a_liar(HIDES_A_WRITE);
}
END_TEST

#ifdef CHECKER_FOOTPRINT
START_TEST(hiding_a_read)
{
    listen_to_a_liar(HIDES_A_READ);
}
END_TEST

static bool never(const void *context, const uint8_t *before, const uint8_t *after,
                  const uint64_t *known)
{
    (void)context, (void)before, (void)after, (void)known;
    return false;
}

/* By a step from 2 to 3; here from _i. */
START_TEST(a_check_that_hides_what_breaks_it)
{
    static const Check check = {CHECK_ALWAYS, "right",       "",   right_is_small, NULL,
                                NULL,         watches_right, never};
    const Question question = {.subject = &turner, .check_count = 1, .checks = &check};
    Recording *recording = recording_new(&question);
    uint8_t state[SIZE] = {[SWITCH] = 1, [RIGHT] = (uint8_t)_i};
    attempt(recording, state, 0);
    recording_free(recording);
}
END_TEST
#endif

int main(void)
{
    Suite *suite = suite_create("recording");
    TCase *tcase = tcase_create("recording");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, what_is_known_is_looked_up);
    tcase_add_test(tcase, the_tree_narrows);
    tcase_add_test(tcase, checks_that_watch_what_is_changed);
    tcase_add_test(tcase, checks_that_can_be_broken);
    tcase_add_test(tcase, more_checks_than_bits);
    tcase_add_test(tcase, looking_at_everything_does_not_pay);
    tcase_add_test(tcase, its_memory_counts);
    tcase_add_test(tcase, hiding_nothing);
    tcase_add_test_raise_signal(tcase, hiding_a_write, SIGABRT);
#ifdef CHECKER_FOOTPRINT
    tcase_add_test_raise_signal(tcase, hiding_a_read, SIGABRT);
    tcase_add_loop_test(tcase, a_check_that_hides_what_breaks_it, 0, 2);
    tcase_add_loop_test_raise_signal(tcase, a_check_that_hides_what_breaks_it, SIGABRT, 2, 3);
    tcase_add_loop_test(tcase, a_check_that_hides_what_breaks_it, 3, 5);
#endif
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
