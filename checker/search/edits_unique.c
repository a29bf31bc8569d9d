/* Many ways lead to what is the same edit: the numbers that were found on them decide what comes
 * next, but not what changes.  Each is kept once, so that those that come again and again stay in
 * the cache: a search of 27 million states needs 1,800 of them for 99 of 100 moves, which it comes
 * to on 9,500 ways.  Those of different attempts stay apart: a state counts each at most once, in
 * 32 bits (worker.c). */
#include "checker/search/edits_inside.h"

#include "checker/search/memory.h"

#include <stdlib.h>

#define FIRST_UNIQUE_BITS 8

static uint64_t places_of(const Edits *edits)
{
    return UINT64_C(1) << (64 - edits->unique_shift);
}

static uint64_t hash_of(const Edits *edits, uint32_t edit)
{
    uint32_t step = edits_effect(edits, edit)->step;
    return XXH3_64bits_withSeed(edits_at(edits, edit), edits->edit_size, step);
}

/* What else an effect says is in the edit. */
static bool is_same(const Edits *edits, uint32_t a, uint32_t b)
{
    const Effect *one = edits_effect(edits, a), *other = edits_effect(edits, b);
    return one->outcome == other->outcome && one->step == other->step &&
           one->message == other->message &&
           memcmp(edits_at(edits, a), edits_at(edits, b), edits->edit_size) == 0;
}

/* Where the number of this edit is, or that of one that is the same, or 0 where it belongs. */
static uint32_t *place_for(const Edits *edits, uint32_t edit)
{
    uint64_t at = hash_of(edits, edit) >> edits->unique_shift;
    while (edits->unique[at] && !is_same(edits, edits->unique[at], edit))
        at = (at + 1) & (places_of(edits) - 1);
    return &edits->unique[at];
}

static void grow(Edits *edits)
{
    free(edits->unique);
    edits->unique_shift--;
    edits->unique = memory_new(places_of(edits), sizeof *edits->unique);
    for (uint32_t edit = 1; edit + 1 < edits->edit_count; edit++)
        *place_for(edits, edit) = edit;
}

uint64_t edits_unique_bytes(const Edits *edits)
{
    return places_of(edits) * sizeof *edits->unique;
}

void edits_begin_unique(Edits *edits)
{
    edits->unique_shift = 64 - FIRST_UNIQUE_BITS;
    edits->unique = memory_new(places_of(edits), sizeof *edits->unique);
}

uint32_t edits_unique(Edits *edits)
{
    if (2 * (uint64_t)edits->edit_count > places_of(edits)) grow(edits);
    uint32_t last = edits->edit_count - 1, *place = place_for(edits, last);
    if (*place) edits->edit_count--;
    else *place = last;
    return *place;
}
