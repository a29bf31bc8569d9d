/* Readiness as the kernel tells it: epoll, edge-triggered. */
#include "runtime/poll.h"

#include "runtime/panic.h"

#include <errno.h>
#include <pthread.h>
#include <sys/epoll.h>

enum { MOST_EVENTS = 64 };

static int epoll_fd;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void create(void)
{
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    if (epoll_fd < 0) throw_text("netpollinit: epoll_create1 failed");
}

void poll_open(PollDesc *pd)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLET, .data.ptr = pd};
    pthread_once(&once, create);
    if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, pd->fd, &event)) throw_text("netpollopen failed");
}

void poll_close(PollDesc *pd)
{
    if (epoll_ctl(epoll_fd, EPOLL_CTL_DEL, pd->fd, NULL)) throw_text("netpollclose failed");
}

uint32_t poll_wait(int64_t timeout_ns, PollDesc **ret_ready, uint32_t most)
{
    struct epoll_event event[MOST_EVENTS];
    int timeout = timeout_ns < 0 ? -1 : (int)(timeout_ns / 1000000);
    int n = epoll_wait(epoll_fd, event, most < MOST_EVENTS ? (int)most : MOST_EVENTS, timeout);

    if (n < 0 && errno != EINTR) throw_text("netpoll: epoll_wait failed");
    for (int i = 0; i < n; i++)
        ret_ready[i] = event[i].data.ptr;
    return n < 0 ? 0 : (uint32_t)n;
}
