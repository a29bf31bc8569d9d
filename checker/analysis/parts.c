#include "checker/analysis/parts.h"

#include "checker/trace/render.h"

#include <string.h>

enum { ROUNDS = 4 };

static uint32_t actor_named(const Subject *subject, const char *name)
{
    for (uint32_t i = 0; i < subject->actor_count; i++)
        if (strcmp(subject->actors[i], name) == 0) return i;
    return EVENT_NONE;
}

/* Those of `changes` that are not among `others`, in one string; NULL if there are none. */
static char *only_in(const GPtrArray *changes, const GPtrArray *others)
{
    g_autoptr(GPtrArray) own = g_ptr_array_new();
    for (guint i = 0; i < changes->len; i++) {
        char *change = g_ptr_array_index(changes, i);
        if (!g_ptr_array_find_with_equal_func((GPtrArray *)others, change, g_str_equal, NULL))
            g_ptr_array_add(own, change);
    }
    g_ptr_array_add(own, NULL);
    return own->len > 1 ? g_strjoinv(", ", (char **)own->pdata) : NULL;
}

/* NULL: it changes the same. */
static char *other_changes(const Events *events, const Event *event, const Subject *other,
                           const uint8_t *before, const uint8_t *after)
{
    g_autoptr(GPtrArray) here = render_changes(events->subject, event->before, event->after, false);
    g_autoptr(GPtrArray) there = render_changes(other, before, after, false);
    g_autofree char *less = only_in(here, there), *more = only_in(there, here);
    if (less && more) return g_strdup_printf("there it changes %s and not %s", more, less);
    if (more) return g_strdup_printf("there it also changes %s", more);
    return less ? g_strdup_printf("there it does not change %s", less) : NULL;
}

static char *blocked_text(const Subject *subject, const char *actor, const SubjectStep *step,
                          const uint8_t *state, Move move)
{
    g_autoptr(GPtrArray) reads = render_reads(subject, state, move, false);
    g_ptr_array_add(reads, NULL);
    g_autofree char *why = g_strjoinv(", ", (char **)reads->pdata);
    return g_strdup_printf("there %s is blocked at %s (%s)%s%s", actor, step->name, step->source,
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
        return g_strdup_printf("there %s is at %s (%s) instead", name, at->name, at->source);
    if (outcome == BLOCKED)
        return blocked_text(other, name, at, before, (Move){.actor = (uint16_t)actor});
    if (outcome == THREW && event->outcome != THREW)
        return g_strdup_printf("there %s throws \"%s\"", name, other->messages[attempt.message]);
    if (event->outcome == THREW)
        return outcome == THREW ? NULL : g_strdup_printf("there %s does not throw", name);
    return other_changes(events, event, other, before, state);
}

/* One event in the other subject; a sentence if it goes another way. */
static char *follow(const Events *events, const Event *event, const Subject *other, uint8_t *state)
{
    const char *name = events->subject->actors[event->move.actor];
    uint32_t actor = actor_named(other, name);
    if (actor == EVENT_NONE) return g_strdup_printf("there is no %s there", name);
    return difference(events, event, other, actor, state);
}

/* What would come after the path: everybody takes a few steps in turn, where they can. */
static char *follow_on(const Events *events, const Subject *other, uint8_t *state)
{
    const Subject *subject = events->subject;
    const Event *last = &events->event[events->count ? events->count - 1 : 0];
    g_autofree uint8_t *before = g_memdup2(last->after, subject->state_size);
    g_autofree uint8_t *after = g_memdup2(before, subject->state_size);
    char *how = NULL;
    if (last->outcome == THREW) return NULL;
    for (uint32_t i = 0; i < ROUNDS * subject->actor_count && !how; i++) {
        Attempt attempt = {.actor = i % subject->actor_count};
        Outcome outcome = subject->attempt(subject->context, after, &attempt);
        if (outcome == THREW) break;
        Event event = {.move = {(uint16_t)attempt.actor, 0, (uint16_t)attempt.step},
                       .outcome = outcome,
                       .before = before,
                       .after = after};
        if (outcome == RAN) how = follow(events, &event, other, state);
        memcpy(before, after, subject->state_size);
    }
    return how;
}

Parting parts_find(const Events *events, const Subject *other, uint32_t initial)
{
    Parting parting = {.step = EVENT_NONE};
    if (initial >= other->initial_count) return parting;
    g_autofree uint8_t *state = g_malloc(other->state_size);
    other->initial(other->context, initial, state);
    for (uint32_t i = 0; i < events->count && !parting.how; i++) {
        parting.how = follow(events, &events->event[i], other, state);
        parting.step = i;
    }
    if (!parting.how) {
        parting.how = follow_on(events, other, state);
        parting.step = EVENT_NONE;
    }
    return parting;
}
