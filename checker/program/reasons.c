#include "checker/program/reasons.h"

#include "checker/analysis/minimise.h"
#include "checker/program/against.h"
#include "checker/trace/render.h"

/* -------- the window -------- */

static void add_stretch(const Reasons *reasons, const Stretch *stretch)
{
    const Subject *subject = reasons->story->path->subject;
    Page *page = reasons_page(reasons);
    const SubjectStep *last = &subject->steps[stretch->steps[stretch->length - 1]];
    page_add(page, STYLE_STRONG, "%s", subject->actors[stretch->actor]);
    page_add(page, STYLE_PLAIN, " from step %u (", stretch->first + 1);
    page_add(page, STYLE_STRONG, "%s", reasons_step(reasons, stretch->first)->source);
    if (stretch->last == EVENT_NONE) page_add(page, STYLE_PLAIN, ") to what it would do next (");
    else page_add(page, STYLE_PLAIN, ") to step %u (", stretch->last + 1);
    page_add(page, STYLE_STRONG, "%s", last->source);
    page_add(page, STYLE_PLAIN, ")");
}

static void tell_no_window(const Reasons *reasons)
{
    const Insight *insight = reasons_insight(reasons);
    Page *page = reasons_page(reasons);
    if (insight->left_out || insight->window.gave_up) return;
    page_add(page, STYLE_OPEN, "No window: ");
    page_add(page, STYLE_PLAIN,
             "no stretch of up to %d steps of one actor, and no two of two, would prevent the "
             "failure if it were one step.",
             STRETCH_MOST);
    page_end(page, REASONS_ITEM, REASONS_REST);
}

static void tell_window(const Reasons *reasons)
{
    const Window *window = &reasons_insight(reasons)->window;
    Page *page = reasons_page(reasons);
    if (window->count == 0) {
        tell_no_window(reasons);
        return;
    }
    page_add(page, STYLE_OPEN, "The window: ");
    add_stretch(reasons, &window->stretches[0]);
    if (window->count == 2) {
        page_add(page, STYLE_PLAIN, ", and ");
        add_stretch(reasons, &window->stretches[1]);
        page_add(page, STYLE_PLAIN,
                 ". If each of these stretches were one step, no schedule would fail.");
    } else {
        page_add(page, STYLE_PLAIN, ". If these were one step, no schedule would fail.");
    }
    page_end(page, REASONS_ITEM, REASONS_REST);
}

static void tell_stale(const Reasons *reasons, const Stale *stale)
{
    const Event *events = reasons_insight(reasons)->events->event;
    Page *page = reasons_page(reasons);
    g_autoptr(GString) field = g_string_new(NULL);
    g_autoptr(GString) seen = g_string_new(NULL);
    g_autoptr(GString) changed = g_string_new(NULL);
    render_field(field, stale->field);
    render_value(seen, stale->field, field_value(stale->field, events[stale->seen].after));
    render_value(changed, stale->field, field_value(stale->field, events[stale->changed].after));
    page_add(page, STYLE_STRONG, "%s", reasons_actor(reasons, stale->seen));
    page_add(page, STYLE_PLAIN, " goes by %s = %s from step %u. ", field->str, seen->str,
             stale->seen + 1);
    page_add(page, STYLE_STRONG, "%s", reasons_actor(reasons, stale->changed));
    page_add(page, STYLE_PLAIN, " makes it %s in step %u. ", changed->str, stale->changed + 1);
    if (stale->acts == EVENT_NONE)
        page_add(page, STYLE_PLAIN, "%s never looks again.", reasons_actor(reasons, stale->seen));
    else if (stale->back)
        page_add(page, STYLE_PLAIN, "In step %u it is %s again, as if nothing had happened (ABA).",
                 stale->acts + 1, seen->str);
    else
        page_add(page, STYLE_PLAIN, "%s goes on in step %u as if nothing had happened.",
                 reasons_actor(reasons, stale->seen), stale->acts + 1);
    page_end(page, REASONS_ITEM, REASONS_REST);
}

static void tell_all_stale(const Reasons *reasons)
{
    const GArray *stale = reasons_insight(reasons)->stale;
    for (guint i = 0; i < stale->len; i++)
        tell_stale(reasons, &g_array_index(stale, Stale, i));
}

static void tell_wiped(const Reasons *reasons, const Wiped *wiped)
{
    const Event *events = reasons_insight(reasons)->events->event;
    Page *page = reasons_page(reasons);
    g_autoptr(GString) field = g_string_new(NULL);
    g_autoptr(GString) value = g_string_new(NULL);
    render_field(field, wiped->field);
    render_value(value, wiped->field, field_value(wiped->field, events[wiped->wrote].after));
    page_add(page, STYLE_STRONG, "%s", reasons_actor(reasons, wiped->wiped));
    page_add(page, STYLE_PLAIN, " overwrites %s = %s in step %u, unseen: ", field->str, value->str,
             wiped->wiped + 1);
    page_add(page, STYLE_STRONG, "%s", reasons_actor(reasons, wiped->wrote));
    page_add(page, STYLE_PLAIN, " wrote it in step %u, and nobody has looked at it.",
             wiped->wrote + 1);
    page_end(page, REASONS_ITEM, REASONS_REST);
}

/* -------- the other short ones -------- */

static void tell_no_return(const Reasons *reasons)
{
    NoReturn found = reasons_insight(reasons)->no_return;
    const Failure *failure = &reasons_insight(reasons)->failure;
    Page *page = reasons_page(reasons);
    if (!found.exists) {
        if (failure_is_local(failure)) return;
        page_add(page, STYLE_OPEN, "No point of no return: ");
        page_add(page, STYLE_PLAIN, "a lucky schedule still gets out, but no rule forces it to.");
        page_end(page, REASONS_ITEM, REASONS_REST);
        return;
    }
    page_add(page, STYLE_OPEN, "The point of no return: ");
    if (found.certain == 0) {
        page_add(page, STYLE_PLAIN, "the start. No schedule passes.");
    } else if (failure_is_local(failure) && !found.sooner &&
               found.certain == reasons_insight(reasons)->events->count) {
        page_add(page, STYLE_PLAIN, "the last step. Until then there is a way out.");
    } else {
        page_add(page, STYLE_PLAIN, "step %u%s ", found.certain,
                 found.sooner ? ", at the latest. After it"
                              : ". Before it there is a way out; after it");
        if (failure_is_local(failure)) page_add(page, STYLE_PLAIN, "every continuation fails.");
        else page_add(page, STYLE_PLAIN, "no continuation reaches `%s`.", failure->verdict.name);
    }
    page_end(page, REASONS_ITEM, REASONS_REST);
}

static void tell_pair(const Reasons *reasons)
{
    const GArray *pairs = reasons_insight(reasons)->pairs;
    Page *page = reasons_page(reasons);
    if (!pairs->len) return;
    Order order = g_array_index(pairs, Order, 0);
    page_add(page, STYLE_OPEN, "The order that matters: ");
    page_add(page, STYLE_PLAIN,
             "step %u of %s before step %u of %s. The other way round the run "
             "would pass.",
             order.first + 1, reasons_actor(reasons, order.first), order.second + 1,
             reasons_actor(reasons, order.second));
    page_end(page, REASONS_ITEM, REASONS_REST);
}

static void tell_fix(const Reasons *reasons)
{
    const Parting *parting = &reasons_insight(reasons)->parting;
    Page *page = reasons_page(reasons);
    if (!reasons->fixed) return;
    g_autoptr(GPtrArray) differences = against_differences(reasons->variant, reasons->fixed);
    page_add(page, STYLE_OPEN, "The fix ");
    page_add(page, STYLE_PLAIN, "(`%s`", reasons->fixed->name);
    for (guint i = 0; i < differences->len; i++)
        page_add(page, STYLE_PLAIN, "%s %s", i ? "," : ":",
                 (char *)g_ptr_array_index(differences, i));
    page_add(page, STYLE_PLAIN, "): ");
    if (parting->step != EVENT_NONE)
        page_add(page, STYLE_PLAIN, "the same schedule parts ways in step %u: %s.",
                 parting->step + 1, parting->how);
    else if (parting->how)
        page_add(page, STYLE_PLAIN, "the same schedule parts ways after its last step: %s.",
                 parting->how);
    else page_add(page, STYLE_PLAIN, "the same schedule goes the same way, and is not a failure.");
    page_end(page, REASONS_ITEM, REASONS_REST);
}

static void tell_what_is_left_out(const Reasons *reasons)
{
    const Insight *insight = reasons_insight(reasons);
    Page *page = reasons_page(reasons);
    if (g_strcmp0(insight->left_out, "steps") == 0)
        page_add(page, STYLE_OPEN,
                 "It is too long for the rest: checker minimise makes it shorter.");
    else if (insight->left_out)
        page_add(page, STYLE_OPEN,
                 "Not everything could be computed: there are too many %s; --max-states, "
                 "--max-memory and --time-limit say how far to go.",
                 insight->left_out);
    else if (insight->window.gave_up)
        page_add(page, STYLE_OPEN, "The window was not found in the time that was given to it.");
    else return;
    page_end(page, REASONS_ITEM, REASONS_REST);
}

void reasons_headline(const Reasons *reasons, const char *text)
{
    Page *page = reasons_page(reasons);
    Schedule schedule = path_schedule(reasons->story->path);
    Length length = schedule_length(&schedule);
    page_add(page, STYLE_BAD, "%s", text);
    page_add(page, STYLE_PLAIN, " (%u step%s, %u context switch%s)", length.steps,
             length.steps == 1 ? "" : "s", length.switches, length.switches == 1 ? "" : "es");
    page_end(page, "", "");
    schedule_free(&schedule);
}

void reasons_in_short(const Reasons *reasons)
{
    const Insight *insight = reasons_insight(reasons);
    tell_window(reasons);
    tell_all_stale(reasons);
    for (guint i = 0; i < insight->wiped->len; i++)
        tell_wiped(reasons, &g_array_index(insight->wiped, Wiped, i));
    tell_no_return(reasons);
    tell_pair(reasons);
    tell_fix(reasons);
    tell_what_is_left_out(reasons);
}

void reasons_turning(const Reasons *reasons)
{
    tell_all_stale(reasons);
    tell_no_return(reasons);
    tell_pair(reasons);
    tell_what_is_left_out(reasons);
}
