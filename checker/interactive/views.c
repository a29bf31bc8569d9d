#include "checker/interactive/views.h"

#include "checker/explore/offers.h"
#include "checker/program/color.h"
#include "checker/program/values.h"
#include "checker/trace/render.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_READS = 3 /* a step that reads more is not explained by what it read */ };

static void append_colored(GString *out, Look look, const char *color, const char *text)
{
    if (!*text) return;
    g_string_append_printf(out, "%s%s%s", COLOR(look.color, color), text,
                           COLOR(look.color, COLOR_END));
}

static char *joined(const GPtrArray *strings, const char *separator)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < strings->len; i++)
        g_string_append_printf(out, "%s%s", i ? separator : "",
                               (char *)g_ptr_array_index(strings, i));
    return g_string_free(out, FALSE);
}

static void append_verdict(GString *out, Look look, const char *before, Verdict verdict)
{
    char *text = verdict_text(verdict);
    g_autofree char *sentence = g_strconcat(before, text, NULL);
    append_colored(out, look, COLOR_BAD, sentence);
    free(text);
}

void view_diagnosis(GString *out, const Session *session, Look look)
{
    uint32_t position = session_position(session), length = session_length(session);
    Diagnosis diagnosis = session_diagnosis(session);
    g_string_append_printf(out, "step %u", position);
    if (length > position) g_string_append_printf(out, " of %u", length);
    g_string_append(out, ": ");
    if (diagnosis.verdict.kind == VERDICT_HOLDS) {
        append_colored(out, look, COLOR_GOOD, "nothing is wrong so far");
    } else {
        append_verdict(out, look, "", diagnosis.verdict);
        if (diagnosis.since < position)
            g_string_append_printf(out, ", since step %u", diagnosis.since);
    }
    g_string_append_c(out, '\n');
}

/* -------- what everybody can do -------- */

static void append_choice(GString *out, const PathStep *step)
{
    if (step->choices > 1)
        g_string_append_printf(out, "[choice %u of 0..%u] ", step->move.choice, step->choices - 1);
}

/* Of a step that changes nothing: what it saw, if that is little enough to be the point of it. */
static void append_reads(GString *out, const GPtrArray *reads, const char *otherwise)
{
    g_autofree char *equations = joined(reads, ", ");
    if (reads->len && reads->len <= MOST_READS) g_string_append_printf(out, "reads %s", equations);
    else g_string_append(out, otherwise);
}

static void append_effect(GString *out, const Offer *offer, Look look)
{
    append_choice(out, &offer->step);
    if (offer->changes->len) {
        g_autofree char *changes = joined(offer->changes, ", ");
        append_colored(out, look, COLOR_STRONG, changes);
    } else {
        append_reads(out, offer->reads, offer->spins ? "changes nothing" : "moves on");
    }
    if (offer->spins) g_string_append(out, ", and stays where it is");
    if (offer->leads_to.kind != VERDICT_HOLDS) append_verdict(out, look, "  => ", offer->leads_to);
}

static void append_obstacle(GString *out, const Offer *offer)
{
    g_autofree char *equations = joined(offer->reads, ", ");
    g_string_append(out, offer->rests ? "rests" : "is blocked");
    if (offer->reads->len) g_string_append_printf(out, ": %s", equations);
}

void view_offers(GString *out, const Session *session, Look look)
{
    const Subject *subject = session->question->subject;
    g_autoptr(GPtrArray) all = offers(session, look.hidden);
    int width = 0;
    unsigned number = 0;
    for (uint32_t i = 0; i < subject->actor_count; i++)
        width = MAX(width, (int)g_utf8_strlen(subject->actors[i], -1));
    for (guint i = 0; i < all->len; i++) {
        const Offer *offer = g_ptr_array_index(all, i);
        const SubjectStep *step = &subject->steps[offer->step.move.step];
        const char *actor = subject->actors[offer->step.move.actor];
        bool blocked = offer->step.outcome == BLOCKED;
        if (blocked) g_string_append(out, "  -");
        else g_string_append_printf(out, "%3u", ++number);
        g_string_append_printf(out, " %-*s\t%s  ", width, actor, step->name);
        append_colored(out, look, COLOR_FAINT, step->source);
        g_string_append_printf(out, "\n%*s\t", width + 4, "");
        if (blocked) append_obstacle(out, offer);
        else append_effect(out, offer, look);
        g_string_append_c(out, '\n');
    }
    if (!all->len) g_string_append(out, "  the run has ended here; `back` goes back\n");
    else if (!number) g_string_append(out, "  nobody can move; `back` goes back\n");
}

/* -------- the schedule -------- */

typedef struct Telling {
    GString *out;
    const Path *path;
    uint32_t first;
    Diagnosis diagnosis; /* where the path ends */
    Look look;
} Telling;

static void append_mark(const Telling *telling, const char *format, const char *name)
{
    g_autoptr(GString) text = g_string_new("  -- ");
    g_string_append_printf(text, format, name);
    g_string_append(text, " --\n");
    append_colored(telling->out, telling->look, COLOR_OPEN, text->str);
}

/* What stands between this step and the one before. */
static void separate(const Telling *telling, uint32_t index)
{
    const Path *path = telling->path;
    if (index == path->cycle)
        append_mark(telling, "from here on, for ever, and never `%s`",
                    telling->diagnosis.verdict.name);
    else if (index == path->lost)
        append_mark(telling, "`%s` can never be reached any more", telling->diagnosis.verdict.name);
    else if (index > telling->first &&
             path_step(path, index - 1)->move.actor != path_step(path, index)->move.actor)
        g_string_append_c(telling->out, '\n');
}

static void tell(void *data, uint32_t index, const PathStep *now, const uint8_t *before,
                 const uint8_t *after)
{
    const Telling *telling = data;
    const Path *path = telling->path;
    const Subject *subject = path->subject;
    GString *out = telling->out;
    if (index < telling->first) return;
    separate(telling, index);
    const SubjectStep *step = &subject->steps[now->move.step];
    g_autoptr(GPtrArray) changes = render_changes(subject, before, after, telling->look.hidden);
    g_autofree char *text = joined(changes, ", ");
    g_string_append_printf(out, "%5u %s\t%s  ", index + 1, subject->actors[now->move.actor],
                           step->name);
    append_choice(out, now);
    append_colored(out, telling->look, COLOR_STRONG, text);
    if (now->outcome == THREW)
        g_string_append_printf(out, "  throws \"%s\"", subject->messages[now->message]);
    g_string_append_c(out, '\n');
}

void view_steps(GString *out, const Session *session, uint32_t first, Look look)
{
    Telling telling = {out, session->path, first, session_diagnosis(session), look};
    path_walk(session->path, tell, &telling);
}

/* -------- checks and fields -------- */

static void append_check(GString *out, const CheckNow *now, Look look)
{
    const Check *check = now->check;
    bool broken = check->kind == CHECK_ALWAYS && !now->holds;
    append_colored(out, look,
                   broken       ? COLOR_BAD
                   : now->holds ? COLOR_GOOD
                                : COLOR_PLAIN,
                   now->holds ? "  true " : "  false");
    g_string_append_printf(out, "\t%s %s", check_kind_word(check->kind), check->name);
    if (strcmp(check->text, check->name) != 0) g_string_append_printf(out, ": %s", check->text);
    if (check->kind != CHECK_ALWAYS && !now->holds && now->reached)
        g_string_append_printf(out, " (it was, after step %u)", now->reached_at);
    g_autofree char *values = joined(now->values, ", ");
    if (now->values->len) {
        g_string_append(out, "\n       \t");
        append_colored(out, look, COLOR_FAINT, values);
    }
    g_string_append_c(out, '\n');
}

void view_checks(GString *out, const Session *session, Look look)
{
    g_autoptr(GPtrArray) checks = checks_now(session);
    for (guint i = 0; i < checks->len; i++)
        append_check(out, g_ptr_array_index(checks, i), look);
    if (!checks->len)
        g_string_append(out, "  the scenario checks nothing but throws and deadlocks\n");
}

static void append_field(GString *out, const Field *field, const char *spelled, int32_t value,
                         bool with_meaning, Look look)
{
    g_string_append_printf(out, "  %s = ", spelled);
    render_value(out, field, value);
    g_string_append_c(out, '\t');
    append_colored(out, look, COLOR_FAINT, with_meaning ? field->meaning : "");
    g_string_append_c(out, '\n');
}

static bool is_named(const char *spelled, const char *name, bool anywhere)
{
    return anywhere ? strstr(spelled, name) != NULL : g_str_has_prefix(spelled, name);
}

static bool append_fields(GString *out, const Session *session, const char *name, bool anywhere,
                          Look look)
{
    const Subject *subject = session->question->subject;
    bool any = false;
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *field = &subject->fields[i];
        int32_t value = field_value(field, session->path->state);
        g_autoptr(GString) spelled = g_string_new(NULL);
        render_field(spelled, field);
        bool shown = name ? is_named(spelled->str, name, anywhere)
                          : value != 0 && (look.hidden || !field->hidden);
        if (shown) append_field(out, field, spelled->str, value, name != NULL, look);
        any |= shown;
    }
    return any;
}

bool view_fields(GString *out, const Session *session, const char *name, Look look)
{
    if (append_fields(out, session, name, false, look)) return true;
    if (name) return append_fields(out, session, name, true, look);
    g_string_append(out, "  everything is zero\n");
    return true;
}

/* -------- what lies ahead -------- */

char *view_fate_words(const Fate *fate)
{
    if (fate->verdict.kind == VERDICT_HOLDS)
        return g_strdup("all come to rest, and nothing is wrong");
    char *text = verdict_text(fate->verdict);
    char *words = g_strdup(text);
    free(text);
    return words;
}

static void append_fate(GString *out, const Fate *fate, uint32_t number, Look look)
{
    g_autofree char *words = view_fate_words(fate);
    g_autofree char *count = value_count_text(fate->count);
    bool fine = fate->verdict.kind == VERDICT_HOLDS;
    g_string_append_printf(out, "%3u\t", number);
    append_colored(out, look, fine ? COLOR_GOOD : COLOR_BAD, words);
    if (fate->count)
        g_string_append_printf(out, ": %s %s%s", count,
                               fate->verdict.kind == VERDICT_THROWS ? "step" : "state",
                               fate->count == 1 ? "" : "s");
    uint32_t length = fate->way.length - fate->way.aftermath;
    if (length)
        g_string_append_printf(out, ", the nearest %u step%s away", length, length > 1 ? "s" : "");
    else g_string_append(out, ", and this is one");
    if (fate->verdict.kind == VERDICT_LIVELOCK)
        g_string_append_printf(out, ", %u of them round and round", length - fate->way.cycle);
    if (fate->way.aftermath)
        g_string_append_printf(out, ", and %u more to where it ends", fate->way.aftermath);
    g_string_append_c(out, '\n');
}

/* Why not everything was looked at, and what that means for what is shown. */
static void append_limit(GString *out, const Outlook *ahead)
{
    if (strcmp(ahead->ended, "states") == 0)
        g_string_append(out, "more lie behind these: counts are of what was seen, and goals are "
                             "not judged\n");
    else
        g_string_append_printf(out, "not finished (%s); `reachable N` looks at N states only\n",
                               ahead->ended);
}

void view_outlook(GString *out, const Session *session, Look look)
{
    const Outlook *ahead = &session->outlook;
    g_autofree char *states = value_count_text(ahead->states);
    g_string_append_printf(out, "%s state%s", states, ahead->states == 1 ? "" : "s");
    if (ahead->depth) g_string_append_printf(out, ", up to %u steps away", ahead->depth);
    g_string_append_c(out, '\n');
    if (ahead->ended) append_limit(out, ahead);
    for (uint32_t i = 0; i < ahead->fate_count; i++)
        append_fate(out, &ahead->fates[i], i + 1, look);
    if (ahead->fate_count) g_string_append(out, "`go K` goes there\n");
    else if (!ahead->ended) g_string_append(out, "  nothing ends: it goes on for ever\n");
}
