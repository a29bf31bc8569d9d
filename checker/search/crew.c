#include "checker/search/crew.h"

/* A thread that is being started waits until it is known how many there will be. */
typedef struct Start {
    Crew *crew;
    CrewWork *work;
    void *data;
    uint32_t member;
} Start;

static void *begin(void *argument)
{
    Start start = *(const Start *)argument;
    pthread_mutex_lock(&start.crew->mutex); /* held until all are started */
    pthread_mutex_unlock(&start.crew->mutex);
    start.work(start.data, start.member);
    return NULL;
}

/* Start as many as the system allows. */
static void start_others(Crew *crew, Start *starts, uint32_t size, const Start *common)
{
    pthread_mutex_lock(&crew->mutex);
    crew->size = 1;
    while (crew->size < size) {
        Start *start = &starts[crew->size];
        *start = *common;
        start->member = crew->size;
        if (pthread_create(&crew->threads[crew->size], NULL, begin, start) != 0) break;
        crew->size++;
    }
    pthread_mutex_unlock(&crew->mutex);
}

void crew_run(Crew *crew, uint32_t size, CrewWork *work, void *data)
{
    Start starts[SEARCH_MOST_WORKERS];
    Start common = {.crew = crew, .work = work, .data = data};
    pthread_mutex_init(&crew->mutex, NULL);
    pthread_cond_init(&crew->everybody_is_here, NULL);
    crew->waiting = 0;
    crew->meetings = 0;
    start_others(crew, starts, size < SEARCH_MOST_WORKERS ? size : SEARCH_MOST_WORKERS, &common);
    work(data, 0);
    for (uint32_t member = 1; member < crew->size; member++)
        pthread_join(crew->threads[member], NULL);
    pthread_cond_destroy(&crew->everybody_is_here);
    pthread_mutex_destroy(&crew->mutex);
}

/* -------- processors shared with other searches -------- */

uint32_t crew_hire(const SearchOptions *options, uint32_t wanted)
{
    _Atomic uint32_t *idle = options->idle_processors;
    if (!idle || wanted <= 1) return wanted;
    uint32_t there = atomic_load(idle), taken;
    do {
        taken = there < wanted - 1 ? there : wanted - 1;
    } while (!atomic_compare_exchange_weak(idle, &there, there - taken));
    return 1 + taken;
}

void crew_dismiss(const SearchOptions *options, uint32_t size)
{
    if (options->idle_processors && size > 1) atomic_fetch_add(options->idle_processors, size - 1);
}

/* -------- meetings -------- */

void crew_meet(Crew *crew, void (*turn)(void *data), void *data)
{
    pthread_mutex_lock(&crew->mutex);
    uint64_t meeting = crew->meetings;
    if (++crew->waiting == crew->size) {
        turn(data);
        crew->waiting = 0;
        crew->meetings++;
        pthread_cond_broadcast(&crew->everybody_is_here);
    }
    while (crew->meetings == meeting)
        pthread_cond_wait(&crew->everybody_is_here, &crew->mutex);
    pthread_mutex_unlock(&crew->mutex);
}
