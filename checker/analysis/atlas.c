#include "checker/analysis/atlas.h"

#include "checker/search/judge.h"
#include "checker/search/memory.h"
#include "checker/search/moves.h"
#include "checker/search/statistics.h"

#include <stdlib.h>

enum { STATES_PER_CLOCK = 1024 };

Atlas *atlas_new(const Question *question, const SearchOptions *options, uint64_t most_states)
{
    Atlas *atlas = g_new0(Atlas, 1);
    uint64_t limit = options->limits.states;
    atlas->question = question;
    atlas->most = limit && limit < most_states ? limit : most_states;
    atlas->explored =
        (Explored){.question = question,
                   .options = options,
                   .store = store_for(question->subject, STORE_SAFE_LEAF, STORE_PLAIN),
                   .started = clock_seconds()};
    if (!atlas->explored.store) atlas->ended = "memory";
    return atlas;
}

void atlas_free(Atlas *atlas)
{
    if (!atlas) return;
    store_free(atlas->explored.store);
    free(atlas->states);
    free(atlas->moves);
    g_free(atlas);
}

void atlas_open(const Atlas *atlas, uint32_t state, Opened *ret_opened)
{
    store_open(atlas->explored.store, state, ret_opened);
}

/* -------- growing -------- */

uint16_t atlas_first_broken(const Question *question, const uint8_t *state)
{
    for (uint32_t i = 0; i < question->check_count; i++) {
        const Check *check = &question->checks[i];
        if (check->kind == CHECK_ALWAYS && !check->holds(check->context, state))
            return (uint16_t)(i + 1);
    }
    return 0;
}

static uint32_t enter(Atlas *atlas, const uint8_t *state, Likeness like)
{
    Store *store = atlas->explored.store;
    bool is_new = false;
    if (!store) return ATLAS_NONE;
    if (atlas->count >= atlas->most) {
        uint32_t known = store_find(store, state, like);
        if (known == ATLAS_NONE) atlas->ended = "states";
        return known;
    }
    if (store_crowded(store, 1)) store_make_room(store, 1);
    uint32_t number = store_insert(store, state, like, &is_new);
    if (number == ATLAS_NONE) atlas->ended = "memory";
    if (number == ATLAS_NONE || !is_new) return number;
    memory_reserve(&atlas->states, &atlas->state_room, number, sizeof(AtlasState));
    atlas->states[number] = (AtlasState){.broken = atlas_first_broken(atlas->question, state)};
    atlas->count = number + 1;
    return number;
}

uint32_t atlas_enter(Atlas *atlas, const uint8_t *state)
{
    return enter(atlas, state, (Likeness){0});
}

static bool add_move(Atlas *atlas, const Opened *from, uint32_t state, const Moves *moves)
{
    AtlasMove move = {.target = ATLAS_NONE, .move = moves->move};
    if (moves->outcome == THREW) move.message = moves->message;
    else if (!moves->changed) move.target = state;
    else move.target = enter(atlas, moves->to, (Likeness){from, moves->dirty});
    if (move.target == ATLAS_NONE && moves->outcome != THREW) return false;
    memory_reserve(&atlas->moves, &atlas->move_room, atlas->move_count, sizeof(AtlasMove));
    atlas->moves[atlas->move_count++] = move;
    return true;
}

static bool may_go_on(Atlas *atlas)
{
    if (atlas->ended) return false;
    uint64_t extra = (uint64_t)atlas->state_room * sizeof(AtlasState) +
                     (uint64_t)atlas->move_room * sizeof(AtlasMove);
    if (++atlas->charted % STATES_PER_CLOCK == 0)
        atlas->ended = search_ended(&atlas->explored, extra);
    return !atlas->ended;
}

bool atlas_chart(Atlas *atlas, uint32_t state)
{
    uint8_t to[SUBJECT_MAX_STATE];
    Opened from;
    Moves moves;
    if (atlas->states[state].charted) return true;
    if (!may_go_on(atlas)) return false;
    uint32_t first = atlas->move_count;
    if (!atlas->states[state].broken) {
        atlas_open(atlas, state, &from);
        moves_begin(&moves, atlas->question->subject, from.bytes, to, NULL);
        while (moves_next(&moves))
            if (!add_move(atlas, &from, state, &moves)) return false;
        atlas->states[state].movable = moves.movable;
    }
    atlas->states[state].first = first;
    atlas->states[state].count = atlas->move_count - first;
    atlas->states[state].charted = true;
    return true;
}

bool atlas_complete(Atlas *atlas)
{
    for (uint32_t state = 0; state < atlas->count; state++)
        if (!atlas_chart(atlas, state)) return false;
    return !atlas->ended;
}

/* -------- reading -------- */

bool atlas_deadlocked(const Atlas *atlas, uint32_t state)
{
    Opened opened;
    Verdict ignored;
    Question any = *atlas->question;
    any.find = NULL;
    if (!atlas_halted(atlas, state)) return false;
    atlas_open(atlas, state, &opened);
    return judge_halt(&any, opened.bytes, &ignored) != JUDGED_FINE;
}

uint8_t *atlas_where(const Atlas *atlas, const Check *check)
{
    Opened opened;
    uint8_t *where = g_new0(uint8_t, atlas->count + 1);
    for (uint32_t state = 0; state < atlas->count; state++) {
        atlas_open(atlas, state, &opened);
        where[state] = check->holds(check->context, opened.bytes);
    }
    return where;
}

static void add_to_graph(const Atlas *atlas, uint32_t state, Graph *graph, uint64_t *edges)
{
    const AtlasState *at = &atlas->states[state];
    graph->first[state] = *edges;
    graph->movable[state] = at->movable;
    for (uint32_t i = 0; i < at->count; i++) {
        const AtlasMove *move = &atlas->moves[at->first + i];
        graph->has_outside |= move->target == ATLAS_NONE;
        if (move->target == ATLAS_NONE) continue;
        graph->target[*edges] = move->target;
        graph->actor[(*edges)++] = (uint8_t)move->move.actor;
    }
    if (!at->broken && !atlas_deadlocked(atlas, state)) return;
    set_bit(graph->outside, state);
    graph->has_outside = true;
}

Graph atlas_graph(const Atlas *atlas)
{
    const Subject *subject = atlas->question->subject;
    uint64_t edges = 0;
    Graph graph = {.state_count = atlas->count,
                   .source_count = 1,
                   .all_actors = UINT32_MAX >> (SUBJECT_MAX_ACTORS - subject->actor_count),
                   .first = memory_new(atlas->count + UINT64_C(1), sizeof(uint64_t)),
                   .target = memory_new(atlas->move_count, sizeof(uint32_t)),
                   .actor = memory_new(atlas->move_count, 1),
                   .movable = memory_new(atlas->count, sizeof(uint32_t)),
                   .outside = memory_new(atlas->count / 8 + UINT64_C(1), 1)};
    for (uint32_t state = 0; state < atlas->count; state++)
        add_to_graph(atlas, state, &graph, &edges);
    graph.first[atlas->count] = edges;
    return graph;
}
