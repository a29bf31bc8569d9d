/* Virtual time, and numbers that only look random.  Each thread has a clock of its own, which moves
 * when it sleeps and when it looks; a join brings two together.  Sleeping orders nothing. */
#include "checker/live/runtime/learned.h"
#include "checker/live/runtime/posix.h"
#include "checker/live/runtime/schedule.h"

#include <errno.h>
#include <stdlib.h>

enum { SECOND = 1000000000, LOOK = 1000000 /* nanoseconds that looking takes */ };

static void pass(uint64_t nanoseconds)
{
    current->time += nanoseconds;
}

static uint64_t nanoseconds_of(const struct timespec *time)
{
    return (uint64_t)time->tv_sec * SECOND + (uint64_t)time->tv_nsec;
}

int posix_usleep(useconds_t microseconds)
{
    pass((uint64_t)microseconds * 1000);
    return 0;
}

unsigned posix_sleep(unsigned seconds)
{
    pass((uint64_t)seconds * SECOND);
    return 0;
}

int posix_nanosleep(const struct timespec *time, struct timespec *ret_rest)
{
    if (time->tv_nsec < 0 || time->tv_nsec >= SECOND || time->tv_sec < 0) return errno = EINVAL, -1;
    pass(nanoseconds_of(time));
    if (ret_rest) *ret_rest = (struct timespec){0};
    return 0;
}

int posix_clock_nanosleep(clockid_t clock, int flags, const struct timespec *time,
                          struct timespec *ret_rest)
{
    (void)clock;
    if (time->tv_nsec < 0 || time->tv_nsec >= SECOND || time->tv_sec < 0) return EINVAL;
    uint64_t target = nanoseconds_of(time);
    if (!(flags & TIMER_ABSTIME)) return posix_nanosleep(time, ret_rest);
    if (target > current->time) current->time = target;
    return 0;
}

int posix_clock_gettime(clockid_t clock, struct timespec *ret)
{
    (void)clock;
    learn(&learned.time_matters);
    pass(LOOK);
    *ret = (struct timespec){.tv_sec = (time_t)(current->time / SECOND),
                             .tv_nsec = (long)(current->time % SECOND)};
    return 0;
}

int posix_gettimeofday(struct timeval *ret, void *zone)
{
    (void)zone;
    struct timespec now;
    posix_clock_gettime(CLOCK_REALTIME, &now);
    *ret = (struct timeval){.tv_sec = now.tv_sec, .tv_usec = now.tv_nsec / 1000};
    return 0;
}

time_t posix_time(time_t *ret)
{
    struct timespec now;
    posix_clock_gettime(CLOCK_REALTIME, &now);
    if (ret) *ret = now.tv_sec;
    return now.tv_sec;
}

int posix_rand_r(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return (int)((*seed >> 8) % ((unsigned)RAND_MAX / 2 + 1));
}

/* Each thread draws from a sequence of its own: whose turn it is makes no difference. */
int posix_rand(void)
{
    return posix_rand_r(&current->random);
}

void posix_srand(unsigned seed)
{
    current->random = seed;
}
