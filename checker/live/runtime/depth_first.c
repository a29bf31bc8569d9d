/* Every interleaving, or every one with at most so many preemptions, delays or context switches:
 * depth-first.
 *
 * A preemption is a switch away from the thread of the last step, which could have gone on.  Delays
 * are counted against a scheduler that lets a thread go on while it can, and then the next one in
 * turn: each passes over the one whose turn it is (Emmi, Qadeer, Rakamaric, POPL 2011). */
#include "checker/live/runtime/event.h"
#include "checker/live/runtime/pages.h"
#include "checker/live/runtime/runtime.h"
#include "checker/live/runtime/schedule.h"
#include "checker/live/runtime/search.h"

typedef struct Node {
    Threads todo, all; /* not tried yet; within the bounds */
    Threads enabled;
    uint32_t preemptions, delays, switches;
    uint8_t last; /* who made the step before */
    uint8_t chosen;
} Node;

static Node *nodes;
bool preemptions_left_out, delays_left_out, switches_left_out, steps_left_out;
static uint32_t prefix;                 /* choices that are made already */
static const uint8_t *first_choices;    /* of every execution */
static uint32_t root, cut = UINT32_MAX; /* how many; the most steps of every execution */

void depth_first_take(const uint8_t *choices, uint32_t length, uint32_t depth)
{
    first_choices = choices;
    root = length;
    cut = depth ? depth : UINT32_MAX;
}

static void begin(void)
{
    if (!nodes) nodes = pages_reserve(NULL, sizeof *nodes * (LIVE_MOST_STEPS + 1));
    prefix = 0;
    preemptions_left_out = delays_left_out = switches_left_out = steps_left_out = false;
}

/* -------- what a choice costs -------- */

static bool is_preemption(const Node *node, uint32_t thread)
{
    return node->last != NOBODY && node->last != thread && node->enabled & bit(node->last);
}

static bool is_switch(const Node *node, uint32_t thread)
{
    return node->last != NOBODY && node->last != thread;
}

/* Those that are passed over: from the last one's turn on, round to this one. */
static uint32_t delays_of(const Node *node, uint32_t thread)
{
    uint32_t first = node->last == NOBODY ? 0 : node->last;
    Threads below = bit(thread) - 1, skipped = bit(first) - 1;
    Threads passed = thread >= first ? below & ~skipped : below | ~skipped;
    return (uint32_t)__builtin_popcountll(node->enabled & passed);
}

static void take(uint32_t depth, uint32_t thread)
{
    Node *node = &nodes[depth];
    const Node *before = depth ? node - 1 : &(Node){0};
    node->chosen = (uint8_t)thread;
    node->todo &= ~bit(thread);
    node->preemptions = before->preemptions + is_preemption(node, thread);
    node->delays = before->delays + delays_of(node, thread);
    node->switches = before->switches + is_switch(node, thread);
}

static bool is_within(const Node *node, const Node *before, uint32_t thread)
{
    bool preempts = before->preemptions + is_preemption(node, thread) > question->preemptions;
    bool delays_much = before->delays + delays_of(node, thread) > question->delays;
    bool switches = before->switches + is_switch(node, thread) > question->switches;
    preemptions_left_out |= preempts;
    delays_left_out |= delays_much;
    switches_left_out |= switches;
    return !preempts && !delays_much && !switches;
}

static Threads within_bounds(const Node *node, uint32_t depth)
{
    if (question->strategy != LIVE_BOUNDED) return node->enabled;
    if (question->begins && depth < question->schedule_length)
        return node->enabled & bit(question->schedule[depth]);
    const Node *before = depth ? node - 1 : &(Node){0};
    Threads within = 0;
    if (depth >= question->length) {
        steps_left_out = true;
        return within;
    }
    for (Threads rest = node->enabled; rest; rest &= rest - 1) {
        uint32_t thread = (uint32_t)__builtin_ctzll(rest);
        if (is_within(node, before, thread)) within |= bit(thread);
    }
    return within;
}

/* -------- the search -------- */

/* Whose turn it is: never beyond a bound.  Where the order of thread numbers is asked for, or it is
 * known who has to go on, the first of those that are within. */
static uint32_t in_turn(const Node *node, uint32_t depth)
{
    bool bounded = question->strategy == LIVE_BOUNDED;
    bool given = question->begins && depth < question->schedule_length;
    if (bounded && (given || question->switches != UINT32_MAX))
        return (uint32_t)__builtin_ctzll(node->all);
    uint32_t last = node->last == NOBODY ? 0 : node->last;
    Threads later = node->enabled & ~(bit(last) - 1);
    if (question->delays == UINT32_MAX && !(node->enabled & bit(last))) later = 0;
    return (uint32_t)__builtin_ctzll(later ? later : node->enabled);
}

/* Nobody may go on. */
static uint32_t leave_out(uint32_t depth)
{
    ending = ENDED_REDUNDANT;
    if (question->begins && depth < question->schedule_length) {
        run.failed = true;
        record_failure(LIVE_DIVERGES, "the thread that the trace names cannot move");
        ending = ENDED_COMPLETE;
    }
    return NOBODY;
}

/* One of the choices that were given. */
static uint32_t take_given(uint32_t depth)
{
    if (nodes[depth].enabled & bit(first_choices[depth])) {
        take(depth, first_choices[depth]);
        nodes[depth].todo = 0;
        return first_choices[depth];
    }
    run.failed = true;
    record_failure(LIVE_DIVERGES, "the program does not depend on the schedule alone");
    return ending = ENDED_COMPLETE, NOBODY;
}

static uint32_t choose(void)
{
    uint32_t depth = run.steps;
    Node *node = &nodes[depth];
    if (depth < prefix) return node->chosen;
    Threads threads = enabled_threads();
    if (!threads) return ending = ENDED_COMPLETE, NOBODY;
    if (depth == cut) return ending = ENDED_REDUNDANT, NOBODY;
    node->enabled = threads;
    node->last = run.last;
    node->all = node->todo = within_bounds(node, depth);
    if (depth < root) return take_given(depth);
    if (!node->all) return leave_out(depth);
    take(depth, in_turn(node, depth));
    return node->chosen;
}

static bool next(bool complete)
{
    (void)complete;
    uint32_t depth = run.steps;
    while (depth > root && !nodes[depth - 1].todo)
        depth--;
    if (depth <= root) return false;
    take(depth - 1, (uint32_t)__builtin_ctzll(nodes[depth - 1].todo));
    prefix = depth;
    events_keep(depth - 1);
    return true;
}

/* What was chosen before comes again, because of `prefix`; the rest is chosen anew. */
static void again(void)
{
    events_keep(events_kept());
}

static void branches(uint32_t step, uint32_t *ret_all, uint32_t *ret_explored)
{
    const Node *node = &nodes[step];
    *ret_all = step < root ? 1 : (uint32_t)__builtin_popcountll(node->all);
    *ret_explored = *ret_all - (uint32_t)__builtin_popcountll(node->todo) - 1;
}

static bool returns(uint32_t step)
{
    return nodes[step].todo != 0;
}

const Search search_depth_first = {.begin = begin,
                                   .choose = choose,
                                   .next = next,
                                   .again = again,
                                   .returns = returns,
                                   .branches = branches,
                                   .stops = true};
