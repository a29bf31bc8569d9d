#include "checker/analysis/ahead.h"

#include "checker/analysis/events.h"

#include <string.h>

enum { MOST_STATES = 200000, MOST_ROUND = 64 };

Ahead ahead_of(const Question *question, const SearchOptions *options, const uint8_t *state)
{
    const Subject *subject = question->subject;
    g_autoptr(Atlas) atlas = atlas_new(question, options, MOST_STATES);
    if (atlas_enter(atlas, state) == ATLAS_NONE || !atlas_complete(atlas)) return (Ahead){0};
    Ahead ahead = {atlas->count, g_new(uint8_t, subject->field_count + 1)};
    memset(ahead.constant, 1, subject->field_count);
    for (uint32_t number = 1; number < atlas->count; number++) {
        Opened opened;
        atlas_open(atlas, number, &opened);
        for (uint32_t i = 0; i < subject->field_count; i++) {
            const Field *field = &subject->fields[i];
            ahead.constant[i] &= field_value(field, opened.bytes) == field_value(field, state);
        }
    }
    return ahead;
}

/* -------- one actor alone -------- */

static void add_reads(const Subject *subject, const uint64_t *read, GPtrArray *fields)
{
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *field = &subject->fields[i];
        if (field->hidden || !event_has(read, field->offset)) continue;
        if (!g_ptr_array_find(fields, field, NULL)) g_ptr_array_add(fields, (gpointer)field);
    }
}

static void add_step(GArray *steps, uint16_t step)
{
    for (guint i = 0; i < steps->len; i++)
        if (g_array_index(steps, uint16_t, i) == step) return;
    g_array_append_val(steps, step);
}

/* One attempt; the step and what it reads are noted if `alone` is not NULL. */
static Outcome try(const Subject *subject, uint8_t *state, uint32_t actor, Alone *alone)
{
    uint64_t read[SUBJECT_MAX_STATE / 64] = {0}, wrote[SUBJECT_MAX_STATE / 64] = {0};
    Attempt attempt = {.actor = actor, .read = read, .wrote = wrote};
    Outcome outcome = subject->attempt(subject->context, state, &attempt);
    if (!alone) return outcome;
    add_step(alone->steps, (uint16_t)attempt.step);
    add_reads(subject, read, alone->reads);
    return outcome;
}

/* Let it move on until it is on its round, then once round. */
Alone alone_from(const Subject *subject, const uint8_t *state, uint32_t actor)
{
    Alone alone = {.steps = g_array_new(FALSE, FALSE, sizeof(uint16_t)),
                   .reads = g_ptr_array_new()};
    g_autofree uint8_t *now = g_memdup2(state, subject->state_size);
    g_autofree uint8_t *home = g_malloc(subject->state_size);
    Outcome outcome = RAN;
    for (uint32_t i = 0; i < MOST_ROUND && outcome == RAN; i++)
        outcome = try(subject, now, actor, NULL);
    if (outcome != RAN) memcpy(now, state, subject->state_size);
    memcpy(home, now, subject->state_size);
    alone.ends = outcome != RAN;
    outcome = RAN;
    for (uint32_t i = 0; i < MOST_ROUND && outcome == RAN; i++) {
        outcome = try(subject, now, actor, &alone);
        if (memcmp(now, home, subject->state_size) == 0) break;
    }
    alone.blocked = outcome == BLOCKED && alone.steps->len == 1;
    return alone;
}

void alone_clear(Alone *alone)
{
    g_array_unref(alone->steps);
    g_ptr_array_unref(alone->reads);
}
