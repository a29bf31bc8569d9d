#include "checker/trace/follow.h"

#include "checker/scenario/nearest.h"
#include "checker/trace/render.h"
#include "checker/trace/step_table.h"

#include <string.h>

enum { MOST_PUT_IN = 8 };

typedef struct Follower {
    const Trace *trace;
    const Subject *subject;
    bool may_put_in; /* the step table has changed */
    Following *following;
} Follower;

static uint32_t actor_named(const Subject *subject, const char *name)
{
    uint32_t actor = 0;
    while (actor < subject->actor_count && strcmp(subject->actors[actor], name) != 0)
        actor++;
    return actor;
}

static bool is_declared(const Subject *subject, const char *step)
{
    for (uint32_t i = 0; i < subject->step_count; i++)
        if (strcmp(subject->steps[i].name, step) == 0) return true;
    return false;
}

static bool is_there(const Follower *f, const TraceStep *wanted, const PathStep *step)
{
    return strcmp(f->subject->steps[step->move.step].name, wanted->step) == 0 &&
           step->occurrence == wanted->occurrence;
}

static void note(const Follower *f, char *sentence)
{
    g_ptr_array_add(f->following->notes, sentence);
}

/* Let the actor take steps that the trace does not know until it is where the trace wants it.
 * Leaves the path as it was if that does not happen. */
static bool put_in(const Follower *f, uint32_t at, uint16_t actor, const TraceStep *wanted)
{
    Path *path = f->following->path;
    uint32_t length = path_length(path);
    PathStep step;
    for (uint32_t i = 0; i <= MOST_PUT_IN; i++) {
        Outcome outcome = path_try(path, actor, 0, &step);
        if (is_there(f, wanted, &step)) {
            for (uint32_t k = length; k < path_length(path); k++)
                note(f, g_strdup_printf("before step %u, %s takes the new step %s", at + 1,
                                        wanted->actor,
                                        f->subject->steps[path_step(path, k)->move.step].name));
            return true;
        }
        bool is_new = !trace_names_step(f->trace, f->subject->steps[step.move.step].name);
        if (!is_new || outcome != RAN) break;
        path_take(path, actor, 0, &step);
    }
    path_cut(path, length);
    return false;
}

static void compare_changes(const Follower *f, uint32_t at, const uint8_t *before)
{
    const TraceStep *wanted = trace_step(f->trace, at);
    g_autoptr(GPtrArray) changes =
        render_changes(f->subject, before, f->following->path->state, false);
    g_ptr_array_add(changes, NULL);
    if (g_strv_equal((const char *const *)changes->pdata, (const char *const *)wanted->changes))
        return;
    g_autofree char *now = g_strjoinv(", ", (char **)changes->pdata);
    g_autofree char *then = g_strjoinv(", ", wanted->changes);
    note(f, g_strdup_printf("step %u, %s at %s, changes %s; in the trace it changes %s", at + 1,
                            wanted->actor, wanted->step, *now ? now : "nothing",
                            *then ? then : "nothing"));
}

static Obstacle take(const Follower *f, uint32_t at)
{
    const TraceStep *wanted = trace_step(f->trace, at);
    Path *path = f->following->path;
    PathStep *step = &f->following->instead;
    uint32_t actor = actor_named(f->subject, wanted->actor);
    if (actor == f->subject->actor_count) return OBSTACLE_ACTOR;
    if (!is_declared(f->subject, wanted->step)) return OBSTACLE_STEP;

    path_try(path, (uint16_t)actor, 0, step);
    bool there =
        is_there(f, wanted, step) || (f->may_put_in && put_in(f, at, (uint16_t)actor, wanted));
    Outcome outcome = path_try(path, (uint16_t)actor, 0, step);
    if (!there) return OBSTACLE_ELSEWHERE;
    if (outcome == BLOCKED) return OBSTACLE_BLOCKED;
    if (wanted->choice >= step->choices) return OBSTACLE_CHOICE;

    g_autofree uint8_t *before = g_memdup2(path->state, f->subject->state_size);
    path_take(path, (uint16_t)actor, (uint16_t)wanted->choice, step);
    compare_changes(f, at, before);
    if (f->trace->cycle == at) path->cycle = path_length(path) - 1;
    if (f->trace->lost == at) path->lost = path_length(path) - 1;
    return OBSTACLE_NONE;
}

static bool has_thrown(const Path *path)
{
    uint32_t length = path_length(path);
    return length && path_step(path, length - 1)->outcome == THREW;
}

Following follow(const Trace *trace, const Subject *subject)
{
    Following following = {.notes = g_ptr_array_new_with_free_func(g_free)};
    if (trace->initial >= subject->initial_count) {
        following.obstacle = OBSTACLE_INITIAL;
        return following;
    }
    g_autofree char *digest = trace_steps_digest(subject);
    Follower f = {trace, subject, g_strcmp0(digest, trace->steps_digest) != 0, &following};
    following.path = path_new(subject, trace->initial);
    for (; following.at < trace->steps->len && !has_thrown(following.path); following.at++) {
        following.obstacle = take(&f, following.at);
        if (following.obstacle) break;
    }
    return following;
}

void following_clear(Following *following)
{
    path_free(following->path);
    g_ptr_array_unref(following->notes);
    *following = (Following){0};
}

/* -------- obstacles in words -------- */

static const char *nearest_step(const Subject *subject, const char *name)
{
    g_autofree const char **names = g_new(const char *, subject->step_count);
    for (uint32_t i = 0; i < subject->step_count; i++)
        names[i] = subject->steps[i].name;
    return nearest_word(name, names, subject->step_count);
}

static void append_suggestion(GString *out, const char *nearest)
{
    if (nearest) g_string_append_printf(out, "; the nearest is `%s`", nearest);
}

static void append_blocked(GString *out, const Following *following, const TraceStep *wanted,
                           const Subject *subject)
{
    const SubjectStep *step = &subject->steps[following->instead.move.step];
    g_string_append_printf(out, "%s is at step %s, whose guard \"%s\" is false in this state",
                           wanted->actor, step->name, step->source);
}

static void append_elsewhere(GString *out, const Following *following, const TraceStep *wanted,
                             const Subject *subject)
{
    const PathStep *instead = &following->instead;
    const SubjectStep *step = &subject->steps[instead->move.step];
    g_string_append_printf(out, "%s is at step %s", wanted->actor, step->name);
    if (strcmp(step->name, wanted->step) == 0) {
        g_string_append_printf(out, " for time %u, not for time %u", instead->occurrence,
                               wanted->occurrence);
        return;
    }
    if (instead->outcome == BLOCKED)
        g_string_append_printf(out, ", whose guard \"%s\" is false in this state,", step->source);
    else g_string_append_printf(out, " (\"%s\"),", step->source);
    g_string_append_printf(out, " not at %s", wanted->step);
    if (wanted->occurrence > 1) g_string_append_printf(out, " (time %u)", wanted->occurrence);
}

static void append_choice(GString *out, const Following *following, const TraceStep *wanted)
{
    g_string_append_printf(out, "%s has %u choice%s at step %s; the trace takes choice %u",
                           wanted->actor, following->instead.choices,
                           following->instead.choices == 1 ? "" : "s", wanted->step,
                           wanted->choice);
}

/* What the step at hand looks at, as it is now. */
static void append_relevant(GString *out, const Following *following, const Subject *subject)
{
    g_autoptr(GPtrArray) fields =
        render_reads(subject, following->path->state, following->instead.move, true);
    for (uint32_t i = 0; i < fields->len; i++)
        g_string_append_printf(out, "\n    %s", (char *)g_ptr_array_index(fields, i));
}

char *following_obstacle(const Following *following, const Trace *trace, const Subject *subject)
{
    GString *out = g_string_new("infeasible from ");
    if (following->obstacle == OBSTACLE_INITIAL) {
        g_string_append_printf(out,
                               "the start: there %s %u initial state%s, the trace begins in "
                               "number %u (they are numbered from 0)",
                               subject->initial_count == 1 ? "is" : "are", subject->initial_count,
                               subject->initial_count == 1 ? "" : "s", trace->initial);
        return g_string_free(out, FALSE);
    }
    const TraceStep *wanted = trace_step(trace, following->at);
    g_string_append_printf(out, "step %u: ", following->at + 1);
    switch (following->obstacle) {
    case OBSTACLE_NONE:
    case OBSTACLE_INITIAL:
        g_assert_not_reached();
    case OBSTACLE_ACTOR:
        g_string_append_printf(out, "there is no actor `%s`", wanted->actor);
        append_suggestion(out, nearest_word(wanted->actor, subject->actors, subject->actor_count));
        return g_string_free(out, FALSE);
    case OBSTACLE_STEP:
        g_string_append_printf(out, "there is no step `%s` any more", wanted->step);
        append_suggestion(out, nearest_step(subject, wanted->step));
        return g_string_free(out, FALSE);
    case OBSTACLE_ELSEWHERE:
        append_elsewhere(out, following, wanted, subject);
        break;
    case OBSTACLE_BLOCKED:
        append_blocked(out, following, wanted, subject);
        break;
    case OBSTACLE_CHOICE:
        append_choice(out, following, wanted);
        break;
    }
    append_relevant(out, following, subject);
    return g_string_free(out, FALSE);
}

/* Why the trace cannot be followed any further; "" where the obstacle itself says all. */
static char *end_of_the_way(const Following *following, const Trace *trace, const Subject *subject)
{
    const char *there = subject->steps[following->instead.move.step].name;
    if (following->obstacle == OBSTACLE_STEP)
        return g_strdup_printf(", which takes %s", trace_step(trace, following->at)->step);
    if (following->obstacle == OBSTACLE_ELSEWHERE && !trace_names_step(trace, there))
        return g_strdup_printf(", to which %s does not lead", there);
    return g_strdup("");
}

char *following_table_note(const Following *following, const Trace *trace, const Subject *subject)
{
    g_autofree char *changes = trace_step_changes(trace, subject);
    if (!changes) return NULL;
    if (!following->obstacle)
        return g_strdup_printf("%s; replay goes on by the names of steps", changes);
    g_autofree char *why = end_of_the_way(following, trace, subject);
    return g_strdup_printf("%s; replay does not go on from step %u%s", changes, following->at + 1,
                           why);
}
