/* One way to fail for each name, and some ways not to. */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static atomic_int x, y;
static int plain;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static _Thread_local int own = 7;
static pthread_key_t key;
static atomic_int destroyed;
static char *volatile shared_text;
static void *_Atomic pointer;

/* Two threads run this; `me` is 0 or 1. */
typedef void Body(int me);

static void assertion(int me)
{
    int seen = atomic_load(&x);
    atomic_store(&x, seen + 1);
    (void)me;
}

static void check_assertion(void)
{
    assert(atomic_load(&x) == 2);
}

static void aborts(int me)
{
    if (me == 0) atomic_store(&x, 1);
    else if (atomic_load(&x)) abort();
}

static void crash(int me)
{
    volatile int *volatile nowhere = NULL;
    if (me == 0) atomic_store(&x, 1);
    else if (atomic_load(&x)) *nowhere = 1;
}

static int deeper(int depth)
{
    volatile char space[4096];
    space[0] = (char)depth;
    return depth > 100000 ? 0 : deeper(depth + 1) + space[0];
}

static void stack_overflow(int me)
{
    if (me == 0) plain = deeper(0);
}

static void deadlock(int me)
{
    pthread_mutex_lock(&mutex);
    if (me == 0) pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
}

static void livelock(int me)
{
    while (me == 0 && !atomic_load(&x)) {
    }
}

static void race(int me)
{
    if (me == 0) plain = 1;
    else atomic_store(&y, plain);
}

/* Published by a relaxed store: the flag orders nothing. */
static void relaxed_race(int me)
{
    if (me == 0) {
        plain = 1;
        atomic_store_explicit(&x, 1, memory_order_relaxed);
    } else if (atomic_load_explicit(&x, memory_order_relaxed)) {
        atomic_store(&y, plain);
    }
}

static void published(int me)
{
    if (me == 0) {
        plain = 1;
        atomic_store_explicit(&x, 1, memory_order_release);
    } else if (atomic_load_explicit(&x, memory_order_acquire)) {
        assert(plain == 1);
    }
}

static void fenced(int me)
{
    if (me == 0) {
        plain = 1;
        atomic_thread_fence(memory_order_release);
        atomic_store_explicit(&x, 1, memory_order_relaxed);
    } else if (atomic_load_explicit(&x, memory_order_relaxed)) {
        atomic_thread_fence(memory_order_acquire);
        assert(plain == 1);
    }
}

static void foreign_unlock(int me)
{
    if (me == 0) {
        pthread_mutex_lock(&mutex);
        atomic_store(&x, 1);
        atomic_load(&y);
        pthread_mutex_unlock(&mutex);
    } else if (atomic_load(&x)) {
        pthread_mutex_unlock(&mutex);
    }
}

static void lock_leak(int me)
{
    if (me == 0) pthread_mutex_lock(&mutex);
}

static void misuse(int me)
{
    if (me == 0) pthread_mutex_destroy(&mutex);
    else pthread_mutex_lock(&mutex);
}

static void use_after_free(int me)
{
    if (me) return;
    char *text = malloc(8);
    memset(text, 0, 8);
    free(text);
    shared_text = text;
    text[1] = 1;
}

static void out_of_bounds(int me)
{
    if (me) return;
    char *text = malloc(5);
    shared_text = text;
    ((volatile char *)text)[5] = 1;
    free(text);
}

static void double_free(int me)
{
    void *mine = atomic_exchange(&pointer, NULL);
    (void)me;
    free(mine);
    if (mine) free(mine);
}

static void bad_free(int me)
{
    if (me) return;
    char *text = malloc(8);
    shared_text = text + 1;
    free(shared_text);
}

/* Whoever frees must know that the other is done. */
static void freed_too_early(int me)
{
    char *text = atomic_load(&pointer);
    if (!text) return;
    if (me == 0) text[0] = 1;
    else {
        atomic_store(&pointer, NULL);
        free(text);
    }
}

static void thread_local_variables(int me)
{
    assert(errno == 0); /* of a thread that begins, whatever the execution before has left */
    own += me;
    errno = me + 1;
    atomic_fetch_add(&x, 1);
    atomic_load(&y);
    assert(own == 7 + me);
    assert(errno == me + 1);
}

static void destroy(void *value)
{
    atomic_fetch_add(&destroyed, (int)(intptr_t)value);
}

static void specific(int me)
{
    pthread_setspecific(key, (void *)(intptr_t)(me + 1));
    atomic_fetch_add(&x, 1);
    assert(pthread_getspecific(key) == (void *)(intptr_t)(me + 1));
}

static void check_specific(void)
{
    assert(atomic_load(&destroyed) == 3);
}

static void sleeps(int me)
{
    while (me == 0 && !atomic_load(&x))
        usleep(1000);
    if (me == 1) atomic_store(&x, 1);
}

/* The unlock of a lock that somebody only looks at is a step of its own. */
static void observed(int me)
{
    if (me == 0) {
        pthread_mutex_lock(&mutex);
        pthread_mutex_unlock(&mutex);
    } else {
        int held = pthread_mutex_trylock(&mutex);
        assert(held == 0);
        pthread_mutex_unlock(&mutex);
    }
}

static void exits(int me)
{
    if (me == 0) _exit(0);
    pthread_mutex_lock(&mutex);
    pthread_mutex_lock(&mutex);
}

typedef struct Case {
    const char *name;
    Body *body;
    void (*check)(void);
} Case;

static const Case cases[] = {
    {"assertion", assertion, check_assertion},
    {"abort", aborts, NULL},
    {"crash", crash, NULL},
    {"stack-overflow", stack_overflow, NULL},
    {"deadlock", deadlock, NULL},
    {"livelock", livelock, NULL},
    {"race", race, NULL},
    {"relaxed-race", relaxed_race, NULL},
    {"published", published, NULL},
    {"fenced", fenced, NULL},
    {"foreign-unlock", foreign_unlock, NULL},
    {"lock-leak", lock_leak, NULL},
    {"misuse", misuse, NULL},
    {"use-after-free", use_after_free, NULL},
    {"out-of-bounds", out_of_bounds, NULL},
    {"double-free", double_free, NULL},
    {"bad-free", bad_free, NULL},
    {"freed-too-early", freed_too_early, NULL},
    {"thread-local", thread_local_variables, NULL},
    {"specific", specific, check_specific},
    {"sleeps", sleeps, NULL},
    {"observed", observed, NULL},
    {"exits", exits, NULL},
};

static const Case *chosen;

static void *act(void *number)
{
    chosen->body((int)(intptr_t)number);
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t threads[2];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (argc > 1 && strcmp(cases[i].name, argv[1]) == 0) chosen = &cases[i];
    if (!chosen) return 2;
    pthread_key_create(&key, destroy);
    atomic_store(&pointer, malloc(16));
    for (intptr_t i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, act, (void *)i);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    if (chosen->check) chosen->check();
    return 0;
}
