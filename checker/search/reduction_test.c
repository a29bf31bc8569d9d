/* What each thread of a reduced search remembers. */
#include "checker/search/reduction.h"

#include "checker/search/suite.h"

#include <pthread.h>
#include <string.h>

#define THREADS (SEARCH_MOST_WORKERS + 10)
#define MEMORY 200

static void initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)context;
    (void)index;
    state[0] = 0;
}

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    (void)context;
    attempt->step = 0;
    attempt->choices = 1;
    state[0] = 1;
    return RAN;
}

static bool may_rest(const void *context, const uint8_t *state, uint32_t actor)
{
    (void)context;
    (void)actor;
    return state[0];
}

static bool safe(const void *context, const uint8_t *state, void *memory, uint32_t *ret_actors)
{
    (void)context;
    (void)state;
    (void)memory;
    *ret_actors = 0;
    return true;
}

static const char *const actors[] = {"one"};
static const SubjectStep steps[] = {{"STEP", "procedure", "", false}};
static const Subject subject = {
    .version = SUBJECT_VERSION,
    .name = "one",
    .state_size = 1,
    .initial_count = 1,
    .actor_count = 1,
    .actors = actors,
    .step_count = 1,
    .steps = steps,
    .initial = initial,
    .attempt = attempt,
    .may_rest = may_rest,
    .safe = safe,
    .safe_memory = MEMORY,
};

static void *remember(void *reduction)
{
    static const uint8_t nothing[MEMORY];
    uint8_t *memory = reduction_memory(reduction);
    bool is_fresh = memcmp(memory, nothing, MEMORY) == 0;
    memset(memory, 0xff, MEMORY);
    return is_fresh && reduction_memory(reduction) == memory ? reduction : NULL;
}

/* A search that begins again, and the passes after it, have threads of their own: over time there
 * are more than there may be workers. */
START_TEST(more_threads_than_workers)
{
    const Question question = {.subject = &subject};
    Reduction reduction;
    uint32_t wrong = 0;
    ck_assert(reduction_init(&reduction, &question, &(SearchOptions){0}));
    for (uint32_t i = 0; i < THREADS; i++) {
        pthread_t thread;
        void *answer = NULL;
        ck_assert_int_eq(pthread_create(&thread, NULL, remember, &reduction), 0);
        pthread_join(thread, &answer);
        wrong += answer != &reduction;
    }
    ck_assert_uint_eq(wrong, 0);
    reduction_free(&reduction);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reduction");
    TCase *tcase = tcase_create("memory");
    tcase_add_test(tcase, more_threads_than_workers);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
