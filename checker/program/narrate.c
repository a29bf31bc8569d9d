#include "checker/program/narrate.h"

#include "checker/program/color.h"
#include "checker/program/plain.h"
#include "checker/trace/render.h"

#include <stdarg.h>
#include <string.h>

enum {
    SOURCE_WIDTH = 46, /* longer ones push what changed to the next line */
    MOST_READS = 2     /* a step that reads more is not explained by what it read */
};

/* -------- the start -------- */

/* NULL if there is none; `object` may be NULL for any. */
static const Field *find_field(const Subject *subject, const char *object, uint32_t index,
                               const char *member)
{
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *field = &subject->fields[i];
        if (field->index != index || strcmp(field->member, member) != 0) continue;
        if (!object || strcmp(field->object, object) == 0) return field;
    }
    return NULL;
}

static void append_reference(GString *out, const char *words, const Field *field,
                             const uint8_t *state)
{
    int32_t value = field ? field_value(field, state) : 0;
    if (!value) return;
    g_string_append(out, words);
    render_value(out, field, value);
}

/* "gc is m3 and runs g3 on p2".  Only a scheduler's world has such fields: there the actors are
 * the Ms, in order, under the names that the scenario gives them. */
void narrate_cast(GString *out, const Subject *subject, const uint8_t *state)
{
    for (uint32_t i = 0; i < subject->actor_count; i++) {
        const Field *runs = find_field(subject, NULL, i + 1, "curg");
        if (!runs) continue;
        g_autofree char *machine = g_strdup_printf("%s%u", runs->object, runs->index);
        bool renamed = strcmp(machine, subject->actors[i]) != 0;
        g_string_append_printf(out, "  %s", subject->actors[i]);
        if (renamed) g_string_append_printf(out, " is %s", machine);
        const Field *on = find_field(subject, runs->object, runs->index, "p");
        if (!field_value(runs, state) && !renamed) g_string_append(out, " runs nothing");
        append_reference(out, renamed ? " and runs " : " runs ", runs, state);
        append_reference(out, " on ", on, state);
        g_string_append_c(out, '\n');
    }
}

void narrate_start(GString *out, const Path *path, Look look)
{
    const Subject *subject = path->subject;
    g_autofree uint8_t *state = g_malloc(subject->state_size);
    subject->initial(subject->context, path->initial, state);
    g_string_append_printf(out, "%sAt the start%s", COLOR(look.color, COLOR_STRONG),
                           COLOR(look.color, COLOR_END));
    if (subject->initial_count > 1) g_string_append_printf(out, " (number %u)", path->initial);
    g_string_append_c(out, '\n');
    narrate_cast(out, subject, state);
    g_autoptr(GPtrArray) objects = render_state(subject, state);
    for (guint i = 0; i < objects->len; i++)
        g_string_append_printf(out, "  %s%s%s\n", COLOR(look.color, COLOR_FAINT),
                               (char *)g_ptr_array_index(objects, i), COLOR(look.color, COLOR_END));
    if (!objects->len) g_string_append(out, "  everything is zero\n");
}

/* -------- the steps -------- */

typedef struct Telling {
    GString *out;
    const Path *path;
    const char *goal; /* the one that is lost on the way, or NULL */
    Look look;
    int actor_width, step_width, source_width;
} Telling;

static int widest(int width, const char *text)
{
    return MAX(width, (int)g_utf8_strlen(text, -1));
}

static Telling telling_new(GString *out, const Path *path, const char *goal, Look look)
{
    const Subject *subject = path->subject;
    Telling telling = {.out = out, .path = path, .goal = goal, .look = look};
    for (uint32_t i = 0; i < path_length(path); i++) {
        const Move *move = &path_step(path, i)->move;
        const SubjectStep *step = &subject->steps[move->step];
        telling.actor_width = widest(telling.actor_width, subject->actors[move->actor]);
        telling.step_width = widest(telling.step_width, step->name);
        telling.source_width = widest(telling.source_width, step->source);
    }
    telling.source_width = MIN(telling.source_width, SOURCE_WIDTH);
    return telling;
}

/* What a step did besides moving on: what changed, which way it chose. */
static char *effect(const Telling *telling, const PathStep *step, const uint8_t *before,
                    const uint8_t *after)
{
    const Subject *subject = telling->path->subject;
    g_autoptr(GPtrArray) parts = render_changes(subject, before, after, telling->look.hidden);
    if (step->choices > 1)
        g_ptr_array_insert(
            parts, 0,
            g_strdup_printf("[choice %u of 0..%u]", step->move.choice, step->choices - 1));
    if (step->outcome == THREW)
        g_ptr_array_add(parts, g_strdup_printf("throws \"%s\"", subject->messages[step->message]));
    g_ptr_array_add(parts, NULL);
    return g_strjoinv("  ", (char **)parts->pdata);
}

/* Of a step that changes nothing: what it saw, if that is little enough to be the point of it. */
static char *sight(const Telling *telling, const PathStep *step, const uint8_t *before)
{
    g_autoptr(GPtrArray) reads =
        render_reads(telling->path->subject, before, step->move, telling->look.hidden);
    if (reads->len < 1 || reads->len > MOST_READS) return g_strdup("");
    g_ptr_array_add(reads, NULL);
    g_autofree char *equations = g_strjoinv(", ", (char **)reads->pdata);
    return g_strdup_printf("reads %s", equations);
}

/* On the step's line, behind its source, or on the next one if the source is long. */
static void append_remark(const Telling *telling, const SubjectStep *step, const char *color,
                          const char *remark)
{
    GString *out = telling->out;
    int source = (int)g_utf8_strlen(step->source, -1);
    int margin = 5 + 2 + telling->actor_width + 2 + telling->step_width + 2;
    if (source > telling->source_width)
        g_string_append_printf(out, "\n%*s", margin + telling->source_width, "");
    else g_string_append_printf(out, "%*s", telling->source_width - source, "");
    g_string_append_printf(out, "  %s%s%s", COLOR(telling->look.color, color), remark,
                           COLOR(telling->look.color, COLOR_END));
}

/* A line between the steps. */
static void append_mark(GString *out, Look look, const char *format, ...) G_GNUC_PRINTF(3, 4);
static void append_mark(GString *out, Look look, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_string_append_printf(out, "\n  %s-- ", COLOR(look.color, COLOR_OPEN));
    g_string_append_vprintf(out, format, arguments);
    g_string_append_printf(out, " --%s\n", COLOR(look.color, COLOR_END));
    va_end(arguments);
}

/* What stands between this step and the one before. */
static void separate(const Telling *telling, uint32_t index)
{
    const Path *path = telling->path;
    GString *out = telling->out;
    bool loses = index == path->lost && telling->goal;
    if (index == path->cycle) append_mark(out, telling->look, "from here on, for ever");
    g_autofree char *goal = plain_text(telling->goal);
    if (loses) append_mark(out, telling->look, "`%s` can never be reached any more", goal);
    bool switches =
        index && path_step(path, index - 1)->move.actor != path_step(path, index)->move.actor;
    if (index == path->cycle || loses || switches) g_string_append_c(out, '\n');
}

static void tell(void *data, uint32_t index, const PathStep *now, const uint8_t *before,
                 const uint8_t *after)
{
    const Telling *telling = data;
    const Subject *subject = telling->path->subject;
    const SubjectStep *step = &subject->steps[now->move.step];
    Look look = telling->look;
    separate(telling, index);
    g_string_append_printf(telling->out, "%5u  %-*s  %-*s  %s%s%s", index + 1, telling->actor_width,
                           subject->actors[now->move.actor], telling->step_width, step->name,
                           COLOR(look.color, COLOR_FAINT), step->source,
                           COLOR(look.color, COLOR_END));
    g_autofree char *done = effect(telling, now, before, after);
    g_autofree char *seen = *done ? NULL : sight(telling, now, before);
    if (*done) append_remark(telling, step, COLOR_STRONG, done);
    else if (*seen) append_remark(telling, step, COLOR_PLAIN, seen);
    g_string_append_c(telling->out, '\n');
}

void narrate_steps(GString *out, const Path *path, const char *goal, Look look)
{
    Telling telling = telling_new(out, path, goal, look);
    path_walk(path, tell, &telling);
    if (path->cycle < path_length(path))
        append_mark(out, look, "and again from step %u", path->cycle + 1);
}

void narrate(GString *out, const Question *question, const Path *path, Verdict verdict, Look look)
{
    narrate_start(out, path, look);
    g_string_append_c(out, '\n');
    narrate_steps(out, path, verdict.kind == VERDICT_STUCK ? verdict.name : NULL, look);
    g_string_append_c(out, '\n');
    narrate_verdict(out, question, path, verdict, look);
}
