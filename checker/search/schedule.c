#include "checker/search/explored.h"
#include "checker/search/require.h"

#include <stdlib.h>

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

/* How far a state is from its initial state along the parents. */
static uint32_t distance(const Explored *explored, uint32_t state)
{
    uint32_t length = 0;
    for (; explored->parents[state].state != STORE_NONE; state = explored->parents[state].state)
        length++;
    return length;
}

/* Parents do not say which step a move was: the subject does, when it makes the move again. */
static void name_steps(const Subject *subject, Schedule *schedule)
{
    uint8_t state[SUBJECT_MAX_STATE];
    subject->initial(subject->context, schedule->initial, state);
    for (uint32_t i = 0; i < schedule->length; i++) {
        Move *move = &schedule->moves[i];
        Attempt attempt = {.actor = move->actor, .choice = move->choice};
        Outcome outcome = subject->attempt(subject->context, state, &attempt);
        REQUIRE(outcome == RAN,
                "%s: a move made once cannot be made again; the subject is not a "
                "function of its state",
                subject->name);
        move->step = (uint16_t)attempt.step;
    }
}

Schedule parent_schedule(const Explored *explored, uint32_t state)
{
    const Parent *parents = explored->parents;
    uint32_t length = distance(explored, state);
    Schedule schedule = {.length = length, .cycle = length};
    schedule.moves = malloc((length + 1) * sizeof(Move));
    REQUIRE(schedule.moves, "no memory for a schedule of %u moves", length);

    for (uint32_t i = length; i > 0; i--) {
        Parent parent = parents[state];
        schedule.moves[i - 1] = (Move){.actor = parent.actor, .choice = parent.choice};
        state = parent.state;
    }
    schedule.initial = parents[state].actor;
    name_steps(explored->question->subject, &schedule);
    return schedule;
}
