/* Run queues and idle lists, without a thread. */
#include "runtime/lists.h"

#include "runtime/test.h"

enum { GS = 400 };

static G g[GS];
static P *p1, *p2;

static void setup(void)
{
    RuntimeConfig config = runtime_config();
    schedinit(&config);
    p1 = &sched.allp[0];
    p2 = &sched.allp[1];
    for (int i = 0; i < GS; i++)
        g[i].goid = i + 1;
}

START_TEST(a_local_queue_is_first_in_first_out)
{
    setup();
    ck_assert(runqempty(p1));
    for (int i = 0; i < RUNQ_SIZE; i++)
        runqput(p1, &g[i]);
    for (int i = 0; i < RUNQ_SIZE; i++)
        ck_assert_uint_eq(runqget(p1)->goid, i + 1);
    ck_assert_ptr_null(runqget(p1));
}
END_TEST

START_TEST(a_full_queue_gives_its_older_half_away)
{
    setup();
    for (int i = 0; i <= RUNQ_SIZE; i++)
        runqput(p1, &g[i]);
    ck_assert_int_eq(sched.runqsize, RUNQ_SIZE / 2 + 1);
    ck_assert_uint_eq(globrunqget(p2, 1)->goid, 1);
    ck_assert_uint_eq(runqget(p1)->goid, RUNQ_SIZE / 2 + 1);
}
END_TEST

START_TEST(a_thief_takes_the_older_half)
{
    setup();
    for (int i = 0; i < 10; i++)
        runqput(p1, &g[i]);
    ck_assert_uint_eq(runqsteal(p2, p1)->goid, 5);
    for (int i = 0; i < 4; i++)
        ck_assert_uint_eq(runqget(p2)->goid, i + 1);
    ck_assert_ptr_null(runqget(p2));
    for (int i = 5; i < 10; i++)
        ck_assert_uint_eq(runqget(p1)->goid, i + 1);
    ck_assert_ptr_null(runqsteal(p2, p1));
}
END_TEST

START_TEST(the_global_queue_is_shared_fairly)
{
    setup();
    for (int i = 0; i < 9; i++)
        globrunqput(&g[i]);
    ck_assert_uint_eq(globrunqget(p1, RUNQ_SIZE / 2)->goid, 1);
    for (int i = 1; i <= 4; i++) /* half of the eight that were left, for one of two Ps */
        ck_assert_uint_eq(runqget(p1)->goid, i + 1);
    ck_assert(runqempty(p1));
    ck_assert_int_eq(sched.runqsize, 4);
    ck_assert_uint_eq(globrunqget(p1, 1)->goid, 6);
    ck_assert(runqempty(p1));
}
END_TEST

START_TEST(idle_ps_are_counted)
{
    setup();
    pidleput(p1);
    pidleput(p2);
    ck_assert_uint_eq(sched.npidle, 2);
    ck_assert_ptr_eq(pidleget(), p2);
    ck_assert_ptr_eq(pidleget(), p1);
    ck_assert_ptr_null(pidleget());
    ck_assert_uint_eq(sched.npidle, 0);
}
END_TEST

static void put_busy_p(void)
{
    setup();
    runqput(p1, &g[0]);
    pidleput(p1);
}

START_TEST(a_p_with_work_is_not_idle)
{
    expect_throw(put_busy_p, "pidleput: P has non-empty run queue");
}
END_TEST

RUN_TESTS("lists", ONCE(a_local_queue_is_first_in_first_out),
          ONCE(a_full_queue_gives_its_older_half_away), ONCE(a_thief_takes_the_older_half),
          ONCE(the_global_queue_is_shared_fairly), ONCE(idle_ps_are_counted),
          ONCE(a_p_with_work_is_not_idle))
