#include "checker/search/rows.h"

#include "checker/search/suite.h"

#include <string.h>

/* Three counters, each moved by an actor of its own from 0 to LAST.  At CHOOSING the first actor
 * has three choices: to go on, to stay, to throw.  All at LAST is a deadlock. */
#define COUNTERS 3
#define LAST 15
#define CHOOSING 9
#define STATES 4096

static void counters_initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)context;
    (void)index;
    memset(state, 0, COUNTERS);
}

static Outcome counters_attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    (void)context;
    uint8_t *counter = &state[attempt->actor];
    attempt->step = 0;
    attempt->choices = attempt->actor == 0 && *counter == CHOOSING ? 3 : 1;
    attempt->message = 0;
    if (*counter == LAST) return BLOCKED;
    if (attempt->choice == 2) return THREW;
    if (attempt->choice == 0) ++*counter;
    return RAN;
}

static bool counters_may_rest(const void *context, const uint8_t *state, uint32_t actor)
{
    (void)context;
    (void)state;
    (void)actor;
    return false;
}

static const SubjectStep counters_steps[] = {{"COUNT", "count", "", true}};
static const char *const counters_actors[] = {"a", "b", "c"}, *const counters_messages[] = {"no"};
static const Subject counters = {
    .version = SUBJECT_VERSION,
    .name = "counters",
    .state_size = COUNTERS,
    .initial_count = 1,
    .actor_count = COUNTERS,
    .actors = counters_actors,
    .step_count = 1,
    .steps = counters_steps,
    .message_count = 1,
    .messages = counters_messages,
    .initial = counters_initial,
    .attempt = counters_attempt,
    .may_rest = counters_may_rest,
};

/* Runs may not come to this corner... */
static bool keeps_out(const void *context, const uint8_t *state)
{
    (void)context;
    return !(state[1] == 3 && state[2] == 12);
}

static const Check keeps_out_check = {CHECK_ALWAYS, "keeps-out", "",   keeps_out,
                                      NULL,         NULL,        NULL, NULL};
/* ...but nobody asks whether they do. */
static const Verdict nothing = {VERDICT_STUCK, NULL};
static const Question question = {
    .subject = &counters, .check_count = 1, .checks = &keeps_out_check, .find = &nothing};

/* -------- what must come of it -------- */

static void insert(Store *store, const uint8_t *state)
{
    bool is_new;
    ck_assert_uint_ne(store_insert(store, state, (Likeness){0}, &is_new), STORE_NONE);
}

/* All states, wherever the numbering puts them: not in an order that a search would find. */
static Store *all_states(void)
{
    Store *store = store_new(COUNTERS, STORE_USUAL_LEAF, STORE_PLAIN);
    for (uint32_t i = 0; i < STATES; i++) {
        uint32_t mixed = i * 1365 % STATES; /* odd factor: all of them */
        uint8_t state[COUNTERS] = {mixed % 16, mixed / 16 % 16, (uint8_t)(mixed / 256)};
        insert(store, state);
    }
    ck_assert_uint_eq(store_count(store), STATES);
    return store;
}

/* The next move of the row leads there. */
static bool leads_to(const Store *store, const Row *row, uint32_t *at, const uint8_t *state,
                     uint32_t actor)
{
    uint32_t move = (*at)++;
    return move < row->count && row->actors[move] == actor &&
           row->targets[move] == store_find(store, state, (Likeness){0});
}

static bool is_row_of(const Store *store, const Row *row, uint32_t number)
{
    Opened opened;
    uint32_t at = 0, movable = 0;
    store_open(store, number, &opened);
    if (!keeps_out(NULL, opened.bytes)) return row->outside && row->count == 0;
    for (uint32_t actor = 0; actor < COUNTERS; actor++) {
        uint8_t to[COUNTERS];
        memcpy(to, opened.bytes, COUNTERS);
        if (to[actor]++ == LAST) continue;
        movable |= 1u << actor;
        if (!leads_to(store, row, &at, to, actor)) return false;
        bool chooses = actor == 0 && opened.bytes[actor] == CHOOSING;
        if (chooses && !leads_to(store, row, &at, opened.bytes, actor)) return false;
    }
    return row->count == at && row->movable == movable && row->outside == (movable == 0) &&
           row->throws == (opened.bytes[0] == CHOOSING);
}

START_TEST(rows_are_right_whoever_makes_them)
{
    SearchOptions options = {.workers = (uint32_t)_i, .crew_from = 1};
    Explored explored = {
        .question = &question, .options = &options, .store = all_states(), .all_known = true};
    const char *ended = NULL;
    Rows *rows = rows_make(&explored, &ended);
    ck_assert_ptr_nonnull(rows);
    ck_assert_ptr_null(ended);
    uint32_t wrong = 0;
    for (uint32_t number = 0; number < STATES; number++) {
        Row row = rows_at(rows, number);
        wrong += !is_row_of(explored.store, &row, number);
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_gt(rows_bytes(rows), STATES);
    rows_free(rows);
    store_free(explored.store);
}
END_TEST

START_TEST(a_limit_ends_it)
{
    volatile int interrupted = 1;
    SearchOptions options = {.workers = (uint32_t)_i, .crew_from = 1, .interrupted = &interrupted};
    Explored explored = {
        .question = &question, .options = &options, .store = all_states(), .all_known = true};
    const char *ended = NULL;
    ck_assert_ptr_null(rows_make(&explored, &ended));
    ck_assert_pstr_eq(ended, "interrupt");
    store_free(explored.store);
}
END_TEST

/* A store that knows only the first state learns all the others: there are ways around the corner.
 */
START_TEST(a_row_enters_what_is_new)
{
    static const uint8_t first[COUNTERS] = {0};
    SearchOptions options = {0};
    Explored explored = {.question = &question,
                         .options = &options,
                         .store = store_new(COUNTERS, STORE_USUAL_LEAF, STORE_PLAIN)};
    RowMaker maker;
    uint32_t wrong = 0;
    insert(explored.store, first);
    row_maker_init(&maker, &explored);
    for (uint32_t number = 0; number < store_count(explored.store); number++) {
        if (row_begin(&maker, number)) row_complete(&maker);
        wrong += !is_row_of(explored.store, &maker.row, number);
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_eq(store_count(explored.store), STATES);
    row_maker_clear(&maker);
    store_free(explored.store);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rows");
    TCase *tcase = tcase_create("rows");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, rows_are_right_whoever_makes_them, 0, 4);
    tcase_add_loop_test(tcase, a_limit_ends_it, 1, 4);
    tcase_add_test(tcase, a_row_enters_what_is_new);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
