#include "checker/search/suite.h"
#include "checker/trace/follow.h"
#include "checker/trace/step_table.h"
#include "checker/trace/tiny.h"

TINY_PROGRAM(racy, TINY_READ, TINY_WRITE);
TINY_PROGRAM(locked, TINY_LOCK, TINY_READ, TINY_WRITE, TINY_UNLOCK);
TINY_PROGRAM(logged, TINY_READ, TINY_LOG, TINY_WRITE);
TINY_PROGRAM(atomic, TINY_ADD);
TINY_PROGRAM(throwing, TINY_ADD, TINY_THROW);

/* A trace by hand: steps of (actor, step). */
static Trace *trace_of(const Subject *subject, const char *const (*moves)[2], uint32_t count)
{
    Trace *trace = trace_new();
    for (uint32_t i = 0; i < count; i++) {
        TraceStep *step = g_new0(TraceStep, 1);
        step->actor = g_strdup(moves[i][0]);
        step->step = g_strdup(moves[i][1]);
        step->occurrence = 1;
        step->changes = g_new0(char *, 1);
        g_ptr_array_add(trace->steps, step);
    }
    trace_set_step_table(trace, subject);
    return trace;
}

static const char *const lost[][2] = {
    {"p1", "READ"}, {"p2", "READ"}, {"p2", "WRITE"}, {"p1", "WRITE"}};

/* Make the trace one of another step table, whose names it does not say. */
static void age(Trace *trace)
{
    trace->steps_digest[0] ^= 1;
    g_strfreev(trace->other_steps);
    trace->other_steps = NULL;
}

/* Follow `lost`, made with the current step table or (`changed`) an older one, and answer with the
 * obstacle in words; "" if there is none. */
static char *follow_lost(const uint8_t *program, bool changed, uint32_t *ret_length,
                         uint32_t *ret_notes)
{
    Subject subject = tiny_subject(program);
    g_autoptr(Trace) trace = trace_of(&subject, lost, G_N_ELEMENTS(lost));
    if (changed) age(trace);
    Following following = follow(trace, &subject);
    *ret_length = path_length(following.path);
    *ret_notes = following.notes->len;
    char *obstacle =
        following.obstacle ? following_obstacle(&following, trace, &subject) : g_strdup("");
    following_clear(&following);
    return obstacle;
}

START_TEST(the_same_model_is_followed_to_the_end)
{
    uint32_t length, notes;
    g_autofree char *obstacle = follow_lost(racy, false, &length, &notes);
    ck_assert_str_eq(obstacle, "");
    ck_assert_uint_eq(length, 4);
    ck_assert_uint_eq(notes,
                      1); /* the trace by hand does not say that step 3 changes the counter */
}
END_TEST

START_TEST(a_new_step_is_put_in_only_if_the_step_table_changed)
{
    uint32_t length, notes;
    g_autofree char *strict = follow_lost(logged, false, &length, &notes);
    ck_assert_str_eq(strict, "infeasible from step 3: p2 is at step LOG (\"print(seen)\"), "
                             "not at WRITE");
    ck_assert_uint_eq(length, 2);
    g_autofree char *lenient = follow_lost(logged, true, &length, &notes);
    ck_assert_str_eq(lenient, "");
    ck_assert_uint_eq(length, 6);
    ck_assert_uint_eq(notes, 3);
}
END_TEST

/* `lost`, made when the step LOG was called PRINT, followed on `program`: what is said of the
 * tables; and the path's length. */
static char *note_of_lost(const uint8_t *program, const SubjectStep *now, bool names_others,
                          uint32_t *ret_length)
{
    SubjectStep then[G_N_ELEMENTS(tiny_steps)];
    memcpy(then, tiny_steps, sizeof then);
    then[TINY_LOG].name = "PRINT";
    Subject subject = tiny_subject(program);
    subject.steps = then;
    g_autoptr(Trace) trace = trace_of(&subject, lost, G_N_ELEMENTS(lost));
    if (!names_others) age(trace);
    subject.steps = now;
    Following following = follow(trace, &subject);
    *ret_length = path_length(following.path);
    char *note = following_table_note(&following, trace, &subject);
    following_clear(&following);
    return note;
}

#define ANOTHER "the trace was made with another step table: "

START_TEST(what_is_gone_and_new_is_said)
{
    uint32_t length;
    g_autofree char *goes_on = note_of_lost(logged, tiny_steps, true, &length);
    ck_assert_str_eq(goes_on,
                     ANOTHER "PRINT is gone, LOG is new; replay goes on by the names of steps");
    ck_assert_uint_eq(length, 6);
    g_autofree char *old = note_of_lost(logged, tiny_steps, false, &length);
    ck_assert_str_eq(old, ANOTHER "the steps it knows are all there (which are new, a trace of "
                                  "format 1 cannot tell); replay goes on by the names of steps");
    ck_assert_uint_eq(length, 6);
}
END_TEST

START_TEST(what_ends_the_way_is_said)
{
    static const uint8_t long_way[] = {TINY_READ, TINY_LOG, TINY_LOG, TINY_LOG, TINY_LOG, TINY_LOG,
                                       TINY_LOG,  TINY_LOG, TINY_LOG, TINY_LOG, TINY_END};
    SubjectStep now[G_N_ELEMENTS(tiny_steps)];
    uint32_t length;
    memcpy(now, tiny_steps, sizeof now);
    g_autofree char *leads_astray = note_of_lost(long_way, now, true, &length);
    ck_assert_str_eq(leads_astray, ANOTHER "PRINT is gone, LOG is new; replay does not go on from "
                                           "step 3, to which LOG does not lead");
    now[TINY_WRITE].name = "STORE";
    g_autofree char *gone = note_of_lost(racy, now, true, &length);
    ck_assert_str_eq(gone, ANOTHER "PRINT and WRITE are gone, STORE and LOG are new; replay does "
                                   "not go on from step 3, which takes WRITE");
    ck_assert_uint_eq(length, 2);
}
END_TEST

START_TEST(a_step_that_was_there_is_not_put_in)
{
    SubjectStep now[G_N_ELEMENTS(tiny_steps)];
    uint32_t length;
    memcpy(now, tiny_steps, sizeof now);
    now[TINY_LOG].name = "PRINT";
    g_autofree char *same = note_of_lost(logged, now, true, &length);
    ck_assert_ptr_null(same);
    now[TINY_LOG].source = "printf(seen)";
    g_autofree char *edited = note_of_lost(logged, now, true, &length);
    ck_assert_str_eq(edited, ANOTHER "the steps it knows are all there, and none is new beside "
                                     "them; replay does not go on from step 3");
    ck_assert_uint_eq(length, 2);
}
END_TEST

START_TEST(a_guard_that_is_false_is_named_with_what_it_reads)
{
    uint32_t length, notes;
    g_autofree char *obstacle = follow_lost(locked, true, &length, &notes);
    ck_assert_str_eq(obstacle, "infeasible from step 2: p2 is at step LOCK, whose guard "
                               "\"lock == nil; lock = self\" is false in this state, not at READ\n"
                               "    shared.lock = p1");
    ck_assert_uint_eq(length, 2); /* p1's LOCK, put in, and its READ */
}
END_TEST

START_TEST(a_step_elsewhere_leaves_the_path_where_it_was)
{
    uint32_t length, notes;
    g_autofree char *obstacle = follow_lost(atomic, true, &length, &notes);
    ck_assert(g_str_has_prefix(obstacle, "infeasible from step 1: p1 is at step ADD"));
    ck_assert_uint_eq(length, 0);
    ck_assert_uint_eq(notes, 0);
}
END_TEST

START_TEST(a_throw_ends_the_path)
{
    static const char *const moves[][2] = {{"p1", "ADD"}, {"p1", "THROW"}, {"p2", "ADD"}};
    Subject subject = tiny_subject(throwing);
    g_autoptr(Trace) trace = trace_of(&subject, moves, 3);
    Following following = follow(trace, &subject);
    ck_assert_int_eq(following.obstacle, OBSTACLE_NONE);
    ck_assert_uint_eq(path_length(following.path), 2);
    ck_assert_int_eq(path_step(following.path, 1)->outcome, THREW);
    following_clear(&following);
}
END_TEST

/* One move that cannot be made, and what is said of it. */
static void refuse(const char *actor, const char *step, uint32_t occurrence, uint32_t choice,
                   const char *expected)
{
    const char *const moves[][2] = {{actor, step}};
    Subject subject = tiny_subject(racy);
    g_autoptr(Trace) trace = trace_of(&subject, moves, 1);
    ((TraceStep *)g_ptr_array_index(trace->steps, 0))->occurrence = occurrence;
    ((TraceStep *)g_ptr_array_index(trace->steps, 0))->choice = choice;
    Following following = follow(trace, &subject);
    g_autofree char *obstacle = following_obstacle(&following, trace, &subject);
    ck_assert_str_eq(obstacle, expected);
    following_clear(&following);
}

START_TEST(every_obstacle_has_its_words)
{
    refuse("p3", "READ", 1, 0,
           "infeasible from step 1: there is no actor `p3`; the nearest is `p1`");
    refuse("p1", "WRTE", 1, 0,
           "infeasible from step 1: there is no step `WRTE` any more; the nearest is `WRITE`");
    refuse("p1", "READ", 2, 0,
           "infeasible from step 1: p1 is at step READ for time 1, not for time 2");
    refuse("p1", "READ", 1, 4,
           "infeasible from step 1: p1 has 1 choice at step READ; the trace takes choice 4");
}
END_TEST

START_TEST(an_initial_state_that_is_gone)
{
    Subject subject = tiny_subject(racy);
    g_autoptr(Trace) trace = trace_of(&subject, lost, 4);
    trace->initial = 1;
    Following following = follow(trace, &subject);
    g_autofree char *obstacle = following_obstacle(&following, trace, &subject);
    ck_assert(g_str_has_prefix(obstacle, "infeasible from the start: "));
    following_clear(&following);
}
END_TEST

START_TEST(a_path_can_be_cut_and_counts_occurrences)
{
    static const uint8_t twice[] = {TINY_READ, TINY_READ, TINY_WRITE, TINY_END};
    Subject subject = tiny_subject(twice);
    g_autoptr(Path) path = path_new(&subject, 0);
    PathStep step;
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(path_take(path, 0, 0, &step), RAN);
    ck_assert_int_eq(path_take(path, 0, 0, &step), BLOCKED);
    ck_assert_uint_eq(path_length(path), 3);
    ck_assert_uint_eq(path_step(path, 1)->occurrence, 2);
    ck_assert_uint_eq(((const TinyWorld *)path->state)->counter, 1);
    path_cut(path, 1);
    ck_assert_uint_eq(((const TinyWorld *)path->state)->counter, 0);
    ck_assert_int_eq(path_take(path, 0, 0, &step), RAN);
    ck_assert_uint_eq(step.occurrence, 2);
    path_cut(path, 0);
    path_take(path, 0, 0, &step);
    ck_assert_uint_eq(step.occurrence, 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("follow");
    TCase *cases = tcase_create("follow");
    tcase_add_test(cases, the_same_model_is_followed_to_the_end);
    tcase_add_test(cases, a_new_step_is_put_in_only_if_the_step_table_changed);
    tcase_add_test(cases, what_is_gone_and_new_is_said);
    tcase_add_test(cases, what_ends_the_way_is_said);
    tcase_add_test(cases, a_step_that_was_there_is_not_put_in);
    tcase_add_test(cases, a_guard_that_is_false_is_named_with_what_it_reads);
    tcase_add_test(cases, a_step_elsewhere_leaves_the_path_where_it_was);
    tcase_add_test(cases, a_throw_ends_the_path);
    tcase_add_test(cases, every_obstacle_has_its_words);
    tcase_add_test(cases, an_initial_state_that_is_gone);
    tcase_add_test(cases, a_path_can_be_cut_and_counts_occurrences);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
