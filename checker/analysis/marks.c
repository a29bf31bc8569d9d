#include "checker/analysis/marks.h"

#include "checker/analysis/insight.h"
#include "checker/trace/render.h"

#include <stdarg.h>

typedef struct Marking {
    Marks marks;
    const Path *path;
    const Insight *insight;
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
    uint32_t length = path_length(path);
    if (path->cycle < length)
        add(marking, MARK_CYCLE_START, path->cycle, MARK_NO_STEP,
            "from here on the run repeats itself");
    if (is_finite(marking->insight->failure.verdict) && length)
        add(marking, MARK_FAILS, length - 1, MARK_NO_STEP, "here the property is broken");
}

/* -------- no return -------- */

static void mark_no_return(Marking *marking)
{
    const Failure *failure = &marking->insight->failure;
    NoReturn found = marking->insight->no_return;
    const char *sooner = found.sooner ? ", at the latest" : "";
    if (!found.exists || !found.certain) return;
    if (!failure_is_local(failure))
        add(marking, MARK_LOST, found.certain - 1, MARK_NO_STEP,
            "after this step `%s` can never be reached%s", failure->verdict.name, sooner);
    else if (!is_finite(failure->verdict) || found.certain < marking->insight->events->count)
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
    return marking->insight->events->subject
        ->actors[marking->insight->events->event[step].move.actor];
}

static void mark_stale(Marking *marking, const Stale *stale)
{
    const Event *events = marking->insight->events->event;
    const uint8_t *end = events[marking->insight->events->count - 1].after;
    const uint8_t *then = stale->acts == EVENT_NONE ? end : events[stale->acts].before;
    g_autofree char *seen = equation(stale->field, events[stale->seen].after);
    g_autofree char *now = equation(stale->field, then);
    const char *reader = actor_of(marking, stale->seen),
               *writer = actor_of(marking, stale->changed);
    bool acts = stale->acts != EVENT_NONE;
    g_autofree char *when = acts ? g_strdup_printf(" in step %u", stale->acts + 1) : g_strdup("");
    add(marking, MARK_STALE_READ, stale->seen, stale->changed,
        "%s goes by %s; %s changes that in step %u, before %s moves again%s", reader, seen, writer,
        stale->changed + 1, reader, when);
    add(marking, MARK_MADE_STALE, stale->changed, stale->seen, "%s still goes by %s, from step %u",
        reader, seen, stale->seen + 1);
    if (!acts) return;
    if (stale->back)
        add(marking, MARK_ACTS, stale->acts, stale->seen,
            "%s again, as %s left it in step %u, but by another hand", now, reader,
            stale->seen + 1);
    else
        add(marking, MARK_ACTS, stale->acts, stale->seen, "goes by %s, from step %u, but %s", seen,
            stale->seen + 1, now);
}

static void widen(Marks *marks, uint32_t first, uint32_t last)
{
    if (marks->window_first == MARK_NO_STEP || first < marks->window_first)
        marks->window_first = first;
    if (marks->window_last == MARK_NO_STEP || last > marks->window_last) marks->window_last = last;
}

static void mark_window(Marking *marking)
{
    const Insight *insight = marking->insight;
    for (uint32_t i = 0; i < insight->window.count; i++) {
        const Stretch *stretch = &insight->window.stretches[i];
        widen(&marking->marks, stretch->first, MIN(stretch->last, insight->events->count - 1));
    }
    for (guint i = 0; i < insight->stale->len; i++)
        mark_stale(marking, &g_array_index(insight->stale, Stale, i));
}

/* -------- the pair -------- */

static void mark_pair(Marking *marking)
{
    if (!marking->insight->pairs->len) return;
    Order order = g_array_index(marking->insight->pairs, Order, 0);
    add(marking, MARK_PAIR, order.first, order.second,
        "if step %u came before this one, the run would pass", order.second + 1);
    add(marking, MARK_PAIR, order.second, order.first,
        "if this step came before step %u, the run would pass", order.first + 1);
}

/* -------- all of them -------- */

Marks marks_of(const Insight *insight, const Path *path)
{
    Marking marking = {.marks = {.marks = g_array_new(FALSE, FALSE, sizeof(Mark)),
                                 .window_first = MARK_NO_STEP,
                                 .window_last = MARK_NO_STEP,
                                 .left_out = insight->left_out},
                       .path = path,
                       .insight = insight};
    g_array_set_clear_func(marking.marks.marks, clear_mark);
    mark_own(&marking);
    mark_no_return(&marking);
    mark_window(&marking);
    mark_pair(&marking);
    if (insight->parting.step != EVENT_NONE)
        add(&marking, MARK_PARTS, insight->parting.step, MARK_NO_STEP, "%s", insight->parting.how);
    g_array_sort(marking.marks.marks, by_step_and_kind);
    return marking.marks;
}

Marks marks_find(const Question *question, const Path *path, Verdict verdict,
                 const SearchOptions *options, const Question *fixed)
{
    Insight insight = insight_find(question, path, verdict, options, fixed, INSIGHT_MARKS);
    Marks marks = marks_of(&insight, path);
    insight_clear(&insight);
    return marks;
}

void marks_clear(Marks *marks)
{
    g_array_unref(marks->marks);
    *marks = (Marks){0};
}
