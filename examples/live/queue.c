/* queue N [hasty]: N senders and one receiver at a bounded queue.  Every value arrives once, in
 * every schedule; with `hasty` the receiver looks at the count without the lock, and that is a data
 * race. */
#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 2, MOST_SENDERS = 8 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int values[ROOM], count;
static int hasty;

static void *send(void *value)
{
    pthread_mutex_lock(&lock);
    while (count == ROOM)
        pthread_cond_wait(&changed, &lock);
    values[count++] = *(int *)value;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
    return NULL;
}

static int receive(void)
{
    if (hasty && count == 0) sched_yield();
    pthread_mutex_lock(&lock);
    while (count == 0)
        pthread_cond_wait(&changed, &lock);
    int value = values[--count];
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
    return value;
}

int main(int argc, char **argv)
{
    int senders = argc > 1 ? atoi(argv[1]) : 2, all = 0;
    pthread_t threads[MOST_SENDERS];
    int bits[MOST_SENDERS];
    assert(senders > 0 && senders <= MOST_SENDERS);
    hasty = argc > 2 && strcmp(argv[2], "hasty") == 0;
    for (int i = 0; i < senders; i++) {
        bits[i] = 1 << i;
        pthread_create(&threads[i], NULL, send, &bits[i]);
    }
    for (int i = 0; i < senders; i++)
        all += receive();
    for (int i = 0; i < senders; i++)
        pthread_join(threads[i], NULL);
    assert(all == (1 << senders) - 1);
    return 0;
}
