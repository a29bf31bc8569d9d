#include "checker/search/explored.h"
#include "checker/search/memory.h"
#include "checker/search/moves.h"
#include "checker/search/require.h"

#include <stdlib.h>
#include <string.h>

void schedule_free(Schedule *schedule)
{
    if (!schedule) return;
    free(schedule->moves);
    *schedule = (Schedule){0};
}

void schedule_append(Schedule *schedule, Move move)
{
    size_t size = (schedule->length + 1) * sizeof(Move);
    schedule->moves = realloc(schedule->moves, size);
    REQUIRE(schedule->moves, "no memory for a schedule of %u moves", schedule->length + 1);
    schedule->moves[schedule->length++] = move;
    schedule->cycle = schedule->length;
}

void schedule_run(const Subject *subject, const Schedule *schedule, uint32_t length,
                  uint8_t *ret_state)
{
    subject->initial(subject->context, schedule->initial, ret_state);
    for (uint32_t i = 0; i < length; i++) {
        Attempt attempt = {.actor = schedule->moves[i].actor, .choice = schedule->moves[i].choice};
        Outcome outcome = subject->attempt(subject->context, ret_state, &attempt);
        REQUIRE(outcome == RAN, "%s: move %u of a schedule cannot be made again", subject->name, i);
    }
}

uint32_t initial_index(const Explored *explored, uint32_t state)
{
    const Subject *subject = explored->question->subject;
    uint8_t initial[SUBJECT_MAX_STATE];
    Opened opened;
    store_open(explored->store, state, &opened);
    for (uint32_t index = 0; index < subject->initial_count; index++) {
        subject->initial(subject->context, index, initial);
        if (memcmp(initial, opened.bytes, subject->state_size) == 0) return index;
    }
    return 0;
}

Move move_between(const Explored *explored, uint32_t from, uint32_t to, uint32_t actor)
{
    const Subject *subject = explored->question->subject;
    uint8_t successor[SUBJECT_MAX_STATE];
    Opened before, after;
    store_open(explored->store, from, &before);
    store_open(explored->store, to, &after);
    Moves moves;
    moves_begin(&moves, subject, before.bytes, successor, NULL);
    while (moves_next(&moves)) {
        if (moves.outcome != RAN || (actor != UINT32_MAX && moves.move.actor != actor)) continue;
        if (memcmp(successor, after.bytes, subject->state_size) == 0) return moves.move;
    }
    REQUIRE(false,
            "%s: a move made once cannot be made again; the subject is not a function of its "
            "state",
            subject->name);
}

/* How far a state is from its initial state along the parents. */
static uint32_t distance(const Explored *explored, uint32_t state)
{
    uint32_t length = 0;
    for (; explored->parents[state] != STORE_NONE; state = explored->parents[state])
        search_reads(explored, ++length);
    return length;
}

Schedule parent_schedule(const Explored *explored, uint32_t state)
{
    uint32_t length = distance(explored, state);
    Schedule schedule = {.length = length, .cycle = length};
    schedule.moves = memory_new(length + UINT64_C(1), sizeof(Move));
    for (uint32_t i = length; i > 0; i--) {
        uint32_t parent = explored->parents[state];
        search_reads(explored, i);
        schedule.moves[i - 1] = move_between(explored, parent, state, UINT32_MAX);
        state = parent;
    }
    schedule.initial = initial_index(explored, state);
    return schedule;
}
