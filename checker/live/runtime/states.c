#include "checker/live/runtime/states.h"

#include "checker/live/runtime/blocks.h"
#include "checker/live/runtime/pages.h"

#include <string.h>

enum { MOST_STATES = 1 << 26, MOST_STEPS = 1 << 28 };

typedef struct State {
    uint32_t size,
        next; /* the next one with these numbers for blocks, and another size, plus one */
    uint32_t parent;
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
static uint32_t *of_block; /* the first state that a block stands for, plus one */
static Step *steps;
static uint32_t step_count;
static uint32_t *ready; /* states whose predecessors are to be marked */
static uint32_t ready_count;

void states_begin(void)
{
    if (!states) {
        states = pages_reserve(NULL, sizeof *states * MOST_STATES);
        of_block = pages_reserve(NULL, sizeof *of_block * MOST_BLOCKS);
        steps = pages_reserve(NULL, sizeof *steps * MOST_STEPS);
        ready = pages_reserve(NULL, sizeof *ready * MOST_STATES);
    } else {
        memset(of_block, 0, sizeof *of_block * blocks_count());
    }
    blocks_begin();
    count = step_count = ready_count = 0;
}

uint32_t states_count(void)
{
    return count;
}

size_t states_size(void)
{
    return (size_t)blocks_count() * (BLOCK + 3 * sizeof(uint32_t)) + count * sizeof *states +
           step_count * sizeof *steps;
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
    uint32_t *link = &of_block[blocks_number(state, size)];
    *ret_new = false;
    for (; *link; link = &states[*link - 1].next)
        if (states[*link - 1].size == size) return *link - 1;
    if (count == MOST_STATES) pages_panic("there are too many states");
    *ret_new = true;
    states[count] = (State){.size = (uint32_t)size, .parent = parent, .thread = thread};
    *link = ++count;
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
