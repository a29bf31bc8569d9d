#include "checker/program/diff_report.h"

#include "checker/program/color.h"
#include "checker/program/values.h"
#include "checker/scenario/json_text.h"
#include "checker/trace/render.h"

#include <stdlib.h>

static const char *const ordinals[] = {"first", "second"};

/* -------- what the last step of a schedule does -------- */

typedef struct LastStep {
    const Path *path;
    GPtrArray *changes; /* of char * */
} LastStep;

static void look_at_last(void *data, uint32_t index, const PathStep *step, const uint8_t *before,
                         const uint8_t *after)
{
    LastStep *last = data;
    (void)step;
    if (index + 1 == path_length(last->path))
        last->changes = render_changes(last->path->subject, before, after, false);
}

static GPtrArray *last_changes(const Path *path)
{
    LastStep last = {.path = path};
    path_walk(path, look_at_last, &last);
    return last.changes;
}

/* "g1 GCWAIT_LOCK" */
static char *last_name(const Path *path)
{
    const Move *move = &path_step(path, path_length(path) - 1)->move;
    return g_strdup_printf("%s %s", path->subject->actors[move->actor],
                           path->subject->steps[move->step].name);
}

static Path *path_of(const Side *side, const Difference *difference)
{
    return path_of_schedule(side->variant->question.subject, &difference->schedule);
}

/* What the other one does instead. */
static char *instead_text(const Difference *difference, const Side *other, const char *which)
{
    const Subject *subject = other->variant->question.subject;
    switch (difference->instead) {
    case INSTEAD_BLOCKED:
        return g_strdup_printf("the %s is blocked there", which);
    case INSTEAD_AT_ANOTHER:
        return g_strdup_printf("the %s is at %s (%s) instead", which,
                               subject->steps[difference->other_step].name,
                               subject->steps[difference->other_step].source);
    case INSTEAD_NO_CHOICE:
        return g_strdup_printf("the %s has no such choice there", which);
    case INSTEAD_NO_ACTOR:
        return g_strdup_printf("the %s has no actor of that name", which);
    case INSTEAD_NOTHING:
        break;
    }
    return g_strdup_printf("the %s takes it, too, and does not fail", which);
}

/* -------- text -------- */

/* The settings by which they differ; a model of one's own has none. */
static void append_settings(GString *out, const Side sides[2])
{
    const uint8_t *first = settings_of(sides[0].variant), *second = settings_of(sides[1].variant);
    for (uint32_t i = 0; first && second && i < settings_count(); i++)
        if (first[i] != second[i])
            g_string_append_printf(out, "  %s: %s | %s\n", setting_name(i),
                                   setting_value_name(i, first[i]),
                                   setting_value_name(i, second[i]));
}

static void append_heading(GString *out, Look look, const char *heading, const char *step,
                           uint32_t length)
{
    g_string_append_printf(out, "\n%s%s%s: %s, step %u\n", COLOR(look.color, COLOR_STRONG), heading,
                           COLOR(look.color, COLOR_END), step, length);
}

static void append_effects(GString *out, const Side sides[2], const Differences *differences,
                           Look look)
{
    const Difference *both = differences->found[DIFFERS_IN_EFFECT];
    if (!both[0].found) return;
    for (uint32_t side = 0; side < 2; side++) {
        g_autoptr(Path) path = path_of(&sides[side], &both[side]);
        g_autofree char *step = last_name(path);
        g_autoptr(GPtrArray) changes = last_changes(path);
        if (side == 0)
            append_heading(out, look, "the same step does something else", step, path_length(path));
        g_ptr_array_add(changes, NULL);
        g_autofree char *text = g_strjoinv("  ", (char **)changes->pdata);
        g_string_append_printf(out, "  %-6s  %s\n", ordinals[side],
                               *text ? text : "changes nothing that is shown");
    }
}

static void append_way(GString *out, const Side sides[2], const Differences *differences,
                       DifferenceKind kind, uint32_t side, Look look)
{
    const Difference *difference = &differences->found[kind][side];
    g_autofree char *heading = g_strdup_printf("only the %s %s", ordinals[side],
                                               kind == DIFFERS_IN_STEP ? "can" : "fails");
    if (!difference->found) return;
    g_autoptr(Path) path = path_of(&sides[side], difference);
    g_autofree char *step = last_name(path);
    g_autofree char *instead = instead_text(difference, &sides[1 - side], ordinals[1 - side]);
    append_heading(out, look, heading, step, path_length(path));
    if (kind == DIFFERS_IN_FAILURE) {
        char *failure = verdict_text(difference->failure);
        g_string_append_printf(out, "  %s\n", failure);
        free(failure);
    }
    g_string_append_printf(out, "  %s\n\n", instead);
    narrate_steps(out, path, NULL, look);
}

/* Where the other one fails, its schedules end. */
static bool is_included(const Differences *differences, uint32_t side)
{
    return !differences->ended && !differences->found[DIFFERS_IN_STEP][side].found &&
           !differences->found[DIFFERS_IN_FAILURE][1 - side].found;
}

/* What is true if nothing was found, and how much was looked at. */
static void append_guarantee(GString *out, const Differences *differences)
{
    g_autofree char *pairs = value_count_text(differences->pairs);
    g_string_append_c(out, '\n');
    for (uint32_t side = 0; side < 2; side++)
        if (is_included(differences, side))
            g_string_append_printf(out, "every schedule of the %s is one of the %s\n",
                                   ordinals[side], ordinals[1 - side]);
    g_string_append_printf(out, "%s pairs of states", pairs);
    if (differences->ended)
        g_string_append_printf(out, "; incomplete: %s: what was not found may be there",
                               differences->ended);
    g_string_append_c(out, '\n');
}

char *diff_text(const Side sides[2], const Differences *differences, Look look)
{
    GString *out = g_string_new(NULL);
    for (uint32_t side = 0; side < 2; side++) {
        g_autofree char *name = side_name(&sides[side]);
        g_string_append_printf(out, "%-6s  %s\n", ordinals[side], name);
    }
    append_settings(out, sides);
    append_effects(out, sides, differences, look);
    for (uint32_t side = 0; side < 2; side++)
        append_way(out, sides, differences, DIFFERS_IN_STEP, side, look);
    for (uint32_t side = 0; side < 2; side++)
        append_way(out, sides, differences, DIFFERS_IN_FAILURE, side, look);
    append_guarantee(out, differences);
    return g_string_free(out, FALSE);
}

/* -------- JSON -------- */

typedef struct Steps {
    GString *out;
    const Subject *subject;
} Steps;

static void json_step(void *data, uint32_t index, const PathStep *step, const uint8_t *before,
                      const uint8_t *after)
{
    const Steps *steps = data;
    g_autoptr(GPtrArray) changes = render_changes(steps->subject, before, after, false);
    (void)index;
    json_open(steps->out, NULL, '{');
    json_text(steps->out, "actor", steps->subject->actors[step->move.actor]);
    json_text(steps->out, "step", steps->subject->steps[step->move.step].name);
    json_number(steps->out, "choice", step->move.choice);
    json_texts(steps->out, "changes", changes);
    json_close(steps->out, '}');
}

static void json_difference(GString *out, const char *key, const Side *side, const Side *other,
                            const char *which, const Difference *difference)
{
    if (!difference->found) {
        json_null(out, key);
        return;
    }
    g_autoptr(Path) path = path_of(side, difference);
    g_autofree char *instead = instead_text(difference, other, which);
    json_open(out, key, '{');
    json_text(out, "instead", instead);
    json_open(out, "steps", '[');
    path_walk(path, json_step, &(Steps){out, path->subject});
    json_close(out, ']');
    json_close(out, '}');
}

char *diff_json(const Side sides[2], const Differences *differences)
{
    static const char *const keys[DIFFERENCE_KINDS] = {"effect", "step", "failure"};
    GString *out = g_string_new(NULL);
    json_open(out, NULL, '{');
    json_number(out, "pairs", differences->pairs);
    json_text(out, "ended", differences->ended);
    for (uint32_t side = 0; side < 2; side++) {
        json_open(out, ordinals[side], '{');
        json_text(out, "file", sides[side].scenario->path);
        json_text(out, "variant", sides[side].variant->name);
        json_text(out, "digest", sides[side].variant->digest);
        for (uint32_t kind = 0; kind < DIFFERENCE_KINDS; kind++)
            json_difference(out, keys[kind], &sides[side], &sides[1 - side], ordinals[1 - side],
                            &differences->found[kind][side]);
        json_close(out, '}');
    }
    json_close(out, '}');
    g_string_append_c(out, '\n');
    return g_string_free(out, FALSE);
}
