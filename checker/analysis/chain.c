#include "checker/analysis/chain.h"

#include "checker/analysis/lost.h"
#include "checker/search/judge.h"
#include "checker/search/memory.h"
#include "checker/search/moves.h"
#include "checker/search/require.h"
#include "checker/search/statistics.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_STATES 5000000
#define PLACES_PER_CLOCK 1024

/* A place: a state of the graph, and the goals met, one bit each. */
typedef struct Place {
    uint32_t state, met;
} Place;

typedef struct Builder {
    Chain *chain;
    const Question *question;
    Explored explored;
    Graph graph;
    uint32_t goal_count; /* of these checks the kind is CHECK_EVENTUALLY */
    uint32_t goals[CHAIN_MOST_GOALS];
    uint8_t **lost;    /* per check: where it is lost, or NULL if it is no goal */
    uint32_t *numbers; /* [state << goal_count | met]: the number of that place, or 0 */
    Place *places;
    uint32_t places_room, kind_room, state_room, first_room;
    uint64_t move_count, move_room;
} Builder;

/* -------- places -------- */

static uint32_t add_place(Builder *builder, Place place, PlaceKind kind)
{
    Chain *chain = builder->chain;
    uint32_t number = chain->place_count++;
    memory_reserve(&builder->places, &builder->places_room, number, sizeof(Place));
    memory_reserve(&chain->kind, &builder->kind_room, number, 1);
    memory_reserve(&chain->state, &builder->state_room, number, sizeof(uint32_t));
    builder->places[number] = place;
    chain->state[number] = place.state;
    chain->kind[number] = (uint8_t)kind;
    return number;
}

/* The goals that are met in this state, beside those met before. */
static uint32_t met_at(const Builder *builder, const uint8_t *state, uint32_t met)
{
    for (uint32_t i = 0; i < builder->goal_count; i++) {
        const Check *goal = &builder->question->checks[builder->goals[i]];
        if (!(met >> i & 1) && goal->holds(goal->context, state)) met |= 1u << i;
    }
    return met;
}

static uint32_t state_number(const Builder *builder, const uint8_t *state)
{
    uint32_t stored = store_find(builder->explored.store, state, (Likeness){0});
    REQUIRE(stored != STORE_NONE, "%s: a state that was not reached before is reached now",
            builder->question->subject->name);
    return builder->graph.found[stored] - 1;
}

/* The place that a run comes to which was at a place with `met`. */
static uint32_t place_number(Builder *builder, const uint8_t *state, uint32_t met)
{
    Place place = {state_number(builder, state), met_at(builder, state, met)};
    uint32_t *number = &builder->numbers[(uint64_t)place.state << builder->goal_count | place.met];
    if (*number == 0) *number = add_place(builder, place, PLACE_GOES_ON);
    return *number;
}

static bool is_met(const Builder *builder, uint32_t check, uint32_t met)
{
    for (uint32_t i = 0; i < builder->goal_count; i++)
        if (builder->goals[i] == check) return met >> i & 1;
    return false;
}

static bool is_lost(const Builder *builder, Place place)
{
    for (uint32_t i = 0; i < builder->question->check_count; i++)
        if (builder->lost[i] && bit_is_set(builder->lost[i], place.state) &&
            !is_met(builder, i, place.met))
            return true;
    return false;
}

/* -------- moves -------- */

static void add_move(Builder *builder, uint32_t target, uint32_t actor)
{
    Chain *chain = builder->chain;
    uint64_t number = builder->move_count++;
    if (number == builder->move_room) {
        builder->move_room = number ? 2 * number : PLACES_PER_CLOCK;
        chain->target = g_renew(uint32_t, chain->target, builder->move_room);
        chain->ways = g_renew(uint32_t, chain->ways, builder->move_room);
        chain->actor = g_renew(uint8_t, chain->actor, builder->move_room);
    }
    chain->target[number] = target;
    chain->actor[number] = (uint8_t)actor;
}

static uint32_t thrown_to(const Builder *builder, uint32_t message)
{
    Verdict failure;
    Judgement judgement = judge_throw(builder->question, message, &failure);
    return judgement == JUDGED_FAILURE ? CHAIN_FAILED : CHAIN_PASSED_OVER;
}

/* Each actor has the same share, and of it each of its moves. */
static void share_out(const Builder *builder, uint64_t first)
{
    const uint8_t *actor = builder->chain->actor;
    uint32_t moves_of[SUBJECT_MAX_ACTORS] = {0}, actors = 0;
    for (uint64_t i = first; i < builder->move_count; i++)
        if (moves_of[actor[i]]++ == 0) actors++;
    for (uint64_t i = first; i < builder->move_count; i++)
        builder->chain->ways[i] = actors * moves_of[actor[i]];
}

/* Returns the actors that can move, spinning included. */
static uint32_t expand(Builder *builder, const uint8_t *state, uint32_t met)
{
    uint8_t to[SUBJECT_MAX_STATE];
    uint64_t first = builder->move_count;
    Moves moves;
    moves_begin(&moves, builder->question->subject, state, to, NULL);
    while (moves_next(&moves)) {
        if (moves.outcome == THREW)
            add_move(builder, thrown_to(builder, moves.message), moves.move.actor);
        else if (moves.changed)
            add_move(builder, place_number(builder, moves.to, met), moves.move.actor);
    }
    share_out(builder, first);
    return moves.movable;
}

static PlaceKind kind_of(Judgement judgement, PlaceKind if_fine)
{
    if (judgement == JUDGED_FINE) return if_fine;
    return judgement == JUDGED_FAILURE ? PLACE_FAILS : PLACE_PASSED_OVER;
}

/* As walk_run does: first the state is judged, then it is seen what can be done. */
static PlaceKind complete(Builder *builder, uint32_t number)
{
    const Question *question = builder->question;
    Place place = builder->places[number];
    uint64_t first = builder->move_count;
    Verdict failure;
    Opened opened;
    store_open(builder->explored.store, builder->graph.stored[place.state], &opened);
    Judgement judgement = judge_state(question, opened.bytes, NULL, &failure);
    if (judgement != JUDGED_FINE) return kind_of(judgement, PLACE_GOES_ON);
    uint32_t movable = expand(builder, opened.bytes, place.met);
    if (builder->move_count > first) return PLACE_GOES_ON;
    if (movable != 0) return PLACE_HALTS; /* they spin */
    return kind_of(judge_halt(question, opened.bytes, &failure), PLACE_HALTS);
}

static void find_sources(Builder *builder)
{
    const Subject *subject = builder->question->subject;
    Chain *chain = builder->chain;
    uint8_t state[SUBJECT_MAX_STATE];
    chain->source_count = subject->initial_count;
    chain->sources = memory_new(subject->initial_count, sizeof *chain->sources);
    for (uint32_t i = 0; i < subject->initial_count; i++) {
        subject->initial(subject->context, i, state);
        chain->sources[i] = place_number(builder, state, 0);
    }
}

static void set_first(Builder *builder, uint32_t number)
{
    Chain *chain = builder->chain;
    if (number >= builder->first_room) {
        builder->first_room = number ? 2 * number : PLACES_PER_CLOCK;
        chain->first = g_renew(uint64_t, chain->first, builder->first_room);
    }
    chain->first[number] = builder->move_count;
}

/* Two ends, then the places in the order in which they are found. */
static const char *add_places(Builder *builder)
{
    Chain *chain = builder->chain;
    add_place(builder, (Place){0}, PLACE_FAILS);
    add_place(builder, (Place){0}, PLACE_PASSED_OVER);
    find_sources(builder);
    for (uint32_t number = 0; number < chain->place_count; number++) {
        set_first(builder, number);
        if (number >= CHAIN_FIRST_STATE) chain->kind[number] = (uint8_t)complete(builder, number);
        const char *ended = NULL;
        if (number % PLACES_PER_CLOCK == 0)
            ended = search_ended(&builder->explored,
                                 graph_bytes(&builder->graph) + builder->move_room * 9);
        if (ended) return ended;
    }
    set_first(builder, chain->place_count);
    return NULL;
}

static void mark_lost(Builder *builder)
{
    Chain *chain = builder->chain;
    chain->lost = memory_new(chain->place_count / 8 + UINT64_C(1), 1);
    for (uint32_t number = CHAIN_FIRST_STATE; number < chain->place_count; number++)
        if (is_lost(builder, builder->places[number])) set_bit(chain->lost, number);
}

/* -------- the graph under it -------- */

static bool find_goals(Builder *builder)
{
    const Question *question = builder->question;
    for (uint32_t i = 0; i < question->check_count; i++) {
        if (question->checks[i].kind != CHECK_EVENTUALLY) continue;
        if (builder->goal_count == CHAIN_MOST_GOALS) return false;
        builder->goals[builder->goal_count++] = i;
    }
    return true;
}

static uint32_t insert_sources(Builder *builder)
{
    const Subject *subject = builder->question->subject;
    uint8_t state[SUBJECT_MAX_STATE];
    for (uint32_t i = 0; i < subject->initial_count; i++) {
        bool is_new;
        subject->initial(subject->context, i, state);
        store_insert(builder->explored.store, state, (Likeness){0}, &is_new);
    }
    return store_count(builder->explored.store);
}

static void find_lost(Builder *builder)
{
    const Question *question = builder->question;
    for (uint32_t i = 0; i < question->check_count; i++) {
        CheckKind kind = question->checks[i].kind;
        if (kind == CHECK_REACHABLE || kind == CHECK_EVENTUALLY)
            builder->lost[i] =
                lost_states(&builder->graph, &builder->explored, &question->checks[i]);
    }
}

static const char *build(Builder *builder)
{
    uint64_t limit = builder->explored.options->limits.states;
    GraphScope scope = {.state_limit = limit ? limit : DEFAULT_STATES};
    if (!find_goals(builder)) return "goals";
    if (!builder->explored.store) return "memory";
    uint32_t sources = insert_sources(builder);
    const char *ended = graph_build(&builder->graph, &builder->explored, sources, &scope);
    if (ended) return ended;
    uint32_t state_count = builder->graph.state_count;
    find_lost(builder);
    builder->chain->state_count = state_count;
    builder->numbers = memory_new((uint64_t)state_count << builder->goal_count, sizeof(uint32_t));
    ended = add_places(builder);
    if (!ended) mark_lost(builder);
    return ended;
}

const char *chain_build(Chain *chain, const Question *question, const SearchOptions *options)
{
    *chain = (Chain){0};
    Builder builder = {
        .chain = chain,
        .question = question,
        .explored = {.question = question,
                     .options = options,
                     .store = store_for(question->subject, STORE_SAFE_LEAF, STORE_PLAIN),
                     .started = clock_seconds()},
        .lost = memory_new(question->check_count, sizeof(uint8_t *)),
    };
    const char *ended = build(&builder);
    for (uint32_t i = 0; i < question->check_count; i++)
        free(builder.lost[i]);
    free(builder.lost);
    free(builder.numbers);
    free(builder.places);
    graph_free(&builder.graph);
    store_free(builder.explored.store);
    return ended;
}

void chain_clear(Chain *chain)
{
    free(chain->sources);
    free(chain->kind);
    free(chain->state);
    free(chain->lost);
    g_free(chain->first);
    g_free(chain->target);
    g_free(chain->actor);
    g_free(chain->ways);
    *chain = (Chain){0};
}

void chain_components(const Chain *chain, Components *ret_components)
{
    Graph graph = {.state_count = chain->place_count,
                   .first = chain->first,
                   .target = chain->target,
                   .actor = chain->actor};
    uint64_t bytes = chain->place_count / 8 + UINT64_C(1);
    uint8_t *all = memory_new(bytes, 1);
    memset(all, 0xff, bytes);
    components_find(ret_components, &graph, all);
    free(all);
}
