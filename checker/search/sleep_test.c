/* Moves that need not be made: nothing may show but the time. */
#include "checker/search/checkpoint.h"
#include "checker/search/recorded_machine.h"
#include "checker/search/suite.h"
#include "tests/oracle/same_result.h"

#include <signal.h>
#include <unistd.h>

/* -------- walkers: none minds the others -------- */

#define WALKERS 4

static const char *const walkers[WALKERS] = {"a", "b", "c", "d"};
static const SubjectStep walking[] = {{"WALK", "walker", "", true}};

typedef struct Park {
    bool hides;  /* that places are written */
    uint8_t way; /* steps that each has before him */
    atomic_uint_fast64_t attempts;
    uint64_t interrupt_at; /* attempts; 0: never */
    volatile int interrupted;
    Subject subject;
    Question question;
} Park;

static void stand(const void *context, uint32_t index, uint8_t *state)
{
    const Park *park = context;
    (void)index;
    memset(state, 0, park->subject.state_size);
}

static Outcome walk(const void *context, uint8_t *state, Attempt *attempt)
{
    Park *park = (Park *)context; /* to count: nothing depends on it */
    uint32_t place = attempt->actor * (park->subject.state_size / WALKERS);
    if (++park->attempts == park->interrupt_at) park->interrupted = 1;
    attempt->step = 0;
    attempt->choices = 1;
    machine_mark(attempt->read, place);
    if (!park->hides) machine_mark(attempt->wrote, place);
    if (state[place] == park->way) return BLOCKED;
    state[place]++;
    return RAN;
}

/* A state of up to 32 bytes is looked at as it is, of others the parts are looked up. */
static void open_park(Park *park, uint32_t state_size, uint8_t way)
{
    *park = (Park){.way = way,
                   .subject = {.version = SUBJECT_VERSION,
                               .name = "park",
                               .context = park,
                               .state_size = state_size,
                               .initial_count = 1,
                               .actor_count = WALKERS,
                               .actors = walkers,
                               .step_count = 1,
                               .steps = walking,
                               .initial = stand,
                               .attempt = walk,
                               .tells_footprint = true,
                               .may_rest = machine_may_rest}};
    park->question = (Question){.subject = &park->subject};
}

static Result search_park(Park *park, bool no_sleep_sets)
{
    park->attempts = 0;
    SearchOptions options = {.no_sleep_sets = no_sleep_sets};
    return search(&park->question, &options);
}

START_TEST(each_state_is_reached_once)
{
    const uint64_t states = 6 * 6 * 6 * 6;
    Park park;
    open_park(&park, 16, 5);
    Result awake = search_park(&park, true);
    ck_assert_uint_eq(awake.statistics.states, states);
    ck_assert_uint_eq(park.attempts, WALKERS * states);
    Result asleep = search_park(&park, false);
    ck_assert_str_eq(result_difference(&park.question, &awake, &asleep, false).text, "");
#ifdef CHECKER_FOOTPRINT
    ck_assert_uint_eq(park.attempts, WALKERS * states); /* who sleeps is tried, too */
#else
    /* One move leads to each state but the first, and whoever has arrived is asked. */
    ck_assert_uint_eq(park.attempts, states - 1 + WALKERS * states / 6);
#endif
    result_free(&awake);
    result_free(&asleep);
}
END_TEST

/* -------- anything else -------- */

static bool differs_from(const void *context, const uint8_t *state)
{
    return state[0] != *(const uint8_t *)context || state[1] != 1;
}

/* Where failures are passed over, states are stored that are not expanded. */
START_TEST(nothing_shows)
{
    static const Verdict nothing = {VERDICT_STUCK, "nothing"};
    static const uint8_t forbidden = 1;
    static const uint32_t sizes[] = {3, 16, 20, 32, 33, 100};
    const Check check = {.name = "differs", .holds = differs_from, .context = &forbidden};
    Machine machine;
    machine_init(&machine, sizes[(uint32_t)_i % 6], (uint64_t)_i);
    if (_i % 3 > 0) machine.question.checks = &check, machine.question.check_count = 1;
    if (_i % 3 > 1) machine.question.find = &nothing;
    SearchOptions options = {.workers = 1 + (uint32_t)_i % 2, .crew_from = 1};
    options.limits.states = 30000;
    Result asleep = search(&machine.question, &options);
    options.no_sleep_sets = true;
    Result awake = search(&machine.question, &options);
    bool whole = awake.verdict.kind != VERDICT_INCOMPLETE;
    ck_assert_int_eq(whole, asleep.verdict.kind != VERDICT_INCOMPLETE);
    if (whole)
        ck_assert_str_eq(result_difference(&machine.question, &awake, &asleep, false).text, "");
    result_free(&asleep);
    result_free(&awake);
}
END_TEST

/* Some places must not be taken together, which is passed over, and known when the search goes on
 * in the middle of a level. */
static bool is_allowed(const void *context, const uint8_t *state)
{
    (void)context;
    return (7 * state[0] + 5 * state[4] + 3 * state[8] + state[12]) % 11 != 10;
}

static void complain(void *data, const char *sentence)
{
    (void)data;
    ck_abort_msg("a checkpoint: %s", sentence);
}

static Result search_in_pieces(Park *park, CheckpointPlan *plan)
{
    SearchOptions options = {.checkpoint = plan, .interrupted = &park->interrupted};
    for (uint64_t piece = 1;; piece++) {
        park->attempts = 0;
        park->interrupt_at = 3000 + 1000 * piece;
        park->interrupted = 0;
        Result result = search(&park->question, &options);
        if (result.verdict.kind != VERDICT_INCOMPLETE) return result;
        result_free(&result);
        plan->resume = true;
    }
}

START_TEST(behind_a_checkpoint)
{
    static const Verdict nothing = {VERDICT_STUCK, "nothing"};
    const Check check = {.name = "is-allowed", .holds = is_allowed};
    char folder[] = "/tmp/sleep-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(folder));
    CheckpointPlan plan = {
        .folder = folder, .identity = "park", .seconds = 3600, .complain = complain};
    Park park;
    open_park(&park, 16, 20);
    park.question.checks = &check;
    park.question.check_count = 1;
    park.question.find = &nothing;
    Result awake = search_park(&park, true), asleep = search_in_pieces(&park, &plan);
    ck_assert_uint_gt(awake.statistics.other, 0);
    ck_assert(plan.resume);
    ck_assert_str_eq(result_difference(&park.question, &awake, &asleep, false).text, "");
    checkpoint_discard_all(&plan);
    ck_assert_int_eq(rmdir(folder), 0);
    result_free(&awake);
    result_free(&asleep);
}
END_TEST

START_TEST(a_write_that_is_hidden)
{
    Park park;
    open_park(&park, 16, 5);
    park.hides = true;
    Result result = search_park(&park, false);
    result_free(&result);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sleep");
    TCase *tcase = tcase_create("sleep");
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, each_state_is_reached_once);
    tcase_add_loop_test(tcase, nothing_shows, 0, 60);
    tcase_add_test(tcase, behind_a_checkpoint);
    tcase_add_test_raise_signal(tcase, a_write_that_is_hidden, SIGABRT);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
