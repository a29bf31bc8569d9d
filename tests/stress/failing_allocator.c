/* To be preloaded: the allocation number FAIL_AT fails (0: none does), and with FAIL_ON=1 all that
 * come after it.  At the end the number of allocations is written to the file FAIL_COUNT. */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* What the C library calls its own. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static _Atomic unsigned long count;
static unsigned long fail_at;
static bool fail_on;

static __attribute__((constructor)) void begin(void)
{
    const char *at = getenv("FAIL_AT"), *on = getenv("FAIL_ON");
    fail_at = at ? strtoul(at, NULL, 10) : 0;
    fail_on = on && *on == '1';
    count = 0;
}

static __attribute__((destructor)) void end(void)
{
    char text[32];
    const char *path = getenv("FAIL_COUNT");
    int file = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
    if (file < 0) return;
    int length = snprintf(text, sizeof text, "%lu\n", count);
    if (write(file, text, (size_t)length) != length) _exit(99);
    close(file);
}

static bool fails(void)
{
    unsigned long number = ++count;
    bool now = fail_at && (number == fail_at || (fail_on && number > fail_at));
    if (now) errno = ENOMEM;
    return now;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t number, size_t size)
{
    return fails() ? NULL : __libc_calloc(number, size);
}

void *realloc(void *memory, size_t size)
{
    return fails() ? NULL : __libc_realloc(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return fails() ? NULL : __libc_memalign(alignment, size);
}

int posix_memalign(void **ret_memory, size_t alignment, size_t size)
{
    void *memory = fails() ? NULL : __libc_memalign(alignment, size);
    if (memory) *ret_memory = memory;
    return memory ? 0 : ENOMEM;
}
