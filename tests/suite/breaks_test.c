/* What a predicate says cannot break it does not break it.
 *
 * A search does not evaluate a check after a step of which the check has said, once, that it cannot
 * break it, although the rest of the state may be any then.  So in reachable worlds every move is
 * made, and whatever it has not looked at is replaced by what is there in another reachable world:
 * if the predicate was true and is false then, it must have said so. */
#include "checker/search/random.h"
#include "checker/search/suite.h"
#include "model/invariants.h"
#include "model/reach.h"
#include "tests/suite/scenarios.h"

enum {
    SET_WORDS = SUBJECT_MAX_STATE / 64,
    STATE_LIMIT = 60000,
    WORLDS = 300, /* of a variant, beside the rare ones */
    RARE = 30,
    HYBRIDS = 12,
    MOST_INVARIANTS = 64
};

/* By invariant: moves that change what it watches, of these the ones that cannot break it, and
 * hybrids in which it was broken. */
typedef struct Tally {
    uint64_t watched, spared, broken;
} Tally;

static Tally invariants[MOST_INVARIANTS], expressions;
static Random dice = {.seed = 1};

/* A move that is tried, and all that it has looked at. */
typedef struct Trial {
    const Subject *subject;
    const uint8_t *before;
    uint8_t after[SUBJECT_MAX_STATE];
    uint64_t known[SET_WORDS];
    Attempt attempt;
} Trial;

static bool has(const uint64_t *set, size_t at)
{
    return set[at / 64] >> at % 64 & 1;
}

/* -------- one check -------- */

static bool is_watched(const Check *check, const Trial *trial)
{
    uint64_t watched[SET_WORDS] = {0};
    check->watches(check->context, watched);
    for (size_t at = 0; at < trial->subject->state_size; at++)
        if (has(watched, at) && trial->before[at] != trial->after[at]) return true;
    return false;
}

/* Each bit set by one chance in two to the power of `halvings`. */
static uint64_t draw_bits(uint32_t halvings)
{
    uint64_t bits = UINT64_MAX;
    for (; halvings > 0; halvings--)
        bits &= random_next(&dice);
    return bits;
}

/* Leave nothing of what the move has not looked at, or most, or some. */
static void mix(const Trial *trial, const uint8_t *other, uint8_t *before, uint8_t *after)
{
    uint32_t size = trial->subject->state_size, halvings = random_below(&dice, 4);
    memcpy(before, trial->before, size);
    memcpy(after, trial->after, size);
    for (size_t word = 0; word * 64 < size; word++) {
        uint64_t taken = draw_bits(halvings) & ~trial->known[word];
        for (; taken; taken &= taken - 1) {
            size_t at = word * 64 + (size_t)__builtin_ctzll(taken);
            if (at < size) before[at] = after[at] = other[at];
        }
    }
}

static void try_check(const Check *check, const Trial *trial, const uint8_t *other, Tally *tally)
{
    uint8_t before[SUBJECT_MAX_STATE], after[SUBJECT_MAX_STATE];
    bool may_break = check->breaks(check->context, trial->before, trial->after, trial->known);
    if (!is_watched(check, trial)) return;
    tally->watched++;
    tally->spared += !may_break;
    for (int i = 0; i < HYBRIDS; i++) {
        mix(trial, other, before, after);
        if (!check->holds(check->context, before) || check->holds(check->context, after)) continue;
        if (!may_break)
            ck_abort_msg("%s breaks %s, which says that it cannot",
                         trial->subject->steps[trial->attempt.step].name, check->name);
        tally->broken++;
    }
}

static void try_move(const Question *question, const Trial *trial, const uint8_t *other)
{
    const Subject *subject = question->subject;
    for (uint32_t i = 0; i < subject->predicate_count; i++) {
        Check check = check_of(CHECK_ALWAYS, subject, &subject->predicates[i]);
        try_check(&check, trial, other, &invariants[i]);
    }
    for (uint32_t i = 0; i < question->check_count; i++) {
        const Check *check = &question->checks[i];
        if (!check->breaks || check->context == subject->context) continue;
        try_check(check, trial, other, &expressions);
    }
}

/* -------- all of them -------- */

/* Make the next choice of an actor; false: it cannot move. */
static bool make(Trial *trial, const uint8_t *world)
{
    uint64_t wrote[SET_WORDS] = {0}, own[SET_WORDS] = {0};
    const Subject *subject = trial->subject;
    trial->before = world;
    memcpy(trial->after, world, subject->state_size);
    memset(trial->known, 0, sizeof trial->known);
    trial->attempt.read = trial->known;
    trial->attempt.wrote = wrote;
    trial->attempt.own = own;
    Outcome outcome = subject->attempt(subject->context, trial->after, &trial->attempt);
    for (size_t i = 0; i < SET_WORDS; i++)
        trial->known[i] |= wrote[i] | own[i];
    return outcome == RAN;
}

static void try_moves(const Question *question, const uint8_t *world, const Reach *reach)
{
    for (uint32_t actor = 0; actor < question->subject->actor_count; actor++) {
        Trial trial = {.subject = question->subject, .attempt = {.actor = actor}};
        do {
            if (!make(&trial, world)) break;
            uint32_t other = random_below(&dice, reach->state_count);
            try_move(question, &trial, reach_state(reach, other));
        } while (++trial.attempt.choice < trial.attempt.choices);
    }
}

/* Is some M at a step where few have been so far? */
static bool is_rare(const Config *config, const uint8_t *world)
{
    static uint32_t seen[STEP_COUNT];
    bool rare = false;
    for (uint8_t m = 1; m <= config->ms; m++) {
        uint16_t step = step_at(config, world, m);
        if (step < STEP_COUNT) rare |= seen[step]++ < RARE;
    }
    return rare;
}

static void check_variant(const Scenario *scenario, const Variant *variant)
{
    (void)scenario;
    const Subject *subject = variant->question.subject;
    const Config *config = &((const GoModel *)subject->context)->config;
    ck_assert_uint_le(subject->predicate_count, MOST_INVARIANTS);
    Reach reach = reach_some(subject, STATE_LIMIT);
    uint32_t stride = reach.state_count / WORLDS + 1;
    for (uint32_t i = 0; i < reach.state_count; i++) {
        const uint8_t *world = reach_state(&reach, i);
        if (is_rare(config, world) || i % stride == 0) try_moves(&variant->question, world, &reach);
    }
    reach_free(&reach);
}

static void expect(const char *name, const Tally *tally)
{
    printf("%s: %lu moves, %lu cannot break it; broken %lu times\n", name, tally->watched,
           tally->spared, tally->broken);
    ck_assert_msg(tally->watched > 0, "%s: nothing was tried", name);
    ck_assert_msg(tally->spared > 0, "%s: says that anything breaks it", name);
}

/* Some are broken by no move, whatever else there is. */
START_TEST(what_cannot_break_a_check_does_not)
{
    uint64_t broken = 0;
    visit_scenarios(check_variant);
    for (uint32_t i = 0; i < go_invariant_count; i++) {
        expect(go_invariants[i].name, &invariants[i]);
        broken += invariants[i].broken > 0;
    }
    expect("expressions", &expressions);
    ck_assert_uint_gt(broken, go_invariant_count / 2);
    ck_assert_uint_gt(expressions.broken, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("breaks");
    TCase *tests = tcase_create("breaks");
    tcase_set_timeout(tests, 600);
    tcase_add_test(tests, what_cannot_break_a_check_does_not);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
