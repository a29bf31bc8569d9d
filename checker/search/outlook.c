#include "checker/search/outlook.h"

#include "checker/search/judge.h"
#include "checker/search/liveness.h"
#include "checker/search/memory.h"
#include "checker/search/moves.h"
#include "checker/search/statistics.h"

#include <stdlib.h>

/* An outlook in the making. */
typedef struct Survey {
    Outlook *outlook;
    Explored explored; /* its store holds what lies ahead */
    Graph graph;
    uint64_t state_limit;
    uint32_t *levels;
} Survey;

/* -------- ends -------- */

static void add_fate(Survey *survey, Verdict verdict, uint64_t count, Schedule way)
{
    Outlook *outlook = survey->outlook;
    outlook->fates[outlook->fate_count++] = (Fate){verdict, count, way};
}

static uint32_t level_of(const Survey *survey, uint32_t state)
{
    uint32_t level = 0;
    while (survey->levels[level + 1] <= state)
        level++;
    return level;
}

static uint64_t count_bits(const Survey *survey, const uint8_t *bits, uint32_t *ret_first)
{
    uint64_t count = 0;
    for (uint32_t state = 0; state < survey->graph.state_count; state++)
        if (bit_is_set(bits, state) && count++ == 0) *ret_first = state;
    return count;
}

/* The states of a bit set are ends of this kind; takes the set over. */
static void add_states(Survey *survey, Verdict verdict, uint8_t *states)
{
    uint32_t first = 0;
    uint64_t count = count_bits(survey, states, &first);
    if (count) {
        Target target = {.states = states, .depth = level_of(survey, first)};
        Schedule way = canonical_schedule(&survey->explored, &target);
        if (verdict.kind == VERDICT_STUCK)
            add_aftermath(survey->explored.question, survey->explored.options, &way);
        add_fate(survey, verdict, count, way);
    }
    free(states);
}

/* -------- one kind after the other -------- */

static void add_violations(Survey *survey)
{
    const Question *question = survey->explored.question;
    for (uint32_t i = 0; i < question->check_count; i++) {
        const Check *check = &question->checks[i];
        if (check->kind != CHECK_ALWAYS) continue;
        uint8_t *holds = graph_goal(&survey->graph, &survey->explored, check);
        uint8_t *broken = graph_bits(&survey->graph);
        for (uint32_t state = 0; state < survey->graph.state_count; state++)
            if (!bit_is_set(holds, state)) set_bit(broken, state);
        free(holds);
        add_states(survey, (Verdict){VERDICT_VIOLATES, check->name}, broken);
    }
}

/* Which moves throw? */
typedef struct Throws {
    uint64_t count;
    uint32_t depth; /* of the first one */
} Throws;

static void note_throws(Survey *survey, uint32_t state, Throws *throws)
{
    const Subject *subject = survey->explored.question->subject;
    uint8_t to[SUBJECT_MAX_STATE];
    Opened opened;
    Moves moves;
    store_open(survey->explored.store, survey->graph.stored[state], &opened);
    moves_begin(&moves, subject, opened.bytes, to, NULL);
    while (moves_next(&moves)) {
        if (moves.outcome != THREW) continue;
        Throws *of_message = &throws[moves.message];
        if (of_message->count++ == 0) of_message->depth = level_of(survey, state) + 1;
    }
}

/* A graph does not keep the moves that throw. */
static void add_throws(Survey *survey)
{
    const Subject *subject = survey->explored.question->subject;
    Throws *throws = memory_new(subject->message_count, sizeof *throws);
    for (uint32_t state = 0; state < survey->graph.state_count; state++)
        if (!bit_is_set(survey->graph.outside, state)) note_throws(survey, state, throws);
    for (uint32_t i = 0; i < subject->message_count; i++) {
        if (!throws[i].count) continue;
        survey->outlook->transitions += throws[i].count;
        Verdict verdict = {VERDICT_THROWS, subject->messages[i]};
        Target target = {.throws = true, .message = verdict.name, .depth = throws[i].depth};
        add_fate(survey, verdict, throws[i].count, canonical_schedule(&survey->explored, &target));
    }
    free(throws);
}

/* States that were expanded, and where nobody can move. */
static void add_halts(Survey *survey, VerdictKind kind)
{
    const Graph *graph = &survey->graph;
    const Question *question = survey->explored.question;
    uint8_t *halts = graph_bits(graph);
    for (uint32_t state = 0; state < graph->state_count; state++) {
        if (graph->movable[state] || (survey->state_limit && state >= survey->state_limit))
            continue;
        Verdict failure = {VERDICT_HOLDS, NULL};
        Opened opened;
        store_open(survey->explored.store, graph->stored[state], &opened);
        if (judge_state(question, opened.bytes, NULL, &failure) != JUDGED_FINE) continue;
        judge_halt(question, opened.bytes, &failure);
        if (failure.kind == kind) set_bit(halts, state);
    }
    add_states(survey, (Verdict){kind, NULL}, halts);
}

/* A run without the goal, if there is one; it is of no use afterwards. */
static void add_run(Survey *survey, const Check *goal, Lasso *lasso)
{
    if (lasso->found)
        add_fate(survey, lasso_verdict(lasso, goal), 0,
                 lasso_schedule(lasso, &survey->graph, &survey->explored));
    free(lasso->route.hops);
}

static void add_lost(Survey *survey, const Check *goal)
{
    uint8_t *reached = graph_goal(&survey->graph, &survey->explored, goal);
    if (goal->kind == CHECK_REACHABLE) {
        uint8_t *stuck = stuck_states(&survey->graph, reached);
        if (stuck) add_states(survey, (Verdict){VERDICT_STUCK, goal->name}, stuck);
    } else {
        Lasso lasso = goal_free_run(&survey->graph, reached);
        bool rests = lasso.found && lasso_verdict(&lasso, goal).kind == VERDICT_STUCK;
        add_run(survey, goal, &lasso);
        if (rests) lasso = goal_free_cycle(&survey->graph, reached);
        if (rests) add_run(survey, goal, &lasso);
    }
    free(reached);
}

static void add_goals(Survey *survey)
{
    const Question *question = survey->explored.question;
    for (uint32_t i = 0; i < question->check_count; i++) {
        CheckKind kind = question->checks[i].kind;
        if (kind == CHECK_REACHABLE || kind == CHECK_EVENTUALLY)
            add_lost(survey, &question->checks[i]);
    }
}

/* -------- all of it -------- */

static void judge(Survey *survey)
{
    Outlook *outlook = survey->outlook;
    const Graph *graph = &survey->graph;
    survey->levels = graph_levels(graph, &survey->explored.level_count);
    survey->explored.levels = survey->levels;
    survey->explored.violating = graph->outside;
    outlook->transitions = graph->first[graph->state_count];
    outlook->depth = survey->explored.level_count - 1;
    add_halts(survey, VERDICT_HOLDS);
    add_violations(survey);
    if (graph->has_outside) add_throws(survey);
    add_halts(survey, VERDICT_DEADLOCK);
    if (!outlook->ended) add_goals(survey);
    free(survey->levels);
}

/* The store begins with the initial states, each once. */
static uint32_t insert_initial_states(const Explored *explored)
{
    const Subject *subject = explored->question->subject;
    uint8_t state[SUBJECT_MAX_STATE];
    uint32_t count = 0;
    for (uint32_t index = 0; index < subject->initial_count; index++) {
        bool is_new;
        subject->initial(subject->context, index, state);
        if (store_insert(explored->store, state, (Likeness){0}, &is_new) == STORE_NONE) return 0;
        count += is_new;
    }
    return count;
}

Outlook outlook(const Question *question, const SearchOptions *options, uint64_t state_limit)
{
    Question all = *question; /* an outlook passes nothing over */
    all.find = NULL;
    /* Throws, deadlocks, and of each check one kind, or both ways to lose a goal. */
    uint32_t most = 2 * question->check_count + question->subject->message_count + 2;
    Outlook result = {.fates = memory_new(most, sizeof *result.fates)};
    Survey survey = {.outlook = &result, .state_limit = state_limit};
    survey.explored =
        (Explored){.question = &all,
                   .options = options,
                   .store = store_for(question->subject, STORE_SAFE_LEAF, STORE_PLAIN),
                   .started = clock_seconds()};
    uint32_t sources = survey.explored.store ? insert_initial_states(&survey.explored) : 0;
    result.ended = "memory";
    if (sources) {
        GraphScope scope = {.state_limit = state_limit};
        result.ended = graph_build(&survey.graph, &survey.explored, sources, &scope);
        result.states = survey.graph.state_count;
        if (!result.ended || result.ended == graph_states_limit) judge(&survey);
        graph_free(&survey.graph);
    }
    store_free(survey.explored.store);
    return result;
}

void outlook_free(Outlook *outlook)
{
    for (uint32_t i = 0; i < outlook->fate_count; i++)
        schedule_free(&outlook->fates[i].way);
    free(outlook->fates);
    *outlook = (Outlook){0};
}
