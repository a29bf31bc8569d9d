#include "checker/analysis/stretches.h"

#include <string.h>

/* The steps of one actor on the path, and the one it is at when the path ends. */
typedef struct Own {
    uint32_t count;
    uint32_t *event; /* or EVENT_NONE */
    uint16_t *step;
} Own;

/* Where the actor would go on to if it were alone from the end of the path on. */
static void add_pending(Own *own, const Events *events, uint16_t actor)
{
    const Event *last = &events->event[events->count - 1];
    const Subject *subject = events->subject;
    if (last->outcome == THREW) return;
    g_autofree uint8_t *state = g_memdup2(last->after, subject->state_size);
    for (uint32_t i = 0; i < STRETCH_MOST; i++) {
        Attempt attempt = {.actor = actor};
        Outcome outcome = subject->attempt(subject->context, state, &attempt);
        own->event[own->count] = EVENT_NONE;
        own->step[own->count++] = (uint16_t)attempt.step;
        if (outcome != RAN) break;
    }
}

static Own own_steps(const Events *events, uint16_t actor)
{
    Own own = {.event = g_new(uint32_t, events->count + STRETCH_MOST),
               .step = g_new(uint16_t, events->count + STRETCH_MOST)};
    for (uint32_t i = 0; i < events->count; i++) {
        if (events->event[i].move.actor != actor) continue;
        own.event[own.count] = i;
        own.step[own.count++] = events->event[i].move.step;
    }
    if (own.count) add_pending(&own, events, actor);
    return own;
}

static void own_free(Own *own)
{
    g_free(own->event);
    g_free(own->step);
}

/* Does another actor move between these own steps? */
static bool is_interrupted(const Own *own, const Events *events, uint32_t at)
{
    uint32_t next = own->event[at + 1];
    if (own->event[at] == EVENT_NONE) return false;
    return next == EVENT_NONE ? own->event[at] + 1 < events->count : next != own->event[at] + 1;
}

static bool same_steps(const Stretch *a, const Stretch *b)
{
    return a->actor == b->actor && a->length == b->length &&
           memcmp(a->steps, b->steps, a->length * sizeof *a->steps) == 0;
}

static void add_stretch(GArray *stretches, const Own *own, uint16_t actor, uint32_t at,
                        uint32_t length)
{
    Stretch stretch = {.actor = actor,
                       .length = length,
                       .first = own->event[at],
                       .last = own->event[at + length - 1]};
    memcpy(stretch.steps, own->step + at, length * sizeof *own->step);
    for (guint i = 0; i < stretches->len; i++)
        if (same_steps(&g_array_index(stretches, Stretch, i), &stretch)) return;
    g_array_append_val(stretches, stretch);
}

void stretches_add(GArray *stretches, const Events *events, uint16_t actor, uint32_t length,
                   bool first)
{
    Own own = own_steps(events, actor);
    for (uint32_t at = 0; at + length <= own.count; at++) {
        bool interrupted = false;
        for (uint32_t i = at; i + 1 < at + length && !interrupted; i++)
            interrupted = (!first || i == at) && is_interrupted(&own, events, i);
        if (interrupted) add_stretch(stretches, &own, actor, at, length);
    }
    own_free(&own);
}
