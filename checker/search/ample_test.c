/* Chains of safe steps, on a subject made for them: each actor has a private counter that goes
 * round, and leaves the round by a step that everybody can see. */
#include "checker/search/ample.h"
#include "checker/search/reduced.h"
#include "checker/search/suite.h"

#include <string.h>

enum { ROUND = 3, ACTORS = 2 };
enum { COUNT, SHOW };
enum { NEVER = 0xff };

typedef struct World {
    uint8_t count[ACTORS], shown;
} World;

/* What differs from test to test. */
typedef struct Rounds {
    uint8_t leaves_at;     /* the count at which actor 1 shows itself; NEVER: it counts for ever */
    uint8_t throws_at;     /* the count that throws */
    uint8_t groundless_at; /* the count of actor 0 at which nothing is known any more */
} Rounds;

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    const Rounds *rounds = context;
    World *w = (World *)state;
    uint8_t *count = &w->count[attempt->actor];
    bool leaves = attempt->actor == 1 && *count == rounds->leaves_at;
    attempt->step = leaves ? SHOW : COUNT;
    attempt->choices = 1;
    if (*count == rounds->throws_at) return THREW;
    if (leaves) w->shown = 1;
    else *count = (uint8_t)((*count + 1) % ROUND);
    return RAN;
}

static bool safe(const void *context, const uint8_t *state, void *memory, uint32_t *ret_actors)
{
    (void)memory;
    const Rounds *rounds = context;
    const World *w = (const World *)state;
    *ret_actors = w->count[1] == rounds->leaves_at ? 1 : 3;
    return w->count[0] != rounds->groundless_at;
}

static void initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)context, (void)index;
    memset(state, 0, sizeof(World));
}

static bool may_rest(const void *context, const uint8_t *state, uint32_t actor)
{
    (void)context, (void)state, (void)actor;
    return true;
}

static bool is_hidden(const void *context, const uint8_t *state)
{
    (void)context;
    return !((const World *)state)->shown;
}

static Notice shown_sees(const void *context, const uint8_t *before, const uint8_t *after,
                         uint32_t actor)
{
    (void)context, (void)actor;
    bool changes = ((const World *)before)->shown != ((const World *)after)->shown;
    return changes ? MAY_CHANGE : NOTICES_NOTHING;
}

static Subject subject_of(const Rounds *rounds)
{
    static const char *const actors[] = {"a", "b"}, *const messages[] = {"too far"};
    static const SubjectStep steps[] = {[COUNT] = {"COUNT", "round", "count++", false},
                                        [SHOW] = {"SHOW", "round", "shown = 1", false}};
    return (Subject){.version = SUBJECT_VERSION,
                     .name = "rounds",
                     .context = rounds,
                     .state_size = sizeof(World),
                     .initial_count = 1,
                     .actor_count = ACTORS,
                     .actors = actors,
                     .step_count = 2,
                     .steps = steps,
                     .message_count = 1,
                     .messages = messages,
                     .initial = initial,
                     .attempt = attempt,
                     .may_rest = may_rest,
                     .safe = safe};
}

static const Check hidden = {CHECK_ALWAYS, "hidden", "", is_hidden, NULL, shown_sees, NULL, NULL};

static Result run(const Rounds *rounds, const Check *check, Verdict *ret_reduced)
{
    Subject subject = subject_of(rounds);
    Question question = {.subject = &subject, .check_count = check ? 1 : 0, .checks = check};
    SearchOptions options = {.strategy = STRATEGY_BFS};
    bool groundless;
    Result reduced = search_only_reduced(&question, &options, &groundless);
    *ret_reduced = reduced.verdict;
    if (reduced.has_schedule) {
        Replay again = replay(&question, &reduced.schedule, reduced.verdict, &options, NULL, NULL);
        ck_assert(verdict_equal(again.verdict, reduced.verdict));
        free(again.state);
    }
    result_free(&reduced);
    return search(&question, &options);
}

/* Actor a could be taken ahead for ever. */
START_TEST(nobody_is_put_off_for_ever)
{
    Rounds rounds = {.leaves_at = 1, .throws_at = NEVER, .groundless_at = NEVER};
    Verdict reduced;
    Result result = run(&rounds, &hidden, &reduced);
    ck_assert_int_eq(reduced.kind, VERDICT_VIOLATES);
    ck_assert_int_eq(result.verdict.kind, VERDICT_VIOLATES);
    ck_assert_uint_eq(result.schedule.length, 2);
    result_free(&result);
}
END_TEST

START_TEST(a_round_of_safe_steps_is_cut)
{
    Rounds rounds = {.leaves_at = NEVER, .throws_at = NEVER, .groundless_at = NEVER};
    Verdict reduced;
    Result result = run(&rounds, &hidden, &reduced);
    ck_assert_int_eq(result.verdict.kind, VERDICT_HOLDS);
    ck_assert(result.statistics.reduced);
    ck_assert_uint_le(result.statistics.states, ROUND * ROUND);
    ck_assert_uint_ge(result.statistics.steps[COUNT].ran, 1);
    result_free(&result);
}
END_TEST

START_TEST(a_throw_within_a_chain_is_found)
{
    Rounds rounds = {.leaves_at = NEVER, .throws_at = 2, .groundless_at = NEVER};
    Verdict reduced;
    Result result = run(&rounds, &hidden, &reduced);
    ck_assert_int_eq(reduced.kind, VERDICT_THROWS);
    ck_assert_int_eq(result.verdict.kind, VERDICT_THROWS);
    ck_assert_uint_eq(result.schedule.length, 3);
    result_free(&result);
}
END_TEST

START_TEST(without_grounds_it_begins_again)
{
    Rounds rounds = {.leaves_at = NEVER, .throws_at = NEVER, .groundless_at = 2};
    Verdict reduced;
    Result result = run(&rounds, &hidden, &reduced);
    ck_assert_str_eq(reduced.name, "groundless");
    ck_assert_int_eq(result.verdict.kind, VERDICT_HOLDS);
    ck_assert(!result.statistics.reduced);
    ck_assert_uint_eq(result.statistics.states, ROUND * ROUND);
    result_free(&result);
}
END_TEST

/* Actor a counts to 2, where the grounds are gone; actor b takes a step and then throws, which is
 * safe. */
static Outcome fork_attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    (void)context;
    uint8_t *count = &((World *)state)->count[attempt->actor];
    attempt->step = COUNT;
    attempt->choices = 1;
    if (attempt->actor == 1 && *count == 1) return THREW;
    if (*count < 2) ++*count;
    return RAN;
}

static bool fork_safe(const void *context, const uint8_t *state, void *memory, uint32_t *ret_actors)
{
    (void)context, (void)memory;
    const World *w = (const World *)state;
    *ret_actors = w->count[1] == 1 ? 2 : 0;
    return w->count[0] != 2;
}

/* A state of the failing level is looked at only to see whether anybody can move in it. */
START_TEST(grounds_are_missed_behind_the_failure)
{
    Subject subject = subject_of(&(Rounds){0});
    Question question = {.subject = &subject};
    bool groundless;
    subject.attempt = fork_attempt;
    subject.safe = fork_safe;
    Result reduced = search_only_reduced(&question, &(SearchOptions){0}, &groundless);
    ck_assert(groundless);
    ck_assert_int_eq(reduced.verdict.kind, VERDICT_INCOMPLETE);
    result_free(&reduced);
    Result result = search(&question, &(SearchOptions){0});
    ck_assert_int_eq(result.verdict.kind, VERDICT_THROWS);
    ck_assert_uint_eq(result.schedule.length, 2);
    result_free(&result);
}
END_TEST

/* A check that does not say what it looks at notices everything. */
START_TEST(a_check_without_sees_keeps_every_state)
{
    Rounds rounds = {.leaves_at = NEVER, .throws_at = NEVER, .groundless_at = NEVER};
    Check blunt = {CHECK_ALWAYS, "hidden", "", is_hidden, NULL, NULL, NULL, NULL};
    Verdict reduced;
    Result result = run(&rounds, &blunt, &reduced);
    ck_assert_uint_eq(result.statistics.states, ROUND * ROUND);
    result_free(&result);
}
END_TEST

START_TEST(some_questions_forbid_it)
{
    Rounds rounds = {.leaves_at = NEVER, .throws_at = NEVER, .groundless_at = NEVER};
    Subject subject = subject_of(&rounds);
    Check check = hidden;
    Question question = {.subject = &subject, .check_count = 1, .checks = &check};
    ck_assert_ptr_null(ample_obstacle(&question, &(SearchOptions){0}));
    ck_assert_ptr_nonnull(ample_obstacle(&question, &(SearchOptions){.no_por = true}));
    ck_assert_ptr_nonnull(ample_obstacle(&question, &(SearchOptions){.limits.depth = 9}));
    check.kind = CHECK_REACHABLE;
    ck_assert_ptr_nonnull(ample_obstacle(&question, &(SearchOptions){0}));
    check.kind = CHECK_EVENTUALLY;
    ck_assert_ptr_nonnull(ample_obstacle(&question, &(SearchOptions){0}));
    check.kind = CHECK_SOMETIMES;
    subject.safe = NULL;
    ck_assert_ptr_nonnull(ample_obstacle(&question, &(SearchOptions){0}));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ample");
    TCase *tests = tcase_create("ample");
    tcase_add_test(tests, nobody_is_put_off_for_ever);
    tcase_add_test(tests, a_round_of_safe_steps_is_cut);
    tcase_add_test(tests, a_throw_within_a_chain_is_found);
    tcase_add_test(tests, without_grounds_it_begins_again);
    tcase_add_test(tests, grounds_are_missed_behind_the_failure);
    tcase_add_test(tests, a_check_without_sees_keeps_every_state);
    tcase_add_test(tests, some_questions_forbid_it);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
