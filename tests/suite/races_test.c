/* What is computed about the counterexamples of the five historic races, compared with what was
 * found out about these races by people, and with simulations. */
#include "checker/analysis/insight.h"
#include "checker/analysis/marks.h"
#include "checker/analysis/minimise.h"
#include "checker/scenario/scenario.h"
#include "checker/search/suite.h"
#include "checker/trace/follow.h"

#include <string.h>

/* -------- what people know -------- */

typedef struct Expected {
    const char *trace;        /* traces/NAME.trace */
    const char *window[2][3]; /* actor, first step, last step of each stretch */
    const char *stale[3][3]; /* what is known, who changes it, who acts; NULL: nobody on the path */
    const char *wiped[2];    /* an unseen value: who wrote it, who overwrites it */
    const char *pair[2];     /* the order that matters */
    const char *certain;     /* the step after which the failure is certain; NULL: the last one */
    const char *parts;       /* where the fix goes another way; NULL: after the path */
} Expected;

static const Expected races[] = {
    /* reentersyscall reads gcwaiting, and entersyscall_gcwait goes for the lock: a whole stop and
     * start fits in between, and P.status is Psyscall again, by another M.  The fix counts
     * elsewhere. */
    {.trace = "foreachp-stopwait.missed-p",
     .window = {{"g1", "ENTERSYSCALL_GCWAITING", "GCWAIT_LOCK"}},
     .stale = {{"ENTERSYSCALL_GCWAITING", "START_GCWAITING", "GCWAIT_LOCK"},
               {"ENTERSYSCALL_PSYSCALL", "STW_RETAKE_P", "GCWAIT_RETIRE_P"}},
     .pair = {"ENTERSYSCALL_GCWAITING", "START_GCWAITING"},
     .parts = "FOREACHP_BEGIN"},
    {.trace = "foreachp-stopwait.negative-count",
     .window = {{"g1", "ENTERSYSCALL_GCWAITING", "GCWAIT_LOCK"}},
     .stale = {{"ENTERSYSCALL_GCWAITING", "START_GCWAITING", "GCWAIT_LOCK"},
               {"ENTERSYSCALL_PSYSCALL", "STW_RETAKE_P", "GCWAIT_RETIRE_P"}},
     .pair = {"ENTERSYSCALL_GCWAITING", "START_GCWAITING"},
     .certain = "RUNFN_COUNT",
     .parts = "FOREACHP_BEGIN"},
    /* copystack reads the status, the poller changes it, the CAS expects what was read. */
    {.trace = "copystack-netpoll.hang",
     .window = {{"gc", "COPYSTACK_STATUS", "COPYSTACK_CLAIM"}},
     .stale = {{"COPYSTACK_STATUS", "INJECT_STATUS", NULL}},
     .pair = {"COPYSTACK_STATUS", "INJECT_STATUS"},
     .certain = "INJECT_STATUS"},
    {.trace = "copystack-netpoll.spin",
     .window = {{"gc", "COPYSTACK_STATUS", "COPYSTACK_CLAIM"}},
     .stale = {{"COPYSTACK_STATUS", "INJECT_STATUS", "COPYSTACK_CLAIM"}},
     .pair = {"COPYSTACK_STATUS", "INJECT_STATUS"},
     .certain = "INJECT_STATUS"},
    {.trace = "copystack-netpoll.diagnosed",
     .window = {{"gc", "COPYSTACK_STATUS", "COPYSTACK_CLAIM"}},
     .stale = {{"COPYSTACK_STATUS", "INJECT_STATUS", "COPYSTACK_CLAIM"}},
     .pair = {"COPYSTACK_STATUS", "INJECT_STATUS"},
     .certain = "INJECT_STATUS",
     .parts = "COPYSTACK_CLAIM"},
    /* The goroutine is asked after its last prologue and before it is in Gsyscall. */
    {.trace = "stack-scan.hang-in-syscall",
     .window = {{"user", "PROLOGUE_CHECK", "ENTERSYSCALL_STATUS"}},
     .stale = {{"PROLOGUE_CHECK", "REQUEST_STACKGUARD", "ENTERSYSCALL_STACKGUARD"}},
     .pair = {"PROLOGUE_CHECK", "REQUEST_STACKGUARD"},
     .certain = "PROLOGUE_CHECK",
     .parts = "MARKROOT_STATUS"},
    /* execute has made it Grunning and not yet cleared preempt and stackguard0. */
    {.trace = "stack-scan.lost-request",
     .window = {{"m2", "EXECUTE_STATUS", "EXECUTE_STACKGUARD"}},
     .stale = {{"EXECUTE_STATUS", "STOPG_CLAIM_RUNNING", "EXECUTE_SCANVALID"}},
     .wiped = {"REQUEST_STACKGUARD", "EXECUTE_STACKGUARD"},
     .certain = "REQUEST_STACKGUARD",
     .parts = "MARKROOT_STATUS"},
    /* In round two the goroutine scans itself, then markroot resets gcworkdone. */
    {.trace = "stack-scan.double-scan",
     .window = {{"gc", "ROUND_RESET_DONE", "MARKROOT_RESET"}},
     .stale = {{"ROUND_RESET_DONE", "SCANWORK_SET_DONE", "ROUND_RESET_VALID"},
               {"ROUND_RESET_DONE", "SCANSTACK_WALK", "ROUND_RESET_VALID"}},
     .wiped = {"SCANWORK_SET_DONE", "MARKROOT_RESET"},
     .pair = {"ROUND_RESET_DONE", "SCANWORK_DONE"},
     .certain = "SCANWORK_SET_DONE",
     .parts = "MARKROOT_STATUS"},
    /* park_m makes the worker Gwaiting, and clears g.m later: between them it is claimable. */
    {.trace = "mark-worker-attach.crash",
     .window = {{"worker", "PARK_M_STATUS", "DROPG_G"}},
     .stale = {{"PARK_M_STATUS", "FINDWORKER_RUNNABLE", "DROPG_G"}},
     .wiped = {"EXECUTE_M", "DROPG_G"},
     .pair = {"EXECUTE_M", "DROPG_G"},
     .certain = "EXECUTE_M",
     .parts = "WORKER_ATTACH"},
    /* Both have passed their last prologue when the other's request comes; on g0 it has no effect.
     * The fix makes the caller Gwaiting first. */
    {.trace = "foreachp-suspendg.mutual-wait",
     .window = {{"worker", "PROLOGUE_CHECK", "SUSPENDG_SET_STACKGUARD"},
                {"caller", "PROLOGUE_CHECK", "PREEMPTONE_STACKGUARD"}},
     .stale = {{"PROLOGUE_CHECK", "PREEMPTONE_STACKGUARD", "MARKROOT_ENTER"}},
     .pair = {"PROLOGUE_CHECK", "PREEMPTONE_STACKGUARD"},
     .certain = "PROLOGUE_CHECK",
     .parts = "FOREACHP_CALLER_STATUS"},
};

/* -------- a trace and its question -------- */

typedef struct Kept {
    Trace *trace;
    Scenario *scenario;
    const Variant *variant, *fixed;
    Following following;
    Verdict verdict;
    Insight insight;
} Kept;

static const Variant *variant_named(const Scenario *scenario, const char *name)
{
    for (guint i = 0; i < scenario->variants->len; i++) {
        const Variant *variant = g_ptr_array_index(scenario->variants, i);
        if (strcmp(variant->name, name) == 0) return variant;
    }
    return NULL;
}

/* The fixes go by these names. */
static const Variant *fix_of(const Kept *kept)
{
    g_autofree char *negated = g_strdup_printf("no-%s", kept->variant->name);
    const Variant *fixed = variant_named(kept->scenario, negated);
    return fixed ? fixed : variant_named(kept->scenario, "fixed");
}

static Kept kept_read(const char *name)
{
    g_autofree char *path = g_strdup_printf("traces/%s.trace", name);
    Kept kept = {.trace = trace_read(path, NULL)};
    ck_assert_msg(kept.trace != NULL, "%s", path);
    g_autofree char *scenario = trace_resolve_path(path, kept.trace->scenario);
    kept.scenario = scenario_read(scenario, NULL, 0, NULL);
    ck_assert_msg(kept.scenario != NULL, "%s", scenario);
    kept.variant = variant_named(kept.scenario, kept.trace->variant);
    kept.fixed = fix_of(&kept);
    kept.following = follow(kept.trace, kept.variant->question.subject);
    ck_assert_int_eq(kept.following.obstacle, OBSTACLE_NONE);
    kept.verdict = (Verdict){kept.trace->verdict, kept.trace->verdict_name};
    return kept;
}

static void kept_clear(Kept *kept)
{
    following_clear(&kept->following);
    scenario_free(kept->scenario);
    trace_free(kept->trace);
}

static const char *step_name(const Kept *kept, uint32_t index)
{
    if (index == EVENT_NONE) return NULL;
    const Path *path = kept->following.path;
    return path->subject->steps[path_step(path, index)->move.step].name;
}

static void is_step(const Kept *kept, uint32_t index, const char *expected, const char *what)
{
    const char *found = step_name(kept, index);
    ck_assert_msg(g_strcmp0(found, expected) == 0, "%s: %s is %s, not %s", kept->trace->variant,
                  what, found, expected);
}

/* -------- marks -------- */

static void compare_window(const Kept *kept, const Expected *expected)
{
    const Window *window = &kept->insight.window;
    const Subject *subject = kept->variant->question.subject;
    uint32_t count = expected->window[1][0] ? 2 : 1;
    ck_assert_uint_eq(window->count, count);
    for (uint32_t i = 0; i < count; i++) {
        const Stretch *stretch = &window->stretches[i];
        ck_assert_str_eq(subject->actors[stretch->actor], expected->window[i][0]);
        ck_assert_str_eq(subject->steps[stretch->steps[0]].name, expected->window[i][1]);
        ck_assert_str_eq(subject->steps[stretch->steps[stretch->length - 1]].name,
                         expected->window[i][2]);
    }
}

static void compare_stale(const Kept *kept, const Expected *expected)
{
    const GArray *stale = kept->insight.stale;
    uint32_t count = 0;
    while (count < G_N_ELEMENTS(expected->stale) && expected->stale[count][0])
        count++;
    ck_assert_uint_eq(stale->len, count);
    for (uint32_t i = 0; i < count; i++) {
        const Stale *found = &g_array_index(stale, Stale, i);
        is_step(kept, found->seen, expected->stale[i][0], "what is known");
        is_step(kept, found->changed, expected->stale[i][1], "what changes it");
        is_step(kept, found->acts, expected->stale[i][2], "what acts on it");
    }
}

static void compare_wiped(const Kept *kept, const Expected *expected)
{
    const GArray *wiped = kept->insight.wiped;
    if (!expected->wiped[0]) {
        ck_assert_uint_eq(wiped->len, 0);
        return;
    }
    const Wiped *last = &g_array_index(wiped, Wiped, wiped->len - 1);
    is_step(kept, last->wrote, expected->wiped[0], "what is overwritten");
    is_step(kept, last->wiped, expected->wiped[1], "what overwrites it");
}

static void compare_others(const Kept *kept, const Expected *expected)
{
    const Insight *insight = &kept->insight;
    uint32_t length = path_length(kept->following.path);
    ck_assert(insight->no_return.exists && !insight->no_return.sooner);
    if (expected->certain)
        is_step(kept, insight->no_return.certain - 1, expected->certain, "the point of no return");
    else ck_assert_uint_eq(insight->no_return.certain, length);
    ck_assert_uint_eq(insight->pairs->len > 0, expected->pair[0] != NULL);
    if (insight->pairs->len) {
        Order order = g_array_index(insight->pairs, Order, 0);
        is_step(kept, order.first, expected->pair[0], "the first of the pair");
        is_step(kept, order.second, expected->pair[1], "the second of the pair");
    }
    ck_assert_ptr_nonnull(insight->parting.how);
    is_step(kept, insight->parting.step, expected->parts, "where the fix parts");
}

/* Each mark is one of what was found, in order. */
static void compare_marks(const Kept *kept)
{
    const Path *path = kept->following.path;
    Marks marks = marks_of(&kept->insight, path);
    for (guint i = 0; i < marks.marks->len; i++) {
        const Mark *mark = &g_array_index(marks.marks, Mark, i);
        ck_assert_uint_lt(mark->step, path_length(path));
        ck_assert(*mark->note);
        if (i) ck_assert_uint_ge(mark->step, g_array_index(marks.marks, Mark, i - 1).step);
    }
    ck_assert_uint_lt(marks.window_first, marks.window_last);
    ck_assert_uint_lt(marks.window_last, path_length(path));
    marks_clear(&marks);
}

/* -------- simulations -------- */

static uint32_t draw(uint64_t *random, uint32_t below)
{
    *random = *random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*random >> 33) % below;
}

static bool violates(const Question *question, const uint8_t *state)
{
    for (uint32_t i = 0; i < question->check_count; i++)
        if (question->checks[i].kind == CHECK_ALWAYS &&
            !question->checks[i].holds(question->checks[i].context, state))
            return true;
    return false;
}

/* Somebody is drawn, and moves if he can.  Returns false if the run has failed. */
static bool random_move(const Question *question, uint8_t *state, uint64_t *random)
{
    const Subject *subject = question->subject;
    Attempt attempt = {.actor = draw(random, subject->actor_count)};
    Outcome outcome = subject->attempt(subject->context, state, &attempt);
    return outcome != THREW && !violates(question, state);
}

/* Does a run from here fail, or, of a goal, not reach it?  Long enough for all that is kept here to
 * come to rest. */
static bool random_run_fails(const Kept *kept, const uint8_t *from, uint64_t *random)
{
    const Question *question = &kept->variant->question;
    const Check *goal = kept->insight.failure.check;
    bool is_goal = !failure_is_local(&kept->insight.failure);
    g_autofree uint8_t *state = g_memdup2(from, question->subject->state_size);
    for (uint32_t i = 0; i < 3000; i++) {
        if (!random_move(question, state, random)) return true;
        if (is_goal && goal->holds(goal->context, state)) return false;
    }
    return is_goal;
}

/* After the point of no return every run fails; this one comes from another direction. */
static void simulate_no_return(const Kept *kept)
{
    const Events *events = kept->insight.events;
    uint32_t certain = kept->insight.no_return.certain;
    uint64_t random = 1;
    if (certain == events->count) return;
    for (uint32_t i = 0; i < 100; i++)
        ck_assert(random_run_fails(kept, events->event[certain].before, &random));
}

static bool may_come(const Kept *kept, const uint32_t *taken, uint32_t event)
{
    const GArray *orders = kept->insight.constraints.orders;
    for (guint i = 0; i < orders->len; i++) {
        Order order = g_array_index(orders, Order, i);
        const Event *first = &kept->insight.events->event[order.first];
        if (order.second == event && taken[first->move.actor] <= first->number) return false;
    }
    return true;
}

/* The number of the actor's next event, or EVENT_NONE. */
static uint32_t next_event(const Kept *kept, uint16_t actor, uint32_t taken)
{
    for (uint32_t i = 0; i < kept->insight.decided; i++) {
        const Event *event = &kept->insight.events->event[i];
        if (event->move.actor == actor && event->number == taken) return i;
    }
    return EVENT_NONE;
}

/* All steps in some random order that keeps to the constraints.  True: all were taken, or it
 * threw. */
static bool random_order(const Kept *kept, uint8_t *state, uint64_t *random, bool *ret_threw)
{
    const Question *question = &kept->variant->question;
    const Subject *subject = question->subject;
    uint32_t taken[SUBJECT_MAX_ACTORS] = {0}, done = 0;
    for (uint32_t tries = 0; tries < 5000 && done < kept->insight.decided; tries++) {
        uint16_t actor = (uint16_t)draw(random, subject->actor_count);
        uint32_t event = next_event(kept, actor, taken[actor]);
        if (event == EVENT_NONE || !may_come(kept, taken, event)) continue;
        const Move *move = &kept->insight.events->event[event].move;
        Attempt attempt = {.actor = actor, .choice = move->choice};
        Outcome outcome = subject->attempt(subject->context, state, &attempt);
        *ret_threw = outcome == THREW;
        if (outcome == THREW)
            return strcmp(subject->messages[attempt.message], kept->verdict.name) == 0;
        if (outcome == BLOCKED) continue;
        taken[actor]++;
        done++;
    }
    return done == kept->insight.decided;
}

/* The constraints are enough: what keeps to them, and takes all steps, fails in the same way. */
static void simulate_constraints(const Kept *kept)
{
    const Events *events = kept->insight.events;
    const Failure *failure = &kept->insight.failure;
    uint64_t random = 2;
    uint32_t complete = 0;
    ck_assert_ptr_nonnull(kept->insight.constraints.orders);
    ck_assert(kept->insight.constraints.minimal);
    for (uint32_t i = 0; i < 200; i++) {
        bool threw = false;
        g_autofree uint8_t *state = g_memdup2(events->event[0].before, events->subject->state_size);
        if (!random_order(kept, state, &random, &threw)) continue;
        complete++;
        if (failure->verdict.kind == VERDICT_THROWS) ck_assert(threw);
        else if (failure->verdict.kind == VERDICT_VIOLATES)
            ck_assert(!failure->check->holds(failure->check->context, state));
        else ck_assert(random_run_fails(kept, state, &random));
    }
    ck_assert_uint_gt(complete, 0);
}

START_TEST(what_is_computed_is_what_people_know)
{
    const Expected *expected = &races[_i];
    Kept kept = kept_read(expected->trace);
    kept.insight = insight_find(&kept.variant->question, kept.following.path, kept.verdict,
                                &kept.variant->options, &kept.fixed->question, INSIGHT_EVERYTHING);
    ck_assert_ptr_null(kept.insight.left_out);
    compare_window(&kept, expected);
    compare_stale(&kept, expected);
    compare_wiped(&kept, expected);
    compare_others(&kept, expected);
    compare_marks(&kept);
    simulate_no_return(&kept);
    simulate_constraints(&kept);
    insight_clear(&kept.insight);
    kept_clear(&kept);
}
END_TEST

/* -------- minimised schedules -------- */

typedef struct Sampled {
    const char *trace;
    uint64_t random, pct; /* seeds of schedules that fail */
} Sampled;

static const Sampled sampled[] = {
    {"foreachp-stopwait.missed-p", 2966806506842311270u, 9227694050485706537u},
    {"foreachp-stopwait.negative-count", 10759833775078962370u, 2302146063123164162u},
    {"copystack-netpoll.hang", 15378420243238726120u, 1346066267577507604u},
    {"copystack-netpoll.diagnosed", 15378420243238726120u, 1346066267577507604u},
    {"stack-scan.hang-in-syscall", 15839785061582574730u, 18431927716282009713u},
    {"stack-scan.lost-request", 0, 9786214204003337596u},
    {"stack-scan.double-scan", 3401478262245518849u, 440689950475029129u},
    {"mark-worker-attach.crash", 14421137398648912293u, 13012059237407811783u},
    {"foreachp-suspendg.mutual-wait", 0, 4016745674725997500u},
};

/* The least cost by going over all moves again and again until nothing gets better. */
static Length exhaustive(const Atlas *atlas, const Failure *failure)
{
    uint32_t lasts = atlas->question->subject->actor_count + 1;
    g_autofree uint8_t *failing = failure_states(failure, atlas);
    g_autofree uint64_t *cost = g_new(uint64_t, (size_t)atlas->count * lasts);
    uint64_t best = UINT64_MAX;
    memset(cost, 0xff, (size_t)atlas->count * lasts * sizeof *cost);
    cost[lasts - 1] = 0;
    for (bool better = true; better;) {
        better = false;
        for (uint32_t state = 0; state < atlas->count; state++)
            for (uint32_t last = 0; last < lasts && !failing[state]; last++) {
                uint64_t so_far = cost[(size_t)state * lasts + last];
                for (uint32_t i = 0; so_far < best && i < atlas->states[state].count; i++) {
                    const AtlasMove *move = &atlas_moves(atlas, state)[i];
                    bool switches = last != lasts - 1 && last != move->move.actor;
                    uint64_t next = so_far + (switches ? UINT64_C(1) << 32 : 0) + 1;
                    bool fails = move->target == ATLAS_NONE
                                     ? failure_in_throw(failure, move->message)
                                     : failing[move->target];
                    if (fails && next < best) best = next;
                    if (move->target == ATLAS_NONE) continue;
                    uint64_t *known = &cost[(size_t)move->target * lasts + move->move.actor];
                    if (next >= *known) continue;
                    *known = next;
                    better = true;
                }
            }
    }
    return (Length){.switches = (uint32_t)(best >> 32), .steps = (uint32_t)best};
}

static Length optimum(const Kept *kept)
{
    const Question *question = &kept->variant->question;
    uint8_t state[SUBJECT_MAX_STATE];
    Failure failure = failure_of(question, kept->verdict);
    g_autoptr(Atlas) atlas = atlas_new(question, &kept->variant->options, MINIMISE_STATES);
    question->subject->initial(question->subject->context, 0, state);
    ck_assert_uint_eq(atlas_enter(atlas, state), 0);
    ck_assert(atlas_complete(atlas));
    return exhaustive(atlas, &failure);
}

static Length minimised(const Kept *kept, Strategy strategy, uint64_t seed, Length *ret_found)
{
    SearchOptions options = kept->variant->options;
    options.strategy = strategy;
    options.seed = seed;
    options.limits.runs = 1;
    Result result = search(&kept->variant->question, &options);
    ck_assert_int_eq(result.verdict.kind, kept->verdict.kind);
    *ret_found = schedule_length(&result.schedule);
    Minimised least = minimise(&kept->variant->question, &kept->variant->options, &result.schedule,
                               result.verdict, MINIMISE_STATES);
    ck_assert_int_eq(least.worth, WORTH_OPTIMAL);
    Length length = schedule_length(&least.schedule);
    schedule_free(&least.schedule);
    result_free(&result);
    return length;
}

START_TEST(what_chance_has_found_becomes_the_optimum)
{
    const Sampled *sample = &sampled[_i];
    Kept kept = kept_read(sample->trace);
    Schedule shortest = path_schedule(kept.following.path);
    Length best = optimum(&kept), bfs = schedule_length(&shortest), found;
    ck_assert(
        !length_less(bfs, best)); /* the shortest has its steps, not more switches than it needs */
    ck_assert_uint_le(bfs.steps, best.steps);
    for (int i = 0; i < 2; i++) {
        Strategy strategy = i ? STRATEGY_PCT : STRATEGY_RANDOM;
        Length least = minimised(&kept, strategy, i ? sample->pct : sample->random, &found);
        ck_assert_uint_eq(least.switches, best.switches);
        ck_assert_uint_eq(least.steps, best.steps);
        ck_assert(!length_less(found, least));
    }
    schedule_free(&shortest);
    kept_clear(&kept);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("races");
    TCase *cases = tcase_create("races");
    tcase_add_loop_test(cases, what_is_computed_is_what_people_know, 0, G_N_ELEMENTS(races));
    tcase_add_loop_test(cases, what_chance_has_found_becomes_the_optimum, 0, G_N_ELEMENTS(sampled));
    tcase_set_timeout(cases, 300);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
