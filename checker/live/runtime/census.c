#include "checker/live/runtime/census.h"

#include "checker/live/runtime/event.h"
#include "checker/live/runtime/pages.h"
#include "checker/live/runtime/runtime.h"

#include <string.h>

enum { MOST = 1 << 22 };

typedef struct Member {
    uint64_t hash[2];
    uint64_t share; /* in which it was met first */
} Member;

/* Hashes of 128 bits; open addressing. */
typedef struct Set {
    uint64_t count;
    uint32_t place[MOST / 2]; /* of the members, in the order in which they came */
    Member member[MOST];
} Set;

struct Census {
    Set traces, memories;
};

static Census *census;
uint64_t census_share;

Census *census_new(void)
{
    return question->census ? pages_reserve_shared(sizeof(Census)) : NULL;
}

void census_use(Census *other)
{
    census = other;
}

static void clear(Set *set)
{
    for (uint64_t i = 0; i < set->count; i++)
        set->member[set->place[i]] = (Member){0};
    set->count = 0;
}

void census_clear(Census *all)
{
    if (!question->census) return;
    clear(&all->traces);
    clear(&all->memories);
}

void census_begin(void)
{
    if (!question->census) return;
    if (!census) census = census_new();
    census_clear(census);
    answer->traces = answer->final_states = 0;
}

static void add(Set *set, const uint64_t hash[2])
{
    uint64_t low = hash[0] | 1;
    uint32_t place = (uint32_t)(hash[1] % MOST);
    for (; set->member[place].hash[0]; place = (place + 1) % MOST)
        if (set->member[place].hash[0] == low && set->member[place].hash[1] == hash[1]) return;
    if (set->count == MOST / 2) pages_panic("there are too many different traces to count");
    set->place[set->count++] = place;
    set->member[place] = (Member){{low, hash[1]}, census_share};
}

static void add_all(Set *set, const Set *other, uint64_t last)
{
    for (uint64_t i = 0; i < other->count; i++) {
        const Member *member = &other->member[other->place[i]];
        if (member->share <= last) add(set, member->hash);
    }
}

void census_add(const Census *other, uint64_t last)
{
    if (!question->census) return;
    add_all(&census->traces, &other->traces, last);
    add_all(&census->memories, &other->memories, last);
    answer->traces = census->traces.count;
    answer->final_states = census->memories.count;
}

void census_memory(void)
{
    uint64_t hash[2];
    memory_hash(hash);
    add(&census->memories, hash);
    answer->final_states = census->memories.count;
}

/* A loop that was gone through in vain makes a trace that no reduction keeps. */
void census_execution(void)
{
    uint64_t hash[2];
    census_memory();
    if (run.spun) return;
    events_fingerprint(run.steps, hash);
    add(&census->traces, hash);
    answer->traces = census->traces.count;
}
