#include "checker/draw/parts.h"

#include <string.h>

/* -------- states -------- */

static void keep_values(Picture *picture, uint32_t row, const uint8_t *state)
{
    const Subject *subject = picture->subject;
    for (uint32_t i = 0; i < subject->field_count; i++)
        picture->values[(size_t)row * subject->field_count + i] =
            field_value(&subject->fields[i], state);
}

static Situation situation(const Subject *subject, const uint8_t *state, uint8_t *scratch,
                           uint32_t actor)
{
    memcpy(scratch, state, subject->state_size);
    Attempt attempt = {.actor = actor};
    Outcome outcome = subject->attempt(subject->context, scratch, &attempt);
    if (outcome == BLOCKED)
        return subject->may_rest(subject->context, state, actor) ? SITUATION_RESTS
                                                                 : SITUATION_WAITS;
    bool changes = outcome == THREW || memcmp(scratch, state, subject->state_size) != 0;
    return changes ? SITUATION_MOVES : SITUATION_SPINS;
}

static void keep_situations(Picture *picture, uint32_t row, const uint8_t *state)
{
    const Subject *subject = picture->subject;
    g_autofree uint8_t *scratch = g_malloc(subject->state_size);
    for (uint32_t i = 0; i < subject->actor_count; i++)
        picture->situations[(size_t)row * subject->actor_count + i] =
            (uint8_t)situation(subject, state, scratch, i);
}

/* In the state of a failure nobody is asked what comes next. */
static void repeat_situations(Picture *picture, uint32_t row)
{
    size_t actors = picture->subject->actor_count;
    memcpy(&picture->situations[row * actors], &picture->situations[(row - 1) * actors], actors);
}

/* -------- steps -------- */

uint32_t picture_writer(const Picture *picture, uint32_t step, uint32_t field)
{
    while (step-- > 0)
        if (picture_value(picture, step, field) != picture_value(picture, step + 1, field))
            return step;
    return PICTURE_NOWHERE;
}

const PictureChange *picture_change(const Picture *picture, uint32_t step, uint32_t field)
{
    const GArray *changes = picture->steps[step].changes;
    for (guint i = 0; i < changes->len; i++) {
        const PictureChange *change = &g_array_index(changes, PictureChange, i);
        if (change->field == field) return change;
    }
    return NULL;
}

static void add_changes(const Picture *picture, uint32_t index, PictureStep *step)
{
    for (uint32_t i = 0; i < picture->subject->field_count; i++) {
        PictureChange change = {i, picture_value(picture, index, i),
                                picture_value(picture, index + 1, i)};
        if (change.from != change.to) g_array_append_val(step->changes, change);
    }
}

static bool has_byte(const uint64_t *set, uint32_t byte)
{
    return set[byte / 64] >> byte % 64 & 1;
}

static void add_reads(const Picture *picture, uint32_t index, PictureStep *step,
                      const uint8_t *before)
{
    const Subject *subject = picture->subject;
    size_t words = (subject->state_size + 63) / 64;
    g_autofree uint64_t *read = g_new0(uint64_t, words);
    g_autofree uint64_t *wrote = g_new0(uint64_t, words);
    g_autofree uint8_t *after = g_memdup2(before, subject->state_size);
    Attempt attempt = {.actor = step->actor, .choice = step->choice, .read = read, .wrote = wrote};
    subject->attempt(subject->context, after, &attempt);
    for (uint32_t i = 0; i < subject->field_count; i++) {
        if (!has_byte(read, subject->fields[i].offset)) continue;
        PictureRead one = {i, picture_value(picture, index, i), picture_writer(picture, index, i)};
        g_array_append_val(step->reads, one);
    }
}

static void take_step(void *data, uint32_t index, const PathStep *taken, const uint8_t *before,
                      const uint8_t *after)
{
    Picture *picture = data;
    const Subject *subject = picture->subject;
    PictureStep *step = &picture->steps[index];
    *step = (PictureStep){
        .step = &subject->steps[taken->move.step],
        .actor = taken->move.actor,
        .occurrence = taken->occurrence,
        .choice = taken->move.choice,
        .choices = taken->choices,
        .throws = taken->outcome == THREW ? subject->messages[taken->message] : NULL,
        .changes = g_array_new(FALSE, FALSE, sizeof(PictureChange)),
        .reads = g_array_new(FALSE, FALSE, sizeof(PictureRead)),
    };
    keep_values(picture, index + 1, after);
    if (step->throws) repeat_situations(picture, index + 1);
    else keep_situations(picture, index + 1, after);
    add_changes(picture, index, step);
    add_reads(picture, index, step, before);
    if (index && picture->steps[index - 1].actor != step->actor) picture->switches++;
}

/* What the subject hides has played its part when the arrows are known. */
static void drop_hidden(const Picture *picture, GArray *array, size_t size)
{
    guint kept = 0;
    for (guint i = 0; i < array->len; i++) {
        const char *item = array->data + i * size;
        uint32_t field;
        memcpy(&field, item, sizeof field); /* the first member of either */
        if (picture_shows(picture, field)) memmove(array->data + kept++ * size, item, size);
    }
    g_array_set_size(array, kept);
}

static void drop_all_hidden(Picture *picture)
{
    for (uint32_t i = 0; i < picture->step_count; i++) {
        drop_hidden(picture, picture->steps[i].changes, sizeof(PictureChange));
        drop_hidden(picture, picture->steps[i].reads, sizeof(PictureRead));
    }
}

/* -------- questions -------- */

bool picture_has_mark(const Picture *picture, uint32_t step)
{
    for (guint i = 0; i < picture->marks->marks->len; i++)
        if (g_array_index(picture->marks->marks, Mark, i).step == step) return true;
    return false;
}

bool picture_fails(const Picture *picture, uint32_t step)
{
    const GArray *marks = picture->marks->marks;
    bool fails = picture->steps[step].throws != NULL;
    for (guint i = 0; i < marks->len && !fails; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        fails = mark->step == step && mark->kind == MARK_FAILS;
    }
    return fails;
}

bool picture_occurs(const Picture *picture, uint32_t field, int32_t value)
{
    for (uint32_t row = 0; row <= picture->step_count; row++)
        if (picture_value(picture, row, field) == value) return true;
    return false;
}

/* -------- the whole -------- */

static void add_start(Picture *picture, const Path *path)
{
    const Subject *subject = picture->subject;
    g_autofree uint8_t *state = g_malloc(subject->state_size);
    subject->initial(subject->context, path->initial, state);
    keep_values(picture, 0, state);
    keep_situations(picture, 0, state);
}

Picture *picture_new(const Path *path, const Marks *marks, const PictureCaption *caption,
                     bool hidden)
{
    g_assert(path_length(path) <= PICTURE_MOST_STEPS);
    const Subject *subject = path->subject;
    size_t rows = path_length(path) + 1;
    Picture *picture = g_new0(Picture, 1);
    *picture = (Picture){
        .caption = *caption,
        .subject = subject,
        .marks = marks,
        .cycle = path->cycle,
        .lost = path->lost,
        .hidden = hidden,
        .step_count = path_length(path),
        .steps = g_new0(PictureStep, rows),
        .values = g_new0(int32_t, rows * subject->field_count),
        .situations = g_new0(uint8_t, rows * subject->actor_count),
        .cast = g_new0(PictureCast, rows * subject->actor_count),
        .tracks = g_new0(uint32_t, subject->actor_count),
    };
    add_start(picture, path);
    path_walk(path, take_step, picture);
    picture_add_cast(picture);
    picture_add_arrows(picture);
    picture_add_strips(picture);
    drop_all_hidden(picture);
    picture_add_folds(picture);
    return picture;
}

void picture_free(Picture *picture)
{
    if (!picture) return;
    for (uint32_t i = 0; i < picture->step_count; i++) {
        g_array_unref(picture->steps[i].changes);
        g_array_unref(picture->steps[i].reads);
    }
    g_free(picture->steps);
    g_free(picture->values);
    g_free(picture->situations);
    g_free(picture->cast);
    g_free(picture->tracks);
    g_array_unref(picture->arrows);
    g_array_unref(picture->strips);
    g_free(picture);
}
