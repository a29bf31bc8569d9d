#include "checker/search/reduction.h"

#include "checker/search/memory.h"

#include <stdlib.h>

/* -------- the subject of macro steps -------- */

/* Seldom written: a step that was seen before costs a look. */
static void remember(void *data, Move move)
{
    _Atomic uint8_t *ran = &((const Reduction *)data)->ran[move.step];
    if (!atomic_load_explicit(ran, memory_order_relaxed))
        atomic_store_explicit(ran, 1, memory_order_relaxed);
}

/* What a thread remembers, in front of the memory itself. */
typedef struct ThreadMemory {
    _Alignas(MEMORY_APART) struct ThreadMemory *next;
} ThreadMemory;

/* Which memory of which reduction this thread has.  Constant for as long as it works on one search.
 */
static _Thread_local struct {
    uint64_t serial;
    void *memory;
} mine;

void *reduction_memory(Reduction *reduction)
{
    if (mine.serial == reduction->serial) return mine.memory;
    uint32_t size = reduction->original->subject->safe_memory;
    ThreadMemory *memory = memory_new_apart(1, sizeof *memory + size);
    memory->next = reduction->memories;
    while (!atomic_compare_exchange_weak(&reduction->memories, &memory->next, memory)) {
    }
    mine.serial = reduction->serial;
    mine.memory = memory + 1;
    return mine.memory;
}

/* Go on from a state of the original subject to the one that is stored. */
static Outcome settle(Reduction *reduction, uint8_t *state, uint32_t *ret_message)
{
    const Symmetry *symmetry = reduction->original->symmetry;
    if (reduction->chains && !reduction->groundless) {
        AmpleEnd end = ample_chain(&reduction->ample, state, reduction_memory(reduction), remember,
                                   reduction, ret_message);
        if (end == AMPLE_THROWS) return THREW;
        if (end == AMPLE_GROUNDLESS) reduction->groundless = true;
    }
    if (reduction->renames) symmetry->canonicalise(symmetry->context, state);
    return RAN;
}

/* The context is the reduction; that safe steps turn out to have no grounds is the one thing it
 * learns during a search, and no answer comes of that search. */
static Reduction *reduction_of(const void *context)
{
    return (Reduction *)context;
}

/* A chain that throws before the first state is stored would be lost here, so then the state is
 * left as it is: the first expansion finds the throw. */
static void initial(const void *context, uint32_t index, uint8_t *state)
{
    Reduction *reduction = reduction_of(context);
    const Subject *subject = reduction->original->subject;
    uint32_t message;
    subject->initial(subject->context, index, state);
    if (settle(reduction, state, &message) == THREW)
        subject->initial(subject->context, index, state);
}

/* What a throw leaves behind is for people to see, not to go on from. */
static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    Reduction *reduction = reduction_of(context);
    const Subject *subject = reduction->original->subject;
    Outcome outcome = subject->attempt(subject->context, state, attempt);
    return outcome == RAN ? settle(reduction, state, &attempt->message) : outcome;
}

static bool may_rest(const void *context, const uint8_t *state, uint32_t actor)
{
    const Subject *subject = reduction_of(context)->original->subject;
    return subject->may_rest(subject->context, state, actor);
}

/* -------- which reductions there are -------- */

/* Weak fairness asks who moves, and names are exchanged. */
static bool allows_renaming(const Question *question, const SearchOptions *options)
{
    if (!question->symmetry || options->no_symmetry) return false;
    for (uint32_t i = 0; i < question->check_count; i++)
        if (question->checks[i].kind == CHECK_EVENTUALLY) return false;
    return true;
}

static void make_subject(Reduction *reduction)
{
    reduction->subject = *reduction->original->subject;
    reduction->subject.context = reduction;
    reduction->subject.initial = initial;
    reduction->subject.attempt = attempt;
    reduction->subject.may_rest = may_rest;
    /* These would be handed the wrong context; the checks bring their own. */
    reduction->subject.tells_footprint = false; /* a chain looks at too much */
    reduction->subject.predicate_count = 0;
    reduction->subject.safe = NULL;
    reduction->subject.safety = NULL;
    reduction->subject.forget = NULL;
    reduction->question = *reduction->original;
    reduction->question.subject = &reduction->subject;
    reduction->question.symmetry = NULL;
}

bool reduction_init(Reduction *reduction, const Question *original, const SearchOptions *options)
{
    static _Atomic uint64_t serial;
    *reduction = (Reduction){
        .original = original,
        .serial = ++serial,
        .ample = {original},
        .chains = !ample_obstacle(original, options),
        .renames = allows_renaming(original, options),
    };
    if (!reduction->chains && !reduction->renames) return false;
    reduction->ran = memory_new(original->subject->step_count, sizeof *reduction->ran);
    make_subject(reduction);
    return true;
}

void reduction_free(Reduction *reduction)
{
    for (ThreadMemory *memory = reduction->memories, *next; memory; memory = next) {
        next = memory->next;
        free(memory);
    }
    free((void *)reduction->ran);
}

/* -------- figures -------- */

/* An actor's name means little where it is exchanged with others, so these are counted as one. */
static void share_together(const Question *question, Statistics *statistics)
{
    uint64_t most = 0;
    for (uint32_t i = 0; i < question->subject->actor_count; i++)
        if (question->symmetry->actors >> i & 1 && statistics->together[i] > most)
            most = statistics->together[i];
    for (uint32_t i = 0; i < question->subject->actor_count; i++)
        if (question->symmetry->actors >> i & 1) statistics->together[i] = most;
}

void reduction_correct(const Reduction *reduction, Statistics *statistics)
{
    statistics->reduced = true;
    if (reduction->renames) share_together(reduction->original, statistics);
    for (uint32_t step = 0; step < reduction->subject.step_count; step++)
        if (reduction->ran[step] && statistics->steps[step].ran == 0)
            statistics->steps[step].ran = 1;
}
