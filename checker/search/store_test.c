#include "checker/search/store.h"

#include "checker/search/suite.h"

#include <string.h>

#define STATE_SIZE 37
#define IDENTITIES 400000 /* at most so many different states */
#define INSERTIONS 1000000

/* A state that spells its identity, so that a plain array can say what the store must answer. */
static void write_state(uint8_t *state, uint32_t identity)
{
    uint32_t scattered = identity * 2654435761u; /* odd factor: different stay different */
    memset(state, 0, STATE_SIZE);
    memcpy(state + identity % (STATE_SIZE - 4), &scattered, sizeof scattered);
    state[STATE_SIZE - 1] = (uint8_t)identity;
}

static uint32_t next_identity(uint64_t *random)
{
    *random = *random * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(*random >> 33) % IDENTITIES;
}

static uint32_t insert(Store *store, const uint8_t *state, bool *ret_new)
{
    return store_insert(store, state, store_hash(store, state), ret_new);
}

/* What a store must answer, from an array by identity. */
typedef struct Expected {
    uint32_t count;
    uint32_t number[IDENTITIES]; /* or STORE_NONE */
} Expected;

static Expected *fill(Store *store)
{
    Expected *expected = malloc(sizeof *expected);
    expected->count = 0;
    memset(expected->number, 0xff, sizeof expected->number);
    uint64_t random = 1;
    uint64_t wrong = 0;
    for (uint32_t i = 0; i < INSERTIONS; i++) {
        uint8_t state[STATE_SIZE];
        uint32_t identity = next_identity(&random);
        write_state(state, identity);
        bool is_new = false;
        uint32_t number = insert(store, state, &is_new);
        wrong += is_new != (expected->number[identity] == STORE_NONE);
        if (is_new) expected->number[identity] = expected->count++;
        wrong += number != expected->number[identity];
    }
    ck_assert_uint_eq(wrong, 0);
    return expected;
}

START_TEST(numbers_in_the_order_of_insertion)
{
    Store *store = store_new(STATE_SIZE);
    Expected *expected = fill(store);
    ck_assert_uint_gt(expected->count, IDENTITIES * 9 / 10);
    ck_assert_uint_eq(store_count(store), expected->count);
    ck_assert_uint_ge(store_bytes(store), (uint64_t)expected->count * STATE_SIZE);
    free(expected);
    store_free(store);
}
END_TEST

START_TEST(finds_what_was_inserted_and_nothing_else)
{
    Store *store = store_new(STATE_SIZE);
    Expected *expected = fill(store);
    uint64_t wrong = 0;
    for (uint32_t identity = 0; identity < IDENTITIES; identity++) {
        uint8_t state[STATE_SIZE];
        write_state(state, identity);
        uint32_t number = store_find(store, state, store_hash(store, state));
        wrong += number != expected->number[identity];
        if (number != STORE_NONE)
            wrong += memcmp(store_state(store, number), state, STATE_SIZE) != 0;
    }
    ck_assert_uint_eq(wrong, 0);
    free(expected);
    store_free(store);
}
END_TEST

START_TEST(addresses_are_stable)
{
    Store *store = store_new(STATE_SIZE);
    const uint8_t *first = store_state(store, 0);
    free(fill(store));
    uint8_t state[STATE_SIZE];
    uint64_t random = 1;
    write_state(state, next_identity(&random));
    ck_assert_ptr_eq(store_state(store, 0), first);
    ck_assert_mem_eq(first, state, STATE_SIZE);
    store_free(store);
}
END_TEST

/* Equal hashes must not merge different states: nothing is decided by the hash alone. */
START_TEST(exact_when_all_hashes_collide)
{
    Store *store = store_new(STATE_SIZE);
    const uint64_t hash = 42;
    for (uint32_t identity = 0; identity < 500; identity++) {
        uint8_t state[STATE_SIZE];
        bool is_new = false;
        write_state(state, identity);
        ck_assert_uint_eq(store_find(store, state, hash), STORE_NONE);
        ck_assert_uint_eq(store_insert(store, state, hash, &is_new), identity);
        ck_assert(is_new);
        ck_assert_uint_eq(store_insert(store, state, hash, &is_new), identity);
        ck_assert(!is_new);
    }
    ck_assert_uint_eq(store_count(store), 500);
    store_free(store);
}
END_TEST

START_TEST(smallest_and_largest_state)
{
    static const uint32_t sizes[] = {1, 4096};
    for (uint32_t i = 0; i < 2; i++) {
        Store *store = store_new(sizes[i]);
        uint8_t state[4096] = {0};
        for (uint32_t value = 0; value < 256; value++) {
            bool is_new;
            state[sizes[i] - 1] = (uint8_t)value;
            ck_assert_uint_eq(insert(store, state, &is_new), value);
        }
        ck_assert_uint_eq(store_state(store, 255)[sizes[i] - 1], 255);
        store_free(store);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("store");
    TCase *tcase = tcase_create("exact");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, numbers_in_the_order_of_insertion);
    tcase_add_test(tcase, finds_what_was_inserted_and_nothing_else);
    tcase_add_test(tcase, addresses_are_stable);
    tcase_add_test(tcase, exact_when_all_hashes_collide);
    tcase_add_test(tcase, smallest_and_largest_state);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
