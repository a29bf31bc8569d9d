/* What is wrong at the end of a counterexample, why it stays so, and what it takes. */
#include "checker/analysis/ahead.h"
#include "checker/program/narrate.h"
#include "checker/program/reasons.h"
#include "checker/trace/render.h"

#include <string.h>

/* -------- what is wrong -------- */

/* What the formula names, or, if it is in words, what it watches and the last step has changed. */
static void tell_values(const Reasons *reasons, const Check *check)
{
    const Path *path = reasons->story->path;
    const Subject *subject = path->subject;
    const Events *events = reasons_insight(reasons)->events;
    const Event *last = &events->event[events->count ? events->count - 1 : 0];
    uint64_t watched[SUBJECT_MAX_STATE / 64] = {0};
    Page *page = reasons_page(reasons);
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
    const Check *check = reasons_insight(reasons)->failure.check;
    Page *page = reasons_page(reasons);
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
    const Events *events = reasons_insight(reasons)->events;
    const Subject *subject = events->subject;
    const Event *last = &events->event[events->count ? events->count - 1 : 0];
    Page *page = reasons_page(reasons);
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
        page_add(reasons_page(reasons), STYLE_PLAIN, "%s%s", i ? ", " : " ", step->name);
        page_add(reasons_page(reasons), STYLE_FAINT, " (%s)", step->source);
    }
}

/* What it looks at, and whether that can still change. */
static void tell_looks(const Reasons *reasons, const Alone *alone, const Ahead *ahead,
                       uint16_t actor)
{
    const Path *path = reasons->story->path;
    Page *page = reasons_page(reasons);
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
    Page *page = reasons_page(reasons);
    Alone alone = alone_from(subject, path->state, actor);
    bool rests = alone.blocked && subject->may_rest(subject->context, path->state, actor);
    page_add(page, STYLE_STRONG, "%s", subject->actors[actor]);
    page_add(page, STYLE_PLAIN, " %s",
             alone.blocked ? (rests ? "rests at" : "is blocked at")
             : alone.ends  ? "can go on at"
                           : "goes round:");
    if (alone.ends && !alone.blocked) g_array_set_size(alone.steps, 1);
    add_steps(reasons, &alone);
    page_end(page, REASONS_ITEM, REASONS_REST);
    if (!rests && (alone.blocked || !alone.ends)) tell_looks(reasons, &alone, ahead, actor);
    alone_clear(&alone);
}

static void tell_who_waits(const Reasons *reasons)
{
    const Path *path = reasons->story->path;
    Page *page = reasons_page(reasons);
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
    const Failure *failure = &reasons_insight(reasons)->failure;
    Page *page = reasons_page(reasons);
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
    const Event *first = &reasons_insight(reasons)->events->event[order.first];
    const Event *second = &reasons_insight(reasons)->events->event[order.second];
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
    Page *page = reasons_page(reasons);
    const Field *field = bone(reasons, order);
    page_add(page, STYLE_STRONG, "%s", reasons_actor(reasons, order.first));
    page_add(page, STYLE_PLAIN, " %u %s before ", order.first + 1,
             reasons_step(reasons, order.first)->name);
    page_add(page, STYLE_STRONG, "%s", reasons_actor(reasons, order.second));
    page_add(page, STYLE_PLAIN, " %u %s", order.second + 1,
             reasons_step(reasons, order.second)->name);
    if (field) {
        g_autoptr(GString) name = g_string_new(NULL);
        render_field(name, field);
        page_add(page, STYLE_FAINT, " (%s)", name->str);
    }
    page_end(page, REASONS_ITEM, REASONS_REST);
}

void reasons_constraints(const Reasons *reasons)
{
    const Constraints *constraints = &reasons_insight(reasons)->constraints;
    Page *page = reasons_page(reasons);
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
