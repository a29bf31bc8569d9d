/* What is wrong at the end of a path, and why. */
#include "checker/program/color.h"
#include "checker/program/narrate.h"
#include "checker/program/plain.h"
#include "checker/trace/render.h"

#include <string.h>

enum { MOST_MOVES_AFTER = 10000, MOST_STEPS_SHOWN = 6 };

static const Check *check_named(const Question *question, const char *name)
{
    for (uint32_t i = 0; i < question->check_count; i++)
        if (name && strcmp(question->checks[i].name, name) == 0) return &question->checks[i];
    return NULL;
}

static void append_list(GString *out, const GPtrArray *lines)
{
    for (guint i = 0; i < lines->len; i++)
        g_string_append_printf(out, "      %s\n", (char *)g_ptr_array_index(lines, i));
}

static void append_formula(GString *out, const Question *question, const Path *path,
                           Verdict verdict)
{
    const Check *check = check_named(question, verdict.name);
    if (!check) return;
    g_autofree char *text = plain_text(check->text);
    if (strcmp(check->text, check->name) != 0) g_string_append_printf(out, "    %s\n", text);
    g_autoptr(GPtrArray) fields = render_named(question->subject, check->text, path->state);
    append_list(out, fields);
}

/* -------- where everybody is -------- */

static const char *situation(const Subject *subject, const uint8_t *state, const uint8_t *after,
                             Outcome outcome, uint16_t actor)
{
    if (outcome != BLOCKED)
        return memcmp(state, after, subject->state_size) == 0 ? "spins at" : "can go on at";
    return subject->may_rest(subject->context, state, actor) ? "rests at" : "is blocked at";
}

/* Where an actor is: its step, and if it cannot get on what it looks at there. */
static void append_actor(GString *out, const Subject *subject, const uint8_t *state, uint16_t actor)
{
    g_autofree uint8_t *after = g_memdup2(state, subject->state_size);
    Attempt attempt = {.actor = actor};
    Outcome outcome = subject->attempt(subject->context, after, &attempt);
    const SubjectStep *step = &subject->steps[attempt.step];
    g_string_append_printf(out, "    %s %s %s: %s\n", subject->actors[actor],
                           situation(subject, state, after, outcome, actor), step->name,
                           step->source);
    if (outcome != BLOCKED && memcmp(state, after, subject->state_size) != 0) return;
    g_autoptr(GPtrArray) fields = render_reads(subject, state, (Move){.actor = actor}, true);
    append_list(out, fields);
}

static void append_actors(GString *out, const Subject *subject, const uint8_t *state)
{
    for (uint16_t i = 0; i < subject->actor_count; i++)
        append_actor(out, subject, state, i);
}

/* Everybody goes on in turns. */
typedef struct Aftermath {
    const Subject *subject;
    uint8_t *state;
    bool *taken; /* steps taken once things had settled: [actor * step_count + step] */
    bool rests;  /* nobody can change anything any more */
    bool threw;
} Aftermath;

/* One attempt; true if it changed the state. */
static bool go_on(Aftermath *a, uint16_t actor, bool settled)
{
    const Subject *subject = a->subject;
    Attempt attempt = {.actor = actor};
    g_autofree uint8_t *after = g_memdup2(a->state, subject->state_size);
    Outcome outcome = subject->attempt(subject->context, after, &attempt);
    a->threw |= outcome == THREW;
    if (outcome != RAN) return false;
    if (settled) a->taken[actor * subject->step_count + attempt.step] = true;
    bool changed = memcmp(a->state, after, subject->state_size) != 0;
    memcpy(a->state, after, subject->state_size);
    return changed;
}

/* Things have settled when a state comes again, at the turn of the same actor; one round from there
 * on shows all.  The state that is waited for is taken anew each time twice as late. */
static void run_out(Aftermath *a)
{
    size_t size = a->subject->state_size;
    g_autofree uint8_t *awaited = g_memdup2(a->state, size);
    uint32_t actors = a->subject->actor_count, idle = 0; /* how many in a row changed nothing */
    uint32_t since = 0, settled = MOST_MOVES_AFTER / 2, end = MOST_MOVES_AFTER;
    for (uint32_t i = 0; i < end && idle < actors && !a->threw; i++) {
        idle = go_on(a, (uint16_t)(i % actors), i > settled) ? 0 : idle + 1;
        uint32_t made = i + 1;
        if (made > settled || made % actors != 0) continue;
        if (memcmp(awaited, a->state, size) == 0) {
            settled = i;
            end = made + (made - since);
        } else if (made >= 2 * since) {
            memcpy(awaited, a->state, size);
            since = made;
        }
    }
    a->rests = idle == actors;
}

/* "goes round: A, B, C" */
static void append_round(GString *out, const Aftermath *a, uint16_t actor)
{
    const Subject *subject = a->subject;
    uint32_t shown = 0;
    for (uint32_t i = 0; i < subject->step_count; i++) {
        if (!a->taken[actor * subject->step_count + i] || shown++ >= MOST_STEPS_SHOWN) continue;
        if (shown == 1) g_string_append_printf(out, "    %s goes round: ", subject->actors[actor]);
        g_string_append_printf(out, "%s%s", shown > 1 ? ", " : "", subject->steps[i].name);
    }
    if (shown) g_string_append(out, shown > MOST_STEPS_SHOWN ? ", ...\n" : "\n");
    else append_actor(out, subject, a->state, actor);
}

/* Where everybody is, and what becomes of them.  A path that ends in the first state beyond hope,
 * where all may still look well, is not the whole story. */
static void append_aftermath(GString *out, const Path *path)
{
    const Subject *subject = path->subject;
    g_autofree uint8_t *state = g_memdup2(path->state, subject->state_size);
    g_autofree bool *taken = g_new0(bool, (size_t)subject->actor_count * subject->step_count);
    Aftermath a = {.subject = subject, .state = state, .taken = taken};
    run_out(&a);
    bool nothing_new = memcmp(state, path->state, subject->state_size) == 0;
    bool all_said = a.threw || (a.rests && nothing_new);
    bool at_the_end = path->lost < path_length(path);
    if (all_said || !at_the_end) append_actors(out, subject, path->state);
    if (all_said) return;
    g_string_append(out, at_the_end ? "  and so they go on for ever:\n"
                                    : "  left to themselves they end up like this:\n");
    for (uint16_t i = 0; i < subject->actor_count; i++)
        append_round(out, &a, i);
}

/* -------- the verdict -------- */

char *narrate_headline(const Path *path, Verdict verdict)
{
    g_autofree char *name = plain_text(verdict.name);
    switch (verdict.kind) {
    case VERDICT_THROWS: {
        const PathStep *last = path_step(path, path_length(path) - 1);
        return g_strdup_printf("%s throws \"%s\"", path->subject->actors[last->move.actor], name);
    }
    case VERDICT_VIOLATES:
        return g_strdup_printf("%s is false here:", name);
    case VERDICT_DEADLOCK:
        return g_strdup("deadlock: nobody can move");
    case VERDICT_STUCK:
        if (path->lost < path_length(path) && path->lost > 0)
            return g_strdup_printf("stuck: after step %u `%s` can never be reached", path->lost,
                                   name);
        return g_strdup_printf("stuck: from %s on `%s` can never be reached",
                               path->lost == 0 ? "the start" : "here", name);
    case VERDICT_LIVELOCK:
        return g_strdup_printf("livelock: from step %u on they go round for ever, every actor gets "
                               "its turns, and `%s` never comes",
                               path->cycle + 1, name);
    case VERDICT_HOLDS:
    case VERDICT_DIVERGES:
    case VERDICT_INCOMPLETE:
        return g_strdup("nothing is wrong here");
    }
    g_assert_not_reached();
}

void narrate_verdict(GString *out, const Question *question, const Path *path, Verdict verdict,
                     Look look)
{
    g_autofree char *line = narrate_headline(path, verdict);
    const char *color = verdict.kind == VERDICT_HOLDS ? COLOR_GOOD : COLOR_BAD;
    g_string_append_printf(out, "%s%s%s\n", COLOR(look.color, color), line,
                           COLOR(look.color, COLOR_END));
    append_formula(out, question, path, verdict);
    if (verdict.kind == VERDICT_DEADLOCK) append_actors(out, path->subject, path->state);
    if (verdict.kind == VERDICT_STUCK) append_aftermath(out, path);
}
