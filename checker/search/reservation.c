#include "checker/search/reservation.h"

#include "checker/search/memory.h"
#include "checker/search/spinlock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#define LEAST_WORTH_HAVING ((size_t)1 << 20)

/* Small pages at the start: a search of a hundred states should not clear megabytes.  In a virtual
 * machine a dozen of them take as long as a huge one, so they are few. */
#define SMALL_PAGES ((size_t)1 << 16)
#define HUGE_PAGE ((size_t)1 << 21)
#define MOST_KEPT 64

static Reservation mapped(void *start, size_t size)
{
    return (Reservation){.start = start, .size = size, .mapping = start, .mapped = size};
}

static Reservation reserve(size_t size)
{
    void *start = mmap(NULL, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return start == MAP_FAILED ? (Reservation){0} : mapped(start, size);
}

/* How long an array there could be, which may be longer than the one that there is. */
static size_t room_of(const Reservation *reservation)
{
    return reservation->mapped -
           (size_t)((char *)reservation->start - (char *)reservation->mapping);
}

/* Huge pages begin at multiples of their size: the first of them right behind the small ones.
 * Visited states are looked up at random: with small pages each look-up would also miss the TLB.
 * Only advice: without huge pages everything works, slower. */
static Reservation reserve_huge(size_t size)
{
    Reservation new = reserve(size + HUGE_PAGE);
    if (!new.start) return new;
    size_t skipped = (HUGE_PAGE - SMALL_PAGES - (uintptr_t) new.start) % HUGE_PAGE;
    new.start = (char *)new.start + skipped;
    new.size = size;
    memory_touch(new.start, SMALL_PAGES);
    madvise((char *)new.start + SMALL_PAGES, room_of(&new) - SMALL_PAGES, MADV_HUGEPAGE);
    return new;
}

/* -------- those that were freed -------- */

/* For a search of a hundred states the tables of its pages take longer than all the rest: so the
 * next one in this process has the same addresses.  The small pages are cleared when it wants them;
 * the last one's never are. */
static struct {
    Spinlock lock;
    uint32_t count;
    Reservation reservations[MOST_KEPT]; /* in the order in which they were freed */
} freed;

/* Where addresses are few, others may want them. */
static bool has_addresses(void)
{
    struct rlimit limit;
    return getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur == RLIM_INFINITY;
}

/* All of the room, as those who have an array may touch some bytes behind it. */
static void empty_room(const Reservation *old)
{
    size_t kept = old->pages == PAGES_HUGE ? SMALL_PAGES : 0;
    madvise((char *)old->start + kept, room_of(old) - kept, MADV_DONTNEED);
}

static Reservation take_freed(uint32_t which)
{
    Reservation taken = freed.reservations[which];
    freed.count--;
    for (uint32_t i = which; i < freed.count; i++)
        freed.reservations[i] = freed.reservations[i + 1];
    return taken;
}

static bool keep(const Reservation *old)
{
    if (old->pages == PAGES_ONCE || !has_addresses()) return false;
    Reservation oldest = {0};
    empty_room(old);
    spinlock_take(&freed.lock);
    if (freed.count == MOST_KEPT) oldest = take_freed(0);
    freed.reservations[freed.count++] = *old;
    spinlock_release(&freed.lock);
    if (oldest.start) munmap(oldest.mapping, oldest.mapped);
    return true;
}

/* The shortest that is long enough, or MOST_KEPT. */
static uint32_t best_freed(size_t size, Pages pages)
{
    uint32_t best = MOST_KEPT;
    for (uint32_t i = 0; i < freed.count; i++) {
        const Reservation *old = &freed.reservations[i];
        if (old->pages != pages || room_of(old) < size) continue;
        if (best == MOST_KEPT || room_of(old) < room_of(&freed.reservations[best])) best = i;
    }
    return best;
}

static Reservation have_again(size_t size, Pages pages)
{
    Reservation found = {0};
    spinlock_take(&freed.lock);
    uint32_t best = best_freed(size, pages);
    if (best < MOST_KEPT) found = take_freed(best);
    spinlock_release(&freed.lock);
    if (!found.start) return found;
    found.size = size;
    if (pages == PAGES_HUGE) memset(found.start, 0, SMALL_PAGES);
    return found;
}

static bool unmap_freed(void)
{
    spinlock_take(&freed.lock);
    uint32_t count = freed.count;
    while (freed.count > 0) {
        const Reservation *old = &freed.reservations[--freed.count];
        munmap(old->mapping, old->mapped);
    }
    spinlock_release(&freed.lock);
    return count > 0;
}

/* -------- new ones -------- */

static Reservation small(size_t size)
{
    Reservation new = reserve(size);
    if (new.start) memory_touch(new.start, size);
    return new;
}

static Reservation never_had(size_t size, Pages pages)
{
    return pages == PAGES_HUGE ? reserve_huge(size) : reserve(size);
}

static Reservation large(size_t size, Pages pages)
{
    Reservation new = have_again(size, pages);
    if (new.start) return new;
    new = never_had(size, pages);
    if (!new.start && unmap_freed()) new = never_had(size, pages);
    new.pages = pages;
    return new;
}

Reservation reservation_new(size_t size)
{
    return size <= HUGE_PAGE ? small(size) : large(size, PAGES_HUGE);
}

Reservation reservation_sparse(size_t size)
{
    return large(size, PAGES_SPARSE);
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

#define WORTH_GIVING_BACK ((size_t)1 << 21) /* bytes: a huge page */

void reservation_use(Reservation *reservation, size_t *touched, size_t needed)
{
    bool is_shorter = needed < *touched / 8 * 7 && *touched - needed >= WORTH_GIVING_BACK;
    if (is_shorter) reservation_shorten(reservation, needed);
    if (is_shorter || needed > *touched) *touched = needed;
}

void reservation_free(Reservation *reservation)
{
    if (reservation->start && !keep(reservation)) munmap(reservation->mapping, reservation->mapped);
    *reservation = (Reservation){0};
}
