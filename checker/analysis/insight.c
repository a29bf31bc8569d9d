#include "checker/analysis/insight.h"

#include "checker/analysis/pair.h"

enum { MOST_STATES = 1000000, MOST_STEPS = 3000 };

static void look_at_window(Insight *insight, const Atlas *atlas, const uint8_t *failing,
                           uint32_t start)
{
    insight->window = window_find(atlas, &insight->failure, failing, start, insight->events);
    for (uint32_t i = 0; i < insight->window.count; i++) {
        const Stretch *stretch = &insight->window.stretches[i];
        g_autoptr(GArray) stale = stale_find(insight->events, stretch->first, stretch->last);
        g_autoptr(GArray) recurring = stale_recurring(insight->events, stretch->last);
        g_array_append_vals(insight->stale, stale->data, stale->len);
        g_array_append_vals(insight->stale, recurring->data, recurring->len);
        g_autoptr(GArray) wiped = wiped_find(insight->events, stretch->first, stretch->last);
        g_array_append_vals(insight->wiped, wiped->data, wiped->len);
    }
}

/* The pair that makes somebody's knowledge stale goes before others. */
static void prefer_stale(Insight *insight)
{
    for (guint i = 0; i < insight->pairs->len; i++) {
        Order order = g_array_index(insight->pairs, Order, i);
        for (guint k = 0; k < insight->stale->len; k++) {
            const Stale *stale = &g_array_index(insight->stale, Stale, k);
            if (stale->seen != order.first || stale->changed != order.second) continue;
            g_array_remove_index(insight->pairs, i);
            g_array_prepend_val(insight->pairs, order);
            return;
        }
    }
}

/* The whole world is needed for these. */
static void look_at_world(Insight *insight, Atlas *atlas, InsightWish wish)
{
    uint32_t start = atlas_enter(atlas, insight->events->event[0].before);
    if (start == ATLAS_NONE || !atlas_complete(atlas)) {
        insight->left_out = atlas->ended;
        return;
    }
    g_autofree uint8_t *failing = failure_states(&insight->failure, atlas);
    g_autofree uint8_t *certain = failure_certain(&insight->failure, atlas);
    look_at_window(insight, atlas, failing, start);
    insight->pairs = pair_find(atlas, certain, &insight->failure, insight->events);
    prefer_stale(insight);
    if (wish == INSIGHT_EVERYTHING)
        insight->constraints =
            constraints_find(atlas, &insight->failure, failing, insight->events, insight->decided);
}

static void look(Insight *insight, const SearchOptions *options, InsightWish wish)
{
    g_autoptr(Atlas) atlas = atlas_new(insight->failure.question, options, MOST_STATES);
    insight->no_return = no_return_find(atlas, &insight->failure, insight->events);
    if (insight->no_return.sooner) insight->left_out = atlas->ended;
    look_at_world(insight, atlas, wish);
}

Insight insight_find(const Question *question, const Path *path, Verdict verdict,
                     const SearchOptions *options, const Question *fixed, InsightWish wish)
{
    Insight insight = {.failure = failure_of(question, verdict),
                       .decided = MIN(path->lost, path_length(path)),
                       .stale = g_array_new(FALSE, FALSE, sizeof(Stale)),
                       .wiped = g_array_new(FALSE, FALSE, sizeof(Wiped)),
                       .parting = {.step = EVENT_NONE}};
    insight.events = events_of(path);
    if (path_length(path) > MOST_STEPS) insight.left_out = "steps";
    else look(&insight, options, wish);
    if (fixed) insight.parting = parts_find(insight.events, fixed->subject, path->initial);
    if (!insight.pairs) insight.pairs = g_array_new(FALSE, FALSE, sizeof(Order));
    return insight;
}

void insight_clear(Insight *insight)
{
    events_free(insight->events);
    g_array_unref(insight->stale);
    g_array_unref(insight->wiped);
    g_array_unref(insight->pairs);
    if (insight->constraints.orders) g_array_unref(insight->constraints.orders);
    g_free(insight->parting.how);
    *insight = (Insight){0};
}
