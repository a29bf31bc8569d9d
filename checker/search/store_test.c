#include "checker/search/store.h"

#include "checker/search/random.h"
#include "checker/search/suite.h"

#include <string.h>

#define IDENTITIES 30000 /* at most so many different states */
#define INSERTIONS 100000
#define MOST_NEAR 20

/* Left whole, and packed with and without a remainder. */
static const uint32_t sizes[] = {1 + sizeof(uint32_t), 95, 96, 128, 358, SUBJECT_MAX_STATE};
#define SIZES (sizeof sizes / sizeof *sizes)

/* A state that spells its identity, so that a plain array can say what the store must answer. */
static void write_state(uint8_t *state, uint32_t size, uint32_t identity)
{
    uint32_t scattered = identity * 2654435761u; /* odd factor: different stay different */
    memset(state, 0, size);
    memcpy(state + identity % (size - sizeof scattered), &scattered, sizeof scattered);
    state[size - 1] = (uint8_t)identity;
}

static uint32_t insert(Store *store, const uint8_t *state, uint32_t near, bool *ret_new)
{
    Key key;
    store_key(store, state, near, &key);
    store_prefetch(store, &key);
    return store_insert(store, &key, ret_new);
}

static uint32_t find(Store *store, const uint8_t *state)
{
    Key key;
    store_key(store, state, STORE_NONE, &key);
    return store_find(store, &key);
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
    for (uint32_t i = 0; i < INSERTIONS; i++) {
        uint32_t identity = random_below(&random, IDENTITIES);
        write_state(state, size, identity);
        bool is_new = false;
        uint32_t number = insert(store, state, somewhere_near(&random, expected), &is_new);
        ck_assert_int_eq(is_new, expected->number[identity] == STORE_NONE);
        if (is_new) expected->number[identity] = expected->count++;
        ck_assert_uint_eq(number, expected->number[identity]);
    }
    return expected;
}

START_TEST(numbers_in_the_order_of_insertion)
{
    Store *store = store_new(sizes[_i]);
    Expected *expected = fill(store, sizes[_i]);
    ck_assert_uint_gt(expected->count, IDENTITIES * 9 / 10);
    ck_assert_uint_eq(store_count(store), expected->count);
    free(expected);
    store_free(store);
}
END_TEST

START_TEST(finds_what_was_inserted_and_nothing_else)
{
    uint32_t size = sizes[_i];
    Store *store = store_new(size);
    Expected *expected = fill(store, size);
    uint8_t state[SUBJECT_MAX_STATE], buffer[SUBJECT_MAX_STATE];
    for (uint32_t identity = 0; identity < IDENTITIES; identity++) {
        write_state(state, size, identity);
        uint32_t number = find(store, state);
        ck_assert_uint_eq(number, expected->number[identity]);
        if (number != STORE_NONE) ck_assert_mem_eq(store_state(store, number, buffer), state, size);
    }
    free(expected);
    store_free(store);
}
END_TEST

/* Counters far apart in the state: many states of few parts. */
START_TEST(long_states_take_little_room)
{
    const uint32_t size = 8 * PART_SIZE, values = 50;
    Store *store = store_new(size);
    uint8_t state[8 * PART_SIZE] = {0};
    uint32_t from = STORE_NONE;
    for (uint32_t i = 0; i < values * values * values; i++) {
        bool is_new;
        state[10] = (uint8_t)(i % values);
        state[200] = (uint8_t)(i / values % values);
        state[500] = (uint8_t)(i / values / values);
        from = insert(store, state, from, &is_new);
        ck_assert_uint_eq(from, i);
    }
    ck_assert_uint_lt(store_bytes(store), (uint64_t)store_count(store) * size / 8);
    store_free(store);
}
END_TEST

START_TEST(short_states_are_kept_as_they_are)
{
    Store *store = store_new(32);
    uint8_t state[32] = {1, 2, 3}, buffer[32] = {0};
    bool is_new;
    ck_assert_uint_eq(insert(store, state, STORE_NONE, &is_new), 0);
    const uint8_t *stored = store_state(store, 0, buffer);
    ck_assert_mem_eq(stored, state, 32);
    ck_assert_ptr_ne(stored, buffer);
    store_free(store);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("store");
    TCase *tcase = tcase_create("exact");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, numbers_in_the_order_of_insertion, 0, SIZES);
    tcase_add_loop_test(tcase, finds_what_was_inserted_and_nothing_else, 0, SIZES);
    tcase_add_test(tcase, long_states_take_little_room);
    tcase_add_test(tcase, short_states_are_kept_as_they_are);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
