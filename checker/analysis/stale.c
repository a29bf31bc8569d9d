#include "checker/analysis/stale.h"

static bool touches(const Event *event, const Field *field, bool writes)
{
    for (uint32_t byte = field->offset; byte < field->offset + (uint32_t)field->size; byte++)
        if (event_has(event->wrote, byte) || (!writes && event_has(event->read, byte))) return true;
    return false;
}

static bool changes(const Event *event, const Field *field)
{
    return field_value(field, event->before) != field_value(field, event->after);
}

/* The first change by another actor before this one looks again. */
static uint32_t change_after(const Events *events, const Field *field, uint32_t seen, uint32_t end)
{
    uint16_t actor = events->event[seen].move.actor;
    for (uint32_t i = seen + 1; i < end; i++) {
        const Event *event = &events->event[i];
        if (event->move.actor == actor && touches(event, field, false)) return EVENT_NONE;
        if (event->move.actor != actor && changes(event, field)) return i;
    }
    return EVENT_NONE;
}

static void look(const Events *events, const Field *field, uint32_t seen, uint32_t end,
                 GArray *stale)
{
    const Event *event = &events->event[seen];
    Stale found = {.field = field, .seen = seen};
    if (field->hidden || !touches(event, field, false)) return;
    found.changed = change_after(events, field, seen, end);
    if (found.changed == EVENT_NONE) return;
    found.acts = events_next_of(events, event->move.actor, found.changed);
    const uint8_t *then = found.acts == EVENT_NONE ? events->event[events->count - 1].after
                                                   : events->event[found.acts].before;
    found.back = field_value(field, then) == field_value(field, event->after);
    g_array_append_val(stale, found);
}

GArray *stale_find(const Events *events, uint32_t first, uint32_t last)
{
    GArray *stale = g_array_new(FALSE, FALSE, sizeof(Stale));
    uint32_t end = MIN(last, events->count);
    uint16_t actor = events->event[first].move.actor;
    for (uint32_t seen = first; seen < end; seen++)
        for (uint32_t i = 0; i < events->subject->field_count; i++)
            if (events->event[seen].move.actor == actor)
                look(events, &events->subject->fields[i], seen, end, stale);
    return stale;
}
