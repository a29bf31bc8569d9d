#include "checker/search/trail.h"

#include "checker/search/memory.h"
#include "checker/search/require.h"

#include <stdlib.h>
#include <string.h>

#define WORD sizeof(uint64_t)
#define UNIT sizeof(uint16_t)

void trail_init(Trail *trail, const Subject *subject)
{
    uint32_t words = (subject->state_size + (uint32_t)WORD - 1) / (uint32_t)WORD;
    *trail = (Trail){.subject = subject,
                     .words = words,
                     .state = memory_new(words, WORD),
                     .before = memory_new(words, WORD)};
}

void trail_free(Trail *trail)
{
    free(trail->state);
    free(trail->before);
    free(trail->frames);
    free(trail->moves);
    free(trail->changes);
    schedule_free(&trail->path);
}

static void push_frame(Trail *trail, uint32_t changes)
{
    memory_reserve(&trail->frames, &trail->frame_room, trail->path.length, sizeof(TrailFrame));
    trail->frames[trail->path.length] = (TrailFrame){.changes = changes};
}

void trail_begin(Trail *trail, uint32_t initial)
{
    trail->subject->initial(trail->subject->context, initial, trail->state);
    trail->path.initial = initial;
    trail->path.length = trail->path.cycle = 0;
    trail->move_count = trail->change_count = 0;
    push_frame(trail, 0);
}

void trail_offer(Trail *trail, Move move)
{
    memory_reserve(&trail->moves, &trail->move_room, trail->move_count, sizeof(TrailMove));
    trail->moves[trail->move_count++] = (TrailMove){move.actor, move.choice};
    trail->frames[trail->path.length].moves++;
}

void trail_shuffle(Trail *trail, Random *random)
{
    uint32_t count = trail->frames[trail->path.length].moves;
    if (count < 2) return;
    TrailMove *moves = trail->moves + trail->move_count - count;
    for (uint32_t i = count - 1; i > 0; i--) {
        uint32_t other = random_below(random, i + 1);
        TrailMove move = moves[i];
        moves[i] = moves[other];
        moves[other] = move;
    }
}

/* -------- forward -------- */

static void note_unit(Trail *trail, uint32_t unit)
{
    uint16_t before, after;
    memcpy(&before, trail->before + unit * UNIT, UNIT);
    memcpy(&after, trail->state + unit * UNIT, UNIT);
    if (before == after) return;
    memory_reserve(&trail->changes, &trail->change_room, trail->change_count, sizeof(TrailChange));
    trail->changes[trail->change_count++] = (TrailChange){(uint16_t)unit, before};
}

/* What differs between `before` and the state.  Returns how much was noted. */
static uint32_t note_changes(Trail *trail)
{
    uint32_t noted = trail->change_count;
    for (uint32_t word = 0; word < trail->words; word++) {
        if (memcmp(trail->before + word * WORD, trail->state + word * WORD, WORD) == 0) continue;
        for (uint32_t unit = 0; unit < WORD / UNIT; unit++)
            note_unit(trail, word * (uint32_t)(WORD / UNIT) + unit);
    }
    return trail->change_count - noted;
}

static void step_forward(Trail *trail, TrailMove by)
{
    const Subject *subject = trail->subject;
    Attempt attempt = {.actor = by.actor, .choice = by.choice};
    memcpy(trail->before, trail->state, trail->words * WORD);
    Outcome outcome = subject->attempt(subject->context, trail->state, &attempt);
    REQUIRE(outcome == RAN,
            "%s: a move made once cannot be made again; the subject is not a function of its state",
            subject->name);

    Schedule *path = &trail->path;
    memory_reserve(&path->moves, &trail->path_room, path->length, sizeof(Move));
    path->moves[path->length++] = (Move){by.actor, by.choice, (uint16_t)attempt.step};
    path->cycle = path->length;
    push_frame(trail, note_changes(trail));
}

/* -------- back -------- */

static void step_back(Trail *trail)
{
    for (uint32_t i = trail->frames[trail->path.length].changes; i > 0; i--) {
        TrailChange change = trail->changes[--trail->change_count];
        memcpy(trail->state + change.at * UNIT, &change.before, UNIT);
    }
    trail->path.cycle = --trail->path.length;
}

bool trail_advance(Trail *trail)
{
    while (trail->frames[trail->path.length].moves == 0) {
        if (trail->path.length == 0) return false;
        step_back(trail);
    }
    trail->frames[trail->path.length].moves--;
    step_forward(trail, trail->moves[--trail->move_count]);
    return true;
}

/* -------- for others -------- */

Schedule trail_schedule(const Trail *trail, const Move *last)
{
    Schedule schedule = {.initial = trail->path.initial, .length = trail->path.length};
    schedule.moves = memory_new(schedule.length + UINT64_C(1), sizeof(Move));
    if (schedule.length) memcpy(schedule.moves, trail->path.moves, schedule.length * sizeof(Move));
    if (last) schedule.moves[schedule.length++] = *last;
    schedule.cycle = schedule.length;
    return schedule;
}

uint64_t trail_bytes(const Trail *trail)
{
    return (trail->path.length + UINT64_C(1)) * (sizeof(Move) + sizeof(TrailFrame)) +
           trail->move_count * sizeof(TrailMove) + trail->change_count * sizeof(TrailChange);
}
