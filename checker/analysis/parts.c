#include "checker/analysis/parts.h"

#include "checker/trace/render.h"

#include <string.h>

static uint32_t actor_named(const Subject *subject, const char *name)
{
    for (uint32_t i = 0; i < subject->actor_count; i++)
        if (strcmp(subject->actors[i], name) == 0) return i;
    return EVENT_NONE;
}

static char *changes_text(const Subject *subject, const uint8_t *before, const uint8_t *after)
{
    g_autoptr(GPtrArray) changes = render_changes(subject, before, after, false);
    g_ptr_array_add(changes, NULL);
    return g_strjoinv(", ", (char **)changes->pdata);
}

static char *blocked_text(const Subject *subject, const char *actor, const SubjectStep *step,
                          const uint8_t *state, Move move)
{
    g_autoptr(GPtrArray) reads = render_reads(subject, state, move, false);
    g_ptr_array_add(reads, NULL);
    g_autofree char *why = g_strjoinv(", ", (char **)reads->pdata);
    return g_strdup_printf("%s is blocked at %s (%s)%s%s", actor, step->name, step->source,
                           *why ? ": " : "", why);
}

/* What `actor` of the other subject does instead of `event`; NULL: the same. */
static char *difference(const Events *events, const Event *event, const Subject *other,
                        uint32_t actor, uint8_t *state)
{
    const SubjectStep *step = &events->subject->steps[event->move.step];
    g_autofree uint8_t *before = g_memdup2(state, other->state_size);
    Attempt attempt = {.actor = actor, .choice = 0};
    Outcome outcome = other->attempt(other->context, state, &attempt);
    if (event->move.choice && outcome != BLOCKED && event->move.choice < attempt.choices) {
        memcpy(state, before, other->state_size);
        attempt = (Attempt){.actor = actor, .choice = event->move.choice};
        outcome = other->attempt(other->context, state, &attempt);
    }
    const SubjectStep *at = &other->steps[attempt.step];
    const char *name = other->actors[actor];
    if (strcmp(at->name, step->name) != 0)
        return g_strdup_printf("%s is at %s (%s) there", name, at->name, at->source);
    if (outcome == BLOCKED)
        return blocked_text(other, name, at, before, (Move){.actor = (uint16_t)actor});
    if (outcome == THREW && event->outcome != THREW)
        return g_strdup_printf("%s throws \"%s\" there", name, other->messages[attempt.message]);
    if (event->outcome == THREW)
        return outcome == THREW ? NULL : g_strdup_printf("%s does not throw there", name);
    g_autofree char *here = changes_text(events->subject, event->before, event->after);
    g_autofree char *there = changes_text(other, before, state);
    if (strcmp(here, there) == 0) return NULL;
    return g_strdup_printf("%s there: %s", *here ? "instead" : "also",
                           *there ? there : "nothing changes");
}

Parting parts_find(const Events *events, const Subject *other, uint32_t initial)
{
    Parting parting = {.step = EVENT_NONE};
    if (initial >= other->initial_count) return parting;
    g_autofree uint8_t *state = g_malloc(other->state_size);
    other->initial(other->context, initial, state);
    for (uint32_t i = 0; i < events->count && !parting.how; i++) {
        const Event *event = &events->event[i];
        const char *name = events->subject->actors[event->move.actor];
        uint32_t actor = actor_named(other, name);
        parting.how = actor == EVENT_NONE ? g_strdup_printf("there is no %s there", name)
                                          : difference(events, event, other, actor, state);
        if (parting.how) parting.step = i;
    }
    return parting;
}
