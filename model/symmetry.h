/* Which Gs, Ms and Ps of a configuration are interchangeable, and one world to stand for all that
 * differ by an exchange of them (Ip and Dill, Formal Methods in System Design 9, 1996; Emerson and
 * Sistla, same volume).
 *
 * Two ids are interchangeable if exchanging them turns the configuration into itself: the same
 * programs, with arguments that name them exchanged too; neither named by a check.  Where an actor
 * starts does not matter: the initial world is one world like any other.  So Ms without a program
 * of their own are all interchangeable, whoever they run at the start.
 *
 * Steps that visit objects in the order of ids tell them apart.  Ps are exchanged only in worlds
 * from which no such step over Ps can be reached any more, Gs likewise.  That is sound: the test
 * gives the same answer whatever the names, and what it excludes stays excluded, so a world and its
 * representative have futures that are the same but for names (docs/symmetry.md).
 */
#ifndef MODEL_SYMMETRY_H
#define MODEL_SYMMETRY_H

#include "model/go.h"
#include "model/rename.h"

/* Why an id keeps its name. */
typedef enum Pinned {
    PINNED_NOT,
    PINNED_BY_CHECK, /* a check names it */
    PINNED_ABSENT,   /* there is no such goroutine; nothing would be gained */
} Pinned;

typedef struct GoSymmetry {
    const Config *config;
    Pinned pinned[ID_KINDS][MAX_IDS + 1];
    uint8_t lead[ID_KINDS][MAX_IDS + 1]; /* the lowest id of those it is interchangeable with */
    bool moves[ID_KINDS];                /* some id of this kind is interchangeable with another */
    /* ORDER_OF_PS, ORDER_OF_GS: which orders some program comes to, of ids that move otherwise...
     */
    uint8_t orders;
    /* ...and which of them from an instruction on, by G and by M. */
    uint8_t g_orders[MAX_GS][MAX_INSTRUCTIONS], m_orders[MAX_MS][MAX_INSTRUCTIONS];
} GoSymmetry;

/* Find what is interchangeable.  `pinned` says which ids the checks name: pinned[kind][id].  The
 * model must outlive the symmetry. */
void go_symmetry_init(GoSymmetry *symmetry, const GoModel *model,
                      bool pinned[ID_KINDS][MAX_IDS + 1]);

/* Is anything? */
bool go_symmetry_exists(const GoSymmetry *symmetry);

/* The orders that steps from this world on may still follow. */
uint8_t go_symmetry_orders(const GoSymmetry *symmetry, const uint8_t *world);

/* May ids of this kind be exchanged in a world with these orders ahead? */
static inline bool go_symmetry_moves(const GoSymmetry *symmetry, IdKind kind, uint8_t orders)
{
    uint8_t against = kind == ID_P ? ORDER_OF_PS : kind == ID_G ? ORDER_OF_GS : NO_ORDER;
    return symmetry->moves[kind] && !(orders & against);
}

/* Turn a world into the representative of those that differ by an exchange.  Has the shape of
 * Symmetry.canonicalise; `symmetry` is a GoSymmetry.  Two worlds that differ by an exchange nearly
 * always have the same representative; where they have not, each stands for itself, and no answer
 * depends on it.  representative.c */
void go_canonicalise(const void *symmetry, uint8_t *world);

#endif
