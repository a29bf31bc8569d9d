/* One lossy depth-first search.
 *
 * The successors of a state are all looked up at once, when it is expanded, so that their cache
 * misses are under way at the same time.  Those that are new wait on the trail as moves and are
 * made again when their turn comes: that takes a few nanoseconds and no memory.
 */
#include "checker/search/lossy.h"

#include "checker/search/bits.h"
#include "checker/search/fingerprints.h"
#include "checker/search/judge.h"
#include "checker/search/memory.h"
#include "checker/search/moves.h"
#include "checker/search/statistics.h"
#include "checker/search/trail.h"

#include <stdlib.h>

#define BATCH_SIZE 32
#define ROUNDS_PER_CLOCK 1024
#define SECONDS_PER_REPORT 0.2
/* A trail may grow as large as the table; in a tiny table not less than this, and in a huge one not
 * so large that 32 bits could not number its parts. */
#define LEAST_TRAIL ((uint64_t)64 << 20)
#define MOST_TRAIL ((uint64_t)8 << 30)
#define ORDER_SERIES UINT64_C(0x6f72646572) /* sets the random order apart from the hash key */

/* Successors between being generated and being looked up. */
typedef struct Batch {
    uint32_t count;
    Move moves[BATCH_SIZE];
    StateHash hashes[BATCH_SIZE]; /* the same in all searches */
    StateHash keyed[BATCH_SIZE];  /* this search's */
    uint8_t *states;              /* BATCH_SIZE of them, back to back */
} Batch;

typedef struct Lossy {
    const Explored *explored;
    const Question *question;
    const SearchOptions *options;
    const LossyPlan *plan;
    Result *result;
    Statistics *statistics; /* the result's */

    uint64_t key; /* of the hash functions */
    Random order;
    Fingerprints fingerprints; /* one of these two is in use */
    Bits bits;
    Trail trail;
    uint64_t trail_limit; /* bytes */
    Batch batch;
    uint64_t stored;
    bool over;
    bool cut; /* a state was not expanded for want of depth */
    uint64_t rounds;
    double reported;
} Lossy;

/* -------- what was visited -------- */

static bool keeps_fingerprints(const Lossy *l)
{
    return l->options->store != STORE_BITSTATE;
}

static bool make_table(Lossy *l, uint64_t bytes)
{
    uint32_t functions = l->options->hash_functions;
    if (keeps_fingerprints(l))
        return fingerprints_init(&l->fingerprints, store_fingerprint_bits(l->options->store),
                                 bytes);
    return bits_init(&l->bits, functions ? functions : LOSSY_DEFAULT_FUNCTIONS, bytes);
}

static void prefetch(const Lossy *l, StateHash keyed)
{
    if (keeps_fingerprints(l)) fingerprints_prefetch(&l->fingerprints, keyed);
    else bits_prefetch(&l->bits, keyed);
}

static Admission add(Lossy *l, StateHash keyed)
{
    if (keeps_fingerprints(l)) return fingerprints_add(&l->fingerprints, keyed);
    return bits_add(&l->bits, keyed) ? ADMITTED_NEW : ADMITTED_KNOWN;
}

/* -------- the end -------- */

static void end_incomplete(Lossy *l, const char *name)
{
    if (l->over) return;
    l->over = true;
    l->result->verdict = (Verdict){VERDICT_INCOMPLETE, name};
}

/* The run along the trail fails, after one more move if there is one. */
static void note(Lossy *l, Judgement judgement, Verdict failure, const Move *last)
{
    if (judgement == JUDGED_OTHER) l->statistics->other++;
    if (judgement != JUDGED_FAILURE || l->over) return;
    l->over = true;
    l->result->verdict = failure;
    l->result->has_schedule = true;
    l->result->schedule = trail_schedule(&l->trail, last);
    if (l->result->schedule.length > l->statistics->depth)
        l->statistics->depth = l->result->schedule.length;
}

/* -------- one state -------- */

static bool may_store(Lossy *l, Admission admission)
{
    uint64_t limit = l->options->limits.states;
    if (admission == ADMITTED_NOWHERE) end_incomplete(l, "memory");
    else if (admission == ADMITTED_NEW && limit && l->stored == limit) end_incomplete(l, "states");
    return admission == ADMITTED_NEW && !l->over;
}

/* A state that was come to, by a move unless it is initial.  True: it is new and nothing is wrong
 * with it. */
static bool admit(Lossy *l, const uint8_t *state, StateHash hash, StateHash keyed, const Move *by)
{
    if (!may_store(l, add(l, keyed))) return false;
    l->stored++;
    l->statistics->states++;
    if (l->plan->census) census_meet(l->plan->census, hash);

    Verdict failure;
    Judgement judgement = judge_state(l->question, state, l->statistics, &failure);
    note(l, judgement, failure, by);
    return judgement == JUDGED_FINE;
}

static void flush(Lossy *l)
{
    Batch *batch = &l->batch;
    for (uint32_t i = 0; i < batch->count && !l->over; i++) {
        const uint8_t *state = batch->states + i * l->question->subject->state_size;
        if (admit(l, state, batch->hashes[i], batch->keyed[i], &batch->moves[i]))
            trail_offer(&l->trail, batch->moves[i]);
    }
    batch->count = 0;
}

/* Where the next successor is to be written. */
static uint8_t *slot(const Lossy *l)
{
    return l->batch.states + l->batch.count * l->question->subject->state_size;
}

/* The successor in the slot is complete. */
static void submit(Lossy *l, Move by)
{
    Batch *batch = &l->batch;
    uint32_t i = batch->count;
    batch->moves[i] = by;
    batch->hashes[i] = state_hash(slot(l), l->question->subject->state_size);
    batch->keyed[i] = state_hash_keyed(batch->hashes[i], l->key);
    prefetch(l, batch->keyed[i]);
    if (++batch->count == BATCH_SIZE) flush(l);
}

static void note_throw(Lossy *l, const Moves *moves)
{
    Verdict failure;
    Judgement judgement = judge_throw(l->question, moves->message, &failure);
    note(l, judgement, failure, &moves->move);
}

static void note_halt(Lossy *l)
{
    Verdict failure;
    Judgement judgement = judge_halt(l->question, l->trail.state, &failure);
    note(l, judgement, failure, NULL);
}

static void expand(Lossy *l)
{
    Moves moves;
    moves_begin(&moves, l->question->subject, l->trail.state, slot(l), l->statistics->steps);
    while (moves_next(&moves)) {
        l->statistics->transitions++;
        if (moves.outcome == THREW) {
            note_throw(l, &moves);
        } else if (moves.changed) {
            submit(l, moves.move);
            moves.to = slot(l);
        }
    }
    flush(l);
    if (l->plan->shuffles) trail_shuffle(&l->trail, &l->order);
    statistics_movable(l->statistics, moves.movable, 1);
    if (moves.movable == 0) note_halt(l);
}

/* -------- the search -------- */

static bool is_too_deep(const Lossy *l)
{
    uint32_t limit = l->options->limits.depth;
    if (limit && l->trail.path.length >= limit) return true;
    return trail_bytes(&l->trail) > l->trail_limit;
}

/* A state too deep to be expanded can be a deadlock all the same. */
static void visit(Lossy *l)
{
    if (l->trail.path.length > l->statistics->depth) l->statistics->depth = l->trail.path.length;
    if (!is_too_deep(l)) expand(l);
    else if (moves_any(l->question->subject, l->trail.state)) l->cut = true;
    else note_halt(l);
}

/* Of a table of fingerprints the share that is taken; of an array of bits at most the share that is
 * set. */
static double fill(const Lossy *l)
{
    bool prints = keeps_fingerprints(l);
    uint64_t bytes = prints ? l->fingerprints.reservation.size : l->bits.reservation.size;
    uint32_t bits = prints ? store_fingerprint_bits(l->options->store) : l->bits.functions;
    double used = (double)l->stored * bits / 8;
    return bytes && used < (double)bytes ? used / (double)bytes : 1;
}

static void report(Lossy *l)
{
    double now = clock_seconds();
    if (!l->options->progress || now - l->reported < SECONDS_PER_REPORT) return;
    l->reported = now;
    l->statistics->prognosis = (Prognosis){.fill = fill(l), .planned = l->options->swarm};
    statistics_measure(l->statistics, l->explored->started);
    l->options->progress(l->options->progress_data, l->statistics);
}

static bool may_go_on(Lossy *l)
{
    if (l->rounds++ % ROUNDS_PER_CLOCK == 0) {
        const char *ended = search_ended(l->explored, 0);
        if (ended) end_incomplete(l, ended);
        report(l);
    }
    return !l->over;
}

static void explore_from(Lossy *l, uint32_t initial)
{
    trail_begin(&l->trail, initial);
    StateHash hash = state_hash(l->trail.state, l->question->subject->state_size);
    if (!admit(l, l->trail.state, hash, state_hash_keyed(hash, l->key), NULL)) return;
    do
        visit(l);
    while (may_go_on(l) && trail_advance(&l->trail));
}

static void explore(Lossy *l)
{
    uint32_t count = l->question->subject->initial_count;
    uint32_t first = l->plan->shuffles ? random_below(&l->order, count) : 0;
    for (uint32_t i = 0; i < count && may_go_on(l); i++)
        explore_from(l, (first + i) % count);
    if (l->cut) end_incomplete(l, "depth");
    end_incomplete(l, store_verdict(l->options->store));
}

/* -------- what it may have missed -------- */

static bool is_whole(const Lossy *l)
{
    Verdict whole = {VERDICT_INCOMPLETE, store_verdict(l->options->store)};
    return verdict_equal(l->result->verdict, whole);
}

static void estimate(Lossy *l)
{
    bool prints = keeps_fingerprints(l);
    double stored = (double)l->stored;
    Loss loss = {.fingerprint_bits = store_fingerprint_bits(l->options->store),
                 .hash_functions = l->bits.functions,
                 .table = prints ? l->fingerprints.reservation.size : l->bits.reservation.size,
                 .omitted = prints ? fingerprints_omitted(&l->fingerprints) : l->bits.omitted,
                 .distinct = stored};
    if (l->stored) loss.hash_factor = (double)loss.table * 8 / stored;
    if (is_whole(l)) loss.coverage = stored / (stored + loss.omitted);
    l->statistics->loss = loss;
}

/* -------- storage -------- */

static void lossy_init(Lossy *l, const Explored *explored, const LossyPlan *plan, Result *result)
{
    *l = (Lossy){.explored = explored,
                 .question = explored->question,
                 .options = explored->options,
                 .plan = plan,
                 .result = result,
                 .statistics = &result->statistics,
                 .key = random_mix(plan->seed + 1),
                 .order = {.seed = plan->seed ^ ORDER_SERIES}};
    l->batch.states = memory_new(BATCH_SIZE, l->question->subject->state_size);
    trail_init(&l->trail, l->question->subject);
}

static void lossy_free(Lossy *l)
{
    fingerprints_free(&l->fingerprints);
    bits_free(&l->bits);
    trail_free(&l->trail);
    free(l->batch.states);
}

static uint64_t trail_room(uint64_t table)
{
    if (table < LEAST_TRAIL) return LEAST_TRAIL;
    return table < MOST_TRAIL ? table : MOST_TRAIL;
}

void lossy_search(const Explored *explored, const LossyPlan *plan, Result *result)
{
    Lossy l;
    uint64_t given = explored->options->limits.memory;
    uint64_t bytes = given ? given : LOSSY_DEFAULT_TABLE;
    lossy_init(&l, explored, plan, result);
    uint64_t stack = explored->options->stack_memory;
    l.trail_limit = stack ? stack : trail_room(bytes);
    if (make_table(&l, bytes)) explore(&l);
    else end_incomplete(&l, "memory");
    estimate(&l);
    statistics_measure(&result->statistics, explored->started);
    lossy_free(&l);
}
