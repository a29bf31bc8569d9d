#include "checker/analysis/pair.h"

#include "checker/search/moves.h"

#include <string.h>

/* -------- the other way round -------- */

/* The steps up to `second`, without `first` and what depends on it; these two the other way round;
 * the others in their order. */
static PairSwap swap_of(const Events *events, const uint8_t *after, Order order, uint32_t *sequence)
{
    PairSwap swap = {.order = order, .sequence = sequence};
    uint32_t count = 0;
    for (; count < order.first; count++)
        sequence[count] = count;
    for (uint32_t i = order.first + 1; i < order.second; i++)
        if (!after[(size_t)i * events->count + order.first]) sequence[count++] = i;
    swap.at = count;
    sequence[count++] = order.second;
    sequence[count++] = order.first;
    for (uint32_t i = order.first + 1; i < events->count; i++) {
        bool taken = i == order.second ||
                     (i < order.second && !after[(size_t)i * events->count + order.first]);
        if (!taken) sequence[count++] = i;
    }
    return swap;
}

/* How many steps come later than they did, besides the first. */
static uint32_t displaced(const Events *events, const uint8_t *after, Order order)
{
    uint32_t count = 0;
    for (uint32_t i = order.first + 1; i < order.second; i++)
        count += after[(size_t)i * events->count + order.first];
    return count;
}

typedef struct Ranked {
    Order order;
    uint32_t displaced;
} Ranked;

/* Of those that move equally few steps the last: it is nearest to the failure. */
static int by_displacement(const void *a, const void *b)
{
    const Ranked *one = a, *two = b;
    if (one->displaced != two->displaced) return one->displaced < two->displaced ? -1 : 1;
    return one->order.second > two->order.second ? -1 : one->order.second < two->order.second;
}

GArray *pair_find_by(const Events *events, PairPasses *passes, void *data)
{
    g_autofree uint8_t *after = events_after(events);
    g_autofree uint32_t *sequence = g_new(uint32_t, events->count + 1);
    g_autoptr(GArray) orders = events_orders(events);
    g_autoptr(GArray) ranked = g_array_new(FALSE, FALSE, sizeof(Ranked));
    GArray *pairs = g_array_new(FALSE, FALSE, sizeof(Order));
    for (guint i = 0; i < orders->len; i++) {
        Order order = g_array_index(orders, Order, i);
        PairSwap swap = swap_of(events, after, order, sequence);
        if (!passes(data, &swap)) continue;
        Ranked one = {order, displaced(events, after, order)};
        g_array_append_val(ranked, one);
    }
    g_array_sort(ranked, by_displacement);
    for (guint i = 0; i < ranked->len; i++)
        g_array_append_val(pairs, g_array_index(ranked, Ranked, i).order);
    return pairs;
}

/* -------- of a model -------- */

/* A run in another order. */
typedef struct Rerun {
    const Atlas *atlas;
    const uint8_t *certain;
    const Events *events;
    const Failure *failure;
    uint8_t *state, *next;
    bool failed;
} Rerun;

/* The actor's next step, whatever it is; nothing if it is blocked.  Returns whether it is the step
 * of the event. */
static bool take(Rerun *rerun, uint32_t index)
{
    const Subject *subject = rerun->events->subject;
    const Move *move = &rerun->events->event[index].move;
    Attempt attempt = {.actor = move->actor};
    memcpy(rerun->next, rerun->state, subject->state_size);
    Outcome outcome = subject->attempt(subject->context, rerun->next, &attempt);
    if (outcome == BLOCKED) return false;
    if (move->choice && move->choice < attempt.choices) {
        attempt = (Attempt){.actor = move->actor, .choice = move->choice};
        memcpy(rerun->next, rerun->state, subject->state_size);
        outcome = subject->attempt(subject->context, rerun->next, &attempt);
    }
    memcpy(rerun->state, rerun->next, subject->state_size);
    bool ignored;
    rerun->failed |= outcome == THREW || failure_ends_run(rerun->failure, rerun->state, &ignored);
    return attempt.step == move->step;
}

static void run_on(Rerun *rerun, const PairSwap *swap, uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end && !rerun->failed; i++)
        take(rerun, swap->sequence[i]);
}

static bool passes(void *data, const PairSwap *swap)
{
    Rerun *rerun = data;
    const Events *events = rerun->events;
    memcpy(rerun->state, events->event[swap->order.first].before, events->subject->state_size);
    rerun->failed = false;
    run_on(rerun, swap, swap->order.first, swap->at);
    bool fits = take(rerun, swap->order.second);
    fits &= take(rerun, swap->order.first);
    run_on(rerun, swap, swap->at + 2, events->count);
    if (!fits || rerun->failed) return false;
    uint32_t state = store_find(rerun->atlas->explored.store, rerun->state, (Likeness){0});
    return state != STORE_NONE && !rerun->certain[state];
}

GArray *pair_find(const Atlas *atlas, const uint8_t *certain, const Failure *failure,
                  const Events *events)
{
    Rerun rerun = {.atlas = atlas,
                   .certain = certain,
                   .events = events,
                   .failure = failure,
                   .state = g_malloc(events->subject->state_size),
                   .next = g_malloc(events->subject->state_size)};
    GArray *pairs = pair_find_by(events, passes, &rerun);
    g_free(rerun.state);
    g_free(rerun.next);
    return pairs;
}
