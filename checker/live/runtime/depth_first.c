/* Every interleaving, or every one with at most so many preemptions: depth-first by running again.
 */
#include "checker/live/runtime/event.h"
#include "checker/live/runtime/pages.h"
#include "checker/live/runtime/runtime.h"
#include "checker/live/runtime/search.h"

typedef struct Node {
    Threads todo; /* not tried yet */
    uint32_t preemptions;
    uint8_t chosen;
    bool costs; /* all but the first alternative are preemptions */
} Node;

static Node *nodes;
bool preemptions_left_out;
static uint32_t prefix; /* choices that are made already */

static void begin(void)
{
    if (!nodes) nodes = pages_reserve(NULL, sizeof *nodes * (LIVE_MOST_STEPS + 1));
    prefix = 0;
    preemptions_left_out = false;
}

static uint32_t choose(void)
{
    uint32_t depth = run.steps;
    Node *node = &nodes[depth];
    if (depth < prefix) return node->chosen;
    Threads threads = enabled_threads();
    if (!threads) return ending = ENDED_COMPLETE, NOBODY;
    bool stays = run.last != NOBODY && threads & bit(run.last);
    /* A preemption is a switch away from the thread of the last step, which could have gone on. */
    node->costs = stays;
    node->preemptions = depth ? nodes[depth - 1].preemptions : 0;
    node->chosen = stays ? run.last : (uint8_t)__builtin_ctzll(threads);
    node->todo = threads & ~bit(node->chosen);
    bool bounded = question->strategy == LIVE_BOUNDED;
    if (bounded && stays && node->preemptions >= question->preemptions) {
        preemptions_left_out |= node->todo != 0;
        node->todo = 0;
    }
    return node->chosen;
}

static bool next(bool complete)
{
    (void)complete;
    uint32_t depth = run.steps;
    while (depth > 0 && !nodes[depth - 1].todo)
        depth--;
    if (!depth) return false;
    Node *node = &nodes[depth - 1];
    node->chosen = (uint8_t)__builtin_ctzll(node->todo);
    node->todo &= ~bit(node->chosen);
    node->preemptions = (depth > 1 ? nodes[depth - 2].preemptions : 0) + node->costs;
    prefix = depth;
    events_keep(depth - 1);
    return true;
}

static bool returns(uint32_t step)
{
    return nodes[step].todo != 0;
}

const Search search_depth_first = {
    .begin = begin, .choose = choose, .next = next, .returns = returns, .stops = true};
