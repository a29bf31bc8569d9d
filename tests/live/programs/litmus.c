/* Shapes with closed forms for the number of their traces: by name, with a parameter n. */
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 16 };

static atomic_int cell;
static int n;

static void store(int value)
{
    atomic_store(&cell, value);
}

static void load(void)
{
    atomic_load(&cell);
}

/* Two threads: n writes and a read each. */
static void writes_and_read(int me)
{
    for (int i = 0; i < n; i++)
        store(me * n + i + 1);
    load();
}

/* Two threads: n writes each; a third one reads twice. */
static void redundant_coherence(int me)
{
    for (int i = 0; me < 2 && i < n; i++)
        store(me * n + i + 1);
    for (int i = 0; me == 2 && i < 2; i++)
        load();
}

/* Two threads read twice, n write. */
static void read_read(int me)
{
    if (me >= 2) {
        store(me);
        return;
    }
    load();
    load();
}

/* One thread writes and reads, n write. */
static void alpha(int me)
{
    store(me + 1);
    if (me == 0) load();
}

/* n threads write twice. */
static void write_write(int me)
{
    store(me + 1);
    store(me + 101);
}

/* One thread reads twice, n write twice. */
static void message(int me)
{
    if (me > 0) {
        write_write(me);
        return;
    }
    load();
    load();
}

/* One thread writes, n read. */
static void readers(int me)
{
    if (me == 0) store(1);
    else load();
}

typedef struct Shape {
    const char *name;
    void (*act)(int me);
    int threads; /* and n more, if `scales` */
    int scales;
} Shape;

static const Shape shapes[] = {
    {"writes-and-read", writes_and_read, 2, 0},
    {"redundant-coherence", redundant_coherence, 3, 0},
    {"read-read", read_read, 2, 1},
    {"alpha", alpha, 1, 1},
    {"write-write", write_write, 0, 1},
    {"message", message, 1, 1},
    {"readers", readers, 1, 1},
};

static const Shape *shape;

static void *act(void *number)
{
    shape->act((int)(intptr_t)number);
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t threads[MOST];
    if (argc != 3) abort();
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (strcmp(shapes[i].name, argv[1]) == 0) shape = &shapes[i];
    if (!shape) abort();
    n = atoi(argv[2]);
    int count = shape->threads + shape->scales * n;
    for (intptr_t i = 0; i < count; i++)
        pthread_create(&threads[i], NULL, act, (void *)i);
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
