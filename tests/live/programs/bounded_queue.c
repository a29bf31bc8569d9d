/* A bounded queue with sequence numbers, two slots: P producers, C consumers, one try each.
 * PUBLISHED is the order in which a producer says that a slot is full. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#ifndef P
#define P 2
#endif
#ifndef C
#define C 1
#endif
#ifndef PUBLISHED
#define PUBLISHED memory_order_release
#endif

struct cell {
    atomic_uint sequence;
    int value;
};

static struct cell cells[2];
static atomic_uint head, tail;
static int got[C];

#define LOAD(cell, order) atomic_load_explicit(cell, memory_order_##order)
#define CLAIM(cell, position)                                                                      \
    atomic_compare_exchange_strong_explicit(cell, &position, position + 1, memory_order_relaxed,   \
                                            memory_order_relaxed)

static void enqueue(int value)
{
    unsigned position = LOAD(&tail, relaxed);
    for (;;) {
        struct cell *cell = &cells[position & 1];
        int ahead = (int)(LOAD(&cell->sequence, acquire) - position);
        if (ahead < 0) return;
        if (ahead > 0) {
            position = LOAD(&tail, relaxed);
        } else if (CLAIM(&tail, position)) {
            cell->value = value;
            atomic_store_explicit(&cell->sequence, position + 1, PUBLISHED);
            return;
        }
    }
}

static void dequeue(int *ret_value)
{
    unsigned position = LOAD(&head, relaxed);
    for (;;) {
        struct cell *cell = &cells[position & 1];
        int ahead = (int)(LOAD(&cell->sequence, acquire) - (position + 1));
        if (ahead < 0) return;
        if (ahead > 0) {
            position = LOAD(&head, relaxed);
        } else if (CLAIM(&head, position)) {
            *ret_value = cell->value;
            atomic_store_explicit(&cell->sequence, position + 2, memory_order_release);
            return;
        }
    }
}

static void *act(void *number)
{
    int i = (int)(intptr_t)number;
    if (i < P) enqueue(i + 1);
    else dequeue(&got[i - P]);
    return NULL;
}

int main(void)
{
    pthread_t threads[(P + C)];
    atomic_init(&cells[1].sequence, 1);
    for (intptr_t i = 0; i < (P + C); i++)
        pthread_create(&threads[i], NULL, act, (void *)i);
    for (int i = 0; i < (P + C); i++)
        pthread_join(threads[i], NULL);
    return 0;
}
