/* Where the program under test begins: with the search. */
#include "checker/live/runtime/await.h"
#include "checker/live/runtime/event.h"
#include "checker/live/runtime/heap.h"
#include "checker/live/runtime/pages.h"
#include "checker/live/runtime/plain_hooks.h"
#include "checker/live/runtime/race.h"
#include "checker/live/runtime/rewind.h"
#include "checker/live/runtime/runtime.h"
#include "checker/live/runtime/schedule.h"
#include "checker/live/runtime/search.h"

#include <string.h>

LiveShared *shared;

static const Search *const searches[LIVE_STRATEGIES] = {
    [LIVE_DPOR] = &search_dpor,
    [LIVE_DFS] = &search_depth_first,
    [LIVE_BOUNDED] = &search_depth_first,
    [LIVE_RANDOM] = &search_random,
    [LIVE_PCT] = &search_pct,
    [LIVE_POS] = &search_pos,
    [LIVE_REPLAY] = &search_replay,
    [LIVE_STATEFUL] = &search_stateful,
};

static int descriptor_of(char **environment)
{
    static const char name[] = LIVE_ENVIRONMENT "=";
    for (; *environment; environment++) {
        if (strncmp(*environment, name, sizeof name - 1) != 0) continue;
        int number = 0;
        for (const char *digit = *environment + sizeof name - 1; *digit; digit++)
            number = number * 10 + (*digit - '0');
        return number;
    }
    pages_panic("this program was compiled by checker-cc; run it with: checker live -- PROGRAM");
}

int main(int argc, char **argv, char **environment)
{
    shared = pages_share(descriptor_of(environment), sizeof *shared);
    if (question->version != LIVE_VERSION)
        pages_panic("the program was compiled by another version of checker-cc");
    search = searches[question->strategy];
    plain_hooks_step = question->plain_steps;
    races_wanted = question->races && question->strategy != LIVE_STATEFUL;
    events_ordered = search->orders || (question->census && !search->sees_states);
    hook_scrubs = search->sees_states;
    stacks_begin();
    heap_begin();
    events_begin();
    await_begin();
    race_begin();
    rewind_begin();
    thread_local_init();
    memory_begin(argc, argv);
    crash_begin();
    Entry entry = {argc, argv, environment};
    if (question->strategy == LIVE_STATEFUL) explore_states(&entry);
    else if (question->workers > 1) explore_together(&entry);
    else explore(&entry);
    answer->finished = true;
    pages_exit(0);
}
