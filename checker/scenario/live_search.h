/* How a real program is to be searched: what a scenario's `explore` and the command line say
 * alike.  What is not given has its standard value. */
#ifndef CHECKER_SCENARIO_LIVE_SEARCH_H
#define CHECKER_SCENARIO_LIVE_SEARCH_H

#include "checker/live/protocol.h"

typedef enum LiveLimit {
#define LIMIT(name, ...) LIVE_LIMIT_##name,
#include "checker/live/limits.def"
    LIVE_LIMITS
} LiveLimit;

typedef struct LiveLimitInfo {
    const char *word; /* "max-preemptions" */
    uint64_t least, most, standard;
    uint32_t strategies; /* bits of LiveStrategy: those that it means something to */
    const char *which;   /* the same in words: "random, pct and pos" */
    const char *meaning;
} LiveLimitInfo;
extern const LiveLimitInfo live_limit_info[LIVE_LIMITS];

typedef struct LiveSearch {
    bool has_strategy;
    LiveStrategy strategy;
    bool given[LIVE_LIMITS];
    uint64_t value[LIVE_LIMITS];
} LiveSearch;

/* The value that is given, or else the standard one. */
uint64_t live_search_value(const LiveSearch *search, LiveLimit limit);

/* `over` says more, and what it says counts.  If that is another strategy, what means nothing to it
 * is forgotten. */
void live_search_override(LiveSearch *search, const LiveSearch *over);

/* The first limit that is given and means nothing to the strategy; LIVE_LIMITS: none. */
LiveLimit live_search_idle(const LiveSearch *search);

/* bounded, and no bound is given. */
bool live_search_lacks_bound(const LiveSearch *search);

/* It tries some executions only, and so never says that a program holds. */
bool live_search_samples(const LiveSearch *search);

#endif
