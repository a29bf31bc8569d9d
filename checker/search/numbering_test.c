#include "checker/search/numbering.h"

#include "checker/search/suite.h"

#include <string.h>

#define LENGTH 37
#define IDENTITIES 400000 /* at most so many different strings */
#define INSERTIONS 1000000

/* A string that spells its identity, so that a plain array can say what the numbering must answer.
 */
static void write_string(uint8_t *string, uint32_t identity)
{
    uint32_t scattered = identity * 2654435761u; /* odd factor: different stay different */
    memset(string, 0, LENGTH);
    memcpy(string + identity % (LENGTH - 4), &scattered, sizeof scattered);
    string[LENGTH - 1] = (uint8_t)identity;
}

static uint32_t next_identity(uint64_t *random)
{
    *random = *random * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(*random >> 33) % IDENTITIES;
}

static uint32_t insert(Numbering *numbering, const uint8_t *string, bool *ret_new)
{
    return numbering_insert(numbering, string, numbering_hash(numbering, string), ret_new);
}

/* What a numbering must answer, from an array by identity. */
typedef struct Expected {
    uint32_t count;
    uint32_t number[IDENTITIES]; /* or NUMBERING_NONE */
} Expected;

static Expected *fill(Numbering *numbering)
{
    Expected *expected = malloc(sizeof *expected);
    expected->count = 0;
    memset(expected->number, 0xff, sizeof expected->number);
    uint64_t random = 1;
    uint64_t wrong = 0;
    for (uint32_t i = 0; i < INSERTIONS; i++) {
        uint8_t string[LENGTH];
        uint32_t identity = next_identity(&random);
        write_string(string, identity);
        bool is_new = false;
        uint32_t number = insert(numbering, string, &is_new);
        wrong += is_new != (expected->number[identity] == NUMBERING_NONE);
        if (is_new) expected->number[identity] = expected->count++;
        wrong += number != expected->number[identity];
    }
    ck_assert_uint_eq(wrong, 0);
    return expected;
}

START_TEST(numbers_in_the_order_of_insertion)
{
    Numbering *numbering = numbering_new(LENGTH);
    Expected *expected = fill(numbering);
    ck_assert_uint_gt(expected->count, IDENTITIES * 9 / 10);
    ck_assert_uint_eq(numbering_count(numbering), expected->count);
    ck_assert_uint_ge(numbering_bytes(numbering), (uint64_t)expected->count * LENGTH);
    free(expected);
    numbering_free(numbering);
}
END_TEST

START_TEST(finds_what_was_inserted_and_nothing_else)
{
    Numbering *numbering = numbering_new(LENGTH);
    Expected *expected = fill(numbering);
    uint64_t wrong = 0;
    for (uint32_t identity = 0; identity < IDENTITIES; identity++) {
        uint8_t string[LENGTH];
        write_string(string, identity);
        uint32_t number = numbering_find(numbering, string, numbering_hash(numbering, string));
        wrong += number != expected->number[identity];
        if (number != NUMBERING_NONE)
            wrong += memcmp(numbering_at(numbering, number), string, LENGTH) != 0;
    }
    ck_assert_uint_eq(wrong, 0);
    free(expected);
    numbering_free(numbering);
}
END_TEST

START_TEST(addresses_are_stable)
{
    Numbering *numbering = numbering_new(LENGTH);
    const uint8_t *first = numbering_at(numbering, 0);
    free(fill(numbering));
    uint8_t string[LENGTH];
    uint64_t random = 1;
    write_string(string, next_identity(&random));
    ck_assert_ptr_eq(numbering_at(numbering, 0), first);
    ck_assert_mem_eq(first, string, LENGTH);
    numbering_free(numbering);
}
END_TEST

/* Equal hashes must not merge different strings: nothing is decided by the hash alone. */
START_TEST(exact_when_all_hashes_collide)
{
    Numbering *numbering = numbering_new(LENGTH);
    const uint64_t hash = 42;
    for (uint32_t identity = 0; identity < 500; identity++) {
        uint8_t string[LENGTH];
        bool is_new = false;
        write_string(string, identity);
        ck_assert_uint_eq(numbering_find(numbering, string, hash), NUMBERING_NONE);
        ck_assert_uint_eq(numbering_insert(numbering, string, hash, &is_new), identity);
        ck_assert(is_new);
        ck_assert_uint_eq(numbering_insert(numbering, string, hash, &is_new), identity);
        ck_assert(!is_new);
    }
    ck_assert_uint_eq(numbering_count(numbering), 500);
    numbering_free(numbering);
}
END_TEST

START_TEST(shortest_and_longest_string)
{
    static const uint32_t sizes[] = {1, 4096};
    for (uint32_t i = 0; i < 2; i++) {
        Numbering *numbering = numbering_new(sizes[i]);
        uint8_t string[4096] = {0};
        for (uint32_t value = 0; value < 256; value++) {
            bool is_new;
            string[sizes[i] - 1] = (uint8_t)value;
            ck_assert_uint_eq(insert(numbering, string, &is_new), value);
        }
        ck_assert_uint_eq(numbering_at(numbering, 255)[sizes[i] - 1], 255);
        numbering_free(numbering);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("numbering");
    TCase *tcase = tcase_create("exact");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, numbers_in_the_order_of_insertion);
    tcase_add_test(tcase, finds_what_was_inserted_and_nothing_else);
    tcase_add_test(tcase, addresses_are_stable);
    tcase_add_test(tcase, exact_when_all_hashes_collide);
    tcase_add_test(tcase, shortest_and_longest_string);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
