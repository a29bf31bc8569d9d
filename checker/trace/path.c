#include "checker/trace/path.h"

#include "checker/search/require.h"

#include <stdlib.h>
#include <string.h>

/* One attempt in `state`, in place. */
static Outcome attempt(const Subject *subject, uint8_t *state, uint16_t actor, uint16_t choice,
                       PathStep *ret)
{
    Attempt attempt = {.actor = actor, .choice = choice};
    Outcome outcome = subject->attempt(subject->context, state, &attempt);
    REQUIRE(outcome != NOT_MINE && attempt.step < subject->step_count && attempt.choices > 0,
            "subject %s: actor %s is at no step that the subject declares", subject->name,
            subject->actors[actor]);
    *ret = (PathStep){.move = {actor, choice, (uint16_t)attempt.step},
                      .choices = attempt.choices,
                      .message = attempt.message,
                      .outcome = outcome};
    return outcome;
}

/* The same, safe for a choice that the step may not have. */
static Outcome attempt_choice(const Subject *subject, const uint8_t *from, uint8_t *to,
                              uint16_t actor, uint16_t choice, PathStep *ret)
{
    memcpy(to, from, subject->state_size);
    Outcome outcome = attempt(subject, to, actor, 0, ret);
    if (choice == 0 || choice >= ret->choices || outcome == BLOCKED) return outcome;
    memcpy(to, from, subject->state_size);
    return attempt(subject, to, actor, choice, ret);
}

static uint32_t *seen(const Path *path, Move move)
{
    return &path->seen[(size_t)move.actor * path->subject->step_count + move.step];
}

Path *path_new(const Subject *subject, uint32_t initial)
{
    g_assert(initial < subject->initial_count);
    Path *path = g_new0(Path, 1);
    path->subject = subject;
    path->initial = initial;
    path->cycle = path->lost = G_MAXUINT32;
    path->steps = g_array_new(FALSE, FALSE, sizeof(PathStep));
    path->state = g_malloc(subject->state_size);
    path->seen = g_new0(uint32_t, (size_t)subject->actor_count * subject->step_count);
    subject->initial(subject->context, initial, path->state);
    return path;
}

void path_free(Path *path)
{
    if (!path) return;
    g_array_unref(path->steps);
    g_free(path->state);
    g_free(path->seen);
    g_free(path);
}

Outcome path_try(const Path *path, uint16_t actor, uint16_t choice, PathStep *ret)
{
    g_autofree uint8_t *to = g_malloc(path->subject->state_size);
    Outcome outcome = attempt_choice(path->subject, path->state, to, actor, choice, ret);
    ret->occurrence = *seen(path, ret->move) + 1;
    return outcome;
}

Outcome path_take(Path *path, uint16_t actor, uint16_t choice, PathStep *ret)
{
    g_autofree uint8_t *to = g_malloc(path->subject->state_size);
    Outcome outcome = attempt_choice(path->subject, path->state, to, actor, choice, ret);
    ret->occurrence = *seen(path, ret->move) + 1;
    if (outcome == BLOCKED || choice >= ret->choices) return outcome;
    ++*seen(path, ret->move);
    memcpy(path->state, to, path->subject->state_size);
    g_array_append_val(path->steps, *ret);
    return outcome;
}

Path *path_of_schedule(const Subject *subject, const Schedule *schedule)
{
    Path *path = path_new(subject, schedule->initial);
    for (uint32_t i = 0; i < schedule->length; i++) {
        Move move = schedule->moves[i];
        PathStep step;
        path_take(path, move.actor, move.choice, &step);
        REQUIRE(path_length(path) == i + 1 && step.move.step == move.step,
                "subject %s: step %u of a schedule cannot be repeated; a subject's answers must "
                "depend on nothing but the state",
                subject->name, i + 1);
    }
    if (schedule->cycle < schedule->length) path->cycle = schedule->cycle;
    if (schedule->aftermath) path->lost = schedule->length - schedule->aftermath;
    return path;
}

Schedule path_schedule(const Path *path)
{
    uint32_t length = path_length(path);
    Schedule schedule = {.initial = path->initial,
                         .length = length,
                         .cycle = MIN(path->cycle, length),
                         .aftermath = length - MIN(path->lost, length),
                         .moves = calloc(length + 1, sizeof(Move))};
    g_assert(schedule.moves);
    for (uint32_t i = 0; i < length; i++)
        schedule.moves[i] = path_step(path, i)->move;
    return schedule;
}

void path_walk(const Path *path, PathVisitor *visit, void *data)
{
    const Subject *subject = path->subject;
    g_autofree uint8_t *before = g_malloc(subject->state_size);
    g_autofree uint8_t *after = g_malloc(subject->state_size);
    subject->initial(subject->context, path->initial, before);
    for (uint32_t i = 0; i < path_length(path); i++) {
        const PathStep *step = path_step(path, i);
        PathStep again;
        attempt_choice(subject, before, after, step->move.actor, step->move.choice, &again);
        visit(data, i, step, before, after);
        memcpy(before, after, subject->state_size);
    }
}

static void keep_state(void *data, uint32_t index, const PathStep *step, const uint8_t *before,
                       const uint8_t *after)
{
    (void)index, (void)step, (void)before;
    const Path *path = data;
    memcpy(path->state, after, path->subject->state_size);
}

void path_cut(Path *path, uint32_t length)
{
    if (length >= path_length(path)) return;
    for (uint32_t i = length; i < path_length(path); i++)
        --*seen(path, path_step(path, i)->move);
    g_array_set_size(path->steps, length);
    path->subject->initial(path->subject->context, path->initial, path->state);
    path_walk(path, keep_state, path);
}
