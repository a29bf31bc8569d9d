/* Arrows: whose earlier step made it possible that a step could be taken.
 *
 * Nothing is guessed from names of steps.  Where an actor stood at a guard in one state and could
 * go on in the next, the step between them let it go.  Where nobody had to wait, a step that may
 * wait takes what it finds: it sets what another has cleared (a lock), or clears what another has
 * set (a note).  And where a field that names an object passes from one actor to another, the
 * object changes hands. */
#include "checker/draw/parts.h"

#include "checker/trace/render.h"

static void clear_arrow(void *arrow)
{
    g_free(((PictureArrow *)arrow)->reason);
}

/* -------- adding -------- */

static char *field_text(const Picture *picture, uint32_t field)
{
    GString *name = g_string_new(NULL);
    render_field(name, &picture->subject->fields[field]);
    return g_string_free(name, FALSE);
}

static PictureArrow *find_arrow(const Picture *picture, uint32_t from, uint32_t to)
{
    for (guint i = picture->arrows->len; i > 0; i--) {
        PictureArrow *arrow = &g_array_index(picture->arrows, PictureArrow, i - 1);
        if (arrow->from == from && arrow->to == to) return arrow;
    }
    return NULL;
}

/* Takes over the reason.  Of two between the same steps one is drawn, for both reasons. */
static void add(Picture *picture, PictureArrow arrow)
{
    PictureArrow *known = find_arrow(picture, arrow.from, arrow.to);
    if (!known) {
        g_array_append_val(picture->arrows, arrow);
        return;
    }
    known->kind = MIN(known->kind, arrow.kind);
    known->waited |= arrow.waited;
    if (g_strcmp0(known->reason, arrow.reason) != 0) {
        char *both = g_strdup_printf("%s and %s", known->reason, arrow.reason);
        g_free(known->reason);
        known->reason = both;
    }
    g_free(arrow.reason);
}

/* -------- guards -------- */

/* From a value that names its last writer to one that names the actor of the step: as far as is
 * known the lock passes from one to the other, though nobody is seen to let go of it. */
static bool passes(const Picture *picture, uint32_t step, const PictureChange *change)
{
    uint32_t writer = picture_writer(picture, step, change->field);
    return writer != PICTURE_NOWHERE && change->from == (int32_t)picture->steps[writer].actor + 1 &&
           change->to == (int32_t)picture->steps[step].actor + 1;
}

/* What the step does to the field that its guard looks at says what the guard is for. */
static ArrowKind kind_of_guard(const Picture *picture, uint32_t step, uint32_t field)
{
    const PictureChange *change = picture_change(picture, step, field);
    if (!change) return ARROW_ALLOWS;
    if (change->from == 0 || passes(picture, step, change)) return ARROW_LOCK;
    if (change->to == 0 && !picture_refers(picture, field, NULL)) return ARROW_WAKE_UP;
    return ARROW_ALLOWS;
}

static void add_guard(Picture *picture, uint32_t from, uint32_t to, uint32_t field, bool waited)
{
    const PictureChange *change = picture_change(picture, to, field);
    const char *const verbs[ARROW_KINDS] = {
        [ARROW_LOCK] = change && change->from ? "had taken" : "let go of",
        [ARROW_WAKE_UP] = "posted",
        [ARROW_ALLOWS] = "changed",
    };
    g_autofree char *name = field_text(picture, field);
    ArrowKind kind = kind_of_guard(picture, to, field);
    add(picture, (PictureArrow){.kind = kind,
                                .from = from,
                                .to = to,
                                .waited = waited,
                                .reason = g_strdup_printf("%s %s", verbs[kind], name)});
}

static bool is_held_up(const Picture *picture, uint32_t row, uint32_t actor)
{
    Situation situation = picture_situation(picture, row, actor);
    return situation == SITUATION_WAITS || situation == SITUATION_RESTS;
}

/* The step that let the actor of `step` go, if it had to wait since its own last step. */
static uint32_t released_by(const Picture *picture, uint32_t step)
{
    uint32_t actor = picture->steps[step].actor;
    for (uint32_t row = step; row-- > 0 && picture->steps[row].actor != actor;)
        if (is_held_up(picture, row, actor)) return row;
    return PICTURE_NOWHERE;
}

/* The first field that `step` reads and `earlier` changed, or PICTURE_NOWHERE. */
static uint32_t field_between(const Picture *picture, uint32_t earlier, uint32_t step)
{
    const GArray *reads = picture->steps[step].reads;
    for (guint i = 0; i < reads->len; i++) {
        uint32_t field = g_array_index(reads, PictureRead, i).field;
        if (picture_change(picture, earlier, field)) return field;
    }
    return PICTURE_NOWHERE;
}

static bool add_release(Picture *picture, uint32_t step)
{
    uint32_t earlier = released_by(picture, step);
    if (earlier == PICTURE_NOWHERE) return false;
    uint32_t field = field_between(picture, earlier, step);
    if (field == PICTURE_NOWHERE) return false;
    add_guard(picture, earlier, step, field, true);
    return true;
}

static bool is_anothers(const Picture *picture, uint32_t earlier, uint32_t step)
{
    return earlier != PICTURE_NOWHERE &&
           picture->steps[earlier].actor != picture->steps[step].actor;
}

/* Nobody waited, because it was done in time. */
static void add_taking(Picture *picture, uint32_t step)
{
    const GArray *reads = picture->steps[step].reads;
    for (guint i = 0; i < reads->len; i++) {
        const PictureRead *read = &g_array_index(reads, PictureRead, i);
        bool takes = kind_of_guard(picture, step, read->field) != ARROW_ALLOWS;
        if (takes && is_anothers(picture, read->writer, step))
            add_guard(picture, read->writer, step, read->field, false);
    }
}

/* -------- hands -------- */

/* A field of this object that names an actor passes to the actor itself: p1.m becomes m2. */
static char *taken_over(const Picture *picture, uint32_t step, const PictureChange *change)
{
    const Field *field = &picture->subject->fields[change->field];
    const char *machines = picture_machines(picture);
    bool owned = machines && picture_refers(picture, change->field, machines) && field->index;
    if (!owned || change->to != (int32_t)picture->steps[step].actor + 1) return NULL;
    if (g_strcmp0(field->object, machines) == 0) return NULL; /* a list of machines */
    return g_strdup_printf("let go of %s%u", field->object, field->index);
}

/* A field that names an object, put there by another, is taken: sched.pidle was p1. */
static char *taken_away(const Picture *picture, const PictureChange *change)
{
    const ValueKind *kind = picture->subject->fields[change->field].kind;
    const char *machines = picture_machines(picture);
    if (!machines || !picture_refers(picture, change->field, NULL) ||
        picture_refers(picture, change->field, machines))
        return NULL;
    bool named = kind->values && change->from > 0 && (uint32_t)change->from < kind->value_count;
    if (!named) return NULL;
    g_autofree char *name = field_text(picture, change->field);
    return g_strdup_printf("put %s into %s", kind->values[change->from], name);
}

static void add_hands(Picture *picture, uint32_t step)
{
    const GArray *changes = picture->steps[step].changes;
    for (guint i = 0; i < changes->len; i++) {
        const PictureChange *change = &g_array_index(changes, PictureChange, i);
        if (!picture_shows(picture, change->field)) continue;
        uint32_t earlier = picture_writer(picture, step, change->field);
        if (!is_anothers(picture, earlier, step)) continue;
        char *reason = taken_over(picture, step, change);
        if (!reason) reason = taken_away(picture, change);
        if (!reason) continue;
        add(picture,
            (PictureArrow){.kind = ARROW_HAND_OFF, .from = earlier, .to = step, .reason = reason});
    }
}

/* -------- tracks -------- */

static int by_start(const void *a, const void *b)
{
    const PictureArrow *one = *(PictureArrow *const *)a, *two = *(PictureArrow *const *)b;
    return (one->from > two->from) - (one->from < two->from);
}

/* The first track of the lane that is free from the arrow's start on; *ends is where each is busy
 * to. */
static uint32_t free_track(GArray *ends, const PictureArrow *arrow)
{
    guint track = 0;
    while (track < ends->len && g_array_index(ends, uint32_t, track) >= arrow->from)
        track++;
    if (track == ends->len) g_array_append_val(ends, arrow->to);
    g_array_index(ends, uint32_t, track) = arrow->to;
    return track;
}

static void lay_tracks(Picture *picture, uint32_t actor)
{
    g_autoptr(GPtrArray) arrows = g_ptr_array_new();
    for (guint i = 0; i < picture->arrows->len; i++) {
        PictureArrow *arrow = &g_array_index(picture->arrows, PictureArrow, i);
        if (picture->steps[arrow->to].actor == actor) g_ptr_array_add(arrows, arrow);
    }
    g_ptr_array_sort(arrows, by_start);
    g_autoptr(GArray) ends = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (guint i = 0; i < arrows->len; i++) {
        PictureArrow *arrow = g_ptr_array_index(arrows, i);
        arrow->track = free_track(ends, arrow);
    }
    picture->tracks[actor] = ends->len;
}

void picture_add_arrows(Picture *picture)
{
    picture->arrows = g_array_new(FALSE, FALSE, sizeof(PictureArrow));
    g_array_set_clear_func(picture->arrows, clear_arrow);
    for (uint32_t i = 0; i < picture->step_count; i++) {
        bool may_wait = picture->steps[i].step->awaits;
        if (!add_release(picture, i) && may_wait) add_taking(picture, i);
        add_hands(picture, i);
    }
    for (uint32_t i = 0; i < picture->subject->actor_count; i++)
        lay_tracks(picture, i);
}
