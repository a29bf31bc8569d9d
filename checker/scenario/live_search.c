#include "checker/scenario/live_search.h"

#include <stddef.h>

const LiveLimitInfo live_limit_info[LIVE_LIMITS] = {
#define LIMIT(name, word, value, least, most, standard, strategies, which, meaning)                \
    [LIVE_LIMIT_##name] = {word, least, most, standard, strategies, which, meaning},
#include "checker/live/limits.def"
};

uint64_t live_search_value(const LiveSearch *search, LiveLimit limit)
{
    if (search->given[limit]) return search->value[limit];
    /* Each state is visited once, however long the way there. */
    if (limit == LIVE_LIMIT_MAX_DEPTH && search->strategy == LIVE_STATEFUL) return LIVE_MOST_STEPS;
    return live_limit_info[limit].standard;
}

LiveLimit live_search_idle(const LiveSearch *search)
{
    for (LiveLimit limit = 0; limit < LIVE_LIMITS; limit++)
        if (search->given[limit] && !(live_limit_info[limit].strategies >> search->strategy & 1))
            return limit;
    return LIVE_LIMITS;
}

static void change_strategy(LiveSearch *search, LiveStrategy strategy)
{
    LiveLimit idle;
    search->has_strategy = true;
    search->strategy = strategy;
    while ((idle = live_search_idle(search)) != LIVE_LIMITS)
        search->given[idle] = false;
}

void live_search_override(LiveSearch *search, const LiveSearch *over)
{
    if (over->has_strategy) change_strategy(search, over->strategy);
    for (LiveLimit limit = 0; limit < LIVE_LIMITS; limit++) {
        if (!over->given[limit]) continue;
        search->given[limit] = true;
        search->value[limit] = over->value[limit];
    }
}

bool live_search_lacks_bound(const LiveSearch *search)
{
    return search->strategy == LIVE_BOUNDED && !search->given[LIVE_LIMIT_MAX_PREEMPTIONS] &&
           !search->given[LIVE_LIMIT_MAX_DELAYS];
}

bool live_search_samples(const LiveSearch *search)
{
    return search->strategy == LIVE_RANDOM || search->strategy == LIVE_PCT ||
           search->strategy == LIVE_POS;
}
