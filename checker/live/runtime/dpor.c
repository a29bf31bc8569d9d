/* Optimal dynamic partial-order reduction (Abdulla, Aronis, Jonsson, Sagonas, JACM 2017): of all
 * the interleavings that differ by the order of independent steps only, one is run.
 *
 * When an execution has ended, each pair of its steps that depend on each other, with nothing
 * ordered between, is a race: the steps that do not happen after the first one, and then the
 * second, are a beginning that must be explored from where the first was taken, unless a thread
 * that sleeps there could have begun it.  Threads sleep where everything that begins with their
 * step has been explored, until somebody makes a step that depends on it.
 *
 * A step that may have to wait (a lock; the read of a loop that waits, await.c) races with all that
 * its thread did not know of, because what made it possible stands between.  Such a race may turn
 * out to lead nowhere; then the branch is dropped. */
#include "checker/live/runtime/await.h"
#include "checker/live/runtime/pages.h"
#include "checker/live/runtime/runtime.h"
#include "checker/live/runtime/search.h"
#include "checker/live/runtime/wakeup.h"

enum { MOST_SLEEPERS = 1 << 22 };

typedef struct Node {
    Branches tree;            /* yet to be explored from here */
    Branches next;            /* what the branch that is being explored goes on with */
    uint32_t sleep, sleepers; /* where its sleepers are, and how many */
    Threads possible, asleep;
    uint32_t explored; /* branches */
    uint8_t chosen;
} Node;

static Node *nodes;
static Wake *sleepers; /* of all nodes, one after another */
static Step *sequence;
static uint32_t prefix; /* choices that are made already */

static void begin(void)
{
    if (!nodes) {
        nodes = pages_reserve(NULL, sizeof *nodes * (LIVE_MOST_STEPS + 1));
        sleepers = pages_reserve(NULL, sizeof *sleepers * MOST_SLEEPERS);
        sequence = pages_reserve(NULL, sizeof *sequence * (LIVE_MOST_STEPS + 1));
    }
    wakeup_begin();
    prefix = 0;
}

/* -------- going forward -------- */

static void put_to_sleep(Node *node, const Wake *sleeper)
{
    uint32_t at = node->sleep + node->sleepers;
    if (at == MOST_SLEEPERS) pages_panic("too many threads sleep");
    sleepers[at] = *sleeper;
    node->sleepers++;
    node->asleep |= bit(sleeper->thread);
}

/* Who slept before the last step, and does not depend on it. */
static void inherit(Node *node, uint32_t depth)
{
    if (!depth) {
        *node = (Node){0};
        return;
    }
    Node *before = node - 1;
    *node = (Node){.tree = before->next, .sleep = before->sleep + before->sleepers};
    before->next = 0;
    for (uint32_t i = before->sleep; i < node->sleep; i++)
        if (!footprints_conflict(&sleepers[i].footprint, &events[depth - 1].footprint))
            put_to_sleep(node, &sleepers[i]);
}

/* The first branch of its tree that can be taken. */
static bool take_branch(Node *node)
{
    while (node->tree) {
        Wake step;
        Branches rest = wakeup_take(&node->tree, &step);
        if (node->possible & ~node->asleep & bit(step.thread)) {
            node->chosen = step.thread;
            node->next = rest;
            return true;
        }
        wakeup_drop(rest);
    }
    return false;
}

static bool take_any(Node *node)
{
    Threads awake = node->possible & ~node->asleep;
    if (!awake) return false;
    node->next = 0;
    node->chosen =
        run.last != NOBODY && awake & bit(run.last) ? run.last : (uint8_t)__builtin_ctzll(awake);
    return true;
}

static uint32_t choose(void)
{
    uint32_t depth = run.steps;
    Node *node = &nodes[depth];
    if (depth < prefix) return node->chosen;
    inherit(node, depth);
    prefix = depth + 1;
    node->possible = enabled_threads();
    if ((node->tree && take_branch(node)) || take_any(node)) return node->chosen;
    ending = node->possible ? ENDED_REDUNDANT : ENDED_COMPLETE;
    prefix = depth;
    return NOBODY;
}

/* -------- races -------- */

/* The later step as it is when it comes first: the earlier one, and all that depends on it, will
 * not have changed the cell then.  If that makes a difference it is written to `changed`. */
static const Footprint *later_step(const Race *race, Footprint *changed)
{
    const Event *earlier = &events[race->earlier];
    bool pending = race->later == NO_EVENT;
    const Op *op = pending ? &run.thread[race->thread].pending : &events[race->later].op;
    if (op->address != earlier->op.address || op->size != earlier->op.size)
        footprint_sizes_differ(op);
    if (!pending && !footprint_varies(op)) return &events[race->later].footprint;
    *changed = footprint_of(op, earlier->before);
    return changed;
}

/* Of the steps from `from` on and before `end`, those that need not come after this one. */
static Step *add_free(Step *to, const Event *earlier, uint32_t from, uint32_t end)
{
    uint32_t thread = earlier->thread, known = earlier->sequence;
    for (uint32_t i = from; i < end; i++)
        if (event_clock(i)[thread] < known) *to++ = (Step){&events[i].footprint, events[i].thread};
    return to;
}

/* What need not come after the first step of the race, from there on, and the later step among it.
 */
static uint32_t sequence_of(const Race *race, const Footprint *later)
{
    const Event *earlier = &events[race->earlier];
    uint32_t end = run.steps, at = race->later == NO_EVENT ? end : race->later;
    Step *to = add_free(sequence, earlier, race->earlier + 1, at);
    *to++ = (Step){later, race->thread};
    return (uint32_t)(add_free(to, earlier, at + 1, end) - sequence);
}

static void explore_reversal(const Race *race)
{
    Footprint changed;
    uint32_t count = sequence_of(race, later_step(race, &changed));
    Node *node = &nodes[race->earlier];
    for (uint32_t i = 0; i < node->sleepers; i++)
        if (wakeup_place(&sleepers[node->sleep + i], sequence, count) != WAKEUP_NOT) return;
    wakeup_insert(&node->tree, sequence, count);
}

/* Those who cannot move would have liked to. */
static void add_pending(void)
{
    for (Threads rest = run.present & ~run.parked; rest; rest &= rest - 1) {
        const Thread *thread = &run.thread[__builtin_ctzll(rest)];
        if (!thread->halted) events_pending_races(thread);
    }
}

static void explore_reversals(void)
{
    for (uint32_t i = 0; i < race_count; i++)
        explore_reversal(&races[i]);
    race_count = 0;
}

/* -------- going back -------- */

/* What the branch went on with was not come to. */
static void drop_next(Node *node)
{
    wakeup_drop(node->next);
    node->next = 0;
}

/* Run again up to here, and then make the step that the node has chosen. */
static bool run_from(uint32_t depth, bool chosen)
{
    prefix = chosen ? depth + 1 : depth;
    events_keep(depth);
    return true;
}

/* The last step waits for something: it was not possible.  Others may be; if nobody is, the
 * execution has come to its end before that step. */
static bool retract(uint32_t depth)
{
    Node *node = &nodes[depth];
    node->possible &= ~bit(node->chosen);
    drop_next(node);
    run.last = depth ? events[depth - 1].thread : NOBODY;
    if (!node->possible) return run_from(depth, false);
    if (take_branch(node) || take_any(node)) return run_from(depth, true);
    events_keep(depth);
    prefix = run.steps = depth;
    return false;
}

/* An execution whose last step is taken back goes on otherwise, and its races are left until then.
 */
static bool next(bool complete)
{
    if (ending == ENDED_RETRACTED && retract(run.steps - 1)) return true;
    if (complete) add_pending();
    explore_reversals();
    if (prefix) drop_next(&nodes[prefix - 1]);
    for (uint32_t depth = prefix; depth-- > 0;) {
        Node *node = &nodes[depth];
        if (!node->tree) continue;
        put_to_sleep(node, &(Wake){events[depth].footprint, node->chosen});
        node->explored++;
        if (take_branch(node)) return run_from(depth, true);
    }
    return false;
}

static bool returns(uint32_t step)
{
    const Node *node = &nodes[step];
    return (node->possible & ~node->asleep & ~bit(node->chosen)) != 0;
}

/* Races that are yet to be seen will add some. */
static void branches(uint32_t step, uint32_t *ret_all, uint32_t *ret_explored)
{
    *ret_explored = nodes[step].explored;
    *ret_all = nodes[step].explored + 1 + wakeup_count(nodes[step].tree);
}

const Search search_dpor = {.begin = begin,
                            .choose = choose,
                            .next = next,
                            .returns = returns,
                            .branches = branches,
                            .waits_by_reading = true,
                            .stops = true,
                            .orders = true};
