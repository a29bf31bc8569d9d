#include "checker/analysis/constraints.h"

#include "checker/search/memory.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_NODES = 400000, MOST_WORK = 4000000 }; /* of one trial; of all together */

typedef uint16_t Count;

/* One set on trial.  A node is a state, how many steps each actor has taken, and whether one of
 * them was another step than on the path. */
typedef struct Trial {
    const Atlas *atlas;
    const Failure *failure;
    const uint8_t *failing;
    const Events *events;
    uint32_t steps;
    const GArray *orders;              /* of Order: the set */
    uint32_t skipped;                  /* index of the one that is left out, or EVENT_NONE */
    uint32_t *own[SUBJECT_MAX_ACTORS]; /* the events of each actor... */
    Count own_count[SUBJECT_MAX_ACTORS];
    Store *store;
    uint32_t node_size;
    uint64_t *work;
    bool escaped; /* a schedule did not fail */
    bool gave_up;
} Trial;

typedef struct Node {
    _Alignas(8) uint8_t bytes[SUBJECT_MAX_STATE];
} Node;

enum { EXTRA = (SUBJECT_MAX_ACTORS + 1) * sizeof(Count) }; /* bytes of a node beside its state */

static Count *counts_of(const Trial *trial, uint8_t *node)
{
    return (Count *)(node + trial->node_size - EXTRA);
}

/* The run has left the path, not only its order. */
static Count *leaves_path(const Trial *trial, uint8_t *node)
{
    return counts_of(trial, node) + SUBJECT_MAX_ACTORS;
}

/* Has everything happened that must come before this event? */
static bool is_free(const Trial *trial, uint8_t *node, uint32_t event)
{
    const Count *counts = counts_of(trial, node);
    for (guint i = 0; i < trial->orders->len; i++) {
        Order order = g_array_index(trial->orders, Order, i);
        const Event *first = &trial->events->event[order.first];
        if (i == trial->skipped || order.second != event) continue;
        if (counts[first->move.actor] <= first->number) return false;
    }
    return true;
}

/* All steps are taken. */
static bool is_failure(const Trial *trial, const uint8_t *state)
{
    uint32_t number = store_find(trial->atlas->explored.store, state, (Likeness){0});
    return number != STORE_NONE && trial->failing[number];
}

static bool is_complete(const Trial *trial, uint8_t *node)
{
    const Count *counts = counts_of(trial, node);
    for (uint32_t actor = 0; actor < trial->events->subject->actor_count; actor++)
        if (counts[actor] < trial->own_count[actor]) return false;
    return true;
}

typedef enum Taking { TAKES_NOT, GOES_ON, ENDS } Taking;

static Taking take(Trial *trial, uint8_t *node, uint32_t actor, uint8_t *next)
{
    const Subject *subject = trial->events->subject;
    const Event *event = &trial->events->event[trial->own[actor][counts_of(trial, node)[actor]]];
    Attempt attempt = {.actor = actor};
    memcpy(next, node, trial->node_size);
    Outcome outcome = subject->attempt(subject->context, next, &attempt);
    if (outcome == BLOCKED) return TAKES_NOT;
    if (event->move.choice && event->move.choice < attempt.choices) {
        attempt = (Attempt){.actor = actor, .choice = event->move.choice};
        memcpy(next, node, trial->node_size);
        outcome = subject->attempt(subject->context, next, &attempt);
    }
    bool failed = false;
    counts_of(trial, next)[actor]++;
    if (attempt.step != event->move.step) *leaves_path(trial, next) = 1;
    if (outcome != THREW && !failure_ends_run(trial->failure, next, &failed)) return GOES_ON;
    if (outcome == THREW) failed = failure_in_throw(trial->failure, attempt.message);
    trial->escaped |= !failed;
    return ENDS;
}

static void enter(Trial *trial, const uint8_t *node, GArray *stack)
{
    bool is_new;
    if (store_crowded(trial->store, 1)) store_make_room(trial->store, 1);
    uint32_t number = store_insert(trial->store, node, (Likeness){0}, &is_new);
    trial->gave_up |= number == STORE_NONE || number >= MOST_NODES || ++*trial->work >= MOST_WORK;
    if (number != STORE_NONE && is_new) g_array_append_val(stack, number);
}

/* Where nothing more can be taken, the steps are not all taken, and each was that of the path, this
 * order of them is none that can happen. */
static void expand(Trial *trial, uint8_t *node, GArray *stack)
{
    Node next;
    bool goes_on = false, ends = false;
    for (uint32_t actor = 0; actor < trial->events->subject->actor_count; actor++) {
        Count taken = counts_of(trial, node)[actor];
        if (taken >= trial->own_count[actor]) continue;
        if (!is_free(trial, node, trial->own[actor][taken])) continue;
        Taking taking = take(trial, node, actor, next.bytes);
        if (taking == GOES_ON) enter(trial, next.bytes, stack);
        goes_on |= taking == GOES_ON;
        ends |= taking == ENDS;
    }
    if (goes_on || ends) return;
    if (is_complete(trial, node) || *leaves_path(trial, node))
        trial->escaped |= !is_failure(trial, node);
}

/* Does every schedule of these steps that keeps to the set fail?  In doubt not. */
static bool is_enough(Trial *trial, uint32_t skipped)
{
    g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    Node node = {0};
    trial->skipped = skipped;
    trial->escaped = trial->gave_up = false;
    trial->store = store_new(trial->node_size, STORE_SAFE_LEAF, STORE_PLAIN);
    memcpy(node.bytes, trial->events->event[0].before, trial->events->subject->state_size);
    enter(trial, node.bytes, stack);
    while (stack->len && !trial->escaped && !trial->gave_up) {
        Opened opened;
        uint32_t number = g_array_index(stack, uint32_t, stack->len - 1);
        g_array_set_size(stack, stack->len - 1);
        store_open(trial->store, number, &opened);
        expand(trial, opened.bytes, stack);
    }
    store_free(trial->store);
    return !trial->escaped && !trial->gave_up;
}

/* -------- the set -------- */

static void find_own(Trial *trial)
{
    for (uint32_t actor = 0; actor < trial->events->subject->actor_count; actor++)
        trial->own[actor] = g_new(uint32_t, trial->steps + 1);
    for (uint32_t i = 0; i < trial->steps; i++) {
        uint16_t actor = trial->events->event[i].move.actor;
        trial->own[actor][trial->own_count[actor]++] = i;
    }
}

static GArray *orders_within(const Events *events, uint32_t steps)
{
    g_autoptr(GArray) all = events_orders(events);
    GArray *orders = g_array_new(FALSE, FALSE, sizeof(Order));
    for (guint i = 0; i < all->len; i++)
        if (g_array_index(all, Order, i).second < steps)
            g_array_append_val(orders, g_array_index(all, Order, i));
    return orders;
}

/* The schedule as it is, if conflicts do not tell it all: who goes on after whom. */
static void use_switches(const Events *events, uint32_t steps, GArray *orders)
{
    g_array_set_size(orders, 0);
    for (uint32_t i = 1; i < steps; i++) {
        Order order = {i - 1, i};
        if (events->event[i].move.actor != events->event[i - 1].move.actor)
            g_array_append_val(orders, order);
    }
}

/* From the end: what is decided late is easier to do without. */
static void drop_what_can_be_spared(Trial *trial, GArray *orders, Constraints *answer)
{
    answer->minimal = true;
    for (guint i = orders->len; i-- > 0;) {
        bool enough = is_enough(trial, i);
        if (enough) g_array_remove_index(orders, i);
        answer->minimal &= !trial->gave_up;
    }
}

Constraints constraints_find(const Atlas *atlas, const Failure *failure, const uint8_t *failing,
                             const Events *events, uint32_t steps)
{
    Constraints answer = {0};
    uint64_t work = 0;
    uint32_t state_size = (events->subject->state_size + 7) / 8 * 8;
    if (!steps || steps > UINT16_MAX || state_size + EXTRA > SUBJECT_MAX_STATE) return answer;
    GArray *orders = orders_within(events, steps);
    Trial trial = {.atlas = atlas,
                   .failure = failure,
                   .failing = failing,
                   .events = events,
                   .steps = steps,
                   .orders = orders,
                   .node_size = state_size + EXTRA,
                   .work = &work};
    find_own(&trial);
    if (!is_enough(&trial, EVENT_NONE) && !trial.gave_up) use_switches(events, steps, orders);
    answer.tried = orders->len;
    if (is_enough(&trial, EVENT_NONE)) {
        drop_what_can_be_spared(&trial, orders, &answer);
        answer.orders = g_array_ref(orders);
    }
    g_array_unref(orders);
    for (uint32_t actor = 0; actor < events->subject->actor_count; actor++)
        g_free(trial.own[actor]);
    return answer;
}
