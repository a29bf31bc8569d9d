/* The arrows of every kept counterexample, found a second time: from nothing but the values of
 * locks, notes, lists and owners before and after each step. */
#include "checker/draw/picture.h"
#include "checker/program/traced.h"
#include "checker/search/suite.h"

#include <string.h>

typedef struct Expected {
    uint32_t from, to;
    ArrowKind kind;
} Expected;

static bool is_named(const Field *field, const char *object, const char *member)
{
    return strcmp(field->object, object) == 0 && strcmp(field->member, member) == 0;
}

/* Something that one M puts somewhere for another to take. */
static bool is_list(const Field *field)
{
    return is_named(field, "sched", "pidle") || is_named(field, "sched", "runqhead") ||
           is_named(field, "p", "runqhead") || is_named(field, "m", "nextp") ||
           is_named(field, "p", "gcBgMarkWorker");
}

/* Does this change take up what the one before it left?  ARROW_KINDS: no. */
static ArrowKind kind_of(const Field *field, PictureChange before, PictureChange now, int32_t self)
{
    bool owner = is_named(field, "p", "m") || is_named(field, "g", "m");
    if (g_str_has_suffix(field->member, "lock") && before.to == 0 && now.to == self)
        return ARROW_LOCK;
    if (strcmp(field->kind->name, "note") == 0 && now.to == 0) return ARROW_WAKE_UP;
    if (owner && now.to == self) return ARROW_HAND_OFF;
    return is_list(field) && now.from != 0 ? ARROW_HAND_OFF : ARROW_KINDS;
}

static void expect(GArray *expected, uint32_t from, uint32_t to, ArrowKind kind)
{
    for (guint i = 0; i < expected->len; i++) {
        Expected *known = &g_array_index(expected, Expected, i);
        if (known->from != from || known->to != to) continue;
        known->kind = MIN(known->kind, kind);
        return;
    }
    Expected one = {from, to, kind};
    g_array_append_val(expected, one);
}

/* The change of a field in a step, and the step before it that changed it. */
static void look_at(const Picture *picture, uint32_t step, PictureChange now, GArray *expected)
{
    for (uint32_t i = step; i-- > 0;) {
        const GArray *changes = picture->steps[i].changes;
        for (guint k = 0; k < changes->len; k++) {
            PictureChange before = g_array_index(changes, PictureChange, k);
            if (before.field != now.field) continue;
            uint32_t self = picture->steps[step].actor;
            ArrowKind kind =
                kind_of(&picture->subject->fields[now.field], before, now, (int32_t)self + 1);
            if (kind != ARROW_KINDS && picture->steps[i].actor != self)
                expect(expected, i, step, kind);
            return;
        }
    }
}

static void compare(const Picture *picture, const GArray *expected, const char *file)
{
    ck_assert_msg(picture->arrows->len == expected->len, "%s: %u arrows, not %u", file,
                  picture->arrows->len, expected->len);
    for (guint i = 0; i < expected->len; i++) {
        const Expected *one = &g_array_index(expected, Expected, i);
        bool found = false;
        for (guint k = 0; k < picture->arrows->len; k++) {
            const PictureArrow *arrow = picture_arrow(picture, k);
            found |= arrow->from == one->from && arrow->to == one->to && arrow->kind == one->kind;
        }
        ck_assert_msg(found, "%s: no arrow from step %u to step %u", file, one->from + 1,
                      one->to + 1);
    }
}

static uint32_t check_trace(const char *file)
{
    const char *words[] = {"checker", "draw", file};
    g_autoptr(Options) options = options_parse(3, (char **)words, NULL);
    g_autoptr(GError) error = NULL;
    Traced traced;
    ck_assert_msg(traced_read(&traced, options, file, &error), "%s", error ? error->message : "");
    g_autoptr(Path) path = traced_path(&traced, NULL);
    Marks marks = {.marks = g_array_new(FALSE, FALSE, sizeof(Mark)),
                   .window_first = MARK_NO_STEP,
                   .window_last = MARK_NO_STEP};
    PictureCaption caption = {0};
    Picture *picture = picture_new(path, &marks, &caption, false);
    g_autoptr(GArray) expected = g_array_new(FALSE, FALSE, sizeof(Expected));
    for (uint32_t i = 0; i < picture->step_count; i++)
        for (guint k = 0; k < picture->steps[i].changes->len; k++)
            look_at(picture, i, g_array_index(picture->steps[i].changes, PictureChange, k),
                    expected);
    compare(picture, expected, file);
    picture_free(picture);
    marks_clear(&marks);
    traced_clear(&traced);
    return expected->len;
}

START_TEST(kept_counterexamples_have_the_arrows_of_their_values)
{
    g_autoptr(GDir) folder = g_dir_open("traces", 0, NULL);
    uint32_t arrows = 0;
    for (const char *name; (name = g_dir_read_name(folder));) {
        g_autofree char *file = g_build_filename("traces", name, NULL);
        if (g_str_has_suffix(name, ".trace")) arrows += check_trace(file);
    }
    ck_assert_uint_gt(arrows, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("arrows");
    TCase *tests = tcase_create("arrows");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, kept_counterexamples_have_the_arrows_of_their_values);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
