#include "checker/search/rows.h"

#include "checker/search/crew.h"
#include "checker/search/judge.h"
#include "checker/search/known_moves.h"
#include "checker/search/memory.h"
#include "checker/search/require.h"

#include <stdlib.h>
#include <string.h>

/* -------- one row -------- */

void row_maker_init(RowMaker *maker, const Explored *explored)
{
    *maker = (RowMaker){.explored = explored};
}

void row_maker_clear(RowMaker *maker)
{
    free(maker->row.targets);
    free(maker->row.actors);
    maker->row = (Row){0};
}

bool row_begin(RowMaker *maker, uint32_t stored)
{
    Row *row = &maker->row;
    Verdict failure;
    *row = (Row){.targets = row->targets, .actors = row->actors};
    store_open(maker->explored->store, stored, &maker->opened);
    row->outside =
        judge_state(maker->explored->question, maker->opened.bytes, NULL, &failure) != JUDGED_FINE;
    return !row->outside;
}

static void append(RowMaker *maker, uint32_t target, uint32_t actor)
{
    Row *row = &maker->row;
    memory_reserve(&row->targets, &maker->targets_room, row->count, sizeof *row->targets);
    memory_reserve(&row->actors, &maker->actors_room, row->count, sizeof *row->actors);
    row->targets[row->count] = target;
    row->actors[row->count++] = (uint8_t)actor;
}

uint32_t rows_successor(const Explored *explored, const Moves *moves, const Opened *from)
{
    uint32_t number = store_find(explored->store, moves->to, (Likeness){from, moves->dirty});
    REQUIRE(number != STORE_NONE,
            "%s: %s leads to a state that the search did not see: the subject is not a function",
            moves->subject->name, moves->subject->steps[moves->move.step].name);
    return number;
}

static uint32_t successor(RowMaker *maker, const Moves *moves)
{
    const Explored *explored = maker->explored;
    bool is_new;
    if (explored->all_known) return rows_successor(explored, moves, &maker->opened);
    return store_insert(explored->store, moves->to, (Likeness){&maker->opened, moves->dirty},
                        &is_new);
}

void row_complete(RowMaker *maker)
{
    const Question *question = maker->explored->question;
    uint8_t to[SUBJECT_MAX_STATE];
    uint32_t self = STORE_NONE;
    Verdict failure;
    Moves moves;

    moves_begin(&moves, question->subject, maker->opened.bytes, to, NULL);
    while (moves_next(&moves) && !maker->lacks_room) {
        if (moves.outcome == THREW) {
            maker->row.throws = true;
            continue;
        }
        if (!moves.changed && self == STORE_NONE) self = successor(maker, &moves);
        uint32_t target = moves.changed ? successor(maker, &moves) : self;
        maker->lacks_room = target == STORE_NONE;
        if (!maker->lacks_room) append(maker, target, moves.move.actor);
    }
    maker->row.movable = moves.movable;
    if (moves.movable == 0)
        maker->row.outside = judge_halt(question, maker->opened.bytes, &failure) != JUDGED_FINE;
}

/* -------- one row, looked up -------- */

static uint32_t known_successor(const RowMaker *maker, uint32_t stored, const KnownMoves *moves)
{
    const Store *store = maker->explored->store;
    Key key;
    if (!moves->edit->has_patches) return stored;
    uint32_t number = known_moves_key(moves, &key) ? store_find_key(store, &key) : STORE_NONE;
    REQUIRE(number != STORE_NONE, "what an edit leads to is not in the store");
    return number;
}

/* Make the row from what the search has learned.  False: not all of it is known. */
static bool look_up_row(RowMaker *maker, uint32_t stored)
{
    const Explored *explored = maker->explored;
    Row *row = &maker->row;
    KnownMoves moves;
    Verdict failure;
    *row = (Row){.targets = row->targets, .actors = row->actors};
    row->outside = bit_is_set(explored->violating, stored);
    if (row->outside) return true;
    store_open_folded(explored->store, stored, &maker->opened);
    known_moves_begin(&moves, explored, stored, &maker->opened);
    while (known_moves_next(&moves)) {
        row->movable |= UINT32_C(1) << moves.actor;
        row->throws |= moves.effect->outcome == THREW;
        if (moves.effect->outcome != RAN) continue;
        append(maker, known_successor(maker, stored, &moves), moves.actor);
    }
    if (moves.lacks_some || row->movable) return !moves.lacks_some;
    store_unfold_opened(explored->store, &maker->opened);
    row->outside = judge_halt(explored->question, maker->opened.bytes, &failure) != JUDGED_FINE;
    return true;
}

static void make_row(RowMaker *maker, uint32_t stored)
{
    if (maker->explored->edits && look_up_row(maker, stored)) return;
    if (row_begin(maker, stored)) row_complete(maker);
}

/* -------- all rows -------- */

/* For fewer states, unless told otherwise, to start a thread takes longer than it saves. */
#define WORTH_A_CREW 32768

#define CHUNK_BITS 10
#define CHUNK_SIZE (UINT32_C(1) << CHUNK_BITS)

/* The rows of consecutive states, back to back. */
typedef struct Chunk {
    uint32_t begin[CHUNK_SIZE + 1]; /* row i has moves begin[i] .. begin[i + 1] - 1 */
    uint32_t movable[CHUNK_SIZE];
    bool throws[CHUNK_SIZE], outside[CHUNK_SIZE];
    uint32_t *targets;
    uint8_t *actors;
} Chunk;

struct Rows {
    const Explored *explored;
    uint32_t state_count, chunk_count;
    Chunk **chunks;
    _Atomic uint32_t next; /* the first chunk nobody has taken */
    _Atomic uint64_t bytes;
    _Atomic(const char *) ended;
    Crew crew;
};

/* What a worker has made of a chunk so far. */
typedef struct ChunkDraft {
    RowMaker maker;
    uint32_t count, targets_room, actors_room;
    uint32_t *targets;
    uint8_t *actors;
} ChunkDraft;

static void add_moves(ChunkDraft *draft)
{
    const Row *row = &draft->maker.row;
    if (row->count == 0) return;
    uint32_t end = draft->count + row->count;
    memory_reserve(&draft->targets, &draft->targets_room, end - 1, sizeof(uint32_t));
    memory_reserve(&draft->actors, &draft->actors_room, end - 1, sizeof(uint8_t));
    memcpy(draft->targets + draft->count, row->targets, row->count * sizeof(uint32_t));
    memcpy(draft->actors + draft->count, row->actors, row->count * sizeof(uint8_t));
    draft->count = end;
}

static void add_row(ChunkDraft *draft, Chunk *chunk, uint32_t index)
{
    const Row *row = &draft->maker.row;
    chunk->begin[index] = draft->count;
    chunk->movable[index] = row->movable;
    chunk->throws[index] = row->throws;
    chunk->outside[index] = row->outside;
    add_moves(draft);
    chunk->begin[index + 1] = draft->count;
}

/* The draft is copied into arrays of just the right length. */
static void settle(const ChunkDraft *draft, Chunk *chunk)
{
    chunk->targets = memory_new(draft->count, sizeof(uint32_t));
    chunk->actors = memory_new(draft->count, sizeof(uint8_t));
    if (draft->count == 0) return;
    memcpy(chunk->targets, draft->targets, draft->count * sizeof(uint32_t));
    memcpy(chunk->actors, draft->actors, draft->count * sizeof(uint8_t));
}

static void make_chunk(Rows *rows, ChunkDraft *draft, uint32_t number)
{
    Chunk *chunk = memory_new(1, sizeof *chunk);
    uint32_t first = number << CHUNK_BITS, left = rows->state_count - first;
    uint32_t count = left < CHUNK_SIZE ? left : CHUNK_SIZE;
    draft->count = 0;
    for (uint32_t i = 0; i < count; i++) {
        search_reads(rows->explored, i);
        make_row(&draft->maker, first + i);
        add_row(draft, chunk, i);
    }
    settle(draft, chunk);
    rows->chunks[number] = chunk;
    rows->bytes += sizeof *chunk + draft->count * (sizeof(uint32_t) + sizeof(uint8_t));
}

static void work(void *data, uint32_t member)
{
    Rows *rows = data;
    ChunkDraft draft = {0};
    (void)member;
    row_maker_init(&draft.maker, rows->explored);
    while (!rows->ended) {
        uint32_t number = rows->next++;
        if (number >= rows->chunk_count) break;
        make_chunk(rows, &draft, number);
        const char *ended = search_ended(rows->explored, rows->bytes);
        if (ended) rows->ended = ended;
    }
    row_maker_clear(&draft.maker);
    free(draft.targets);
    free(draft.actors);
}

static uint32_t workers_for(const Rows *rows)
{
    const SearchOptions *options = rows->explored->options;
    uint32_t worth = options->crew_from ? options->crew_from : WORTH_A_CREW;
    if (rows->state_count < worth) return 1;
    return options->workers < rows->chunk_count ? options->workers : rows->chunk_count;
}

Rows *rows_make(const Explored *explored, const char **ret_ended)
{
    Rows *rows = memory_new(1, sizeof *rows);
    rows->explored = explored;
    rows->state_count = store_count(explored->store);
    rows->chunk_count = (rows->state_count + CHUNK_SIZE - 1) >> CHUNK_BITS;
    rows->chunks = memory_new(rows->chunk_count, sizeof *rows->chunks);
    uint32_t workers = crew_hire(explored->options, workers_for(rows));
    crew_run(&rows->crew, workers, work, rows);
    crew_dismiss(explored->options, workers);
    *ret_ended = rows->ended;
    if (!rows->ended) return rows;
    rows_free(rows);
    return NULL;
}

void rows_free(Rows *rows)
{
    if (!rows) return;
    for (uint32_t i = 0; i < rows->chunk_count; i++) {
        if (!rows->chunks[i]) continue;
        free(rows->chunks[i]->targets);
        free(rows->chunks[i]->actors);
        free(rows->chunks[i]);
    }
    free(rows->chunks);
    free(rows);
}

Row rows_at(const Rows *rows, uint32_t stored)
{
    const Chunk *chunk = rows->chunks[stored >> CHUNK_BITS];
    uint32_t index = stored & (CHUNK_SIZE - 1), begin = chunk->begin[index];
    return (Row){
        .count = chunk->begin[index + 1] - begin,
        .targets = chunk->targets + begin,
        .actors = chunk->actors + begin,
        .movable = chunk->movable[index],
        .throws = chunk->throws[index],
        .outside = chunk->outside[index],
    };
}

uint64_t rows_bytes(const Rows *rows)
{
    return rows ? rows->bytes : 0;
}
