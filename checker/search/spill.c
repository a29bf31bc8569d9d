#include "checker/search/spill.h"

#include "checker/search/require.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE ((size_t)1 << 16)  /* of any machine */
#define PIECE ((size_t)1 << 24) /* moved at once */

/* Where files without names cannot be made, one loses its name at once. */
static int open_and_unlink(const char *folder)
{
    char path[4096];
    int length = snprintf(path, sizeof path, "%s/checker-XXXXXX", folder);
    errno = ENAMETOOLONG;
    int file = (size_t)length < sizeof path ? mkostemp(path, O_CLOEXEC) : -1;
    if (file >= 0) unlink(path);
    return file;
}

int spill_open(const char *folder)
{
    int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    return file >= 0 ? file : open_and_unlink(folder);
}

/* In small pieces: the system keeps what is written at once together, and would later bring all of
 * it into memory, up to two megabytes, for each byte that is read. */
static bool write_all(int file, const char *bytes, size_t size, size_t position)
{
    while (size > 0) {
        ssize_t written = pwrite(file, bytes, size < PAGE ? size : PAGE, (off_t)position);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes += written;
        size -= (size_t)written;
        position += (size_t)written;
    }
    return true;
}

/* The file takes the place of the memory.  If that failed there would be neither. */
static void map(const Spill *spill, size_t from, size_t size)
{
    void *mapped = mmap(spill->start + from, size, PROT_READ, MAP_SHARED | MAP_FIXED, spill->file,
                        (off_t)from);
    REQUIRE(mapped != MAP_FAILED, "what was spilled cannot be mapped: %s", strerror(errno));
    madvise(mapped, size, MADV_RANDOM);
}

bool spill_more(Spill *spill, const char *folder, void *start, size_t complete)
{
    spill->start = start;
    if (!spill->is_open) {
        spill->file = spill_open(folder);
        if (spill->file < 0) return false;
        spill->is_open = true;
    }
    for (size_t end = complete / PAGE * PAGE; spill->bytes < end;) {
        size_t left = end - spill->bytes, size = left < PIECE ? left : PIECE;
        if (!write_all(spill->file, spill->start + spill->bytes, size, spill->bytes)) return false;
        map(spill, spill->bytes, size);
        spill->bytes += size;
    }
    return true;
}

/* -------- memory as a cache -------- */

/* Whole pages of what was moved; false: there are none. */
static bool within(const Spill *spill, size_t *from, size_t *end)
{
    if (*end > spill->bytes) *end = spill->bytes;
    *from = *from / PAGE * PAGE;
    *end = *end / PAGE * PAGE;
    return *from < *end;
}

void spill_forget(const Spill *spill)
{
    spill_forget_some(spill, 0, spill->bytes);
}

void spill_forget_some(const Spill *spill, size_t from, size_t end)
{
    if (within(spill, &from, &end)) madvise(spill->start + from, end - from, MADV_DONTNEED);
}

void spill_ask_for(const Spill *spill, size_t from, size_t end)
{
    if (within(spill, &from, &end)) madvise(spill->start + from, end - from, MADV_WILLNEED);
}

/* The addresses may be had again by another array (reservation.c), which is in memory. */
static void unmap(const Spill *spill)
{
    if (!spill->bytes) return;
    void *mapped = mmap(spill->start, spill->bytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
    REQUIRE(mapped != MAP_FAILED, "what was spilled cannot be unmapped: %s", strerror(errno));
}

void spill_clear(Spill *spill)
{
    unmap(spill);
    if (spill->is_open) close(spill->file);
    *spill = (Spill){0};
}
