#include "checker/search/trail.h"

#include "checker/search/explored.h"
#include "checker/search/suite.h"

#include <string.h>

/* An actor changes a few bytes, which ones and how depends on all of them: a state that was not put
 * back as it was leads elsewhere. */
#define STATE_SIZE 1037
#define ACTORS 4

static void initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)context;
    memset(state, (int)index, STATE_SIZE);
}

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    (void)context;
    uint64_t sum = attempt->actor + 1;
    for (uint32_t i = 0; i < STATE_SIZE; i++)
        sum = random_mix(sum + state[i]);
    attempt->step = attempt->actor;
    attempt->choices = 2;
    for (uint32_t i = 0; i <= attempt->actor; i++) {
        sum = random_mix(sum + attempt->choice);
        state[sum % STATE_SIZE] = (uint8_t)(sum >> 32);
    }
    /* The bytes at the end, where no word is whole, are like all others. */
    state[STATE_SIZE - 1] ^= (uint8_t)(1 + attempt->choice);
    return RAN;
}

static const Subject subject = {
    .name = "scatter", .state_size = STATE_SIZE, .initial = initial, .attempt = attempt};

static void expect_state_of_path(const Trail *trail)
{
    uint8_t expected[STATE_SIZE];
    schedule_run(&subject, &trail->path, trail->path.length, expected);
    ck_assert_mem_eq(trail->state, expected, STATE_SIZE);
}

static void offer_all(Trail *trail)
{
    for (uint16_t actor = 0; actor < ACTORS; actor++)
        for (uint16_t choice = 0; choice < 2; choice++)
            trail_offer(trail, (Move){.actor = actor, .choice = choice});
}

START_TEST(the_state_is_where_the_path_leads)
{
    enum { DEPTH = 4 };
    Trail trail;
    trail_init(&trail, &subject);
    for (uint32_t index = 0; index < 2; index++) {
        uint32_t visited = 0;
        trail_begin(&trail, index);
        do {
            visited++;
            if (visited % 7 == 0) expect_state_of_path(&trail);
            if (trail.path.length < DEPTH) offer_all(&trail);
        } while (trail_advance(&trail));
        ck_assert_uint_eq(visited, 1 + 8 + 64 + 512 + 4096);
        ck_assert_uint_eq(trail.path.length, 0);
        expect_state_of_path(&trail);
    }
    trail_free(&trail);
}
END_TEST

START_TEST(what_was_offered_last_comes_first)
{
    Trail trail;
    trail_init(&trail, &subject);
    trail_begin(&trail, 0);
    trail_offer(&trail, (Move){.actor = 1});
    trail_offer(&trail, (Move){.actor = 2});
    ck_assert(trail_advance(&trail));
    ck_assert_uint_eq(trail.path.moves[0].actor, 2);
    ck_assert_uint_eq(trail.path.moves[0].step, 2);
    ck_assert(trail_advance(&trail));
    ck_assert_uint_eq(trail.path.moves[0].actor, 1);
    ck_assert_uint_eq(trail.path.length, 1);
    ck_assert(!trail_advance(&trail));
    trail_free(&trail);
}
END_TEST

START_TEST(a_schedule_is_the_path_and_one_more)
{
    Trail trail;
    trail_init(&trail, &subject);
    trail_begin(&trail, 1);
    trail_offer(&trail, (Move){.actor = 3});
    trail_advance(&trail);
    Move last = {.actor = 2, .choice = 1, .step = 2};
    Schedule schedule = trail_schedule(&trail, &last);
    ck_assert_uint_eq(schedule.initial, 1);
    ck_assert_uint_eq(schedule.length, 2);
    ck_assert_uint_eq(schedule.cycle, 2);
    ck_assert_uint_eq(schedule.moves[0].actor, 3);
    ck_assert_uint_eq(schedule.moves[1].actor, 2);
    schedule_free(&schedule);
    trail_free(&trail);
}
END_TEST

/* Every actor comes first about as often, and none is lost. */
START_TEST(a_shuffle_is_fair)
{
    uint32_t first[ACTORS] = {0};
    Random random = {.seed = 1};
    Trail trail;
    trail_init(&trail, &subject);
    for (uint32_t i = 0; i < 4000; i++) {
        uint32_t seen = 0;
        trail_begin(&trail, 0);
        for (uint16_t actor = 0; actor < ACTORS; actor++)
            trail_offer(&trail, (Move){.actor = actor});
        trail_shuffle(&trail, &random);
        for (uint32_t k = 0; trail_advance(&trail); k++) {
            seen |= 1u << trail.path.moves[0].actor;
            first[trail.path.moves[0].actor] += k == 0;
        }
        ck_assert_uint_eq(seen, (1u << ACTORS) - 1);
    }
    for (uint32_t actor = 0; actor < ACTORS; actor++)
        ck_assert_double_eq_tol(first[actor], 1000, 150);
    trail_free(&trail);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("trail");
    TCase *cases = tcase_create("trail");
    suite_add_tcase(suite, cases);
    tcase_add_test(cases, the_state_is_where_the_path_leads);
    tcase_add_test(cases, what_was_offered_last_comes_first);
    tcase_add_test(cases, a_schedule_is_the_path_and_one_more);
    tcase_add_test(cases, a_shuffle_is_fair);
    return suite_run(suite);
}
