#include "checker/search/crew.h"

#include "checker/search/suite.h"

#include <sched.h>
#include <string.h>

#define MEETINGS 500

typedef struct Meetings {
    Crew crew;
    uint32_t worked[SEARCH_MOST_WORKERS]; /* how often each member came */
    uint32_t turns, wrong;                /* written by whoever has the turn */
    _Atomic uint32_t outside;             /* members that are not in a meeting */
} Meetings;

/* Everybody has come, as often as everybody else, and nobody leaves, whoever gets the processor. */
static void count_turn(void *data)
{
    Meetings *meetings = data;
    meetings->turns++;
    meetings->wrong += meetings->outside != 0;
    for (uint32_t i = 0; i < meetings->crew.size; i++)
        meetings->wrong += meetings->worked[i] != meetings->turns;
    sched_yield();
    meetings->wrong += meetings->outside != 0;
}

static void come_and_go(void *data, uint32_t member)
{
    Meetings *meetings = data;
    for (uint32_t i = 0; i < MEETINGS; i++) {
        meetings->worked[member]++;
        meetings->outside--;
        crew_meet(&meetings->crew, count_turn, meetings);
        meetings->outside++;
    }
}

START_TEST(one_has_the_turn_while_the_others_wait)
{
    static Meetings meetings;
    memset(&meetings, 0, sizeof meetings);
    meetings.outside = (uint32_t)_i;
    crew_run(&meetings.crew, (uint32_t)_i, come_and_go, &meetings);
    ck_assert_uint_eq(meetings.crew.size, (uint32_t)_i);
    ck_assert_uint_eq(meetings.turns, MEETINGS);
    ck_assert_uint_eq(meetings.wrong, 0);
}
END_TEST

static void note_member(void *data, uint32_t member)
{
    Meetings *meetings = data;
    meetings->worked[member]++;
}

START_TEST(everybody_works_once)
{
    static Meetings meetings;
    memset(&meetings, 0, sizeof meetings);
    crew_run(&meetings.crew, SEARCH_MOST_WORKERS + 5, note_member, &meetings);
    ck_assert_uint_ge(meetings.crew.size, 1);
    ck_assert_uint_le(meetings.crew.size, SEARCH_MOST_WORKERS);
    for (uint32_t i = 0; i < SEARCH_MOST_WORKERS; i++)
        ck_assert_uint_eq(meetings.worked[i], i < meetings.crew.size);
}
END_TEST

/* Who asks for nobody gets himself. */
START_TEST(a_crew_has_at_least_one)
{
    static Meetings meetings;
    memset(&meetings, 0, sizeof meetings);
    crew_run(&meetings.crew, 0, note_member, &meetings);
    ck_assert_uint_eq(meetings.crew.size, 1);
    ck_assert_uint_eq(meetings.worked[0], 1);
}
END_TEST

static void nothing(void *data)
{
    (void)data;
}

/* Member 0 comes only when it has seen that somebody waits for it. */
static void come_when_waited_for(void *data, uint32_t member)
{
    Meetings *meetings = data;
    while (member == 0 && !crew_is_waited_for(&meetings->crew)) {
    }
    crew_meet(&meetings->crew, nothing, meetings);
}

START_TEST(who_waits_can_be_seen)
{
    static Meetings meetings;
    memset(&meetings, 0, sizeof meetings);
    crew_run(&meetings.crew, 2, come_when_waited_for, &meetings);
    ck_assert_uint_eq(meetings.crew.size, 2);
    ck_assert(!crew_is_waited_for(&meetings.crew));
}
END_TEST

START_TEST(a_crew_takes_what_is_idle_and_gives_it_back)
{
    _Atomic uint32_t idle = 3;
    SearchOptions options = {.idle_processors = &idle};
    ck_assert_uint_eq(crew_hire(&options, 3), 3);
    ck_assert_uint_eq(idle, 1);
    ck_assert_uint_eq(crew_hire(&options, 4), 2);
    ck_assert_uint_eq(idle, 0);
    ck_assert_uint_eq(crew_hire(&options, 4), 1);
    crew_dismiss(&options, 1);
    crew_dismiss(&options, 2);
    crew_dismiss(&options, 3);
    ck_assert_uint_eq(idle, 3);
    ck_assert_uint_eq(crew_hire(&options, 1), 1);
    ck_assert_uint_eq(idle, 3);
    ck_assert_uint_eq(crew_hire(&(SearchOptions){0}, 4), 4);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crew");
    TCase *tcase = tcase_create("crew");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, one_has_the_turn_while_the_others_wait, 1, 5);
    tcase_add_test(tcase, everybody_works_once);
    tcase_add_test(tcase, a_crew_has_at_least_one);
    tcase_add_test(tcase, who_waits_can_be_seen);
    tcase_add_test(tcase, a_crew_takes_what_is_idle_and_gives_it_back);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
