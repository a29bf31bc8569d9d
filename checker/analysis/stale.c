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

/* The actor's last event before `acts` that touched the field. */
static uint32_t last_touch(const Events *events, const Field *field, uint32_t acts)
{
    uint16_t actor = events->event[acts].move.actor;
    for (uint32_t i = acts; i-- > 0;)
        if (events->event[i].move.actor == actor && touches(&events->event[i], field, false))
            return i;
    return EVENT_NONE;
}

static void look_back(const Events *events, const Field *field, uint32_t acts, GArray *stale)
{
    const Event *event = &events->event[acts];
    if (field->hidden || !changes(event, field) || !field_value(field, event->before)) return;
    Stale found = {.field = field, .seen = last_touch(events, field, acts), .acts = acts};
    if (found.seen == EVENT_NONE) return;
    const uint8_t *known = events->event[found.seen].after;
    found.changed = change_after(events, field, found.seen, acts);
    found.back = field_value(field, known) == field_value(field, event->before);
    if (found.changed != EVENT_NONE && found.back) g_array_append_val(stale, found);
}

GArray *stale_recurring(const Events *events, uint32_t from)
{
    GArray *stale = g_array_new(FALSE, FALSE, sizeof(Stale));
    for (uint32_t i = from; i < events->count; i++) {
        if (events->event[i].move.actor != events->event[from].move.actor) break;
        for (uint32_t k = 0; k < events->subject->field_count; k++)
            look_back(events, &events->subject->fields[k], i, stale);
    }
    return stale;
}

static bool reads(const Event *event, const Field *field)
{
    return event_has(event->read, field->offset);
}

/* Did anybody look at it from event `wrote` up to and with `wiped`? */
static bool was_seen(const Events *events, const Field *field, uint32_t wrote, uint32_t wiped)
{
    for (uint32_t i = wrote + 1; i <= wiped; i++)
        if (reads(&events->event[i], field)) return true;
    return false;
}

static void look_for_wiped(const Events *events, const Field *field, uint32_t first, uint32_t at,
                           GArray *wiped)
{
    Wiped found = {field, events_last_writer(events, field, at), at};
    if (field->hidden || !changes(&events->event[at], field)) return;
    if (found.wrote == EVENT_NONE || found.wrote <= first) return;
    bool own = events->event[found.wrote].move.actor == events->event[at].move.actor;
    if (!own && !was_seen(events, field, found.wrote, at)) g_array_append_val(wiped, found);
}

GArray *wiped_find(const Events *events, uint32_t first, uint32_t last)
{
    GArray *wiped = g_array_new(FALSE, FALSE, sizeof(Wiped));
    for (uint32_t at = first + 1; at < events->count && at <= last; at++) {
        if (events->event[at].move.actor != events->event[first].move.actor) continue;
        for (uint32_t i = 0; i < events->subject->field_count; i++)
            look_for_wiped(events, &events->subject->fields[i], first, at, wiped);
    }
    return wiped;
}
