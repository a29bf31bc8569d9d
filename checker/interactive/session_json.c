#include "checker/interactive/session_json.h"

#include "checker/explore/offers.h"
#include "checker/interactive/session_picture.h"
#include "checker/interactive/views.h"
#include "checker/scenario/json_text.h"
#include "checker/trace/render.h"

#include <stdlib.h>
#include <string.h>

static void json_verdict(GString *out, const char *key, Verdict verdict)
{
    char *text = verdict_text(verdict);
    json_text(out, key, verdict.kind == VERDICT_HOLDS ? NULL : text);
    free(text);
}

/* -------- what is explored -------- */

static void append_question(GString *out, const Opening *opening)
{
    const Traced *traced = &opening->traced;
    const Question *question = &traced->variant->question;
    const Subject *subject = question->subject;
    json_text(out, "scenario", traced->scenario->path);
    json_text(out, "title", traced->scenario->title);
    json_text(out, "history", traced->scenario->history);
    json_text(out, "variant", traced->variant->name);
    json_text(out, "about", traced->variant->about);
    json_text(out, "trace", traced->trace ? traced->path : NULL);
    json_number(out, "initials", subject->initial_count);
    json_text(out, "saves_to", opening->options->output);
    json_open(out, "actors", '[');
    for (uint32_t i = 0; i < subject->actor_count; i++)
        json_text(out, NULL, subject->actors[i]);
    json_close(out, ']');
    g_autoptr(GPtrArray) names = wanted_names(question);
    json_texts(out, "failures", names);
    json_verdict(out, "looks_for",
                 question->find ? *question->find : (Verdict){VERDICT_HOLDS, NULL});
}

static void append_diagnosis(GString *out, const Session *session)
{
    Diagnosis diagnosis = session_diagnosis(session);
    if (diagnosis.verdict.kind == VERDICT_HOLDS) {
        json_null(out, "wrong");
        return;
    }
    json_open(out, "wrong", '{');
    json_verdict(out, "what", diagnosis.verdict);
    json_number(out, "since", diagnosis.since);
    g_autoptr(GString) story = g_string_new(NULL);
    narrate_verdict(story, session->question, session->path, diagnosis.verdict, (Look){0});
    json_text(out, "story", g_strchomp(story->str));
    json_close(out, '}');
}

/* -------- the schedule -------- */

static void append_step_head(GString *out, const Subject *subject, const PathStep *step)
{
    const SubjectStep *declared = &subject->steps[step->move.step];
    json_number(out, "actor", step->move.actor);
    json_text(out, "step", declared->name);
    json_text(out, "procedure", declared->procedure);
    json_text(out, "source", declared->source);
    json_number(out, "choice", step->move.choice);
    json_number(out, "choices", step->choices);
}

/* A schedule may be longer than anybody wants to look at. */
enum { MOST_BEFORE = 1000, MOST_AFTER = 500 };

typedef struct Steps {
    GString *out;
    const Path *path;
    uint32_t position, first, end; /* of those that are shown */
    uint8_t *before;               /* the state before the last step that was taken */
    bool hidden;
} Steps;

static void append_step(void *data, uint32_t index, const PathStep *step, const uint8_t *before,
                        const uint8_t *after)
{
    const Steps *steps = data;
    const Subject *subject = steps->path->subject;
    if (index + 1 == steps->position) memcpy(steps->before, before, subject->state_size);
    if (index < steps->first || index >= steps->end) return;
    g_autoptr(GPtrArray) changes = render_changes(subject, before, after, steps->hidden);
    json_open(steps->out, NULL, '{');
    append_step_head(steps->out, subject, step);
    json_texts(steps->out, "changes", changes);
    json_text(steps->out, "throws",
              step->outcome == THREW ? subject->messages[step->message] : NULL);
    json_close(steps->out, '}');
}

/* Before which step of those that were taken, from 0; or none. */
static void json_mark(GString *out, const char *key, uint32_t mark)
{
    if (mark == G_MAXUINT32) json_null(out, key);
    else json_number(out, key, mark);
}

/* *before receives the state before the last step that was taken. */
static void append_schedule(GString *out, const Opening *opening, uint8_t *before)
{
    const Session *session = opening->session;
    g_autoptr(Path) whole = session_whole(session);
    uint32_t position = session_position(session), length = path_length(whole);
    Steps steps = {.out = out,
                   .path = whole,
                   .position = position,
                   .first = position - MIN(position, MOST_BEFORE),
                   .end = MIN(length, position + MOST_AFTER),
                   .before = before,
                   .hidden = opening->options->verbose};
    memcpy(before, session->path->state, whole->subject->state_size);
    json_number(out, "position", position);
    json_number(out, "length", length);
    json_number(out, "initial", whole->initial);
    json_mark(out, "cycle", session->path->cycle);
    json_mark(out, "lost", session->path->lost);
    json_number(out, "first", steps.first);
    json_open(out, "steps", '[');
    path_walk(whole, append_step, &steps);
    json_close(out, ']');
}

/* -------- what can be done -------- */

static void append_offer(GString *out, const Subject *subject, const Offer *offer)
{
    json_open(out, NULL, '{');
    append_step_head(out, subject, &offer->step);
    json_flag(out, "blocked", offer->step.outcome == BLOCKED);
    json_flag(out, "rests", offer->rests);
    json_flag(out, "spins", offer->spins);
    json_texts(out, "changes", offer->changes);
    json_texts(out, "reads", offer->reads);
    json_verdict(out, "leads_to", offer->leads_to);
    json_close(out, '}');
}

static void append_offers(GString *out, const Opening *opening)
{
    g_autoptr(GPtrArray) all = offers(opening->session, opening->options->verbose);
    json_open(out, "offers", '[');
    for (guint i = 0; i < all->len; i++)
        append_offer(out, opening->session->question->subject, g_ptr_array_index(all, i));
    json_close(out, ']');
}

/* -------- how things are -------- */

static void json_value(GString *out, const char *key, const Field *field, int32_t value)
{
    g_autoptr(GString) text = g_string_new(NULL);
    render_value(text, field, value);
    json_text(out, key, text->str);
}

static void append_field(GString *out, const Field *field, const uint8_t *before,
                         const uint8_t *state)
{
    int32_t from = field_value(field, before), value = field_value(field, state);
    g_autoptr(GString) name = g_string_new(NULL);
    render_field(name, field);
    json_open(out, NULL, '{');
    json_text(out, "name", name->str);
    json_text(out, "meaning", field->meaning);
    json_value(out, "value", field, value);
    json_flag(out, "zero", value == 0);
    if (from != value) json_value(out, "before", field, from);
    else json_null(out, "before");
    json_close(out, '}');
}

static void append_fields(GString *out, const Opening *opening, const uint8_t *before)
{
    const Session *session = opening->session;
    const Subject *subject = session->question->subject;
    json_open(out, "fields", '[');
    for (uint32_t i = 0; i < subject->field_count; i++)
        if (opening->options->verbose || !subject->fields[i].hidden)
            append_field(out, &subject->fields[i], before, session->path->state);
    json_close(out, ']');
}

static void append_checks(GString *out, const Session *session)
{
    g_autoptr(GPtrArray) checks = checks_now(session);
    json_open(out, "checks", '[');
    for (guint i = 0; i < checks->len; i++) {
        const CheckNow *now = g_ptr_array_index(checks, i);
        json_open(out, NULL, '{');
        json_text(out, "kind", check_kind_word(now->check->kind));
        json_text(out, "name", now->check->name);
        json_text(out, "formula", now->check->text);
        json_flag(out, "holds", now->holds);
        if (now->reached) json_number(out, "reached_at", now->reached_at);
        else json_null(out, "reached_at");
        json_texts(out, "values", now->values);
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void append_fate(GString *out, const Fate *fate)
{
    g_autofree char *words = view_fate_words(fate);
    json_open(out, NULL, '{');
    json_text(out, "what", words);
    json_flag(out, "fine", fate->verdict.kind == VERDICT_HOLDS);
    json_number(out, "count", fate->count);
    json_text(out, "of", fate->verdict.kind == VERDICT_THROWS ? "step" : "state");
    json_number(out, "away", fate->way.length - fate->way.aftermath);
    json_close(out, '}');
}

static void append_outlook(GString *out, const Session *session)
{
    if (!session_outlook_is_here(session)) {
        json_null(out, "outlook");
        return;
    }
    const Outlook *ahead = &session->outlook;
    json_open(out, "outlook", '{');
    json_number(out, "states", ahead->states);
    json_number(out, "depth", ahead->depth);
    json_text(out, "ended", ahead->ended);
    json_open(out, "fates", '[');
    for (uint32_t i = 0; i < ahead->fate_count; i++)
        append_fate(out, &ahead->fates[i]);
    json_close(out, ']');
    json_close(out, '}');
}

static void append_notice(GString *out, const Reply *reply)
{
    if (!reply->text) {
        json_null(out, "reply");
        return;
    }
    json_open(out, "reply", '{');
    json_text(out, "text", reply->text);
    json_flag(out, "bad", reply->bad);
    json_close(out, '}');
}

char *session_json(const Opening *opening, const Reply *reply)
{
    const Session *session = opening->session;
    g_autofree uint8_t *before = g_malloc(session->path->subject->state_size);
    GString *out = g_string_new(NULL);
    json_open(out, NULL, '{');
    append_question(out, opening);
    append_notice(out, reply);
    append_diagnosis(out, session);
    append_schedule(out, opening, before);
    session_picture_json(out, "picture", opening);
    append_offers(out, opening);
    append_fields(out, opening, before);
    append_checks(out, session);
    append_outlook(out, session);
    json_close(out, '}');
    return g_string_free(out, FALSE);
}
