/* The canonical schedule: one answer among all shortest ones, whatever the order of exploration.
 *
 * Backwards over the levels, every state learns how few context switches still suffice to reach the
 * target, and which actors may go first for that.  An actor that may go first saves the switch to
 * it if it also moved last; any other actor that moved last leaves exactly one switch more.
 * Forwards, the moves that keep to these figures are the optimal ones, and names decide between
 * them.
 */
#include "checker/search/known_moves.h"
#include "checker/search/memory.h"
#include "checker/search/moves.h"
#include "checker/search/require.h"
#include "checker/search/reservation.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define FAR UINT32_MAX /* switches to a target that cannot be reached in time */

/* What it costs to go on from a state.  All zero: the target cannot be reached in time.  So it is
 * with most states, and of the memory for them nothing is touched. */
typedef struct Cost {
    uint32_t switches; /* after the first move */
    uint32_t actors;   /* bit set: who may move first at this cost */
} Cost;

static bool is_near(Cost cost)
{
    return cost.actors != 0;
}

/* In most searches few states lead to the target.  A bit set by hash, small enough for the cache,
 * turns away nearly all others without a look-up in the store. */
typedef struct Sieve {
    uint8_t *bits;
    uint32_t size; /* in bits, a power of two */
} Sieve;

#define SIEVE_LEAST (UINT32_C(1) << 10)
#define SIEVE_MOST (UINT32_C(1) << 23)
#define SIEVE_BITS_PER_STATE 8

typedef struct Plan {
    const Explored *explored;
    const Subject *subject;
    const Target *target;
    Reservation room;
    bool in_file;      /* the room is */
    Cost *costs;       /* in it, one for each state up to the target's level */
    Sieve here, ahead; /* of the level under way and of the one after it */
    uint8_t *leading;  /* bit set: states that lead to some that are not far; NULL: not known */
} Plan;

/* -------- the sieve -------- */

static uint32_t largest_level(const Explored *explored)
{
    uint32_t largest = 0;
    for (uint32_t level = 0; level < explored->level_count; level++) {
        uint32_t size = explored->levels[level + 1] - explored->levels[level];
        if (size > largest) largest = size;
    }
    return largest;
}

static Sieve sieve_new(uint32_t states)
{
    Sieve sieve = {.size = SIEVE_LEAST};
    while (sieve.size < SIEVE_MOST && sieve.size / SIEVE_BITS_PER_STATE < states)
        sieve.size *= 2;
    sieve.bits = calloc(sieve.size / 8, 1);
    REQUIRE(sieve.bits, "no memory for the way back from a failure");
    return sieve;
}

static uint32_t sieve_place(const Sieve *sieve, const Key *key)
{
    return (uint32_t)key->hash & (sieve->size - 1);
}

static void sieve_add(Sieve *sieve, const Key *key)
{
    set_bit(sieve->bits, sieve_place(sieve, key));
}

static bool sieve_passes(const Sieve *sieve, const Key *key)
{
    return bit_is_set(sieve->bits, sieve_place(sieve, key));
}

/* The level under way becomes the one ahead. */
static void sieve_shift(Plan *plan)
{
    Sieve done = plan->here;
    plan->here = plan->ahead;
    plan->ahead = done;
    memset(plan->here.bits, 0, plan->here.size / 8);
}

/* -------- backwards -------- */

/* One state more is read. */
static void forget_copies(const Plan *plan, uint32_t at)
{
    if (search_reads(plan->explored, at) && plan->in_file) reservation_forget(&plan->room);
}

static bool is_on_level(const Explored *explored, uint32_t state, uint32_t level)
{
    return level < explored->level_count && state >= explored->levels[level] &&
           state < explored->levels[level + 1];
}

static bool is_wanted_throw(const Plan *plan, const Moves *moves, uint32_t level)
{
    const Target *target = plan->target;
    if (!target->throws || level + 1 != target->depth) return false;
    return !target->message ||
           strcmp(target->message, plan->subject->messages[moves->message]) == 0;
}

/* The state that a move leads to, or STORE_NONE: a throw, a spin, a state that is not stored, or,
 * with a sieve, one that is surely far from the target. */
static uint32_t state_after(const Plan *plan, const Moves *moves, const Opened *from,
                            const Sieve *sieve)
{
    Key key;
    if (moves->outcome == THREW || !moves->changed) return STORE_NONE;
    if (!store_key(plan->explored->store, moves->to, (Likeness){from, moves->dirty}, &key))
        return STORE_NONE;
    if (sieve && !sieve_passes(sieve, &key)) return STORE_NONE;
    return store_find_key(plan->explored->store, &key);
}

/* The context switches still to come after a move from `level` to a state, or FAR. */
static uint32_t cost_after(const Plan *plan, const Moves *moves, uint32_t state, uint32_t level)
{
    if (moves->outcome == THREW) return is_wanted_throw(plan, moves, level) ? 0 : FAR;
    if (state == STORE_NONE || !is_on_level(plan->explored, state, level + 1)) return FAR;
    Cost cost = plan->costs[state];
    if (!is_near(cost)) return FAR;
    bool goes_on = cost.actors >> moves->move.actor & 1;
    return cost.switches + !goes_on;
}

static Cost cost_of_target(const Plan *plan, uint32_t state)
{
    const uint8_t *states = plan->target->states;
    bool reached = states && bit_is_set(states, state);
    return reached ? (Cost){.switches = 0, .actors = UINT32_MAX} : (Cost){0};
}

/* This actor may go first at this cost. */
static void may_go(Cost *least, uint32_t switches, uint32_t actor)
{
    if (switches > least->switches) return;
    if (switches < least->switches) *least = (Cost){.switches = switches};
    least->actors |= UINT32_C(1) << actor;
}

/* state_after of a move that is looked up. */
static uint32_t known_state_after(const Plan *plan, const KnownMoves *known)
{
    Key key;
    if (known->effect->outcome == THREW || !known->edit->has_patches) return STORE_NONE;
    if (!known_moves_key(known, &key) || !sieve_passes(&plan->ahead, &key)) return STORE_NONE;
    return store_find_key(plan->explored->store, &key);
}

/* False: not all moves are known. */
static bool look_up_cost(const Plan *plan, uint32_t state, const Opened *opened, uint32_t level,
                         Cost *least)
{
    KnownMoves known;
    known_moves_begin(&known, plan->explored, state, opened);
    while (known_moves_next(&known)) {
        Moves moves = {.outcome = known.effect->outcome, .message = known.effect->message};
        moves.move.actor = (uint16_t)known.actor;
        uint32_t next = known_state_after(plan, &known);
        may_go(least, cost_after(plan, &moves, next, level), known.actor);
    }
    return !known.lacks_some;
}

static Cost cost_of(const Plan *plan, uint32_t state, Opened *opened, uint32_t level)
{
    const Explored *explored = plan->explored;
    if (level == plan->target->depth) return cost_of_target(plan, state);
    Cost none = {.switches = FAR - 1}, least = none;
    if (bit_is_set(plan->explored->violating, state)) return least;
    if (explored->edits && look_up_cost(plan, state, opened, level, &least)) return least;

    uint8_t to[SUBJECT_MAX_STATE];
    Moves moves;
    least = none;
    store_unfold_opened(explored->store, opened);
    moves_begin(&moves, plan->subject, opened->bytes, to, NULL);
    while (moves_next(&moves)) {
        uint32_t next = state_after(plan, &moves, opened, &plan->ahead);
        may_go(&least, cost_after(plan, &moves, next, level), moves.move.actor);
    }
    return least;
}

/* In most searches nearly all states are far from the target, so only the others get a key. */
static void compute_cost(Plan *plan, uint32_t state, uint32_t level)
{
    Opened opened;
    Key key;
    store_open_folded(plan->explored->store, state, &opened);
    Cost cost = cost_of(plan, state, &opened, level);
    if (!is_near(cost)) return;
    plan->costs[state] = cost;
    store_key_of_opened(plan->explored->store, state, &opened, &key);
    sieve_add(&plan->here, &key);
}

static void lead_on(void *data, uint32_t from, uint32_t to)
{
    Plan *plan = data;
    if (is_near(plan->costs[to])) set_bit(plan->leading, from);
}

/* Surely far from the target?  Who throws is not known, nor who is the target. */
static bool is_far(const Plan *plan, uint32_t state, uint32_t level)
{
    const Target *target = plan->target;
    bool may_throw = target->throws && level + 1 == target->depth;
    if (!plan->leading || level >= target->depth || may_throw) return false;
    return !bit_is_set(plan->leading, state);
}

static void compute_level(Plan *plan, uint32_t level)
{
    const uint32_t *levels = plan->explored->levels;
    for (uint32_t state = levels[level]; state < levels[level + 1]; state++) {
        forget_copies(plan, state);
        if (!is_far(plan, state, level)) compute_cost(plan, state, level);
    }
}

static void compute_costs(Plan *plan)
{
    const Explored *explored = plan->explored;
    uint32_t depth = plan->target->depth;
    ArrivalWalk walk = {0};
    if (plan->leading) walk = arrivals_walk(explored->arrivals);
    /* A throw may be deeper than the last level of states. */
    uint32_t level = depth < explored->level_count ? depth + 1 : explored->level_count;
    while (level-- > 0) {
        sieve_shift(plan);
        if (plan->leading) arrivals_back_to(&walk, explored->levels[level], lead_on, plan);
        compute_level(plan, level);
    }
}

/* -------- forwards -------- */

static int compare_moves(const Subject *subject, Move a, Move b)
{
    int order = strcmp(subject->actors[a.actor], subject->actors[b.actor]);
    if (order == 0) order = strcmp(subject->steps[a.step].name, subject->steps[b.step].name);
    return order != 0 ? order : (int)a.choice - (int)b.choice;
}

static int compare_schedules(const Subject *subject, const Schedule *a, const Schedule *b)
{
    int order = 0;
    for (uint32_t i = 0; order == 0 && i < a->length; i++)
        order = compare_moves(subject, a->moves[i], b->moves[i]);
    return order;
}

/* Where a walk has got to. */
typedef struct Walk {
    uint32_t state;
    uint32_t budget; /* context switches left, the one to the next actor included */
    uint32_t level;
    Move last; /* from level 1 on */
} Walk;

/* The first in order of the moves that keep within the budget. */
static Walk walk_on(const Plan *plan, const Walk *walk)
{
    uint8_t to[SUBJECT_MAX_STATE];
    Walk best = {.level = walk->level};
    Opened opened;
    Moves moves;
    forget_copies(plan, walk->level);
    store_open(plan->explored->store, walk->state, &opened);
    moves_begin(&moves, plan->subject, opened.bytes, to, NULL);
    while (moves_next(&moves)) {
        uint32_t state = state_after(plan, &moves, &opened, NULL);
        uint32_t after = cost_after(plan, &moves, state, walk->level);
        bool switches = walk->level > 0 && moves.move.actor != walk->last.actor;
        if (after == FAR || after + switches != walk->budget) continue;
        bool is_first = best.level == walk->level;
        if (is_first || compare_moves(plan->subject, moves.move, best.last) < 0)
            best = (Walk){state, after, walk->level + 1, moves.move};
    }
    REQUIRE(best.level > walk->level,
            "%s: a move made once cannot be made again; the subject is "
            "not a function of its state",
            plan->subject->name);
    return best;
}

static Schedule best_from(const Plan *plan, uint32_t initial_state)
{
    uint32_t depth = plan->target->depth;
    Schedule schedule = {
        .initial = initial_index(plan->explored, initial_state),
        .length = depth,
        .cycle = depth,
        .moves = malloc((depth + 1) * sizeof(Move)),
    };
    REQUIRE(schedule.moves, "no memory for a schedule of %u moves", depth);
    Walk walk = {.state = initial_state, .budget = plan->costs[initial_state].switches};
    while (walk.level < depth) {
        walk = walk_on(plan, &walk);
        schedule.moves[walk.level - 1] = walk.last;
    }
    return schedule;
}

static uint32_t switches_from(const Plan *plan, uint32_t state)
{
    Cost cost = plan->costs[state];
    return is_near(cost) ? cost.switches : FAR;
}

static uint32_t least_switches(const Plan *plan)
{
    uint32_t least = FAR;
    for (uint32_t state = 0; state < plan->explored->levels[1]; state++)
        if (switches_from(plan, state) < least) least = switches_from(plan, state);
    return least;
}

/* Initial states are numbered by their index, so the first of equals has the lowest. */
static Schedule best_of_all(const Plan *plan)
{
    uint32_t least = least_switches(plan);
    REQUIRE(least != FAR, "%s: no schedule of length %u leads to the target", plan->subject->name,
            plan->target->depth);
    Schedule best = {0};
    for (uint32_t state = 0; state < plan->explored->levels[1]; state++) {
        if (switches_from(plan, state) != least) continue;
        Schedule schedule = best_from(plan, state);
        bool better = !best.moves || compare_schedules(plan->subject, &schedule, &best) < 0;
        schedule_free(better ? &best : &schedule);
        if (better) best = schedule;
    }
    return best;
}

/* -------- room -------- */

/* What was spilled makes no room for eight bytes a state, so these go to a file, too.  Without one
 * the limit is not kept: that there is a failure is known, so it is to be shown. */
static void make_room(Plan *plan)
{
    const Explored *explored = plan->explored;
    const SearchOptions *options = explored->options;
    size_t size = sizeof(Cost) * store_count(explored->store);
    if (options->spill && !search_has_room(explored, size)) {
        int file = spill_open(options->spill);
        if (file >= 0) plan->room = reservation_in_file(file, size);
        plan->in_file = plan->room.start != NULL;
        if (!plan->in_file)
            search_tell(options, "the way back from a failure is kept in memory: %s: %s",
                        options->spill, strerror(errno));
    }
    if (!plan->in_file) plan->room = reservation_new(size);
    REQUIRE(plan->room.start, "no address space for the way back from a failure");
    plan->costs = plan->room.start;
}

Schedule canonical_schedule(const Explored *explored, const Target *target)
{
    uint32_t largest = largest_level(explored);
    Plan plan = {
        .explored = explored,
        .subject = explored->question->subject,
        .target = target,
        .here = sieve_new(largest),
        .ahead = sieve_new(largest),
    };
    const Arrivals *arrivals = explored->arrivals;
    if (arrivals && arrivals_complete(arrivals))
        plan.leading = memory_new(store_count(explored->store) / 8 + UINT64_C(1), 1);
    make_room(&plan);
    compute_costs(&plan);
    Schedule schedule = best_of_all(&plan);
    free(plan.here.bits);
    free(plan.ahead.bits);
    free(plan.leading);
    reservation_free(&plan.room);
    return schedule;
}
