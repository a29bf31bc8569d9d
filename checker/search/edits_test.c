/* What edits make of a string against the step itself: in states of every size, kept in every way.
 */
#include "checker/search/edits.h"

#include "checker/search/recorded_machine.h"
#include "checker/search/statistics.h"
#include "checker/search/suite.h"

#include <stdlib.h>

/* With a remainder, over several words of bits, in lists of all lengths; see store_test.c. */
static const uint32_t sizes[] = {5,  8,  9,  15, 16, 17,  24,  32,  33,
                                 47, 48, 63, 64, 65, 160, 280, 358, 4096};
static const uint32_t leaf_sizes[] = {16, 8, 4, 2};
static const StoreForm forms[] = {STORE_PLAIN, STORE_PACKED, STORE_SMALL, STORE_BUNDLED};
#define SIZES ((int)(sizeof sizes / sizeof *sizes))
#define LEAF_SIZES 4
#define FORMS 4

#define WALKS 8
#define WALK_LENGTH 40

/* A store, a recording and edits, as a worker has them. */
typedef struct Desk {
    Machine machine;
    Store *store;
    Recording *recording;
    Statistics statistics;
    Edits *edits;
    StoreBatch batch;
    uint32_t number; /* of the state at hand... */
    Opened opened;
    uint8_t string[SUBJECT_MAX_STATE + 16];
    uint8_t state[SUBJECT_MAX_STATE];
    uint64_t ran, blocked, threw, changed, found, widened;
    uint32_t wrong; /* an assertion costs more than what it is about */
} Desk;

static Desk *set_up(uint32_t size, uint32_t leaf_size, StoreForm form, uint64_t seed)
{
    Desk *desk = calloc(1, sizeof *desk);
    machine_init(&desk->machine, size, seed);
    desk->store = store_new(size, leaf_size, form);
    desk->recording = recording_new(&desk->machine.question);
    desk->statistics = statistics_new(&desk->machine.question);
    desk->edits = edits_new(desk->recording, desk->store, &desk->statistics, 0);
    store_batch_init(desk->store, &desk->batch);
    return desk;
}

static void put_away(Desk *desk)
{
    store_batch_clear(&desk->batch);
    edits_free(desk->edits);
    recording_free(desk->recording);
    statistics_free(&desk->statistics);
    store_free(desk->store);
    free(desk);
}

/* What is known of it now: the store may have been widened. */
static void look_again(Desk *desk)
{
    store_batch_follow(desk->store, &desk->batch);
    edits_follow(desk->edits);
    store_open(desk->store, desk->number, &desk->opened);
    desk->wrong += !store_make_string(desk->store, desk->state, (Likeness){0}, desk->string);
}

static void open(Desk *desk)
{
    bool is_new;
    desk->number = store_insert(desk->store, desk->state, (Likeness){0}, &is_new);
    desk->wrong += desk->number == STORE_NONE;
    look_again(desk);
}

/* The successor, by way of its string. */
static void apply(Desk *desk, const Edit *edit, uint8_t *ret_state)
{
    store_batch_begin(&desk->batch);
    uint8_t *string = store_slot(&desk->batch);
    edits_apply(edit, desk->batch.length, desk->string, string);
    store_add_string(desk->store, &desk->batch, &desk->opened, true);
    store_unfold(desk->store, &desk->batch, 0, ret_state);
}

/* The same state must come to the same number, however its string was made. */
static void insert(Desk *desk, const uint8_t *state)
{
    bool is_new;
    store_make_room(desk->store, STORE_MOST_BATCH);
    store_insert_batch(desk->store, &desk->batch, STORE_NONE, false);
    uint32_t number = store_insert(desk->store, state, (Likeness){0}, &is_new);
    desk->wrong += is_new || number != desk->batch.insertions[0].number;
}

/* There is no string for the successor as strings are. */
static void widen(Desk *desk)
{
    bool is_longer;
    desk->wrong += !store_is_cramped(desk->store) || !store_widen(desk->store, &is_longer);
    if (is_longer) store_enter_all_again(desk->store);
    desk->widened++;
    look_again(desk);
}

static uint32_t attempt_edit(Desk *desk, uint32_t actor, uint32_t choice)
{
    uint32_t found = edits_find(desk->edits, desk->string, actor, choice), learned = found;
    desk->found += found != WAY_NOWHERE;
    while (learned == WAY_NOWHERE) {
        learned = edits_learn(desk->edits, &desk->opened, desk->string, actor, choice);
        if (learned == WAY_NOWHERE) widen(desk);
    }
    found = edits_find(desk->edits, desk->string, actor, choice);
    desk->wrong += found != learned;
    edits_audit(desk->edits, &desk->opened, desk->string, actor, choice, found);
    desk->edits->times[found]++;
    return found;
}

/* One attempt, made and looked up; returns how many choices there are, 0 if it is blocked. */
static uint32_t compare(Desk *desk, uint32_t actor, uint32_t choice, uint8_t *ret_after)
{
    const Subject *subject = &desk->machine.subject;
    uint8_t edited[SUBJECT_MAX_STATE + LEAVES_LONGEST];
    Attempt attempt = {.actor = actor, .choice = choice};
    memcpy(ret_after, desk->state, subject->state_size);
    Outcome outcome = subject->attempt(subject->context, ret_after, &attempt);

    uint32_t found = attempt_edit(desk, actor, choice);
    const Edit *edit = edits_at(desk->edits, found);
    const Effect *effect = edits_effect(desk->edits, found);
    EditKind kind = outcome == BLOCKED                       ? EDIT_BLOCKED
                    : outcome == RAN && attempt.choices == 1 ? EDIT_PLAIN
                                                             : EDIT_OTHER;
    bool changed = memcmp(ret_after, desk->state, subject->state_size) != 0;
    desk->wrong += effect->outcome != outcome || effect->step != attempt.step ||
                   edit->choices != attempt.choices || effect->message != attempt.message ||
                   edit->kind != kind || edit->has_patches != changed;
    desk->blocked += outcome == BLOCKED;
    desk->threw += outcome == THREW;
    if (outcome != RAN) return outcome == BLOCKED ? 0 : attempt.choices;
    desk->ran++;
    desk->changed += changed;
    apply(desk, edit, edited);
    desk->wrong += memcmp(edited, ret_after, subject->state_size) != 0;
    insert(desk, edited);
    return attempt.choices;
}

/* Compare every attempt in the state at hand, then go on with one of them. */
static void step(Desk *desk, Random *random)
{
    uint8_t after[SUBJECT_MAX_STATE], next[SUBJECT_MAX_STATE];
    memcpy(next, desk->state, desk->machine.size);
    uint32_t moves = 0;
    open(desk);
    for (uint32_t actor = 0; actor < MACHINE_ACTORS; actor++) {
        uint32_t choice = 0, choices;
        do {
            choices = compare(desk, actor, choice, after);
            if (choices == 0) break;
            if (random_below(random, ++moves) == 0) memcpy(next, after, desk->machine.size);
        } while (++choice < choices);
    }
    memcpy(desk->state, next, desk->machine.size);
}

static void walk(Desk *desk, uint64_t seed)
{
    Random random = {.seed = seed};
    for (uint32_t at = 0; at < desk->machine.size; at++)
        desk->state[at] = (uint8_t)random_below(&random, MACHINE_VALUES);
    for (uint32_t i = 0; i < WALK_LENGTH; i++)
        step(desk, &random);
}

/* Everything is counted, once. */
static void count(Desk *desk)
{
    uint64_t ran = 0, blocked = 0, threw = 0;
    edits_count(desk->edits);
    edits_count(desk->edits);
    for (uint32_t i = 0; i < MACHINE_STEPS; i++) {
        ran += desk->statistics.steps[i].ran;
        blocked += desk->statistics.steps[i].blocked;
        threw += desk->statistics.steps[i].threw;
    }
    desk->wrong += ran != desk->ran || blocked != desk->blocked || threw != desk->threw ||
                   desk->statistics.transitions != ran + threw;
}

/* Loop test i is of size i / 16, leaf size i / 4 % 4, form i % 4. */
START_TEST(edits_make_the_successor)
{
    uint32_t size = sizes[_i / (LEAF_SIZES * FORMS)];
    Desk *desk = set_up(size, leaf_sizes[_i / FORMS % LEAF_SIZES], forms[_i % FORMS], (uint64_t)_i);
    for (uint64_t i = 0; i < WALKS; i++)
        walk(desk, i);
    count(desk);
    ck_assert_uint_eq(desk->wrong, 0);
    ck_assert_uint_gt(desk->ran, 100);
    ck_assert_uint_gt(desk->changed, 10);
    ck_assert_uint_gt(desk->found, 0);
    put_away(desk);
}
END_TEST

static bool are_same(const Edits *edits, uint32_t a, uint32_t b)
{
    const Effect *one = edits_effect(edits, a), *other = edits_effect(edits, b);
    return one->step == other->step && one->message == other->message &&
           memcmp(edits_at(edits, a), edits_at(edits, b), edits->edit_size) == 0;
}

/* Other ways lead to the same edits, which are there once. */
START_TEST(edits_are_kept_once)
{
    Desk *desk = set_up(17, 16, forms[_i], 3);
    for (uint64_t i = 0; i < WALKS; i++)
        walk(desk, i);
    const Edits *edits = desk->edits;
    ck_assert_uint_eq(edits->forgotten, 0);
    ck_assert_uint_lt(edits->edit_count - 1, edits->learned);
    for (uint32_t a = 1; a < edits->edit_count; a++)
        for (uint32_t b = 1; b < a; b++)
            desk->wrong += are_same(edits, a, b);
    ck_assert_uint_eq(desk->wrong, 0);
    put_away(desk);
}
END_TEST

/* -------- when there are no more leaves -------- */

/* A state with this number in a leaf of its own. */
static bool enter_leaf(Leaves *leaves, uint32_t number)
{
    uint8_t bytes[LEAVES_LONGEST] = {0xee};
    Leaf leaf;
    memcpy(bytes + 4, &number, sizeof number);
    return leaves_enter(leaves, bytes, &leaf);
}

START_TEST(a_successor_without_a_string)
{
    Desk *desk = set_up(48, 16, STORE_PLAIN, 2); /* somebody can move there */
    Leaves *leaves = store_leaves(desk->store);
    memset(desk->state, 0, sizeof desk->state);
    open(desk);
    for (uint32_t i = 1; i <= UINT16_MAX; i++) /* the blank leaf is there */
        desk->wrong += !enter_leaf(leaves, i);
    ck_assert_uint_eq(desk->wrong, 0);
    ck_assert(leaves_used_up(leaves));
    ck_assert(enter_leaf(leaves, UINT16_MAX));
    ck_assert(!enter_leaf(leaves, UINT16_MAX + 1));

    bool lacks = false;
    for (uint32_t actor = 0; actor < MACHINE_ACTORS; actor++)
        lacks |= edits_learn(desk->edits, &desk->opened, desk->string, actor, 0) == WAY_NOWHERE;
    ck_assert(lacks);
    ck_assert(!store_lacks_leaves(desk->store));
    store_add_string(desk->store, &desk->batch, &desk->opened, false);
    ck_assert(store_lacks_leaves(desk->store));
    store_insert_batch(desk->store, &desk->batch, STORE_NONE, false);
    ck_assert_uint_eq(desk->batch.insertions[0].number, STORE_NONE);
    ck_assert_uint_eq(store_count(desk->store), 1);
    put_away(desk);
}
END_TEST

START_TEST(figures_grow)
{
    Desk *desk = set_up(64, 16, STORE_PLAIN, 5);
    uint64_t before = edits_bytes(desk->edits), recorded = recording_bytes(desk->recording);
    for (uint64_t i = 0; i < WALKS; i++)
        walk(desk, i);
    ck_assert_uint_gt(edits_bytes(desk->edits), before);
    ck_assert_uint_gt(recording_bytes(desk->recording), recorded);
    put_away(desk);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("edits");
    TCase *tcase = tcase_create("edits");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, edits_make_the_successor, 0, SIZES * LEAF_SIZES * FORMS);
    tcase_add_loop_test(tcase, edits_are_kept_once, 0, FORMS);
    tcase_add_test(tcase, a_successor_without_a_string);
    tcase_add_test(tcase, figures_grow);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
