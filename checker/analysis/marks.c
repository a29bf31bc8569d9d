#include "checker/analysis/marks.h"

#include "checker/analysis/no_return.h"
#include "checker/analysis/pair.h"
#include "checker/analysis/parts.h"
#include "checker/analysis/stale.h"
#include "checker/analysis/window.h"
#include "checker/trace/render.h"

#include <stdarg.h>
#include <string.h>

enum { MOST_STATES = 1000000, MOST_STEPS = 3000 };

typedef struct Marking {
    Marks marks;
    const Question *question;
    const Path *path;
    Failure failure;
    const SearchOptions *options;
    Events *events;
    Atlas *atlas;
} Marking;

/* -------- the list -------- */

static void clear_mark(void *mark)
{
    g_free(((Mark *)mark)->note);
}

static int by_step_and_kind(const void *a, const void *b)
{
    const Mark *one = a, *two = b;
    if (one->step != two->step) return one->step < two->step ? -1 : 1;
    if (one->kind != two->kind) return (int)one->kind - (int)two->kind;
    return one->other < two->other ? -1 : one->other > two->other;
}

static void add(Marking *marking, MarkKind kind, uint32_t step, uint32_t other, const char *format,
                ...) G_GNUC_PRINTF(5, 6);
static void add(Marking *marking, MarkKind kind, uint32_t step, uint32_t other, const char *format,
                ...)
{
    va_list arguments;
    va_start(arguments, format);
    Mark mark = {
        .kind = kind, .step = step, .other = other, .note = g_strdup_vprintf(format, arguments)};
    va_end(arguments);
    g_array_append_val(marking->marks.marks, mark);
}

/* -------- what the path itself says -------- */

static bool is_finite(Verdict verdict)
{
    return verdict.kind == VERDICT_THROWS || verdict.kind == VERDICT_VIOLATES;
}

static void mark_own(Marking *marking)
{
    const Path *path = marking->path;
    if (path->cycle < path_length(path))
        add(marking, MARK_CYCLE_START, path->cycle, MARK_NO_STEP,
            "from here on the run repeats itself");
    if (is_finite(marking->failure.verdict) && path_length(path))
        add(marking, MARK_FAILS, path_length(path) - 1, MARK_NO_STEP,
            "here the property is broken");
}

/* -------- no return -------- */

static bool is_goal(const Marking *marking)
{
    return !failure_is_local(&marking->failure);
}

static void mark_no_return(Marking *marking)
{
    NoReturn found = no_return_find(marking->atlas, &marking->failure, marking->events);
    if (found.sooner) marking->marks.left_out = marking->atlas->ended;
    if (!found.exists || !found.certain) return;
    if (is_finite(marking->failure.verdict) && found.certain == marking->events->count) return;
    const char *sooner = found.sooner ? ", at the latest" : "";
    if (is_goal(marking))
        add(marking, MARK_LOST, found.certain - 1, MARK_NO_STEP,
            "after this step `%s` can never be reached%s", marking->failure.verdict.name, sooner);
    else
        add(marking, MARK_NO_RETURN, found.certain - 1, MARK_NO_STEP,
            "after this step every continuation fails%s", sooner);
}

/* -------- the window -------- */

static char *equation(const Field *field, const uint8_t *state)
{
    GString *out = g_string_new(NULL);
    render_field(out, field);
    g_string_append(out, " = ");
    render_value(out, field, field_value(field, state));
    return g_string_free(out, FALSE);
}

static const char *actor_of(const Marking *marking, uint32_t step)
{
    return marking->events->subject->actors[marking->events->event[step].move.actor];
}

static void mark_stale(Marking *marking, const Stale *stale)
{
    const Event *events = marking->events->event;
    const uint8_t *end = events[marking->events->count - 1].after;
    const uint8_t *then = stale->acts == EVENT_NONE ? end : events[stale->acts].before;
    g_autofree char *seen = equation(stale->field, events[stale->seen].after);
    g_autofree char *changed = equation(stale->field, events[stale->changed].after);
    g_autofree char *now = equation(stale->field, then);
    const char *reader = actor_of(marking, stale->seen),
               *writer = actor_of(marking, stale->changed);
    bool acts = stale->acts != EVENT_NONE;
    g_autofree char *when =
        acts ? g_strdup_printf("in step %u", stale->acts + 1) : g_strdup("after the last step");
    add(marking, MARK_STALE_READ, stale->seen, stale->changed,
        "%s knows %s; %s changes that in step %u, before %s moves again %s", reader, seen, writer,
        stale->changed + 1, reader, when);
    add(marking, MARK_MADE_STALE, stale->changed, stale->seen,
        "%s: %s still goes by %s, from step %u", changed, reader, seen, stale->seen + 1);
    if (!acts) return;
    if (stale->back)
        add(marking, MARK_ACTS, stale->acts, stale->seen,
            "%s is %s again, but not as %s left it in step %u", now, "so", reader, stale->seen + 1);
    else
        add(marking, MARK_ACTS, stale->acts, stale->seen, "goes by %s, from step %u; now %s", seen,
            stale->seen + 1, now);
}

static void widen(Marks *marks, uint32_t first, uint32_t last)
{
    if (marks->window_first == MARK_NO_STEP || first < marks->window_first)
        marks->window_first = first;
    if (marks->window_last == MARK_NO_STEP || last > marks->window_last) marks->window_last = last;
}

static void mark_window(Marking *marking, uint32_t start)
{
    g_autofree uint8_t *failing = failure_states(&marking->failure, marking->atlas);
    Window window = window_find(marking->atlas, &marking->failure, failing, start, marking->events);
    for (uint32_t i = 0; i < window.count; i++) {
        const Stretch *stretch = &window.stretches[i];
        uint32_t end = MIN(stretch->last, marking->events->count - 1);
        g_autoptr(GArray) stale = stale_find(marking->events, stretch->first, stretch->last);
        widen(&marking->marks, stretch->first, end);
        for (guint k = 0; k < stale->len; k++)
            mark_stale(marking, &g_array_index(stale, Stale, k));
    }
}

/* -------- the pair -------- */

static void mark_pair(Marking *marking)
{
    bool unsure;
    g_autofree uint8_t *certain = failure_certain(&marking->failure, marking->atlas);
    g_autoptr(GArray) pairs =
        pair_find(marking->atlas, certain, &marking->failure, marking->events, &unsure);
    if (!pairs->len) return;
    Order order = g_array_index(pairs, Order, 0);
    add(marking, MARK_PAIR, order.first, order.second,
        "if step %u came before this one, the run would pass", order.second + 1);
    add(marking, MARK_PAIR, order.second, order.first,
        "if this step came before step %u, the run would pass", order.first + 1);
}

/* -------- all of them -------- */

static void mark_parting(Marking *marking, const Question *fixed)
{
    Parting parting = parts_find(marking->events, fixed->subject, marking->path->initial);
    if (parting.how) add(marking, MARK_PARTS, parting.step, MARK_NO_STEP, "%s", parting.how);
    g_free(parting.how);
}

/* The whole world is needed for these. */
static void mark_by_world(Marking *marking)
{
    uint32_t start = atlas_enter(marking->atlas, marking->events->event[0].before);
    if (start == ATLAS_NONE || !atlas_complete(marking->atlas)) {
        marking->marks.left_out = marking->atlas->ended;
        return;
    }
    mark_window(marking, start);
    mark_pair(marking);
}

Marks marks_find(const Question *question, const Path *path, Verdict verdict,
                 const SearchOptions *options, const Question *fixed)
{
    Marking marking = {.marks = {.marks = g_array_new(FALSE, FALSE, sizeof(Mark)),
                                 .window_first = MARK_NO_STEP,
                                 .window_last = MARK_NO_STEP},
                       .question = question,
                       .path = path,
                       .failure = failure_of(question, verdict),
                       .options = options};
    g_array_set_clear_func(marking.marks.marks, clear_mark);
    mark_own(&marking);
    if (path_length(path) > MOST_STEPS) marking.marks.left_out = "steps";
    else if (path_length(path)) {
        marking.events = events_of(path);
        marking.atlas = atlas_new(question, options, MOST_STATES);
        mark_no_return(&marking);
        mark_by_world(&marking);
        if (fixed) mark_parting(&marking, fixed);
        events_free(marking.events);
        atlas_free(marking.atlas);
    }
    g_array_sort(marking.marks.marks, by_step_and_kind);
    return marking.marks;
}

void marks_clear(Marks *marks)
{
    g_array_unref(marks->marks);
    *marks = (Marks){0};
}
