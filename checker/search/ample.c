#include "checker/search/ample.h"

#include "checker/search/judge.h"
#include "checker/search/require.h"

#include <string.h>

const char *ample_obstacle(const Question *question, const SearchOptions *options)
{
    if (options->no_por) return "it was ruled out (--no-por)";
    if (!question->subject->safe) return "the model does not say which steps are safe";
    if (options->limits.depth) return "a limit on the depth counts every step";
    for (uint32_t i = 0; i < question->check_count; i++) {
        CheckKind kind = question->checks[i].kind;
        if (kind == CHECK_REACHABLE) return "a check asks what stays reachable";
        if (kind == CHECK_EVENTUALLY) return "a check asks what happens eventually";
    }
    return NULL;
}

/* -------- one step -------- */

/* A move that can only break an invariant hides no violation.  But where violations are passed over
 * they end runs, and then breaking one too early would hide what comes after it. */
static bool is_harmless(const Question *question, const Check *check, Notice notice)
{
    if (notice == NOTICES_NOTHING) return true;
    return notice == MAY_BREAK && check->kind == CHECK_ALWAYS && !question->find;
}

static bool is_seen(const Question *question, const uint8_t *before, const uint8_t *after,
                    uint32_t actor)
{
    for (uint32_t i = 0; i < question->check_count; i++) {
        const Check *check = &question->checks[i];
        if (!check->sees) return true;
        if (!is_harmless(question, check, check->sees(check->context, before, after, actor)))
            return true;
    }
    return false;
}

typedef enum Try {
    TRY_NOTHING, /* this step is not to be taken ahead */
    TRY_MOVED,   /* `after` is the state it leads to */
    TRY_THROWS
} Try;

static Try try_actor(const Ample *ample, const uint8_t *state, uint8_t *after, Attempt *attempt)
{
    const Question *question = ample->question;
    const Subject *subject = question->subject;
    memcpy(after, state, subject->state_size);
    Outcome outcome = subject->attempt(subject->context, after, attempt);
    REQUIRE(outcome != NOT_MINE && attempt->step < subject->step_count,
            "%s: %s has no code for step %u", subject->name, subject->actors[attempt->actor],
            attempt->step);
    if (outcome == BLOCKED || attempt->choices > 1) return TRY_NOTHING;
    if (outcome == THREW) {
        /* Passed over, a throw ends this actor's runs but not the others'. */
        Verdict failure;
        bool wanted = judge_throw(question, attempt->message, &failure) == JUDGED_FAILURE;
        return wanted ? TRY_THROWS : TRY_NOTHING;
    }
    if (memcmp(state, after, subject->state_size) == 0) return TRY_NOTHING;
    return is_seen(question, state, after, attempt->actor) ? TRY_NOTHING : TRY_MOVED;
}

static Try try_actors(const Ample *ample, uint32_t actors, const uint8_t *state, uint8_t *after,
                      Attempt *ret_attempt)
{
    for (; actors; actors &= actors - 1) {
        *ret_attempt = (Attempt){.actor = (uint32_t)__builtin_ctz(actors)};
        Try result = try_actor(ample, state, after, ret_attempt);
        if (result != TRY_NOTHING) return result;
    }
    return TRY_NOTHING;
}

/* Does a run end in this state, with a violation that is passed over?  No step of a chain changes
 * that, so it has to be asked only where a chain begins; and a violation that is not passed over
 * ends the search in any case. */
static bool ends_runs(const Question *question, const uint8_t *state)
{
    Verdict failure;
    return question->find && judge_state(question, state, NULL, &failure) != JUDGED_FINE;
}

/* -------- the chain -------- */

AmpleEnd ample_chain(const Ample *ample, uint8_t *state, void *memory, AmpleVisitor *visit,
                     void *data, uint32_t *ret_message)
{
    const Subject *subject = ample->question->subject;
    uint8_t after[SUBJECT_MAX_STATE];
    Attempt attempt;

    for (uint32_t length = 0;; length++) {
        uint32_t actors;
        if (!subject->safe(subject->context, state, memory, &actors)) return AMPLE_GROUNDLESS;
        if (length == AMPLE_MOST_MOVES) return AMPLE_STANDS;
        Try result = try_actors(ample, actors, state, after, &attempt);
        if (result == TRY_NOTHING) return AMPLE_STANDS;
        if (length == 0 && ends_runs(ample->question, state)) return AMPLE_STANDS;
        visit(data, (Move){.actor = (uint16_t)attempt.actor, .step = (uint16_t)attempt.step});
        memcpy(state, after, subject->state_size);
        if (result == TRY_MOVED) continue;
        *ret_message = attempt.message;
        return AMPLE_THROWS;
    }
}
