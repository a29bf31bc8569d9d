/* What the collector finds, and what it frees. */
#include "runtime/heap.h"

#include "runtime/collector.h"
#include "runtime/goroutine.h"
#include "runtime/stack.h"
#include "runtime/test.h"

static void start(void (*fn)(void *), uint8_t stack_scan)
{
    RuntimeConfig config = runtime_config();
    config.settings.STACK_SCAN = stack_scan;
    runtime_run(&config, fn, NULL);
}

/* -------- exactly, on words of our own -------- */

static void *object[8];
static bool found[8];

/* Marking is on by hand, so that the words below are all there is. */
static void scan_words(void *unused)
{
    (void)unused;
    for (int i = 0; i < 8; i++)
        object[i] = gc_new();
    uintptr_t word[] = {
        (uintptr_t)object[0],                 /* a pointer */
        (uintptr_t)object[1] + 5,             /* into the middle */
        (uintptr_t)object[2] + CELL_SIZE - 1, /* to the last byte */
        ~(uintptr_t)object[3],                /* hidden */
        (uintptr_t)object[4],                 /* at the end of what is scanned */
        (uintptr_t)object[5],                 /* behind it */
    };
    scanblock((uintptr_t)word + 1, (uintptr_t)&word[5]); /* begins in the middle of the first */
    for (int i = 0; i < 6; i++)
        found[i] = !heap_mark(object[i]);
    scanblock((uintptr_t)word, (uintptr_t)&word[1]);
    found[6] = !heap_mark(object[0]);
}

START_TEST(whole_words_into_cells_are_pointers)
{
    start(scan_words, SCAN_BY_SCANG);
    const bool expected[7] = {false, true, true, false, true, false, true};
    for (int i = 1; i < 6; i++)
        ck_assert_msg(found[i] == expected[i], "word %d", i);
    ck_assert(!found[0]);
}
END_TEST

/* -------- in real frames -------- */

enum { HIDDEN = 64 };

static uintptr_t hidden[HIDDEN]; /* inverted: no pointers */
static void *global;
static Sema ready_sema, go_on, ended;
static bool in_frame, in_register, in_middle, in_deep_frame, in_argument;

static __attribute__((noinline)) uintptr_t hide(void)
{
    return ~(uintptr_t)gc_new();
}

/* Overwrite what calls have left below. */
static __attribute__((noinline)) void wipe(void)
{
    volatile char fill[4096];
    for (size_t i = 0; i < sizeof fill; i++)
        fill[i] = 0;
}

static __attribute__((noinline)) void wait_below(void *volatile *deep)
{
    prologue(0);
    semrelease(&ready_sema);
    semacquire(&go_on);
    in_deep_frame = heap_is_allocated(*deep);
}

static void holder(void *argument)
{
    void *volatile frame = gc_new();
    char *volatile middle = (char *)gc_new() + 17;
    void *volatile deep = gc_new();
    void *held = gc_new();
    for (int i = 0; i < HIDDEN; i++)
        hidden[i] = hide();
    wipe();
    __asm__ volatile("" : "+r"(held)); /* in a register that a call preserves, if there is one */
    wait_below(&deep);
    __asm__ volatile("" : "+r"(held));
    in_frame = heap_is_allocated(frame);
    in_register = heap_is_allocated(held);
    in_middle = heap_is_allocated(middle - 17);
    in_argument = heap_is_allocated(argument);
    semrelease(&ended);
}

static uint32_t hidden_left;

static void collect_around_holder(void *unused)
{
    (void)unused;
    go(holder, gc_new());
    wipe();
    semacquire(&ready_sema);
    gc_collect();
    for (int i = 0; i < HIDDEN; i++)
        hidden_left += heap_is_allocated((void *)~hidden[i]);
    semrelease(&go_on);
    semacquire(&ended);
}

/* Once for each of the handshakes. */
START_TEST(planted_pointers_are_found_and_others_are_not)
{
    start(collect_around_holder, (uint8_t)_i);
    ck_assert(in_frame);
    ck_assert(in_register);
    ck_assert(in_middle);
    ck_assert(in_deep_frame);
    ck_assert(in_argument);
    ck_assert_uint_le(hidden_left, 2); /* a stale copy of the last one may lie about */
}
END_TEST

/* -------- goroutines that run, sleep in the system, wait -------- */

static _Atomic bool stop;
static _Atomic uint32_t lost;

static void spinner(void *argument)
{
    void *volatile mine = gc_new();
    (void)argument;
    while (!load(&stop))
        prologue(0);
    if (!heap_is_allocated(mine)) xadd(&lost, 1);
    semrelease(&ended);
}

static void sleeper(void *argument)
{
    void *volatile mine = gc_new();
    (void)argument;
    while (!load(&stop)) {
        entersyscall();
        usleep(500);
        exitsyscall();
    }
    if (!heap_is_allocated(mine)) xadd(&lost, 1);
    semrelease(&ended);
}

enum { COLLECTIONS = 30 };

static void collect_under_way(void *unused)
{
    gc_set(&global, gc_new());
    for (int i = 0; i < 2; i++) {
        go(spinner, unused);
        go(sleeper, unused);
    }
    for (int i = 0; i < COLLECTIONS; i++)
        gc_collect();
    store(&stop, true);
    for (int i = 0; i < 4; i++)
        semacquire(&ended);
    if (!heap_is_allocated(global)) xadd(&lost, 1);
}

/* With the shapes that are right; stopg hangs on sleepers. */
START_TEST(collections_end_whatever_goroutines_do)
{
    gc_add_root(&global, 1);
    start(collect_under_way, (uint8_t)_i);
    ck_assert_uint_ge(work.cycles, COLLECTIONS);
    ck_assert_uint_eq(lost, 0);
}
END_TEST

RUN_TESTS("heap", ONCE(whole_words_into_cells_are_pointers),
          {planted_pointers_are_found_and_others_are_not, SCAN_BY_STOPG, SCAN_BY_SUSPENDG + 1},
          {collections_end_whatever_goroutines_do, SCAN_BY_SCANG, SCAN_BY_SUSPENDG + 1})
