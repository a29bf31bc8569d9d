/* Switching stacks: what a callee must preserve survives, and stacks are what C expects. */
#include "runtime/context.h"

#include "runtime/goroutine.h"
#include "runtime/stack.h"
#include "runtime/test.h"

#include <stdio.h>

unsigned probe_registers(void (*fn)(void *), void *argument);
void spoil_registers(void);
_Noreturn void spoil_and_continue(const Gobuf *saved);

/* -------- without the runtime -------- */

static Gobuf here, there;

static void spoil_and_return(G *unused)
{
    (void)unused;
    spoil_and_continue(&here);
}

static void to_another_stack(void *stack)
{
    gosave_call(&here, stack_top(*(Stack *)stack), spoil_and_return, NULL);
}

START_TEST(a_call_on_another_stack_preserves_registers)
{
    Stack stack = stack_alloc(STACK_MIN);
    ck_assert_uint_eq(probe_registers(to_another_stack, &stack), 0);
    stack_free(stack);
}
END_TEST

static void spoil(void *unused)
{
    (void)unused;
    spoil_registers();
}

START_TEST(the_probe_sees_spoilt_registers)
{
    ck_assert_uint_ne(probe_registers(spoil, NULL), 0);
}
END_TEST

static bool prepared_ran;

static void prepared(void)
{
    prepared_ran = true;
    spoil_and_continue(&here);
}

static void to_prepared(G *unused)
{
    (void)unused;
    gocontinue(&there);
}

static void to_prepared_by_another(void *stack)
{
    gosave_call(&here, stack_top(*(Stack *)stack), to_prepared, NULL);
}

START_TEST(a_prepared_context_begins_its_function)
{
    Stack stack = stack_alloc(STACK_MIN), another = stack_alloc(STACK_MIN);
    goprepare(&there, stack_top(stack), prepared);
    ck_assert_uint_eq(probe_registers(to_prepared_by_another, &another), 0);
    ck_assert(prepared_ran);
    stack_free(stack);
    stack_free(another);
}
END_TEST

/* -------- with it -------- */

static unsigned changed;

static void yield(void *unused)
{
    (void)unused;
    for (int i = 0; i < 100; i++)
        gosched();
}

static void spoil_and_yield(void *unused)
{
    for (int i = 0; i < 100; i++)
        probe_registers(yield, unused);
}

static void probe_gosched(void *unused)
{
    go(spoil_and_yield, unused);
    changed = probe_registers(yield, unused);
}

START_TEST(gosched_preserves_registers)
{
    RuntimeConfig config = runtime_config();
    runtime_run(&config, probe_gosched, NULL);
    ck_assert_uint_eq(changed, 0);
}
END_TEST

static uintptr_t misaligned;
static char text[64];

static void on_g0(void *unused)
{
    (void)unused;
    _Alignas(16) char aligned[16];
    misaligned |= (uintptr_t)aligned % 16 | (uintptr_t)__builtin_frame_address(0) % 16;
    snprintf(text, sizeof text, "%f", 0.5); /* saves vector registers in aligned places */
}

static void on_goroutine(void *unused)
{
    on_g0(unused);
    systemstack(on_g0, unused);
}

START_TEST(stacks_are_aligned)
{
    RuntimeConfig config = runtime_config();
    runtime_run(&config, on_goroutine, NULL);
    ck_assert_uint_eq(misaligned, 0);
    ck_assert_str_eq(text, "0.500000");
}
END_TEST

RUN_TESTS("context", ONCE(a_call_on_another_stack_preserves_registers),
          ONCE(the_probe_sees_spoilt_registers), ONCE(a_prepared_context_begins_its_function),
          ONCE(gosched_preserves_registers), ONCE(stacks_are_aligned))
