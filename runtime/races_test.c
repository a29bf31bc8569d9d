/* The five historic races on real threads, each driven along its failing schedule
 * (docs/protocols.md): in its broken shape it fails as history says, in its fixed shape the same
 * schedule does no harm.
 *
 * A script names only the steps whose order matters. */
#include "runtime/collector.h"
#include "runtime/gates.h"
#include "runtime/goroutine.h"
#include "runtime/netpoll.h"
#include "runtime/panic.h"
#include "runtime/scheduler.h"
#include "runtime/stack.h"
#include "runtime/status.h"
#include "runtime/test.h"

#include <stdio.h>
#include <sys/eventfd.h>

#define OPEN(script) gates_open(script, sizeof(script) / sizeof((script)[0]))
#define AT(actor, name)                                                                            \
    {                                                                                              \
        actor, STEP_##name                                                                         \
    }

static RuntimeConfig config;

/* Two Ps and nobody who interferes. */
static void shape(void)
{
    config = runtime_config();
    config.sysmon = false;
    config.stealing = false;
}

static void run(void (*fn)(void *))
{
    runtime_run(&config, fn, NULL);
}

/* Run fn in a child: it has to take the whole script, and then not to end. */
static void expect_hang(void (*fn)(void))
{
    enum { TENTHS = 30 };
    int end[2], status;
    char c = 0;

    ck_assert_int_eq(pipe(end), 0);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (!child) {
        dup2(end[1], STDOUT_FILENO);
        fn();
        _exit(0);
    }
    close(end[1]);
    ck_assert_int_eq(read(end[0], &c, 1), 1); /* its watcher saw the script taken */
    for (int i = 0; i < TENTHS; i++) {
        ck_assert_int_eq(waitpid(child, &status, WNOHANG), 0);
        os_usleep(100000);
    }
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
}

/* Run fn in a child that has to end well. */
static void expect_end(void (*fn)(void))
{
    int status;
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (!child) {
        alarm(20);
        fn();
        _exit(0);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
}

/* On a thread of its own: tell the parent when the script has been taken. */
static void tell_when_taken(void *unused)
{
    (void)unused;
    while (!gates_all_taken())
        os_usleep(1000);
    if (write(STDOUT_FILENO, "t", 1) != 1) abort();
}

/* Let go of this thread's last gate, and go on without. */
static void no_actor(void)
{
    STEP(PROGRAM_EITHER);
    gates_be(0);
}

/* A system call that lasts until somebody says so. */
typedef struct Call {
    _Atomic bool inside, over;
} Call;

static void last(Call *call)
{
    store(&call->inside, true);
    while (!load(&call->over))
        os_usleep(100);
}

/* A goroutine's way to wait for another thread. */
static void wait_until(_Atomic bool *condition)
{
    while (!load(condition))
        gosched();
}

/* -------- go#10618: forEachP counts in stopwait -------- */

enum { GC = 1, LATE, OTHER };

static const Gate stray_stop[] = {
    AT(GC, STW_OWN_P), /* the stop has begun */
    AT(LATE, ENTERSYSCALL_PSYSCALL),
    AT(GC, STW_RETAKE_P),             /* and takes the P of LATE */
    AT(LATE, ENTERSYSCALL_GCWAITING), /* which sees the stop, and is late */
    AT(GC, START_GCWAITING),          /* it is over */
    AT(GC, START_UNLOCK),
    AT(OTHER, EXITSYSCALL_PIDLE),
    AT(OTHER, EXITSYSCALL_UNLOCK), /* the P goes to OTHER */
    AT(GC, START_WAKEP),
    AT(GC, FOREACHP_SLEEP), /* forEachP waits for that P */
    AT(OTHER, ENTERSYSCALL_PSYSCALL),
    AT(LATE, GCWAIT_LOCK),
    AT(LATE, GCWAIT_UNLOCK),
    AT(GC, FOREACHP_CHECK_P),
    AT(OTHER, ENTERSYSCALL_SAFE_POINT),
};

static Call other_call, late_go, second_call;
static Sema ended;

static void other(void *unused)
{
    (void)unused;
    entersyscall();
    last(&other_call);
    gates_be(OTHER);
    exitsyscall();
    entersyscall();
    last(&second_call);
    exitsyscall();
    no_actor();
    semrelease(&ended);
}

static void late(void *unused)
{
    (void)unused;
    gates_be(LATE);
    entersyscall();
    exitsyscall();
    no_actor();
    semrelease(&ended);
}

static void nothing(P *p)
{
    (void)p;
}

static void no_wait(void *unused)
{
    (void)unused;
    store(&late_go.inside, true);
    while (!load(&late_go.over))
        os_usleep(10); /* no prologue: the stop does not stop it */
    late(unused);
}

static void stop_and_visit(void *unused)
{
    config.stealing = true;
    go(other, unused);
    wait_until(&other_call.inside);
    stopTheWorld(); /* takes the P of OTHER */
    startTheWorld();
    go(no_wait, unused); /* runs on the other P from here on */
    wait_until(&late_go.inside);
    OPEN(stray_stop);
    store(&other_call.over, true);
    store(&second_call.over, true);
    gates_be(GC);
    store(&late_go.over, true);
    semacquire(&sched.worldsema);
    stopTheWorldWithSema();
    startTheWorldWithSema();
    forEachP(nothing);
    semrelease(&sched.worldsema);
    no_actor();
    semacquire(&ended);
    semacquire(&ended);
}

static void stray_stop_shared(void)
{
    shape();
    config.stealing = true;
    config.settings.FOREACHP_COUNTER = 0;
    config.settings.SYSCALL_SAFE_POINT = 0;
    run(stop_and_visit);
}

static void stray_stop_own(void)
{
    shape();
    config.stealing = true;
    config.settings.SYSCALL_SAFE_POINT = 0;
    run(stop_and_visit);
}

START_TEST(forEachP_shares_its_counter)
{
    expect_throw(stray_stop_shared, "forEachP: P did not run fn");
    expect_end(stray_stop_own);
}
END_TEST

/* -------- go#9186: copystack against the poller -------- */

enum { POLLER = 2 };

static const Gate ready_between[] = {
    AT(GC, COPYSTACK_STATUS),     /* Gwaiting */
    AT(POLLER, NETPOLL_LASTPOLL), /* whose input has come */
    AT(POLLER, INJECT_STATUS),    /* Grunnable */
    AT(GC, COPYSTACK_CLAIM),      /* and never Gwaiting again */
};

static PollDesc poll;

static void wait_deep(uint32_t depth)
{
    uint64_t value;
    prologue(STACK_MIN / 4 * 3); /* on a stack that will be shrunk */
    if (depth) {
        wait_deep(depth - 1);
        return;
    }
    while (read(poll.fd, &value, sizeof value) < 0)
        netpollblock(&poll);
}

static void reads(void *unused)
{
    (void)unused;
    wait_deep(1);
    semrelease(&ended);
}

static void shrink_while_ready(void *unused)
{
    uint64_t one = 1;
    netpollopen(&poll, eventfd(0, EFD_NONBLOCK));
    go(reads, unused);
    while (load(&poll.rg) <= pdWait || load(&sched.lastpoll))
        gosched();
    OPEN(ready_between);
    gates_be(GC);
    if (write(poll.fd, &one, sizeof one) < 0) throw_text("write failed");
    gc_collect();
    no_actor();
    semacquire(&ended);
}

static void copystack_expects(void)
{
    shape();
    config.stealing = true;
    config.settings.COPYSTACK_CAS = 0;
    run(shrink_while_ready);
}

static void copystack_looks_again(void)
{
    shape();
    config.stealing = true;
    run(shrink_while_ready);
}

START_TEST(copystack_expects_the_status_it_read)
{
    expect_throw(copystack_expects, "casgstatus: waiting for Gwaiting but is Grunnable");
    expect_end(copystack_looks_again);
}
END_TEST

/* -------- go#10941: a scan request that nobody answers -------- */

enum { SCANNED = 2 };

static const Gate syscall_after_request[] = {
    AT(GC, STOPG_STATUS),             /* Grunning */
    AT(GC, REQUEST_SCANVALID),        /* asked */
    AT(SCANNED, ENTERSYSCALL_STATUS), /* Gsyscall, before the next prologue */
    AT(GC, MARKROOT_SPIN_STATUS),     /* not running any more */
    AT(GC, MARKROOT_LOOP_STATUS),     /* and nothing that it knows */
};

static const Gate syscall_after_request_scang[] = {
    AT(GC, SCANG_STATUS),
    AT(GC, REQUEST_SCANVALID),
    AT(SCANNED, ENTERSYSCALL_STATUS),
    AT(GC, SCANG_DONE),
};

static Call scanned_running, scanned_call;

static void scanned(void *unused)
{
    (void)unused;
    store(&scanned_running.inside, true);
    while (!load(&scanned_running.over))
        os_usleep(10); /* no prologue: the request is not seen */
    gates_be(SCANNED);
    entersyscall();
    last(&scanned_call);
    exitsyscall();
    no_actor();
    semrelease(&ended);
}

static void scan_one(void *unused)
{
    G *gp = go(scanned, unused);
    wait_until(&scanned_running.inside);
    store(&work.phase, GCscan);
    if (setting(STACK_SCAN) == SCAN_BY_STOPG) OPEN(syscall_after_request);
    else OPEN(syscall_after_request_scang);
    os_thread(tell_when_taken, NULL);
    gates_be(GC);
    store(&scanned_running.over, true);
    markroot(gp);
    no_actor();
    store(&scanned_call.over, true); /* what the system call waits for comes after the scan */
    semacquire(&ended);
}

static void scan_by_stopg(void)
{
    shape();
    config.stealing = true;
    config.settings.STACK_SCAN = SCAN_BY_STOPG;
    run(scan_one);
}

static void scan_by_scang(void)
{
    shape();
    config.stealing = true;
    run(scan_one);
}

START_TEST(stopg_asks_once)
{
    expect_hang(scan_by_stopg);
    expect_end(scan_by_scang);
}
END_TEST

/* -------- go#13363: a worker attached before it has parked -------- */

enum { WORKER = 1, OWNER };

static const Gate attached_early[] = {
    AT(WORKER, WORKER_ATTACH), /* published while it runs */
    AT(OWNER, FINDWORKER_NIL), /* its P's scheduler sees it */
    AT(WORKER, PARK_M_STATUS), /* Gwaiting, but still on its M */
    AT(OWNER, FINDWORKER_RUNNABLE),
    AT(OWNER, EXECUTE_M), /* it runs on a second M */
    AT(WORKER, DROPG_G),  /* and the first one takes away its m */
    AT(OWNER, WORKER_ACQUIREM),
};

static void wakep_m(void *unused)
{
    (void)unused;
    wakep();
}

static void worker_of_p2(void *unused)
{
    OPEN(attached_early);
    gates_be(WORKER);
    systemstack(wakep_m, unused); /* somebody schedules on the other P */
    P *own = getm()->p;
    gcBgMarkWorker(own == &sched.allp[0] ? &sched.allp[1] : &sched.allp[0]);
}

/* Marking is on, with one root to scan; the worker does it, and as it finds marking done it would
 * end a cycle that nobody has begun: one more waits than there are. */
static void attach(void *unused)
{
    static void *root[1];
    gc_add_root(root, 1);
    os_usleep(20000); /* the other M is asleep */
    store(&work.nproc, 3);
    store(&work.nwait, 2);
    store(&work.dedicated, 2);
    store(&work.markrootJobs, 1);
    store(&work.phase, GCmark);
    store(&work.blackenEnabled, true);
    go(worker_of_p2, unused);
    while (load(&work.markrootNext) == 0)
        gosched();
    while (!gates_all_taken() && !gates_abandoned())
        gosched();
}

static void attach_before_park(void)
{
    shape();
    config.settings.WORKER_ATTACH = BEFORE_PARK;
    run(attach);
}

static void attach_after_park(void)
{
    shape();
    run(attach);
}

START_TEST(a_worker_is_attached_before_it_parks)
{
    expect_throw(attach_before_park, "unexpected signal: nil pointer dereference of g.m");
    expect_end(attach_after_park);
}
END_TEST

/* -------- CL 533455: forEachP and suspendG wait for each other -------- */

enum { CALLER = 1, SCANNER };

static const Gate mutual_wait[] = {
    AT(CALLER, FOREACHP_CALLER_STATUS), /* on g0, deaf */
    AT(SCANNER, SUSPENDG_STATUS),       /* waits for the caller */
    AT(CALLER, FOREACHP_SLEEP),         /* waits for the scanner's P */
};

static G *caller;
static Call scanner_ready;

static void scanner(void *unused)
{
    (void)unused;
    store(&scanner_ready.inside, true);
    while (!load(&scanner_ready.over))
        os_usleep(10);
    gates_be(SCANNER);
    markroot(caller);
    no_actor();
    semrelease(&ended);
}

static void visit_while_scanned(void *unused)
{
    caller = getg();
    go(scanner, unused);
    wait_until(&scanner_ready.inside);
    OPEN(mutual_wait);
    os_thread(tell_when_taken, NULL);
    gates_be(CALLER);
    store(&scanner_ready.over, true);
    forEachP(nothing);
    no_actor();
    semacquire(&ended);
}

static void visit_running(void)
{
    shape();
    config.stealing = true;
    config.settings.STACK_SCAN = SCAN_BY_SUSPENDG;
    config.settings.FOREACHP_CALLER = 0;
    run(visit_while_scanned);
}

static void visit_in_disguise(void)
{
    shape();
    config.stealing = true;
    config.settings.STACK_SCAN = SCAN_BY_SUSPENDG;
    run(visit_while_scanned);
}

START_TEST(forEachP_and_suspendG_wait_for_each_other)
{
    expect_hang(visit_running);
    expect_end(visit_in_disguise);
}
END_TEST

RUN_TESTS("races", ONCE(forEachP_shares_its_counter), ONCE(copystack_expects_the_status_it_read),
          ONCE(stopg_asks_once), ONCE(a_worker_is_attached_before_it_parks),
          ONCE(forEachP_and_suspendG_wait_for_each_other))
