#include "model/memo.h"

#include "model/same.h"

/* Places are taken by what changes most: where the stacks stand.  Dead frames are zero. */
static inline uint32_t hash_frames(const Frame *frame, uint32_t count, uint32_t seed)
{
    uint32_t hash = seed, word;
    static_assert(sizeof(Frame) == sizeof word, "a frame is a word");
    for (uint32_t i = 0; i < count; i++) {
        memcpy(&word, &frame[i], sizeof word);
        hash = (hash ^ word) * 0x9e3779b1u;
    }
    return hash;
}

static inline uint32_t place_of_m(const M *mp, const G *gp)
{
    uint32_t hash = hash_frames(mp->frame, M_FRAMES, mp->g + mp->p * 16u);
    hash = hash_frames(gp->frame, G_FRAMES, hash ^ gp->atomicstatus);
    return hash >> 16 & (MEMO_PLACES - 1);
}

const MemoOfM *memo_of_m(Memo *memo, const Futures *futures, const View *v, uint8_t m)
{
    const M *mp = &v->m[m - 1];
    uint8_t g = mp->g ? mp->g : mp->curg;
    static const G nobody;
    const G *gp = g ? &v->g[g - 1] : &nobody;
    MemoOfM *entry = &memo->m[m - 1][place_of_m(mp, gp)];

    bool same = entry->filled && same_bytes(&entry->m, mp, sizeof *mp) &&
                same_bytes(&entry->g, gp, sizeof *gp);
    if (same) return entry;
    entry->m = *mp;
    entry->g = *gp;
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
    uint32_t hash = hash_frames(gp->frame, G_FRAMES, gp->atomicstatus);
    MemoOfG *entry = &memo->g[g - 1][hash >> 16 & (MEMO_PLACES - 1)];

    if (entry->filled && same_bytes(&entry->g, gp, sizeof *gp)) return entry;
    entry->g = *gp;
    entry->filled = true;
    entry->future = future_of_g(futures, v, g);
    future_add_operations(futures, &entry->future);
    return entry;
}
