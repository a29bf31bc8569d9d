#include "checker/live/runtime/census.h"

#include "checker/live/runtime/event.h"
#include "checker/live/runtime/pages.h"
#include "checker/live/runtime/runtime.h"

#include <string.h>

enum { MOST = 1 << 22 };

/* Hashes of 128 bits; open addressing. */
typedef struct Set {
    uint64_t (*members)[2];
    uint64_t count;
} Set;

static Set traces, memories;

static void clear(Set *set)
{
    if (!set->members) set->members = pages_reserve(NULL, sizeof *set->members * MOST);
    else if (set->count) memset(set->members, 0, sizeof *set->members * MOST);
    set->count = 0;
}

void census_begin(void)
{
    if (!question->census) return;
    clear(&traces);
    clear(&memories);
    answer->traces = answer->final_states = 0;
}

static void add(Set *set, const uint64_t member[2])
{
    uint64_t low = member[0] | 1;
    uint32_t place = (uint32_t)(member[1] % MOST);
    for (; set->members[place][0]; place = (place + 1) % MOST)
        if (set->members[place][0] == low && set->members[place][1] == member[1]) return;
    if (++set->count > MOST / 2) pages_panic("there are too many different traces to count");
    set->members[place][0] = low;
    set->members[place][1] = member[1];
}

void census_memory(void)
{
    uint64_t hash[2];
    memory_hash(hash);
    add(&memories, hash);
    answer->final_states = memories.count;
}

/* A loop that was gone through in vain makes a trace that no reduction keeps. */
void census_execution(void)
{
    uint64_t hash[2];
    census_memory();
    if (run.spun) return;
    events_fingerprint(run.steps, hash);
    add(&traces, hash);
    answer->traces = traces.count;
}
