#include "checker/program/live_subject.h"

#include "checker/live/launch.h"

#include <string.h>

/* What a step does to what is known of its object. */
typedef enum Deed { DEED_NONE, DEED_TAKE, DEED_RELEASE, DEED_POST, DEED_CONSUME } Deed;

typedef struct LiveObject {
    const char *name;
    Deed deed; /* one that was done to it; none of the others is of the same kind of object */
} LiveObject;

/* A line of the trace. */
typedef struct LiveLine {
    uint32_t thread, object, step; /* indices */
    Deed deed;
} LiveLine;

struct LiveSubject {
    const LiveTrace *trace;
    Subject subject;
    Path *path;
    GArray *lines;   /* of LiveLine */
    GArray *objects; /* of LiveObject */
    GArray *steps;   /* of SubjectStep; the last one is the end of a thread's steps */
    GArray *fields;  /* of Field */
    GPtrArray *names, *actors, *takers; /* of char *: steps' names, threads, who can have a lock */
    ValueKind taker, posted;
    uint32_t *own;   /* per thread its lines, one after the other... */
    uint32_t *first; /* ...from here on; one more at the end */
};

/* The state: for each thread how many steps it has taken, 2 bytes, then a byte for each object. */
static uint32_t object_at(const LiveSubject *live, uint32_t object)
{
    return live->actors->len * 2 + object;
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
    LiveObject object = {name, deed};
    g_array_append_val(live->objects, object);
    return live->objects->len - 1;
}

/* The same deed at the same place is the same step; the name is unique, for it is all of it. */
static uint32_t step_of(LiveSubject *live, const char *does, const char *to, const char *at,
                        Deed deed)
{
    g_autofree char *name = g_strdup_printf("%s %s at %s", does, to, at);
    for (guint i = 0; i < live->steps->len; i++)
        if (strcmp(g_array_index(live->steps, SubjectStep, i).name, name) == 0) return i;
    bool waits = deed == DEED_TAKE || deed == DEED_CONSUME;
    char *kept = g_steal_pointer(&name), *source = g_strdup_printf("%s %s", does, to);
    g_ptr_array_add(live->names, kept);
    g_ptr_array_add(live->names, source);
    SubjectStep step = {kept, at, source, waits ? AWAITS_GUARD : AWAITS_NOTHING};
    g_array_append_val(live->steps, step);
    return live->steps->len - 1;
}

static void read_lines(LiveSubject *live)
{
    const LiveTrace *trace = live->trace;
    for (guint i = 0; i < trace->threads->len; i++) {
        const char *does = g_ptr_array_index(trace->does, i), *to = g_ptr_array_index(trace->to, i);
        Deed deed = deed_of(does);
        LiveLine line = {g_array_index(trace->threads, uint8_t, i), object_of(live, to, deed),
                         step_of(live, does, to, g_ptr_array_index(trace->at, i), deed), deed};
        g_array_append_val(live->lines, line);
    }
    SubjectStep end = {"END", "the trace", "no further step", AWAITS_NOBODY};
    g_array_append_val(live->steps, end);
}

/* Each thread's own lines. */
static void sort_lines(LiveSubject *live)
{
    uint32_t threads = live->actors->len, count = 0;
    live->own = g_new0(uint32_t, live->lines->len + 1);
    live->first = g_new0(uint32_t, threads + 1);
    for (uint32_t thread = 0; thread < threads; thread++) {
        live->first[thread] = count;
        for (guint i = 0; i < live->lines->len; i++)
            if (g_array_index(live->lines, LiveLine, i).thread == thread) live->own[count++] = i;
    }
    live->first[threads] = count;
}

/* -------- the subject -------- */

static void initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)index;
    memset(state, 0, ((const LiveSubject *)context)->subject.state_size);
}

static uint8_t value_after(Deed deed, uint32_t thread)
{
    if (deed == DEED_TAKE) return (uint8_t)(thread + 1);
    return deed == DEED_POST;
}

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    const LiveSubject *live = context;
    uint32_t thread = attempt->actor, done = taken(state, thread);
    attempt->choices = 1;
    attempt->message = 0;
    attempt->step = live->steps->len - 1;
    if (live->first[thread] + done == live->first[thread + 1]) return BLOCKED;
    const LiveLine *line =
        &g_array_index(live->lines, LiveLine, live->own[live->first[thread] + done]);
    uint32_t at = object_at(live, line->object);
    attempt->step = line->step;
    if (line->deed && attempt->read) attempt->read[at / 64] |= UINT64_C(1) << at % 64;
    if (line->deed) state[at] = value_after(line->deed, thread);
    state[2 * thread] = (uint8_t)(done + 1);
    state[2 * thread + 1] = (uint8_t)((done + 1) >> 8);
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
                       .meaning = is_lock ? "the thread that took it last"
                                          : "posted since somebody was woken by it",
                       .kind = is_lock ? &live->taker : &live->posted,
                       .offset = (uint16_t)object_at(live, i),
                       .size = 1};
        if (object->deed) g_array_append_val(live->fields, field);
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
    for (guint i = 0; i < live->lines->len; i++) {
        PathStep step;
        uint32_t thread = g_array_index(live->lines, LiveLine, i).thread;
        Outcome outcome = path_take(live->path, (uint16_t)thread, 0, &step);
        g_assert(outcome == RAN);
    }
}

/* -------- the whole -------- */

static void name_threads(LiveSubject *live)
{
    uint32_t last = 0;
    for (guint i = 0; i < live->trace->threads->len; i++)
        last = MAX(last, g_array_index(live->trace->threads, uint8_t, i));
    g_ptr_array_add(live->takers, g_strdup("nobody"));
    for (uint32_t i = 0; i <= last; i++) {
        char *name = i ? g_strdup_printf("thread %u", i) : g_strdup("main");
        g_ptr_array_add(live->actors, name);
        g_ptr_array_add(live->takers, g_strdup(name));
    }
}

static bool fits(const LiveSubject *live, const char *file, GError **error)
{
    bool fine = live->actors->len <= SUBJECT_MAX_ACTORS && live->lines->len <= UINT16_MAX &&
                object_at(live, live->objects->len) <= SUBJECT_MAX_STATE;
    if (!fine)
        g_set_error(error, LIVE_ERROR, 0,
                    "%s: error: it has more threads, objects or steps than can be drawn\n", file);
    return fine;
}

LiveSubject *live_subject_new(const LiveTrace *trace, const char *file, GError **error)
{
    LiveSubject *live = g_new0(LiveSubject, 1);
    live->trace = trace;
    live->lines = g_array_new(FALSE, FALSE, sizeof(LiveLine));
    live->objects = g_array_new(FALSE, FALSE, sizeof(LiveObject));
    live->steps = g_array_new(FALSE, FALSE, sizeof(SubjectStep));
    live->fields = g_array_new(FALSE, FALSE, sizeof(Field));
    live->names = g_ptr_array_new_with_free_func(g_free);
    live->actors = g_ptr_array_new_with_free_func(g_free);
    live->takers = g_ptr_array_new_with_free_func(g_free);
    name_threads(live);
    read_lines(live);
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
    g_array_unref(live->lines);
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
