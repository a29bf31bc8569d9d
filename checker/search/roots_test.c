#include "checker/search/roots.h"

#include "checker/search/bucket.h"
#include "checker/search/crew.h"
#include "checker/search/suite.h"

#include <string.h>

/* Strings of two numbers: as pairs of numbers of the tree, or kept whole. */
#define SIZE 8
#define LONG_SIZE 60
#define STATES 50000

typedef struct Forest {
    uint32_t size; /* of a state */
    Tree *tree;
    Roots *roots;
} Forest;

/* Loop test i: pairs, strings, and both again in a dense index. */
#define FORESTS 4
static Forest forest_new(int i)
{
    static const uint32_t sizes[] = {SIZE, LONG_SIZE};
    uint32_t size = sizes[i % 2];
    Forest forest = {.size = size, .tree = tree_new(size, 0, false)};
    forest.roots = roots_new(forest.tree, (RootsForm){.is_dense = i / 2});
    ck_assert_ptr_nonnull(forest.roots);
    return forest;
}

static void forest_free(Forest *forest)
{
    roots_free(forest->roots);
    tree_free(forest->tree);
}

/* A state that spells its identity at both ends, few values in each half. */
static void write_state(uint8_t *state, uint32_t size, uint32_t identity)
{
    uint32_t low = identity % 251, high = identity / 251;
    memset(state, 0, size);
    memcpy(state, &low, sizeof low);
    memcpy(state + size - sizeof high, &high, sizeof high);
}

/* `state` is borrowed by the insertion. */
static Insertion insertion_of(const Forest *forest, uint8_t *state, uint32_t identity)
{
    Draft draft;
    write_state(state, forest->size, identity);
    tree_draft(forest->tree, state, NULL, (Pair){0}, &draft);
    if (!tree_finish(forest->tree, &draft)) ck_abort();
    Insertion insertion = {.root = draft.root};
    roots_ask(forest->roots, &insertion);
    return insertion;
}

static Insertion insert(Forest *forest, uint8_t *state, uint32_t identity)
{
    Insertion insertion = insertion_of(forest, state, identity);
    roots_insert(forest->roots, &insertion, 1, ROOTS_NONE, identity % 2);
    return insertion;
}

static uint32_t find(const Forest *forest, uint32_t identity)
{
    uint8_t state[LONG_SIZE];
    Insertion wanted = insertion_of(forest, state, identity);
    return roots_find(forest->roots, wanted.root, wanted.hash);
}

/* How many of the first `count` identities do not have themselves as their number. */
static uint32_t misnumbered(const Forest *forest, uint32_t count)
{
    uint32_t wrong = 0;
    for (uint32_t identity = 0; identity < count; identity++)
        wrong += find(forest, identity) != identity;
    return wrong;
}

/* -------- growth -------- */

#define MEMBERS 4
#define RANGE 100 /* roots that a member enters at once */

typedef struct Remaking {
    Forest *forest;
    _Atomic uint32_t next;
    Crew crew;
} Remaking;

static void enter_ranges(void *data, uint32_t member)
{
    Remaking *remaking = data;
    uint32_t count = roots_count(remaking->forest->roots);
    (void)member;
    for (;;) {
        uint32_t first = atomic_fetch_add(&remaking->next, RANGE);
        if (first >= count) return;
        roots_enter_again(remaking->forest->roots, first,
                          first + RANGE < count ? first + RANGE : count, false);
    }
}

/* By several threads, or by one alone. */
static void grow(Forest *forest)
{
    static Remaking remaking;
    memset(&remaking, 0, sizeof remaking);
    remaking.forest = forest;
    Growth growth = roots_count(forest->roots) % 3 ? GROWTH_USUAL : GROWTH_LEAST;
    uint64_t before = roots_bytes(forest->roots), more = roots_growth(forest->roots, growth);
    ck_assert_uint_le(roots_growth(forest->roots, GROWTH_LEAST), more);
    ck_assert(roots_grow(forest->roots, growth));
    ck_assert_uint_eq(roots_bytes(forest->roots), before + more);
    bool alone = roots_count(forest->roots) % 2;
    if (alone) roots_enter_again(forest->roots, 0, roots_count(forest->roots), true);
    else crew_run(&remaking.crew, MEMBERS, enter_ranges, &remaking);
}

START_TEST(growing_keeps_every_number)
{
    Forest forest = forest_new(_i);
    uint8_t state[LONG_SIZE];
    uint32_t grown = 0, wrong = 0;
    for (uint32_t identity = 0; identity < STATES; identity++) {
        if (roots_crowded(forest.roots, 1)) {
            grow(&forest);
            wrong += misnumbered(&forest, identity);
            grown++;
        }
        Insertion insertion = insert(&forest, state, identity);
        wrong += insertion.number != identity || !insertion.is_new;
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_ge(grown, 3);
    ck_assert_uint_eq(misnumbered(&forest, STATES), 0);
    ck_assert_uint_eq(find(&forest, STATES), ROOTS_NONE);
    ck_assert_uint_eq(roots_count(forest.roots), STATES);
    forest_free(&forest);
}
END_TEST

/* -------- no room -------- */

/* An index that nobody lets grow: it takes what it can, then says so, and goes on finding. */
START_TEST(a_full_index_says_none)
{
    Forest forest = forest_new(_i);
    uint8_t state[LONG_SIZE];
    uint32_t full = 0, wrong = 0;
    for (; !roots_crowded(forest.roots, 1); full++)
        wrong += insert(&forest, state, full).number != full;
    for (uint32_t identity = 0; identity < full + 20; identity++) {
        Insertion insertion = insert(&forest, state, identity);
        wrong += insertion.is_new;
        wrong += insertion.number != (identity < full ? identity : ROOTS_NONE);
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_eq(roots_count(forest.roots), full);
    ck_assert_uint_eq(find(&forest, full), ROOTS_NONE);

    /* What was refused finds room when there is some. */
    grow(&forest);
    ck_assert_uint_eq(misnumbered(&forest, full), 0);
    Insertion insertion = insert(&forest, state, full);
    ck_assert(insertion.is_new);
    ck_assert_uint_eq(insertion.number, full);
    forest_free(&forest);
}
END_TEST

START_TEST(no_more_than_were_asked_for)
{
    Forest forest = forest_new(_i);
    uint8_t states[8][LONG_SIZE];
    Insertion batch[8];
    for (uint32_t i = 0; i < 8; i++)
        batch[i] = insertion_of(&forest, states[i], i % 6);
    roots_insert(forest.roots, batch, 8, 3, _i);
    for (uint32_t i = 0; i < 8; i++) {
        uint32_t identity = i % 6;
        ck_assert_uint_eq(batch[i].number, identity < 3 ? identity : ROOTS_NONE);
        ck_assert_int_eq(batch[i].is_new, i < 3);
    }
    ck_assert_uint_eq(roots_count(forest.roots), 3);
    forest_free(&forest);
}
END_TEST

/* A number plus one is below what stands for none, however many places there are. */
START_TEST(dense_numbers_have_room)
{
    for (uint64_t buckets = 64; buckets <= UINT64_C(1) << 29; buckets += buckets / 8) {
        uint32_t bits = dense_bits_for(buckets);
        uint64_t places = buckets * DENSE_PLACES;
        uint32_t last = places < WASTED ? (uint32_t)places : WASTED - 1;
        ck_assert_uint_le(bits, 32);
        ck_assert_uint_eq(dense_number(bits, dense_word(bits, last, 0)), last);
        ck_assert_uint_eq(dense_number(bits, dense_word(bits, FIRST_CLAIM, 0)), FIRST_CLAIM);
        ck_assert_uint_eq(dense_number(bits, dense_word(bits, UINT32_MAX, 0)), UINT32_MAX);
        ck_assert_uint_eq(dense_number(bits, dense_word(bits, WASTED, 0)), WASTED);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("roots");
    TCase *tcase = tcase_create("set");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, growing_keeps_every_number, 0, FORESTS);
    tcase_add_loop_test(tcase, a_full_index_says_none, 0, FORESTS);
    tcase_add_loop_test(tcase, no_more_than_were_asked_for, 0, FORESTS);
    tcase_add_test(tcase, dense_numbers_have_room);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
