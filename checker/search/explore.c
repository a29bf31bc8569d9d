/* Complete exploration, breadth-first and depth-first.
 *
 * Both expand every reachable state once and differ only in which state is taken next.
 * Breadth-first goes level by level and stops after the first level that shows a failure, so that
 * everything it counts, and every failure of least depth, is known whatever the order within a
 * level, and whoever did the work.  Depth-first expands some of the deepest states together, and
 * stops after the first of these that show one.
 */
#include "checker/search/exploration.h"
#include "checker/search/memory.h"
#include "checker/search/statistics.h"

#include <stdlib.h>

/* -------- breadth-first: levels -------- */

/* The states that the current level led to are a level of their own, if there are any. */
static bool close_level(Exploration *e)
{
    uint32_t count = store_count(e->store), level = e->explored.level_count;
    if (e->level_end == count) return false;
    memory_reserve(&e->levels, &e->levels_room, level + 1, sizeof *e->levels);
    e->levels[level] = e->level_end;
    e->levels[level + 1] = count;
    e->explored.levels = e->levels;
    e->explored.level_count = level + 1;
    e->next = e->level_end;
    e->level_end = count;
    return true;
}

/* As if the first worker had found them all, one after the other. */
static void put_in_order(Exploration *e, uint32_t first, uint32_t end)
{
    Finds *all = &e->workers[0].found;
    finds_cover(all, first, end);
    for (uint32_t i = 0; i < e->worker_count; i++) {
        finds_copy_origins(&e->workers[i].finds, all);
        finds_drop(&e->workers[i].finds);
    }
    finds_pass_on(all, &e->workers[0].finds);
}

/* Whoever has found a state of the next level is to expand it, if that is known of all of them. */
static void share_level_out(Exploration *e, uint32_t first, uint32_t end)
{
    uint64_t found = 0;
    for (uint32_t i = 0; i < e->worker_count; i++) {
        finds_pass_on(&e->workers[i].found, &e->workers[i].finds);
        found += e->workers[i].finds.states;
    }
    e->is_shared_out = found == end - first;
    if (e->is_shared_out && e->is_in_order) put_in_order(e, first, end);
}

/* How many states of the level this worker is going to expand, if others do as much. */
static uint32_t share_of(const Exploration *e, uint32_t member)
{
    bool is_known = e->is_shared_out && !e->is_in_order;
    return is_known ? e->workers[member].finds.states : e->level_end - e->levels[e->depth];
}

static void begin_level(Exploration *e)
{
    share_level_out(e, e->levels[e->depth], e->level_end);
    for (uint32_t i = 0; i < e->worker_count; i++)
        sleep_next_level(&e->sleep, i, share_of(e, i));
    truths_next_level(&e->truths, e->levels[e->depth], e->level_end);
}

/* Breadth-first: some states of the level have not been expanded. */
static bool level_is_open(const Exploration *e)
{
    return !e->depth_first && !e->ended && e->next < e->level_end;
}

uint32_t exploration_expanded(const Exploration *exploration)
{
    uint64_t next = exploration->next;
    return next < exploration->level_end ? (uint32_t)next : exploration->level_end;
}

bool exploration_next_level(Exploration *exploration)
{
    Exploration *e = exploration;
    if (!close_level(e) || e->failed || e->ended) return false;
    e->depth = e->explored.level_count - 1;
    begin_level(e);
    return true;
}

/* -------- depth-first: sharing -------- */

/* Deal out all pending states evenly.  False: there are none. */
static bool share_out(Exploration *e)
{
    PendingStack all = {0};
    for (uint32_t i = 0; i < e->worker_count; i++) {
        PendingStack *stack = &e->workers[i].stack;
        while (stack->height > 0) {
            memory_reserve(&all.items, &all.room, all.height, sizeof *all.items);
            all.items[all.height++] = stack->items[--stack->height];
        }
    }
    for (uint32_t i = 0; i < all.height; i++) {
        PendingStack *stack = &e->workers[i % e->crew.size].stack;
        memory_reserve(&stack->items, &stack->room, stack->height, sizeof *stack->items);
        stack->items[stack->height++] = all.items[i];
    }
    free(all.items);
    return all.height > 0;
}

static bool goes_on(Exploration *e)
{
    if (!e->depth_first) return exploration_next_level(e);
    return !e->failed && !e->ended && share_out(e);
}

/* -------- the crew -------- */

/* Have all come because nothing is left for them, or to share what is left? */
static bool nobody_is_busy(const Exploration *e)
{
    for (uint32_t i = 0; i < e->crew.size; i++)
        if (!e->workers[i].idle) return false;
    return true;
}

static void begin_chore(Exploration *e, Chore what, uint64_t first)
{
    e->chore = what;
    e->taken = first;
}

static void end_chore(Exploration *e)
{
    if (e->chore == CHORE_BUNDLE) store_use_bundles(e->store, e->bundles);
    e->chore = CHORE_NONE;
}

void exploration_turn(void *exploration)
{
    Exploration *e = exploration;
    if (e->chore) {
        end_chore(e);
    } else if (!e->ended && store_is_cramped(e->store)) {
        if (exploration_widen(e)) begin_chore(e, CHORE_ENTER, 0);
    } else if (!e->ended && (e->bundles = store_bundles_due(e->store)) > 0) {
        store_begin_bundles(e->store);
        begin_chore(e, CHORE_BUNDLE, store_bundles_made(e->store));
    } else if (!e->ended && store_crowded(e->store, BATCH_SIZE * e->worker_count)) {
        if (exploration_grow(e)) begin_chore(e, CHORE_ENTER, 0);
    } else if (nobody_is_busy(e)) {
        if (e->due) exploration_take_stock(e);
        e->finished = !level_is_open(e) && !goes_on(e);
    }
}

static void work(void *exploration, uint32_t member)
{
    Exploration *e = exploration;
    if (member > 0) exploration_begin_notes(e, &e->workers[member]);
    while (!e->finished) {
        worker_work(&e->workers[member]);
        worker_meet(&e->workers[member], true);
    }
}

/* -------- the loop -------- */

static bool is_worth_a_crew(const Exploration *e)
{
    return e->worker_count > 1 && e->level_end - (uint32_t)e->next >= e->crew_from;
}

/* The size of the crew, 1 if all processors are busy with other searches. */
static uint32_t hire(const Exploration *e)
{
    return crew_hire(e->explored.options, e->worker_count);
}

/* When all processors are busy a depth-first search goes on alone until it has twice the states. */
static uint32_t search_deep_alone(Exploration *e)
{
    Worker *only = &e->workers[0];
    uint32_t size = 1;
    do {
        worker_work(only);
        if (e->due) exploration_take_stock(e);
        if (only->stack.height == 0 || e->failed || e->ended) return 0;
        size = hire(e);
        e->crew_from =
            store_count(e->store) <= STORE_NONE / 2 ? 2 * store_count(e->store) : STORE_NONE;
    } while (size == 1);
    return size;
}

/* One worker alone, until there is enough to do for more, and somebody to do it.  How many are to
 * go on; 0: nothing is left. */
static uint32_t explore_alone(Exploration *e)
{
    if (e->depth_first) return search_deep_alone(e);
    while (level_is_open(e) || exploration_next_level(e)) {
        uint32_t size = is_worth_a_crew(e) ? hire(e) : 1;
        if (size > 1) return size;
        worker_work(&e->workers[0]);
        if (e->due) exploration_take_stock(e);
    }
    return 0;
}

/* From a checkpoint.  Whether there are states that are not expanded it does not say by itself. */
static void go_on(Exploration *e)
{
    e->sleep.is_over = e->failed || e->statistics.other > 0;
    begin_level(e);
}

static void explore(Exploration *e)
{
    e->alone = true;
    if (!checkpoint_resume(e)) worker_begin(&e->workers[0]);
    else if (!e->ended) go_on(e);
    uint32_t size = explore_alone(e);
    e->alone = false;
    if (size > 0) {
        crew_run(&e->crew, size, work, e);
        crew_dismiss(e->explored.options, size);
    }
    for (uint32_t i = 0; i < e->worker_count; i++)
        exploration_collect(e, &e->workers[i]);
}

/* Which failure several depth-first workers find first is a matter of luck; one worker always finds
 * the same. */
static bool is_a_matter_of_luck(const Exploration *e)
{
    return e->depth_first && e->worker_count > 1 && e->failures.found;
}

const char exploration_lacks_leaves[] = "leaves", exploration_is_cramped[] = "strings";

static Result search_again(Exploration *exploration, SearchOptions options)
{
    const Question *question = exploration->explored.question;
    exploration_free(exploration);
    return search_complete(question, &options);
}

/* All of it was one search to whoever asked: the time that is gone counts. */
static Result search_with_other_strings(Exploration *exploration, SearchOptions options)
{
    double spent = clock_seconds() - exploration->explored.started;
    double least = 1e-3; /* 0 would be no limit */
    double left = options.limits.seconds - spent;
    if (options.limits.seconds > 0) options.limits.seconds = left > least ? left : least;
    if (exploration->ended == exploration_is_cramped) options.no_packing = true;
    else options.leaf_size = store_leaves(exploration->store)->size / 2;
    checkpoint_discard(&options);
    Result result = search_again(exploration, options);
    result.statistics.seconds += spent;
    return result;
}

Result search_complete(const Question *question, const SearchOptions *options)
{
    Exploration exploration;
    SearchOptions again = *options;
    uint32_t leaf_size = checkpoint_leaf_size(options);
    if (leaf_size) again.leaf_size = leaf_size;
    if (exploration_init(&exploration, question, &again)) explore(&exploration);
    else exploration.ended = "memory";
    if (exploration.ended == exploration_lacks_leaves ||
        exploration.ended == exploration_is_cramped)
        return search_with_other_strings(&exploration, again);
    if (is_a_matter_of_luck(&exploration)) {
        again.workers = 1;
        return search_again(&exploration, again);
    }
    Result result = exploration_conclude(&exploration);
    exploration_free(&exploration);
    return result;
}
