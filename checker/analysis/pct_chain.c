#include "checker/analysis/pct_chain.h"

#include "checker/search/explored.h"

#include <string.h>

/* Compared as bytes, so there is no padding.  All that decides how a run goes on, but for the
 * number of steps that it has made.  Of priorities only the order counts; those after a yield are
 * below -changes. */
typedef struct Situation {
    uint32_t place;
    uint32_t coming; /* bit set: the change points that are still to come */
    /* As in walk.h: to see an actor go in circles. */
    uint32_t solo_actor, solo_length, solo_mark, solo_state;
    int8_t priorities[PCT_CHAIN_MOST_ACTORS];
} Situation;

typedef struct Weighted {
    Situation situation;
    double weight; /* the probability to be in it now */
} Weighted;

typedef struct Pursuit {
    const Chain *chain;
    const PctPlan *plan;
    uint32_t step;
    GHashTable *now, *next; /* of Weighted *, by their situations */
    uint64_t work, additions;
    double failed;
} Pursuit;

/* -------- situations -------- */

static guint hash(gconstpointer key)
{
    const uint32_t *words = key;
    uint64_t mixed = 0;
    for (size_t i = 0; i < sizeof(Situation) / sizeof *words; i++)
        mixed = (mixed ^ words[i]) * UINT64_C(0x9e3779b97f4a7c15);
    return (guint)(mixed >> 32);
}

static gboolean equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(Situation)) == 0;
}

static GHashTable *front_new(void)
{
    return g_hash_table_new_full(hash, equal, g_free, NULL);
}

static void come_to(Pursuit *pursuit, const Situation *situation, double weight)
{
    Weighted *known = g_hash_table_lookup(pursuit->next, situation);
    pursuit->work++;
    pursuit->additions++;
    if (known) {
        known->weight += weight;
        return;
    }
    Weighted *fresh = g_new(Weighted, 1);
    *fresh = (Weighted){*situation, weight};
    g_hash_table_add(pursuit->next, fresh);
}

/* -------- priorities -------- */

static uint32_t ready_at(const Chain *chain, uint32_t place)
{
    uint32_t ready = 0;
    for (uint64_t move = chain->first[place]; move < chain->first[place + 1]; move++)
        ready |= UINT32_C(1) << chain->actor[move];
    return ready;
}

static uint32_t highest(const Situation *situation, uint32_t ready)
{
    uint32_t best = (uint32_t)__builtin_ctz(ready);
    for (; ready != 0; ready &= ready - 1) {
        uint32_t actor = (uint32_t)__builtin_ctz(ready);
        if (situation->priorities[actor] > situation->priorities[best]) best = actor;
    }
    return best;
}

/* The actor falls below all others.  Those that fell before move up as far as there is room, so
 * that equal orders are equal situations. */
static void yield(const Pursuit *pursuit, Situation *situation, uint32_t actor)
{
    int8_t floor = (int8_t)-pursuit->plan->changes;
    int8_t from = situation->priorities[actor], lowest = floor;
    for (uint32_t i = 0; i < PCT_CHAIN_MOST_ACTORS; i++) {
        int8_t *priority = &situation->priorities[i];
        if (i == actor) continue;
        if (from < floor && *priority < from) ++*priority;
        lowest = MIN(lowest, *priority);
    }
    situation->priorities[actor] = (int8_t)(lowest - 1);
}

/* -------- circles, as in walk.c -------- */

static void mark(const Pursuit *pursuit, Situation *situation)
{
    situation->solo_state = pursuit->chain->state[situation->place];
    situation->solo_mark = situation->solo_length;
}

static bool circles(const Pursuit *pursuit, Situation *situation, uint32_t actor)
{
    if (actor != situation->solo_actor || situation->solo_length == 0) {
        situation->solo_actor = actor;
        situation->solo_length = 1;
        mark(pursuit, situation);
        return false;
    }
    situation->solo_length++;
    if (situation->solo_state == pursuit->chain->state[situation->place]) return true;
    if (situation->solo_length >= 2 * situation->solo_mark) mark(pursuit, situation);
    return false;
}

/* -------- one step -------- */

/* The actor moves, by each of its alternatives. */
static void move_on(Pursuit *pursuit, const Situation *from, uint32_t actor, double weight)
{
    const Chain *chain = pursuit->chain;
    uint64_t move, last = chain->first[from->place + 1];
    uint32_t alternatives = 0;
    for (move = chain->first[from->place]; move < last; move++)
        alternatives += chain->actor[move] == actor;
    for (move = chain->first[from->place]; move < last; move++) {
        if (chain->actor[move] != actor) continue;
        Situation to = *from;
        to.place = chain->target[move];
        bool ends = to.place < CHAIN_FIRST_STATE;
        if (!ends && circles(pursuit, &to, actor)) yield(pursuit, &to, actor);
        come_to(pursuit, &to, weight / alternatives);
    }
}

/* The change points of `coming` from number `change` on are either now or later. */
static void change_and_move(Pursuit *pursuit, Situation situation, uint32_t change, uint32_t ready,
                            double weight)
{
    const PctPlan *plan = pursuit->plan;
    while (change < plan->changes && !(situation.coming >> change & 1))
        change++;
    if (change == plan->changes || pursuit->step >= plan->length) {
        move_on(pursuit, &situation, highest(&situation, ready), weight);
        return;
    }
    double now = 1.0 / (plan->length - pursuit->step);
    if (now < 1) change_and_move(pursuit, situation, change + 1, ready, weight * (1 - now));
    situation.coming &= ~(UINT32_C(1) << change);
    situation.priorities[highest(&situation, ready)] = (int8_t)(-(int)change - 1);
    change_and_move(pursuit, situation, change + 1, ready, weight * now);
}

static void go_on(Pursuit *pursuit, const Weighted *at)
{
    const Chain *chain = pursuit->chain;
    uint32_t place = at->situation.place;
    PlaceKind kind = chain->kind[place];
    bool lost = bit_is_set(chain->lost, place);
    bool cut = kind == PLACE_GOES_ON && pursuit->step == pursuit->plan->step_limit;
    if (kind == PLACE_FAILS || ((kind == PLACE_HALTS || cut) && lost)) {
        pursuit->failed += at->weight;
        pursuit->additions++;
    } else if (kind == PLACE_GOES_ON && !cut) {
        change_and_move(pursuit, at->situation, 0, ready_at(chain, place), at->weight);
    }
}

static void take_step(Pursuit *pursuit)
{
    GHashTableIter each;
    gpointer at;
    g_hash_table_iter_init(&each, pursuit->now);
    while (g_hash_table_iter_next(&each, &at, NULL))
        go_on(pursuit, at);
    g_hash_table_remove_all(pursuit->now);
    GHashTable *next = pursuit->next;
    pursuit->next = pursuit->now;
    pursuit->now = next;
    pursuit->step++;
}

/* -------- where it begins -------- */

static double order_count(uint32_t actors)
{
    return actors <= 1 ? 1 : actors * order_count(actors - 1);
}

/* Priorities actor .. actor_count - 1 are to be given out, each order once. */
static void begin(Pursuit *pursuit, Situation *situation, uint32_t actor, double weight)
{
    uint32_t count = pursuit->plan->actor_count;
    if (actor >= MIN(count, PCT_CHAIN_MOST_ACTORS)) {
        come_to(pursuit, situation, weight);
        return;
    }
    for (uint32_t priority = 0; priority < count; priority++) {
        bool taken = false;
        for (uint32_t i = 0; i < actor; i++)
            taken |= situation->priorities[i] == (int8_t)priority;
        if (taken) continue;
        situation->priorities[actor] = (int8_t)priority;
        begin(pursuit, situation, actor + 1, weight);
    }
}

static void begin_everywhere(Pursuit *pursuit)
{
    const Chain *chain = pursuit->chain;
    double weight = 1 / (chain->source_count * order_count(pursuit->plan->actor_count));
    for (uint32_t i = 0; i < chain->source_count; i++) {
        Situation situation;
        memset(&situation, 0, sizeof situation);
        situation.place = chain->sources[i];
        situation.coming = (UINT32_C(1) << pursuit->plan->changes) - 1;
        begin(pursuit, &situation, 0, weight);
    }
    GHashTable *next = pursuit->next;
    pursuit->next = pursuit->now;
    pursuit->now = next;
}

bool pct_chain(const Chain *chain, const PctPlan *plan, Bounds *ret_fails)
{
    if (plan->actor_count > PCT_CHAIN_MOST_ACTORS) return false;
    Pursuit pursuit = {.chain = chain, .plan = plan, .now = front_new(), .next = front_new()};
    begin_everywhere(&pursuit);
    while (g_hash_table_size(pursuit.now) > 0 && pursuit.work <= plan->most_work)
        take_step(&pursuit);
    bool done = g_hash_table_size(pursuit.now) == 0;
    g_hash_table_unref(pursuit.now);
    g_hash_table_unref(pursuit.next);
    *ret_fails = bounds_widened((Bounds){pursuit.failed, pursuit.failed},
                                pursuit.additions + 4 * UINT64_C(1) * pursuit.step);
    return done;
}
