#include "model/signature.h"

#include <string.h>

/* -------- what it holds -------- */

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
        hash = signature_mix(hash, word[i]);
    return signature_mix(hash, 0);
}

/* What stays needs no look inside: its name says all. */
static void hash_kind(Signatures *s, IdKind kind, size_t at, size_t size)
{
    for (uint8_t id = 1; id <= id_count(s->symmetry->config, kind); id++) {
        size_t owner = signature_owner(kind, id);
        s->own[owner] = s->moves[kind] ? hash_object(s, owner, at + (id - 1u) * size, size)
                                       : signature_mix(kind, id);
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
            s->sum[signature_owner(ref.kind, id)] += signature_mix(s->own[owner], ref.role);
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
        s->sum[signature_owner(kind, head)] += signature_mix(which, place);
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
                 signature_mix(s->own[OWNER_P + i], LOCAL_RUNQ));
}

/* -------- together -------- */

void signatures_of(const GoSymmetry *symmetry, const uint8_t *world, const bool moves[ID_KINDS],
                   Signatures *ret_signatures)
{
    Signatures *s = ret_signatures;
    Layout at = symmetry->config->layout;

    s->symmetry = symmetry;
    s->world = world;
    s->moves = moves;
    memset(s->own, 0, sizeof s->own);
    memset(s->sum, 0, sizeof s->sum);
    references_of(symmetry->config, world, &s->references);
    s->own[OWNER_GLOBALS] = ID_KINDS;
    hash_kind(s, ID_G, at.g, sizeof(G));
    hash_kind(s, ID_M, at.m, sizeof(M));
    hash_kind(s, ID_P, at.p, sizeof(P));
    add_references(s);
    add_lists(s);
    for (size_t owner = 1; owner < OWNERS; owner++)
        s->own[owner] = signature_mix(s->own[owner], s->sum[owner]);
}
