#include "checker/live/runtime/journal.h"

#include "checker/live/runtime/copy.h"
#include "checker/live/runtime/pages.h"

#include <string.h>

#define MOST_BYTES ((size_t)1 << 34)

/* After the bytes that it is about, so that it is found from the end. */
typedef struct Entry {
    void *start;
    size_t size;
} Entry;

bool journal_wanted;
uint64_t journal_moment = 1;
static uint8_t *bytes;
static size_t length;

void journal_begin(void)
{
    bytes = pages_reserve(NULL, MOST_BYTES);
}

void journal_clear(void)
{
    journal_wanted = false;
    length = 0;
}

size_t journal_mark(void)
{
    journal_wanted = true;
    journal_moment++;
    return length;
}

void journal_add(void *start, size_t size)
{
    Entry entry = {start, size};
    if (length + size + sizeof entry > MOST_BYTES)
        pages_panic("an execution is too long to go back in it");
    copy_words(bytes + length, start, size);
    memcpy(bytes + length + size, &entry, sizeof entry);
    length += size + sizeof entry;
}

void journal_undo(size_t to)
{
    journal_moment++;
    while (length > to) {
        Entry entry;
        memcpy(&entry, bytes + length - sizeof entry, sizeof entry);
        length -= entry.size + sizeof entry;
        copy_words(entry.start, bytes + length, entry.size);
    }
}
