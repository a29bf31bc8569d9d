#include "checker/analysis/window.h"

#include <string.h>

enum { MOST_WORK = 100000000, MOST_TOGETHER = 40 }; /* states walked through; steps of two */

/* -------- what can be reached if stretches are atomic -------- */

typedef struct Walk {
    const Atlas *atlas;
    const Failure *failure;
    const uint8_t *failing;
    const Stretch *stretches;
    uint32_t count;
    uint8_t *seen;
    uint32_t *stack, height;
    bool failed;
    bool gone_through[2]; /* some run took this stretch from its first step to its last */
    uint64_t *work;
} Walk;

static void arrive(Walk *walk, uint32_t state)
{
    if (walk->failing[state]) walk->failed = true;
    if (walk->seen[state]) return;
    walk->seen[state] = 1;
    walk->stack[walk->height++] = state;
}

static void move_on(Walk *walk, const AtlasMove *move)
{
    if (move->target != ATLAS_NONE) arrive(walk, move->target);
    else walk->failed |= failure_in_throw(walk->failure, move->message);
}

/* `state` was reached within the stretch, after `done` of its steps. */
static void go_through(Walk *walk, uint32_t index, uint32_t state, uint32_t done)
{
    const Stretch *stretch = &walk->stretches[index];
    const AtlasState *at = &walk->atlas->states[state];
    if (done == stretch->length) {
        walk->gone_through[index] = true;
        arrive(walk, state);
        return;
    }
    bool left = false;
    for (uint32_t i = 0; i < at->count; i++) {
        const AtlasMove *move = &atlas_moves(walk->atlas, state)[i];
        if (move->move.actor != stretch->actor || move->target == state) continue;
        if (move->move.step != stretch->steps[done]) left = true;
        else if (move->target == ATLAS_NONE) move_on(walk, move);
        else go_through(walk, index, move->target, done + 1);
    }
    if (left) arrive(walk, state);
}

static void expand(Walk *walk, uint32_t state)
{
    const AtlasState *at = &walk->atlas->states[state];
    for (uint32_t i = 0; i < at->count && !walk->failed; i++) {
        const AtlasMove *move = &atlas_moves(walk->atlas, state)[i];
        uint32_t index = 0;
        while (index < walk->count && (walk->stretches[index].actor != move->move.actor ||
                                       walk->stretches[index].steps[0] != move->move.step))
            index++;
        if (index == walk->count || move->target == ATLAS_NONE) move_on(walk, move);
        else if (move->target != state) go_through(walk, index, move->target, 1);
    }
}

/* Does nothing fail any more if these stretches are atomic, and can each still be taken? */
static bool prevent(Walk *walk, const Stretch *stretches, uint32_t count, uint32_t start)
{
    walk->stretches = stretches;
    walk->count = count;
    walk->failed = walk->gone_through[0] = walk->gone_through[1] = false;
    walk->height = 0;
    memset(walk->seen, 0, walk->atlas->count);
    arrive(walk, start);
    while (walk->height > 0 && !walk->failed) {
        expand(walk, walk->stack[--walk->height]);
        ++*walk->work;
    }
    bool taken = walk->gone_through[0] && (count < 2 || walk->gone_through[1]);
    return !walk->failed && taken;
}

/* -------- which stretches there are -------- */

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

/* The stretches of this length with an interruption in them; `first` only: right after their first
 * step. */
static void add_stretches(GArray *stretches, const Events *events, uint16_t actor, uint32_t length,
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

/* -------- the shortest -------- */

/* Of equally short ones the last on the path: it is nearest to the failure. */
static bool find_one(Walk *walk, uint32_t start, const Events *events, Window *window)
{
    for (uint32_t length = 2; length <= STRETCH_MOST; length++) {
        g_autoptr(GArray) stretches = g_array_new(FALSE, FALSE, sizeof(Stretch));
        for (uint16_t actor = 0; actor < events->subject->actor_count; actor++)
            add_stretches(stretches, events, actor, length, false);
        for (guint i = 0; i < stretches->len && *walk->work < MOST_WORK; i++) {
            const Stretch *stretch = &g_array_index(stretches, Stretch, i);
            if (window->count && stretch->first < window->stretches[0].first) continue;
            if (!prevent(walk, stretch, 1, start)) continue;
            window->count = 1;
            window->stretches[0] = *stretch;
        }
        if (window->count) return true;
    }
    return false;
}

static bool find_two(Walk *walk, uint32_t start, const Events *events, Window *window)
{
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(Stretch));
    for (uint32_t length = 2; length <= STRETCH_MOST; length++)
        for (uint16_t actor = 0; actor < events->subject->actor_count; actor++)
            add_stretches(all, events, actor, length, true);
    for (uint32_t length = 4; length <= MOST_TOGETHER; length++)
        for (guint i = 0; i < all->len; i++)
            for (guint j = i + 1; j < all->len && *walk->work < MOST_WORK; j++) {
                Stretch two[2] = {g_array_index(all, Stretch, i), g_array_index(all, Stretch, j)};
                if (two[0].actor == two[1].actor || two[0].length + two[1].length != length)
                    continue;
                if (!prevent(walk, two, 2, start)) continue;
                window->count = 2;
                memcpy(window->stretches, two, sizeof two);
                return true;
            }
    return false;
}

Window window_find(const Atlas *atlas, const Failure *failure, const uint8_t *failing,
                   uint32_t start, const Events *events)
{
    Window window = {0};
    uint64_t work = 0;
    if (events->count == 0) return window;
    Walk walk = {.atlas = atlas,
                 .failure = failure,
                 .failing = failing,
                 .seen = g_new(uint8_t, atlas->count),
                 .stack = g_new(uint32_t, atlas->count),
                 .work = &work};
    if (!find_one(&walk, start, events, &window)) find_two(&walk, start, events, &window);
    window.gave_up = !window.count && work >= MOST_WORK;
    g_free(walk.seen);
    g_free(walk.stack);
    return window;
}
