#include "checker/search/census.h"

#include <math.h>
#include <string.h>

#define PLACES (2 * CENSUS_MOST)

void census_init(Census *census)
{
    memset(census, 0, sizeof *census);
    census->threshold = UINT64_MAX;
}

void census_begin(Census *census)
{
    census->searches++;
}

static CensusEntry *place_of(Census *census, uint64_t hash)
{
    uint32_t place = hash % PLACES;
    while (census->entries[place].times && census->entries[place].hash != hash)
        place = (place + 1) % PLACES;
    return &census->entries[place];
}

/* A sample of half as many states, of those that may be in it. */
static void thin_out(Census *census)
{
    CensusEntry old[PLACES];
    memcpy(old, census->entries, sizeof old);
    memset(census->entries, 0, sizeof census->entries);
    census->threshold /= 2;
    census->count = 0;
    for (uint32_t i = 0; i < PLACES; i++) {
        if (!old[i].times || old[i].hash > census->threshold) continue;
        *place_of(census, old[i].hash) = old[i];
        census->count++;
    }
}

void census_meet(Census *census, StateHash hash)
{
    if (hash.first > census->threshold) return;
    CensusEntry *entry = place_of(census, hash.first);
    entry->hash = hash.first;
    if (entry->times++ > 0) return;
    census->count++;
    while (census->count > CENSUS_MOST)
        thin_out(census);
}

double census_met(const Census *census)
{
    return (double)census->count / ldexp((double)census->threshold, -64);
}

static uint32_t met_by(const Census *census, uint32_t searches)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < PLACES; i++)
        count += census->entries[i].times == searches;
    return count;
}

double census_coverage(const Census *census)
{
    if (census->searches < 2 || census->count == 0) return 1;
    double once = met_by(census, 1), twice = met_by(census, 2), all = census->searches;
    double missed = (all - 1) / all * once * (once - 1) / (2 * (twice + 1));
    return census->count / (census->count + missed);
}
