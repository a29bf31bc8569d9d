#include "checker/analysis/horizon.h"

#include "checker/search/explored.h"
#include "checker/search/memory.h"

#include <stdlib.h>

/* The places where runs may be now, and with which probability. */
typedef struct Front {
    uint32_t count;
    uint32_t *places;
    double *weights; /* of each place of the chain */
} Front;

typedef struct Advance {
    const Chain *chain;
    Horizon *found;
    Front now, next;
    double failed, failed_steps;
    uint64_t additions; /* to these */
    double dropped;     /* at most so much was left out because it was too little */
} Advance;

/* What is less is left out: it would lose its digits. */
#define LEAST 1e-200

static void front_add(Advance *advance, Front *front, uint32_t place, double weight)
{
    if (weight < LEAST) {
        advance->dropped += LEAST;
        return;
    }
    if (front->weights[place] == 0) front->places[front->count++] = place;
    front->weights[place] += weight;
}

/* Some runs end here, after `step` steps. */
static void end(Advance *advance, double weight, uint32_t step, bool fails)
{
    advance->found->steps += weight * step;
    if (step > advance->found->longest) advance->found->longest = step;
    if (!fails) return;
    advance->additions++;
    advance->failed += weight;
    advance->failed_steps += weight * step;
}

/* Take one step, or stop at the limit. */
static void leave_place(Advance *advance, uint32_t place, double weight, uint32_t step)
{
    const Chain *chain = advance->chain;
    bool lost = bit_is_set(chain->lost, place);
    PlaceKind kind = chain->kind[place];
    if (kind != PLACE_GOES_ON) {
        end(advance, weight, step, kind == PLACE_FAILS || (kind == PLACE_HALTS && lost));
    } else if (step == advance->found->step_limit) {
        advance->found->cut += weight;
        end(advance, weight, step, lost);
    } else {
        for (uint64_t move = chain->first[place]; move < chain->first[place + 1]; move++)
            front_add(advance, &advance->next, chain->target[move],
                      weight * chain_probability(chain, move));
    }
}

static void take_step(Advance *advance, uint32_t step)
{
    Front *now = &advance->now;
    for (uint32_t i = 0; i < now->count; i++) {
        uint32_t place = now->places[i];
        double weight = now->weights[place];
        now->weights[place] = 0;
        leave_place(advance, place, weight, step);
    }
    now->count = 0;
    Front next = advance->next;
    advance->next = *now;
    *now = next;
}

static Front front_new(const Chain *chain)
{
    return (Front){.places = memory_new(chain->place_count, sizeof(uint32_t)),
                   .weights = memory_new(chain->place_count, sizeof(double))};
}

static void front_free(Front *front)
{
    free(front->places);
    free(front->weights);
}

/* The most moves that lead to one place: each is one addition, whose result is rounded. */
static uint64_t most_arrivals(const Chain *chain)
{
    uint64_t most = 1;
    uint32_t *arrivals = memory_new(chain->place_count, sizeof *arrivals);
    for (uint64_t move = 0; move < chain->first[chain->place_count]; move++)
        if (++arrivals[chain->target[move]] > most) most = arrivals[chain->target[move]];
    free(arrivals);
    return most;
}

static void conclude(Advance *advance, uint32_t steps)
{
    Horizon *found = advance->found;
    uint64_t operations = (most_arrivals(advance->chain) + 3) * (steps + UINT64_C(1));
    found->fails = bounds_widened((Bounds){advance->failed, advance->failed + advance->dropped},
                                  operations + advance->additions);
    found->failing = advance->failed > 0 ? advance->failed_steps / advance->failed : 0;
}

/* Is there any failure at all?  If not, what was left out did not fail either. */
static bool may_fail(const Chain *chain)
{
    for (uint32_t place = CHAIN_FIRST_STATE; place < chain->place_count; place++)
        if (chain->kind[place] == PLACE_FAILS || bit_is_set(chain->lost, place)) return true;
    for (uint64_t move = 0; move < chain->first[chain->place_count]; move++)
        if (chain->target[move] == CHAIN_FAILED) return true;
    return false;
}

Horizon horizon(const Chain *chain, uint32_t step_limit)
{
    Horizon found = {.step_limit = step_limit};
    Advance advance = {
        .chain = chain, .found = &found, .now = front_new(chain), .next = front_new(chain)};
    for (uint32_t i = 0; i < chain->source_count; i++)
        front_add(&advance, &advance.now, chain->sources[i], 1.0 / chain->source_count);
    uint32_t step = 0;
    while (advance.now.count > 0)
        take_step(&advance, step++);
    if (!may_fail(chain)) advance.dropped = 0;
    conclude(&advance, step);
    front_free(&advance.now);
    front_free(&advance.next);
    return found;
}
