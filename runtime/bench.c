/* What the runtime's own moves cost, one number a line.
 *
 *   runtime_bench [PROCS] */
#include "runtime/chan.h"
#include "runtime/collector.h"
#include "runtime/goroutine.h"
#include "runtime/runtime.h"
#include "runtime/stack.h"

#include <stdio.h>
#include <stdlib.h>

enum { SWITCHES = 20000000, ROUNDS = 2000000, GOROUTINES = 200000, CYCLES = 200 };

static Sema ended;

static void report(const char *what, int64_t ns, uint32_t times)
{
    double each = (double)ns / times;
    printf("%-40s %10.1f ns %12.0f /s\n", what, each, 1e9 / each);
}

static void nothing(void *unused)
{
    (void)unused;
}

/* -------- one goroutine -------- */

static Gobuf here;

static void answers(G *unused)
{
    (void)unused;
    gocontinue(&here);
}

/* There and back: two switches. */
static void bench_assembly(void)
{
    Stack other = stack_alloc(STACK_MIN);
    int64_t begin = os_nanotime();
    for (uint32_t i = 0; i < SWITCHES; i++)
        gosave_call(&here, stack_top(other), answers, NULL);
    report("context switch, assembly only", os_nanotime() - begin, 2 * SWITCHES);
    stack_free(other);
}

/* The same, with what the scheduler has to know. */
static void bench_systemstack(void)
{
    int64_t begin = os_nanotime();
    for (uint32_t i = 0; i < SWITCHES; i++)
        systemstack(nothing, NULL);
    report("switch of stacks (half a systemstack)", os_nanotime() - begin, 2 * SWITCHES);
}

static void bench_prologue(void)
{
    int64_t begin = os_nanotime();
    for (uint32_t i = 0; i < SWITCHES; i++)
        prologue(0);
    report("prologue check", os_nanotime() - begin, SWITCHES);
}

static void bench_gosched(void)
{
    int64_t begin = os_nanotime();
    for (uint32_t i = 0; i < ROUNDS; i++)
        gosched();
    report("gosched, alone", os_nanotime() - begin, ROUNDS);
}

static void bench_syscall(void)
{
    int64_t begin = os_nanotime();
    for (uint32_t i = 0; i < ROUNDS; i++) {
        entersyscall();
        exitsyscall();
    }
    report("entersyscall and exitsyscall", os_nanotime() - begin, ROUNDS);
}

static void bench_collection(void)
{
    int64_t begin = os_nanotime();
    for (uint32_t i = 0; i < CYCLES; i++)
        gc_collect();
    report("collection, nothing on the heap", os_nanotime() - begin, CYCLES);
}

/* -------- many -------- */

static void yields(void *unused)
{
    (void)unused;
    for (uint32_t i = 0; i < ROUNDS / 100; i++)
        gosched();
    semrelease(&ended);
}

static void bench_yields(void)
{
    int64_t begin = os_nanotime();
    for (int i = 0; i < 100; i++)
        go(yields, NULL);
    for (int i = 0; i < 100; i++)
        semacquire(&ended);
    report("gosched, 100 goroutines", os_nanotime() - begin, ROUNDS);
}

static void ends(void *unused)
{
    (void)unused;
    semrelease(&ended);
}

static void bench_goroutines(void)
{
    int64_t begin = os_nanotime();
    for (uint32_t i = 0; i < GOROUTINES; i++) {
        go(ends, NULL);
        if (i % 64 == 63) gosched();
    }
    for (uint32_t i = 0; i < GOROUTINES; i++)
        semacquire(&ended);
    report("goroutine, from birth to end", os_nanotime() - begin, GOROUTINES);
}

static Chan there, back;

static void echoes(void *unused)
{
    void *value;
    (void)unused;
    while (chan_receive(&there, &value))
        chan_send(&back, value);
}

static void bench_channels(void)
{
    void *value;
    chan_init(&there, 0, NULL);
    chan_init(&back, 0, NULL);
    go(echoes, NULL);
    int64_t begin = os_nanotime();
    for (uint32_t i = 0; i < ROUNDS / 2; i++) {
        chan_send(&there, NULL);
        chan_receive(&back, &value);
    }
    report("value through a channel", os_nanotime() - begin, ROUNDS);
    chan_close(&there);
}

static void bench(void *unused)
{
    (void)unused;
    bench_collection();
    bench_assembly();
    bench_prologue();
    bench_systemstack();
    bench_gosched();
    bench_syscall();
    bench_yields();
    bench_goroutines();
    bench_channels();
}

int main(int argc, char **argv)
{
    RuntimeConfig config = runtime_config();
    if (argc > 1) config.procs = (uint32_t)atoi(argv[1]);
    if (!config.procs) config.procs = 1;
    runtime_run(&config, bench, NULL);
    return 0;
}
