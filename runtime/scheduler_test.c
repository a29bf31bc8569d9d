/* The scheduler on real threads: waiting, system calls, the poller, stops. */
#include "runtime/scheduler.h"

#include "runtime/chan.h"
#include "runtime/goroutine.h"
#include "runtime/netpoll.h"
#include "runtime/panic.h"
#include "runtime/stack.h"
#include "runtime/test.h"

#include <pthread.h>
#include <sys/eventfd.h>

static void start(void (*fn)(void *), uint32_t procs)
{
    RuntimeConfig config = runtime_config();
    config.procs = procs;
    runtime_run(&config, fn, NULL);
}

static Sema ended;
static _Atomic uint32_t count;

/* -------- goroutines -------- */

static void one_of_many(void *unused)
{
    (void)unused;
    for (int i = 0; i < 10; i++)
        gosched();
    xadd(&count, 1);
    semrelease(&ended);
}

static void many(void *unused)
{
    for (int i = 0; i < 2000; i++)
        go(one_of_many, unused);
    for (int i = 0; i < 2000; i++)
        semacquire(&ended);
}

START_TEST(all_goroutines_come_to_their_end)
{
    start(many, (uint32_t)_i);
    ck_assert_uint_eq(count, 2000);
}
END_TEST

static void parks(void *unused)
{
    (void)unused;
    park();
    xadd(&count, 1);
    semrelease(&ended);
}

static void park_and_ready(void *unused)
{
    for (int i = 0; i < 100; i++) {
        ready_g(go(parks, unused));
        semacquire(&ended);
    }
}

START_TEST(who_parks_is_made_ready)
{
    start(park_and_ready, 2);
    ck_assert_uint_eq(count, 100);
}
END_TEST

static void never_calls(void *unused)
{
    (void)unused;
    while (!load(&count))
        prologue(0);
    semrelease(&ended);
}

static void sets_count(void *unused)
{
    (void)unused;
    store(&count, 1);
}

static void preempt(void *unused)
{
    go(never_calls, unused);
    gosched(); /* it runs now, on the only P */
    go(sets_count, unused);
    semacquire(&ended);
}

START_TEST(who_runs_for_long_is_preempted)
{
    start(preempt, 1);
    ck_assert_uint_eq(count, 1);
}
END_TEST

/* -------- channels -------- */

enum { SENT = 1000 };

static Chan chan;
static void *_Atomic ring[8];
static uintptr_t sum;

static void sends(void *unused)
{
    (void)unused;
    for (uintptr_t i = 1; i <= SENT; i++)
        chan_send(&chan, (void *)i);
    chan_close(&chan);
}

static void receive_all(void *unused)
{
    void *value;
    uintptr_t last = 0;
    go(sends, unused);
    while (chan_receive(&chan, &value)) {
        if ((uintptr_t)value != ++last) throw_text("out of order");
        sum += last;
    }
    if (value) throw_text("a closed channel has a value");
}

/* Without a buffer, and with one. */
START_TEST(a_channel_keeps_the_order)
{
    chan_init(&chan, _i ? 8 : 0, ring);
    start(receive_all, 2);
    ck_assert_uint_eq(sum, SENT * (SENT + 1) / 2);
}
END_TEST

static void send_on_closed(void *unused)
{
    chan_close(&chan);
    chan_send(&chan, unused);
}

static void start_send_on_closed(void)
{
    start(send_on_closed, 1);
}

START_TEST(a_closed_channel_takes_nothing)
{
    expect_throw(start_send_on_closed, "send on closed channel");
}
END_TEST

/* -------- system calls -------- */

static int pipe_ends[2];

static void reads_pipe(void *unused)
{
    char c;
    (void)unused;
    entersyscall();
    ssize_t n = read(pipe_ends[0], &c, 1);
    exitsyscall();
    store(&count, (uint32_t)n);
    semrelease(&ended);
}

/* With one P, this goes on only if the P is taken from the reader's M. */
static void read_and_write(void *unused)
{
    go(reads_pipe, unused);
    gosched();
    if (write(pipe_ends[1], "x", 1) != 1) throw_text("write failed");
    semacquire(&ended);
}

START_TEST(a_blocked_system_call_gives_its_p_away)
{
    ck_assert_int_eq(pipe(pipe_ends), 0);
    start(read_and_write, 1);
    ck_assert_uint_eq(count, 1);
}
END_TEST

/* A stop does not wait for system calls, and who comes back from one waits for its end. */
static void stop_during_syscall(void *unused)
{
    go(reads_pipe, unused);
    gosched();
    for (int i = 0; i < 10; i++) {
        stopTheWorld();
        startTheWorld();
    }
    stopTheWorld();
    if (write(pipe_ends[1], "x", 1) != 1) throw_text("write failed");
    os_usleep(20000);
    if (load(&count)) throw_text("a goroutine has run in a stopped world");
    startTheWorld();
    semacquire(&ended);
}

START_TEST(a_stop_keeps_returning_system_calls_waiting)
{
    ck_assert_int_eq(pipe(pipe_ends), 0);
    start(stop_during_syscall, 2);
    ck_assert_uint_eq(count, 1);
}
END_TEST

/* -------- stops and safe points -------- */

static _Atomic uint32_t ticks;

static void ticker(void *unused)
{
    (void)unused;
    while (!load(&count)) {
        prologue(0);
        xadd(&ticks, 1);
    }
    semrelease(&ended);
}

static void stop_tickers(void *unused)
{
    for (int i = 0; i < 3; i++)
        go(ticker, unused);
    for (int i = 0; i < 50; i++) {
        gosched();
        stopTheWorld();
        uint32_t before = load(&ticks);
        os_usleep(100);
        if (load(&ticks) != before) throw_text("the world runs");
        startTheWorld();
    }
    store(&count, 1);
    for (int i = 0; i < 3; i++)
        semacquire(&ended);
}

START_TEST(nobody_runs_in_a_stopped_world)
{
    start(stop_tickers, (uint32_t)_i);
    ck_assert_uint_gt(ticks, 0);
}
END_TEST

static _Atomic uint32_t visits[4];

static void visit(P *p)
{
    xadd(&visits[p->id - 1], 1);
}

static void visit_all(void *unused)
{
    for (int i = 0; i < 2; i++)
        go(ticker, unused);
    for (int i = 0; i < 50; i++) {
        semacquire(&sched.worldsema);
        forEachP(visit);
        semrelease(&sched.worldsema);
        entersyscall();
        exitsyscall();
    }
    store(&count, 1);
    semacquire(&ended);
    semacquire(&ended);
}

START_TEST(forEachP_visits_each_p_once)
{
    start(visit_all, 4);
    for (int i = 0; i < 4; i++)
        ck_assert_uint_eq(visits[i], 50);
}
END_TEST

/* -------- the poller -------- */

static PollDesc poll;

static void *writes_later(void *unused)
{
    uint64_t one = 1;
    for (int i = 0; i < 20; i++) {
        os_usleep(2000);
        if (write(poll.fd, &one, sizeof one) < 0) throw_text("write failed");
    }
    return unused;
}

static void waits_for_input(void *unused)
{
    uint64_t value;
    (void)unused;
    for (uint32_t got = 0; got < 20; got += (uint32_t)value) {
        while (read(poll.fd, &value, sizeof value) < 0)
            netpollblock(&poll);
    }
    store(&count, 1);
    semrelease(&ended);
}

static void wait_on_eventfd(void *unused)
{
    pthread_t thread;
    netpollopen(&poll, eventfd(0, EFD_NONBLOCK));
    go(waits_for_input, unused);
    if (pthread_create(&thread, NULL, writes_later, NULL)) throw_text("pthread_create failed");
    pthread_detach(thread);
    semacquire(&ended);
    netpollclose(&poll);
}

START_TEST(input_wakes_who_waits_for_it)
{
    start(wait_on_eventfd, (uint32_t)_i);
    ck_assert_uint_eq(count, 1);
}
END_TEST

RUN_TESTS("scheduler", {all_goroutines_come_to_their_end, 1, 4}, ONCE(who_parks_is_made_ready),
          ONCE(who_runs_for_long_is_preempted), {a_channel_keeps_the_order, 0, 2},
          ONCE(a_closed_channel_takes_nothing), ONCE(a_blocked_system_call_gives_its_p_away),
          ONCE(a_stop_keeps_returning_system_calls_waiting), {nobody_runs_in_a_stopped_world, 1, 4},
          ONCE(forEachP_visits_each_p_once), {input_wakes_who_waits_for_it, 1, 3})
