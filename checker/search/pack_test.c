#include "checker/search/pack.h"

#include "checker/search/random.h"
#include "checker/search/suite.h"

#include <string.h>

#define MOST_FLIPS 6

typedef uint8_t State[SUBJECT_MAX_STATE];
typedef uint32_t Numbers[PACK_MOST_PARTS];

static Numbering *parts;

static void begin(void)
{
    parts = numbering_new(PART_SIZE);
}

static void end(void)
{
    numbering_free(parts);
}

static void randomize(Random *random, uint8_t *state, uint32_t size)
{
    for (uint32_t i = 0; i < size; i++)
        state[i] = (uint8_t)random_next(random);
}

/* What a step does: change a few bytes. */
static void flip_some(Random *random, uint8_t *state, uint32_t size)
{
    uint32_t flips = random_below(random, MOST_FLIPS + 1);
    while (flips-- > 0)
        state[random_below(random, size)] ^= (uint8_t)(1 + random_below(random, 255));
}

START_TEST(every_size_comes_back_as_it_was)
{
    Random random = {.seed = 1};
    State state, unpacked;
    Numbers numbers;
    for (uint32_t size = PART_SIZE; size <= SUBJECT_MAX_STATE; size++) {
        randomize(&random, state, size);
        ck_assert(pack_state(parts, state, size, NULL, numbers));
        memset(unpacked, 0, sizeof unpacked);
        unpack_state(parts, numbers, size, unpacked);
        ck_assert_mem_eq(unpacked, state, size);
    }
}
END_TEST

/* The byte after the state is not its own: it is neither read (the sanitizer would tell) nor
 * written. */
START_TEST(no_byte_outside_the_state_is_touched)
{
    for (uint32_t size = PART_SIZE; size <= 4 * PART_SIZE; size++) {
        uint8_t *state = calloc(size, 1), *unpacked = malloc(size);
        Numbers numbers;
        ck_assert(pack_state(parts, state, size, NULL, numbers));
        unpack_state(parts, numbers, size, unpacked);
        ck_assert_mem_eq(unpacked, state, size);
        free(state);
        free(unpacked);
    }
}
END_TEST

START_TEST(equal_numbers_are_equal_states)
{
    Random random = {.seed = 2};
    State state = {0}, other = {0};
    uint32_t equal = 0, different = 0;
    for (uint32_t i = 0; i < 200000; i++) {
        uint32_t size = PART_SIZE + random_below(&random, 400);
        uint32_t bytes = pack_part_count(size) * (uint32_t)sizeof(uint32_t);
        Numbers a, b;
        memcpy(other, state, size);
        flip_some(&random, other, size);
        ck_assert(pack_state(parts, state, size, NULL, a) &&
                  pack_state(parts, other, size, NULL, b));
        bool same = memcmp(state, other, size) == 0;
        ck_assert_int_eq(memcmp(a, b, bytes) == 0, same);
        *(same ? &equal : &different) += 1;
        memcpy(state, other, size);
    }
    ck_assert_uint_gt(equal, 10000);
    ck_assert_uint_gt(different, 100000);
}
END_TEST

START_TEST(what_is_near_makes_no_difference)
{
    Random random = {.seed = 3};
    const uint32_t size = 5 * PART_SIZE + 7;
    State state = {0}, other;
    for (uint32_t i = 0; i < 20000; i++) {
        Numbers near, by_itself, by_near;
        memcpy(other, state, size);
        flip_some(&random, other, size);
        ck_assert(pack_state(parts, state, size, NULL, near));
        ck_assert(pack_state(parts, other, size, near, by_near));
        ck_assert(pack_state(parts, other, size, NULL, by_itself));
        ck_assert_mem_eq(by_near, by_itself, pack_part_count(size) * sizeof(uint32_t));
        memcpy(state, other, size);
    }
}
END_TEST

/* Equal parts are kept once, wherever and in whatever state they are. */
START_TEST(parts_are_shared)
{
    State state = {0};
    Numbers numbers;
    ck_assert_uint_eq(pack_part_count(SUBJECT_MAX_STATE), PACK_MOST_PARTS);
    ck_assert(pack_state(parts, state, SUBJECT_MAX_STATE, NULL, numbers));
    ck_assert_uint_eq(numbering_count(parts), 1);

    state[3 * PART_SIZE + 5] = 1;
    ck_assert(pack_state(parts, state, SUBJECT_MAX_STATE, NULL, numbers));
    ck_assert_uint_eq(numbering_count(parts), 2);
    state[2 * PART_SIZE + 5] = 1;
    ck_assert(pack_state(parts, state, SUBJECT_MAX_STATE, numbers, numbers));
    ck_assert_uint_eq(numbering_count(parts), 2);
}
END_TEST

START_TEST(the_last_part_overlaps_the_one_before)
{
    State state = {0};
    Numbers numbers;
    const uint32_t size = PART_SIZE + 1;
    ck_assert_uint_eq(pack_part_count(PART_SIZE), 1);
    ck_assert_uint_eq(pack_part_count(size), 2);
    state[1] = 1; /* in both */
    ck_assert(pack_state(parts, state, size, NULL, numbers));
    ck_assert_uint_eq(numbering_at(parts, numbers[0])[1], 1);
    ck_assert_uint_eq(numbering_at(parts, numbers[1])[0], 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pack");
    TCase *tcase = tcase_create("lossless");
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_test(tcase, every_size_comes_back_as_it_was);
    tcase_add_test(tcase, no_byte_outside_the_state_is_touched);
    tcase_add_test(tcase, equal_numbers_are_equal_states);
    tcase_add_test(tcase, what_is_near_makes_no_difference);
    tcase_add_test(tcase, parts_are_shared);
    tcase_add_test(tcase, the_last_part_overlaps_the_one_before);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
