/* Numbers for byte strings of one length: 0, 1, ... in the order of their first insertion.
 *
 * Exact: two different strings never share a number.  The strings lie back to back in one reserved
 * mapping, so a string's address is stable for the numbering's life.  A table holds 32 bits of hash
 * beside each number and is checked against the full bytes.
 *
 * Any number of threads may use one numbering.  Looking up takes no lock; entering a new string
 * does, which is rare where a numbering is worth having.
 */
#ifndef CHECKER_NUMBERING_H
#define CHECKER_NUMBERING_H

#include <stdbool.h>
#include <stdint.h>

typedef struct Numbering Numbering;

#define NUMBERING_NONE UINT32_MAX

Numbering *numbering_new(uint32_t length); /* of a string, in bytes.  NULL: no memory */
void numbering_free(Numbering *numbering); /* NULL is fine */

uint64_t numbering_hash(const Numbering *numbering, const uint8_t *string);

/* Looking up touches the table, then the string that the table names: two waits for memory. Whoever
 * has many strings to look up asks for all tables first, then for all strings, then looks up. */
void numbering_prefetch_table(const Numbering *numbering, uint64_t hash);
void numbering_prefetch_string(const Numbering *numbering, uint64_t hash);
void numbering_prefetch(const Numbering *numbering, uint32_t number); /* to read a string */

/* The number of `string`, inserting it if it is new.  NUMBERING_NONE: there is no room for it. */
uint32_t numbering_insert(Numbering *numbering, const uint8_t *string, uint64_t hash,
                          bool *ret_new);
/* The number of `string`, or NUMBERING_NONE if it was never inserted; may miss one while others
 * insert.
 */
uint32_t numbering_find(const Numbering *numbering, const uint8_t *string, uint64_t hash);
const uint8_t *numbering_at(const Numbering *numbering, uint32_t number);
uint32_t numbering_count(const Numbering *numbering);
uint64_t numbering_bytes(const Numbering *numbering); /* memory in use */

#endif
