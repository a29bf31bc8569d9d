/* Threads that work on one search and meet now and then. */
#ifndef CHECKER_CREW_H
#define CHECKER_CREW_H

#include "checker/search/search.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Crew {
    uint32_t size; /* threads, the one that started the crew included */
    pthread_mutex_t mutex;
    pthread_cond_t everybody_is_here;
    _Atomic uint32_t waiting; /* threads that have come and wait for the others */
    uint64_t meetings;
    pthread_t threads[SEARCH_MOST_WORKERS];
} Crew;

/* What one thread of a crew does: `data` is the crew's, `member` counts from 0. */
typedef void CrewWork(void *data, uint32_t member);

/* Let `size` threads work, this one as member 0, and return when all are done.  If the system
 * refuses some of them the crew is smaller, at least 1; *crew is set up before anybody works. */
void crew_run(Crew *crew, uint32_t size, CrewWork *work, void *data);

/* How large a crew may be, this thread included: `wanted`, or what idle processors allow.  Take
 * them; crew_dismiss gives them back when the crew is done. */
uint32_t crew_hire(const SearchOptions *options, uint32_t wanted);
void crew_dismiss(const SearchOptions *options, uint32_t size);

/* Wait until every member has come.  The last to come first calls `turn`, while the others wait. */
void crew_meet(Crew *crew, void (*turn)(void *data), void *data);

/* Does somebody wait for the others? */
static inline bool crew_is_waited_for(const Crew *crew)
{
    return atomic_load_explicit(&crew->waiting, memory_order_relaxed) > 0;
}

#endif
