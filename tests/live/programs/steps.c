/* A program from the command line: each argument is a thread, each letter a step of it with one
 * digit for each operand.  `r` is what the thread read last.  It is the same program to all
 * searches, and so they are compared on many. */
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

enum { MOST = 8, CELLS = 4 };

static atomic_int cell[CELLS], link[MOST];
static int plain[CELLS], result[MOST + 1];
static pthread_mutex_t mutex[2] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static pthread_spinlock_t spin;
static pthread_barrier_t barrier;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static sem_t semaphore;

static void do_once(void)
{
    atomic_fetch_add(&cell[0], 1);
}

/* -------- cells -------- */

static int compare_exchange(int i, int expected, int desired)
{
    atomic_compare_exchange_strong(&cell[i], &expected, desired);
    return expected;
}

static void push(int node)
{
    int old = atomic_load(&cell[0]);
    do {
        atomic_store(&link[node], old);
    } while (!atomic_compare_exchange_strong(&cell[0], &old, node));
}

static int pop(void)
{
    int old = atomic_load(&cell[0]), next;
    do {
        if (!old) return 0;
        next = atomic_load(&link[old]);
    } while (!atomic_compare_exchange_strong(&cell[0], &old, next));
    return old;
}

static int await(int i, int wanted)
{
    int value;
    while ((value = atomic_load(&cell[i])) != wanted) {
    }
    return value;
}

/* One step on a cell; the number of operands, or -1: it is none. */
static int on_cell(char letter, const int *o, int *r)
{
    switch (letter) {
    case 'l':
        return *r = atomic_load(&cell[o[0]]), 1;
    case 's':
        return atomic_store(&cell[o[0]], o[1]), 2;
    case 'S':
        return atomic_store(&cell[o[0]], *r), 1;
    case 'c':
        return *r = compare_exchange(o[0], o[1], o[2]), 3;
    case 'C':
        return *r = compare_exchange(o[0], *r, o[1]), 2;
    case 'a':
        return *r = atomic_fetch_add(&cell[o[0]], o[1]), 2;
    case 'x':
        return *r = atomic_exchange(&cell[o[0]], o[1]), 2;
    case 'o':
        return *r = atomic_fetch_or(&cell[o[0]], o[1]), 2;
    case 'w':
        return *r = await(o[0], o[1]), 2;
    case 'p':
        return push(o[0]), 1;
    case 'q':
        return *r = pop(), 0;
    case 'g':
        return *r = plain[o[0]], 1;
    case 'h':
        return plain[o[0]] = o[1], 2;
    case 'k':
        return plain[o[0]]++, 1;
    default:
        return -1;
    }
}

/* -------- objects of POSIX -------- */

static int on_lock(char letter, const int *o, int *r)
{
    switch (letter) {
    case 'm':
        return pthread_mutex_lock(&mutex[o[0]]), 1;
    case 'u':
        return pthread_mutex_unlock(&mutex[o[0]]), 1;
    case 't':
        return *r = pthread_mutex_trylock(&mutex[o[0]]), 1;
    case 'R':
        return pthread_rwlock_rdlock(&rwlock), 0;
    case 'W':
        return pthread_rwlock_wrlock(&rwlock), 0;
    case 'T':
        return *r = pthread_rwlock_trywrlock(&rwlock), 0;
    case 'U':
        return pthread_rwlock_unlock(&rwlock), 0;
    case 'y':
        return pthread_spin_lock(&spin), 0;
    case 'z':
        return pthread_spin_unlock(&spin), 0;
    default:
        return -1;
    }
}

/* Loops that try until they can. */
static int on_trial(char letter, const int *o)
{
    switch (letter) {
    case 'd':
        while (pthread_rwlock_trywrlock(&rwlock) != 0) {
        }
        return 0;
    case 'f':
        while (pthread_mutex_trylock(&mutex[o[0]]) != 0) {
        }
        return 1;
    case 'E':
        while (sem_trywait(&semaphore) != 0) {
        }
        return 0;
    default:
        return -1;
    }
}

static int on_object(char letter, const int *o, int *r)
{
    struct timespec soon = {0};
    switch (letter) {
    case 'P':
        return sem_wait(&semaphore), 0;
    case 'V':
        return sem_post(&semaphore), 0;
    case 'Q':
        return *r = sem_trywait(&semaphore), 0;
    case 'v':
        return pthread_cond_wait(&condition, &mutex[o[0]]), 1;
    case 'e':
        return *r = pthread_cond_timedwait(&condition, &mutex[o[0]], &soon), 1;
    case 'n':
        return pthread_cond_signal(&condition), 0;
    case 'N':
        return pthread_cond_broadcast(&condition), 0;
    case 'b':
        return pthread_barrier_wait(&barrier), 0;
    case 'O':
        return pthread_once(&once, do_once), 0;
    default:
        return -1;
    }
}

/* 'i': go on only if r is this; 'j': only if it is not. */
static int stops(char letter, int operand, int r)
{
    return (letter == 'i' && r != operand) || (letter == 'j' && r == operand);
}

static void *run(void *text)
{
    int r = 0;
    for (const char *at = text; *at;) {
        char letter = *at++;
        int o[3] = {0};
        for (int i = 0; i < 3 && at[i] >= '0' && at[i] <= '9'; i++)
            o[i] = at[i] - '0';
        if (stops(letter, o[0], r)) break;
        int operands = letter == 'i' || letter == 'j' ? 1 : on_cell(letter, o, &r);
        if (operands < 0) operands = on_lock(letter, o, &r);
        if (operands < 0) operands = on_trial(letter, o);
        if (operands < 0) operands = on_object(letter, o, &r);
        if (operands < 0) abort(); /* no such letter */
        at += operands;
    }
    return (void *)(intptr_t)r;
}

int main(int argc, char **argv)
{
    pthread_t thread[MOST + 1];
    pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
    pthread_barrier_init(&barrier, NULL, 2);
    sem_init(&semaphore, 0, 0);
    for (int i = 1; i < argc && i <= MOST; i++)
        pthread_create(&thread[i], NULL, run, argv[i]);
    for (int i = 1; i < argc && i <= MOST; i++) {
        void *last;
        pthread_join(thread[i], &last);
        result[i] = (int)(intptr_t)last;
    }
    return 0;
}
