#include "checker/search/store.h"

#include "checker/search/crew.h"
#include "checker/search/random.h"
#include "checker/search/records.h"
#include "checker/search/suite.h"

#include <string.h>

/* At most so many different states. */
#define IDENTITIES ALL_OR_FEWER(15000, 2000)
#define INSERTIONS (IDENTITIES / 3 * 10)
#define MOST_NEAR 20

/* Their own pair, two stretches of bytes (overlapping or not), and leaves, with and without a
 * remainder.  Each of them in every form: loop test i is of size i / 4. */
static const uint32_t sizes[] = {5, 8, 9, 17, 32, 33, 95, 128, 129, 192, 358, SUBJECT_MAX_STATE};
#define SIZES (sizeof sizes / sizeof *sizes)

static const StoreForm forms[] = {STORE_PLAIN, STORE_SMALL, STORE_PACKED, STORE_BUNDLED};
#define FORMS 4
#define FORMS_FOR_THREADS 2 /* the last one has to be widened when they have met */

/* How long states are cut.  Only the shortest leaves never run out, but these states have few. */
static const uint32_t leaf_sizes[] = {16, 8, 4};
static const uint32_t cut_sizes[] = {33, 129, 358};
#define LEAF_SIZES (sizeof leaf_sizes / sizeof *leaf_sizes)
#define CUT_SIZES (sizeof cut_sizes / sizeof *cut_sizes)

/* The shortest, or the states need more numbers than there are; but cutting the longest into
 * thousands takes too long for so many. */
static uint32_t leaf_for(uint32_t size)
{
    return size < SUBJECT_MAX_STATE ? STORE_SAFE_LEAF : 4 * STORE_SAFE_LEAF;
}

/* A state that spells its identity, so that a plain array can say what the store must answer. */
static void write_state(uint8_t *state, uint32_t size, uint32_t identity)
{
    uint32_t scattered = identity * 2654435761u; /* odd factor: different stay different */
    memset(state, 0, size);
    memcpy(state + identity % (size - sizeof scattered), &scattered, sizeof scattered);
    state[size - 1] = (uint8_t)identity;
}

/* Insert a state as one that is reached from another. */
static uint32_t insert(Store *store, const uint8_t *state, uint32_t near, bool *ret_new)
{
    Opened opened;
    if (near == STORE_NONE) return store_insert(store, state, (Likeness){0}, ret_new);
    store_open(store, near, &opened);
    return store_insert(store, state, (Likeness){&opened, UINT64_MAX}, ret_new);
}

/* What a store must answer, from an array by identity. */
typedef struct Expected {
    uint32_t count;
    uint32_t number[IDENTITIES]; /* or STORE_NONE */
} Expected;

/* Some stored state, or none: that must not matter. */
static uint32_t somewhere_near(Random *random, const Expected *expected)
{
    if (expected->count == 0 || random_below(random, MOST_NEAR) == 0) return STORE_NONE;
    return random_below(random, expected->count);
}

static Expected *fill(Store *store, uint32_t size)
{
    Expected *expected = malloc(sizeof *expected);
    expected->count = 0;
    memset(expected->number, 0xff, sizeof expected->number);
    Random random = {.seed = size};
    uint8_t state[SUBJECT_MAX_STATE];
    uint32_t wrong = 0; /* an assertion costs more than an insertion */
    for (uint32_t i = 0; i < INSERTIONS; i++) {
        uint32_t identity = random_below(&random, IDENTITIES);
        write_state(state, size, identity);
        bool is_new = false;
        uint32_t number = insert(store, state, somewhere_near(&random, expected), &is_new);
        wrong += is_new != (expected->number[identity] == STORE_NONE);
        if (is_new) expected->number[identity] = expected->count++;
        wrong += number != expected->number[identity];
    }
    ck_assert_uint_eq(wrong, 0);
    return expected;
}

START_TEST(numbers_in_the_order_of_insertion)
{
    uint32_t size = sizes[_i / FORMS];
    Store *store = store_new(size, leaf_for(size), forms[_i % FORMS]);
    Expected *expected = fill(store, size);
    ck_assert_uint_gt(expected->count, IDENTITIES * 9 / 10);
    ck_assert_uint_eq(store_count(store), expected->count);
    free(expected);
    store_free(store);
}
END_TEST

static void expect_what_was_inserted(Store *store, uint32_t size)
{
    Expected *expected = fill(store, size);
    uint8_t state[SUBJECT_MAX_STATE];
    Opened opened;
    uint32_t wrong = 0;
    for (uint32_t identity = 0; identity < IDENTITIES; identity++) {
        write_state(state, size, identity);
        uint32_t number = store_find(store, state, (Likeness){0});
        wrong += number != expected->number[identity];
        if (number == STORE_NONE) continue;
        store_open(store, number, &opened);
        wrong += memcmp(opened.bytes, state, size) != 0;
    }
    ck_assert_uint_eq(wrong, 0);
    free(expected);
    store_free(store);
}

START_TEST(finds_what_was_inserted_and_nothing_else)
{
    uint32_t size = sizes[_i / FORMS];
    expect_what_was_inserted(store_new(size, leaf_for(size), forms[_i % FORMS]), size);
}
END_TEST

/* Loop test i is of size i / 12, leaf size i / 4 % 3, form i % 4. */
START_TEST(with_longer_leaves)
{
    uint32_t size = cut_sizes[(size_t)_i / FORMS / LEAF_SIZES];
    uint32_t leaf_size = leaf_sizes[(size_t)_i / FORMS % LEAF_SIZES];
    expect_what_was_inserted(store_new(size, leaf_size, forms[_i % FORMS]), size);
}
END_TEST

/* Counters far apart in the state: many states of few parts. */
START_TEST(long_states_take_little_room)
{
    const uint32_t size = 512, values = 50, most[] = {80, 20};
    Store *store = store_new(size, STORE_USUAL_LEAF, forms[_i]);
    uint8_t state[512] = {0};
    uint32_t from = STORE_NONE, wrong = 0;
    for (uint32_t i = 0; i < values * values * values; i++) {
        bool is_new;
        state[10] = (uint8_t)(i % values);
        state[200] = (uint8_t)(i / values % values);
        state[500] = (uint8_t)(i / values / values);
        from = insert(store, state, from, &is_new);
        wrong += from != i;
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_lt(store_bytes(store), (uint64_t)store_count(store) * most[_i]);
    store_free(store);
}
END_TEST

/* -------- batches -------- */

/* A batch with the same state several times, some of them known already. */
START_TEST(a_batch_with_equal_states)
{
    Store *store = store_new(40, STORE_USUAL_LEAF, forms[_i]);
    uint8_t states[4][40];
    bool is_new;
    for (uint32_t i = 0; i < 4; i++)
        write_state(states[i], 40, i);
    ck_assert_uint_eq(insert(store, states[2], STORE_NONE, &is_new), 0);

    static const uint32_t order[] = {1, 2, 1, 3, 3, 1}, numbers[] = {1, 0, 1, 2, 2, 1};
    static const bool news[] = {true, false, false, true, false, false};
    StoreBatch batch;
    store_batch_init(store, &batch);
    for (uint32_t i = 0; i < 6; i++)
        store_add(store, &batch, states[order[i]], (Likeness){0});
    store_insert_batch(store, &batch, STORE_NONE, false);
    for (uint32_t i = 0; i < 6; i++) {
        ck_assert_uint_eq(batch.insertions[i].number, numbers[i]);
        ck_assert_int_eq(batch.insertions[i].is_new, news[i]);
    }
    store_batch_clear(&batch);
    store_free(store);
}
END_TEST

/* No more than were asked for; what is known is found all the same. */
START_TEST(a_batch_that_does_not_fit)
{
    Store *store = store_new(40, STORE_USUAL_LEAF, forms[_i]);
    uint8_t states[8][40];
    StoreBatch batch;
    store_batch_init(store, &batch);
    for (uint32_t i = 0; i < 8; i++) {
        write_state(states[i], 40, i);
        store_add(store, &batch, states[i], (Likeness){0});
    }
    store_insert_batch(store, &batch, 5, false);
    for (uint32_t i = 0; i < 8; i++)
        ck_assert_uint_eq(batch.insertions[i].number, i < 5 ? i : STORE_NONE);
    ck_assert_uint_eq(store_count(store), 5);
    for (uint32_t i = 0; i < 8; i++)
        ck_assert_uint_eq(store_find(store, states[i], (Likeness){0}), i < 5 ? i : STORE_NONE);
    store_batch_clear(&batch);
    store_free(store);
}
END_TEST

/* -------- when strings become longer -------- */

#define LENGTHENED 3000

/* Make room for a state that has no string.  True: states that wait in the batch went along. */
static bool widen(Store *store, StoreBatch *batch)
{
    bool is_longer = false;
    ck_assert(store_is_cramped(store) && store_widen(store, &is_longer));
    if (is_longer) store_enter_all_again(store);
    store_batch_follow(store, batch);
    ck_assert_uint_eq(batch->length, store_shape(store)->length);
    return is_longer && batch->count > 0;
}

static uint32_t insert_batch(Store *store, StoreBatch *batch, uint32_t first)
{
    uint32_t wrong = 0;
    store_make_room(store, batch->count);
    store_insert_batch(store, batch, STORE_NONE, true);
    for (uint32_t i = 0; i < batch->count; i++)
        wrong += !batch->insertions[i].is_new || batch->insertions[i].number != first + i;
    store_batch_begin(batch);
    return wrong;
}

START_TEST(a_batch_goes_along)
{
    const uint32_t size = 358;
    Store *store = store_new(size, STORE_USUAL_LEAF, STORE_PACKED);
    StoreBatch batch;
    uint8_t state[SUBJECT_MAX_STATE];
    uint32_t went_along = 0, wrong = 0;
    store_batch_init(store, &batch);
    for (uint32_t i = 0; i < LENGTHENED; i++) {
        write_state(state, size, i);
        while (!store_add(store, &batch, state, (Likeness){0}))
            went_along += widen(store, &batch);
        if (batch.count == STORE_MOST_BATCH)
            wrong += insert_batch(store, &batch, i + 1 - batch.count);
    }
    wrong += insert_batch(store, &batch, LENGTHENED - batch.count);
    for (uint32_t i = 0; i < LENGTHENED; i++) {
        write_state(state, size, i);
        wrong += store_find(store, state, (Likeness){0}) != i;
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_gt(went_along, 0);
    store_batch_clear(&batch);
    store_free(store);
}
END_TEST

/* -------- threads -------- */

#define THREADS 4
#define STATES_EACH ALL_OR_FEWER(6000, 2000)

typedef struct Race {
    Store *store;
    uint32_t size;
    uint32_t inserted[THREADS]; /* how many each thread was told that they are new */
    Crew crew;
} Race;

static void grow_together(void *data)
{
    Race *race = data;
    store_make_room(race->store, THREADS * STORE_MOST_BATCH);
}

/* Every thread inserts the same states: two of them in the same order, to meet as often as can be.
 */
static void insert_all(void *data, uint32_t member)
{
    Race *race = data;
    uint8_t state[SUBJECT_MAX_STATE];
    StoreBatch batch;
    store_batch_init(race->store, &batch);
    for (uint32_t i = 0; i < STATES_EACH; i++) {
        uint32_t identity = (uint32_t)((i * UINT64_C(7919) + member / 2 * 17) % STATES_EACH);
        write_state(state, race->size, identity);
        store_add(race->store, &batch, state, (Likeness){0});
        if (batch.count < STORE_MOST_BATCH && i + 1 < STATES_EACH) continue;
        crew_meet(&race->crew, grow_together, race);
        store_insert_batch(race->store, &batch, STORE_NONE, false);
        for (uint32_t k = 0; k < batch.count; k++)
            race->inserted[member] += batch.insertions[k].is_new;
        batch.count = 0;
    }
    store_batch_clear(&batch);
}

START_TEST(threads_insert_the_same_states)
{
    static Race race;
    uint32_t size = sizes[_i / FORMS_FOR_THREADS];
    StoreForm form = forms[_i % FORMS_FOR_THREADS];
    race = (Race){.store = store_new(size, leaf_for(size), form), .size = size};
    crew_run(&race.crew, THREADS, insert_all, &race);
    uint32_t inserted = 0;
    for (uint32_t i = 0; i < race.crew.size; i++)
        inserted += race.inserted[i];
    ck_assert_uint_eq(store_count(race.store), STATES_EACH);
    ck_assert_uint_eq(inserted, STATES_EACH);

    uint8_t state[SUBJECT_MAX_STATE];
    uint8_t *seen = calloc(STATES_EACH, 1);
    uint32_t wrong = 0;
    for (uint32_t identity = 0; identity < STATES_EACH; identity++) {
        write_state(state, race.size, identity);
        uint32_t number = store_find(race.store, state, (Likeness){0});
        wrong += number >= STATES_EACH || seen[number]++ > 0;
    }
    ck_assert_uint_eq(wrong, 0);
    free(seen);
    store_free(race.store);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("store");
    TCase *tcase = tcase_create("exact");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, numbers_in_the_order_of_insertion, 0, FORMS * SIZES);
    tcase_add_loop_test(tcase, finds_what_was_inserted_and_nothing_else, 0, FORMS * SIZES);
    tcase_add_loop_test(tcase, with_longer_leaves, 0, FORMS * LEAF_SIZES * CUT_SIZES);
    tcase_add_loop_test(tcase, long_states_take_little_room, 0, 2);
    tcase_add_loop_test(tcase, a_batch_with_equal_states, 0, FORMS);
    tcase_add_loop_test(tcase, a_batch_that_does_not_fit, 0, FORMS);
    tcase_add_test(tcase, a_batch_goes_along);
    /* Not of the longest: to cut one into the shortest leaves takes too long for this many. */
    tcase_add_loop_test(tcase, threads_insert_the_same_states, FORMS_FOR_THREADS,
                        FORMS_FOR_THREADS * (SIZES - 1));
    suite_add_tcase(suite, tcase);
    records_least_lying = 0; /* so that there are bundles */
    return suite_run(suite);
}
