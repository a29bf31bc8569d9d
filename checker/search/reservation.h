/* Arrays that grow in place.
 *
 * A reservation is address space that costs memory only where it was touched, and reads as zero
 * elsewhere.  So an array of unknown length never moves: its addresses stay valid, growing copies
 * nothing and needs no room for two copies.
 */
#ifndef CHECKER_RESERVATION_H
#define CHECKER_RESERVATION_H

#include <stddef.h>

/* What its pages are.  When it is freed, the next one of the same kind may have its addresses. */
typedef enum Pages {
    PAGES_ONCE, /* of a file, or few: nobody has them again */
    PAGES_SPARSE,
    PAGES_HUGE
} Pages;

typedef struct Reservation {
    void *start;   /* NULL: there was no address space */
    size_t size;   /* in bytes */
    void *mapping; /* what it lies in... */
    size_t mapped; /* ...and how long that is */
    Pages pages;
} Reservation;

Reservation reservation_new(size_t size);
/* Up to `size`: under a limit on address space a share of what is left, so that something remains
 * for others. */
Reservation reservation_at_most(size_t size);
/* Without huge pages, for an array of which little is touched. */
Reservation reservation_sparse(size_t size);
/* In an empty file, which is taken over and gone with the array.  All its room is had at once, so
 * that the disk cannot be found full later.  Without a start: errno tells why. */
Reservation reservation_in_file(int file, size_t size);
/* Of one in a file: give back the memory that holds copies of it. */
void reservation_forget(const Reservation *reservation);
/* Give the memory back, but not the addresses: all reads as zero again.  Others may be reading. */
void reservation_empty(Reservation *reservation);
/* The same of the bytes from `from` to `end`, but for the part of a huge page at their end; returns
 * up to which byte. */
size_t reservation_give_back(Reservation *reservation, size_t from, size_t end);
/* The same of what lies behind the first so many bytes, but for the rest of a huge page. */
void reservation_shorten(Reservation *reservation, size_t size);
/* The first so many bytes are going to be written; some have been, by those who had the array
 * before, and no longer matter: `touched` bytes, which is kept up to date.  Nothing is cleared, but
 * where much less is needed what lies behind is given back: a search needs most at its end. */
void reservation_use(Reservation *reservation, size_t *touched, size_t needed);
void reservation_free(Reservation *reservation); /* clears it; freeing twice is fine */

#endif
