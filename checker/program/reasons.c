#include "checker/program/reasons.h"

#include "checker/analysis/ahead.h"
#include "checker/program/against.h"
#include "checker/program/narrate.h"
#include "checker/trace/render.h"

#include <string.h>

#define ITEM "  * "
#define REST "    "

static Page *page_of(const Reasons *reasons)
{
    return reasons->story->page;
}

static const Insight *insight_of(const Reasons *reasons)
{
    return reasons->story->insight;
}

static const SubjectStep *step_at(const Reasons *reasons, uint32_t index)
{
    const Path *path = reasons->story->path;
    return &path->subject->steps[path_step(path, index)->move.step];
}

static const char *actor_at(const Reasons *reasons, uint32_t index)
{
    const Path *path = reasons->story->path;
    return path->subject->actors[path_step(path, index)->move.actor];
}

/* -------- the window -------- */

static void add_stretch(const Reasons *reasons, const Stretch *stretch)
{
    const Subject *subject = reasons->story->path->subject;
    Page *page = page_of(reasons);
    const SubjectStep *last = &subject->steps[stretch->steps[stretch->length - 1]];
    page_add(page, STYLE_STRONG, "%s", subject->actors[stretch->actor]);
    page_add(page, STYLE_PLAIN, " from step %u (", stretch->first + 1);
    page_add(page, STYLE_STRONG, "%s", step_at(reasons, stretch->first)->source);
    if (stretch->last == EVENT_NONE) page_add(page, STYLE_PLAIN, ") to what it would do next (");
    else page_add(page, STYLE_PLAIN, ") to step %u (", stretch->last + 1);
    page_add(page, STYLE_STRONG, "%s", last->source);
    page_add(page, STYLE_PLAIN, ")");
}

static void tell_no_window(const Reasons *reasons)
{
    const Insight *insight = insight_of(reasons);
    Page *page = page_of(reasons);
    if (insight->left_out || insight->window.gave_up) return;
    page_add(page, STYLE_OPEN, "No window: ");
    page_add(page, STYLE_PLAIN,
             "no stretch of up to %d steps of one actor, and no two of two, would prevent the "
             "failure if it were one step.",
             STRETCH_MOST);
    page_end(page, ITEM, REST);
}

static void tell_window(const Reasons *reasons)
{
    const Window *window = &insight_of(reasons)->window;
    Page *page = page_of(reasons);
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
    page_end(page, ITEM, REST);
}

static void tell_stale(const Reasons *reasons, const Stale *stale)
{
    const Event *events = insight_of(reasons)->events->event;
    Page *page = page_of(reasons);
    g_autoptr(GString) field = g_string_new(NULL);
    g_autoptr(GString) seen = g_string_new(NULL);
    g_autoptr(GString) changed = g_string_new(NULL);
    render_field(field, stale->field);
    render_value(seen, stale->field, field_value(stale->field, events[stale->seen].after));
    render_value(changed, stale->field, field_value(stale->field, events[stale->changed].after));
    page_add(page, STYLE_STRONG, "%s", actor_at(reasons, stale->seen));
    page_add(page, STYLE_PLAIN, " goes by %s = %s from step %u. ", field->str, seen->str,
             stale->seen + 1);
    page_add(page, STYLE_STRONG, "%s", actor_at(reasons, stale->changed));
    page_add(page, STYLE_PLAIN, " makes it %s in step %u. ", changed->str, stale->changed + 1);
    if (stale->acts == EVENT_NONE)
        page_add(page, STYLE_PLAIN, "%s never looks again.", actor_at(reasons, stale->seen));
    else if (stale->back)
        page_add(page, STYLE_PLAIN, "In step %u it is %s again, as if nothing had happened (ABA).",
                 stale->acts + 1, seen->str);
    else
        page_add(page, STYLE_PLAIN, "%s goes on in step %u as if nothing had happened.",
                 actor_at(reasons, stale->seen), stale->acts + 1);
    page_end(page, ITEM, REST);
}

static void tell_wiped(const Reasons *reasons, const Wiped *wiped)
{
    const Event *events = insight_of(reasons)->events->event;
    Page *page = page_of(reasons);
    g_autoptr(GString) field = g_string_new(NULL);
    g_autoptr(GString) value = g_string_new(NULL);
    render_field(field, wiped->field);
    render_value(value, wiped->field, field_value(wiped->field, events[wiped->wrote].after));
    page_add(page, STYLE_STRONG, "%s", actor_at(reasons, wiped->wiped));
    page_add(page, STYLE_PLAIN, " overwrites %s = %s in step %u, unseen: ", field->str, value->str,
             wiped->wiped + 1);
    page_add(page, STYLE_STRONG, "%s", actor_at(reasons, wiped->wrote));
    page_add(page, STYLE_PLAIN, " wrote it in step %u, and nobody has looked at it.",
             wiped->wrote + 1);
    page_end(page, ITEM, REST);
}

/* -------- the other short ones -------- */

static void tell_no_return(const Reasons *reasons)
{
    NoReturn found = insight_of(reasons)->no_return;
    const Failure *failure = &insight_of(reasons)->failure;
    Page *page = page_of(reasons);
    if (!found.exists) {
        if (failure_is_local(failure)) return;
        page_add(page, STYLE_OPEN, "No point of no return: ");
        page_add(page, STYLE_PLAIN, "a lucky schedule still gets out, but no rule forces it to.");
        page_end(page, ITEM, REST);
        return;
    }
    page_add(page, STYLE_OPEN, "The point of no return: ");
    if (found.certain == 0) {
        page_add(page, STYLE_PLAIN, "the start. No schedule passes.");
    } else if (failure_is_local(failure) && found.certain == insight_of(reasons)->events->count) {
        page_add(page, STYLE_PLAIN, "the last step. Until then there is a way out.");
    } else {
        page_add(page, STYLE_PLAIN, "step %u. Before it there is a way out; after it%s ",
                 found.certain, found.sooner ? ", at the latest," : "");
        if (failure_is_local(failure)) page_add(page, STYLE_PLAIN, "every continuation fails.");
        else page_add(page, STYLE_PLAIN, "no continuation reaches `%s`.", failure->verdict.name);
    }
    page_end(page, ITEM, REST);
}

static void tell_pair(const Reasons *reasons)
{
    const GArray *pairs = insight_of(reasons)->pairs;
    Page *page = page_of(reasons);
    if (!pairs->len) return;
    Order order = g_array_index(pairs, Order, 0);
    page_add(page, STYLE_OPEN, "The order that matters: ");
    page_add(page, STYLE_PLAIN,
             "step %u of %s before step %u of %s. The other way round the run "
             "would pass.",
             order.first + 1, actor_at(reasons, order.first), order.second + 1,
             actor_at(reasons, order.second));
    page_end(page, ITEM, REST);
}

static void tell_fix(const Reasons *reasons)
{
    const Parting *parting = &insight_of(reasons)->parting;
    Page *page = page_of(reasons);
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
    page_end(page, ITEM, REST);
}

static void tell_what_is_left_out(const Reasons *reasons)
{
    const Insight *insight = insight_of(reasons);
    Page *page = page_of(reasons);
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
    page_end(page, ITEM, REST);
}

void reasons_in_short(const Reasons *reasons)
{
    const Insight *insight = insight_of(reasons);
    tell_window(reasons);
    for (guint i = 0; i < insight->stale->len; i++)
        tell_stale(reasons, &g_array_index(insight->stale, Stale, i));
    for (guint i = 0; i < insight->wiped->len; i++)
        tell_wiped(reasons, &g_array_index(insight->wiped, Wiped, i));
    tell_no_return(reasons);
    tell_pair(reasons);
    tell_fix(reasons);
    tell_what_is_left_out(reasons);
}

/* -------- what is wrong -------- */

/* What the formula names, or, if it is in words, what it watches and the last step has changed. */
static void tell_values(const Reasons *reasons, const Check *check)
{
    const Path *path = reasons->story->path;
    const Subject *subject = path->subject;
    const Events *events = insight_of(reasons)->events;
    const Event *last = &events->event[events->count ? events->count - 1 : 0];
    uint64_t watched[SUBJECT_MAX_STATE / 64] = {0};
    Page *page = page_of(reasons);
    g_autoptr(GPtrArray) values = render_named(subject, check->text, path->state);
    if (!values->len && check->watches) check->watches(check->context, watched);
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *field = &subject->fields[i];
        bool changed = field_value(field, last->before) != field_value(field, last->after);
        if (!changed || !event_has(watched, field->offset)) continue;
        story_add_equation(reasons->story, field, path->state, events->count, SUBJECT_MAX_ACTORS);
        page_end(page, "    ", "    ");
    }
    for (guint i = 0; i < values->len; i++) {
        page_add(page, STYLE_STRONG, "%s", (char *)g_ptr_array_index(values, i));
        page_end(page, "    ", "    ");
    }
}

static void tell_formula(const Reasons *reasons)
{
    const Check *check = insight_of(reasons)->failure.check;
    Page *page = page_of(reasons);
    if (!check) return;
    if (strcmp(check->text, check->name) != 0) {
        page_add(page, STYLE_PLAIN, "%s", check->text);
        page_end(page, "  ", "  ");
    }
    tell_values(reasons, check);
}

/* The step that throws, and what it has found. */
static void tell_throw(const Reasons *reasons)
{
    const Events *events = insight_of(reasons)->events;
    const Subject *subject = events->subject;
    const Event *last = &events->event[events->count ? events->count - 1 : 0];
    Page *page = page_of(reasons);
    if (last->outcome != THREW) return;
    page_add(page, STYLE_PLAIN, "%s", subject->steps[last->move.step].source);
    page_end(page, "  ", "  ");
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *field = &subject->fields[i];
        if (field->hidden || !event_has(last->read, field->offset)) continue;
        story_add_equation(reasons->story, field, last->before, events->count - 1,
                           last->move.actor);
        page_end(page, "    ", "    ");
    }
}

static void add_steps(const Reasons *reasons, const Alone *alone)
{
    const Subject *subject = reasons->story->path->subject;
    for (guint i = 0; i < alone->steps->len; i++) {
        const SubjectStep *step = &subject->steps[g_array_index(alone->steps, uint16_t, i)];
        page_add(page_of(reasons), STYLE_PLAIN, "%s%s", i ? ", " : " ", step->name);
        page_add(page_of(reasons), STYLE_FAINT, " (%s)", step->source);
    }
}

/* What it looks at, and whether that can still change. */
static void tell_looks(const Reasons *reasons, const Alone *alone, const Ahead *ahead,
                       uint16_t actor)
{
    const Path *path = reasons->story->path;
    Page *page = page_of(reasons);
    for (guint i = 0; i < alone->reads->len; i++) {
        const Field *field = g_ptr_array_index(alone->reads, i);
        story_add_equation(reasons->story, field, path->state, path_length(path), actor);
        if (ahead->states && ahead->constant[field - path->subject->fields])
            page_add(page, STYLE_BAD, " for ever");
        page_end(page, "      ", "      ");
    }
}

static void tell_actor(const Reasons *reasons, const Ahead *ahead, uint16_t actor)
{
    const Path *path = reasons->story->path;
    const Subject *subject = path->subject;
    Page *page = page_of(reasons);
    Alone alone = alone_from(subject, path->state, actor);
    bool rests = alone.blocked && subject->may_rest(subject->context, path->state, actor);
    page_add(page, STYLE_STRONG, "%s", subject->actors[actor]);
    page_add(page, STYLE_PLAIN, " %s",
             alone.blocked ? (rests ? "rests at" : "is blocked at")
             : alone.ends  ? "can go on at"
                           : "goes round:");
    if (alone.ends && !alone.blocked) g_array_set_size(alone.steps, 1);
    add_steps(reasons, &alone);
    page_end(page, ITEM, REST);
    if (!rests && (alone.blocked || !alone.ends)) tell_looks(reasons, &alone, ahead, actor);
    alone_clear(&alone);
}

static void tell_who_waits(const Reasons *reasons)
{
    const Path *path = reasons->story->path;
    Page *page = page_of(reasons);
    Ahead ahead = ahead_of(&reasons->variant->question, &reasons->variant->options, path->state);
    page_gap(page);
    page_add(page, STYLE_PLAIN, "Who waits for what:");
    page_end(page, "", "");
    for (uint16_t actor = 0; actor < path->subject->actor_count; actor++)
        tell_actor(reasons, &ahead, actor);
    if (ahead.states) {
        page_add(page, STYLE_PLAIN,
                 "%u state%s can still be reached from here; what is marked \"for "
                 "ever\" is the same in all of them.",
                 ahead.states, ahead.states == 1 ? "" : "s");
        page_end(page, "  ", "  ");
    }
    g_free(ahead.constant);
}

void reasons_of_failure(const Reasons *reasons)
{
    const Failure *failure = &insight_of(reasons)->failure;
    Page *page = page_of(reasons);
    g_autofree char *headline = narrate_headline(reasons->story->path, failure->verdict);
    page_add(page, STYLE_BAD, "%s", headline);
    page_end(page, "", "  ");
    tell_throw(reasons);
    tell_formula(reasons);
    bool hangs = !failure_is_local(failure) || failure->verdict.kind == VERDICT_DEADLOCK;
    if (hangs) tell_who_waits(reasons);
}

/* -------- the constraints -------- */

/* The first field, of those that are shown, that both touch and one of them writes. */
static const Field *bone(const Reasons *reasons, Order order)
{
    const Subject *subject = reasons->story->path->subject;
    const Event *first = &insight_of(reasons)->events->event[order.first];
    const Event *second = &insight_of(reasons)->events->event[order.second];
    for (uint32_t i = 0; i < subject->field_count; i++) {
        uint16_t byte = subject->fields[i].offset;
        bool writes = event_has(first->wrote, byte) &&
                      (event_has(second->read, byte) || event_has(second->wrote, byte));
        bool reads = event_has(first->read, byte) && event_has(second->wrote, byte);
        if (writes || reads) return &subject->fields[i];
    }
    return NULL;
}

static void tell_order(const Reasons *reasons, Order order)
{
    Page *page = page_of(reasons);
    const Field *field = bone(reasons, order);
    page_add(page, STYLE_STRONG, "%s", actor_at(reasons, order.first));
    page_add(page, STYLE_PLAIN, " %u %s before ", order.first + 1,
             step_at(reasons, order.first)->name);
    page_add(page, STYLE_STRONG, "%s", actor_at(reasons, order.second));
    page_add(page, STYLE_PLAIN, " %u %s", order.second + 1, step_at(reasons, order.second)->name);
    if (field) {
        g_autoptr(GString) name = g_string_new(NULL);
        render_field(name, field);
        page_add(page, STYLE_FAINT, " (%s)", name->str);
    }
    page_end(page, ITEM, REST);
}

void reasons_constraints(const Reasons *reasons)
{
    const Constraints *constraints = &insight_of(reasons)->constraints;
    Page *page = page_of(reasons);
    if (!constraints->orders) return;
    page_heading(page, "What it takes");
    if (constraints->orders->len == 0) {
        page_add(page, STYLE_PLAIN,
                 "No order between the actors: every schedule of these steps "
                 "fails. What matters is that each actor comes this far.");
        page_end(page, "", "");
        return;
    }
    if (constraints->orders->len == 1)
        page_add(page, STYLE_PLAIN,
                 "One order between steps of different actors is enough: every schedule of these "
                 "steps that keeps to it fails in the same way.");
    else
        page_add(page, STYLE_PLAIN,
                 "These %u orders between steps of different actors are enough: every schedule of "
                 "these steps that keeps to them fails in the same way%s",
                 constraints->orders->len, constraints->minimal ? "; none can be spared." : ".");
    page_end(page, "", "");
    for (guint i = 0; i < constraints->orders->len; i++)
        tell_order(reasons, g_array_index(constraints->orders, Order, i));
}
