#include <ck_ring.h>

#include <assert.h>
#include <pthread.h>

enum { PRODUCERS = 2, SIZE = 4 };

static ck_ring_t ring;
static ck_ring_buffer_t buffer[SIZE];
static int values[PRODUCERS] = {1, 2};

static void *produce(void *value)
{
    bool sent = ck_ring_enqueue_mpmc(&ring, buffer, value);
    assert(sent);
    return NULL;
}

static void *consume(void *sum)
{
    void *value;
    if (ck_ring_dequeue_mpmc(&ring, buffer, &value)) *(int *)sum += *(int *)value;
    return NULL;
}

int main(void)
{
    pthread_t threads[PRODUCERS], consumer;
    int sum = 0;
    void *value;
    ck_ring_init(&ring, SIZE);
    for (int i = 0; i < PRODUCERS; i++)
        pthread_create(&threads[i], NULL, produce, &values[i]);
    pthread_create(&consumer, NULL, consume, &sum);
    for (int i = 0; i < PRODUCERS; i++)
        pthread_join(threads[i], NULL);
    pthread_join(consumer, NULL);
    while (ck_ring_dequeue_mpmc(&ring, buffer, &value))
        sum += *(int *)value;
    assert(sum == 3);
    return 0;
}
