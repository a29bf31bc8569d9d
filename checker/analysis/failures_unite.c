/* Failures that are one: the same property, the same actor, the same pair in the wrong order. */
#include "checker/analysis/failures.h"

#include "checker/analysis/pair.h"

#include <string.h>

enum { MOST_STATES = 1000000, MOST_STEPS = 3000 };

/* What is certain depends on the goal only, and not on which local failure it is. */
typedef struct Uniting {
    const Question *question;
    Atlas *atlas;
    uint8_t *certain; /* as failure_certain, of `goal`; NULL: not asked for yet */
    const Check *goal;
} Uniting;

static const uint8_t *certain_of(Uniting *all, const Failure *failure)
{
    const Check *goal = failure_is_local(failure) ? NULL : failure->check;
    if (all->certain && all->goal == goal) return all->certain;
    g_free(all->certain);
    all->goal = goal;
    return all->certain = failure_certain(failure, all->atlas);
}

static void find_pair(Uniting *all, DistinctFailure *one)
{
    if (!one->has_schedule || one->schedule.length > MOST_STEPS) return;
    Failure failure = failure_of(all->question, one->verdict);
    g_autoptr(Path) path = path_of_schedule(all->question->subject, &one->schedule);
    g_autoptr(Events) events = events_of(path);
    g_autoptr(GArray) pairs = pair_find(all->atlas, certain_of(all, &failure), &failure, events);
    one->has_pair = pairs->len > 0;
    if (!one->has_pair) return;
    Order order = g_array_index(pairs, Order, 0);
    one->first = events->event[order.first].move;
    one->second = events->event[order.second].move;
}

static bool same_step(const Move *a, const Move *b)
{
    return a->actor == b->actor && a->step == b->step;
}

static bool is_same(const DistinctFailure *a, const DistinctFailure *b)
{
    bool same_actor = a->actor == b->actor || a->verdict.kind == VERDICT_STUCK;
    return a->has_pair && b->has_pair && same_actor && a->actor != FAILURE_NOBODY &&
           b->actor != FAILURE_NOBODY && verdict_equal(a->verdict, b->verdict) &&
           same_step(&a->first, &b->first) && same_step(&a->second, &b->second);
}

static void join(DistinctFailure *kept, const DistinctFailure *other)
{
    if (!kept->also) kept->also = g_array_new(FALSE, FALSE, sizeof(Move));
    Move move = {.actor = (uint16_t)other->actor, .step = (uint16_t)other->step};
    g_array_append_val(kept->also, move);
    kept->moves += other->moves;
}

/* The list is sorted: what comes first is shortest. */
static void unite(Failures *failures)
{
    for (guint i = 0; i < failures->list->len; i++) {
        DistinctFailure *kept = g_ptr_array_index(failures->list, i);
        for (guint k = i + 1; k < failures->list->len;) {
            const DistinctFailure *other = g_ptr_array_index(failures->list, k);
            if (!is_same(kept, other)) {
                k++;
                continue;
            }
            join(kept, other);
            g_ptr_array_remove_index(failures->list, k);
        }
    }
}

/* False: a limit is in the way. */
static bool chart(Atlas *atlas)
{
    const Subject *subject = atlas->question->subject;
    uint8_t state[SUBJECT_MAX_STATE];
    for (uint32_t i = 0; i < subject->initial_count; i++) {
        subject->initial(subject->context, i, state);
        if (atlas_enter(atlas, state) == ATLAS_NONE) return false;
    }
    return atlas_complete(atlas);
}

const char *failures_unite(Failures *failures, const Question *question,
                           const SearchOptions *options)
{
    if (!failures->list->len) return NULL;
    Question any = *question;
    any.find = NULL;
    g_autoptr(Atlas) atlas = atlas_new(&any, options, MOST_STATES);
    if (!chart(atlas)) return atlas->ended;
    Uniting all = {.question = &any, .atlas = atlas};
    for (guint i = 0; i < failures->list->len; i++)
        find_pair(&all, g_ptr_array_index(failures->list, i));
    unite(failures);
    g_free(all.certain);
    return NULL;
}
