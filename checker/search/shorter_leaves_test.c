/* A search that runs out of numbers for leaves begins again with shorter ones, and nobody notices:
 * verdict, figures and counterexample are as with shorter leaves from the start. */
#include "checker/search/search.h"
#include "checker/search/store.h"
#include "checker/search/suite.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Two counters in one leaf, so that it has a value for each state: more than there are numbers. */
enum { SIZE = 48, FIRST_LAST = 299, SECOND_LAST = 229, STATES = 300 * 230 };

typedef struct Counters {
    uint16_t apart;        /* bytes between the counters */
    atomic_bool may_sleep; /* the first to come near the end of the numbers does so */
} Counters;

static uint16_t counter(const Counters *counters, const uint8_t *state, uint32_t actor)
{
    uint16_t value;
    memcpy(&value, state + actor * counters->apart, sizeof value);
    return value;
}

static void mark(uint64_t *bytes, uint32_t at)
{
    if (bytes) bytes[at / 64] |= UINT64_C(3) << at % 64;
}

static void initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)context;
    (void)index;
    memset(state, 0, SIZE);
}

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    const Counters *counters = context;
    uint32_t at = attempt->actor * counters->apart;
    uint16_t value = counter(counters, state, attempt->actor);
    attempt->step = attempt->actor;
    attempt->choices = 1;
    mark(attempt->read, at);
    if (value == (attempt->actor ? SECOND_LAST : FIRST_LAST)) return BLOCKED;
    mark(attempt->wrote, at);
    value++;
    memcpy(state + at, &value, sizeof value);
    return RAN;
}

static bool may_rest(const void *context, const uint8_t *state, uint32_t actor)
{
    (void)context;
    (void)state;
    (void)actor;
    return true;
}

/* False in the last state only, which has no leaf while the leaves are long. */
static bool is_not_over(const void *context, const uint8_t *state)
{
    return counter(context, state, 0) != FIRST_LAST || counter(context, state, 1) != SECOND_LAST;
}

static bool is_even(const void *context, const uint8_t *state)
{
    return counter(context, state, 0) % 2 == 0;
}

static void watch_second(const void *context, uint64_t *bytes)
{
    const Counters *counters = context;
    mark(bytes, 0);
    mark(bytes, counters->apart);
}

static const char *const actors[] = {"first", "second"};
static const SubjectStep steps[] = {{"FIRST", "count", "", true}, {"SECOND", "count", "", true}};

typedef struct Setting {
    uint16_t apart;
    uint32_t leaf_size; /* that has enough numbers */
    Strategy strategy;
    uint32_t workers;
    bool fails, tells;
} Setting;

static const Setting settings[] = {
    {8, 8, STRATEGY_BFS, 1, false, true}, {8, 8, STRATEGY_BFS, 2, true, true},
    {8, 8, STRATEGY_DFS, 1, false, true}, {8, 8, STRATEGY_DFS, 2, false, false},
    {2, 2, STRATEGY_BFS, 1, true, true},
};
#define SETTINGS ((int)(sizeof settings / sizeof *settings))

typedef struct Asked {
    Counters counters;
    Subject subject;
    Check checks[2];
    Question question;
} Asked;

static void ask(Asked *asked, const Setting *setting)
{
    *asked = (Asked){.counters = {.apart = setting->apart}};
    asked->subject = (Subject){
        .version = SUBJECT_VERSION,
        .name = "counters",
        .context = &asked->counters,
        .state_size = SIZE,
        .initial_count = 1,
        .actor_count = 2,
        .actors = actors,
        .step_count = 2,
        .steps = steps,
        .initial = initial,
        .attempt = attempt,
        .tells_footprint = setting->tells,
        .may_rest = may_rest,
    };
    asked->checks[0] = (Check){CHECK_ALWAYS,     "is-not-over", "",           is_not_over,
                               &asked->counters, NULL,          watch_second, NULL};
    asked->checks[1] =
        (Check){CHECK_SOMETIMES, "is-even", "", is_even, &asked->counters, NULL, NULL, NULL};
    if (!setting->fails) asked->checks[0].kind = CHECK_SOMETIMES;
    asked->question =
        (Question){.subject = &asked->subject, .check_count = 2, .checks = asked->checks};
}

static Result answer(const Asked *asked, const Setting *setting, uint32_t leaf_size)
{
    return search(&asked->question, &(SearchOptions){.strategy = setting->strategy,
                                                     .workers = setting->workers,
                                                     .leaf_size = leaf_size});
}

static void compare_schedules(const Schedule *a, const Schedule *b)
{
    ck_assert_uint_eq(a->length, b->length);
    for (uint32_t i = 0; i < a->length; i++)
        ck_assert_uint_eq(a->moves[i].actor, b->moves[i].actor);
}

/* Several depth-first workers come to the same number of states at any depth. */
static void compare_statistics(const Statistics *a, const Statistics *b, const Setting *setting)
{
    ck_assert_uint_eq(a->states, b->states);
    ck_assert_uint_eq(a->transitions, b->transitions);
    ck_assert_mem_eq(a->steps, b->steps, 2 * sizeof *a->steps);
    ck_assert_mem_eq(a->together, b->together, 2 * sizeof *a->together);
    ck_assert_mem_eq(a->check_true, b->check_true, 2 * sizeof *a->check_true);
    ck_assert_mem_eq(a->check_false, b->check_false, 2 * sizeof *a->check_false);
    if (setting->strategy == STRATEGY_BFS) ck_assert_uint_eq(a->depth, b->depth);
}

START_TEST(beginning_again_does_not_show)
{
    const Setting *setting = &settings[_i];
    Asked asked;
    ask(&asked, setting);
    Result again = answer(&asked, setting, STORE_USUAL_LEAF);
    Result at_once = answer(&asked, setting, setting->leaf_size);
    ck_assert_int_eq(again.verdict.kind, setting->fails ? VERDICT_VIOLATES : VERDICT_HOLDS);
    ck_assert_uint_eq(again.statistics.states, STATES);
    ck_assert_int_eq(again.has_schedule, setting->fails);
    ck_assert(verdict_equal(again.verdict, at_once.verdict));
    compare_schedules(&again.schedule, &at_once.schedule);
    compare_statistics(&again.statistics, &at_once.statistics, setting);
    result_free(&again);
    result_free(&at_once);
}
END_TEST

/* -------- limits hold for all of it -------- */

START_TEST(a_limit_on_states)
{
    Asked asked;
    ask(&asked, &settings[0]);
    Result result = search(&asked.question, &(SearchOptions){.limits = {.states = STATES - 1}});
    ck_assert_int_eq(result.verdict.kind, VERDICT_INCOMPLETE);
    ck_assert_pstr_eq(result.verdict.name, "states");
    ck_assert_uint_eq(result.statistics.states, STATES - 1);
    result_free(&result);
}
END_TEST

/* Sleeps once, shortly before the numbers for long leaves run out. */
static Outcome sleepy_attempt(const void *context, uint8_t *state, Attempt *of)
{
    Counters *counters = (Counters *)context;
    const struct timespec nap = {.tv_sec = 2};
    if (counter(counters, state, 0) + counter(counters, state, 1) == 446 &&
        atomic_exchange(&counters->may_sleep, false))
        nanosleep(&nap, NULL);
    return attempt(context, state, of);
}

START_TEST(a_limit_on_time)
{
    Asked asked;
    ask(&asked, &settings[3]);
    asked.subject.attempt = sleepy_attempt;
    asked.counters.may_sleep = true;
    Result result = search(&asked.question, &(SearchOptions){.limits = {.seconds = 1.9}});
    ck_assert_int_eq(result.verdict.kind, VERDICT_INCOMPLETE);
    ck_assert_pstr_eq(result.verdict.name, "time");
    ck_assert(result.statistics.seconds >= 1.9);
    result_free(&result);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("shorter leaves");
    TCase *tcase = tcase_create("beginning again");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, beginning_again_does_not_show, 0, SETTINGS);
    tcase_add_test(tcase, a_limit_on_states);
    tcase_add_test(tcase, a_limit_on_time);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
