/* A search that is interrupted and goes on from its checkpoint, again and again, comes to the
 * result of one that never was; and a checkpoint that is not what was written leads to no result at
 * all. */
#include "checker/search/checkpoint.h"
#include "checker/search/suite.h"
#include "tests/oracle/same_result.h"

#include <glib.h>
#include <glib/gstdio.h>

/* Two counters, in a state with leaves or in one that is its own string; one is turned back where
 * both are equal, so that levels are wide and states have several ways to them. */
enum { FIRST_LAST = 120, SECOND_LAST = 90, WIDE = 48, NARROW = 4 };

typedef struct Counters {
    uint32_t size, apart;
    atomic_uint until; /* so many attempts more, then there is an interrupt */
    volatile int interrupted;
} Counters;

static void initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)index;
    memset(state, 0, ((const Counters *)context)->size);
}

static void mark(uint64_t *bytes, uint32_t at)
{
    if (bytes) bytes[at / 64] |= UINT64_C(1) << at % 64;
}

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    Counters *counters = (Counters *)context; /* to interrupt: no state depends on it */
    if (counters->until && --counters->until == 0) counters->interrupted = 1;
    uint32_t own = attempt->actor * counters->apart;
    uint32_t other = counters->apart - own;
    attempt->step = attempt->actor;
    attempt->choices = 1 + (state[own] % 7 == 3);
    mark(attempt->read, own);
    mark(attempt->read, other);
    const uint8_t last[] = {FIRST_LAST, SECOND_LAST};
    if (state[own] >= last[attempt->actor]) return BLOCKED;
    mark(attempt->wrote, own);
    if (state[own] == state[other]) state[own] = (uint8_t)(state[own] / 2 + 1);
    else state[own] = (uint8_t)(state[own] + 1 + attempt->choice);
    return RAN;
}

static bool may_rest(const void *context, const uint8_t *state, uint32_t actor)
{
    (void)context, (void)state, (void)actor;
    return true;
}

static bool is_not_there(const void *context, const uint8_t *state)
{
    const Counters *counters = context;
    return state[0] != FIRST_LAST - 1 || state[counters->apart] != SECOND_LAST - 2;
}

static bool is_over(const void *context, const uint8_t *state)
{
    const Counters *counters = context;
    return state[0] == FIRST_LAST || state[counters->apart] == SECOND_LAST;
}

static const char *const actors[] = {"first", "second"};
static const SubjectStep steps[] = {{"FIRST", "count", "", true}, {"SECOND", "count", "", true}};

typedef struct Asked {
    Counters counters;
    Subject subject;
    Check checks[2];
    Question question;
    CheckpointPlan plan;
    SearchOptions options;
    uint32_t complaints;
} Asked;

static char *folder;

static void count_complaint(void *asked, const char *sentence)
{
    ck_assert(*sentence);
    ((Asked *)asked)->complaints++;
}

typedef struct Setting {
    uint32_t size, workers;
    bool fails, compact;
} Setting;

static const Setting settings[] = {
    {WIDE, 1, false, false},  {WIDE, 2, true, true},  {NARROW, 1, true, false},
    {NARROW, 2, false, true}, {WIDE, 1, true, false},
};
enum { SETTINGS = (int)G_N_ELEMENTS(settings) };

static void ask(Asked *asked, const Setting *setting)
{
    memset(asked, 0, sizeof *asked);
    asked->counters.size = setting->size;
    asked->counters.apart = setting->size / 2 + 1;
    asked->subject = (Subject){.version = SUBJECT_VERSION,
                               .name = "counters",
                               .context = &asked->counters,
                               .state_size = setting->size,
                               .initial_count = 1,
                               .actor_count = 2,
                               .actors = actors,
                               .step_count = 2,
                               .steps = steps,
                               .initial = initial,
                               .attempt = attempt,
                               .may_rest = may_rest};
    asked->checks[0] = (Check){setting->fails ? CHECK_ALWAYS : CHECK_SOMETIMES,
                               "is-not-there",
                               "",
                               is_not_there,
                               &asked->counters,
                               NULL,
                               NULL,
                               NULL};
    asked->checks[1] =
        (Check){CHECK_REACHABLE, "is-over", "", is_over, &asked->counters, NULL, NULL, NULL};
    asked->question =
        (Question){.subject = &asked->subject, .check_count = 2, .checks = asked->checks};
    asked->plan = (CheckpointPlan){
        .folder = folder, .identity = "counters", .complain = count_complaint, .data = asked};
    asked->options = (SearchOptions){.workers = setting->workers,
                                     .store = setting->compact ? STORE_COMPACT : STORE_EXACT,
                                     .crew_from = 30,
                                     .interrupted = &asked->counters.interrupted};
}

static void set_up(void)
{
    folder = g_dir_make_tmp("checkpoint-XXXXXX", NULL);
    ck_assert(folder != NULL);
}

static void tear_down(void)
{
    CheckpointPlan plan = {.folder = folder};
    checkpoint_discard_all(&plan);
    ck_assert_int_eq(g_rmdir(folder), 0);
    g_free(folder);
}

static char *file_of(const char *what)
{
    return g_strdup_printf("%s/plain.%s", folder, what);
}

/* One piece of the search. */
static Result go_on(Asked *asked, uint32_t attempts)
{
    asked->options.checkpoint = &asked->plan;
    asked->counters.interrupted = 0;
    asked->counters.until = attempts;
    Result result = search(&asked->question, &asked->options);
    asked->plan.resume = true;
    return result;
}

START_TEST(pieces_make_the_whole)
{
    Asked asked;
    ask(&asked, &settings[_i]);
    if (_i % 2) asked.plan.seconds = 3600; /* only where it is interrupted */
    Result whole = search(&asked.question, &asked.options);
    uint32_t pieces = 1;
    Result result = go_on(&asked, 3000);
    for (; result.verdict.kind == VERDICT_INCOMPLETE; pieces++) {
        g_autofree char *written = file_of("checkpoint");
        ck_assert_str_eq(result.verdict.name, "interrupt");
        ck_assert_msg(g_file_test(written, G_FILE_TEST_EXISTS), "nothing to go on from");
        result_free(&result);
        result = go_on(&asked, 1500 + 700 * pieces);
    }
    ck_assert_uint_ge(pieces, 4);
    ck_assert_uint_eq(asked.complaints, 0);
    same_result(&asked.question, &whole, &result, false, "in pieces");
    result_free(&whole);
    result_free(&result);
}
END_TEST

/* -------- what is not what was written -------- */

static void expect_refusal(Asked *asked)
{
    uint32_t before = asked->complaints;
    Result result = go_on(asked, 0);
    ck_assert_int_eq(result.verdict.kind, VERDICT_INCOMPLETE);
    ck_assert_str_eq(result.verdict.name, "checkpoint");
    ck_assert_uint_eq(asked->complaints, before + 1);
    result_free(&result);
}

/* Change one byte, or leave out the end; then all is as it was. */
static void damage(Asked *asked, const char *what, double where, bool cut)
{
    g_autofree char *path = file_of(what), *bytes = NULL;
    gsize size;
    ck_assert(g_file_get_contents(path, &bytes, &size, NULL));
    gsize at = (gsize)((double)(size - 1) * where);
    bytes[at] ^= 1;
    ck_assert(g_file_set_contents(path, bytes, cut ? (gssize)at : (gssize)size, NULL));
    expect_refusal(asked);
    bytes[at] ^= 1;
    ck_assert(g_file_set_contents(path, bytes, (gssize)size, NULL));
}

START_TEST(damage_is_seen)
{
    Asked asked;
    ask(&asked, &settings[_i]);
    Result result = go_on(&asked, 9000);
    ck_assert_int_eq(result.verdict.kind, VERDICT_INCOMPLETE);
    result_free(&result);
    for (uint32_t part = 0; part <= 60; part++)
        damage(&asked, "checkpoint", part / 60.0, part % 2);
    for (uint32_t part = 0; part <= 10; part++)
        damage(&asked, "journal", part / 10.0, part % 2);
    result = go_on(&asked, 0);
    ck_assert_int_ne(result.verdict.kind, VERDICT_INCOMPLETE);
    result_free(&result);
}
END_TEST

START_TEST(another_question_is_refused)
{
    Asked asked;
    ask(&asked, &settings[0]);
    Result result = go_on(&asked, 9000);
    result_free(&result);
    asked.plan.identity = "other counters";
    expect_refusal(&asked);
    asked.plan.identity = "counters";
    asked.subject.actor_count = 1;
    expect_refusal(&asked);
}
END_TEST

/* Nothing can be written: that is said once, and the search is as ever. */
START_TEST(no_disk_is_no_reason_to_stop)
{
    Asked asked;
    ask(&asked, &settings[0]);
    Result whole = search(&asked.question, &asked.options);
    asked.plan.folder = "/dev/null";
    Result result = go_on(&asked, 0);
    ck_assert_uint_eq(asked.complaints, 1);
    same_result(&asked.question, &whole, &result, false, "without a disk");
    result_free(&whole);
    result_free(&result);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("resume");
    TCase *cases = tcase_create("resume");
    tcase_set_timeout(cases, 60);
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_loop_test(cases, pieces_make_the_whole, 0, SETTINGS);
    tcase_add_loop_test(cases, damage_is_seen, 0, SETTINGS);
    tcase_add_test(cases, another_question_is_refused);
    tcase_add_test(cases, no_disk_is_no_reason_to_stop);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
