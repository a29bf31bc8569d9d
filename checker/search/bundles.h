/* Strings of a set that are read seldom, 256 together, each in five or six bytes in place of
 * sixteen.
 *
 * A bundle is a table (columns.h): the different rows of each column, and of each string the index
 * of its row in every column.
 *
 *   header | rows of column 0 | of column 1 | ... | indexes of string 0 | of string 1 | ...
 *
 * Rows and indexes have as many bits as this bundle needs, and lie back to back.  A row is the bits
 * of its places in the order in which a string has them.  What is added to the shape later is zero
 * in strings that were bundled before, and so is what strings are lengthened by: no bundle has to
 * be made anew.
 *
 * Any number of threads may make bundles of their own and read what others have finished before. */
#ifndef CHECKER_BUNDLES_H
#define CHECKER_BUNDLES_H

#include "checker/search/columns.h"
#include "checker/search/reservation.h"
#include "checker/search/shape.h"
#include "checker/search/spill.h"

#include <stdatomic.h>
#include <stdbool.h>

#define BUNDLE_BITS 8
#define BUNDLE_STRINGS (UINT32_C(1) << BUNDLE_BITS)

/* Bytes for any string that can be in one, and the eight behind it. */
#define BUNDLES_ROOM 80

/* Where a bundle lies: enough to ask memory for all that is needed of it, before it is read. */
typedef struct Locator {
    uint32_t begin;       /* in the array, in words of 8 bytes */
    uint16_t indexes;     /* in the bundle, in bytes */
    uint16_t string_bits; /* that the indexes of a string take */
} Locator;

#define BUNDLES_MOST_WORDS 9 /* of a string */
#define BUNDLES_MOST_VERSIONS 256

/* The shape as it was when some bundles were made: a bundle says which, and nothing more of it. */
typedef struct BundleVersion {
    uint32_t added_count;                                    /* ranges of the shape then */
    uint64_t masks[COLUMNS_MOST_PLACES][BUNDLES_MOST_WORDS]; /* the bits of each place */
} BundleVersion;

typedef struct Bundles {
    const Shape *shape; /* of the strings, as it is now */
    uint8_t *bytes;
    Locator *locators; /* by bundle */
    BundleVersion *versions;
    uint32_t version_count;
    Reservation bytes_reservation, locators_reservation, versions_reservation;
    Spill spill;
    bool quick;           /* gather.h */
    _Atomic uint64_t end; /* of the bytes in use */
} Bundles;

/* The byte of the array where it begins. */
static inline uint64_t bundles_begin_of(const Bundles *bundles, uint32_t bundle)
{
    return bundles->locators[bundle].begin * (uint64_t)sizeof(uint64_t);
}

/* Can there be bundles of such strings?  Not of very long ones. */
bool bundles_fit(const Shape *shape);

/* `shape` is borrowed.  False: no address space; clear it all the same. */
bool bundles_init(Bundles *bundles, const Shape *shape);
void bundles_clear(Bundles *bundles);

/* Is there room for so many more than there are? */
bool bundles_have_room(const Bundles *bundles, uint32_t made, uint32_t more);
/* Some are to be made, of strings of the shape that there is now: one alone says so first. */
void bundles_begin(Bundles *bundles);
/* Bundle 256 strings, which lie back to back. */
void bundles_make(Bundles *bundles, uint32_t bundle, const uint8_t *strings);

/* The string with this number, as long as the shape says. */
void bundles_open(const Bundles *bundles, uint32_t number, uint8_t *ret_string);
/* Is it this one, as long?  Quicker than to open it: what tells it from another is found soon. */
bool bundles_same(const Bundles *bundles, uint32_t number, const uint8_t *string);
/* All strings of a bundle, back to back: quicker than one after the other. */
void bundles_open_all(const Bundles *bundles, uint32_t bundle, uint8_t *ret_strings);
void bundles_prefetch(const Bundles *bundles, uint32_t number); /* ahead of that */

uint64_t bundles_bytes(const Bundles *bundles); /* memory in use, but for what was spilled */

#endif
