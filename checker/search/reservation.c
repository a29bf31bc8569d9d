#include "checker/search/reservation.h"

#include <sys/mman.h>

#define LEAST_WORTH_HAVING ((size_t)1 << 20)

/* Small pages at the start: a search of a hundred states should not clear megabytes. */
#define SMALL_PAGES ((size_t)1 << 20)

Reservation reservation_new(size_t size)
{
    void *start = mmap(NULL, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (start == MAP_FAILED) return (Reservation){0};

    /* Visited states are looked up at random: with small pages each look-up would also miss the
     * TLB.  Only advice: without huge pages everything works, slower. */
    if (size > SMALL_PAGES) madvise((char *)start + SMALL_PAGES, size - SMALL_PAGES, MADV_HUGEPAGE);
    return (Reservation){.start = start, .size = size};
}

Reservation reservation_at_most(size_t size)
{
    Reservation largest = reservation_new(size);
    if (largest.start) return largest;
    while (!largest.start && size > LEAST_WORTH_HAVING) {
        size /= 2;
        largest = reservation_new(size);
    }
    /* Space is short, and this array is not the only one. */
    reservation_free(&largest);
    return reservation_new(size / 2);
}

void reservation_empty(Reservation *reservation)
{
    madvise(reservation->start, reservation->size, MADV_DONTNEED);
}

void reservation_free(Reservation *reservation)
{
    if (reservation->start) munmap(reservation->start, reservation->size);
    *reservation = (Reservation){0};
}
