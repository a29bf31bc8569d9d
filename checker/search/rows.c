#include "checker/search/rows.h"

#include "checker/search/crew.h"
#include "checker/search/judge.h"
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

/* -------- all rows -------- */

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
    for (uint32_t i = 0; i < row->count; i++, draft->count++) {
        memory_reserve(&draft->targets, &draft->targets_room, draft->count, sizeof(uint32_t));
        memory_reserve(&draft->actors, &draft->actors_room, draft->count, sizeof(uint8_t));
        draft->targets[draft->count] = row->targets[i];
        draft->actors[draft->count] = row->actors[i];
    }
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
        if (row_begin(&draft->maker, first + i)) row_complete(&draft->maker);
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

Rows *rows_make(const Explored *explored, const char **ret_ended)
{
    Rows *rows = memory_new(1, sizeof *rows);
    uint32_t workers = explored->options->workers;
    rows->explored = explored;
    rows->state_count = store_count(explored->store);
    rows->chunk_count = (rows->state_count + CHUNK_SIZE - 1) >> CHUNK_BITS;
    rows->chunks = memory_new(rows->chunk_count, sizeof *rows->chunks);
    if (workers > rows->chunk_count) workers = rows->chunk_count;
    workers = crew_hire(explored->options, workers);
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
