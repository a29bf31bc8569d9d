/* Renaming Gs, Ms and Ps: the same world with other ids.
 *
 * An id is a name for a place in an array and for nothing else, so a world in which two Ms have
 * exchanged places, and everything that refers to them follows, behaves as before; but for the few
 * steps that visit objects in the order of their ids (symmetry.h).  Every cell that holds an id is
 * listed here: the fields of world.def by their kind, private fields by hand, frames by frames.def.
 */
#ifndef MODEL_RENAME_H
#define MODEL_RENAME_H

#include "model/step.h"

typedef enum IdKind { ID_G, ID_M, ID_P, ID_KINDS } IdKind;

enum { MAX_IDS = 8 };
static_assert((int)MAX_IDS == MAX_GS && (int)MAX_IDS == MAX_MS && (int)MAX_IDS == MAX_PS,
              "ids of one size");

/* How many there are of a kind. */
static inline uint8_t id_count(const Config *config, IdKind kind)
{
    return kind == ID_G ? config->gs : kind == ID_M ? config->ms : config->ps;
}

/* What id becomes what: a bijection of the ids of each kind.  0 stays 0. */
typedef struct Renaming {
    uint8_t to[ID_KINDS][MAX_IDS + 1];
} Renaming;

extern const Renaming renaming_identity;

/* The same for one pair: `a` and `b` change places. */
Renaming renaming_exchange(IdKind kind, uint8_t a, uint8_t b);

/* Write `from` under its new names into `to`; the two must not overlap. */
void rename_world(const Config *config, const Renaming *renaming, const uint8_t *from, uint8_t *to);

/* A cell that holds an id, not nil. */
typedef struct Reference {
    uint16_t cell; /* offset in the world */
    uint8_t kind;  /* of the id: IdKind */
    uint8_t flags; /* bits of the cell that are not part of the id */
    uint8_t role;  /* which cell of its owner it is: the same in all owners of one kind */
} Reference;

/* Objects that refer to others: the globals, then every P, M and G. */
enum {
    OWNER_GLOBALS,
    OWNER_P,
    OWNER_M = OWNER_P + MAX_PS,
    OWNER_G = OWNER_M + MAX_MS,
    OWNERS = OWNER_G + MAX_GS
};

enum { MAX_REFERENCES = 16 + MAX_PS * 5 + MAX_MS * 16 + MAX_GS * 12 };

/* All references of a world; those of owner i are entry[first[i]] .. entry[first[i + 1] - 1]. */
typedef struct References {
    uint16_t first[OWNERS + 1];
    Reference entry[MAX_REFERENCES];
} References;

void references_of(const Config *config, const uint8_t *world, References *ret_references);

/* -------- orders -------- */

/* What a procedure, once begun, may still visit in the order of ids.  Bits. */
enum { NO_ORDER = 0, ORDER_OF_PS = 1, ORDER_OF_GS = 2 };

/* For a frame that stands at this step; NO_ORDER for the program's own. */
uint8_t order_ahead(uint16_t pc);

#endif
