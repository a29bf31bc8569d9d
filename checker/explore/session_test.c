/* Sessions: on a toy, and along the golden counterexamples, which other parts of the program have
 * found. */
#include "checker/explore/offers.h"
#include "checker/scenario/scenario.h"
#include "checker/search/suite.h"
#include "checker/trace/follow.h"
#include "checker/trace/tiny.h"

#include <string.h>

TINY_PROGRAM(racy, TINY_READ, TINY_WRITE);
TINY_PROGRAM(locked, TINY_LOCK, TINY_READ, TINY_WRITE, TINY_UNLOCK);
TINY_PROGRAM(throwing, TINY_ADD, TINY_THROW);

/* -------- the toy -------- */

typedef struct Toy {
    Subject subject;
    Check check;
    Question question;
    SearchOptions options;
} Toy;

/* All writes are counted in the end; the toy must stay where it is. */
static void toy_begin(Toy *toy, const uint8_t *program)
{
    *toy = (Toy){.subject = tiny_subject(program)};
    const Predicate *counts = &toy->subject.predicates[0];
    toy->check = (Check){.kind = CHECK_ALWAYS,
                         .name = counts->name,
                         .text = counts->text,
                         .holds = counts->holds,
                         .context = program};
    toy->question = (Question){.subject = &toy->subject, .check_count = 1, .checks = &toy->check};
}

static void take(Session *session, uint16_t actor)
{
    PathStep step;
    ck_assert_int_ne(session_take(session, actor, 0, &step), BLOCKED);
}

static void expect_diagnosis(const Session *session, VerdictKind kind, uint32_t since)
{
    Diagnosis diagnosis = session_diagnosis(session);
    ck_assert_int_eq(diagnosis.verdict.kind, kind);
    if (kind != VERDICT_HOLDS) ck_assert_uint_eq(diagnosis.since, since);
}

START_TEST(back_and_forward)
{
    Toy toy;
    toy_begin(&toy, racy);
    g_autoptr(Session) session = session_new(&toy.question, &toy.options, 0, 0);
    static const uint16_t lost_update[] = {0, 1, 1, 0};
    for (size_t i = 0; i < 4; i++) {
        expect_diagnosis(session, VERDICT_HOLDS, 0);
        take(session, lost_update[i]);
    }
    expect_diagnosis(session, VERDICT_VIOLATES, 4);
    session_jump(session, 1);
    expect_diagnosis(session, VERDICT_HOLDS, 0);
    ck_assert_uint_eq(session_position(session), 1);
    ck_assert_uint_eq(session_length(session), 4);
    take(session, 1); /* as it was: the rest is still there */
    ck_assert_uint_eq(session_length(session), 4);
    session_jump(session, 99);
    expect_diagnosis(session, VERDICT_VIOLATES, 4);
    session_jump(session, 1);
    take(session, 0); /* another way */
    ck_assert_uint_eq(session_length(session), 2);
    take(session, 1);
    take(session, 1);
    expect_diagnosis(session, VERDICT_HOLDS, 0);
    session_restart(session, 0);
    ck_assert_uint_eq(session_length(session), 0);
}
END_TEST

START_TEST(offers_say_what_would_change)
{
    Toy toy;
    toy_begin(&toy, locked);
    g_autoptr(Session) session = session_new(&toy.question, &toy.options, 0, 0);
    take(session, 1);
    g_autoptr(GPtrArray) now = offers(session, false);
    ck_assert_uint_eq(now->len, 2);
    const Offer *waits = g_ptr_array_index(now, 0), *reads = g_ptr_array_index(now, 1);
    ck_assert_int_eq(waits->step.outcome, BLOCKED);
    ck_assert(!waits->rests);
    ck_assert_uint_eq(waits->changes->len, 0);
    ck_assert_str_eq(g_ptr_array_index(waits->reads, 0), "shared.lock = p2");
    ck_assert_int_eq(reads->step.outcome, RAN);
    ck_assert(reads->spins == false); /* its hidden pc moves */
    take(session, 1);
    g_autoptr(GPtrArray) next = offers(session, false);
    const Offer *writes = g_ptr_array_index(next, 1);
    ck_assert_str_eq(g_ptr_array_index(writes->changes, 0), "shared.counter 0 -> 1");
    ck_assert_int_eq(writes->leads_to.kind, VERDICT_HOLDS);
    /* What cannot be done is not done. */
    PathStep step;
    ck_assert_int_eq(session_take(session, 0, 0, &step), BLOCKED);
    ck_assert_uint_eq(session_position(session), 2);
    session_take(session, 1, 7, &step);
    ck_assert_uint_eq(session_position(session), 2);
}
END_TEST

START_TEST(offers_foresee_failures)
{
    Toy toy;
    toy_begin(&toy, throwing);
    g_autoptr(Session) session = session_new(&toy.question, &toy.options, 0, 0);
    take(session, 0);
    g_autoptr(GPtrArray) now = offers(session, false);
    ck_assert_int_eq(((Offer *)g_ptr_array_index(now, 0))->leads_to.kind, VERDICT_THROWS);
    ck_assert_int_eq(((Offer *)g_ptr_array_index(now, 1))->leads_to.kind, VERDICT_HOLDS);
    take(session, 0);
    expect_diagnosis(session, VERDICT_THROWS, 2);
    ck_assert(session_is_over(session));
    g_autoptr(GPtrArray) none = offers(session, false);
    ck_assert_uint_eq(none->len, 0);
}
END_TEST

START_TEST(random_is_a_function_of_the_seed)
{
    Toy toy;
    toy_begin(&toy, racy);
    unsigned failures = 0;
    for (uint64_t seed = 0; seed < 50; seed++) {
        g_autoptr(Session) one = session_new(&toy.question, &toy.options, 0, seed);
        g_autoptr(Session) other = session_new(&toy.question, &toy.options, 0, seed);
        ck_assert_uint_eq(session_random(one, 100), 4);
        for (int i = 0; i < 4; i++)
            ck_assert_uint_eq(session_random(other, 1), 1);
        ck_assert_uint_eq(session_random(other, 1), 0);
        for (uint32_t i = 0; i < 4; i++)
            ck_assert_uint_eq(path_step(one->path, i)->move.actor,
                              path_step(other->path, i)->move.actor);
        failures += session_diagnosis(one).verdict.kind == VERDICT_VIOLATES;
    }
    /* Of the schedules 2 of 6 are without a switch between read and write; weighted, half. */
    ck_assert_uint_gt(failures, 10);
    ck_assert_uint_lt(failures, 40);
}
END_TEST

START_TEST(checks_show_their_values)
{
    Toy toy;
    toy_begin(&toy, racy);
    g_autoptr(Session) session = session_new(&toy.question, &toy.options, 0, 0);
    g_autoptr(GPtrArray) checks = checks_now(session);
    const CheckNow *counts = g_ptr_array_index(checks, 0);
    ck_assert(counts->holds && counts->reached);
    ck_assert_str_eq(g_ptr_array_index(counts->values, 0), "shared.counter = 0");
}
END_TEST

/* -------- along golden counterexamples -------- */

typedef struct Golden {
    Trace *trace;
    Scenario *scenario;
    const Variant *variant;
    Path *path;
    Verdict claim;
} Golden;

static void golden_open(Golden *golden, const char *path)
{
    g_autoptr(GError) error = NULL;
    golden->trace = trace_read(path, &error);
    ck_assert_msg(golden->trace != NULL, "%s", error ? error->message : path);
    g_autofree char *file = trace_resolve_path(path, golden->trace->scenario);
    golden->scenario = scenario_read(file, NULL, 0, &error);
    ck_assert_msg(golden->scenario != NULL, "%s", error ? error->message : file);
    for (guint i = 0; i < golden->scenario->variants->len; i++) {
        const Variant *variant = g_ptr_array_index(golden->scenario->variants, i);
        if (strcmp(variant->name, golden->trace->variant) == 0) golden->variant = variant;
    }
    Following following = follow(golden->trace, golden->variant->question.subject);
    ck_assert_int_eq(following.obstacle, OBSTACLE_NONE);
    golden->path = g_steal_pointer(&following.path);
    golden->claim = (Verdict){golden->trace->verdict, golden->trace->verdict_name};
    following_clear(&following);
}

static void golden_close(Golden *golden)
{
    path_free(golden->path);
    scenario_free(golden->scenario);
    trace_free(golden->trace);
}

static const char *const goldens[] = {
    "traces/copystack-netpoll.hang.trace",        "traces/copystack-netpoll.spin.trace",
    "traces/last-p-polls.nobody-hands-off.trace", "traces/mark-worker-attach.crash.trace",
    "traces/mark-worker-attach.two-ms.trace",     "traces/stack-scan.hang-in-syscall.trace",
};

/* What the session says of its schedule is what a replay says. */
static void expect_replay_agrees(const Session *session)
{
    Diagnosis diagnosis = session_diagnosis(session);
    Schedule schedule = path_schedule(session->path);
    Replay again =
        replay(session->question, &schedule, diagnosis.verdict, session->options, NULL, NULL);
    ck_assert(verdict_equal(again.verdict, diagnosis.verdict));
    free(again.state);
    schedule_free(&schedule);
}

static Session *loaded(const Golden *golden)
{
    const Variant *variant = golden->variant;
    Session *session = session_new(&variant->question, &variant->options, golden->path->initial, 0);
    session_load(session, golden->path, golden->claim);
    return session;
}

START_TEST(a_trace_is_stepped_through)
{
    Golden golden = {0};
    golden_open(&golden, goldens[_i]);
    g_autoptr(Session) session = loaded(&golden);
    ck_assert_uint_eq(session_position(session), 0);
    ck_assert_uint_eq(session_length(session), path_length(golden.path));
    uint32_t bad =
        golden.trace->lost != TRACE_NO_LOSS ? golden.trace->lost : path_length(golden.path);
    session_jump(session, bad - 1);
    expect_diagnosis(session, VERDICT_HOLDS, 0);
    expect_replay_agrees(session);
    session_jump(session, bad);
    expect_diagnosis(session, golden.claim.kind, bad);
    expect_replay_agrees(session);
    session_jump(session, G_MAXUINT32);
    ck_assert(verdict_equal(session_diagnosis(session).verdict, golden.claim));
    ck_assert_uint_eq(session->path->lost, golden.path->lost);
    ck_assert_uint_eq(session->path->cycle, golden.path->cycle);
    expect_replay_agrees(session);
    g_autoptr(Path) whole = session_whole(session);
    ck_assert_mem_eq(whole->state, golden.path->state, whole->subject->state_size);
    golden_close(&golden);
}
END_TEST

/* From anywhere on a shortest way the rest of it is a shortest way. */
START_TEST(the_nearest_failure_is_as_near_as_in_the_trace)
{
    Golden golden = {0};
    golden_open(&golden, goldens[_i]);
    for (uint32_t from = 0; from < path_length(golden.path); from += 7) {
        g_autoptr(Session) session = loaded(&golden);
        session_jump(session, from);
        if (session_diagnosis(session).verdict.kind != VERDICT_HOLDS) break;
        uint64_t states;
        Verdict found = session_find(session, (Wanted){{golden.claim}, 1}, &states);
        ck_assert(verdict_equal(found, golden.claim));
        ck_assert_uint_gt(states, 0);
        ck_assert(verdict_equal(session_diagnosis(session).verdict, golden.claim));
        expect_replay_agrees(session);
        if (found.kind != VERDICT_LIVELOCK) /* shortest into the cycle, not round it */
            ck_assert_uint_eq(session_length(session), path_length(golden.path));
    }
    golden_close(&golden);
}
END_TEST

/* Each end that is ahead can be gone to, and is what it was said to be. */
START_TEST(every_fate_can_be_followed)
{
    Golden golden = {0};
    golden_open(&golden, goldens[_i]);
    g_autoptr(Session) session = loaded(&golden);
    session_jump(session, path_length(golden.path) / 2);
    uint32_t from = session_position(session);
    const Outlook *ahead = session_look_ahead(session, 0);
    ck_assert_ptr_null(ahead->ended);
    bool failed = session_diagnosis(session).verdict.kind != VERDICT_HOLDS;
    uint32_t as_golden = 0;
    for (uint32_t i = 0; i < ahead->fate_count; i++) {
        session_jump(session, from);
        ck_assert(session_outlook_is_here(session));
        session_follow(session, i);
        Verdict there = session_diagnosis(session).verdict;
        ck_assert(failed || verdict_equal(there, ahead->fates[i].verdict));
        expect_replay_agrees(session);
        as_golden += verdict_equal(there, golden.claim);
    }
    ck_assert_uint_gt(as_golden, 0);
    golden_close(&golden);
}
END_TEST

/* Steps at random, back and on again: what is remembered is what is so. */
START_TEST(wandering_about)
{
    Golden golden = {0};
    golden_open(&golden, goldens[_i]);
    const Variant *variant = golden.variant;
    g_autoptr(Session) session = session_new(&variant->question, &variant->options, 0, 7);
    Random random = {.seed = 11};
    for (int i = 0; i < 60; i++) {
        if (random_below(&random, 2)) session_random(session, 1 + random_below(&random, 30));
        else session_jump(session, random_below(&random, session_length(session) + 1));
        expect_replay_agrees(session);
        ck_assert_uint_le(session_position(session), session_length(session));
    }
    golden_close(&golden);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("session");
    TCase *cases = tcase_create("session");
    int count = (int)G_N_ELEMENTS(goldens);
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, back_and_forward);
    tcase_add_test(cases, offers_say_what_would_change);
    tcase_add_test(cases, offers_foresee_failures);
    tcase_add_test(cases, random_is_a_function_of_the_seed);
    tcase_add_test(cases, checks_show_their_values);
    tcase_add_loop_test(cases, a_trace_is_stepped_through, 0, count);
    tcase_add_loop_test(cases, the_nearest_failure_is_as_near_as_in_the_trace, 0, count);
    tcase_add_loop_test(cases, every_fate_can_be_followed, 0, count);
    tcase_add_loop_test(cases, wandering_about, 0, count);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
