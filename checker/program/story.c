#include "checker/program/story.h"

#include "checker/trace/render.h"

#include <string.h>

enum { MOST_READS = 3, CAREFUL_WIDTH = 60 }; /* narrower pages have narrower margins */

/* -------- what a step saw and did -------- */

static const char *actor_of(const Story *story, uint32_t index)
{
    return story->path->subject->actors[story->insight->events->event[index].move.actor];
}

/* "(gc, step 3)", if somebody else had written the field last. */
static void add_origin(const Story *story, const Field *field, uint32_t before, uint16_t actor)
{
    const Events *events = story->insight->events;
    uint32_t writer = events_last_writer(events, field, before);
    if (writer == EVENT_NONE || events->event[writer].move.actor == actor) return;
    page_add(story->page, STYLE_FAINT, " (%s, step %u)", actor_of(story, writer), writer + 1);
}

static void add_value(const Story *story, const Field *field, const uint8_t *state)
{
    g_autoptr(GString) text = g_string_new(NULL);
    render_value(text, field, field_value(field, state));
    page_add(story->page, STYLE_STRONG, "%s", text->str);
}

static void add_field(const Story *story, const Field *field)
{
    g_autoptr(GString) text = g_string_new(NULL);
    render_field(text, field);
    page_add(story->page, STYLE_PLAIN, "%s", text->str);
}

void story_add_equation(const Story *story, const Field *field, const uint8_t *state,
                        uint32_t before, uint16_t actor)
{
    add_field(story, field);
    page_add(story->page, STYLE_PLAIN, " = ");
    add_value(story, field, state);
    add_origin(story, field, before, actor);
}

static bool changes(const Event *event, const Field *field)
{
    return field_value(field, event->before) != field_value(field, event->after);
}

static bool reads(const Event *event, const Field *field)
{
    return event_has(event->read, field->offset) && !changes(event, field);
}

/* Of several parts of a paragraph all but the first begin with this. */
static const char *separator(uint32_t *parts)
{
    return (*parts)++ ? "; " : "";
}

static void add_reads(const Story *story, uint32_t index, uint32_t *parts)
{
    const Event *event = &story->insight->events->event[index];
    const Subject *subject = story->path->subject;
    uint32_t shown = 0;
    for (uint32_t i = 0; i < subject->field_count && shown < MOST_READS; i++) {
        const Field *field = &subject->fields[i];
        if ((field->hidden && !story->hidden) || !reads(event, field)) continue;
        page_add(story->page, STYLE_PLAIN, "%s", shown ? ", " : separator(parts));
        if (!shown++) page_add(story->page, STYLE_PLAIN, "reads ");
        story_add_equation(story, field, event->before, index, event->move.actor);
    }
}

static void add_changes(const Story *story, uint32_t index, uint32_t *parts)
{
    const Event *event = &story->insight->events->event[index];
    const Subject *subject = story->path->subject;
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *field = &subject->fields[i];
        if ((field->hidden && !story->hidden) || !changes(event, field)) continue;
        page_add(story->page, STYLE_PLAIN, "%s", separator(parts));
        add_field(story, field);
        page_add(story->page, STYLE_PLAIN, " ");
        add_value(story, field, event->before);
        add_origin(story, field, index, event->move.actor);
        page_add(story->page, STYLE_PLAIN, " -> ");
        add_value(story, field, event->after);
    }
}

static uint32_t add_effect(const Story *story, uint32_t index)
{
    const PathStep *step = path_step(story->path, index);
    uint32_t parts = 0;
    if (step->choices > 1)
        page_add(story->page, STYLE_PLAIN, "%schoice %u of 0..%u", separator(&parts),
                 step->move.choice, step->choices - 1);
    add_reads(story, index, &parts);
    add_changes(story, index, &parts);
    if (step->outcome == THREW) {
        page_add(story->page, STYLE_PLAIN, "%s", separator(&parts));
        page_add(story->page, STYLE_BAD, "throws \"%s\"",
                 story->path->subject->messages[step->message]);
    }
    return parts;
}

/* -------- marks -------- */

static const char *const mark_words[] = {
    [MARK_STALE_READ] = "stale", [MARK_MADE_STALE] = "makes it stale",
    [MARK_ACTS] = "acts",        [MARK_PAIR] = "order matters",
    [MARK_PARTS] = "fix",        [MARK_NO_RETURN] = "no return",
    [MARK_LOST] = "no return",   [MARK_CYCLE_START] = "for ever",
    [MARK_FAILS] = "fails",
};

static bool is_marked(const Story *story, uint32_t index)
{
    for (guint i = 0; i < story->marks->marks->len; i++)
        if (g_array_index(story->marks->marks, Mark, i).step == index) return true;
    return false;
}

static void tell_mark(const Story *story, const Mark *mark, const char *margin)
{
    bool bad = mark->kind == MARK_FAILS || mark->kind == MARK_LOST || mark->kind == MARK_NO_RETURN;
    Style style = bad ? STYLE_BAD : STYLE_OPEN;
    g_autofree char *rest = g_strconcat(margin, "   ", NULL);
    g_autofree char *first = g_strconcat(margin, "^ ", NULL);
    page_add(story->page, style, "%s", mark_words[mark->kind]);
    if (mark->kind == MARK_PARTS && story->fixed)
        page_add(story->page, style, " under `%s`", story->fixed);
    page_add(story->page, style, ": %s", mark->note);
    page_end(story->page, first, rest);
}

/* The pair of a read and the change that makes it stale is marked as that already. */
static bool is_said(const Story *story, const Mark *pair)
{
    for (guint i = 0; i < story->marks->marks->len; i++) {
        const Mark *mark = &g_array_index(story->marks->marks, Mark, i);
        bool stale = mark->kind == MARK_STALE_READ || mark->kind == MARK_MADE_STALE;
        if (stale && mark->step == pair->step && mark->other == pair->other) return true;
    }
    return false;
}

static void tell_marks(const Story *story, uint32_t index, const char *margin)
{
    for (guint i = 0; i < story->marks->marks->len; i++) {
        const Mark *mark = &g_array_index(story->marks->marks, Mark, i);
        if (mark->step != index || mark->kind == MARK_FAILS) continue;
        if (mark->kind != MARK_PAIR || !is_said(story, mark)) tell_mark(story, mark, margin);
    }
}

/* -------- the steps -------- */

static bool is_in_window(const Story *story, uint32_t index)
{
    const Marks *marks = story->marks;
    return marks->window_first != MARK_NO_STEP && index >= marks->window_first &&
           index <= marks->window_last;
}

/* The left edge of a line: the window is drawn along it. */
static char *edge(const Story *story, uint32_t index, bool begins)
{
    bool inside = is_in_window(story, index);
    char sign = begins && is_marked(story, index) ? '>' : inside ? '|' : ' ';
    return g_strdup_printf("%c ", sign);
}

static void tell_step(const Story *story, uint32_t index)
{
    const SubjectStep *step =
        &story->path->subject->steps[path_step(story->path, index)->move.step];
    bool narrow = story->page->width < CAREFUL_WIDTH;
    g_autofree char *first = edge(story, index, true), *rest = edge(story, index, false);
    g_autofree char *number = g_strdup_printf(narrow ? "%s%3u " : "%s%4u  ", first, index + 1);
    g_autofree char *margin = g_strconcat(rest, narrow ? "    " : "      ", NULL);
    g_autofree char *deeper = g_strconcat(margin, narrow ? "  " : "    ", NULL);
    page_add(story->page, is_marked(story, index) ? STYLE_STRONG : STYLE_PLAIN, "%s", step->source);
    page_add(story->page, STYLE_FAINT, " [%s]", step->name);
    page_end(story->page, number, deeper);
    if (add_effect(story, index)) page_end(story->page, deeper, deeper);
    tell_marks(story, index, deeper);
}

static uint32_t run_end(const Story *story, uint32_t first)
{
    const Event *events = story->insight->events->event;
    uint32_t end = first + 1;
    while (end < story->insight->events->count && end != story->path->cycle &&
           end != story->path->lost && events[end].move.actor == events[first].move.actor)
        end++;
    return end;
}

static void tell_run(const Story *story, uint32_t first, uint32_t end)
{
    const Subject *subject = story->path->subject;
    const char *procedure = "";
    page_gap(story->page);
    page_add(story->page, STYLE_STRONG, "%s", actor_of(story, first));
    if (end == first + 1) page_add(story->page, STYLE_FAINT, ", step %u", end);
    else page_add(story->page, STYLE_FAINT, ", steps %u to %u", first + 1, end);
    page_end(story->page, "", "");
    for (uint32_t i = first; i < end; i++) {
        const SubjectStep *step = &subject->steps[path_step(story->path, i)->move.step];
        g_autofree char *margin = edge(story, i, false);
        if (strcmp(procedure, step->procedure) != 0) {
            page_add(story->page, STYLE_FAINT, "in %s", step->procedure);
            page_end(story->page, margin, margin);
        }
        procedure = step->procedure;
        tell_step(story, i);
    }
}

static void tell_turning(const Story *story, uint32_t first)
{
    if (first == story->path->lost) {
        page_gap(story->page);
        page_add(story->page, STYLE_OPEN, "What becomes of it, whatever the order:");
        page_end(story->page, "", "");
    }
    if (first == story->path->cycle) {
        page_gap(story->page);
        page_add(story->page, STYLE_OPEN, "And now, for ever:");
        page_end(story->page, "", "");
    }
}

void story_tell(const Story *story)
{
    for (uint32_t first = 0; first < story->insight->events->count;) {
        uint32_t end = run_end(story, first);
        tell_turning(story, first);
        tell_run(story, first, end);
        first = end;
    }
}
