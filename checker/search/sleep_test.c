/* Moves that need not be made: nothing may show but the time. */
#include "checker/search/checkpoint.h"
#include "checker/search/random.h"
#include "checker/search/recorded_machine.h"
#include "checker/search/sleep.h"
#include "checker/search/suite.h"
#include "tests/oracle/same_result.h"

#include <signal.h>
#include <unistd.h>

/* -------- walkers: none minds the others -------- */

#define WALKERS 4

static const char *const walkers[WALKERS] = {"a", "b", "c", "d"};
static const SubjectStep walking[] = {{"WALK", "walker", "", true}};

typedef struct Park {
    bool hides;  /* that places are looked at */
    uint8_t way; /* steps that each has before him */
    atomic_uint_fast64_t judged;
    uint64_t interrupt_at; /* judged; 0: never */
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
    const Park *park = context;
    uint32_t place = attempt->actor * (park->subject.state_size / WALKERS);
    attempt->step = 0;
    attempt->choices = 1;
    if (!park->hides) machine_mark(attempt->read, place);
    if (!park->hides) machine_mark(attempt->wrote, place);
    if (state[place] == park->way) return BLOCKED;
    state[place]++;
    return RAN;
}

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
    SearchOptions options = {.no_sleep_sets = no_sleep_sets};
    return search(&park->question, &options);
}

/* -------- who is idle -------- */

/* What somebody looks at, a place or two; of this he changes some, or nothing. */
static Scope any_scope(Random *random)
{
    Scope scope = {scope_bit(random_below(random, 6)) | scope_bit(random_below(random, 6)), 0};
    if (random_below(random, 3) > 0) scope.changes = scope.looks & random_below(random, 64);
    return scope;
}

/* By what sleep.h says of the two, not by how it finds out. */
static Idle expect_idle(const Nap *nap, const Scope *scopes, uint32_t actor)
{
    Idle idle = {0, 0};
    for (uint32_t other = 0; other < nap->most; other++) {
        bool is_constant = (scopes[other].looks & scopes[actor].changes) == 0;
        bool is_apart = is_constant && (scopes[other].changes & scopes[actor].looks) == 0;
        if (is_constant) idle.constant |= (uint8_t)(1u << other);
        if (is_apart && other < actor && nap->plain >> other & 1)
            idle.sleepers |= (uint8_t)(1u << other);
    }
    return idle;
}

/* Loop test i is for i + 1 actors. */
START_TEST(idle_are_those_who_do_not_mind)
{
    Random random = {.seed = (uint64_t)_i};
    uint32_t wrong = 0, sleepers = 0;
    for (uint32_t round = 0; round < 2000; round++) {
        uint64_t notes[2 * CACHE_LINE / sizeof(uint64_t)];
        Moving *moving = (Moving *)notes;
        Scope scopes[SLEEP_ACTORS];
        Nap nap = {.moving = moving, .most = (uint32_t)_i + 1, .plain = random_below(&random, 256)};
        for (uint32_t actor = 0; actor < nap.most; actor++)
            nap_note(&nap, actor, scopes[actor] = any_scope(&random), actor);
        for (uint32_t actor = 0; actor < nap.most; actor++) {
            Idle expected = expect_idle(&nap, scopes, actor);
            Idle found = nap_move(&nap, actor, scopes[actor]).idle;
            wrong += found.sleepers != expected.sleepers || found.constant != expected.constant;
            sleepers += found.sleepers != 0;
        }
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert(_i == 0 || sleepers > 100);
}
END_TEST

/* -------- nothing shows -------- */

START_TEST(each_state_is_reached)
{
    const uint64_t states = 6 * 6 * 6 * 6;
    Park park;
    open_park(&park, 16, 5);
    Result awake = search_park(&park, true);
    ck_assert_uint_eq(awake.statistics.states, states);
    Result asleep = search_park(&park, false);
    ck_assert_str_eq(result_difference(&park.question, &awake, &asleep, false).text, "");
    result_free(&awake);
    result_free(&asleep);
}
END_TEST

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
    Park *park = (Park *)context; /* to count: nothing depends on it */
    if (++park->judged == park->interrupt_at) park->interrupted = 1;
    return (7 * state[0] + 5 * state[4] + 3 * state[8] + state[12]) % 11 != 10;
}

static void complain(void *data, const char *sentence)
{
    (void)data;
    ck_abort_msg("a checkpoint: %s", sentence);
}

static Result search_in_pieces(Park *park, CheckpointPlan *plan, uint32_t workers)
{
    SearchOptions options = {
        .checkpoint = plan, .interrupted = &park->interrupted, .workers = workers, .crew_from = 1};
    for (uint64_t piece = 1;; piece++) {
        park->judged = 0;
        park->interrupt_at = 3000 + 1000 * piece;
        park->interrupted = 0;
        Result result = search(&park->question, &options);
        if (result.verdict.kind != VERDICT_INCOMPLETE) return result;
        result_free(&result);
        plan->resume = true;
    }
}

/* Loop test i is for i + 1 workers. */
START_TEST(behind_a_checkpoint)
{
    static const Verdict nothing = {VERDICT_STUCK, "nothing"};
    char folder[] = "/tmp/sleep-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(folder));
    CheckpointPlan plan = {
        .folder = folder, .identity = "park", .seconds = 3600, .complain = complain};
    Park park;
    open_park(&park, 16, 20);
    const Check check = {.name = "is-allowed", .holds = is_allowed, .context = &park};
    park.question.checks = &check;
    park.question.check_count = 1;
    park.question.find = &nothing;
    Result awake = search_park(&park, true);
    Result asleep = search_in_pieces(&park, &plan, 1 + (uint32_t)_i);
    ck_assert_uint_gt(awake.statistics.other, 0);
    ck_assert(plan.resume);
    ck_assert_str_eq(result_difference(&park.question, &awake, &asleep, false).text, "");
    checkpoint_discard_all(&plan);
    ck_assert_int_eq(rmdir(folder), 0);
    result_free(&awake);
    result_free(&asleep);
}
END_TEST

START_TEST(what_is_hidden_is_noticed)
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
    tcase_add_loop_test(tcase, idle_are_those_who_do_not_mind, 0, SLEEP_ACTORS);
    tcase_add_test(tcase, each_state_is_reached);
    tcase_add_loop_test(tcase, nothing_shows, 0, 60);
    tcase_add_loop_test(tcase, behind_a_checkpoint, 0, 2);
    tcase_add_test_raise_signal(tcase, what_is_hidden_is_noticed, SIGABRT);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
