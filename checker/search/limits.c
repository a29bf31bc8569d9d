#include "checker/search/explored.h"
#include "checker/search/statistics.h"

#include <stdarg.h>
#include <stdio.h>

#define MOST_SENTENCE 4352 /* a path and some words */

const char limit_memory[] = "memory";

static uint64_t bytes_in_use(const Explored *explored)
{
    if (!explored->store) return 0;
    uint64_t others = explored->parents || explored->ahead ? store_count(explored->store) : 0;
    uint64_t spilled = explored->spill ? explored->spill->bytes : 0;
    return store_bytes(explored->store) + others * sizeof(uint32_t) - spilled;
}

/* What the process takes counts, not only what the search knows of; below this limit a process that
 * has not begun to search might be too large already. */
#define LEAST_RESIDENT ((uint64_t)32 << 20)

static uint64_t memory_in_use(const Explored *explored, uint64_t extra_bytes)
{
    uint64_t known = bytes_in_use(explored) + extra_bytes;
    uint64_t limit = explored->options->limits.memory;
    uint64_t resident = limit < LEAST_RESIDENT ? 0 : resident_memory();
    return known > resident ? known : resident;
}

double search_fill(const Explored *explored)
{
    const Limits *limits = &explored->options->limits;
    double memory =
        limits->memory ? (double)memory_in_use(explored, 0) / (double)limits->memory : 0;
    double states =
        limits->states ? (double)store_count(explored->store) / (double)limits->states : 0;
    double fill = memory > states ? memory : states;
    return fill < 1 ? fill : 1;
}

static void forget_copies(const Explored *explored)
{
    if (explored->store) store_forget_spilled(explored->store);
    if (explored->spill) spill_forget(explored->spill);
}

/* Has the process never taken as much?  Quicker to find out than what it takes now. */
static bool never_had(const Explored *explored, uint64_t extra_bytes, uint64_t bytes)
{
    return bytes_in_use(explored) + extra_bytes <= bytes && peak_memory() <= bytes;
}

static bool has_room(const Explored *explored, uint64_t extra_bytes, uint64_t more_bytes)
{
    const SearchOptions *options = explored->options;
    uint64_t limit = options->limits.memory;
    /* A lossy store has all its memory from the beginning. */
    if (!limit || store_is_lossy(options->store)) return true;
    if (more_bytes < limit && never_had(explored, extra_bytes, limit - more_bytes)) return true;
    if (memory_in_use(explored, extra_bytes) + more_bytes <= limit) return true;
    forget_copies(explored);
    return memory_in_use(explored, extra_bytes) + more_bytes <= limit;
}

bool search_has_room(const Explored *explored, uint64_t more_bytes)
{
    return has_room(explored, 0, more_bytes);
}

bool search_lacks_memory(const Explored *explored, uint64_t extra_bytes, uint64_t more_bytes)
{
    if (has_room(explored, extra_bytes, more_bytes)) return false;
    if (explored->options->lacks_memory) *explored->options->lacks_memory = true;
    return true;
}

#define BYTES_BETWEEN_LOOKS ((uint64_t)6 << 20)

bool search_has_read(const Explored *explored)
{
    const SearchOptions *options = explored->options;
    if (!options->spill || !options->limits.memory) return false;
    if (memory_in_use(explored, BYTES_BETWEEN_LOOKS) <= options->limits.memory) return false;
    forget_copies(explored);
    return true;
}

void search_tell(const SearchOptions *options, const char *format, ...)
{
    char sentence[MOST_SENTENCE];
    if (!options->tell) return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    options->tell(sentence);
}

const char *search_ended(const Explored *explored, uint64_t extra_bytes)
{
    const char *told = search_told_to_end(explored);
    return told ? told : search_lacks_memory(explored, extra_bytes, 0) ? limit_memory : NULL;
}

const char *search_told_to_end(const Explored *explored)
{
    const SearchOptions *options = explored->options;
    const Limits *limits = &options->limits;
    if (options->interrupted && *options->interrupted) return "interrupt";
    if (options->groundless && *options->groundless) return "groundless";
    if (limits->seconds > 0 && clock_seconds() - explored->started > limits->seconds) return "time";
    return NULL;
}
