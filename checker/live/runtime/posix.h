/* The runtime's own of what functions.def wraps; each as POSIX or C has it, but for what
 * docs/live.md says.  hooks.S calls them with `hook_frame` set. */
#ifndef CHECKER_LIVE_POSIX_H
#define CHECKER_LIVE_POSIX_H

#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/time.h>
#include <threads.h>
#include <time.h>

/* thread_control.c */
int posix_create(pthread_t *ret, const pthread_attr_t *attributes, void *(*function)(void *),
                 void *argument);
int posix_join(pthread_t thread, void **ret_result);
int posix_detach(pthread_t thread);
_Noreturn void posix_thread_exit(void *result);
pthread_t posix_self(void);
int posix_equal(pthread_t a, pthread_t b);
int posix_thrd_create(thrd_t *ret, thrd_start_t function, void *argument);
int posix_thrd_join(thrd_t thread, int *ret_result);
void posix_thrd_yield(void);
int posix_yield(void);

/* process.c */
_Noreturn void posix_exit(int status);
_Noreturn void posix_quick_exit(int status);
int posix_atexit(void (*function)(void));
_Noreturn void posix_abort(void);
_Noreturn void posix_assert_fail(const char *expression, const char *file, unsigned line,
                                 const char *function);

/* specific.c */
int posix_key_create(pthread_key_t *ret, void (*destructor)(void *));
int posix_key_delete(pthread_key_t key);
int posix_setspecific(pthread_key_t key, const void *value);
void *posix_getspecific(pthread_key_t key);
void specific_destroy(void); /* of the current thread, at its end */

/* clock.c */
int posix_usleep(useconds_t microseconds);
unsigned posix_sleep(unsigned seconds);
int posix_nanosleep(const struct timespec *time, struct timespec *ret_rest);
int posix_clock_nanosleep(clockid_t clock, int flags, const struct timespec *time,
                          struct timespec *ret_rest);
int posix_clock_gettime(clockid_t clock, struct timespec *ret);
int posix_gettimeofday(struct timeval *ret, void *zone);
time_t posix_time(time_t *ret);
int posix_rand(void);
void posix_srand(unsigned seed);
int posix_rand_r(unsigned *seed);

/* heap.c */
void *posix_malloc(size_t size);
void *posix_calloc(size_t count, size_t size);
void *posix_realloc(void *pointer, size_t size);
void posix_free(void *pointer);
void *posix_aligned_alloc(size_t alignment, size_t size);
int posix_posix_memalign(void **ret, size_t alignment, size_t size);
char *posix_strdup(const char *text);
char *posix_strndup(const char *text, size_t most);

/* plain_hooks.c */
void *posix_memcpy(void *to, const void *from, size_t size);
void *posix_memmove(void *to, const void *from, size_t size);
void *posix_memset(void *to, int byte, size_t size);

/* program.c */
_Noreturn void program_fail(const char *text, const char *more);
void program_spin(void);
void program_mark(void);
uint32_t program_choose(uint32_t alternatives);
void program_tell(const void *bytes, size_t size);
_Noreturn void program_end(void);
void program_forget(void *memory, size_t size);

/* mutex.c */
int posix_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes);
int posix_mutex_destroy(pthread_mutex_t *mutex);
int posix_mutex_lock(pthread_mutex_t *mutex);
int posix_mutex_trylock(pthread_mutex_t *mutex);
int posix_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *deadline);
int posix_mutex_clocklock(pthread_mutex_t *mutex, clockid_t clock, const struct timespec *deadline);
int posix_mutex_unlock(pthread_mutex_t *mutex);
int posix_spin_init(pthread_spinlock_t *lock, int shared);
int posix_spin_destroy(pthread_spinlock_t *lock);
int posix_spin_lock(pthread_spinlock_t *lock);
int posix_spin_trylock(pthread_spinlock_t *lock);
int posix_spin_unlock(pthread_spinlock_t *lock);

/* rwlock.c */
int posix_rwlock_init(pthread_rwlock_t *lock, const pthread_rwlockattr_t *attributes);
int posix_rwlock_destroy(pthread_rwlock_t *lock);
int posix_rwlock_rdlock(pthread_rwlock_t *lock);
int posix_rwlock_wrlock(pthread_rwlock_t *lock);
int posix_rwlock_tryrdlock(pthread_rwlock_t *lock);
int posix_rwlock_trywrlock(pthread_rwlock_t *lock);
int posix_rwlock_timedrdlock(pthread_rwlock_t *lock, const struct timespec *deadline);
int posix_rwlock_timedwrlock(pthread_rwlock_t *lock, const struct timespec *deadline);
int posix_rwlock_unlock(pthread_rwlock_t *lock);

/* condition.c */
int posix_cond_init(pthread_cond_t *condition, const pthread_condattr_t *attributes);
int posix_cond_destroy(pthread_cond_t *condition);
int posix_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex);
int posix_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
                         const struct timespec *deadline);
int posix_cond_clockwait(pthread_cond_t *condition, pthread_mutex_t *mutex, clockid_t clock,
                         const struct timespec *deadline);
int posix_cond_signal(pthread_cond_t *condition);
int posix_cond_broadcast(pthread_cond_t *condition);

/* semaphore.c */
int posix_sem_init(sem_t *semaphore, int shared, unsigned value);
int posix_sem_destroy(sem_t *semaphore);
int posix_sem_wait(sem_t *semaphore);
int posix_sem_trywait(sem_t *semaphore);
int posix_sem_timedwait(sem_t *semaphore, const struct timespec *deadline);
int posix_sem_post(sem_t *semaphore);
int posix_sem_getvalue(sem_t *semaphore, int *ret_value);
int posix_barrier_init(pthread_barrier_t *barrier, const pthread_barrierattr_t *attributes,
                       unsigned count);
int posix_barrier_destroy(pthread_barrier_t *barrier);
int posix_barrier_wait(pthread_barrier_t *barrier);
int posix_once(pthread_once_t *once, void (*routine)(void));

#endif
