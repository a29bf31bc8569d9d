#include "checker/search/walk.h"

#include "checker/search/judge.h"
#include "checker/search/memory.h"
#include "checker/search/require.h"
#include "checker/search/statistics.h"

#include <stdlib.h>
#include <string.h>

#define STEPS_PER_CLOCK 1024

/* The initial state is drawn from a series of its own: policies draw nothing for it. */
#define INITIAL_STATE_SERIES UINT64_C(0x696e697469616c)

void walk_init(Walk *walk, const Explored *explored, Statistics *statistics, uint32_t step_limit)
{
    const Question *question = explored->question;
    uint32_t state_size = question->subject->state_size;
    *walk = (Walk){.explored = explored,
                   .question = question,
                   .statistics = statistics,
                   .step_limit = step_limit,
                   .state = memory_new(state_size, 1),
                   .successor = memory_new(state_size, 1),
                   .solo_state = memory_new(state_size, 1),
                   .reached = memory_new(question->check_count, sizeof(bool))};
}

void walk_free(Walk *walk)
{
    free(walk->state);
    free(walk->successor);
    free(walk->solo_state);
    free(walk->reached);
    free(walk->moves);
    schedule_free(&walk->schedule);
}

/* -------- judging -------- */

static WalkEnd end_of(Judgement judgement)
{
    return judgement == JUDGED_FAILURE ? WALK_FAILED : WALK_PASSED_OVER;
}

/* False: the run has failed here. */
static bool look(Walk *walk, WalkEnd *ret_end)
{
    const Question *question = walk->question;
    walk->statistics->states++;
    for (uint32_t i = 0; i < question->check_count; i++) {
        const Check *check = &question->checks[i];
        if (!walk->reached[i]) walk->reached[i] = check->holds(check->context, walk->state);
    }
    Judgement judgement = judge_state(question, walk->state, walk->statistics, &walk->verdict);
    *ret_end = end_of(judgement);
    return judgement == JUDGED_FINE;
}

static WalkEnd halt(Walk *walk, uint32_t movable)
{
    if (movable != 0) return WALK_HALTED; /* they spin */
    Judgement judgement = judge_halt(walk->question, walk->state, &walk->verdict);
    return judgement == JUDGED_FINE ? WALK_HALTED : end_of(judgement);
}

/* -------- moving -------- */

static void keep_move(Walk *walk, Move move)
{
    memory_reserve(&walk->moves, &walk->move_room, walk->move_count, sizeof(Move));
    walk->moves[walk->move_count++] = move;
    walk->ready |= UINT32_C(1) << move.actor;
}

/* Find out what can be done.  A move that changes nothing is no progress, so it is not offered:
 * whoever can only spin has yielded to those who can do something.  Returns the actors that can
 * move, spinning included. */
static uint32_t survey(Walk *walk)
{
    Moves moves;
    walk->move_count = 0;
    walk->ready = 0;
    moves_begin(&moves, walk->question->subject, walk->state, walk->successor,
                walk->statistics->steps);
    while (moves_next(&moves))
        if (moves.changed || moves.outcome == THREW) keep_move(walk, moves.move);
    statistics_movable(walk->statistics, moves.movable, 1);
    return moves.movable;
}

static Move choose(Walk *walk, Policy *policy)
{
    uint32_t actor = policy->choose_actor(policy, walk->ready);
    uint32_t first = 0, count = 0;
    while (walk->moves[first].actor != actor)
        first++;
    while (first + count < walk->move_count && walk->moves[first + count].actor == actor)
        count++;
    return walk->moves[first + (count > 1 ? policy->choose_alternative(policy, count) : 0)];
}

static void record(Walk *walk, Move move)
{
    Schedule *schedule = &walk->schedule;
    memory_reserve(&schedule->moves, &walk->schedule_room, schedule->length, sizeof(Move));
    schedule->moves[schedule->length++] = move;
    schedule->cycle = schedule->length;
}

/* Make the move.  False: it threw. */
static bool make(Walk *walk, Move move, WalkEnd *ret_end)
{
    const Subject *subject = walk->question->subject;
    Attempt attempt = {.actor = move.actor, .choice = move.choice};
    Outcome outcome = subject->attempt(subject->context, walk->state, &attempt);
    REQUIRE(outcome == RAN || outcome == THREW,
            "%s: a move made once cannot be made again; the subject is not a function of its state",
            subject->name);
    walk->statistics->transitions++;
    record(walk, move);
    if (outcome == RAN) return true;
    *ret_end = end_of(judge_throw(walk->question, attempt.message, &walk->verdict));
    return false;
}

/* -------- circles -------- */

static void mark(Walk *walk)
{
    memcpy(walk->solo_state, walk->state, walk->question->subject->state_size);
    walk->solo_mark = walk->solo_length;
}

/* `actor` has moved: is it back at the marked state? */
static bool circles(Walk *walk, uint32_t actor)
{
    size_t state_size = walk->question->subject->state_size;
    if (actor != walk->solo_actor || walk->solo_length == 0) {
        walk->solo_actor = actor;
        walk->solo_length = 1;
        mark(walk);
        return false;
    }
    walk->solo_length++;
    if (memcmp(walk->solo_state, walk->state, state_size) == 0) return true;
    if (walk->solo_length >= 2 * walk->solo_mark) mark(walk);
    return false;
}

/* -------- the run -------- */

static void begin(Walk *walk, uint64_t seed)
{
    const Subject *subject = walk->question->subject;
    Random random = {.seed = seed ^ INITIAL_STATE_SERIES};
    walk->schedule.initial = random_below(&random, subject->initial_count);
    walk->schedule.length = walk->schedule.cycle = 0;
    walk->solo_length = 0;
    walk->ended = NULL;
    memset(walk->reached, 0, walk->question->check_count * sizeof(bool));
    subject->initial(subject->context, walk->schedule.initial, walk->state);
}

/* A walk can be as long as the limit on steps allows: it must not hold up the others. */
static bool is_ended(Walk *walk)
{
    uint32_t length = walk->schedule.length;
    if (length == 0 || length % STEPS_PER_CLOCK != 0) return false;
    walk->ended = search_ended(walk->explored, walk->schedule_room * sizeof(Move));
    return walk->ended != NULL;
}

WalkEnd walk_run(Walk *walk, Policy *policy, uint64_t seed)
{
    WalkEnd end;
    begin(walk, seed);
    policy->begin(policy, seed);
    while (look(walk, &end)) {
        uint32_t movable = survey(walk);
        if (walk->ready == 0) return halt(walk, movable);
        if (walk->schedule.length == walk->step_limit) return WALK_CUT;
        if (is_ended(walk)) return WALK_ENDED;
        Move move = choose(walk, policy);
        if (!make(walk, move, &end)) break;
        if (circles(walk, move.actor)) policy->yielded(policy, move.actor);
    }
    return end;
}
