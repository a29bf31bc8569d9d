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

static const G nobody;

/* The G that it executes or has last executed. */
static inline const G *g_beside(const View *v, uint8_t m)
{
    const M *mp = &v->m[m - 1];
    uint8_t g = mp->g ? mp->g : mp->curg;
    return g ? &v->g[g - 1] : &nobody;
}

static void forget(Ahead *ahead)
{
    memset(ahead->cut, NOT_KNOWN, sizeof ahead->cut);
}

static uint8_t flags_to_raise(const M *mp)
{
    for (uint8_t i = 0; i < mp->depth; i++)
        if (mp->frame[i].pc == FOREACHP_FLAG_P)
            return (uint8_t)(UINT8_MAX << (mp->frame[i].argument - 1));
    return 0;
}

static bool is_to_count(const M *mp)
{
    for (uint8_t i = 0; i < mp->depth; i++) {
        uint16_t pc = mp->frame[i].pc;
        if ((pc > RUNFN_CLAIM && pc < RUNFN_UNLOCK) || pc == HANDOFFP_RUN_FN) return true;
    }
    return false;
}

/* dropg is behind it; the callback may attach it as a mark worker all the same. */
static uint8_t parked_by(const M *mp)
{
    uint8_t parks = 0;
    for (uint8_t i = 0; i < mp->depth; i++) {
        uint16_t pc = mp->frame[i].pc;
        uint8_t g = mp->frame[i].argument;
        bool parked = (pc >= PARK_M_STATUS && pc <= PARK_M_UNPARK) ||
                      (pc >= ATTACH_CALLBACK && pc <= ATTACH_EARLY_CAS);
        if (parked) parks |= id_bit(g);
    }
    return parks;
}

static uint8_t what_it_came_through(uint16_t pc)
{
    if (pc == STW_CHECK_WAIT || pc == STW_CHECK_P) return CUT_STOPS;
    return pc == FOREACHP_CHECK_WAIT || pc == FOREACHP_CHECK_P ? CUT_RUNNING : NO_CUT;
}

/* Where the G of the entry is inside gcMarkDone; its M may be in forEachP for it. */
static void find_in_markdone(MemoOfM *entry)
{
    entry->ends_marking = entry->flushes = false;
    entry->flush_kept = NO_CUT;
    for (uint8_t i = 0; i < entry->g.depth; i++) {
        uint16_t pc = entry->g.frame[i].pc;
        entry->ends_marking |=
            pc == MARKDONE_WORK_LEFT || pc == MARKDONE_NO_TOKENS || pc == MARKDONE_PROMPTLY;
        entry->flushes |= pc >= MARKDONE_BUSY && pc <= MARKDONE_IDLE;
        if (pc == FOREACHP_CALLER_STATUS || (pc >= MARKDONE_BUSY && pc <= MARKDONE_FLUSH))
            entry->flush_kept = CUT_FOREACHPS;
    }
    for (uint8_t i = 0; i < entry->m.depth; i++) {
        uint16_t pc = entry->m.frame[i].pc;
        if (pc >= FOREACHP_LOCK && pc < FOREACHP_FLAG_P) entry->flush_kept = CUT_FOREACHPS;
        if (pc >= FOREACHP_FLAG_P && pc < FOREACHP_CHECK_WAIT) entry->flush_kept = CUT_RUNNING;
    }
    if (!entry->flushes) entry->flush_kept = NO_CUT;
}

void memo_fill_m(MemoOfM *entry, const View *v, uint8_t m)
{
    entry->m = v->m[m - 1];
    entry->g = *g_beside(v, m);
    entry->filled = true;
    entry->pc = view_step(v, m);
    entry->sleeps = entry->pc == STOPM_SLEEP && !entry->m.park;
    entry->through = what_it_came_through(entry->pc);
    uint8_t g = entry->m.g ? entry->m.g : entry->m.curg;
    entry->runs = id_bit(g);
    entry->parks = parked_by(&entry->m);
    entry->claims = claims_of(v, m);
    entry->raises = flags_to_raise(&v->m[m - 1]);
    entry->owes_fn = is_to_count(&v->m[m - 1]);
    find_in_markdone(entry);
    forget(&entry->ahead);
}

static inline bool is_of_m(const MemoOfM *entry, const M *mp, const G *gp)
{
    return entry->filled && same_bytes(&entry->m, mp, sizeof *mp) &&
           same_bytes(&entry->g, gp, sizeof *gp);
}

MemoOfM *memo_of_m(Memo *memo, const View *v, uint8_t m)
{
    const M *mp = &v->m[m - 1];
    const G *gp = g_beside(v, m);
    MemoOfM *entry = &memo->m[m - 1][memo->last_m[m - 1]];

    if (is_of_m(entry, mp, gp)) return entry;
    memo->last_m[m - 1] = (uint16_t)place_of_m(mp, gp);
    entry = &memo->m[m - 1][memo->last_m[m - 1]];
    if (!is_of_m(entry, mp, gp)) memo_fill_m(entry, v, m);
    return entry;
}

static uint8_t home_of(const G *gp)
{
    if (!gp->depth || gp->frame[gp->depth - 1].pc != WORKER_HOME) return 0;
    return bare_status(gp) == GWAITING ? gp->frame[gp->depth - 1].argument : 0;
}

void memo_fill_g(MemoOfG *entry, const View *v, uint8_t g)
{
    entry->g = v->g[g - 1];
    entry->filled = true;
    entry->home = home_of(&entry->g);
    forget(&entry->ahead);
}

static inline bool is_of_g(const MemoOfG *entry, const G *gp)
{
    return entry->filled && same_bytes(&entry->g, gp, sizeof *gp);
}

MemoOfG *memo_of_g(Memo *memo, const View *v, uint8_t g)
{
    const G *gp = &v->g[g - 1];
    MemoOfG *entry = &memo->g[g - 1][memo->last_g[g - 1]];

    if (is_of_g(entry, gp)) return entry;
    uint32_t hash = hash_frames(gp->frame, G_FRAMES, gp->atomicstatus);
    memo->last_g[g - 1] = (uint16_t)(hash >> 16 & (MEMO_PLACES - 1));
    entry = &memo->g[g - 1][memo->last_g[g - 1]];
    if (!is_of_g(entry, gp)) memo_fill_g(entry, v, g);
    return entry;
}

void memo_look_ahead_of_m(MemoOfM *entry, const Futures *futures, const View *v, uint8_t m,
                          uint8_t cut)
{
    Future *future = &entry->ahead.future[memo_degree(cut)];
    *future = future_of_m(futures, v, m, cut);
    future_add_operations(futures, future, cut);
    entry->ahead.cut[memo_degree(cut)] = cut;
}

void memo_look_ahead_of_g(MemoOfG *entry, const Futures *futures, const View *v, uint8_t g,
                          uint8_t cut)
{
    Future *future = &entry->ahead.future[memo_degree(cut)];
    *future = future_of_g(futures, v, g, cut);
    future_add_operations(futures, future, cut);
    entry->ahead.cut[memo_degree(cut)] = cut;
}
