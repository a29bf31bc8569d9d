/* Where two tiny programs part, against all their schedules, one after the other. */
#include "checker/analysis/difference.h"

#include "checker/search/suite.h"
#include "checker/trace/path.h"
#include "checker/trace/tiny.h"

#define PAIRS 1500
#define LONGEST 5 /* steps of a program; both actors run it */

/* -------- two questions -------- */

typedef struct Tiny {
    uint8_t program[LONGEST + 1];
    Subject subject;
    Check check;
    Question question;
} Tiny;

static void make(Tiny *tiny)
{
    tiny->subject = tiny_subject(tiny->program);
    tiny->check = (Check){CHECK_ALWAYS, "counts", "", tiny_counts, tiny->program, NULL, NULL, NULL};
    tiny->question =
        (Question){.subject = &tiny->subject, .check_count = 1, .checks = &tiny->check};
}

static uint32_t draw(uint64_t *random, uint32_t below)
{
    *random = *random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*random >> 33) % below;
}

/* The second is the first with one step replaced, so that they have much in common. */
static void draw_pair(Tiny *first, Tiny *second, uint64_t seed)
{
    uint64_t random = seed;
    uint32_t length = 1 + draw(&random, LONGEST);
    *first = *second = (Tiny){0};
    for (uint32_t i = 0; i < length; i++)
        first->program[i] = (uint8_t)draw(&random, TINY_END);
    first->program[length] = TINY_END;
    memcpy(second->program, first->program, sizeof first->program);
    second->program[draw(&random, length)] = (uint8_t)draw(&random, TINY_END);
    make(first);
    make(second);
}

/* -------- the reference -------- */

#define NEVER UINT32_MAX

typedef struct Shortest {
    uint32_t length[DIFFERENCE_KINDS][2];
} Shortest;

static void shorten(Shortest *shortest, DifferenceKind kind, uint32_t side, uint32_t length)
{
    if (length < shortest->length[kind][side]) shortest->length[kind][side] = length;
}

static bool fails(const Tiny *tiny, const TinyWorld *world, Outcome outcome)
{
    return outcome == THREW || !tiny_counts(tiny->program, (const uint8_t *)world);
}

static bool effects_differ(const TinyWorld before[2], const TinyWorld after[2])
{
    const uint8_t *b[2] = {&before[0].counter, &before[1].counter};
    const uint8_t *a[2] = {&after[0].counter, &after[1].counter};
    size_t at[] = {offsetof(TinyWorld, counter), offsetof(TinyWorld, lock),
                   offsetof(TinyWorld, seen[0]), offsetof(TinyWorld, seen[1])};
    for (size_t i = 0; i < 4; i++) {
        bool first = b[0][at[i]] != a[0][at[i]], second = b[1][at[i]] != a[1][at[i]];
        if (first != second || (first && a[0][at[i]] != a[1][at[i]])) return true;
    }
    return false;
}

/* Every schedule that both have, and one step more. */
static void follow_all(const Tiny *tiny[2], const TinyWorld before[2], uint32_t length,
                       Shortest *shortest)
{
    for (uint32_t actor = 0; actor < 2; actor++) {
        TinyWorld after[2] = {before[0], before[1]};
        Outcome outcome[2];
        uint32_t step[2];
        for (uint32_t side = 0; side < 2; side++) {
            Attempt attempt = {.actor = actor};
            outcome[side] = tiny_attempt(tiny[side]->program, (uint8_t *)&after[side], &attempt);
            step[side] = attempt.step;
        }
        bool both = step[0] == step[1] && outcome[0] != BLOCKED && outcome[1] != BLOCKED;
        for (uint32_t side = 0; side < 2 && !both; side++)
            if (outcome[side] != BLOCKED) shorten(shortest, DIFFERS_IN_STEP, side, length + 1);
        if (!both) continue;
        if (effects_differ(before, after))
            for (uint32_t side = 0; side < 2; side++)
                shorten(shortest, DIFFERS_IN_EFFECT, side, length + 1);
        bool failed[2];
        for (uint32_t side = 0; side < 2; side++)
            failed[side] = fails(tiny[side], &after[side], outcome[side]);
        for (uint32_t side = 0; side < 2; side++)
            if (failed[side] && !failed[1 - side])
                shorten(shortest, DIFFERS_IN_FAILURE, side, length + 1);
        if (!failed[0] && !failed[1]) follow_all(tiny, after, length + 1, shortest);
    }
}

static Shortest follow_both(const Tiny *first, const Tiny *second)
{
    const Tiny *tiny[2] = {first, second};
    TinyWorld before[2] = {0};
    Shortest shortest;
    memset(&shortest, 0xff, sizeof shortest);
    follow_all(tiny, before, 0, &shortest);
    return shortest;
}

/* -------- comparison -------- */

/* The schedule is one of its side, and the other side cannot follow it to the end in the same way.
 */
static void expect_difference(const Tiny *tiny[2], uint32_t side, DifferenceKind kind,
                              const Difference *difference)
{
    Path *path = path_of_schedule(&tiny[side]->subject, &difference->schedule);
    Path *other = path_new(&tiny[1 - side]->subject, 0);
    uint32_t last = difference->schedule.length - 1;
    PathStep step;
    for (uint32_t i = 0; i <= last; i++) {
        const Move *move = &path_step(path, i)->move;
        Outcome outcome = path_take(other, move->actor, move->choice, &step);
        bool same = outcome != BLOCKED && step.move.step == move->step;
        ck_assert(same == (i < last || kind != DIFFERS_IN_STEP));
    }
    path_free(path);
    path_free(other);
}

START_TEST(as_all_schedules)
{
    uint32_t found = 0;
    for (uint64_t seed = 0; seed < PAIRS; seed++) {
        Tiny first, second;
        draw_pair(&first, &second, seed);
        const Tiny *tiny[2] = {&first, &second};
        Shortest expected = follow_both(&first, &second);
        SearchOptions options = {0};
        Differences got = differences_find(&first.question, &second.question, &options);
        ck_assert_ptr_null(got.ended);
        for (uint32_t kind = 0; kind < DIFFERENCE_KINDS; kind++)
            for (uint32_t side = 0; side < 2; side++) {
                const Difference *one = &got.found[kind][side];
                uint32_t length = one->found ? one->schedule.length : NEVER;
                ck_assert_msg(length == expected.length[kind][side],
                              "seed %lu, kind %u, side %u: %u steps, not %u", seed, kind, side,
                              length, expected.length[kind][side]);
                if (one->found) expect_difference(tiny, side, (DifferenceKind)kind, one);
                found += one->found;
            }
        differences_clear(&got);
    }
    ck_assert_uint_gt(found, PAIRS);
}
END_TEST

START_TEST(nothing_parts_from_itself)
{
    TINY_PROGRAM(program, TINY_LOCK, TINY_READ, TINY_WRITE, TINY_UNLOCK);
    Subject subject = tiny_subject(program);
    Question question = {.subject = &subject};
    SearchOptions options = {0};
    Differences found = differences_find(&question, &question, &options);
    ck_assert(!differences_any(&found) && !found.ended);
    SearchOptions bfs = {.no_por = true};
    Result result = search(&question, &bfs);
    ck_assert_uint_eq(found.pairs, result.statistics.states);
    result_free(&result);
    differences_clear(&found);
}
END_TEST

START_TEST(a_limit_is_named)
{
    TINY_PROGRAM(program, TINY_READ, TINY_WRITE);
    Subject subject = tiny_subject(program);
    Question question = {.subject = &subject};
    SearchOptions options = {.limits.states = 3};
    Differences found = differences_find(&question, &question, &options);
    ck_assert_str_eq(found.ended, "states");
    differences_clear(&found);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("difference");
    TCase *cases = tcase_create("difference");
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, as_all_schedules);
    tcase_add_test(cases, nothing_parts_from_itself);
    tcase_add_test(cases, a_limit_is_named);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
