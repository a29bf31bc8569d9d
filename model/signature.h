/* A number for each interchangeable object that does not depend on names: its own bytes, with each
 * reference blurred to the class of what it refers to, and from where it is referred to by whom.
 * Objects that differ in what they do have different signatures, but for those that only differ in
 * what lies two references away, and but for chance. */
#ifndef MODEL_SIGNATURE_H
#define MODEL_SIGNATURE_H

#include "model/symmetry.h"

typedef struct Signatures {
    const GoSymmetry *symmetry;
    const uint8_t *world;
    const bool *moves; /* which kinds may be exchanged in this world */
    References references;
    uint64_t own[OWNERS]; /* the signature; until it is done, only what an object holds itself */
    uint64_t sum[OWNERS]; /* of where it is referred to */
} Signatures;

void signatures_of(const GoSymmetry *symmetry, const uint8_t *world, const bool moves[ID_KINDS],
                   Signatures *ret_signatures);

static inline size_t signature_owner(IdKind kind, uint8_t id)
{
    static const uint8_t first[ID_KINDS] = {[ID_G] = OWNER_G, [ID_M] = OWNER_M, [ID_P] = OWNER_P};
    return first[kind] + id - 1u;
}

/* Multiply and fold, with the odd constant of the golden ratio. */
static inline uint64_t signature_mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 29;
}

#endif
