/* One world to stand for all that differ by an exchange of names: within each class, names are
 * given in an order that does not depend on names.
 *
 * The order must be cheap: this is done for every successor of a search.  So objects are sorted by
 * what distinguishes them most of the time, and signatures are only computed for a world where that
 * leaves a tie.  Gs are sorted by their own bytes; an M by the new name of the G that it executes,
 * or by its place among the idle; a P by the new name of its M.  That keeps together what belongs
 * together, and names seldom change from one world to the next. */
#include "model/signature.h"

#include <string.h>

enum { KEYS = MAX_IDS + 1 };

/* A world, and the new names found so far. */
typedef struct Naming {
    const GoSymmetry *symmetry;
    const uint8_t *world;
    bool moves[ID_KINDS];
    Renaming renaming;
    bool has_signatures;
    Signatures signatures;
} Naming;

/* -------- sorting -------- */

/* The member of a class that has this rank among the names of the class. */
static uint8_t name_of_rank(const uint8_t *lead, uint8_t class, uint32_t rank)
{
    uint8_t name = class;
    while (lead[name] != class || rank-- > 0)
        name++;
    return name;
}

/* Is the order of keys within each class the order of names?  Ties are none. */
static bool is_in_order(const uint8_t *lead, uint8_t count, const uint64_t key[KEYS], bool *ret_tie)
{
    uint8_t before[KEYS] = {0}; /* by class: the last member seen */
    bool in_order = true;
    for (uint8_t id = 1; id <= count; id++) {
        uint8_t last = before[lead[id]];
        if (last && key[last] >= key[id]) in_order = false;
        before[lead[id]] = id;
    }
    *ret_tie = false;
    for (uint8_t id = 2; id <= count && !in_order; id++)
        for (uint8_t other = lead[id]; other < id; other++)
            if (lead[other] == lead[id] && key[other] == key[id]) *ret_tie = true;
    return in_order;
}

/* Of two objects with one key the signature decides, and then the old name. */
static bool goes_before(const Naming *n, IdKind kind, const uint64_t key[KEYS], uint8_t a,
                        uint8_t b)
{
    if (key[a] != key[b]) return key[a] < key[b];
    if (!n->has_signatures) return a < b;
    uint64_t signature_a = n->signatures.own[signature_owner(kind, a)];
    uint64_t signature_b = n->signatures.own[signature_owner(kind, b)];
    return signature_a < signature_b || (signature_a == signature_b && a < b);
}

/* Give the members of every class of a kind their names in the order of their keys. */
static void name_in_order(Naming *n, IdKind kind, const uint64_t key[KEYS])
{
    const uint8_t *lead = n->symmetry->lead[kind];
    uint8_t count = id_count(n->symmetry->config, kind);
    bool tie;

    if (is_in_order(lead, count, key, &tie)) return;
    if (tie && !n->has_signatures) {
        signatures_of(n->symmetry, n->world, n->moves, &n->signatures);
        n->has_signatures = true;
    }
    for (uint8_t id = 1; id <= count; id++) {
        uint32_t rank = 0;
        for (uint8_t other = lead[id]; other <= count; other++)
            if (lead[other] == lead[id]) rank += goes_before(n, kind, key, other, id);
        n->renaming.to[kind][id] = name_of_rank(lead, lead[id], rank);
    }
}

/* -------- keys -------- */

/* Keys: what sorts first in the highest byte, then what else cannot hold a name. */
static uint64_t key_of(uint64_t first, uint64_t rest)
{
    enum { FIRST_SHIFT = 56 };
    return first << FIRST_SHIFT | rest >> (64 - FIRST_SHIFT);
}

/* The steps on a stack, without arguments and locals. */
static uint64_t stack_key(const Frame *frame, uint8_t depth)
{
    uint64_t hash = depth;
    for (uint8_t i = 0; i < depth; i++)
        hash = signature_mix(hash, frame[i].pc);
    return hash;
}

static uint64_t mix_fields(uint64_t hash, const uint8_t *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        hash = hash << 8 ^ hash >> 56 ^ fields[i];
    return signature_mix(hash, count);
}

/* How far its program is comes first. */
static uint64_t g_key(const G *g)
{
    const uint8_t fields[] = {g->atomicstatus, g->preempt,    g->stackguard0, g->preemptscan,
                              g->preemptStop,  g->gcscandone, g->gcscanvalid, g->syscallsp,
                              g->rg,           g->sudog,      g->semawait,    g->runqs,
                              g->scans,        g->moved};
    uint64_t rest = mix_fields(stack_key(g->frame, g->depth), fields, sizeof fields);
    return key_of(g->frame[0].argument, rest);
}

static uint64_t m_key(const M *m)
{
    const uint8_t fields[] = {m->locks, m->waitunlockf, m->spinning, m->park};
    return mix_fields(stack_key(m->frame, m->depth), fields, sizeof fields);
}

static uint64_t p_key(const P *p)
{
    const uint8_t fields[] = {p->status, p->runSafePointFn, p->gcMarkWorkerMode, p->fnruns};
    return mix_fields(0, fields, sizeof fields);
}

static void name_gs(Naming *n)
{
    const Config *config = n->symmetry->config;
    const G *g = (const G *)(n->world + config->layout.g);
    uint64_t key[KEYS];

    for (uint8_t id = 1; id <= config->gs; id++)
        key[id] = g_key(&g[id - 1]);
    name_in_order(n, ID_G, key);
}

/* What comes first in the key of an M or a P: the new name of the G or M that it goes with; then
 * its place on the idle list, for those on it; then the rest. */
enum { PLACED = MAX_IDS + 1, UNPLACED = 2 * MAX_IDS + 1 };

static void name_ms(Naming *n)
{
    const Config *config = n->symmetry->config;
    const M *m = (const M *)(n->world + config->layout.m);
    uint64_t key[KEYS];

    for (uint8_t id = 1; id <= config->ms; id++) {
        uint8_t curg = m[id - 1].curg;
        key[id] = key_of(curg ? n->renaming.to[ID_G][curg] : UNPLACED, m_key(&m[id - 1]));
    }
    uint8_t idle = ((const Sched *)n->world)->midle;
    for (uint8_t place = 0; idle && place < MAX_IDS; place++) {
        key[idle] = key_of(PLACED + (uint64_t)place, 0);
        idle = m[idle - 1].schedlink;
    }
    name_in_order(n, ID_M, key);
}

static void name_ps(Naming *n)
{
    const Config *config = n->symmetry->config;
    const P *p = (const P *)(n->world + config->layout.p);
    uint64_t key[KEYS];

    for (uint8_t id = 1; id <= config->ps; id++) {
        uint8_t m = p[id - 1].m;
        key[id] = key_of(m ? n->renaming.to[ID_M][m] : UNPLACED, p_key(&p[id - 1]));
    }
    uint8_t idle = ((const Sched *)n->world)->pidle;
    for (uint8_t place = 0; idle && place < MAX_IDS; place++) {
        key[idle] = key_of(PLACED + (uint64_t)place, 0);
        idle = p[idle - 1].link;
    }
    name_in_order(n, ID_P, key);
}

/* -------- the representative -------- */

void go_canonicalise(const void *symmetry, uint8_t *world)
{
    Naming n; /* not cleared as a whole: it is large */
    n.symmetry = symmetry;
    n.world = world;
    n.renaming = renaming_identity;
    n.has_signatures = false;
    const Config *config = n.symmetry->config;
    uint8_t orders = go_symmetry_orders(n.symmetry, world);

    for (IdKind kind = 0; kind < ID_KINDS; kind++)
        n.moves[kind] = go_symmetry_moves(n.symmetry, kind, orders);
    if (n.moves[ID_G]) name_gs(&n);
    if (n.moves[ID_M]) name_ms(&n);
    if (n.moves[ID_P]) name_ps(&n);
    if (memcmp(&n.renaming, &renaming_identity, sizeof n.renaming) == 0) return;

    uint8_t renamed[SUBJECT_MAX_STATE];
    rename_world(config, &n.renaming, world, renamed);
    memcpy(world, renamed, config->layout.size);
}
