/* The page about an execution of a real program: the story is told as that of a model is. */
#include "checker/live/launch.h"
#include "checker/live/tell.h"
#include "checker/live/turning.h"
#include "checker/program/interrupt.h"
#include "checker/program/live_case.h"
#include "checker/program/live_subject.h"
#include "checker/program/live_traces.h"
#include "checker/program/reasons.h"
#include "checker/program/status.h"

#include <string.h>

enum { MOST_STEPS = 3000, EXECUTIONS = 20000 };

/* What is told of an execution. */
typedef struct Telling {
    const LiveCase *one;
    const LiveSubject *subject;
    Insight insight;
    Page page;
} Telling;

static const LiveAnswer *answer_of(const Telling *telling)
{
    return &telling->one->live.shared->answer;
}

/* -------- parts of the page -------- */

static void tell_title(Telling *telling)
{
    const LiveTrace *trace = telling->one->trace;
    g_autofree char *name = g_path_get_basename(trace->program);
    page_add(&telling->page, STYLE_STRONG, "%s", name);
    for (char **word = trace->arguments; *word; word++)
        page_add(&telling->page, STYLE_STRONG, " %s", *word);
    page_end(&telling->page, "", "");
}

/* Lines with margins of their own. */
static void tell_lines(Page *page, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++) {
        size_t margin = strspn(*line, " ");
        if (!(*line)[margin]) continue;
        g_autofree char *first = g_strndup(*line, margin > 2 ? margin - 2 : 0);
        g_autofree char *rest = g_strconcat(first, "  ", NULL);
        page_add(page, STYLE_PLAIN, "%s", *line + margin);
        page_end(page, first, rest);
    }
}

static const Field *field_of(const Subject *subject, const char *object)
{
    for (uint32_t i = 0; i < subject->field_count; i++)
        if (strcmp(subject->fields[i].member, object) == 0) return &subject->fields[i];
    return NULL;
}

/* Who took last what a thread waits for. */
static void tell_holder(Telling *telling, uint32_t thread)
{
    const LiveThread *waiting = &answer_of(telling)->threads[thread];
    if (!waiting->present || waiting->finished || waiting->kind == LIVE_KIND_JOIN) return;
    const Path *path = live_subject_path(telling->subject);
    g_autofree char *object = places_object(telling->one->live.places, waiting->address);
    const Field *field = field_of(path->subject, object);
    const Events *events = telling->insight.events;
    uint32_t step = field ? events_last_writer(events, field, events->count) : EVENT_NONE;
    if (step == EVENT_NONE) return;
    g_autofree char *name = tell_thread(thread);
    page_add(&telling->page, STYLE_STRONG, "%s", object);
    page_add(&telling->page, STYLE_PLAIN,
             ", for which %s waits, was changed last by %s, in step %u.", name,
             path->subject->actors[events->event[step].move.actor], step + 1);
    page_end(&telling->page, REASONS_ITEM, REASONS_REST);
}

static void tell_failure_of(Telling *telling)
{
    static const char *const meanings[LIVE_VERDICTS] = {
#define VERDICT(name, word, meaning) meaning,
#include "checker/live/verdicts.def"
    };
    const LiveAnswer *answer = answer_of(telling);
    g_autoptr(GString) text = g_string_new(NULL);
    page_heading(&telling->page, "What is wrong");
    page_add(&telling->page, STYLE_PLAIN, "%s:", meanings[answer->verdict]);
    page_end(&telling->page, "", "");
    tell_failure(text, answer, telling->one->live.places);
    tell_lines(&telling->page, text->str);
    if (answer->verdict != LIVE_DEADLOCK && answer->verdict != LIVE_LIVELOCK) return;
    for (uint32_t i = 0; i < LIVE_MOST_THREADS; i++)
        tell_holder(telling, i);
}

static void tell_page(Telling *telling)
{
    const Path *path = live_subject_path(telling->subject);
    Marks marks = marks_of(&telling->insight, path);
    Story story = {
        .page = &telling->page, .path = path, .insight = &telling->insight, .marks = &marks};
    Reasons reasons = {.story = &story};
    tell_title(telling);
    page_heading(&telling->page, "In short");
    reasons_headline(&reasons, telling->insight.failure.verdict.name);
    reasons_turning(&reasons);
    page_add(&telling->page, STYLE_FAINT,
             "Of real programs the window, and the orders that are enough, are not known.");
    page_end(&telling->page, REASONS_ITEM, REASONS_REST);
    page_heading(&telling->page, "Step by step");
    story_tell(&story);
    tell_failure_of(telling);
    marks_clear(&marks);
}

/* -------- what is known -------- */

/* What the first step of the pair knows is not so any more when its thread goes on.  If its thread
 * has no further step it may still have gone on in plain code. */
static void look_at_pair(Insight *insight)
{
    if (!insight->pairs->len) return;
    Order order = g_array_index(insight->pairs, Order, 0);
    uint16_t actor = insight->events->event[order.first].move.actor;
    uint32_t next = events_next_of(insight->events, actor, order.first);
    g_autoptr(GArray) stale = stale_find(insight->events, order.first, next);
    for (guint i = 0; i < stale->len; i++) {
        Stale *one = &g_array_index(stale, Stale, i);
        if (one->changed == order.second && one->acts != EVENT_NONE)
            g_array_append_val(insight->stale, *one);
    }
}

static void look(Telling *telling, const LiveShared *first)
{
    const Options *options = telling->one->live.options;
    Insight *insight = &telling->insight;
    LiveShared *scratch = live_new();
    *scratch = *first;
    Again again = again_of(scratch, telling->one->live.argv, interrupted);
    again.executions = options->has_max_executions ? options->max_executions : UINT64_MAX;
    if (options->has_time_limit)
        again.deadline = g_get_monotonic_time() + (gint64)(options->time_limit * 1e6);
    if (insight->events->count > MOST_STEPS) {
        insight->left_out = "steps";
    } else {
        insight->no_return = turning_point(&again, EXECUTIONS);
        g_array_unref(insight->pairs);
        insight->pairs = turning_pairs(&again, insight->events);
        look_at_pair(insight);
    }
    again_clear(&again);
    live_free(scratch);
}

static Insight insight_of(const Path *path, const char *verdict)
{
    return (Insight){.failure = {.verdict = {VERDICT_VIOLATES, verdict}},
                     .events = events_of(path),
                     .decided = path_length(path),
                     .stale = g_array_new(FALSE, FALSE, sizeof(Stale)),
                     .wiped = g_array_new(FALSE, FALSE, sizeof(Wiped)),
                     .pairs = g_array_new(FALSE, FALSE, sizeof(Order)),
                     .parting = {.step = EVENT_NONE}};
}

int live_explain(LiveCase *one, GError **error)
{
    const Live *live = &one->live;
    const LiveAnswer *answer = &live->shared->answer;
    g_autoptr(GArray) lines = live_lines_of_answer(answer, live->places);
    LiveSubject *subject = live_subject_new(lines, one->path, error);
    if (!subject) return STATUS_BAD_INPUT;
    g_autofree char *verdict = live_verdict(answer);
    Telling telling = {.one = one,
                       .subject = subject,
                       .insight = insight_of(live_subject_path(subject), verdict),
                       .page = page_new(page_width(live->out), live->color)};
    look(&telling, live->shared);
    tell_page(&telling);
    fwrite(telling.page.out->str, 1, telling.page.out->len, live->out);
    page_clear(&telling.page);
    insight_clear(&telling.insight);
    live_subject_free(subject);
    return *interrupted ? STATUS_INCOMPLETE : STATUS_FINE;
}
