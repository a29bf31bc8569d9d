/* The textbook models keep their word, in every state of small sizes, right ones and broken ones:
 * Subject.safe against brute force, Predicate.sees against what moves do to predicates, and
 * Subject.forget against the moves that there are before and after it. */
#include "checker/search/suite.h"
#include "tests/oracle/independence.h"
#include "tests/oracle/textbook.h"

#include <stdio.h>
#include <string.h>

/* Asked millions of times, and libcheck writes a line for each assertion that holds. */
static void expect(bool is_so, const char *who, const char *what)
{
    if (!is_so) ck_abort_msg("%s %s", who, what);
}

/* -------- safe -------- */

static uint32_t safe_in(const Subject *subject, const uint8_t *state)
{
    uint32_t actors;
    bool has_grounds = subject->safe(subject->context, state, NULL, &actors);
    expect(has_grounds && subject->safe_memory == 0, subject->name, "is not as simple as it was");
    return actors;
}

static const char *step_of(const Subject *subject, const uint8_t *state, uint32_t actor)
{
    uint8_t after[SUBJECT_MAX_STATE];
    Attempt attempt = {.actor = actor};
    memcpy(after, state, subject->state_size);
    subject->attempt(subject->context, after, &attempt);
    return subject->steps[attempt.step].name;
}

static void check_safe(const Independence *truth, const char *model)
{
    const Subject *subject = truth->subject;
    uint64_t could = 0, said = 0;
    for (uint32_t i = 0; i < truth->state_count; i++) {
        const uint8_t *state = independence_state(truth, i);
        uint32_t safe = safe_in(subject, state) & truth->can_run[i];
        uint32_t wrong = safe & ~truth->can_ahead[i];
        if (wrong) {
            uint32_t actor = (uint32_t)__builtin_ctz(wrong);
            ck_abort_msg("%s, state %u: %s of %s is not independent", model, i,
                         step_of(subject, state, actor), subject->actors[actor]);
        }
        said += (uint64_t)__builtin_popcount(safe);
        could += (uint64_t)__builtin_popcount(truth->can_ahead[i]);
    }
    printf("%s, %u states: %lu of %lu independent steps are declared\n", model, truth->state_count,
           said, could);
    ck_assert_uint_gt(said, 0);
}

/* -------- sees -------- */

static void judge_notice(const Predicate *predicate, Notice notice, bool was, bool is)
{
    bool breaks = was && !is, mends = !was && is;
    expect(!(breaks && notice == NOTICES_NOTHING), predicate->name, "is broken, not noticing");
    expect(!(mends && notice != MAY_CHANGE), predicate->name, "is mended, not noticing");
}

/* A move that somebody else may come before is seen there as here. */
static void compare_later(const Subject *subject, const Predicate *predicate, Notice notice,
                          const uint8_t *before, const Attempt *move)
{
    const void *context = subject->context;
    uint8_t later[SUBJECT_MAX_STATE], then[SUBJECT_MAX_STATE];
    for (uint32_t actor = 0; actor < subject->actor_count; actor++) {
        Attempt other = {.actor = actor}, again = *move;
        memcpy(later, before, subject->state_size);
        if (actor == move->actor || subject->attempt(context, later, &other) != RAN) continue;
        memcpy(then, later, subject->state_size);
        if (subject->attempt(context, then, &again) != RAN) continue;
        expect(predicate->sees(context, later, then, move->actor) == notice,
               subject->steps[move->step].name, "is seen differently later");
    }
}

static void check_sees(const Subject *subject, const uint8_t *before, uint32_t safe)
{
    const void *context = subject->context;
    uint8_t after[SUBJECT_MAX_STATE];
    for (uint32_t actor = 0; actor < subject->actor_count; actor++) {
        Attempt move = {.actor = actor};
        memcpy(after, before, subject->state_size);
        if (subject->attempt(context, after, &move) != RAN) continue;
        for (uint32_t i = 0; i < subject->predicate_count; i++) {
            const Predicate *predicate = &subject->predicates[i];
            if (!predicate->sees) continue;
            Notice notice = predicate->sees(context, before, after, actor);
            judge_notice(predicate, notice, predicate->holds(context, before),
                         predicate->holds(context, after));
            if (safe >> actor & 1 && move.choices == 1)
                compare_later(subject, predicate, notice, before, &move);
        }
    }
}

/* -------- forget -------- */

/* What is left of `state` when nobody remembers what he will not read. */
static void forget_all(const Subject *subject, uint8_t *state)
{
    for (uint32_t actor = 0; actor < subject->actor_count; actor++)
        subject->forget(subject->context, state, actor);
}

/* Move on from both: to the same, but for what is forgotten then. */
static void compare_move(const Subject *subject, const uint8_t *state, const uint8_t *forgotten,
                         Attempt *attempt)
{
    uint8_t to[SUBJECT_MAX_STATE], other[SUBJECT_MAX_STATE];
    Attempt again = *attempt;
    memcpy(to, state, subject->state_size);
    memcpy(other, forgotten, subject->state_size);
    Outcome outcome = subject->attempt(subject->context, to, attempt);
    const char *step = subject->steps[attempt->step].name;
    bool is_same = subject->attempt(subject->context, other, &again) == outcome &&
                   again.step == attempt->step && again.choices == attempt->choices;
    expect(is_same, step, "remembers what was forgotten");
    if (outcome == BLOCKED) return;
    forget_all(subject, to);
    forget_all(subject, other);
    expect(memcmp(to, other, subject->state_size) == 0, step, "keeps what was forgotten");
}

/* `forgotten` is `state` after some have forgotten. */
static void compare_moves(const Subject *subject, const uint8_t *state, const uint8_t *forgotten)
{
    for (uint32_t actor = 0; actor < subject->actor_count; actor++) {
        Attempt attempt = {.actor = actor, .choices = 1};
        for (; attempt.choice < attempt.choices; attempt.choice++)
            compare_move(subject, state, forgotten, &attempt);
        bool rests = subject->may_rest(subject->context, state, actor);
        expect(rests == subject->may_rest(subject->context, forgotten, actor),
               subject->actors[actor], "rests for what was forgotten");
    }
    expect(safe_in(subject, state) == safe_in(subject, forgotten), subject->name,
           "takes what was forgotten for grounds");
}

/* One after another forgets. */
static void check_forget(const Subject *subject, const uint8_t *state)
{
    uint8_t before[SUBJECT_MAX_STATE], forgotten[SUBJECT_MAX_STATE];
    memcpy(forgotten, state, subject->state_size);
    for (uint32_t actor = 0; actor < subject->actor_count; actor++) {
        memcpy(before, forgotten, subject->state_size);
        subject->forget(subject->context, forgotten, actor);
        if (memcmp(before, forgotten, subject->state_size) == 0) continue;
        compare_moves(subject, before, forgotten);
        for (uint32_t i = 0; i < subject->predicate_count; i++) {
            const Predicate *predicate = &subject->predicates[i];
            judge_notice(predicate, predicate->sees(subject->context, before, forgotten, actor),
                         predicate->holds(subject->context, before),
                         predicate->holds(subject->context, forgotten));
        }
    }
    memcpy(before, forgotten, subject->state_size);
    forget_all(subject, forgotten);
    bool is_all = memcmp(before, forgotten, subject->state_size) == 0;
    expect(is_all, subject->name, "does not forget all at once");
}

START_TEST(declarations_hold)
{
    const Subject *subject = textbook_row_subject(_i);
    if (!subject) return;
    Independence truth = independence_of(subject);
    ck_assert_uint_ge(truth.state_count, textbook_rows[_i].states);
    check_safe(&truth, textbook_rows[_i].model);
    for (uint32_t i = 0; i < truth.state_count; i++) {
        const uint8_t *state = independence_state(&truth, i);
        check_sees(subject, state, safe_in(subject, state) & truth.can_run[i]);
        if (subject->forget) check_forget(subject, state);
    }
    independence_free(&truth);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("declarations");
    TCase *tests = tcase_create("declarations");
    tcase_set_timeout(tests, 300);
    tcase_add_loop_test(tests, declarations_hold, 0, TEXTBOOK_ROWS);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
