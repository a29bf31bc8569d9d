#include "model/memo.h"

#include <string.h>

/* Places are taken by what changes most: where the stacks stand. */
static uint32_t place_of(const Frame *frame, uint8_t depth, uint32_t seed)
{
    uint32_t hash = seed;
    for (uint8_t i = 0; i < depth; i++) {
        uint32_t word =
            frame[i].pc + ((uint32_t)frame[i].argument << 16) + ((uint32_t)frame[i].local << 24);
        hash = (hash ^ word) * 2654435761u;
    }
    return hash >> 16;
}

static uint32_t place_of_m(const M *mp, const G *gp)
{
    uint32_t hash = place_of(mp->frame, mp->depth, mp->g + 8u * mp->p);
    if (gp) hash ^= place_of(gp->frame, gp->depth, gp->atomicstatus);
    return hash & (MEMO_PLACES - 1);
}

const MemoOfM *memo_of_m(Memo *memo, const Futures *futures, const View *v, uint8_t m)
{
    const M *mp = &v->m[m - 1];
    uint8_t g = mp->g ? mp->g : mp->curg;
    static const G nobody;
    const G *gp = g ? &v->g[g - 1] : NULL;
    MemoOfM *entry = &memo->m[m - 1][place_of_m(mp, gp)];

    bool same = entry->filled && memcmp(&entry->m, mp, sizeof *mp) == 0 &&
                memcmp(&entry->g, gp ? gp : &nobody, sizeof *gp) == 0;
    if (same) return entry;
    entry->m = *mp;
    entry->g = gp ? *gp : nobody;
    entry->filled = true;
    entry->pc = view_step(v, m);
    entry->claims = claims_of(v, m);
    entry->future = future_of_m(futures, v, m);
    future_add_operations(futures, &entry->future);
    return entry;
}

const MemoOfG *memo_of_g(Memo *memo, const Futures *futures, const View *v, uint8_t g)
{
    const G *gp = &v->g[g - 1];
    uint32_t place = place_of(gp->frame, gp->depth, gp->atomicstatus) & (MEMO_PLACES - 1);
    MemoOfG *entry = &memo->g[g - 1][place];

    if (entry->filled && memcmp(&entry->g, gp, sizeof *gp) == 0) return entry;
    entry->g = *gp;
    entry->filled = true;
    entry->future = future_of_g(futures, v, g);
    future_add_operations(futures, &entry->future);
    return entry;
}
