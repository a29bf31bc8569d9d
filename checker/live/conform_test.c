/* A walk on the model, told as the runtime would tell it, conforms; told with one mistake it does
 * not. */
#include "checker/live/conform.h"

#include "checker/live/told_steps.h"
#include "checker/scenario/scenario.h"
#include "checker/search/suite.h"
#include "model/go.h"

#include <string.h>

enum { WALK = 60 };

typedef struct Row {
    const char *object, *member;
} Row;

static const Row rows[] = {
#define FIELD(object, member, comparison, expression) {#object, #member},
#include "runtime/follow/fields.def"
};

/* What is told of one walk, and where each record begins. */
typedef struct Told {
    GByteArray *bytes;
    GArray *records; /* of guint */
    bool at_rest;
} Told;

static const Subject *subject_of(const char *path, const char *variant)
{
    static GPtrArray *read; /* they live as long as the test */
    if (!read) read = g_ptr_array_new();
    Scenario *scenario = scenario_read(path, NULL, 0, NULL);
    g_ptr_array_add(read, scenario);
    ck_assert_ptr_nonnull(scenario);
    for (guint i = 0; i < scenario->variants->len; i++) {
        const Variant *v = g_ptr_array_index(scenario->variants, i);
        if (g_str_equal(v->name, variant)) return v->question.subject;
    }
    ck_abort_msg("no variant %s", variant);
}

static int32_t value_of(const Subject *subject, const uint8_t *state, const Row *row, uint32_t id)
{
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *field = &subject->fields[i];
        if (field->index == id && g_str_equal(field->object, row->object) &&
            g_str_equal(field->member, row->member))
            return field_value(field, state);
    }
    ck_abort_msg("no field %s%u.%s", row->object, id, row->member);
}

static uint32_t count_of(const Subject *subject, const char *object)
{
    const Config *config = &((const GoModel *)subject->context)->config;
    if (g_str_equal(object, "p")) return config->ps;
    if (g_str_equal(object, "m")) return config->ms;
    return g_str_equal(object, "g") ? config->gs : 0;
}

/* All fields each time: what has not changed may be told as well. */
static void tell(Told *told, const Subject *subject, const uint8_t *state, ToldStep step)
{
    guint at = told->bytes->len;
    uint32_t number = 0;
    g_array_append_val(told->records, at);
    g_byte_array_append(told->bytes, (const guint8 *)&step, sizeof step);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        uint32_t n = count_of(subject, rows[i].object);
        for (uint32_t id = n ? 1 : 0; id <= n; id++) {
            ToldChange change = {number++, value_of(subject, state, &rows[i], id)};
            g_byte_array_append(told->bytes, (const guint8 *)&change, sizeof change);
        }
    }
    ((ToldStep *)(void *)(told->bytes->data + at))->count = (uint16_t)number;
}

/* Whoever can move does, in turn. */
static bool walk_on(Told *told, const Subject *subject, uint8_t *state, uint32_t first)
{
    for (uint32_t i = 0; i < subject->actor_count; i++) {
        Attempt now = {.actor = (first + i) % subject->actor_count};
        if (subject->attempt(subject->context, state, &now) != RAN) continue;
        tell(told, subject, state,
             (ToldStep){.step = (uint16_t)now.step,
                        .kind = TOLD_STEP,
                        .m = (uint8_t)(now.actor + 1),
                        .alternatives = (uint8_t)now.choices});
        return true;
    }
    return false;
}

static Told walk(const Subject *subject, uint32_t most)
{
    Told told = {g_byte_array_new(), g_array_new(FALSE, FALSE, sizeof(guint)), false};
    g_autofree uint8_t *state = g_malloc0(subject->state_size);
    subject->initial(subject->context, 0, state);
    tell(&told, subject, state, (ToldStep){.kind = TOLD_WORLD});
    uint32_t n = 0;
    while (n < most && walk_on(&told, subject, state, n))
        n++;
    told.at_rest = n < most;
    return told;
}

static void told_clear(Told *told)
{
    g_byte_array_unref(told->bytes);
    g_array_unref(told->records);
}

static ToldStep *record(const Told *told, guint number)
{
    return (ToldStep *)(void *)(told->bytes->data + g_array_index(told->records, guint, number));
}

static bool conforms(const Subject *subject, const Told *told, bool at_rest, const char *words)
{
    Conform *conform = conform_new(subject);
    bool same = conform_execution(conform, told->bytes->data, told->bytes->len, at_rest);
    if (words) ck_assert_ptr_nonnull(strstr(conform_deviation(conform), words));
    else ck_assert_str_eq(conform_deviation(conform), "");
    conform_free(conform);
    return same;
}

START_TEST(a_walk_conforms)
{
    const Subject *subject = subject_of("scenarios/mark-worker-attach.yml", "fixed");
    Told told = walk(subject, WALK);
    ck_assert_uint_eq(told.records->len, WALK + 1);
    ck_assert(conforms(subject, &told, false, NULL));
    told_clear(&told);
}
END_TEST

START_TEST(each_other_value_is_seen)
{
    const Subject *subject = subject_of("scenarios/mark-worker-attach.yml", "fixed");
    for (guint number = 0; number <= WALK; number += 7) {
        Told told = walk(subject, WALK);
        ToldStep *step = record(&told, number);
        ToldChange *change = (ToldChange *)(step + 1);
        guint field = 0;
        while (field < step->count && change[field].value != 0)
            field++;
        change[field].value = 77;
        ck_assert(!conforms(subject, &told, false, " is 77, not 0 as in the model"));
        told_clear(&told);
    }
}
END_TEST

START_TEST(another_step_is_seen)
{
    const Subject *subject = subject_of("scenarios/mark-worker-attach.yml", "fixed");
    Told told = walk(subject, WALK);
    record(&told, 9)->step++;
    ck_assert(!conforms(subject, &told, false, ", step 9; the model has it at "));
    record(&told, 9)->step--;
    record(&told, 9)->alternatives = 2;
    ck_assert(!conforms(subject, &told, false, "with 2 alternatives, not 1"));
    told_clear(&told);
}
END_TEST

START_TEST(a_throw_of_its_own_is_seen)
{
    const Subject *subject = subject_of("scenarios/mark-worker-attach.yml", "fixed");
    Told told = walk(subject, 3);
    struct {
        ToldStep step;
        char text[8];
    } thrown = {{.kind = TOLD_THROW, .m = 1, .count = 1}, "no"};
    g_byte_array_append(told.bytes, (const guint8 *)&thrown, sizeof thrown);
    ck_assert(!conforms(subject, &told, false, "no; the model does not"));
    told_clear(&told);
}
END_TEST

START_TEST(resting_alone_is_seen)
{
    const Subject *subject = subject_of("scenarios/wake-another.yml", "woken");
    Told told = walk(subject, UINT16_MAX);
    ck_assert(told.at_rest);
    ck_assert(conforms(subject, &told, true, NULL));
    told_clear(&told);
    told = walk(subject, 5);
    ck_assert(!conforms(subject, &told, true, "nobody moves; the model's m"));
    told_clear(&told);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("conform");
    TCase *cases = tcase_create("conform");
    tcase_add_test(cases, a_walk_conforms);
    tcase_add_test(cases, each_other_value_is_seen);
    tcase_add_test(cases, another_step_is_seen);
    tcase_add_test(cases, a_throw_of_its_own_is_seen);
    tcase_add_test(cases, resting_alone_is_seen);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
