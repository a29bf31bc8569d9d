/* A Treiber stack over a static pool: P pushers, C poppers, one operation each. */
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

struct node {
    _Atomic(struct node *) next;
    int value;
};

static struct node pool[P];
static _Atomic(struct node *) top;
static int got[C];

static void push(int i)
{
    struct node *node = &pool[i], *old = atomic_load(&top);
    node->value = i + 1;
    do {
        atomic_store_explicit(&node->next, old, memory_order_relaxed);
    } while (!atomic_compare_exchange_strong(&top, &old, node));
}

static void pop(int i)
{
    struct node *old = atomic_load(&top), *next;
    do {
        if (!old) return;
        next = atomic_load_explicit(&old->next, memory_order_relaxed);
    } while (!atomic_compare_exchange_strong(&top, &old, next));
    got[i] = old->value;
}

static void *act(void *number)
{
    int i = (int)(intptr_t)number;
    if (i < P) push(i);
    else pop(i - P);
    return NULL;
}

int main(void)
{
    pthread_t threads[(P + C)];
    for (intptr_t i = 0; i < (P + C); i++)
        pthread_create(&threads[i], NULL, act, (void *)i);
    for (int i = 0; i < (P + C); i++)
        pthread_join(threads[i], NULL);
    return 0;
}
