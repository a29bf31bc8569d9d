#include "checker/draw/picture_json.h"

#include "checker/draw/words.h"
#include "checker/scenario/json_text.h"

/* PICTURE_NOWHERE and whatever else lies past the end is null. */
static void add_index(GString *out, const Picture *picture, const char *key, uint32_t step)
{
    if (step < picture->step_count) json_number(out, key, step);
    else json_null(out, key);
}

/* -------- what there is -------- */

static void add_caption(GString *out, const Picture *picture)
{
    const PictureCaption *caption = &picture->caption;
    g_autofree char *size = words_size(picture);
    json_text(out, "title", caption->title);
    json_text(out, "scenario", caption->scenario);
    json_text(out, "variant", caption->variant);
    json_text(out, "about", caption->about);
    json_text(out, "history", caption->history);
    json_text(out, "verdict", caption->verdict);
    json_text(out, "ending", caption->ending);
    json_text(out, "size", size);
}

static void add_actors(GString *out, const Picture *picture)
{
    json_open(out, "actors", '[');
    for (uint32_t i = 0; i < picture->subject->actor_count; i++) {
        json_open(out, NULL, '{');
        json_text(out, "name", picture->subject->actors[i]);
        json_text(out, "machine", picture_machine(picture, i));
        json_integer(out, "tracks", picture->tracks[i]);
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void add_field(GString *out, const Picture *picture, uint32_t index)
{
    const Field *field = &picture->subject->fields[index];
    g_autofree char *name = words_field(picture, index);
    g_autofree char *number = field->index ? g_strdup_printf("%u", field->index) : g_strdup("");
    g_autofree char *object = g_strconcat(field->object, number, NULL);
    json_open(out, NULL, '{');
    json_text(out, "name", name);
    json_text(out, "object", object);
    json_text(out, "member", field->member);
    json_text(out, "meaning", field->meaning);
    json_flag(out, "shown", picture_shows(picture, index));
    json_integer(out, "value", picture_value(picture, 0, index));
    json_open(out, "names", '[');
    for (uint32_t i = 0; field->kind->values && i < field->kind->value_count; i++)
        json_text(out, NULL, field->kind->values[i]);
    json_close(out, ']');
    json_close(out, '}');
}

static void add_fields(GString *out, const Picture *picture)
{
    json_open(out, "fields", '[');
    for (uint32_t i = 0; i < picture->subject->field_count; i++)
        add_field(out, picture, i);
    json_close(out, ']');
}

/* How each status looks that occurs. */
static void add_tones(GString *out, const Picture *picture, uint32_t field)
{
    json_open(out, "statuses", '[');
    for (uint32_t i = 0; i < picture->subject->fields[field].kind->value_count; i++) {
        if (!picture_occurs(picture, field, (int32_t)i)) continue;
        json_open(out, NULL, '{');
        json_integer(out, "value", i);
        json_text(out, "name", words_status(picture, field, (int32_t)i));
        json_text(out, "tone", words_tone(picture, field, (int32_t)i));
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void add_strips(GString *out, const Picture *picture)
{
    json_open(out, "strips", '[');
    for (guint i = 0; i < picture->strips->len; i++) {
        uint32_t field = g_array_index(picture->strips, uint32_t, i);
        json_open(out, NULL, '{');
        g_autofree char *name = words_strip(picture, i);
        json_integer(out, "field", field);
        json_text(out, "name", name);
        add_tones(out, picture, field);
        json_close(out, '}');
    }
    json_close(out, ']');
}

/* -------- what happens -------- */

static void add_changes(GString *out, const PictureStep *step)
{
    json_open(out, "changes", '[');
    for (guint i = 0; i < step->changes->len; i++) {
        const PictureChange *change = &g_array_index(step->changes, PictureChange, i);
        json_open(out, NULL, '[');
        json_integer(out, NULL, change->field);
        json_integer(out, NULL, change->from);
        json_integer(out, NULL, change->to);
        json_close(out, ']');
    }
    json_close(out, ']');
}

/* [field, value, the step that wrote it or -1] */
static void add_reads(GString *out, const PictureStep *step)
{
    json_open(out, "reads", '[');
    for (guint i = 0; i < step->reads->len; i++) {
        const PictureRead *read = &g_array_index(step->reads, PictureRead, i);
        json_open(out, NULL, '[');
        json_integer(out, NULL, read->field);
        json_integer(out, NULL, read->value);
        json_integer(out, NULL, read->writer == PICTURE_NOWHERE ? -1 : (int64_t)read->writer);
        json_close(out, ']');
    }
    json_close(out, ']');
}

/* A row: where everybody stands, and who runs and holds what. */
static void add_row(GString *out, const Picture *picture, uint32_t row)
{
    uint32_t actors = picture->subject->actor_count;
    json_open(out, "situations", '[');
    for (uint32_t i = 0; i < actors; i++) {
        static const char *const words[] = {"moves", "spins", "waits", "rests"};
        json_text(out, NULL, words[picture_situation(picture, row, i)]);
    }
    json_close(out, ']');
    json_open(out, "cast", '[');
    for (uint32_t i = 0; i < actors && picture_machine(picture, i); i++) {
        const PictureCast *cast = picture_cast(picture, row, i);
        json_open(out, NULL, '{');
        json_text(out, "runs", cast->runs);
        json_text(out, "holds", cast->holds);
        json_text(out, "stale", cast->stale);
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void add_step(GString *out, const Picture *picture, uint32_t index)
{
    const PictureStep *step = &picture->steps[index];
    json_open(out, NULL, '{');
    json_integer(out, "actor", step->actor);
    json_text(out, "name", step->step->name);
    json_text(out, "procedure", step->step->procedure);
    json_text(out, "source", step->step->source);
    json_integer(out, "occurrence", step->occurrence);
    json_integer(out, "choice", step->choice);
    json_integer(out, "choices", step->choices);
    json_text(out, "throws", step->throws);
    json_integer(out, "fold", step->fold);
    add_changes(out, step);
    add_reads(out, step);
    add_row(out, picture, index + 1);
    json_close(out, '}');
}

static void add_steps(GString *out, const Picture *picture)
{
    json_open(out, "start", '{');
    add_row(out, picture, 0);
    json_close(out, '}');
    json_open(out, "steps", '[');
    for (uint32_t i = 0; i < picture->step_count; i++)
        add_step(out, picture, i);
    json_close(out, ']');
}

static void add_arrows(GString *out, const Picture *picture)
{
    json_open(out, "arrows", '[');
    for (guint i = 0; i < picture->arrows->len; i++) {
        const PictureArrow *arrow = picture_arrow(picture, i);
        json_open(out, NULL, '{');
        json_text(out, "kind", words_arrow(arrow->kind));
        json_text(out, "reason", arrow->reason);
        json_integer(out, "from", arrow->from);
        json_integer(out, "to", arrow->to);
        json_integer(out, "track", arrow->track);
        json_flag(out, "waited", arrow->waited);
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void add_marks(GString *out, const Picture *picture)
{
    const Marks *marks = picture->marks;
    json_open(out, "marks", '[');
    for (guint i = 0; i < marks->marks->len; i++) {
        const Mark *mark = &g_array_index(marks->marks, Mark, i);
        json_open(out, NULL, '{');
        json_text(out, "kind", words_mark(mark->kind));
        json_integer(out, "step", mark->step);
        add_index(out, picture, "other", mark->other);
        json_text(out, "note", mark->note);
        json_close(out, '}');
    }
    json_close(out, ']');
    add_index(out, picture, "windowFirst", marks->window_first);
    add_index(out, picture, "windowLast", marks->window_last);
    json_text(out, "leftOut", marks->left_out);
    add_index(out, picture, "cycle", picture->cycle);
    add_index(out, picture, "lost", picture->lost);
}

/* Outside of its strings JSON has none of these characters. */
static void make_safe(GString *json)
{
    g_string_replace(json, "<", "\\u003c", 0);
    g_string_replace(json, ">", "\\u003e", 0);
    g_string_replace(json, "&", "\\u0026", 0);
}

char *picture_json(const Picture *picture)
{
    GString *out = g_string_new(NULL);
    json_open(out, NULL, '{');
    add_caption(out, picture);
    add_actors(out, picture);
    add_fields(out, picture);
    add_strips(out, picture);
    add_steps(out, picture);
    add_arrows(out, picture);
    add_marks(out, picture);
    json_close(out, '}');
    make_safe(out);
    return g_string_free(out, FALSE);
}
