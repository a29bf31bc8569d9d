/* Every state on a fair cycle is tried as the place where the cycle begins, those nearest to the
 * start first.  From there the cycle is a least way over (state, who moved last, who was served):
 * an actor is served by a move of its own, or where it cannot move. */
#include "checker/analysis/lasso.h"

#include "checker/search/components.h"
#include "checker/search/memory.h"

#include <stdlib.h>

enum { MOST_WORK = 5000000 }; /* nodes settled */

/* A node: where, after whose move, and, on a cycle, who was served.  It owns nothing. */
typedef struct Place {
    uint32_t state;
    uint32_t served; /* bit set */
    uint16_t last;   /* actor, or NOBODY */
    Move move;       /* that led here */
    uint32_t parent; /* index of a place, or ATLAS_NONE */
    LeastCost cost;
} Place;

enum { NOBODY = UINT16_MAX };

typedef struct Wave {
    const Atlas *atlas;
    const uint8_t *inside; /* may be entered */
    GArray *places;        /* of Place */
    GHashTable *known;     /* of a place's key: its index plus one */
    LeastQueue queue;
    uint32_t *work;
} Wave;

static guint place_hash(gconstpointer key)
{
    const Place *place = key;
    return (place->state * 0x9e3779b1u) ^ (place->served * 0x85ebca6bu) ^ place->last;
}

static gboolean place_equal(gconstpointer a, gconstpointer b)
{
    const Place *one = a, *two = b;
    return one->state == two->state && one->served == two->served && one->last == two->last;
}

static Wave wave_new(const Atlas *atlas, const uint8_t *inside, uint32_t *work)
{
    return (Wave){.atlas = atlas,
                  .inside = inside,
                  .places = g_array_new(FALSE, FALSE, sizeof(Place)),
                  .known = g_hash_table_new_full(place_hash, place_equal, g_free, NULL),
                  .work = work};
}

static void wave_clear(Wave *wave)
{
    g_array_unref(wave->places);
    g_hash_table_unref(wave->known);
    least_clear(&wave->queue);
}

static Place *place_at(const Wave *wave, uint32_t index)
{
    return &g_array_index(wave->places, Place, index);
}

static void reach(Wave *wave, Place place)
{
    uint32_t known = GPOINTER_TO_UINT(g_hash_table_lookup(wave->known, &place));
    if (known && place_at(wave, known - 1)->cost <= place.cost) return;
    if (known) {
        *place_at(wave, known - 1) = place;
    } else {
        g_array_append_val(wave->places, place);
        known = wave->places->len;
        g_hash_table_insert(wave->known, g_memdup2(&place, sizeof place), GUINT_TO_POINTER(known));
    }
    least_push(&wave->queue, place.cost, known - 1);
}

/* The next place in order, or ATLAS_NONE. */
static uint32_t settle(Wave *wave)
{
    while (wave->queue.count > 0 && *wave->work < MOST_WORK) {
        LeastCost cost;
        uint32_t index = (uint32_t)least_pop(&wave->queue, &cost);
        if (cost != place_at(wave, index)->cost) continue;
        ++*wave->work;
        return index;
    }
    return ATLAS_NONE;
}

/* A spin moves, too: on a cycle it serves its actor. */
static void spread(Wave *wave, uint32_t index, bool serves)
{
    Place from = *place_at(wave, index);
    const AtlasState *at = &wave->atlas->states[from.state];
    for (uint32_t i = 0; i < at->count; i++) {
        const AtlasMove *move = &atlas_moves(wave->atlas, from.state)[i];
        if (move->target == ATLAS_NONE || !wave->inside[move->target]) continue;
        bool switches = from.last != NOBODY && from.last != move->move.actor;
        Place to = {.state = move->target,
                    .last = move->move.actor,
                    .move = move->move,
                    .parent = index,
                    .cost = from.cost + least_cost(switches, 1)};
        if (serves)
            to.served = from.served | UINT32_C(1) << move->move.actor |
                        ~wave->atlas->states[move->target].movable;
        reach(wave, to);
    }
}

/* Each step of the way from the wave's source to a place, appended. */
static void append_way(Schedule *schedule, const Wave *wave, uint32_t index)
{
    Place place = *place_at(wave, index);
    if (place.parent == ATLAS_NONE) return;
    append_way(schedule, wave, place.parent);
    schedule_append(schedule, place.move);
}

typedef struct Best {
    LeastCost cost;
    Schedule schedule;
} Best;

/* Find a cycle through the place that `stem` has settled, if one makes a better lasso. */
static void close_cycle(const Wave *stem, uint32_t index, const uint8_t *component, Best *best)
{
    const Atlas *atlas = stem->atlas;
    Place home = *place_at(stem, index);
    uint32_t all = UINT32_MAX >> (SUBJECT_MAX_ACTORS - atlas->question->subject->actor_count);
    Wave wave = wave_new(atlas, component, stem->work);
    reach(&wave, (Place){.state = home.state,
                         .served = ~atlas->states[home.state].movable,
                         .last = home.last,
                         .parent = ATLAS_NONE,
                         .cost = home.cost});
    for (uint32_t at; (at = settle(&wave)) != ATLAS_NONE;) {
        Place place = *place_at(&wave, at);
        if (place.cost >= best->cost) break;
        bool closed = place.parent != ATLAS_NONE && place.state == home.state;
        if (!closed || (place.served & all) != all) {
            spread(&wave, at, true);
            continue;
        }
        schedule_free(&best->schedule);
        append_way(&best->schedule, stem, index);
        uint32_t cycle = best->schedule.length;
        append_way(&best->schedule, &wave, at);
        best->schedule.cycle = cycle;
        best->cost = place.cost;
        break;
    }
    wave_clear(&wave);
}

/* -------- where cycles may begin -------- */

typedef struct Ground {
    Graph graph;
    Components components;
    uint8_t *inside;    /* one byte for each state: no goal, and the run goes on */
    uint8_t *component; /* the one under way */
    bool *fair;         /* of each component */
} Ground;

static Ground ground_new(const Atlas *atlas, const uint8_t *goal)
{
    Ground ground = {.graph = atlas_graph(atlas),
                     .inside = g_new0(uint8_t, atlas->count + 1),
                     .component = g_new0(uint8_t, atlas->count + 1)};
    uint8_t *subset = graph_bits(&ground.graph);
    for (uint32_t state = 0; state < atlas->count; state++) {
        ground.inside[state] = !goal[state] && !bit_is_set(ground.graph.outside, state);
        if (ground.inside[state]) set_bit(subset, state);
    }
    components_find(&ground.components, &ground.graph, subset);
    ground.fair = g_new0(bool, ground.components.count + 1);
    for (uint32_t c = 0; c < ground.components.count; c++)
        ground.fair[c] = component_is_fair(&ground.components, &ground.graph, c);
    free(subset);
    return ground;
}

static void ground_clear(Ground *ground)
{
    components_free(&ground->components);
    graph_free(&ground->graph);
    g_free(ground->inside);
    g_free(ground->component);
    g_free(ground->fair);
}

static void enter_component(Ground *ground, uint32_t component, uint8_t inside)
{
    const Components *components = &ground->components;
    for (uint32_t i = components->begin[component]; i < components->begin[component + 1]; i++)
        ground->component[components->members[i]] = inside;
}

bool lasso_least(const Atlas *atlas, uint32_t start, const uint8_t *goal, Schedule *ret_lasso,
                 bool *ret_gave_up)
{
    uint32_t work = 0;
    Best best = {.cost = UINT64_MAX};
    Ground ground = ground_new(atlas, goal);
    Wave stem = wave_new(atlas, ground.inside, &work);
    if (ground.inside[start])
        reach(&stem, (Place){.state = start, .last = NOBODY, .parent = ATLAS_NONE});
    for (uint32_t at; (at = settle(&stem)) != ATLAS_NONE;) {
        Place place = *place_at(&stem, at);
        /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): ground_new has found them */
        uint32_t component = ground.components.of[place.state];
        if (place.cost + least_cost(0, 1) >= best.cost) break;
        if (ground.fair[component]) {
            enter_component(&ground, component, 1);
            close_cycle(&stem, at, ground.component, &best);
            enter_component(&ground, component, 0);
        }
        spread(&stem, at, false);
    }
    *ret_gave_up = work >= MOST_WORK;
    bool found = best.schedule.length > 0 && !*ret_gave_up;
    if (found) *ret_lasso = best.schedule;
    else schedule_free(&best.schedule);
    wave_clear(&stem);
    ground_clear(&ground);
    return found;
}
