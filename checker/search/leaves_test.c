#include "checker/search/leaves.h"

#include "checker/search/random.h"
#include "checker/search/suite.h"

/* Of states: a multiple of the leaves or not, one leaf more or less, the longest. */
static const uint32_t state_sizes[] = {
    16, 17, 29, 33, 48, 63, 64, 65, 358, 4095, SUBJECT_MAX_STATE};
static const uint32_t leaf_sizes[] = {16, 8, 4, 2};
#define STATE_SIZES ((int)(sizeof state_sizes / sizeof *state_sizes))
#define LEAF_SIZES 4
#define STATES 30

/* An assertion costs more than what it is about: so failures are counted. */
static uint32_t differ(const void *a, const void *b, uint32_t size)
{
    return memcmp(a, b, size) != 0;
}

/* Loop test i is of state size i / 4 and leaf size i % 4. */
static Leaves *leaves_of(int loop)
{
    return leaves_new(&(Subject){.state_size = state_sizes[loop / LEAF_SIZES]},
                      leaf_sizes[loop % LEAF_SIZES]);
}

/* Few values, so that stretches come again. */
static void write_state(uint8_t *state, uint32_t size, uint64_t seed)
{
    Random random = {.seed = seed};
    for (uint32_t at = 0; at < size; at++)
        state[at] = (uint8_t)random_below(&random, 3);
}

/* Change some bytes; returns which stretches of 64 bytes may be different. */
static uint64_t change(uint8_t *state, uint32_t size, uint64_t seed)
{
    Random random = {.seed = seed};
    uint64_t dirty = 0;
    for (uint32_t i = 0; i < 3; i++) {
        uint32_t at = i == 0 ? size - 1 : random_below(&random, size);
        state[at] ^= (uint8_t)random_below(&random, 4);
        dirty |= UINT64_C(1) << at / 64;
    }
    return dirty;
}

START_TEST(every_byte_is_in_a_leaf)
{
    Leaves *leaves = leaves_of(_i);
    uint8_t covered[SUBJECT_MAX_STATE] = {0};
    uint32_t wrong = 0;
    for (uint32_t place = 0; place < leaves->count; place++) {
        wrong += leaves->offset[place] + leaves->length[place] > leaves->state_size;
        memset(covered + leaves->offset[place], 1, leaves->length[place]);
    }
    for (uint32_t at = 0; at < leaves->state_size; at++)
        wrong += !covered[at];
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_eq(leaves_length(leaves), 2 * leaves->count);
    leaves_free(leaves);
}
END_TEST

START_TEST(a_list_unfolds_to_its_state)
{
    Leaves *leaves = leaves_of(_i);
    uint8_t state[SUBJECT_MAX_STATE], unfolded[SUBJECT_MAX_STATE + LEAVES_LONGEST];
    Leaf list[LEAVES_MOST], found[LEAVES_MOST];
    uint32_t wrong = 0;
    for (uint64_t i = 0; i < STATES; i++) {
        write_state(state, leaves->state_size, i);
        wrong += !leaves_list(leaves, state, NULL, NULL, 0, list);
        wrong += !leaves_find(leaves, state, NULL, NULL, 0, found);
        wrong += differ(list, found, leaves_length(leaves));
        leaves_unfold(leaves, list, unfolded);
        wrong += differ(unfolded, state, leaves->state_size);
        for (uint32_t place = 0; place < leaves->count; place++)
            wrong += differ(leaves_at(leaves, list[place]), state + leaves->offset[place],
                            leaves->length[place]);
    }
    ck_assert_uint_eq(wrong, 0);
    leaves_free(leaves);
}
END_TEST

START_TEST(what_it_is_like_makes_no_difference)
{
    Leaves *leaves = leaves_of(_i);
    uint8_t near[SUBJECT_MAX_STATE], state[SUBJECT_MAX_STATE];
    Leaf near_list[LEAVES_MOST], quick[LEAVES_MOST], slow[LEAVES_MOST], found[LEAVES_MOST];
    uint32_t wrong = 0;
    for (uint64_t i = 0; i < STATES; i++) {
        write_state(near, leaves->state_size, i);
        wrong += !leaves_list(leaves, near, NULL, NULL, 0, near_list);
        memcpy(state, near, leaves->state_size);
        uint64_t dirty = change(state, leaves->state_size, i);
        wrong += !leaves_list(leaves, state, near, near_list, dirty, quick);
        wrong += !leaves_list(leaves, state, NULL, NULL, 0, slow);
        wrong += !leaves_find(leaves, state, near, near_list, dirty, found);
        wrong += differ(quick, slow, leaves_length(leaves));
        wrong += differ(found, slow, leaves_length(leaves));
    }
    ck_assert_uint_eq(wrong, 0);
    leaves_free(leaves);
}
END_TEST

START_TEST(finding_enters_nothing)
{
    Leaves *leaves = leaves_of(_i);
    uint8_t state[SUBJECT_MAX_STATE];
    Leaf list[LEAVES_MOST];
    write_state(state, leaves->state_size, 1);
    ck_assert(leaves_list(leaves, state, NULL, NULL, 0, list));
    uint32_t count = numbering_count(leaves->numbering), wrong = 0;
    for (uint32_t at = 0; at < leaves->state_size; at += 1 + at / 64) {
        uint8_t before = state[at];
        state[at] = 77;
        wrong += leaves_find(leaves, state, NULL, NULL, 0, list);
        state[at] = before;
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_eq(numbering_count(leaves->numbering), count);
    leaves_free(leaves);
}
END_TEST

/* Two bytes have no more values than there are numbers. */
START_TEST(the_shortest_never_run_out)
{
    Leaves *leaves = leaves_new(&(Subject){.state_size = 33}, LEAVES_SHORTEST);
    uint8_t state[33] = {0};
    Leaf list[LEAVES_MOST];
    uint32_t wrong = 0;
    for (uint32_t value = 0; value <= UINT16_MAX; value++) {
        state[0] = (uint8_t)value;
        state[1] = (uint8_t)(value >> 8);
        wrong += !leaves_list(leaves, state, NULL, NULL, 0, list);
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert(leaves_used_up(leaves));
    for (uint32_t i = 0; i < 5; i++) {
        memset(state, (int)(51 * i), sizeof state);
        ck_assert(leaves_list(leaves, state, NULL, NULL, 0, list));
    }
    leaves_free(leaves);
}
END_TEST

START_TEST(longer_ones_run_out)
{
    uint32_t size = leaf_sizes[_i];
    Leaves *leaves = leaves_new(&(Subject){.state_size = 48}, size);
    uint8_t state[48] = {0}, first[48] = {0}, unfolded[48 + LEAVES_LONGEST];
    Leaf list[LEAVES_MOST], first_list[LEAVES_MOST];
    uint32_t wrong = 0;
    ck_assert(leaves_list(leaves, first, NULL, NULL, 0, first_list));
    for (uint32_t value = 1; value <= UINT16_MAX + 1; value++) {
        wrong += leaves_used_up(leaves) != (value > UINT16_MAX);
        memcpy(state, &value, sizeof value);
        bool fits = leaves_list(leaves, state, first, first_list, 1, list);
        wrong += fits != (value <= UINT16_MAX);
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert(leaves_used_up(leaves));
    /* What is there is still found, and the other is not. */
    ck_assert(!leaves_find(leaves, state, NULL, NULL, 0, list));
    ck_assert(leaves_list(leaves, first, NULL, NULL, 0, list));
    leaves_unfold(leaves, list, unfolded);
    ck_assert_mem_eq(unfolded, first, sizeof first);
    leaves_free(leaves);
}
END_TEST

/* Objects are cut by themselves, into leaves that may be short; what belongs to the first and third
 * of a kind is in the left half of the list. */
START_TEST(objects_are_cut_by_themselves)
{
    static const uint16_t objects[] = {0, 10, 30, 50};
    static const ValueKind number = {.name = "number"};
    const Field fields[] = {
        {.object = "p", .index = 1, .member = "x", .kind = &number, .offset = 14, .size = 1},
        {.object = "p", .index = 2, .member = "x", .kind = &number, .offset = 34, .size = 1},
        {.object = "p", .index = 3, .member = "x", .kind = &number, .offset = 54, .size = 1},
    };
    static const uint16_t offsets[] = {10, 26, 50, 66, 0, 30, 46};
    static const uint8_t lengths[] = {16, 4, 16, 4, 10, 16, 4};
    Leaves *leaves = leaves_new(&(Subject){.state_size = 70,
                                           .object_count = 4,
                                           .objects = objects,
                                           .field_count = 3,
                                           .fields = fields},
                                LEAVES_LONGEST);
    uint8_t state[70], unfolded[70 + LEAVES_LONGEST];
    Leaf list[LEAVES_MOST];
    ck_assert_uint_eq(leaves->count, 7);
    ck_assert_uint_eq(leaves->left_count, 4);
    ck_assert_mem_eq(leaves->offset, offsets, sizeof offsets);
    ck_assert_mem_eq(leaves->length, lengths, sizeof lengths);
    ck_assert_uint_eq(leaves_place_of(leaves, 29), 1);
    for (uint64_t i = 0; i < STATES; i++) {
        write_state(state, sizeof state, i);
        ck_assert(leaves_list(leaves, state, NULL, NULL, 0, list));
        leaves_unfold(leaves, list, unfolded);
        ck_assert_mem_eq(unfolded, state, sizeof state);
    }
    leaves_free(leaves);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("leaves");
    TCase *tcase = tcase_create("leaves");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, objects_are_cut_by_themselves);
    tcase_add_loop_test(tcase, every_byte_is_in_a_leaf, 0, STATE_SIZES * LEAF_SIZES);
    tcase_add_loop_test(tcase, a_list_unfolds_to_its_state, 0, STATE_SIZES * LEAF_SIZES);
    tcase_add_loop_test(tcase, what_it_is_like_makes_no_difference, 0, STATE_SIZES * LEAF_SIZES);
    tcase_add_loop_test(tcase, finding_enters_nothing, 0, STATE_SIZES * LEAF_SIZES);
    tcase_add_test(tcase, the_shortest_never_run_out);
    tcase_add_loop_test(tcase, longer_ones_run_out, 0, LEAF_SIZES - 1);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
