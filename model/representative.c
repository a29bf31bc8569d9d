/* One world to stand for all that differ by an exchange of names.
 *
 * Every interchangeable object gets a signature that does not depend on names: its own bytes, with
 * each reference blurred to the class of what it refers to, and from where it is referred to by
 * whom.  Each class is sorted by signature.  Gs come first; an M is then placed by the new name of
 * the G that it executes, and a P by that of its M, so that objects which belong together stay
 * together where signatures are equal, and names seldom change from one world to the next. */
#include "model/symmetry.h"

#include <string.h>

typedef struct Signatures {
    const GoSymmetry *symmetry;
    const uint8_t *world;
    References references;
    bool moves[ID_KINDS]; /* here and now */
    uint64_t own[OWNERS]; /* of what an object holds itself */
    uint64_t sum[OWNERS]; /* of where it is referred to */
} Signatures;

/* -------- hashing -------- */

/* Multiply and fold, with the odd constant of the golden ratio. */
static inline uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 29;
}

static inline size_t owner_of(uint8_t kind, uint8_t id)
{
    static const uint8_t first[ID_KINDS] = {[ID_G] = OWNER_G, [ID_M] = OWNER_M, [ID_P] = OWNER_P};
    return first[kind] + id - 1u;
}

/* An id that stays, or the class of one that moves. */
static inline uint8_t blurred(const Signatures *s, uint8_t kind, uint8_t id)
{
    if (!s->moves[kind] || id > MAX_IDS) return id;
    return (uint8_t)(s->symmetry->lead[kind][id] | 0x10);
}

/* An object's bytes with the references blurred. */
static uint64_t hash_object(const Signatures *s, size_t owner, size_t at, size_t size)
{
    uint64_t word[5] = {0};
    _Static_assert(sizeof word >= sizeof(M) && sizeof word >= sizeof(G), "room for an object");
    uint8_t *bytes = (uint8_t *)word;

    memcpy(bytes, s->world + at, size);
    for (uint16_t i = s->references.first[owner]; i < s->references.first[owner + 1]; i++) {
        Reference ref = s->references.entry[i];
        uint8_t *cell = &bytes[ref.cell - at];
        uint8_t id = *cell & (uint8_t)~ref.flags;
        *cell = (*cell & ref.flags) | blurred(s, ref.kind, id);
    }
    uint64_t hash = owner >= OWNER_G ? ID_G : owner >= OWNER_M ? ID_M : ID_P;
    for (size_t i = 0; i * 8 < size; i++)
        hash = mix(hash, word[i]);
    return mix(hash, 0);
}

/* What stays needs no look inside: its name says all. */
static void hash_kind(Signatures *s, IdKind kind, size_t at, size_t size)
{
    for (uint8_t id = 1; id <= id_count(s->symmetry->config, kind); id++) {
        size_t owner = owner_of(kind, id);
        s->own[owner] = s->moves[kind] ? hash_object(s, owner, at + (id - 1u) * size, size)
                                       : mix(kind, id);
    }
}

/* -------- who refers to it -------- */

static void add_references(Signatures *s)
{
    for (size_t owner = 0; owner < OWNERS; owner++) {
        for (uint16_t i = s->references.first[owner]; i < s->references.first[owner + 1]; i++) {
            Reference ref = s->references.entry[i];
            uint8_t id = s->world[ref.cell] & (uint8_t)~ref.flags;
            if (!s->moves[ref.kind] || id > MAX_IDS) continue;
            s->sum[owner_of(ref.kind, id)] += mix(s->own[owner], ref.role);
        }
    }
}

/* Objects on a list: the place says more than the neighbours do.  `link` is the offset of the cell
 * that holds the next id, in an object of this kind. */
static void add_list(Signatures *s, IdKind kind, uint8_t head, size_t at, size_t size, size_t link,
                     uint64_t which)
{
    if (!s->moves[kind]) return;
    for (uint64_t place = 1; head && place <= MAX_IDS; place++) {
        s->sum[owner_of(kind, head)] += mix(which, place);
        head = s->world[at + (head - 1u) * size + link];
    }
}

static void add_lists(Signatures *s)
{
    enum { IDLE_MS = 101, IDLE_PS, GLOBAL_RUNQ, LOCAL_RUNQ };
    const Config *config = s->symmetry->config;
    const Sched *sched = (const Sched *)s->world;
    const P *p = (const P *)(s->world + config->layout.p);
    Layout at = config->layout;

    add_list(s, ID_M, sched->midle, at.m, sizeof(M), offsetof(M, schedlink), IDLE_MS);
    add_list(s, ID_P, sched->pidle, at.p, sizeof(P), offsetof(P, link), IDLE_PS);
    add_list(s, ID_G, sched->runqhead, at.g, sizeof(G), offsetof(G, schedlink), GLOBAL_RUNQ);
    for (uint8_t i = 0; i < config->ps; i++)
        add_list(s, ID_G, p[i].runqhead, at.g, sizeof(G), offsetof(G, schedlink),
                 mix(s->own[OWNER_P + i], LOCAL_RUNQ));
}

/* -------- sorting -------- */

static void hash_all(Signatures *s)
{
    Layout at = s->symmetry->config->layout;

    s->own[OWNER_GLOBALS] = ID_KINDS;
    hash_kind(s, ID_G, at.g, sizeof(G));
    hash_kind(s, ID_M, at.m, sizeof(M));
    hash_kind(s, ID_P, at.p, sizeof(P));
    add_references(s);
    add_lists(s);
    for (size_t owner = 1; owner < OWNERS; owner++)
        s->own[owner] = mix(s->own[owner], s->sum[owner]);
}

/* What an object is sorted by: `place` first, then its signature. */
static uint64_t sort_key(const Signatures *s, IdKind kind, uint8_t id, uint8_t place)
{
    enum { PLACE_SHIFT = 56 };
    return (uint64_t)place << PLACE_SHIFT | s->own[owner_of(kind, id)] >> (64 - PLACE_SHIFT);
}

/* The member of a class that has this rank among the names of the class. */
static uint8_t name_of_rank(const uint8_t *lead, uint8_t class, uint32_t rank)
{
    uint8_t name = class;
    while (lead[name] != class || rank-- > 0)
        name++;
    return name;
}

/* Give the members of every class of a kind their names in the order of their keys. */
static void name_in_order(const Signatures *s, IdKind kind, const uint64_t *key, Renaming *renaming)
{
    const uint8_t *lead = s->symmetry->lead[kind];
    uint8_t count = id_count(s->symmetry->config, kind);

    for (uint8_t id = 1; id <= count; id++) {
        uint32_t rank = 0;
        for (uint8_t other = lead[id]; other <= count; other++) {
            if (lead[other] != lead[id]) continue;
            rank += key[other] < key[id] || (key[other] == key[id] && other < id);
        }
        renaming->to[kind][id] = name_of_rank(lead, lead[id], rank);
    }
}

static void name_gs(const Signatures *s, Renaming *renaming)
{
    const Config *config = s->symmetry->config;
    const G *g = (const G *)(s->world + config->layout.g);
    uint64_t key[MAX_IDS + 1];

    for (uint8_t id = 1; id <= config->gs; id++)
        key[id] = sort_key(s, ID_G, id, g[id - 1].frame[0].argument);
    name_in_order(s, ID_G, key, renaming);
}

static void name_ms(const Signatures *s, Renaming *renaming)
{
    const Config *config = s->symmetry->config;
    const M *m = (const M *)(s->world + config->layout.m);
    uint64_t key[MAX_IDS + 1];

    for (uint8_t id = 1; id <= config->ms; id++) {
        uint8_t curg = m[id - 1].curg;
        key[id] = sort_key(s, ID_M, id, curg ? renaming->to[ID_G][curg] : MAX_IDS + 1);
    }
    name_in_order(s, ID_M, key, renaming);
}

static void name_ps(const Signatures *s, Renaming *renaming)
{
    const Config *config = s->symmetry->config;
    const P *p = (const P *)(s->world + config->layout.p);
    uint64_t key[MAX_IDS + 1];

    for (uint8_t id = 1; id <= config->ps; id++) {
        uint8_t m = p[id - 1].m;
        key[id] = sort_key(s, ID_P, id, m ? renaming->to[ID_M][m] : MAX_IDS + 1);
    }
    name_in_order(s, ID_P, key, renaming);
}

void go_canonicalise(const void *symmetry, uint8_t *world)
{
    Signatures s; /* not cleared as a whole: it is large, and this is done for every successor */
    s.symmetry = symmetry;
    s.world = world;
    const Config *config = s.symmetry->config;
    uint8_t orders = go_symmetry_orders(s.symmetry, world);

    for (IdKind kind = 0; kind < ID_KINDS; kind++)
        s.moves[kind] = go_symmetry_moves(s.symmetry, kind, orders);
    if (!s.moves[ID_G] && !s.moves[ID_M] && !s.moves[ID_P]) return;

    Renaming renaming = renaming_identity;
    references_of(config, world, &s.references);
    memset(s.own, 0, sizeof s.own);
    memset(s.sum, 0, sizeof s.sum);
    hash_all(&s);
    if (s.moves[ID_G]) name_gs(&s, &renaming);
    if (s.moves[ID_M]) name_ms(&s, &renaming);
    if (s.moves[ID_P]) name_ps(&s, &renaming);
    if (memcmp(&renaming, &renaming_identity, sizeof renaming) == 0) return;

    uint8_t renamed[SUBJECT_MAX_STATE];
    rename_world(config, &renaming, world, renamed);
    memcpy(world, renamed, config->layout.size);
}
