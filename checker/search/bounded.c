/* Depth-first search within a bound on steps, on preemptions, or on both.
 *
 * A preemption is a switch away from an actor that could have gone on.  An actor that can only spin
 * could not: waiting in a loop gives way as blocking does.  Moves that change nothing lead nowhere
 * new and are not followed.
 *
 * What is visited is a position: a state, the actor that moved last and the preemptions used (the
 * last two only under a bound on preemptions).  A position that is reached again in fewer steps is
 * expanded again, so within the bounds nothing is missed.  Nothing at all is missed if the states
 * found have no successors but each other: then the answer is that of a complete search.
 */
#include "checker/search/explored.h"
#include "checker/search/judge.h"
#include "checker/search/memory.h"
#include "checker/search/moves.h"
#include "checker/search/require.h"
#include "checker/search/statistics.h"

#include <stdlib.h>
#include <string.h>

#define ROUNDS_PER_CLOCK 1024
#define SECONDS_PER_REPORT 0.2
#define NOBODY UINT32_MAX /* moved last, or: it does not matter who did */

typedef struct Position {
    uint32_t state; /* number */
    uint32_t last;  /* the actor that moved last */
    uint32_t preemptions;
} Position;
_Static_assert(sizeof(Position) == 12, "positions are compared byte by byte: no padding");

/* A position that waits to be expanded, and the move it was reached by. */
typedef struct Pending {
    uint32_t position; /* number */
    uint32_t depth;    /* steps used */
    Move by;
} Pending;

/* A move that changes something, or throws, out of the state being expanded. */
typedef struct Option {
    Move move;
    Outcome outcome;
    uint32_t message;
} Option;

typedef struct Bounded {
    Explored explored;
    const Question *question;
    const Limits *limits;
    Store *states;
    Numbering *positions;
    uint32_t *steps; /* per position: the fewest steps it was expanded or is pending with */
    uint32_t steps_room;
    bool *failed; /* per state: a run ends there */
    uint32_t failed_room;
    Pending *pending;
    uint32_t pending_count, pending_room;
    Schedule path; /* to the position being expanded */
    uint32_t path_room;
    Option *options;
    uint32_t option_count, option_room;
    uint8_t *successor;
    Result result;
    bool over;
    const char *cut; /* the bound that cut something off first, or NULL */
    uint64_t rounds;
    double reported;
} Bounded;

/* -------- storage -------- */

static void bounded_init(Bounded *b, const Question *question, const SearchOptions *options)
{
    uint32_t state_size = question->subject->state_size;
    *b = (Bounded){.question = question,
                   .limits = &options->limits,
                   .states = store_new(state_size, STORE_SAFE_LEAF, STORE_PLAIN),
                   .positions = numbering_new(sizeof(Position)),
                   .successor = memory_new(state_size, 1),
                   .result = {.statistics = statistics_new(question), .seed = options->seed}};
    REQUIRE(b->states && b->positions, "no memory for a bounded search");
    b->explored = (Explored){
        .question = question, .options = options, .store = b->states, .started = clock_seconds()};
}

static void bounded_free(Bounded *b)
{
    store_free(b->states);
    numbering_free(b->positions);
    free(b->steps);
    free(b->failed);
    free(b->pending);
    free(b->options);
    free(b->successor);
    schedule_free(&b->path);
}

static void end_incomplete(Bounded *b, const char *name)
{
    if (b->over) return;
    b->over = true;
    b->result.verdict = (Verdict){VERDICT_INCOMPLETE, name};
}

/* -------- failures -------- */

static void push_on_path(Bounded *b, uint32_t depth, Move move)
{
    memory_reserve(&b->path.moves, &b->path_room, depth, sizeof(Move));
    b->path.moves[depth - 1] = move;
    b->path.length = b->path.cycle = depth;
    if (depth > b->result.statistics.depth) b->result.statistics.depth = depth;
}

/* The run along the path fails, after one more move if there is one. */
static void note(Bounded *b, Judgement judgement, Verdict failure, const Move *last)
{
    if (judgement == JUDGED_OTHER) b->result.statistics.other++;
    if (judgement != JUDGED_FAILURE || b->over) return;
    if (last) push_on_path(b, b->path.length + 1, *last);
    b->over = true;
    b->result.verdict = failure;
    b->result.has_schedule = true;
    b->result.schedule = b->path;
    b->path = (Schedule){0};
    b->path_room = 0;
}

/* -------- states and positions -------- */

/* The number of a state reached from state `from` (NULL: initial), judged when it is new;
 * STORE_NONE if the search has ended. */
static uint32_t admit_state(Bounded *b, const uint8_t *state, const Opened *from, const Move *by)
{
    Likeness like = {from, UINT64_MAX};
    uint32_t number = store_find(b->states, state, like);
    if (number != STORE_NONE) return number;
    if (b->limits->states && store_count(b->states) >= b->limits->states) {
        end_incomplete(b, "states");
        return STORE_NONE;
    }
    bool is_new;
    number = store_insert(b->states, state, like, &is_new);
    if (number == STORE_NONE) {
        end_incomplete(b, "memory");
        return STORE_NONE;
    }
    Verdict failure;
    Judgement judgement = judge_state(b->question, state, &b->result.statistics, &failure);
    memory_reserve(&b->failed, &b->failed_room, number, sizeof *b->failed);
    b->failed[number] = judgement != JUDGED_FINE;
    note(b, judgement, failure, by);
    return b->over ? STORE_NONE : number;
}

/* Expand this position later, unless it was reached in as few steps before. */
static void admit_position(Bounded *b, Position position, uint32_t depth, Move by)
{
    if (b->failed[position.state]) return;
    bool is_new;
    const uint8_t *key = (const uint8_t *)&position;
    uint32_t number =
        numbering_insert(b->positions, key, numbering_hash(b->positions, key), &is_new);
    if (number == STORE_NONE) {
        end_incomplete(b, "memory");
        return;
    }
    memory_reserve(&b->steps, &b->steps_room, number, sizeof *b->steps);
    if (!is_new && (b->steps[number] <= depth || !b->limits->depth)) return;
    b->steps[number] = depth;
    memory_reserve(&b->pending, &b->pending_room, b->pending_count, sizeof(Pending));
    b->pending[b->pending_count++] = (Pending){number, depth, by};
}

/* -------- expansion -------- */

/* Collect what can be done in a state.  Returns the actors that can do something. */
static uint32_t survey(Bounded *b, const uint8_t *state)
{
    uint32_t progress = 0;
    Verdict failure;
    Moves moves;

    b->option_count = 0;
    moves_begin(&moves, b->question->subject, state, b->successor, b->result.statistics.steps);
    while (moves_next(&moves)) {
        b->result.statistics.transitions++;
        if (moves.outcome == RAN && !moves.changed) continue;
        progress |= UINT32_C(1) << moves.move.actor;
        memory_reserve(&b->options, &b->option_room, b->option_count, sizeof(Option));
        b->options[b->option_count++] = (Option){moves.move, moves.outcome, moves.message};
    }
    statistics_movable(&b->result.statistics, moves.movable, 1);
    if (moves.movable == 0) note(b, judge_halt(b->question, state, &failure), failure, NULL);
    return progress;
}

/* Where a move leads to.  False: over a bound. */
static bool position_after(Bounded *b, const Position *from, uint32_t progress, uint32_t actor,
                           Position *ret_position)
{
    *ret_position = (Position){.last = NOBODY};
    if (b->limits->depth && b->path.length >= b->limits->depth) {
        if (!b->cut) b->cut = "depth";
        return false;
    }
    if (!b->limits->bound_preemptions) return true;
    bool switches = from->last != NOBODY && from->last != actor;
    bool preempts = switches && (progress >> from->last & 1) != 0;
    *ret_position = (Position){.last = actor, .preemptions = from->preemptions + preempts};
    if (ret_position->preemptions <= b->limits->preemptions) return true;
    if (!b->cut) b->cut = "preemptions";
    return false;
}

static void take(Bounded *b, const Opened *from, const Option *option, Position position)
{
    const Subject *subject = b->question->subject;
    Verdict failure;
    if (option->outcome == THREW) {
        Judgement judgement = judge_throw(b->question, option->message, &failure);
        note(b, judgement, failure, &option->move);
        return;
    }
    Attempt attempt = {.actor = option->move.actor, .choice = option->move.choice};
    memcpy(b->successor, from->bytes, subject->state_size);
    subject->attempt(subject->context, b->successor, &attempt);
    position.state = admit_state(b, b->successor, from, &option->move);
    if (!b->over) admit_position(b, position, b->path.length + 1, option->move);
}

static void expand(Bounded *b, Position from)
{
    Opened opened;
    store_open(b->states, from.state, &opened);
    uint32_t progress = survey(b, opened.bytes);
    for (uint32_t i = 0; i < b->option_count && !b->over; i++) {
        Position to;
        if (position_after(b, &from, progress, b->options[i].move.actor, &to))
            take(b, &opened, &b->options[i], to);
    }
}

/* -------- the loop -------- */

static void add_initial_states(Bounded *b)
{
    const Subject *subject = b->question->subject;
    for (uint32_t index = 0; index < subject->initial_count && !b->over; index++) {
        b->path.initial = index;
        subject->initial(subject->context, index, b->successor);
        Position position = {.state = admit_state(b, b->successor, NULL, NULL), .last = NOBODY};
        /* The first entry of a path tells where it begins instead of by which move. */
        if (!b->over) admit_position(b, position, 0, (Move){.actor = (uint16_t)index});
    }
}

/* Whatever was pending above this entry is done with, so the path still leads to its parent. */
static void go_to(Bounded *b, const Pending *at)
{
    b->path.length = at->depth;
    if (at->depth == 0) b->path.initial = at->by.actor;
    else push_on_path(b, at->depth, at->by);
}

static void report(Bounded *b)
{
    const SearchOptions *options = b->explored.options;
    double now = clock_seconds();
    if (!options->progress || now - b->reported < SECONDS_PER_REPORT) return;
    b->reported = now;
    b->result.statistics.states = store_count(b->states);
    b->result.statistics.prognosis =
        (Prognosis){.frontier = b->pending_count, .fill = search_fill(&b->explored)};
    statistics_measure(&b->result.statistics, b->explored.started);
    options->progress(options->progress_data, &b->result.statistics);
}

static bool may_go_on(Bounded *b)
{
    if (b->rounds++ % ROUNDS_PER_CLOCK == 0) {
        const char *ended = search_ended(&b->explored, numbering_bytes(b->positions) +
                                                           b->steps_room * sizeof *b->steps +
                                                           b->pending_room * sizeof(Pending));
        if (ended) end_incomplete(b, ended);
        report(b);
    }
    return !b->over;
}

static void explore(Bounded *b)
{
    add_initial_states(b);
    while (may_go_on(b) && b->pending_count > 0) {
        Pending at = b->pending[--b->pending_count];
        if (b->steps[at.position] < at.depth) continue; /* reached sooner since */
        Position position;
        memcpy(&position, numbering_at(b->positions, at.position), sizeof position);
        go_to(b, &at);
        expand(b, position);
    }
}

/* -------- the answer -------- */

/* Do all moves from this state lead to states that were found, too? */
static bool leads_back(Bounded *b, uint32_t number)
{
    Opened opened;
    Verdict failure;
    Moves moves;
    store_open(b->states, number, &opened);
    moves_begin(&moves, b->question->subject, opened.bytes, b->successor, NULL);
    while (moves_next(&moves)) {
        if (moves.outcome == THREW) {
            if (judge_throw(b->question, moves.message, &failure) == JUDGED_FAILURE) return false;
            continue;
        }
        if (store_find(b->states, b->successor, (Likeness){&opened, moves.dirty}) == STORE_NONE)
            return false;
    }
    return true;
}

static bool is_complete(Bounded *b)
{
    if (!b->cut) return true;
    for (uint32_t number = 0; number < store_count(b->states); number++)
        if (!b->failed[number] && !leads_back(b, number)) return false;
    return true;
}

Result search_bounded(const Question *question, const SearchOptions *options)
{
    Bounded b;
    bounded_init(&b, question, options);
    explore(&b);
    b.result.statistics.states = store_count(b.states);
    if (!b.over) {
        if (is_complete(&b)) judge_whole(&b.explored, &b.result);
        else end_incomplete(&b, b.cut);
    }
    statistics_measure(&b.result.statistics, b.explored.started);
    bounded_free(&b);
    return b.result;
}
