/* Atomic accesses to a word and to its bytes. */
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

static union {
    atomic_uint word;
    atomic_uchar byte[4];
} cell;

/* Not static: the stores are to stay. */
extern int r[4];
int r[4];

static void *set_word(void *unused)
{
    atomic_store(&cell.word, 0x01000001u);
    return unused;
}

static void *change_bytes(void *unused)
{
    unsigned char expected = 1;
    r[0] = atomic_compare_exchange_strong(&cell.byte[0], &expected, 2);
    r[1] = atomic_fetch_or(&cell.byte[3], 1);
    return unused;
}

static void *change_word(void *unused)
{
    unsigned expected = 2;
    r[2] = (int)atomic_load(&cell.word);
    r[3] = atomic_compare_exchange_strong(&cell.word, &expected, 5u);
    return unused;
}

int main(void)
{
    void *(*const functions[])(void *) = {set_word, change_bytes, change_word};
    pthread_t threads[3];
    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, functions[i], NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
