#include "checker/search/explored.h"
#include "checker/search/statistics.h"

static uint64_t bytes_in_use(const Explored *explored)
{
    if (!explored->store) return 0;
    uint64_t others = explored->parents || explored->ahead ? store_count(explored->store) : 0;
    return store_bytes(explored->store) + others * sizeof(uint32_t);
}

double search_fill(const Explored *explored)
{
    const Limits *limits = &explored->options->limits;
    double memory = limits->memory ? (double)bytes_in_use(explored) / (double)limits->memory : 0;
    double states =
        limits->states ? (double)store_count(explored->store) / (double)limits->states : 0;
    double fill = memory > states ? memory : states;
    return fill < 1 ? fill : 1;
}

static bool lacks_memory(const Explored *explored, uint64_t extra_bytes)
{
    const SearchOptions *options = explored->options;
    uint64_t limit = options->limits.memory;
    if (!limit || bytes_in_use(explored) + extra_bytes <= limit) return false;
    if (options->lacks_memory) *options->lacks_memory = true;
    return true;
}

const char *search_ended(const Explored *explored, uint64_t extra_bytes)
{
    const SearchOptions *options = explored->options;
    const Limits *limits = &options->limits;
    if (options->interrupted && *options->interrupted) return "interrupt";
    if (options->groundless && *options->groundless) return "groundless";
    if (lacks_memory(explored, extra_bytes)) return "memory";
    if (limits->seconds > 0 && clock_seconds() - explored->started > limits->seconds) return "time";
    return NULL;
}
