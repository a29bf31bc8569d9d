/* A symmetry for textbook models with equal processes: sort them.
 *
 * Fits where a process is an actor, all that belongs to it is in the fields of one numbered object,
 * and nothing refers to a process by its number. */
#ifndef TESTS_ORACLE_EQUALS_H
#define TESTS_ORACLE_EQUALS_H

#include "checker/search/search.h"

enum { EQUALS_MOST = 16, EQUALS_FIELDS = 8 };

typedef struct Equals {
    uint32_t count, fields; /* of processes, of cells for each */
    uint16_t cell[EQUALS_MOST][EQUALS_FIELDS];
    Symmetry symmetry; /* points back here: an Equals must not be moved */
} Equals;

/* The objects called `object` of this subject are equal; they are its first actors. */
void equals_init(Equals *equals, const Subject *subject, const char *object);

/* `count` processes with `size` bytes each, back to back from `first` on. */
void equals_init_bytes(Equals *equals, uint32_t count, uint16_t first, uint16_t size);

#endif
