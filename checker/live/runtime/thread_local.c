/* Thread-local variables: each fiber has its own block, and the processor's FS register is moved to
 * it when the fiber goes on.  Only where the executable has such variables; libc's own are then the
 * fiber's, too.  What stands above the thread pointer is libc's description of the one real thread,
 * copied. */
#include "checker/live/runtime/pages.h"
#include "checker/live/runtime/runtime.h"
#include "checker/live/runtime/thread.h"

#include <asm/prctl.h>
#include <elf.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>

extern const Elf64_Ehdr __ehdr_start __attribute__((visibility("hidden")));

enum {
    ABOVE = 2560, /* bytes of glibc's description of a thread, from the thread pointer on */
    BLOCK = 16384,
    HWCAP2_FSGSBASE = 2
};

bool thread_locals;
uint32_t thread_pointer_owner = UINT32_MAX;
static bool has_instruction; /* that moves the FS register; else the system is asked to */
static char *blocks;
static size_t below; /* bytes of thread-local variables, before the thread pointer */
static const char *image;
static size_t image_size, executable_size;

static char *pointer_now(void)
{
    char *pointer;
    __asm__("movq %%fs:0, %0" : "=r"(pointer));
    return pointer;
}

static char *pointer_of(uint32_t thread)
{
    return blocks + (size_t)thread * BLOCK + BLOCK - ABOVE;
}

void thread_local_init(void)
{
    const Elf64_Phdr *headers =
        (const Elf64_Phdr *)((const char *)&__ehdr_start + __ehdr_start.e_phoff);
    for (uint32_t i = 0; i < __ehdr_start.e_phnum; i++) {
        if (headers[i].p_type != PT_TLS || !headers[i].p_memsz) continue;
        size_t align = headers[i].p_align ? headers[i].p_align : 1;
        image = (const char *)headers[i].p_vaddr;
        image_size = headers[i].p_filesz;
        executable_size = (headers[i].p_memsz + align - 1) & ~(align - 1);
    }
    if (!executable_size) return;
    has_instruction = getauxval(AT_HWCAP2) & HWCAP2_FSGSBASE;
    /* The executable's variables lie next to the thread pointer, those of libraries below. */
    below = executable_size + 1024;
    if (below > BLOCK - ABOVE)
        pages_panic("the program has more than 12 KiB of thread-local variables");
    blocks = pages_reserve(NULL, (size_t)BLOCK * LIVE_MOST_THREADS);
    for (uint32_t i = 0; i < LIVE_MOST_THREADS; i++) {
        char *to = pointer_of(i), *from = pointer_now();
        memcpy(to - below, from - below, below + ABOVE);
        *(char **)to = to;        /* the thread pointer itself */
        *(char **)(to + 16) = to; /* and glibc's for its description */
    }
    thread_locals = true;
}

void thread_local_begin(uint32_t thread)
{
    if (!thread_locals) return;
    char *variables = pointer_of(thread) - executable_size;
    memcpy(variables, image, image_size);
    memset(variables + image_size, 0, executable_size - image_size);
}

void thread_pointer_move(uint32_t thread)
{
    char *pointer = pointer_of(thread);
    thread_pointer_owner = thread;
    if (has_instruction) __asm__ volatile("wrfsbase %0" : : "r"(pointer));
    else if (pages_call(SYS_arch_prctl, ARCH_SET_FS, (long)pointer, 0, 0, 0, 0) != 0)
        pages_panic("the system does not move the thread pointer");
}

void thread_local_region(uint32_t thread, Region *ret)
{
    *ret = (Region){NULL, 0};
    if (thread_locals) *ret = (Region){pointer_of(thread) - executable_size, executable_size};
}
