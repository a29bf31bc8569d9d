/* The runtime at work: thousands of goroutines on a few threads, in ten roles that check what they
 * get, while the world is stopped, stacks are scanned, grown and shrunk, and objects are collected.
 *
 *   demo [--seconds N] [--goroutines N] [--procs N] [--set NAME=VALUE]... [--quiet]
 *
 * Exit status: 0 all is well; 1 the runtime has thrown (by abort); 2 bad usage; 3 it hangs. */
#include "runtime/collector.h"
#include "runtime/demo_roles.h"
#include "runtime/heap.h"
#include "runtime/panic.h"
#include "runtime/runtime.h"
#include "runtime/scheduler.h"

#include <getopt.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HANG_SECONDS = 10, NS_A_SECOND = 1000000000 };

typedef struct Options {
    uint32_t seconds, goroutines;
    bool quiet;
    RuntimeConfig config;
} Options;

static Options options;
static _Atomic uint32_t stops;
static _Atomic uint64_t stack_copies;

/* -------- goroutines -------- */

static void live(void *n)
{
    uint32_t number = (uint32_t)(uintptr_t)n;
    bool more;
    do {
        more = roles[role_of(number)].round(number);
        xadd(&demo.rounds[number], 1);
    } while (more);
    xadd(&demo.ended, 1);
}

static void sleep_in_syscall(uint32_t us)
{
    entersyscall();
    usleep(us);
    exitsyscall();
}

/* The number of goroutines does not change while the world is stopped. */
static void stop_and_look(void)
{
    stopTheWorld();
    uint32_t before = g_count();
    uint64_t copies = 0;
    for (uint32_t i = 0; i < before; i++)
        copies += load(&g_at(i)->stack_copies);
    store(&stack_copies, copies);
    if (g_count() != before) throw_text("the world was not stopped");
    startTheWorld();
    xadd(&stops, 1);
}

/* The first goroutine: starts the others, keeps the collector busy, and ends when all have. */
static void run(void *unused)
{
    int64_t end = os_nanotime() + (int64_t)options.seconds * NS_A_SECOND;

    (void)unused;
    roles_open();
    for (uint32_t i = 0; i < demo.goroutines; i++)
        go(live, (void *)(uintptr_t)i);
    while (os_nanotime() < end) {
        gc_collect();
        sleep_in_syscall(1000);
        stop_and_look();
        sleep_in_syscall(1000);
    }
    store(&demo.stop, true);
    roles_close();
    while (load(&demo.ended) < demo.goroutines)
        sleep_in_syscall(1000);
    stop_and_look();
    gc_collect();
}

/* -------- threads that are no Ms -------- */

/* The network: input at any moment, stopped world or not. */
static void *network(void *unused)
{
    uint32_t random = 1;
    while (!load(&demo.stop)) {
        random = random * 1664525 + 1013904223;
        roles_input(random >> 8);
        usleep(random >> 27);
    }
    return unused;
}

/* What a hang holds up: collections, and at the end goroutines that come to theirs.  Others may go
 * on for ever beside it. */
static uint32_t progress(void)
{
    return load(&work.cycles) + load(&demo.ended);
}

static void describe_hang(void)
{
    fprintf(stderr, "demo: no collection has ended for %d seconds\n", HANG_SECONDS);
    fprintf(stderr, "gcwaiting %" PRIu32 " stopwait %" PRId32 " safePointWait %" PRId32 "\n",
            load(&sched.gcwaiting), load(&sched.stopwait), load(&sched.safePointWait));
    for (uint32_t i = 0; i < sched.procs; i++)
        fprintf(stderr, "p%" PRIu32 " status %" PRIu32 " runSafePointFn %" PRIu32 "\n", i + 1,
                load(&sched.allp[i].status), load(&sched.allp[i].runSafePointFn));
    for (uint32_t i = 0; m_at(i); i++) {
        G *gp = load(&m_at(i)->curg);
        if (!gp) continue;
        fprintf(stderr, "m%" PRIu32 " g%" PRIu64 " status %#" PRIx32 " %s\n", i + 1, gp->goid,
                load(&gp->atomicstatus), gp->waitreason ? gp->waitreason : "");
    }
}

/* A hang is one of the failures to be seen. */
static void *watch(void *unused)
{
    uint32_t last = 0;
    for (uint32_t quiet = 0; quiet < HANG_SECONDS; quiet++) {
        sleep(1);
        uint32_t now = progress();
        if (now != last) quiet = 0;
        last = now;
    }
    describe_hang();
    _exit(3);
    return unused;
}

/* -------- the program -------- */

static void usage(void)
{
    fprintf(stderr, "usage: demo [--seconds N] [--goroutines N] [--procs N] [--set NAME=VALUE]... "
                    "[--quiet]\n");
    exit(2);
}

static uint32_t number(const char *text)
{
    char *rest;
    unsigned long value = strtoul(text, &rest, 10);
    if (*rest || !value || value > 1000000) usage();
    return (uint32_t)value;
}

static void parse(int argc, char **argv)
{
    static const struct option names[] = {
        {"seconds", required_argument, NULL, 's'}, {"goroutines", required_argument, NULL, 'g'},
        {"procs", required_argument, NULL, 'p'},   {"set", required_argument, NULL, 'S'},
        {"quiet", no_argument, NULL, 'q'},         {NULL, 0, NULL, 0}};

    options = (Options){.seconds = 5, .goroutines = 10000, .config = runtime_config()};
    for (int c; (c = getopt_long(argc, argv, "", names, NULL)) != -1;) {
        if (c == 's') options.seconds = number(optarg);
        else if (c == 'g') options.goroutines = number(optarg);
        else if (c == 'p') options.config.procs = number(optarg);
        else if (c == 'q') options.quiet = true;
        else if (c != 'S' || !settings_parse(&options.config.settings, optarg)) usage();
    }
    if (optind != argc) usage();
    options.goroutines += ROLES - 1; /* whole sets of roles */
    options.goroutines -= options.goroutines % ROLES;
}

static void summary(void)
{
    uint64_t rounds[ROLES] = {0};
    for (uint32_t i = 0; i < demo.goroutines; i++) {
        uint32_t n = load(&demo.rounds[i]);
        if (!n) throw_text("a goroutine has had no turn");
        rounds[role_of(i)] += n;
    }
    if (options.quiet) return;
    printf("%" PRIu32 " goroutines on %" PRIu32 " Ps, %" PRIu32 " threads\n", demo.goroutines,
           sched.procs, load(&sched.mcount));
    for (int role = 0; role < ROLES; role++)
        printf("  %-8s %12" PRIu64 " rounds\n", roles[role].name, rounds[role]);
    printf("%" PRIu32 " collections, %" PRIu32 " other stops, %" PRIu32 " objects freed, %" PRIu32
           " left, %" PRIu64 " stacks moved\n",
           load(&work.cycles), load(&stops), load(&work.freed), heap_live(), load(&stack_copies));
}

static void begin_thread(void *(*fn)(void *))
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, fn, NULL)) throw_text("pthread_create failed");
    pthread_detach(thread);
}

int main(int argc, char **argv)
{
    parse(argc, argv);
    demo.goroutines = options.goroutines;
    demo.rounds = calloc(demo.goroutines, sizeof *demo.rounds);
    if (!demo.rounds) throw_text("out of memory");
    roles_init(demo.goroutines);
    begin_thread(network);
    begin_thread(watch);
    runtime_run(&options.config, run, NULL);
    roles_check();
    summary();
    return 0;
}
