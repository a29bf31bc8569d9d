/* What an effect makes of the string that a state is stored as, without making the state.
 *
 * An effect changes a few leaves of the list.  Which leaf a given change turns a given leaf into is
 * remembered: as there are some hundred changes and some thousand leaves, a successor's list is its
 * predecessor's with two or three numbers looked up.
 *
 * Belongs to one thread, as the recording does; the leaves are shared.
 */
#ifndef CHECKER_EDITS_H
#define CHECKER_EDITS_H

#include "checker/search/recording.h"
#include "checker/search/store.h"

typedef struct Edits Edits;

/* `leaves` (borrowed) may be NULL: states are their own strings. */
Edits *edits_new(Leaves *leaves);
void edits_free(Edits *edits); /* NULL is fine */

/* Write the string of the successor, in whole pieces of 16 bytes (store_slot).  Uses the effect's
 * notes.  False: there are no numbers for leaves left. */
bool edits_apply(Edits *edits, Effect *effect, const Opened *before, uint32_t length,
                 uint8_t *ret_string);

uint64_t edits_bytes(const Edits *edits); /* memory in use */

#endif
