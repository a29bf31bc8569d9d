#include "checker/search/judge.h"
#include "checker/search/memory.h"
#include "checker/search/moves.h"
#include "checker/search/prospect.h"
#include "checker/search/require.h"
#include "checker/search/statistics.h"

#include <stdlib.h>
#include <string.h>

/* A replay under way. */
typedef struct Run {
    const Question *question;
    const Subject *subject;
    const Schedule *schedule;
    Replay replay;
    bool over; /* the run has failed, or no longer fits: the rest is not followed */
    uint8_t *before, *after;
    uint8_t *cycle_state;   /* where the cycle begins */
    uint8_t *lost_state;    /* where the aftermath begins */
    uint32_t cycle_content; /* the actors that moved in the cycle, or could not somewhere in it */
    bool *reached;          /* per check: its predicate held somewhere on the way */
    uint64_t *read, *wrote;
} Run;

/* -------- storage -------- */

static void run_begin(Run *run, const Question *question, const Schedule *schedule)
{
    const Subject *subject = question->subject;
    size_t words = (subject->state_size + 63) / 64;
    *run = (Run){.question = question,
                 .subject = subject,
                 .schedule = schedule,
                 .replay = {.verdict = {VERDICT_HOLDS, NULL}, .diverges = schedule->length},
                 .before = memory_new(subject->state_size, 1),
                 .after = memory_new(subject->state_size, 1),
                 .cycle_state = memory_new(subject->state_size, 1),
                 .lost_state = memory_new(subject->state_size, 1),
                 .reached = memory_new(question->check_count, sizeof(bool)),
                 .read = memory_new(words, sizeof(uint64_t)),
                 .wrote = memory_new(words, sizeof(uint64_t))};
}

static void run_end(Run *run)
{
    free(run->after);
    free(run->cycle_state);
    free(run->lost_state);
    free(run->reached);
    free(run->read);
    free(run->wrote);
}

/* -------- each state -------- */

static void fail(Run *run, Verdict failure, uint32_t next_move)
{
    run->replay.verdict = failure;
    run->replay.diverges = next_move;
    run->over = true;
}

/* Judge the state that `next_move` would be made in. */
static void look(Run *run, uint32_t next_move)
{
    const Question *question = run->question;
    if (next_move == run->schedule->cycle)
        memcpy(run->cycle_state, run->before, run->subject->state_size);
    if (next_move + run->schedule->aftermath == run->schedule->length)
        memcpy(run->lost_state, run->before, run->subject->state_size);
    for (uint32_t i = 0; i < question->check_count; i++) {
        const Check *check = &question->checks[i];
        bool holds = check->holds(check->context, run->before);
        run->reached[i] |= holds;
        if (check->kind == CHECK_ALWAYS && !holds && !run->over)
            fail(run, (Verdict){VERDICT_VIOLATES, check->name}, next_move);
    }
}

static bool can_move(const Run *run, uint32_t actor)
{
    Attempt attempt = {.actor = actor};
    memcpy(run->after, run->before, run->subject->state_size);
    return run->subject->attempt(run->subject->context, run->after, &attempt) != BLOCKED;
}

/* -------- each move -------- */

static void diverge(Run *run, uint32_t index, Outcome outcome, uint32_t step)
{
    fail(run, (Verdict){VERDICT_DIVERGES, NULL}, index);
    run->replay.outcome = outcome;
    run->replay.step = step;
}

/* Is the actor able to make this move?  Any move may be asked about, so nothing is attempted that
 * the first choice did not show to exist. */
static bool fits(Run *run, uint32_t index)
{
    const Move *move = &run->schedule->moves[index];
    if (move->actor >= run->subject->actor_count) {
        diverge(run, index, BLOCKED, 0);
        return false;
    }
    Attempt attempt = {.actor = move->actor};
    memcpy(run->after, run->before, run->subject->state_size);
    Outcome outcome = run->subject->attempt(run->subject->context, run->after, &attempt);
    bool fits = outcome != BLOCKED && attempt.step == move->step && move->choice < attempt.choices;
    if (!fits) diverge(run, index, outcome == BLOCKED ? BLOCKED : RAN, attempt.step);
    return fits;
}

static ReplayStep take(Run *run, uint32_t index)
{
    const Move *move = &run->schedule->moves[index];
    size_t words = (run->subject->state_size + 63) / 64;
    memset(run->read, 0, words * sizeof(uint64_t));
    memset(run->wrote, 0, words * sizeof(uint64_t));
    memcpy(run->after, run->before, run->subject->state_size);
    Attempt attempt = {
        .actor = move->actor, .choice = move->choice, .read = run->read, .wrote = run->wrote};
    Outcome outcome = run->subject->attempt(run->subject->context, run->after, &attempt);
    return (ReplayStep){.move = *move,
                        .outcome = outcome,
                        .before = run->before,
                        .after = run->after,
                        .read = run->read,
                        .wrote = run->wrote,
                        .message = attempt.message};
}

static void note_cycle(Run *run, uint32_t index)
{
    if (index < run->schedule->cycle) return;
    run->cycle_content |= UINT32_C(1) << run->schedule->moves[index].actor;
    for (uint32_t actor = 0; actor < run->subject->actor_count; actor++)
        if (!can_move(run, actor)) run->cycle_content |= UINT32_C(1) << actor;
}

static void follow(Run *run, uint32_t index, ReplayVisitor *visit, void *data)
{
    if (!fits(run, index)) return;
    note_cycle(run, index);
    ReplayStep step = take(run, index);
    if (visit) visit(data, index, &step);
    if (step.outcome == THREW)
        fail(run, (Verdict){VERDICT_THROWS, run->subject->messages[step.message]}, index + 1);

    uint8_t *swapped = run->before;
    run->before = run->after;
    run->after = swapped;
    if (step.outcome != THREW) look(run, index + 1);
}

/* -------- the end -------- */

/* The run goes round for ever, weakly fair; whether it avoids a goal is up to `reached`. */
static bool goes_round(const Run *run)
{
    const Schedule *schedule = run->schedule;
    uint32_t all = UINT32_MAX >> (SUBJECT_MAX_ACTORS - run->subject->actor_count);
    return schedule->cycle < schedule->length &&
           memcmp(run->cycle_state, run->before, run->subject->state_size) == 0 &&
           (run->cycle_content & all) == all;
}

/* A run that ends here, or goes round, without having met the goal. */
static Verdict confirm_eventually(const Run *run, const Check *goal, bool reached, Verdict claim)
{
    Verdict confirmed = {claim.kind, goal->name}, refuted = {VERDICT_HOLDS, NULL};
    if (reached) return refuted;
    bool rests = !moves_any(run->subject, run->before);
    bool fails = claim.kind == VERDICT_STUCK ? rests : goes_round(run);
    return fails ? confirmed : refuted;
}

/* Can the goal be reached from this state? */
static Verdict confirm_lost(const Run *run, const Check *goal, const uint8_t *state,
                            const SearchOptions *options)
{
    Prospect ahead =
        prospect(run->question, options, clock_seconds(), goal, state, options->limits.states);
    schedule_free(&ahead.rest);
    if (ahead.kind == PROSPECT_UNKNOWN) return (Verdict){VERDICT_INCOMPLETE, ahead.ended};
    if (ahead.kind == PROSPECT_GOOD) return (Verdict){VERDICT_HOLDS, NULL};
    return (Verdict){VERDICT_STUCK, goal->name};
}

/* In a changed subject the goal may be lost later than it was. */
static Verdict confirm_reachable(Run *run, const Check *goal, const SearchOptions *options)
{
    Verdict verdict = confirm_lost(run, goal, run->lost_state, options);
    run->replay.aftermath = run->schedule->aftermath;
    if (verdict.kind == VERDICT_STUCK || run->replay.aftermath == 0) return verdict;
    run->replay.aftermath = 0;
    return confirm_lost(run, goal, run->before, options);
}

static Verdict confirm_goal(Run *run, uint32_t check, Verdict claim, const SearchOptions *options)
{
    const Check *goal = &run->question->checks[check];
    if (goal->kind == CHECK_EVENTUALLY)
        return confirm_eventually(run, goal, run->reached[check], claim);
    if (goal->kind == CHECK_REACHABLE && claim.kind == VERDICT_STUCK)
        return confirm_reachable(run, goal, options);
    return (Verdict){VERDICT_HOLDS, NULL};
}

/* The claim names a goal, or none: then any goal will do. */
static Verdict confirm(Run *run, Verdict claim, const SearchOptions *options)
{
    Verdict verdict = {VERDICT_HOLDS, NULL};
    for (uint32_t i = 0; i < run->question->check_count; i++) {
        const char *name = run->question->checks[i].name;
        if (claim.name && strcmp(claim.name, name) != 0) continue;
        verdict = confirm_goal(run, i, claim, options);
        if (verdict.kind != VERDICT_HOLDS) break;
    }
    return verdict;
}

static void judge_end(Run *run, Verdict claim, const SearchOptions *options)
{
    Verdict *verdict = &run->replay.verdict;
    Question any = *run->question; /* a replay passes nothing over */
    any.find = NULL;
    if (!moves_any(run->subject, run->before)) judge_halt(&any, run->before, verdict);
    bool claims = claim.kind == VERDICT_STUCK || claim.kind == VERDICT_LIVELOCK;
    if (verdict->kind == VERDICT_HOLDS && claims) *verdict = confirm(run, claim, options);
}

Replay replay(const Question *question, const Schedule *schedule, Verdict claim,
              const SearchOptions *options, ReplayVisitor *visit, void *data)
{
    Run run;
    run_begin(&run, question, schedule);
    if (schedule->initial < run.subject->initial_count) {
        run.subject->initial(run.subject->context, schedule->initial, run.before);
        look(&run, 0);
    } else {
        diverge(&run, 0, BLOCKED, 0);
    }
    for (uint32_t index = 0; index < schedule->length && !run.over; index++)
        follow(&run, index, visit, data);
    if (!run.over) judge_end(&run, claim, options);
    run.replay.state = run.before;
    run_end(&run);
    return run.replay;
}
