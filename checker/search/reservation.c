#include "checker/search/reservation.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#define LEAST_WORTH_HAVING ((size_t)1 << 20)

/* Small pages at the start: a search of a hundred states should not clear megabytes.  In a virtual
 * machine a dozen of them take as long as a huge one, so they are few. */
#define SMALL_PAGES ((size_t)1 << 16)
#define HUGE_PAGE ((size_t)1 << 21)

static Reservation mapped(void *start, size_t size)
{
    return (Reservation){.start = start, .size = size, .mapping = start, .mapped = size};
}

Reservation reservation_sparse(size_t size)
{
    void *start = mmap(NULL, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return start == MAP_FAILED ? (Reservation){0} : mapped(start, size);
}

/* Huge pages begin at multiples of their size: the first of them right behind the small ones. */
static Reservation aligned(size_t size)
{
    Reservation new = reservation_sparse(size + HUGE_PAGE);
    if (!new.start) return new;
    size_t skipped = (HUGE_PAGE - SMALL_PAGES - (uintptr_t) new.start) % HUGE_PAGE;
    new.start = (char *)new.start + skipped;
    new.size = size;
    return new;
}

Reservation reservation_new(size_t size)
{
    if (size <= HUGE_PAGE) return reservation_sparse(size);
    Reservation new = aligned(size);
    /* Visited states are looked up at random: with small pages each look-up would also miss the
     * TLB.  Only advice: without huge pages everything works, slower. */
    if (new.start) madvise((char *)new.start + SMALL_PAGES, size - SMALL_PAGES, MADV_HUGEPAGE);
    return new;
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

Reservation reservation_in_file(int file, size_t size)
{
    int error = posix_fallocate(file, 0, (off_t)size);
    void *start = MAP_FAILED;
    if (!error) start = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (!error && start == MAP_FAILED) error = errno;
    close(file); /* a mapping keeps the file */
    errno = error;
    return error ? (Reservation){0} : mapped(start, size);
}

void reservation_forget(const Reservation *reservation)
{
    madvise(reservation->start, reservation->size, MADV_DONTNEED);
}

void reservation_empty(Reservation *reservation)
{
    madvise(reservation->start, reservation->size, MADV_DONTNEED);
}

/* A huge page that is given back in parts would first have to be made into small ones. */
static size_t up_to_huge_page(const Reservation *reservation, size_t byte)
{
    uintptr_t start = (uintptr_t)reservation->start;
    uintptr_t page = (start + byte) / HUGE_PAGE * HUGE_PAGE;
    return page > start ? page - start : 0;
}

size_t reservation_give_back(Reservation *reservation, size_t from, size_t end)
{
    size_t whole = up_to_huge_page(reservation, end);
    if (whole <= from) return from;
    madvise((char *)reservation->start + from, whole - from, MADV_DONTNEED);
    return whole;
}

void reservation_shorten(Reservation *reservation, size_t size)
{
    size_t kept = up_to_huge_page(reservation, size + HUGE_PAGE - 1);
    if (kept >= reservation->size) return;
    madvise((char *)reservation->start + kept, reservation->size - kept, MADV_DONTNEED);
}

void reservation_free(Reservation *reservation)
{
    if (reservation->start) munmap(reservation->mapping, reservation->mapped);
    *reservation = (Reservation){0};
}
