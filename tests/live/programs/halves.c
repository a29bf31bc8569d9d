/* Atomic accesses to the upper half of a word, and to the whole of it only after that. */
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

static union {
    atomic_ullong word;
    atomic_uint half[2];
} cell;

static void *change_upper(void *unused)
{
    atomic_store(&cell.half[1], 1u);
    return unused;
}

static void *change_word(void *unused)
{
    atomic_store(&cell.word, 0x200000002u);
    return unused;
}

int main(void)
{
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, change_upper, NULL);
    pthread_create(&threads[1], NULL, change_word, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
