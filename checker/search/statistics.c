#include "checker/search/statistics.h"

#include "checker/search/memory.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

Statistics statistics_new(const Question *question)
{
    return (Statistics){
        .steps = memory_new_apart(question->subject->step_count, sizeof(StepCount)),
        .together = memory_new_apart(question->subject->actor_count, sizeof(uint64_t)),
        .alone = memory_new_apart(question->subject->actor_count, sizeof(uint64_t)),
        .check_true = memory_new_apart(question->check_count, sizeof(uint64_t)),
        .check_false = memory_new_apart(question->check_count, sizeof(uint64_t)),
    };
}

void statistics_free(Statistics *statistics)
{
    free(statistics->steps);
    free(statistics->together);
    free(statistics->alone);
    free(statistics->check_true);
    free(statistics->check_false);
    free(statistics->depths);
    *statistics = (Statistics){0};
}

static void add_all(uint64_t *counts, const uint64_t *others, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        counts[i] += others[i];
}

void statistics_add(Statistics *statistics, const Question *question, const Statistics *other)
{
    const Subject *subject = question->subject;
    statistics->transitions += other->transitions;
    statistics->other += other->other;
    if (other->depth > statistics->depth) statistics->depth = other->depth;
    for (uint32_t i = 0; i < subject->step_count; i++) {
        statistics->steps[i].ran += other->steps[i].ran;
        statistics->steps[i].blocked += other->steps[i].blocked;
        statistics->steps[i].threw += other->steps[i].threw;
    }
    add_all(statistics->together, other->together, subject->actor_count);
    add_all(statistics->alone, other->alone, subject->actor_count);
    add_all(statistics->check_true, other->check_true, question->check_count);
    add_all(statistics->check_false, other->check_false, question->check_count);
}

double clock_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

uint64_t peak_memory(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (uint64_t)usage.ru_maxrss * 1024;
}

/* The second number of /proc/self/statm, in pages. */
uint64_t resident_memory(void)
{
#ifndef __SANITIZE_ADDRESS__
    char text[128];
    int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t length = file >= 0 ? read(file, text, sizeof text - 1) : 0;
    if (file >= 0) close(file);
    if (length <= 0) return 0;
    text[length] = '\0';
    const char *second = strchr(text, ' ');
    return second ? strtoull(second, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE) : 0;
#else
    return 0;
#endif
}

void statistics_measure(Statistics *statistics, double started)
{
    statistics->seconds = clock_seconds() - started;
    statistics->memory = peak_memory();
}

void statistics_movable(Statistics *statistics, uint32_t movable, uint64_t times)
{
    bool several = (movable & (movable - 1)) != 0;
    uint64_t *counts = several ? statistics->together : statistics->alone;
    for (; movable != 0; movable &= movable - 1)
        counts[__builtin_ctz(movable)] += times;
}

void crowds_count(Crowds *crowds, Statistics *statistics)
{
    for (uint32_t movable = 0; movable < CROWDS; movable++)
        if (crowds->times[movable]) statistics_movable(statistics, movable, crowds->times[movable]);
    *crowds = (Crowds){0};
}
