/* A subject that says something impossible of itself is refused, before anybody relies on it. */
#include "checker/program/module.h"
#include "checker/search/suite.h"

#include <string.h>

static void initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)context, (void)index;
    state[0] = 0;
}

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    (void)context, (void)state, (void)attempt;
    return BLOCKED;
}

static bool may_rest(const void *context, const uint8_t *state, uint32_t actor)
{
    (void)context, (void)state, (void)actor;
    return true;
}

static const char *actors[2];
static SubjectStep steps[2];
static Field fields[1];
static Subject subject;

static void nothing_wrong(void)
{
    static const ValueKind number = {0};
    actors[0] = "one", actors[1] = "two";
    steps[0] = (SubjectStep){"REST", "rest", "wait", true};
    steps[1] = (SubjectStep){"WORK", "work", "go on", false};
    fields[0] = (Field){.object = "sched", .member = "lock", .kind = &number, .size = 1};
    subject = (Subject){.version = SUBJECT_VERSION,
                        .name = "two",
                        .state_size = 2,
                        .initial_count = 1,
                        .actor_count = 2,
                        .actors = actors,
                        .step_count = 2,
                        .steps = steps,
                        .field_count = 1,
                        .fields = fields,
                        .initial = initial,
                        .attempt = attempt,
                        .may_rest = may_rest};
}

static const Subject *entry(const char *const *parameters, const char **ret_error)
{
    (void)parameters, (void)ret_error;
    return &subject;
}

static const Subject *wants_parameters(const char *const *parameters, const char **ret_error)
{
    if (parameters[0]) return &subject;
    *ret_error = "it takes a number";
    return NULL;
}

static const Subject *gives_nothing(const char *const *parameters, const char **ret_error)
{
    (void)parameters, (void)ret_error;
    return NULL;
}

static const char *const none[] = {NULL}, *const some[] = {"n=1", NULL};

static void expect_refused(SubjectEntry *asked, const char *mistake)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *expected = g_strdup_printf("two.so: error: %s\n", mistake);
    ck_assert_ptr_null(module_subject("two.so", asked, none, &error));
    ck_assert_str_eq(error->message, expected);
    nothing_wrong();
}

START_TEST(what_is_whole_is_taken)
{
    ck_assert_ptr_eq(module_subject("two.so", entry, none, NULL), &subject);
    ck_assert_ptr_eq(module_subject("two.so", wants_parameters, some, NULL), &subject);
    expect_refused(wants_parameters, "it takes a number");
    expect_refused(gives_nothing, "gave no subject");
}
END_TEST

START_TEST(sizes_and_functions)
{
    subject.version++;
    expect_refused(entry, "was built for another version of checker/subject.h");
    subject.name = NULL;
    expect_refused(entry, "the subject has no name");
    subject.state_size = SUBJECT_MAX_STATE + 1;
    expect_refused(entry, "state_size is not between 1 and 4096");
    subject.initial_count = 0;
    expect_refused(entry, "there is no initial state");
    subject.actor_count = SUBJECT_MAX_ACTORS + 1;
    expect_refused(entry, "actor_count is not between 1 and 32");
    subject.step_count = 0;
    expect_refused(entry, "step_count is not between 1 and 65534");
    subject.attempt = NULL;
    expect_refused(entry, "initial, attempt or may_rest is missing");
}
END_TEST

START_TEST(names_and_fields)
{
    actors[1] = NULL;
    expect_refused(entry, "an actor has no name");
    actors[1] = "one";
    expect_refused(entry, "two actors have the same name");
    steps[1].source = NULL;
    expect_refused(entry, "a step has no name, procedure or source");
    steps[1].name = "REST";
    expect_refused(entry, "two steps have the same name");
    fields[0].member = NULL;
    expect_refused(entry, "a field has no object, member or kind");
    fields[0].size = 3;
    expect_refused(entry, "a field's size is neither 1 nor 2");
    fields[0].offset = 2;
    expect_refused(entry, "a field lies outside the state");
}
END_TEST

START_TEST(its_name)
{
    g_autofree char *own = module_name("/x/other.so", entry);
    g_autofree char *of_file = module_name("/x/other.so", gives_nothing);
    ck_assert_str_eq(own, "two");
    ck_assert_str_eq(of_file, "other");
}
END_TEST

START_TEST(no_such_file)
{
    g_autoptr(GError) error = NULL;
    ck_assert(module_load("/nowhere/two.so", &error) == NULL);
    ck_assert_str_eq(error->message, "/nowhere/two.so: error: there is no such file\n");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("module");
    TCase *cases = tcase_create("module");
    tcase_add_checked_fixture(cases, nothing_wrong, NULL);
    tcase_add_test(cases, what_is_whole_is_taken);
    tcase_add_test(cases, sizes_and_functions);
    tcase_add_test(cases, names_and_fields);
    tcase_add_test(cases, its_name);
    tcase_add_test(cases, no_such_file);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
