#include "checker/search/tree.h"

#include "checker/search/random.h"
#include "checker/search/suite.h"

#include <string.h>

/* Whole strings, and two halves, overlapping or not, equally long or not. */
static const uint32_t sizes[] = {5, 9, 15, 33, 49, 50, 95, 128, 358, SUBJECT_MAX_STATE};
#define SIZES ((int)(sizeof sizes / sizeof *sizes))

#define STATES 300

/* Loop test i is of size i / 2, compact or not. */
typedef struct Wood {
    uint32_t size;
    Tree *tree;
    uint8_t states[STATES][SUBJECT_MAX_STATE];
    Root roots[STATES];
} Wood;

/* The root of a state that stays where it is: a root may borrow it. */
static Root enter(Tree *tree, const uint8_t *state, const uint8_t *near, Pair near_root)
{
    Draft draft;
    tree_draft(tree, state, near, near_root, &draft);
    tree_prefetch(tree, &draft);
    if (!tree_finish(tree, &draft)) ck_abort();
    return draft.root;
}

static bool same_root(const Tree *tree, Root a, Root b)
{
    uint32_t whole = tree_whole(tree);
    if (whole > 0) return memcmp(a.bytes, b.bytes, whole) == 0;
    return a.pair.left == b.pair.left && a.pair.right == b.pair.right;
}

/* A walk that changes one byte at a time, among few values: states that share most of their parts,
 * some of them equal. */
static Wood *plant(int loop)
{
    Wood *wood = calloc(1, sizeof *wood);
    wood->size = sizes[loop / 2];
    wood->tree = tree_new(wood->size, 0, loop % 2);
    Random random = {.seed = wood->size};
    for (uint32_t i = 0; i < STATES; i++) {
        if (i > 0) memcpy(wood->states[i], wood->states[i - 1], wood->size);
        uint32_t place = random_below(&random, 4) * (wood->size - 1) / 3;
        wood->states[i][place] = (uint8_t)random_below(&random, 3);
        wood->roots[i] = enter(wood->tree, wood->states[i], NULL, (Pair){0});
    }
    return wood;
}

static void fell(Wood *wood)
{
    tree_free(wood->tree);
    free(wood);
}

START_TEST(two_states_are_equal_exactly_if_their_roots_are)
{
    Wood *wood = plant(_i);
    uint32_t equal = 0, wrong = 0;
    for (uint32_t a = 0; a < STATES; a++)
        for (uint32_t b = 0; b < a; b++) {
            bool same = memcmp(wood->states[a], wood->states[b], wood->size) == 0;
            wrong += same != same_root(wood->tree, wood->roots[a], wood->roots[b]);
            equal += same;
        }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_gt(equal, 0);
    fell(wood);
}
END_TEST

START_TEST(a_root_opens_to_its_state)
{
    Wood *wood = plant(_i);
    uint8_t opened[SUBJECT_MAX_STATE];
    for (uint32_t i = 0; i < STATES; i++) {
        tree_open(wood->tree, wood->roots[i], opened);
        ck_assert_mem_eq(opened, wood->states[i], wood->size);
    }
    fell(wood);
}
END_TEST

START_TEST(what_it_is_like_makes_no_difference)
{
    Wood *wood = plant(_i);
    uint32_t wrong = 0;
    for (uint32_t a = 0; a < STATES; a += 7) {
        const uint8_t *near = wood->states[a];
        Pair near_root = wood->roots[a].pair;
        for (uint32_t b = 0; b < STATES; b++) {
            const uint8_t *string = wood->states[b];
            Root root = enter(wood->tree, string, near, near_root), found;
            bool is_there = tree_find(wood->tree, string, near, near_root, &found);
            wrong += !same_root(wood->tree, root, wood->roots[b]);
            wrong += !is_there || !same_root(wood->tree, found, wood->roots[b]);
        }
    }
    ck_assert_uint_eq(wrong, 0);
    fell(wood);
}
END_TEST

/* Every part of a state that was never entered is looked for, one after the other. */
START_TEST(finding_enters_nothing)
{
    Wood *wood = plant(_i);
    bool whole = tree_whole(wood->tree) > 0;
    Pair before = whole ? (Pair){0} : tree_bounds(wood->tree);
    uint64_t bytes = tree_bytes(wood->tree);
    uint8_t state[SUBJECT_MAX_STATE];
    for (uint32_t at = 0; at < wood->size; at++) {
        Root root;
        memcpy(state, wood->states[0], wood->size);
        state[at] = 77; /* no state has that */
        for (int again = 0; again < 2; again++)
            ck_assert_int_eq(tree_find(wood->tree, state, NULL, (Pair){0}, &root), whole);
    }
    Pair after = whole ? (Pair){0} : tree_bounds(wood->tree);
    ck_assert_uint_eq(before.left, after.left);
    ck_assert_uint_eq(before.right, after.right);
    ck_assert_uint_eq(tree_bytes(wood->tree), bytes);
    fell(wood);
}
END_TEST

/* Short states are their own roots, and only those that a tree would not make shorter if it has to
 * be compact. */
START_TEST(short_states_are_kept_whole)
{
    static const uint32_t lengths[] = {1, 8, 9, 48, 49}, whole[] = {1, 8, 9, 48, 0},
                          whole_if_compact[] = {1, 8, 0, 0, 0};
    for (uint32_t i = 0; i < 5; i++) {
        Tree *fast = tree_new(lengths[i], 0, false), *compact = tree_new(lengths[i], 0, true);
        ck_assert_uint_eq(tree_whole(fast), whole[i]);
        ck_assert_uint_eq(tree_whole(compact), whole_if_compact[i]);
        tree_free(fast);
        tree_free(compact);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("tree");
    TCase *tcase = tcase_create("exact");
    tcase_add_loop_test(tcase, two_states_are_equal_exactly_if_their_roots_are, 0, 2 * SIZES);
    tcase_add_loop_test(tcase, a_root_opens_to_its_state, 0, 2 * SIZES);
    tcase_add_loop_test(tcase, what_it_is_like_makes_no_difference, 0, 2 * SIZES);
    tcase_add_loop_test(tcase, finding_enters_nothing, 0, 2 * SIZES);
    tcase_add_test(tcase, short_states_are_kept_whole);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
