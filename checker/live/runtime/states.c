#include "checker/live/runtime/states.h"

#include "checker/live/runtime/pages.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#define MOST_BYTES ((size_t)1 << 38)
enum { MOST_STATES = 1 << 26, PLACES = 1 << 27, MOST_STEPS = 1 << 28 };

typedef struct State {
    size_t at; /* in bytes */
    uint32_t size, parent;
    uint32_t steps; /* the newest one that leads here, plus one */
    uint8_t thread;
    bool ends; /* it is an end, or one can be reached */
} State;

/* A step that leads to a state, in a list. */
typedef struct Step {
    uint32_t from, next;
} Step;

static State *states;
static uint32_t count;
static uint8_t *bytes;
static size_t used;
static uint32_t *places; /* number plus one */
static Step *steps;
static uint32_t step_count;
static uint32_t *ready; /* states whose predecessors are to be marked */
static uint32_t ready_count;

void states_begin(void)
{
    if (!states) {
        states = pages_reserve(NULL, sizeof *states * MOST_STATES);
        bytes = pages_reserve(NULL, MOST_BYTES);
        places = pages_reserve(NULL, sizeof *places * PLACES);
        steps = pages_reserve(NULL, sizeof *steps * MOST_STEPS);
        ready = pages_reserve(NULL, sizeof *ready * MOST_STATES);
    } else {
        memset(places, 0, sizeof *places * PLACES);
    }
    count = step_count = ready_count = 0;
    used = 0;
}

uint32_t states_count(void)
{
    return count;
}

size_t states_size(void)
{
    return used + count * (sizeof *states + sizeof *places) + step_count * sizeof *steps;
}

uint32_t state_parent(uint32_t state)
{
    return states[state].parent;
}

uint8_t state_thread(uint32_t state)
{
    return states[state].thread;
}

uint32_t states_add(const uint8_t *state, size_t size, uint32_t parent, uint8_t thread,
                    bool *ret_new)
{
    uint32_t place = (uint32_t)(XXH3_64bits(state, size) % PLACES);
    *ret_new = false;
    for (; places[place]; place = (place + 1) % PLACES) {
        const State *known = &states[places[place] - 1];
        if (known->size == size && memcmp(bytes + known->at, state, size) == 0)
            return places[place] - 1;
    }
    if (count == MOST_STATES || used + size > MOST_BYTES) pages_panic("there are too many states");
    *ret_new = true;
    memcpy(bytes + used, state, size);
    states[count] = (State){.at = used, .size = (uint32_t)size, .parent = parent, .thread = thread};
    used += size;
    places[place] = ++count;
    return count - 1;
}

void states_add_step(uint32_t from, uint32_t to)
{
    if (step_count == MOST_STEPS) pages_panic("there are too many steps between states");
    steps[step_count] = (Step){from, states[to].steps};
    states[to].steps = ++step_count;
}

void states_mark_end(uint32_t state)
{
    if (states[state].ends) return;
    states[state].ends = true;
    ready[ready_count++] = state;
}

uint32_t states_endless(void)
{
    while (ready_count) {
        const State *state = &states[ready[--ready_count]];
        for (uint32_t link = state->steps; link; link = steps[link - 1].next)
            states_mark_end(steps[link - 1].from);
    }
    for (uint32_t i = 0; i < count; i++)
        if (!states[i].ends) return i;
    return NO_STATE;
}
