/* Side by side and in turn are the same, whatever happens to the searches. */
#include "checker/program/jobs.h"
#include "checker/search/suite.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Two actors count up to a limit; where it crashes one of them kills the process it runs in. */
typedef struct Counter {
    uint32_t limit, crashes_at;
    uint32_t looked; /* how often, in this process */
    Subject subject;
    Check below;
    Question question;
} Counter;

static const char *const names[] = {"odd", "even"};
static const SubjectStep steps[] = {{"COUNT", "count", "n += actor + 1", AWAITS_GUARD}};

static void initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)context, (void)index;
    memset(state, 0, sizeof(uint32_t));
}

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    const Counter *counter = context;
    uint32_t n;
    memcpy(&n, state, sizeof n);
    attempt->step = 0;
    attempt->choices = 1;
    if (counter->crashes_at && n >= counter->crashes_at) kill(getpid(), SIGKILL);
    if (n + attempt->actor + 1 > counter->limit) return BLOCKED;
    n += attempt->actor + 1;
    memcpy(state, &n, sizeof n);
    return RAN;
}

static bool may_rest(const void *context, const uint8_t *state, uint32_t actor)
{
    (void)context, (void)state, (void)actor;
    return true;
}

static bool is_below(const void *context, const uint8_t *state)
{
    const Counter *counter = context;
    uint32_t n;
    memcpy(&n, state, sizeof n);
    ((Counter *)counter)->looked++;
    return n < counter->limit || counter->limit % 2 == 0;
}

/* Holds if the limit is even. */
static void counter_init(Counter *counter, uint32_t limit)
{
    *counter = (Counter){.limit = limit};
    counter->subject = (Subject){.version = SUBJECT_VERSION,
                                 .name = "counter",
                                 .context = counter,
                                 .state_size = sizeof(uint32_t),
                                 .initial_count = 1,
                                 .actor_count = 2,
                                 .actors = names,
                                 .step_count = 1,
                                 .steps = steps,
                                 .initial = initial,
                                 .attempt = attempt,
                                 .may_rest = may_rest};
    counter->below = (Check){CHECK_ALWAYS, "below", "", is_below, counter, NULL, NULL, NULL};
    counter->question =
        (Question){.subject = &counter->subject, .check_count = 1, .checks = &counter->below};
}

/* -------- running them -------- */

#define MOST 8

typedef struct Seen {
    uint32_t count, progress;
    Result results[MOST];
} Seen;

static void see(void *data, uint32_t index, Result result)
{
    Seen *seen = data;
    ck_assert_uint_eq(index, seen->count);
    seen->results[seen->count++] = result;
}

static void see_progress(void *data, uint32_t index, bool is_next, uint32_t under_way,
                         const Statistics *so_far)
{
    (void)index, (void)is_next;
    ck_assert(under_way > 0);
    ck_assert(so_far->states > 0);
    ((Seen *)data)->progress++;
}

static volatile int interrupted;
static Counter counters[MOST];
static const uint32_t limits[MOST] = {10, 2001, 0, 5000, 7, 30000, 3, 12};

static JobsEnd run(Seen *seen, uint32_t jobs, const SearchOptions *options)
{
    JobSearch searches[MOST];
    for (uint32_t i = 0; i < MOST; i++)
        searches[i] = (JobSearch){"a counter", &counters[i].question, options, false};
    *seen = (Seen){0};
    return jobs_run(&(JobsPlan){.count = MOST,
                                .searches = searches,
                                .jobs = jobs,
                                .processors = 4,
                                .share = true,
                                .interrupted = &interrupted,
                                .done = see,
                                .progress = see_progress,
                                .data = seen});
}

static void forget(Seen *seen)
{
    for (uint32_t i = 0; i < seen->count; i++)
        result_free(&seen->results[i]);
}

static void set_up(void)
{
    interrupted = 0;
    for (uint32_t i = 0; i < MOST; i++)
        counter_init(&counters[i], limits[i]);
}

/* -------- what they find -------- */

static void compare_with_alone(const Seen *seen, const SearchOptions *options)
{
    ck_assert_uint_eq(seen->count, MOST);
    for (uint32_t i = 0; i < MOST; i++) {
        Result alone = search(&counters[i].question, options);
        const Result *found = &seen->results[i];
        ck_assert_msg(verdict_equal(alone.verdict, found->verdict), "search %u", i);
        ck_assert_uint_eq(alone.statistics.states, found->statistics.states);
        ck_assert_uint_eq(alone.schedule.length, found->schedule.length);
        if (alone.has_schedule)
            ck_assert_mem_eq(alone.schedule.moves, found->schedule.moves,
                             alone.schedule.length * sizeof(Move));
        result_free(&alone);
    }
}

START_TEST(any_number_finds_the_same)
{
    Seen seen;
    SearchOptions options = {.workers = 4, .crew_from = 1, .strategy = (Strategy)(_i % 2)};
    ck_assert_int_eq(run(&seen, 1 + (uint32_t)_i / 2, &options), JOBS_DONE);
    compare_with_alone(&seen, &options);
    forget(&seen);
}
END_TEST

START_TEST(each_has_a_process_of_its_own)
{
    Seen seen;
    ck_assert_int_eq(run(&seen, 2, &(SearchOptions){0}), JOBS_DONE);
    for (uint32_t i = 0; i < MOST; i++)
        ck_assert_uint_eq(counters[i].looked, 0);
    forget(&seen);
}
END_TEST

/* -------- memory -------- */

static bool suffices(uint64_t memory, uint32_t which)
{
    Result result = search(&counters[which].question, &(SearchOptions){.limits.memory = memory});
    bool suffices = result.verdict.kind != VERDICT_INCOMPLETE;
    result_free(&result);
    return suffices;
}

START_TEST(what_its_share_is_too_small_for_has_all_when_alone)
{
    const uint32_t largest = 5;
    uint64_t memory = 1024;
    while (!suffices(memory, largest))
        memory *= 2;
    Seen seen;
    SearchOptions options = {.limits.memory = memory};
    ck_assert_int_eq(run(&seen, 2, &options), JOBS_DONE);
    ck_assert_int_eq(seen.results[largest].verdict.kind, VERDICT_HOLDS);
    compare_with_alone(&seen, &options);
    forget(&seen);

    options.limits.memory = memory / 2;
    ck_assert_int_eq(run(&seen, 3, &options), JOBS_DONE);
    ck_assert_int_eq(seen.results[largest].verdict.kind, VERDICT_INCOMPLETE);
    compare_with_alone(&seen, &options);
    forget(&seen);
}
END_TEST

/* -------- ends -------- */

START_TEST(a_crash_is_not_passed_over)
{
    Seen seen;
    counters[3].crashes_at = 4000;
    ck_assert_int_eq(run(&seen, (uint32_t)_i, &(SearchOptions){0}), JOBS_BROKEN);
    ck_assert_uint_eq(seen.count, 3);
    forget(&seen);
}
END_TEST

START_TEST(an_interrupt_begins_no_more)
{
    Seen seen;
    interrupted = 1;
    ck_assert_int_eq(run(&seen, 2, &(SearchOptions){0}), JOBS_INTERRUPTED);
    ck_assert_uint_eq(seen.count, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("jobs");
    TCase *cases = tcase_create("jobs");
    tcase_add_checked_fixture(cases, set_up, NULL);
    tcase_set_timeout(cases, 60);
    tcase_add_loop_test(cases, any_number_finds_the_same, 0, 10);
    tcase_add_test(cases, each_has_a_process_of_its_own);
    tcase_add_test(cases, what_its_share_is_too_small_for_has_all_when_alone);
    tcase_add_loop_test(cases, a_crash_is_not_passed_over, 1, 5);
    tcase_add_test(cases, an_interrupt_begins_no_more);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
