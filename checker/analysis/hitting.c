#include "checker/analysis/hitting.h"

#include "checker/search/explored.h"
#include "checker/search/memory.h"

#include <float.h>
#include <stdlib.h>

/* A component is done when its bounds are so close to each other, or has had so many moves looked
 * at: then they are as far apart as they are, and what is printed says so. */
#define CLOSE 1e-11
#define MOST_WORK UINT64_C(20000000000)

static double upper_end(double value)
{
    return value < 1 ? value : 1;
}

Bounds bounds_widened(Bounds bounds, uint64_t operations)
{
    double error = (double)operations * DBL_EPSILON;
    return (Bounds){bounds.lower * (1 - error), upper_end(bounds.upper * (1 + error))};
}

typedef struct Solver {
    const Chain *chain;
    Components components;
    Bounds *values; /* of the places; those of components that are not solved yet are 0 and 1 */
} Solver;

static uint64_t size_of(const Solver *solver, uint32_t component)
{
    return solver->components.begin[component + 1] - solver->components.begin[component];
}

static uint32_t member(const Solver *solver, uint32_t component, uint64_t index)
{
    return solver->components.members[solver->components.begin[component] + index];
}

/* -------- where runs end -------- */

static Bounds certainly(bool fails)
{
    return fails ? (Bounds){1, 1} : (Bounds){0, 0};
}

/* Runs stay in a component that no move leaves: they fail, all or none, by what they never meet. */
static bool is_left(const Solver *solver, uint32_t component)
{
    const Chain *chain = solver->chain;
    for (uint64_t i = 0; i < size_of(solver, component); i++) {
        uint32_t place = member(solver, component, i);
        for (uint64_t move = chain->first[place]; move < chain->first[place + 1]; move++)
            if (solver->components.of[chain->target[move]] != component) return true;
    }
    return false;
}

static void solve_last(Solver *solver, uint32_t component)
{
    for (uint64_t i = 0; i < size_of(solver, component); i++) {
        uint32_t place = member(solver, component, i);
        PlaceKind kind = solver->chain->kind[place];
        bool lost = kind != PLACE_PASSED_OVER && bit_is_set(solver->chain->lost, place);
        solver->values[place] = certainly(kind == PLACE_FAILS || lost);
    }
}

/* -------- on the way -------- */

/* What one more look at a place's moves makes of its bounds. */
static Bounds look(const Solver *solver, uint32_t place)
{
    const Chain *chain = solver->chain;
    Bounds sum = {0, 0};
    uint64_t move, last = chain->first[place + 1];
    for (move = chain->first[place]; move < last; move++) {
        const Bounds *next = &solver->values[chain->target[move]];
        double probability = chain_probability(chain, move);
        sum.lower += probability * next->lower;
        sum.upper += probability * next->upper;
    }
    return bounds_widened(sum, last - chain->first[place] + 2);
}

/* What runs that leave a component come to: never outside these bounds. */
static Bounds beyond(const Solver *solver, uint32_t component, uint64_t *ret_moves)
{
    const Chain *chain = solver->chain;
    Bounds bounds = {1, 0};
    *ret_moves = 0;
    for (uint64_t i = 0; i < size_of(solver, component); i++) {
        uint32_t place = member(solver, component, i);
        *ret_moves += chain->first[place + 1] - chain->first[place];
        for (uint64_t move = chain->first[place]; move < chain->first[place + 1]; move++) {
            uint32_t next = chain->target[move];
            if (solver->components.of[next] == component) continue;
            bounds.lower = MIN(bounds.lower, solver->values[next].lower);
            bounds.upper = MAX(bounds.upper, solver->values[next].upper);
        }
    }
    return bounds;
}

/* One look at each place.  True: all bounds are close to each other. */
static bool sweep(Solver *solver, uint32_t component)
{
    bool close = true;
    for (uint64_t i = 0; i < size_of(solver, component); i++) {
        uint32_t place = member(solver, component, i);
        Bounds *value = &solver->values[place], next = look(solver, place);
        value->lower = MAX(value->lower, next.lower);
        value->upper = MIN(value->upper, next.upper);
        close &= value->upper - value->lower <= CLOSE * value->upper;
    }
    return close;
}

/* A run leaves it sooner or later, so its bounds meet. */
static void solve_left(Solver *solver, uint32_t component)
{
    uint64_t moves, work = 0;
    Bounds bounds = beyond(solver, component, &moves);
    for (uint64_t i = 0; i < size_of(solver, component); i++)
        solver->values[member(solver, component, i)] = bounds;
    if (bounds.lower == bounds.upper) return;
    while (!sweep(solver, component) && work < MOST_WORK)
        work += moves;
}

Bounds *hitting_from_everywhere(const Chain *chain)
{
    Solver solver = {.chain = chain, .values = memory_new(chain->place_count, sizeof(Bounds))};
    chain_components(chain, &solver.components);
    for (uint32_t c = 0; c < solver.components.count; c++) {
        uint32_t place = member(&solver, c, 0);
        bool alone = size_of(&solver, c) == 1;
        if (!is_left(&solver, c)) solve_last(&solver, c);
        else if (alone) solver.values[place] = look(&solver, place);
        else solve_left(&solver, c);
    }
    components_free(&solver.components);
    return solver.values;
}

Bounds hitting_probability(const Chain *chain)
{
    Bounds *values = hitting_from_everywhere(chain);
    Bounds sum = {0, 0};
    for (uint32_t i = 0; i < chain->source_count; i++) {
        sum.lower += values[chain->sources[i]].lower;
        sum.upper += values[chain->sources[i]].upper;
    }
    free(values);
    sum.lower /= chain->source_count;
    sum.upper /= chain->source_count;
    return bounds_widened(sum, chain->source_count + UINT64_C(1));
}
