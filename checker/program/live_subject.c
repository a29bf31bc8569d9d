#include "checker/program/live_subject.h"

#include "checker/live/launch.h"
#include "checker/live/tell.h"

#include <string.h>

/* What a step does to what is known of its object. */
typedef enum Deed { DEED_NONE, DEED_TAKE, DEED_RELEASE, DEED_POST, DEED_CONSUME } Deed;

typedef struct LiveObject {
    const char *name;
    Deed deed; /* one that was done to it; none of the others is of the same kind of object */
    GPtrArray *values; /* of const char *: what it held, the first at the start; or NULL */
    ValueKind kind;    /* of these */
} LiveObject;

#define NOTHING UINT32_MAX

/* What a thread does. */
typedef struct LiveAct {
    uint32_t thread, object, step; /* indices */
    uint32_t also;                 /* another object that it changes, or NOTHING */
    Deed deed;
    uint16_t value; /* of the object after it, if it has values */
} LiveAct;

struct LiveSubject {
    const GArray *lines; /* of LiveLine */
    Subject subject;
    Path *path;
    GArray *acts;    /* of LiveAct, one for each line */
    GArray *objects; /* of LiveObject */
    GArray *steps;   /* of SubjectStep; the last one is the end of a thread's steps */
    GArray *fields;  /* of Field */
    GPtrArray *names, *actors, *takers; /* of char *: steps' names, threads, who can have a lock */
    ValueKind taker, posted;
    uint32_t *own;   /* per thread its lines, one after the other... */
    uint32_t *first; /* ...from here on; one more at the end */
};

/* The state: for each thread how many steps it has taken, then each object; 2 bytes each. */
static uint32_t object_at(const LiveSubject *live, uint32_t object)
{
    return (live->actors->len + object) * 2;
}

static const LiveLine *line_at(const LiveSubject *live, guint index)
{
    return &g_array_index(live->lines, LiveLine, index);
}

static LiveAct *act_at(const LiveSubject *live, guint index)
{
    return &g_array_index(live->acts, LiveAct, index);
}

static LiveObject *object_of_act(const LiveSubject *live, const LiveAct *act)
{
    return &g_array_index(live->objects, LiveObject, act->object);
}

static uint32_t taken(const uint8_t *state, uint32_t thread)
{
    return (uint32_t)(state[2 * thread] | state[2 * thread + 1] << 8);
}

static Deed deed_of(const char *does)
{
    /* Whether trying has succeeded is not said. */
    static const Deed deeds[LIVE_KINDS] = {
        [LIVE_KIND_MUTEX_LOCK] = DEED_TAKE,        [LIVE_KIND_WRITE_LOCK] = DEED_TAKE,
        [LIVE_KIND_SPIN_LOCK] = DEED_TAKE,         [LIVE_KIND_MUTEX_UNLOCK] = DEED_RELEASE,
        [LIVE_KIND_RWLOCK_UNLOCK] = DEED_RELEASE,  [LIVE_KIND_SPIN_UNLOCK] = DEED_RELEASE,
        [LIVE_KIND_CONDITION_SIGNAL] = DEED_POST,  [LIVE_KIND_CONDITION_BROADCAST] = DEED_POST,
        [LIVE_KIND_SEMAPHORE_POST] = DEED_POST,    [LIVE_KIND_CONDITION_WAKE] = DEED_CONSUME,
        [LIVE_KIND_SEMAPHORE_WAIT] = DEED_CONSUME,
    };
    for (uint32_t i = 0; i < LIVE_KINDS; i++)
        if (strcmp(live_kinds[i], does) == 0) return deeds[i];
    return DEED_NONE;
}

/* -------- reading the lines -------- */

static uint32_t object_of(LiveSubject *live, const char *name, Deed deed)
{
    for (guint i = 0; i < live->objects->len; i++) {
        LiveObject *known = &g_array_index(live->objects, LiveObject, i);
        if (strcmp(known->name, name) != 0) continue;
        if (deed) known->deed = deed;
        return i;
    }
    LiveObject object = {.name = name, .deed = deed};
    g_array_append_val(live->objects, object);
    return live->objects->len - 1;
}

/* The same deed at the same place is the same step.  Where that is all that is known the name is
 * all of it; else it is the place, which says more. */
static uint32_t step_of(LiveSubject *live, const LiveLine *line, Deed deed)
{
    char *source = g_strdup_printf("%s %s", line->does, line->to);
    char *name = line->known ? g_strdup(line->at) : g_strdup_printf("%s at %s", source, line->at);
    g_ptr_array_add(live->names, source);
    g_ptr_array_add(live->names, name);
    for (guint i = 0; i < live->steps->len; i++) {
        const SubjectStep *known = &g_array_index(live->steps, SubjectStep, i);
        if (strcmp(known->name, name) == 0 && strcmp(known->source, source) == 0) return i;
    }
    bool waits = deed == DEED_TAKE || deed == DEED_CONSUME;
    SubjectStep step = {name, line->function, source, waits ? AWAITS_GUARD : AWAITS_NOTHING};
    g_array_append_val(live->steps, step);
    return live->steps->len - 1;
}

static void read_lines(LiveSubject *live)
{
    for (guint i = 0; i < live->lines->len; i++) {
        const LiveLine *line = line_at(live, i);
        Deed deed = deed_of(line->does);
        LiveAct act = {.thread = line->thread,
                       .object = object_of(live, line->to, deed),
                       .step = step_of(live, line, deed),
                       .also = line->also ? object_of(live, line->also, DEED_NONE) : NOTHING,
                       .deed = deed};
        g_array_append_val(live->acts, act);
    }
    SubjectStep end = {"END", "the trace", "no further step", AWAITS_NOBODY};
    g_array_append_val(live->steps, end);
}

/* -------- what cells hold -------- */

static uint16_t number_of(LiveObject *object, const char *value)
{
    guint i = 0;
    while (i < object->values->len && strcmp(g_ptr_array_index(object->values, i), value) != 0)
        i++;
    if (i == object->values->len) g_ptr_array_add(object->values, (char *)value);
    return (uint16_t)i;
}

/* The next line that tells what the object holds. */
static const LiveLine *next_look(const LiveSubject *live, guint index)
{
    for (guint i = index + 1; i < live->acts->len; i++)
        if (act_at(live, i)->object == act_at(live, index)->object && line_at(live, i)->before)
            return line_at(live, i);
    return NULL;
}

/* What a plain access changes shows when somebody looks. */
static const char *value_left(const LiveSubject *live, guint index)
{
    const LiveLine *line = line_at(live, index), *next = next_look(live, index);
    if (!line->after) return next ? next->before : "?";
    if (!next || strcmp(next->before, line->after) == 0) return line->after;
    char *text = g_strdup_printf("%s (by plain code)", next->before);
    g_ptr_array_add(live->names, text);
    return text;
}

static void read_values(LiveSubject *live)
{
    for (guint i = 0; i < live->acts->len; i++) {
        LiveAct *act = act_at(live, i);
        LiveObject *object = object_of_act(live, act);
        const LiveLine *line = line_at(live, i);
        if (!line->before) continue;
        if (!object->values) {
            object->values = g_ptr_array_new();
            number_of(object, line->before);
        }
        act->value = number_of(object, value_left(live, i));
    }
    for (guint i = 0; i < live->objects->len; i++) {
        LiveObject *object = &g_array_index(live->objects, LiveObject, i);
        if (object->values)
            object->kind = (ValueKind){"value", (const char *const *)object->values->pdata,
                                       object->values->len, false};
    }
}

/* Each thread's own acts. */
static void sort_lines(LiveSubject *live)
{
    uint32_t threads = live->actors->len, count = 0;
    live->own = g_new0(uint32_t, live->acts->len + 1);
    live->first = g_new0(uint32_t, threads + 1);
    for (uint32_t thread = 0; thread < threads; thread++) {
        live->first[thread] = count;
        for (guint i = 0; i < live->acts->len; i++)
            if (act_at(live, i)->thread == thread) live->own[count++] = i;
    }
    live->first[threads] = count;
}

/* -------- the subject -------- */

static void initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)index;
    memset(state, 0, ((const LiveSubject *)context)->subject.state_size);
}

static uint16_t value_after(const LiveSubject *live, const LiveAct *act)
{
    if (object_of_act(live, act)->values) return act->value;
    if (act->deed == DEED_TAKE) return (uint16_t)(act->thread + 1);
    return act->deed == DEED_POST;
}

static void put(uint8_t *at, uint32_t value)
{
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
}

static void note(uint64_t *set, uint32_t byte)
{
    if (set) set[byte / 64] |= UINT64_C(1) << byte % 64;
}

/* Of a line that was not run here it is known only that its deed looks at the object. */
static void note_access(const LiveSubject *live, uint32_t index, Attempt *attempt)
{
    const LiveLine *line = line_at(live, index);
    const LiveAct *act = act_at(live, index);
    uint32_t at = object_at(live, act->object);
    if (line->known ? line->reads : act->deed != DEED_NONE) note(attempt->read, at);
    if (line->known && line->writes) note(attempt->wrote, at);
    if (act->also != NOTHING) note(attempt->wrote, object_at(live, act->also));
}

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    const LiveSubject *live = context;
    uint32_t thread = attempt->actor, done = taken(state, thread);
    attempt->choices = 1;
    attempt->message = 0;
    attempt->step = live->steps->len - 1;
    if (live->first[thread] + done == live->first[thread + 1]) return BLOCKED;
    uint32_t index = live->own[live->first[thread] + done];
    const LiveAct *act = act_at(live, index);
    attempt->step = act->step;
    note_access(live, index, attempt);
    if (act->deed || object_of_act(live, act)->values)
        put(state + object_at(live, act->object), value_after(live, act));
    put(state + 2 * thread, done + 1);
    return RAN;
}

static bool may_rest(const void *context, const uint8_t *state, uint32_t actor)
{
    const LiveSubject *live = context;
    return live->first[actor] + taken(state, actor) == live->first[actor + 1];
}

static void add_fields(LiveSubject *live)
{
    for (guint i = 0; i < live->objects->len; i++) {
        const LiveObject *object = &g_array_index(live->objects, LiveObject, i);
        bool is_lock = object->deed == DEED_TAKE || object->deed == DEED_RELEASE;
        Field field = {.object = "",
                       .member = object->name,
                       .meaning = object->values ? "what it holds"
                                  : is_lock      ? "the thread that took it last"
                                                 : "posted since somebody was woken by it",
                       .kind = object->values ? &object->kind
                               : is_lock      ? &live->taker
                                              : &live->posted,
                       .offset = (uint16_t)object_at(live, i),
                       .size = 2};
        if (object->deed || object->values) g_array_append_val(live->fields, field);
    }
}

static void make_subject(LiveSubject *live)
{
    static const char *const posted[] = {"clear", "posted"};
    live->taker =
        (ValueKind){"taker", (const char *const *)live->takers->pdata, live->takers->len, false};
    live->posted = (ValueKind){"note", posted, G_N_ELEMENTS(posted), false};
    add_fields(live);
    live->subject = (Subject){.version = SUBJECT_VERSION,
                              .name = "live",
                              .context = live,
                              .state_size = object_at(live, live->objects->len),
                              .initial_count = 1,
                              .actor_count = live->actors->len,
                              .actors = (const char *const *)live->actors->pdata,
                              .step_count = live->steps->len,
                              .steps = (const SubjectStep *)live->steps->data,
                              .field_count = live->fields->len,
                              .fields = (const Field *)live->fields->data,
                              .initial = initial,
                              .attempt = attempt,
                              .may_rest = may_rest};
}

static void follow_lines(LiveSubject *live)
{
    live->path = path_new(&live->subject, 0);
    for (guint i = 0; i < live->acts->len; i++) {
        PathStep step;
        Outcome outcome = path_take(live->path, (uint16_t)act_at(live, i)->thread, 0, &step);
        g_assert(outcome == RAN);
    }
}

/* -------- the whole -------- */

static void name_threads(LiveSubject *live)
{
    uint32_t last = 0;
    for (guint i = 0; i < live->lines->len; i++)
        last = MAX(last, line_at(live, i)->thread);
    g_ptr_array_add(live->takers, g_strdup("nobody"));
    for (uint32_t i = 0; i <= last; i++) {
        char *name = tell_thread(i);
        g_ptr_array_add(live->actors, name);
        g_ptr_array_add(live->takers, g_strdup(name));
    }
}

static bool fits(const LiveSubject *live, const char *file, GError **error)
{
    bool fine = live->actors->len <= SUBJECT_MAX_ACTORS && live->acts->len <= UINT16_MAX &&
                object_at(live, live->objects->len) <= SUBJECT_MAX_STATE;
    if (!fine)
        g_set_error(error, LIVE_ERROR, 0,
                    "%s: error: it has more threads, objects or steps than can be drawn or "
                    "explained\n",
                    file);
    return fine;
}

static void clear_object(void *object)
{
    GPtrArray *values = ((LiveObject *)object)->values;
    if (values) g_ptr_array_unref(values);
}

LiveSubject *live_subject_new(const GArray *lines, const char *file, GError **error)
{
    LiveSubject *live = g_new0(LiveSubject, 1);
    live->lines = lines;
    live->acts = g_array_new(FALSE, FALSE, sizeof(LiveAct));
    live->objects = g_array_new(FALSE, FALSE, sizeof(LiveObject));
    g_array_set_clear_func(live->objects, clear_object);
    live->steps = g_array_new(FALSE, FALSE, sizeof(SubjectStep));
    live->fields = g_array_new(FALSE, FALSE, sizeof(Field));
    live->names = g_ptr_array_new_with_free_func(g_free);
    live->actors = g_ptr_array_new_with_free_func(g_free);
    live->takers = g_ptr_array_new_with_free_func(g_free);
    name_threads(live);
    read_lines(live);
    read_values(live);
    if (!fits(live, file, error)) {
        live_subject_free(live);
        return NULL;
    }
    sort_lines(live);
    make_subject(live);
    follow_lines(live);
    return live;
}

void live_subject_free(LiveSubject *live)
{
    if (!live) return;
    path_free(live->path);
    g_array_unref(live->acts);
    g_array_unref(live->objects);
    g_array_unref(live->steps);
    g_array_unref(live->fields);
    g_ptr_array_unref(live->names);
    g_ptr_array_unref(live->actors);
    g_ptr_array_unref(live->takers);
    g_free(live->own);
    g_free(live->first);
    g_free(live);
}

const Path *live_subject_path(const LiveSubject *live)
{
    return live->path;
}
