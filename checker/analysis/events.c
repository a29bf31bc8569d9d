#include "checker/analysis/events.h"

#include <string.h>

/* -------- reading the path -------- */

/* What a step writes for itself only is seen by its effect. */
static void add_changes(const Subject *subject, const uint8_t *before, const uint8_t *after,
                        uint64_t *wrote)
{
    for (uint32_t byte = 0; byte < subject->state_size; byte++)
        if (before[byte] != after[byte]) wrote[byte / 64] |= UINT64_C(1) << byte % 64;
}

static void read_event(Events *events, uint32_t index, const PathStep *step, uint32_t *taken)
{
    const Subject *subject = events->subject;
    uint8_t *before = events->states + (size_t)index * subject->state_size;
    uint8_t *after = before + subject->state_size;
    uint64_t *read = events->sets + (size_t)2 * index * events->words;
    uint64_t *wrote = read + events->words;
    Attempt attempt = {
        .actor = step->move.actor, .choice = step->move.choice, .read = read, .wrote = wrote};
    memcpy(after, before, subject->state_size);
    Outcome outcome = subject->attempt(subject->context, after, &attempt);
    add_changes(subject, before, after, wrote);
    events->event[index] = (Event){.move = step->move,
                                   .outcome = outcome,
                                   .number = taken[step->move.actor]++,
                                   .before = before,
                                   .after = after,
                                   .read = read,
                                   .wrote = wrote};
}

Events *events_of(const Path *path)
{
    const Subject *subject = path->subject;
    uint32_t taken[SUBJECT_MAX_ACTORS] = {0};
    Events *events = g_new0(Events, 1);
    events->subject = subject;
    events->count = path_length(path);
    events->words = (subject->state_size + 63) / 64;
    events->event = g_new0(Event, events->count + 1);
    events->states = g_new0(uint8_t, ((size_t)events->count + 1) * subject->state_size);
    events->sets = g_new0(uint64_t, ((size_t)events->count + 1) * 2 * events->words);
    subject->initial(subject->context, path->initial, events->states);
    for (uint32_t i = 0; i < events->count; i++)
        read_event(events, i, path_step(path, i), taken);
    if (!events->count)
        events->event[0] = (Event){.before = events->states,
                                   .after = events->states,
                                   .read = events->sets,
                                   .wrote = events->sets};
    return events;
}

void events_free(Events *events)
{
    if (!events) return;
    g_free(events->event);
    g_free(events->states);
    g_free(events->sets);
    g_free(events);
}

/* -------- who, when -------- */

uint32_t events_last_writer(const Events *events, const Field *field, uint32_t before)
{
    while (before-- > 0)
        for (uint32_t byte = field->offset; byte < field->offset + (uint32_t)field->size; byte++)
            if (event_has(events->event[before].wrote, byte)) return before;
    return EVENT_NONE;
}

uint32_t events_next_of(const Events *events, uint16_t actor, uint32_t after)
{
    for (uint32_t i = after + 1; i < events->count; i++)
        if (events->event[i].move.actor == actor) return i;
    return EVENT_NONE;
}

bool events_conflict(const Events *events, uint32_t one, uint32_t other)
{
    const Event *a = &events->event[one], *b = &events->event[other];
    for (uint32_t i = 0; i < events->words; i++)
        if ((a->wrote[i] & (b->read[i] | b->wrote[i])) | (a->read[i] & b->wrote[i])) return true;
    return false;
}

/* -------- what must come after what -------- */

static void come_after(uint8_t *after, uint32_t count, uint32_t second, uint32_t first)
{
    uint8_t *row = after + (size_t)second * count;
    const uint8_t *earlier = after + (size_t)first * count;
    row[first] = 1;
    for (uint32_t i = 0; i < first; i++)
        row[i] |= earlier[i];
}

/* Backwards from each event: who is not known to come before it yet, and must, does so for a reason
 * of its own. */
static void relate(const Events *events, uint8_t *after, GArray *orders)
{
    for (uint32_t second = 0; second < events->count; second++) {
        for (uint32_t first = second; first-- > 0;) {
            bool same = events->event[first].move.actor == events->event[second].move.actor;
            if (after[(size_t)second * events->count + first]) continue;
            if (!same && !events_conflict(events, first, second)) continue;
            Order order = {first, second};
            if (!same && orders) g_array_append_val(orders, order);
            come_after(after, events->count, second, first);
        }
    }
}

static int by_second_and_first(const void *a, const void *b)
{
    const Order *one = a, *two = b;
    if (one->second != two->second) return one->second < two->second ? -1 : 1;
    return one->first < two->first ? -1 : one->first > two->first;
}

GArray *events_orders(const Events *events)
{
    GArray *orders = g_array_new(FALSE, FALSE, sizeof(Order));
    uint8_t *after = g_new0(uint8_t, (size_t)events->count * events->count + 1);
    relate(events, after, orders);
    g_free(after);
    g_array_sort(orders, by_second_and_first);
    return orders;
}

uint8_t *events_after(const Events *events)
{
    uint8_t *after = g_new0(uint8_t, (size_t)events->count * events->count + 1);
    relate(events, after, NULL);
    return after;
}
