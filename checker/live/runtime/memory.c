/* The program's memory: what it is at the beginning, and back to that. */
#include "checker/live/runtime/heap.h"
#include "checker/live/runtime/pages.h"
#include "checker/live/runtime/runtime.h"

#include <elf.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

extern const Elf64_Ehdr __ehdr_start __attribute__((visibility("hidden")));
/* The runtime's own data lies among the program's, in sections of these names (CMakeLists.txt). */
extern char __start_live_data[], __stop_live_data[], __start_live_bss[], __stop_live_bss[];

enum { MOST_PIECES = 8 };

static Region pieces[MOST_PIECES];
static uint32_t piece_count;
static char *remembered; /* the pieces, one after another */

static void add_piece(char *start, char *end)
{
    if (start >= end) return;
    if (piece_count == MOST_PIECES) pages_panic("the program's data is in too many pieces");
    pieces[piece_count++] = (Region){start, (size_t)(end - start)};
}

/* All of [start, end) but what is the runtime's. */
static void add_without_own(char *start, char *end)
{
    char *const own[][2] = {{__start_live_data, __stop_live_data},
                            {__start_live_bss, __stop_live_bss}};
    for (uint32_t i = 0; i < 2; i++) {
        if (own[i][0] < start || own[i][0] >= end) continue;
        add_without_own(start, own[i][0]);
        add_without_own(own[i][1], end);
        return;
    }
    add_piece(start, end);
}

/* Writable segments, without what was made read-only once it was relocated. */
static void find_pieces(void)
{
    const Elf64_Phdr *headers =
        (const Elf64_Phdr *)((const char *)&__ehdr_start + __ehdr_start.e_phoff);
    char *read_only_end = NULL;
    for (uint32_t i = 0; i < __ehdr_start.e_phnum; i++)
        if (headers[i].p_type == PT_GNU_RELRO)
            read_only_end = (char *)headers[i].p_vaddr + headers[i].p_memsz;
    for (uint32_t i = 0; i < __ehdr_start.e_phnum; i++) {
        if (headers[i].p_type != PT_LOAD || !(headers[i].p_flags & PF_W)) continue;
        char *start = (char *)headers[i].p_vaddr, *end = start + headers[i].p_memsz;
        if (start < read_only_end && read_only_end <= end) start = read_only_end;
        add_without_own(start, end);
    }
}

/* The arguments lie on the process's first stack, which is nobody's. */
static void add_arguments(int argc, char **argv)
{
    if (argc < 2) return;
    char *last = argv[argc - 1];
    add_piece((char *)argv, (char *)(argv + argc));
    add_piece(argv[0], last + strlen(last) + 1);
}

void memory_begin(int argc, char **argv)
{
    find_pieces();
    add_arguments(argc, argv);
    remembered = pages_reserve(NULL, memory_size() + 1);
    char *to = remembered;
    for (uint32_t i = 0; i < piece_count; i++, to += pieces[i - 1].size)
        memcpy(to, pieces[i].start, pieces[i].size);
}

void memory_restore(void)
{
    const char *from = remembered;
    for (uint32_t i = 0; i < piece_count; i++) {
        memcpy(pieces[i].start, from, pieces[i].size);
        from += pieces[i].size;
    }
}

const Region *memory_data(uint32_t *ret_count)
{
    *ret_count = piece_count;
    return pieces;
}

uint32_t memory_regions(Region *regions)
{
    uint32_t count = piece_count;
    memcpy(regions, pieces, sizeof *pieces * piece_count);
    for (Threads rest = run.allocated; rest; rest &= rest - 1) {
        uint32_t thread = (uint32_t)__builtin_ctzll(rest);
        regions[count++] = (Region){heap_start(thread), run.heap_used[thread]};
    }
    return count;
}

size_t memory_size(void)
{
    size_t size = 0;
    for (uint32_t i = 0; i < piece_count; i++)
        size += pieces[i].size;
    for (Threads rest = run.allocated; rest; rest &= rest - 1)
        size += run.heap_used[__builtin_ctzll(rest)];
    return size;
}

void memory_hash(uint64_t ret[2])
{
    XXH128_hash_t hash = {0, 0};
    Region regions[MOST_REGIONS];
    uint32_t count = memory_regions(regions);
    for (uint32_t i = 0; i < count; i++) {
        XXH128_hash_t part = XXH3_128bits_withSeed(regions[i].start, regions[i].size, hash.low64);
        hash.low64 = part.low64 + (uint64_t)regions[i].start;
        hash.high64 ^= part.high64 * 3 + hash.high64;
    }
    ret[0] = hash.low64;
    ret[1] = hash.high64;
}
