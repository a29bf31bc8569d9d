/* Stacks: their guard pages, and moving them. */
#include "runtime/stack.h"

#include "runtime/collector.h"
#include "runtime/goroutine.h"
#include "runtime/test.h"

static void start(void (*fn)(void *))
{
    RuntimeConfig config = runtime_config();
    runtime_run(&config, fn, NULL);
}

/* -------- guard pages -------- */

static __attribute__((noinline)) uintptr_t overflow(uintptr_t depth)
{
    volatile char fill[1024];
    fill[0] = (char)depth;
    return depth ? overflow(depth - 1) + (uintptr_t)fill[0] : 0; /* no prologue check */
}

static void overflow_goroutine(void *unused)
{
    (void)unused;
    overflow(100000);
}

static void overflow_g0(void *unused)
{
    systemstack(overflow_goroutine, unused);
}

static void start_overflow(void)
{
    start(overflow_goroutine);
}

static void start_overflow_g0(void)
{
    start(overflow_g0);
}

START_TEST(an_overflow_ends_in_a_clear_message)
{
    expect_throw(start_overflow, "stack overflow: a goroutine without a prologue check");
    expect_throw(start_overflow_g0, "stack overflow: g0 has hit its guard page");
}
END_TEST

static __attribute__((noinline)) uintptr_t recurse(uintptr_t depth)
{
    volatile char fill[1024];
    prologue(sizeof fill);
    fill[0] = (char)depth;
    return depth ? recurse(depth - 1) + (uintptr_t)fill[0] : 0;
}

static void grow_for_ever(void *unused)
{
    (void)unused;
    recurse(2 * STACK_MAX / 1024);
}

static void start_growing(void)
{
    start(grow_for_ever);
}

START_TEST(a_stack_does_not_grow_for_ever)
{
    expect_throw(start_growing, "fatal error: stack overflow");
}
END_TEST

/* -------- moving: a made-up goroutine -------- */

START_TEST(pointers_into_the_stack_are_adjusted)
{
    G g = {.stack = stack_alloc(STACK_MIN)};
    uintptr_t *old = (uintptr_t *)g.stack.hi - 8, outside;

    settings = settings_default();
    store(&g.atomicstatus, Gcopystack);
    g.sched.sp = (uintptr_t)old;
    g.sched.reg[0] = (uintptr_t)&old[6];
    g.sched.reg[1] = (uintptr_t)&outside;
    g.sudog.elem = (void **)&old[5];
    old[0] = (uintptr_t)&old[3];     /* the address of a word */
    old[1] = (uintptr_t)&old[3] + 3; /* and of a byte in it */
    old[2] = (uintptr_t)&outside;    /* somebody else's */
    old[3] = 42;                     /* a number */
    old[4] = (uintptr_t)old - 8;     /* below what is used: no pointer of a frame */
    old[5] = g.stack.hi;             /* one past the end */
    old[6] = g.stack.hi + 8;         /* beyond */
    old[7] = (uintptr_t)old;         /* the lowest */
    uintptr_t before[8];
    memcpy(before, old, sizeof before);
    uintptr_t hi = g.stack.hi;
    copystack(&g, 2 * STACK_MIN);

    uintptr_t *new = (uintptr_t *)g.sched.sp, delta = g.stack.hi - hi;
    ck_assert_uint_eq(g.stack.hi - g.stack.lo, 2 * STACK_MIN);
    ck_assert_ptr_eq(new, (uintptr_t *)g.stack.hi - 8);
    const bool adjusted[8] = {true, true, false, false, false, true, false, true};
    for (int i = 0; i < 8; i++)
        ck_assert_uint_eq(new[i], before[i] + (adjusted[i] ? delta : 0));
    ck_assert_uint_eq(g.sched.reg[0], (uintptr_t) & new[6]);
    ck_assert_uint_eq(g.sched.reg[1], (uintptr_t)&outside);
    ck_assert_ptr_eq(g.sudog.elem, (void **)&new[5]);
    ck_assert_uint_eq(g.stackguard0, stack_guard(g.stack));
    stack_free(g.stack);
}
END_TEST

/* -------- moving: real ones -------- */

typedef struct Link {
    struct Link *caller;
    uint32_t depth;
    volatile char fill[200];
} Link;

static uint32_t size_of_stack(void)
{
    return (uint32_t)(getg()->stack.hi - getg()->stack.lo);
}

static bool chain_is_whole(const Link *link)
{
    for (; link; link = link->caller)
        if (link->caller && link->depth != link->caller->depth + 1) return false;
    return true;
}

static uint32_t deepest;

static __attribute__((noinline)) bool descend(Link *caller, uint32_t depth)
{
    Link link = {.caller = caller, .depth = caller ? caller->depth + 1 : 0};
    prologue(sizeof link);
    if (!depth) deepest = size_of_stack();
    bool below = depth ? descend(&link, depth - 1) : true;
    link.fill[0] = 1;
    return below && chain_is_whole(&link);
}

static bool whole, grown_is_whole, shrunk_is_whole;
static uint32_t first_size, shrunk_size, copies;

/* A chain of frames whose lowest parks, while the stack is shrunk under it. */
static __attribute__((noinline)) void hold(Link *caller, uint32_t depth)
{
    Link link = {.caller = caller, .depth = caller ? caller->depth + 1 : 0};
    prologue(sizeof link);
    if (depth) {
        hold(&link, depth - 1);
    } else {
        grown_is_whole = chain_is_whole(&link);
        park();
        shrunk_is_whole = chain_is_whole(&link);
        shrunk_size = size_of_stack();
    }
    link.fill[0] = 1;
}

static Sema ended;

static void grow_and_hold(void *unused)
{
    (void)unused;
    first_size = size_of_stack();
    whole = descend(NULL, STACK_MIN / sizeof(Link) * 3);
    hold(NULL, 5);
    copies = load(&getg()->stack_copies);
    semrelease(&ended);
}

static void grow_and_shrink(void *unused)
{
    G *gp = go(grow_and_hold, unused);
    while (!load(&gp->queued))
        gosched();
    for (int i = 0; i < 3; i++)
        gc_collect();
    ready_g(gp);
    semacquire(&ended);
}

START_TEST(a_stack_grows_and_shrinks)
{
    start(grow_and_shrink);
    ck_assert(whole);
    ck_assert(grown_is_whole);
    ck_assert(shrunk_is_whole);
    ck_assert_uint_eq(first_size, STACK_MIN);
    ck_assert_uint_ge(deepest, 4 * STACK_MIN);
    ck_assert_uint_eq(shrunk_size, STACK_MIN);
    ck_assert_uint_ge(copies, 4);
}
END_TEST

RUN_TESTS("stack", ONCE(an_overflow_ends_in_a_clear_message), ONCE(a_stack_does_not_grow_for_ever),
          ONCE(pointers_into_the_stack_are_adjusted), ONCE(a_stack_grows_and_shrinks))
