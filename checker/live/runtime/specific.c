/* Thread-specific data. */
#include "checker/live/runtime/await.h"
#include "checker/live/runtime/posix.h"
#include "checker/live/runtime/schedule.h"

#include <errno.h>
#include <limits.h>

enum { KEYS = 16 };

int posix_key_create(pthread_key_t *ret, void (*destructor)(void *))
{
    if (run.keys == KEYS) fail(LIVE_UNSUPPORTED, "the program has more than 16 keys");
    await_effect(current);
    *ret = run.keys++;
    run.key_live |= bit(*ret);
    run.destructor[*ret] = destructor;
    /* What is left there is of another execution, which went back to before it made a key. */
    for (uint32_t i = 0; i < run.threads; i++)
        run.thread[i].specific[*ret] = NULL;
    run.touched = ~(Threads)0; /* copies of threads are longer now */
    return 0;
}

static bool is_live(pthread_key_t key)
{
    return key < KEYS && run.key_live & bit(key);
}

int posix_key_delete(pthread_key_t key)
{
    if (!is_live(key)) return EINVAL;
    await_effect(current);
    run.key_live &= ~bit(key);
    return 0;
}

int posix_setspecific(pthread_key_t key, const void *value)
{
    if (!is_live(key)) return EINVAL;
    await_effect(current);
    current->specific[key] = (void *)value;
    return 0;
}

void *posix_getspecific(pthread_key_t key)
{
    return is_live(key) ? current->specific[key] : NULL;
}

/* Destructors may set values anew, so several rounds are made, as POSIX says. */
void specific_destroy(void)
{
    for (int round = 0; round < PTHREAD_DESTRUCTOR_ITERATIONS; round++) {
        bool any = false;
        for (uint32_t key = 0; key < run.keys; key++) {
            void *value = current->specific[key];
            if (!value || !is_live(key) || !run.destructor[key]) continue;
            current->specific[key] = NULL;
            run.destructor[key](value);
            any = true;
        }
        if (!any) return;
    }
}
