/* Dijkstra's search over pairs of a state and the actor that moved last.
 *
 * Once the least cost is known, the nodes are gone through backwards in the order of their costs:
 * those from which a way of that cost goes on are good.  Forwards from the start, the moves between
 * good nodes are the optimal ones, and names decide between them.
 */
#include "checker/analysis/least.h"

#include "checker/search/memory.h"

#include <stdlib.h>
#include <string.h>

#define FAR UINT64_MAX

/* -------- the queue -------- */

static bool before(const struct LeastItem *a, const struct LeastItem *b)
{
    return a->cost != b->cost ? a->cost < b->cost : a->node < b->node;
}

static void swap(LeastQueue *queue, uint32_t a, uint32_t b)
{
    struct LeastItem item = queue->items[a];
    queue->items[a] = queue->items[b];
    queue->items[b] = item;
}

void least_push(LeastQueue *queue, LeastCost cost, uint64_t node)
{
    memory_reserve(&queue->items, &queue->room, queue->count, sizeof *queue->items);
    uint32_t at = queue->count++;
    queue->items[at] = (struct LeastItem){cost, node};
    for (; at > 0 && before(&queue->items[at], &queue->items[(at - 1) / 2]); at = (at - 1) / 2)
        swap(queue, at, (at - 1) / 2);
}

uint64_t least_pop(LeastQueue *queue, LeastCost *ret_cost)
{
    struct LeastItem top = queue->items[0];
    queue->items[0] = queue->items[--queue->count];
    for (uint32_t at = 0, child; (child = 2 * at + 1) < queue->count; at = child) {
        bool right = child + 1 < queue->count;
        if (right && before(&queue->items[child + 1], &queue->items[child])) child++;
        if (!before(&queue->items[child], &queue->items[at])) break;
        swap(queue, at, child);
    }
    *ret_cost = top.cost;
    return top.node;
}

void least_clear(LeastQueue *queue)
{
    free(queue->items);
    *queue = (LeastQueue){0};
}

int least_compare_moves(const Subject *subject, Move a, Move b)
{
    int order = strcmp(subject->actors[a.actor], subject->actors[b.actor]);
    if (order == 0) order = strcmp(subject->steps[a.step].name, subject->steps[b.step].name);
    return order != 0 ? order : (int)a.choice - (int)b.choice;
}

/* -------- forwards -------- */

typedef struct Search {
    const LeastScope *scope;
    Atlas *atlas;
    uint32_t lasts; /* values of "who moved last": every actor, and nobody */
    LeastCost *costs;
    bool *good;
    uint32_t room; /* of both, in nodes */
    LeastQueue queue;
    GArray *settled; /* of uint32_t: nodes, in the order of their costs */
    LeastCost best;
} Search;

static uint32_t node_of(const Search *search, uint32_t state, uint32_t last)
{
    return state * search->lasts + last;
}

static void make_room(Search *search, uint32_t node)
{
    uint32_t old = search->room;
    if (node < old) return;
    memory_reserve(&search->costs, &search->room, node, sizeof *search->costs);
    memset(search->costs + old, 0xff, (search->room - old) * sizeof *search->costs);
}

static LeastCost cost_of(const Search *search, uint32_t node)
{
    return node < search->room ? search->costs[node] : FAR;
}

static LeastCost cost_after(const Search *search, uint32_t node, const AtlasMove *move)
{
    uint32_t last = node % search->lasts;
    bool switches = last != search->lasts - 1 && last != move->move.actor;
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): the node was given its cost before */
    return search->costs[node] + least_cost(switches, 1);
}

/* Does the way end with this move? */
static bool is_last(const Search *search, const AtlasMove *move)
{
    const LeastScope *scope = search->scope;
    if (move->target == ATLAS_NONE) return scope->ends_by(scope->data, move->message);
    return search->atlas->states[move->target].charted && scope->ends(scope->data, move->target);
}

static bool goes_on(const Search *search, uint32_t state, const AtlasMove *move)
{
    const LeastScope *scope = search->scope;
    return move->target != ATLAS_NONE && move->target != state &&
           !search->atlas->states[move->target].broken &&
           !(scope->avoids && scope->avoids(scope->data, move->target));
}

static void relax(Search *search, uint32_t from, uint32_t state, const AtlasMove *move)
{
    LeastCost cost = cost_after(search, from, move);
    if (is_last(search, move)) {
        if (cost < search->best) search->best = cost;
    } else if (goes_on(search, state, move)) {
        uint32_t node = node_of(search, move->target, move->move.actor);
        make_room(search, node);
        if (cost >= search->costs[node]) return;
        search->costs[node] = cost;
        least_push(&search->queue, cost, node);
    }
}

/* False: a limit is in the way.  What can be entered from here is charted, so that it is known
 * whether a way ends there. */
static bool settle(Search *search, uint32_t node)
{
    uint32_t state = node / search->lasts;
    if (!atlas_chart(search->atlas, state)) return false;
    for (uint32_t i = 0; i < search->atlas->states[state].count; i++) {
        AtlasMove move = atlas_moves(search->atlas, state)[i];
        if (move.target != ATLAS_NONE && !atlas_chart(search->atlas, move.target)) return false;
        relax(search, node, state, &move);
    }
    g_array_append_val(search->settled, node);
    return true;
}

static bool search_forwards(Search *search)
{
    uint32_t first = node_of(search, search->scope->start, search->lasts - 1);
    make_room(search, first);
    search->costs[first] = 0;
    least_push(&search->queue, 0, first);
    while (search->queue.count > 0) {
        LeastCost cost;
        uint32_t node = (uint32_t)least_pop(&search->queue, &cost);
        if (cost >= search->best) break;
        if (cost == search->costs[node] && !settle(search, node)) return false;
    }
    return search->best != FAR;
}

/* -------- backwards, and forwards again -------- */

static bool is_optimal(const Search *search, uint32_t from, const AtlasMove *move)
{
    LeastCost cost = cost_after(search, from, move);
    if (is_last(search, move)) return cost == search->best;
    if (!goes_on(search, from / search->lasts, move)) return false;
    uint32_t node = node_of(search, move->target, move->move.actor);
    return cost == cost_of(search, node) && cost < search->best && search->good[node];
}

static void find_good(Search *search)
{
    search->good = g_new0(bool, search->room);
    for (guint i = search->settled->len; i-- > 0;) {
        uint32_t node = g_array_index(search->settled, uint32_t, i);
        const AtlasState *at = &search->atlas->states[node / search->lasts];
        const AtlasMove *moves = atlas_moves(search->atlas, node / search->lasts);
        for (uint32_t k = 0; k < at->count && !search->good[node]; k++)
            search->good[node] = is_optimal(search, node, &moves[k]);
    }
}

static AtlasMove first_optimal(const Search *search, uint32_t node)
{
    const Subject *subject = search->atlas->question->subject;
    const AtlasState *at = &search->atlas->states[node / search->lasts];
    const AtlasMove *moves = atlas_moves(search->atlas, node / search->lasts), *best = NULL;
    for (uint32_t i = 0; i < at->count; i++)
        if (is_optimal(search, node, &moves[i]) &&
            (!best || least_compare_moves(subject, moves[i].move, best->move) < 0))
            best = &moves[i];
    g_assert(best);
    return *best;
}

static Schedule walk(const Search *search)
{
    uint32_t length = (uint32_t)search->best;
    Schedule way = {.length = length, .cycle = length, .moves = memory_new(length, sizeof(Move))};
    uint32_t node = node_of(search, search->scope->start, search->lasts - 1);
    for (uint32_t i = 0; i < length; i++) {
        AtlasMove move = first_optimal(search, node);
        way.moves[i] = move.move;
        node = node_of(search, move.target, move.move.actor);
    }
    return way;
}

bool least_way(const LeastScope *scope, Schedule *ret_way)
{
    Search search = {.scope = scope,
                     .atlas = scope->atlas,
                     .lasts = scope->atlas->question->subject->actor_count + 1,
                     .settled = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
                     .best = FAR};
    bool found = atlas_chart(scope->atlas, scope->start);
    if (found && scope->ends(scope->data, scope->start)) search.best = 0;
    else found = found && search_forwards(&search);
    if (found) {
        find_good(&search);
        *ret_way = walk(&search);
    }
    free(search.costs);
    g_free(search.good);
    least_clear(&search.queue);
    g_array_unref(search.settled);
    return found;
}
