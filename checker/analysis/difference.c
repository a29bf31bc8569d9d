#include "checker/analysis/difference.h"

#include "checker/analysis/namesake.h"
#include "checker/search/explored.h"
#include "checker/search/judge.h"
#include "checker/search/memory.h"
#include "checker/search/moves.h"
#include "checker/search/statistics.h"

#include <glib.h>
#include <string.h>

#define DEFAULT_PAIRS 5000000
#define PAIRS_PER_CLOCK 1024

/* How a pair was first reached. */
typedef struct Origin {
    uint32_t from; /* STORE_NONE: it is initial, and its number is `move.choice` */
    Move move;     /* of the first */
} Origin;

typedef struct Comparison {
    const Question *questions[2];
    uint32_t size[2]; /* of their states */
    Namesakes names[2];
    Explored explored; /* for the store and the limits */
    Origin *origins;
    uint32_t origins_room;
    Differences *found;
    /* The pair that is looked at, and where a step leads. */
    uint32_t pair;
    uint8_t state[2][SUBJECT_MAX_STATE], next[2][SUBJECT_MAX_STATE];
} Comparison;

/* -------- schedules -------- */

static Move move_of_side(const Comparison *all, Move move, uint32_t side)
{
    if (side == 0) return move;
    return (Move){(uint16_t)all->names[0].actors[move.actor], move.choice,
                  (uint16_t)all->names[0].steps[move.step]};
}

/* The way to the pair that is looked at, then `last`, which is a move of that side already. */
static Schedule schedule_of(const Comparison *all, uint32_t side, Move last)
{
    Schedule schedule = {0};
    uint32_t length = 1, pair;
    for (pair = all->pair; all->origins[pair].from != STORE_NONE; pair = all->origins[pair].from)
        length++;
    schedule.initial = all->origins[pair].move.choice;
    schedule.length = schedule.cycle = length;
    schedule.moves = memory_new(length, sizeof(Move));
    schedule.moves[--length] = last;
    for (pair = all->pair; length > 0; pair = all->origins[pair].from)
        schedule.moves[--length] = move_of_side(all, all->origins[pair].move, side);
    return schedule;
}

/* The first is the shortest. */
static Difference *note(Comparison *all, DifferenceKind kind, uint32_t side, Move move)
{
    Difference *difference = &all->found->found[kind][side];
    if (difference->found) return NULL;
    *difference = (Difference){.found = true, .schedule = schedule_of(all, side, move)};
    return difference;
}

/* -------- one step in both -------- */

/* The namesake of a move that `side` can make: can the other make it?  With RAN and THREW `next` is
 * where it leads. */
static Instead follow(Comparison *all, uint32_t side, Move move, Attempt *ret_attempt,
                      Outcome *ret_outcome)
{
    uint32_t other = 1 - side;
    const Subject *subject = all->questions[other]->subject;
    uint32_t actor = all->names[side].actors[move.actor];
    if (actor == NAMESAKE_NONE) return INSTEAD_NO_ACTOR;
    memcpy(all->next[other], all->state[other], all->size[other]);
    *ret_attempt = (Attempt){.actor = actor};
    *ret_outcome = subject->attempt(subject->context, all->next[other], ret_attempt);
    if (ret_attempt->step != all->names[side].steps[move.step]) return INSTEAD_AT_ANOTHER;
    if (*ret_outcome == BLOCKED) return INSTEAD_BLOCKED;
    if (move.choice >= ret_attempt->choices) return INSTEAD_NO_CHOICE;
    if (move.choice == 0) return INSTEAD_NOTHING;
    memcpy(all->next[other], all->state[other], all->size[other]);
    ret_attempt->choice = move.choice;
    *ret_outcome = subject->attempt(subject->context, all->next[other], ret_attempt);
    return INSTEAD_NOTHING;
}

static bool changes(const Field *field, const uint8_t *before, const uint8_t *after)
{
    return field_value(field, before) != field_value(field, after);
}

/* Is there a field that one of them changes, and the other does not change to the same value? */
static bool has_other_effect(const Comparison *all)
{
    const Subject *first = all->questions[0]->subject, *second = all->questions[1]->subject;
    for (uint32_t i = 0; i < first->field_count; i++) {
        const Field *a = &first->fields[i];
        uint32_t namesake = all->names[0].fields[i];
        if (a->hidden || namesake == NAMESAKE_NONE) continue;
        const Field *b = &second->fields[namesake];
        bool a_changes = changes(a, all->state[0], all->next[0]);
        bool b_changes = changes(b, all->state[1], all->next[1]);
        bool same = field_value(a, all->next[0]) == field_value(b, all->next[1]);
        if (a_changes != b_changes || (a_changes && !same)) return true;
    }
    return false;
}

/* Does the run of this side end with this step, and how? */
static Judgement judge(const Comparison *all, uint32_t side, Outcome outcome, uint32_t message,
                       Verdict *ret_failure)
{
    const Question *question = all->questions[side];
    return outcome == THREW ? judge_throw(question, message, ret_failure)
                            : judge_state(question, all->next[side], NULL, ret_failure);
}

static bool insert_pair(Comparison *all, Origin origin)
{
    uint8_t pair[SUBJECT_MAX_STATE];
    bool is_new;
    memcpy(pair, all->next[0], all->size[0]);
    memcpy(pair + all->size[0], all->next[1], all->size[1]);
    uint32_t number = store_insert(all->explored.store, pair, (Likeness){0}, &is_new);
    if (number == STORE_NONE) return false;
    memory_reserve(&all->origins, &all->origins_room, number, sizeof(Origin));
    if (is_new) all->origins[number] = origin;
    return true;
}

/* Both have taken the step of the first's `move`. */
static bool compare(Comparison *all, const Moves *moves, Outcome outcome, const Attempt *other)
{
    Verdict failures[2];
    Judgement judged[2] = {judge(all, 0, moves->outcome, moves->message, &failures[0]),
                           judge(all, 1, outcome, other->message, &failures[1])};
    for (uint32_t side = 0; side < 2 && has_other_effect(all); side++)
        note(all, DIFFERS_IN_EFFECT, side, move_of_side(all, moves->move, side));
    for (uint32_t side = 0; side < 2; side++) {
        if (judged[side] != JUDGED_FAILURE || judged[1 - side] == JUDGED_FAILURE) continue;
        Difference *difference =
            note(all, DIFFERS_IN_FAILURE, side, move_of_side(all, moves->move, side));
        if (difference) difference->failure = failures[side];
    }
    if (judged[0] != JUDGED_FINE || judged[1] != JUDGED_FINE) return true;
    return insert_pair(all, (Origin){all->pair, moves->move});
}

/* Each step that `side` can take here; those that both can are compared once.  False: no memory. */
static bool expand(Comparison *all, uint32_t side)
{
    Moves moves;
    moves_begin(&moves, all->questions[side]->subject, all->state[side], all->next[side], NULL);
    while (moves_next(&moves)) {
        Attempt attempt = {0};
        Outcome outcome = BLOCKED;
        Instead instead = follow(all, side, moves.move, &attempt, &outcome);
        if (instead == INSTEAD_NOTHING) {
            if (side == 0 && !compare(all, &moves, outcome, &attempt)) return false;
            continue;
        }
        Difference *difference = note(all, DIFFERS_IN_STEP, side, moves.move);
        if (!difference) continue;
        difference->instead = instead;
        difference->other_step = attempt.step;
    }
    return true;
}

/* -------- all pairs -------- */

static bool insert_initial(Comparison *all)
{
    const Subject *first = all->questions[0]->subject, *second = all->questions[1]->subject;
    for (uint32_t i = 0; i < first->initial_count && i < second->initial_count; i++) {
        Verdict failure;
        first->initial(first->context, i, all->next[0]);
        second->initial(second->context, i, all->next[1]);
        if (judge(all, 0, RAN, 0, &failure) != JUDGED_FINE ||
            judge(all, 1, RAN, 0, &failure) != JUDGED_FINE)
            continue;
        if (!insert_pair(all, (Origin){STORE_NONE, {.choice = (uint16_t)i}})) return false;
    }
    return true;
}

static const char *limit_reached(const Comparison *all)
{
    uint64_t limit = all->explored.options->limits.states;
    if (all->pair >= (limit ? limit : DEFAULT_PAIRS)) return "states";
    if (all->pair % PAIRS_PER_CLOCK) return NULL;
    return search_ended(&all->explored, all->origins_room * sizeof(Origin));
}

static const char *look_at_all(Comparison *all)
{
    if (all->size[0] + all->size[1] > SUBJECT_MAX_STATE) return "size";
    if (!all->explored.store || !insert_initial(all)) return "memory";
    for (; all->pair < store_count(all->explored.store); all->pair++) {
        Opened opened;
        const char *ended = limit_reached(all);
        if (ended) return ended;
        store_open(all->explored.store, all->pair, &opened);
        memcpy(all->state[0], opened.bytes, all->size[0]);
        memcpy(all->state[1], opened.bytes + all->size[0], all->size[1]);
        if (!expand(all, 0) || !expand(all, 1)) return "memory";
    }
    return NULL;
}

Differences differences_find(const Question *first, const Question *second,
                             const SearchOptions *options)
{
    Differences found = {0};
    uint32_t size = first->subject->state_size + second->subject->state_size;
    Comparison *all = g_new0(Comparison, 1);
    *all = (Comparison){.questions = {first, second},
                        .size = {first->subject->state_size, second->subject->state_size},
                        .names = {namesakes_find(first->subject, second->subject),
                                  namesakes_find(second->subject, first->subject)},
                        .explored = {.question = first,
                                     .options = options,
                                     .store = size <= SUBJECT_MAX_STATE
                                                  ? store_new(size, STORE_SAFE_LEAF, STORE_PLAIN)
                                                  : NULL,
                                     .started = clock_seconds()},
                        .found = &found};
    found.ended = look_at_all(all);
    found.pairs = all->pair;
    store_free(all->explored.store);
    namesakes_clear(&all->names[0]);
    namesakes_clear(&all->names[1]);
    free(all->origins);
    g_free(all);
    return found;
}

void differences_clear(Differences *differences)
{
    for (uint32_t kind = 0; kind < DIFFERENCE_KINDS; kind++)
        for (uint32_t side = 0; side < 2; side++)
            schedule_free(&differences->found[kind][side].schedule);
}

bool differences_any(const Differences *differences)
{
    for (uint32_t kind = 0; kind < DIFFERENCE_KINDS; kind++)
        for (uint32_t side = 0; side < 2; side++)
            if (differences->found[kind][side].found) return true;
    return false;
}
