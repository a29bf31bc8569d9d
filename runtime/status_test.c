/* Statuses, locks and notes. */
#include "runtime/status.h"

#include "runtime/test.h"

#include <pthread.h>

static G g;

static void status(uint32_t s)
{
    settings = settings_default();
    store(&g.atomicstatus, s);
}

START_TEST(the_scan_bit_is_set_once)
{
    status(Gwaiting);
    ck_assert(!castogscanstatus(&g, Grunnable));
    ck_assert(castogscanstatus(&g, Gwaiting));
    ck_assert_uint_eq(readgstatus(&g), Gscan | Gwaiting);
    ck_assert(!castogscanstatus(&g, Gwaiting));
    casfrom_gscanstatus(&g, Gwaiting);
    ck_assert_uint_eq(readgstatus(&g), Gwaiting);
}
END_TEST

static void *clear_bit_later(void *unused)
{
    os_usleep(20000);
    casfrom_gscanstatus(&g, Gwaiting);
    return unused;
}

START_TEST(casgstatus_waits_for_the_scanner)
{
    pthread_t thread;
    status(Gscan | Gwaiting);
    pthread_create(&thread, NULL, clear_bit_later, NULL);
    casgstatus(STEP_READY_RUNNABLE, &g, Gwaiting, Grunnable);
    ck_assert_uint_eq(readgstatus(&g), Grunnable);
    pthread_join(thread, NULL);
}
END_TEST

START_TEST(casgcopystack_takes_both)
{
    status(Gwaiting);
    ck_assert_uint_eq(casgcopystack(&g), Gwaiting);
    status(Grunnable);
    ck_assert_uint_eq(casgcopystack(&g), Grunnable);
    ck_assert_uint_eq(readgstatus(&g), Gcopystack);
}
END_TEST

static void clear_what_is_not_set(void)
{
    status(Gwaiting);
    casfrom_gscanstatus(&g, Gwaiting);
}

static void copy_running(void)
{
    status(Grunning);
    casgcopystack(&g);
}

static void wait_for_lost(void)
{
    status(Grunnable);
    casgstatus(STEP_COPYSTACK_CLAIM, &g, Gwaiting, Gcopystack);
}

START_TEST(wrong_statuses_throw)
{
    expect_throw(clear_what_is_not_set, "casfrom_Gscanstatus: gp->status is not in scan state");
    expect_throw(copy_running, "copystack: bad status, not Gwaiting or Grunnable");
    expect_throw(wait_for_lost, "casgstatus: waiting for Gwaiting but is Grunnable");
}
END_TEST

/* -------- locks and notes -------- */

static Lock l;
static uint32_t guarded;

static void *count(void *unused)
{
    for (int i = 0; i < 100000; i++) {
        lock(&l);
        guarded++;
        unlock(&l);
    }
    return unused;
}

START_TEST(a_lock_lets_one_in)
{
    pthread_t thread[4];
    for (int i = 0; i < 4; i++)
        pthread_create(&thread[i], NULL, count, NULL);
    for (int i = 0; i < 4; i++)
        pthread_join(thread[i], NULL);
    ck_assert_uint_eq(guarded, 400000);
}
END_TEST

static Note note;

static void *wake(void *unused)
{
    os_usleep(20000);
    notewakeup(&note);
    return unused;
}

START_TEST(a_note_wakes_its_sleeper)
{
    pthread_t thread;
    ck_assert(!notetsleep(&note, 1000000));
    pthread_create(&thread, NULL, wake, NULL);
    notesleep(&note);
    pthread_join(thread, NULL);
    ck_assert(notetsleep(&note, 0)); /* latched until cleared */
    noteclear(&note);
    ck_assert(!notetsleep(&note, 0));
}
END_TEST

static void wake_twice(void)
{
    notewakeup(&note);
    notewakeup(&note);
}

START_TEST(a_note_is_woken_once)
{
    expect_throw(wake_twice, "notewakeup - double wakeup");
}
END_TEST

RUN_TESTS("status", ONCE(the_scan_bit_is_set_once), ONCE(casgstatus_waits_for_the_scanner),
          ONCE(casgcopystack_takes_both), ONCE(wrong_statuses_throw), ONCE(a_lock_lets_one_in),
          ONCE(a_note_wakes_its_sleeper), ONCE(a_note_is_woken_once))
