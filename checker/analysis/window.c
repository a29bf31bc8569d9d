#include "checker/analysis/window.h"

#include <string.h>

/* States walked through; steps of two stretches; of one that begins again and again. */
enum { MOST_WORK = 40000000, MOST_TOGETHER = 40, DEEPEST = 8 * STRETCH_MOST };

/* -------- what can be reached if stretches are atomic -------- */

typedef struct Walk {
    const Atlas *atlas;
    const Failure *failure;
    const uint8_t *failing;
    const uint32_t *away; /* per state: steps to a failure, if nothing is atomic; FAR: no way */
    const Stretch *stretches;
    uint32_t count;
    bool everywhere; /* go on where no failure can be reached, too */
    uint8_t *seen;
    uint32_t *next, *head; /* lists of the states to go on from, by `away`; numbers plus one */
    uint32_t nearest;      /* no list before this one has a state */
    bool failed;
    bool gone_through[2]; /* some run took this stretch from its first step to its last */
    uint64_t *work;
} Walk;

#define FAR UINT32_MAX

/* Nearest to a failure first: if there is a way to one, it is found soon. */
static void arrive(Walk *walk, uint32_t state)
{
    if (walk->failing[state]) walk->failed = true;
    uint32_t away = walk->away[state];
    if (walk->seen[state] || (away == FAR && !walk->everywhere)) return;
    if (away == FAR) away = walk->atlas->count;
    walk->seen[state] = 1;
    walk->next[state] = walk->head[away];
    walk->head[away] = state + 1;
    if (away < walk->nearest) walk->nearest = away;
}

/* ATLAS_NONE: there is none. */
static uint32_t depart(Walk *walk)
{
    while (walk->nearest <= walk->atlas->count && !walk->head[walk->nearest])
        walk->nearest++;
    if (walk->nearest > walk->atlas->count) return ATLAS_NONE;
    uint32_t state = walk->head[walk->nearest] - 1;
    walk->head[walk->nearest] = walk->next[state];
    return state;
}

static void move_on(Walk *walk, const AtlasMove *move)
{
    if (move->target != ATLAS_NONE) arrive(walk, move->target);
    else walk->failed |= failure_in_throw(walk->failure, move->message);
}

/* A step that does not belong to the stretch here may still be part of one that began later.  How
 * many steps of it are done then?  As in the search for a word in a text. */
static uint32_t begun_later(const Stretch *stretch, uint32_t done, uint16_t step)
{
    for (uint32_t count = done; count > 0; count--) {
        const uint16_t *tail = stretch->steps + done - (count - 1);
        bool same = memcmp(stretch->steps, tail, (count - 1) * sizeof *tail) == 0;
        if (same && stretch->steps[count - 1] == step) return count;
    }
    return 0;
}

/* `into` leads on within the stretch: `done` of its steps are taken then, and `depth` in all. */
static void go_through(Walk *walk, uint32_t index, const AtlasMove *into, uint32_t done,
                       uint32_t depth)
{
    const Stretch *stretch = &walk->stretches[index];
    uint32_t state = into->target;
    const AtlasState *at = &walk->atlas->states[state];
    /* A run that ends within does not come to the end of the stretch; a goal may be lost within,
     * and is lost at its end as well. */
    walk->failed |= at->broken && walk->failing[state];
    if (done == stretch->length) {
        walk->gone_through[index] = true;
        arrive(walk, state);
        return;
    }
    bool left = false;
    for (uint32_t i = 0; i < at->count && depth < DEEPEST; i++) {
        const AtlasMove *move = &atlas_moves(walk->atlas, state)[i];
        if (move->move.actor != into->move.actor || move->target == state) continue;
        bool goes_on = move->move.step == stretch->steps[done];
        uint32_t next = goes_on ? done + 1 : begun_later(stretch, done, move->move.step);
        if (next < 2) left = true;
        else if (move->target == ATLAS_NONE) move_on(walk, move);
        else go_through(walk, index, move, next, depth + 1);
    }
    if (left) arrive(walk, state);
}

/* Which stretch does this move begin?  One by itself is anybody's who takes these steps; of two,
 * each is its actor's, as both may begin with the same step. */
static uint32_t stretch_of(const Walk *walk, Move move)
{
    for (uint32_t i = 0; i < walk->count; i++) {
        const Stretch *stretch = &walk->stretches[i];
        bool own = walk->count == 1 || stretch->actor == move.actor;
        if (own && stretch->steps[0] == move.step) return i;
    }
    return walk->count;
}

static void expand(Walk *walk, uint32_t state)
{
    const AtlasState *at = &walk->atlas->states[state];
    for (uint32_t i = 0; i < at->count && !walk->failed; i++) {
        const AtlasMove *move = &atlas_moves(walk->atlas, state)[i];
        uint32_t index = stretch_of(walk, move->move);
        if (index == walk->count || move->target == ATLAS_NONE) move_on(walk, move);
        else if (move->target != state) go_through(walk, index, move, 1, 1);
    }
}

static void walk_through(Walk *walk, uint32_t start, bool everywhere)
{
    walk->everywhere = everywhere;
    walk->failed = walk->gone_through[0] = walk->gone_through[1] = false;
    walk->nearest = walk->atlas->count;
    memset(walk->seen, 0, walk->atlas->count);
    memset(walk->head, 0, (walk->atlas->count + UINT64_C(1)) * sizeof *walk->head);
    arrive(walk, start);
    for (uint32_t at; !walk->failed && (at = depart(walk)) != ATLAS_NONE; ++*walk->work)
        expand(walk, at);
}

/* Does nothing fail any more if these stretches are atomic, and can each still be taken? */
static bool prevent(Walk *walk, const Stretch *stretches, uint32_t count, uint32_t start)
{
    walk->stretches = stretches;
    walk->count = count;
    walk_through(walk, start, false);
    if (walk->failed) return false;
    walk_through(walk, start, true);
    return walk->gone_through[0] && (count < 2 || walk->gone_through[1]);
}

/* -------- how far a failure is -------- */

/* The states that lead to each state: those of state s are from[first[s]] .. from[first[s + 1] -
 * 1].
 */
static void turn_round(const Atlas *atlas, uint64_t *first, uint32_t *from)
{
    for (uint32_t i = 0; i < atlas->move_count; i++)
        if (atlas->moves[i].target != ATLAS_NONE) first[atlas->moves[i].target + 1]++;
    for (uint32_t state = 0; state < atlas->count; state++)
        first[state + 1] += first[state];
    g_autofree uint64_t *at = g_memdup2(first, (atlas->count + UINT64_C(1)) * sizeof *first);
    for (uint32_t state = 0; state < atlas->count; state++)
        for (uint32_t i = 0; i < atlas->states[state].count; i++) {
            uint32_t target = atlas_moves(atlas, state)[i].target;
            if (target != ATLAS_NONE) from[at[target]++] = state;
        }
}

static bool fails_here(const Atlas *atlas, const Failure *failure, const uint8_t *failing,
                       uint32_t state)
{
    for (uint32_t i = 0; i < atlas->states[state].count; i++) {
        const AtlasMove *move = &atlas_moves(atlas, state)[i];
        if (move->target == ATLAS_NONE && failure_in_throw(failure, move->message)) return true;
    }
    return failing[state];
}

static uint32_t *distances(const Atlas *atlas, const Failure *failure, const uint8_t *failing)
{
    g_autofree uint64_t *first = g_new0(uint64_t, atlas->count + UINT64_C(2));
    g_autofree uint32_t *from = g_new(uint32_t, atlas->move_count + UINT64_C(1));
    g_autofree uint32_t *queue = g_new(uint32_t, atlas->count + UINT64_C(1));
    uint32_t *away = g_new(uint32_t, atlas->count + UINT64_C(1)), tail = 0;
    turn_round(atlas, first, from);
    for (uint32_t state = 0; state < atlas->count; state++) {
        bool fails = fails_here(atlas, failure, failing, state);
        away[state] = fails ? 0 : FAR;
        if (fails) queue[tail++] = state;
    }
    for (uint32_t head = 0; head < tail; head++)
        for (uint64_t i = first[queue[head]]; i < first[queue[head] + 1]; i++) {
            if (away[from[i]] != FAR) continue;
            away[from[i]] = away[queue[head]] + 1;
            queue[tail++] = from[i];
        }
    return away;
}

/* -------- the shortest -------- */

/* Of equally short ones the last on the path: it is nearest to the failure. */
static bool find_one(Walk *walk, uint32_t start, const Events *events, Window *window)
{
    for (uint32_t length = 2; length <= STRETCH_MOST; length++) {
        g_autoptr(GArray) stretches = g_array_new(FALSE, FALSE, sizeof(Stretch));
        for (uint16_t actor = 0; actor < events->subject->actor_count; actor++)
            stretches_add(stretches, events, actor, length, false);
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
            stretches_add(all, events, actor, length, true);
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
    g_autofree uint32_t *away = distances(atlas, failure, failing);
    Walk walk = {.atlas = atlas,
                 .failure = failure,
                 .failing = failing,
                 .away = away,
                 .seen = g_new(uint8_t, atlas->count),
                 .next = g_new(uint32_t, atlas->count),
                 .head = g_new(uint32_t, atlas->count + UINT64_C(1)),
                 .work = &work};
    if (!find_one(&walk, start, events, &window)) find_two(&walk, start, events, &window);
    window.gave_up = !window.count && work >= MOST_WORK;
    g_free(walk.seen);
    g_free(walk.next);
    g_free(walk.head);
    return window;
}
