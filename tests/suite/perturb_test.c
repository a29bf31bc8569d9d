/* The model keeps its word about what its steps touch.
 *
 * CHECKER_FOOTPRINT catches what a step does through the doors without declaring it, and what it
 * changes past them.  A read past the doors changes nothing and leaves no mark; it is caught here:
 * flip each byte that an execution does not tell of, and nothing else may become different.  So
 * what steps tell is enough to look them up instead of taking them (checker/search/recording.h).
 * The other direction, too: what a row of steps.def declares is touched by some execution.
 *
 * The worlds are those of scenarios/, where every step is taken (coverage_test.c). */
#include "model/reach.h"
#include "tests/suite/scenarios.h"

#include <signal.h>

enum { SET_WORDS = SUBJECT_MAX_STATE / 64, STATE_LIMIT = 60000 };

typedef struct Trial {
    uint8_t world[SUBJECT_MAX_STATE]; /* afterwards */
    uint64_t read[SET_WORDS], wrote[SET_WORDS], own[SET_WORDS];
    Attempt attempt;
    Outcome outcome;
} Trial;

static const char *const step_names[STEP_COUNT] = {
#define STEP(name, procedure, reads, writes, source) #name,
#define AWAIT(name, procedure, reads, writes, source) #name,
#include "model/steps.def"
};

static const Subject *subject; /* of the variant at hand */
static const Config *config;
static uint64_t tried[STEP_COUNT][NOT_MINE]; /* in this variant, by outcome */
static uint64_t perturbed[STEP_COUNT];       /* in all of them */
static Classes touched[STEP_COUNT], changed[STEP_COUNT];
static const uint8_t flips[] = {0x01, 0x12, 0xff};

/* What is being tried, should the model abort over it. */
static uint16_t suspect_step;
static size_t suspect_cell;

static bool has(const uint64_t *set, size_t cell)
{
    return set[cell / 64] >> cell % 64 & 1;
}

/* How a person calls a cell: "p1.status". */
static const char *cell_name(size_t cell)
{
    static char name[64];
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *field = &subject->fields[i];
        if (field->offset != cell) continue;
        if (field->index)
            snprintf(name, sizeof name, "%s%u.%s", field->object, field->index, field->member);
        else snprintf(name, sizeof name, "%s.%s", field->object, field->member);
        return name;
    }
    snprintf(name, sizeof name, "byte %zu, private to another M or G", cell);
    return name;
}

static void name_the_suspect(int signal_number)
{
    fprintf(stderr, "the model aborts in %s after a change of %s\n", step_names[suspect_step],
            cell_name(suspect_cell));
    signal(signal_number, SIG_DFL);
}

/* ck_assert_msg writes to a file whenever it holds, which takes longer than an execution. */
#define EXPECT(condition, ...)                                                                     \
    if (!(condition)) ck_abort_msg(__VA_ARGS__)

/* -------- one execution -------- */

static void run(Trial *trial, const uint8_t *before, uint32_t actor, uint32_t choice)
{
    size_t set_size = (subject->state_size + 63u) / 64 * 8;
    memcpy(trial->world, before, subject->state_size);
    memset(trial->read, 0, set_size);
    memset(trial->wrote, 0, set_size);
    memset(trial->own, 0, set_size);
    trial->attempt = (Attempt){.actor = actor,
                               .choice = choice,
                               .read = trial->read,
                               .wrote = trial->wrote,
                               .own = trial->own};
    trial->outcome = subject->attempt(subject->context, trial->world, &trial->attempt);
}

/* Did two executions go the same way, up to the worlds they lead to? */
static bool same_way(const Trial *a, const Trial *b)
{
    size_t set_size = (subject->state_size + 63u) / 64 * 8;
    return a->outcome == b->outcome && a->attempt.step == b->attempt.step &&
           a->attempt.choices == b->attempt.choices && a->attempt.message == b->attempt.message &&
           memcmp(a->read, b->read, set_size) == 0 && memcmp(a->wrote, b->wrote, set_size) == 0 &&
           memcmp(a->own, b->own, set_size) == 0;
}

/* Run again with one cell changed: only that cell may be different afterwards, unless it was
 * overwritten. */
static void flip(const Trial *trial, const uint8_t *before, size_t cell, uint8_t mask)
{
    Trial again;
    uint8_t changed_before[SUBJECT_MAX_STATE], expected[SUBJECT_MAX_STATE];

    memcpy(changed_before, before, subject->state_size);
    memcpy(expected, trial->world, subject->state_size);
    changed_before[cell] ^= mask;
    if (!has(trial->wrote, cell)) expected[cell] ^= mask;
    suspect_step = (uint16_t)trial->attempt.step;
    suspect_cell = cell;
    run(&again, changed_before, trial->attempt.actor, trial->attempt.choice);
    bool same = same_way(trial, &again) && !memcmp(again.world, expected, subject->state_size);
    EXPECT(same, "%s reads %s past the doors", step_names[trial->attempt.step], cell_name(cell));
}

static void perturb(const Trial *trial, const uint8_t *before)
{
    for (size_t cell = 0; cell < subject->state_size; cell++) {
        if (has(trial->read, cell) || has(trial->own, cell)) continue;
        for (size_t i = 0; i < sizeof flips; i++)
            flip(trial, before, cell, flips[i]);
    }
    perturbed[trial->attempt.step]++;
}

/* -------- every execution of a world -------- */

/* m.curg is written by its own M only, which therefore need not mark that it reads it. */
static void note_class(const Trial *trial, size_t cell)
{
    uint32_t step = trial->attempt.step;
    CellClass class = step_cell_class(&config->layout, cell);

    touched[step] |= (Classes)1 << class;
    if (!has(trial->wrote, cell)) return;
    changed[step] |= (Classes)1 << class;
    EXPECT(class != CLASS_M_curg || has(trial->own, cell), "%s writes another M's curg",
           step_names[step]);
}

static void note_classes(const Trial *trial)
{
    for (size_t word = 0; word * 64 < subject->state_size; word++)
        for (uint64_t cells = trial->read[word] | trial->wrote[word]; cells; cells &= cells - 1)
            note_class(trial, word * 64 + (size_t)__builtin_ctzll(cells));
}

/* Executions 1, 4, 16, ... of each step and outcome: early ones, and ones far from the start. */
static bool is_sampled(uint64_t number)
{
    return (number & (number - 1)) == 0 && (number & 0x5555555555555555u);
}

static void check_execution(const Trial *trial, const uint8_t *before)
{
    uint32_t step = trial->attempt.step;

    EXPECT(trial->outcome != BLOCKED || subject->steps[step].awaits,
           "%s is blocked and not declared to await", step_names[step]);
    EXPECT(trial->outcome != BLOCKED || !memcmp(before, trial->world, subject->state_size),
           "%s is blocked and leaves a mark", step_names[step]);
    note_classes(trial);
    if (is_sampled(++tried[step][trial->outcome])) perturb(trial, before);
}

/* Every choice of an actor: all of them can be made, or none. */
static void check_moves(const uint8_t *before, uint32_t actor)
{
    Trial first, other;

    run(&first, before, actor, 0);
    check_execution(&first, before);
    for (uint32_t choice = 1; choice < first.attempt.choices; choice++) {
        run(&other, before, actor, choice);
        bool same = (other.outcome == BLOCKED) == (first.outcome == BLOCKED) &&
                    other.attempt.step == first.attempt.step &&
                    other.attempt.choices == first.attempt.choices;
        EXPECT(same, "whether %s can run depends on the choice", step_names[first.attempt.step]);
        check_execution(&other, before);
    }
}

static void check_variant(const Scenario *scenario, const Variant *variant)
{
    (void)scenario;
    subject = variant->question.subject;
    config = &((const GoModel *)subject->context)->config;
    memset(tried, 0, sizeof tried);
    Reach reach = reach_some(subject, STATE_LIMIT);
    for (uint32_t i = 0; i < reach.state_count; i++)
        for (uint32_t actor = 0; actor < subject->actor_count; actor++)
            check_moves(reach_state(&reach, i), actor);
    reach_free(&reach);
}

START_TEST(steps_read_only_through_the_doors)
{
    signal(SIGABRT, name_the_suspect);
    visit_scenarios(check_variant);
    signal(SIGABRT, SIG_DFL);
    for (int step = 0; step < STEP_COUNT; step++)
        ck_assert_msg(perturbed[step], "%s was not perturbed", step_names[step]);
}
END_TEST

/* -------- what is declared -------- */

static const char *const class_names[] = {
#define SCHED_FIELD(member, kind, shown, meaning) "sched." #member,
#define GC_FIELD(member, kind, shown, meaning) "gc." #member,
#define P_FIELD(member, kind, shown, meaning) "p." #member,
#define M_FIELD(member, kind, shown, meaning) "m." #member,
#define G_FIELD(member, kind, shown, meaning) "g." #member,
#include "model/world.def"
};

/* Rows that are right and yet wider than any scenario shows.  Whoever takes an idle P wakes sysmon;
 * but as it only sleeps through stops here, it is awake whenever a P is idle. */
#define WAKING_SYSMON ((Classes)1 << CLASS_Sched_sysmonwait | (Classes)1 << CLASS_Sched_sysmonnote)
static const struct {
    int step;
    Classes classes;
} wider[] = {
    {EXITSYSCALL_SYSMON, WAKING_SYSMON},
    {EXITSYSCALL0_SYSMON, WAKING_SYSMON},
};

static Classes never_expected(int step)
{
    for (size_t i = 0; i < sizeof wider / sizeof *wider; i++)
        if (wider[i].step == step) return wider[i].classes;
    return 0;
}

static void complain(GString *complaints, int step, const char *what, Classes classes)
{
    for (int class = 0; class < CLASS_COUNT; class ++)
        if (classes >> class & 1)
            g_string_append_printf(complaints, "\n  %s %s %s", step_names[step], what,
                                   class_names[class]);
}

START_TEST(declarations_are_not_too_wide)
{
    g_autoptr(GString) complaints = g_string_new(NULL);

    for (int step = 0; step < STEP_COUNT; step++) {
        const StepInfo *info = &step_info[step];
        Classes expected = never_expected(step);
        complain(complaints, step, "never touches", info->reads & ~touched[step] & ~expected);
        complain(complaints, step, "never writes", info->writes & ~changed[step] & ~expected);
        complain(complaints, step, "does write", changed[step] & expected);
    }
    ck_assert_msg(complaints->len == 0, "declared, and yet:%.3000s", complaints->str);
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("perturb");
    TCase *tests = tcase_create("footprints");

    tcase_set_timeout(tests, 1200);
    tcase_add_test(tests, steps_read_only_through_the_doors);
    tcase_add_test(tests, declarations_are_not_too_wide);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(suite());
    srunner_set_fork_status(runner, CK_NOFORK); /* the second test judges what the first has seen */
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
