#include "checker/analysis/failures.h"

#include "checker/search/judge.h"
#include "checker/search/liveness.h"
#include "checker/search/memory.h"
#include "checker/search/moves.h"
#include "checker/search/require.h"
#include "checker/search/statistics.h"

#include <stdlib.h>
#include <string.h>

/* A failure while it is collected. */
typedef struct Group {
    DistinctFailure failure;
    uint32_t depth;
    bool has_move;  /* it comes with a move from one of the places; else it is at one of them */
    GArray *places; /* of Place: the first that were found, all equally deep */
} Group;

typedef struct Place {
    uint32_t state;
    Move move;
} Place;

typedef struct Collector {
    const Subject *subject;
    Question question; /* without `find` */
    const SearchOptions *options;
    Explored explored;
    Graph graph;
    uint32_t *depths;    /* per state: its distance */
    uint8_t **stuck;     /* per check: the states where the goal is lost; NULL: none, or no goal */
    bool *happens;       /* per check: it holds somewhere */
    GHashTable *by_name; /* of Group *, by failure_name */
    GPtrArray *groups;   /* of the same, in the order in which they were found */
} Collector;

/* -------- groups -------- */

char *failure_name(const DistinctFailure *failure, const Subject *subject)
{
    char *verdict = verdict_text(failure->verdict);
    GString *out = g_string_new(verdict);
    free(verdict);
    if (failure->actor != FAILURE_NOBODY)
        g_string_append_printf(out, " by %s at %s", subject->actors[failure->actor],
                               subject->steps[failure->step].name);
    if (failure->where) g_string_append_printf(out, ", %s", failure->where);
    return g_string_free(out, FALSE);
}

/* `failure` without schedule; its `where` is taken over.  `move` NULL: the failure is the state. */
static void note(Collector *all, DistinctFailure failure, uint32_t state, const Move *move)
{
    g_autofree char *name = failure_name(&failure, all->subject);
    uint32_t depth = all->depths[state] + (move != NULL);
    Place place = {state, move ? *move : (Move){0}};
    Group *group = g_hash_table_lookup(all->by_name, name);
    if (group) {
        g_free(failure.where);
    } else {
        group = g_new0(Group, 1);
        *group = (Group){.failure = failure,
                         .depth = depth,
                         .has_move = move != NULL,
                         .places = g_array_new(FALSE, FALSE, sizeof(Place))};
        g_hash_table_insert(all->by_name, g_steal_pointer(&name), group);
        g_ptr_array_add(all->groups, group);
    }
    group->failure.moves++;
    if (depth == group->depth) g_array_append_val(group->places, place);
}

static void note_move(Collector *all, Verdict verdict, uint32_t state, const Move *move)
{
    note(all, (DistinctFailure){.verdict = verdict, .actor = move->actor, .step = move->step},
         state, move);
}

/* -------- what is wrong with a state or a move -------- */

typedef void NoteViolation(Collector *all, Verdict verdict, uint32_t state, const Move *move);

static void note_initial(Collector *all, Verdict verdict, uint32_t state, const Move *move)
{
    (void)move;
    note(all, (DistinctFailure){.verdict = verdict, .actor = FAILURE_NOBODY}, state, NULL);
}

static void look_at_violations(Collector *all, const uint8_t *bytes, uint32_t state,
                               const Move *move, NoteViolation *act)
{
    for (uint32_t i = 0; i < all->question.check_count; i++) {
        const Check *check = &all->question.checks[i];
        if (check->kind == CHECK_ALWAYS && !check->holds(check->context, bytes))
            act(all, (Verdict){VERDICT_VIOLATES, check->name}, state, move);
    }
}

static void look_at_losses(Collector *all, uint32_t state, uint32_t target, const Move *move)
{
    for (uint32_t i = 0; i < all->question.check_count; i++)
        if (all->stuck[i] && bit_is_set(all->stuck[i], target) && !bit_is_set(all->stuck[i], state))
            note_move(all, (Verdict){VERDICT_STUCK, all->question.checks[i].name}, state, move);
}

/* "m1 at GCWAIT_LOCK, m2 at ...": who waits where and may not. */
static char *waiting_text(const Collector *all, const uint8_t *bytes)
{
    const Subject *subject = all->subject;
    uint8_t copy[SUBJECT_MAX_STATE];
    GString *out = g_string_new(NULL);
    for (uint32_t actor = 0; actor < subject->actor_count; actor++) {
        if (subject->may_rest(subject->context, bytes, actor)) continue;
        Attempt attempt = {.actor = actor};
        memcpy(copy, bytes, subject->state_size);
        subject->attempt(subject->context, copy, &attempt);
        g_string_append_printf(out, "%s%s at %s", out->len ? ", " : "", subject->actors[actor],
                               subject->steps[attempt.step].name);
    }
    return g_string_free(out, FALSE);
}

static void look_at_halt(Collector *all, const uint8_t *bytes, uint32_t state)
{
    Verdict failure;
    if (judge_halt(&all->question, bytes, &failure) != JUDGED_FAILURE) return;
    note(all,
         (DistinctFailure){
             .verdict = failure, .actor = FAILURE_NOBODY, .where = waiting_text(all, bytes)},
         state, NULL);
}

static uint32_t number_of(const Collector *all, const uint8_t *bytes)
{
    uint32_t stored = store_find(all->explored.store, bytes, (Likeness){0});
    REQUIRE(stored != STORE_NONE, "%s: a state that was not reached before is reached now",
            all->subject->name);
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): with a state there is a graph */
    return all->graph.found[stored] - 1;
}

static void look_at_moves(Collector *all, const uint8_t *bytes, uint32_t state)
{
    uint8_t to[SUBJECT_MAX_STATE];
    Moves moves;
    moves_begin(&moves, all->subject, bytes, to, NULL);
    while (moves_next(&moves)) {
        if (moves.outcome == THREW) {
            Verdict thrown = {VERDICT_THROWS, all->subject->messages[moves.message]};
            note_move(all, thrown, state, &moves.move);
        } else if (moves.changed) {
            look_at_violations(all, moves.to, state, &moves.move, note_move);
            look_at_losses(all, state, number_of(all, moves.to), &moves.move);
        }
    }
    if (moves.movable == 0) look_at_halt(all, bytes, state);
}

static void look_at_state(Collector *all, uint32_t state)
{
    Opened opened;
    Verdict failure;
    store_open(all->explored.store, all->graph.stored[state], &opened);
    for (uint32_t i = 0; i < all->question.check_count; i++) {
        const Check *check = &all->question.checks[i];
        if (!all->happens[i]) all->happens[i] = check->holds(check->context, opened.bytes);
    }
    if (state < all->graph.source_count)
        look_at_violations(all, opened.bytes, state, NULL, note_initial);
    if (judge_state(&all->question, opened.bytes, NULL, &failure) == JUDGED_FINE)
        look_at_moves(all, opened.bytes, state);
}

/* -------- schedules -------- */

static void find_depths(Collector *all)
{
    uint32_t count, *levels = graph_levels(&all->graph, &count);
    for (uint32_t level = 0; level < count; level++)
        for (uint32_t state = levels[level]; state < levels[level + 1]; state++)
            all->depths[state] = level;
    all->explored.levels = levels;
    all->explored.level_count = count;
    all->explored.violating = all->graph.outside;
}

/* The move that the failure comes with in this state, the first of several. */
static Move move_at(const Group *group, uint32_t state)
{
    guint i = 0;
    while (g_array_index(group->places, Place, i).state != state)
        i++;
    return g_array_index(group->places, Place, i).move;
}

/* The canonical way to the nearest of its places, then the move. */
static void find_schedule(const Collector *all, Group *group)
{
    uint8_t *targets = graph_bits(&all->graph), state[SUBJECT_MAX_STATE];
    for (guint i = 0; i < group->places->len; i++)
        set_bit(targets, g_array_index(group->places, Place, i).state);
    Target target = {.states = targets, .depth = group->depth - group->has_move};
    Schedule *schedule = &group->failure.schedule;
    *schedule = canonical_schedule(&all->explored, &target);
    schedule_run(all->subject, schedule, schedule->length, state);
    if (group->has_move) schedule_append(schedule, move_at(group, number_of(all, state)));
    group->failure.has_schedule = true;
    free(targets);
}

/* -------- goals and what never happens -------- */

static void find_stuck(Collector *all)
{
    for (uint32_t i = 0; i < all->question.check_count; i++) {
        if (all->question.checks[i].kind != CHECK_REACHABLE) continue;
        uint8_t *goal = graph_goal(&all->graph, &all->explored, &all->question.checks[i]);
        all->stuck[i] = stuck_states(&all->graph, goal);
        free(goal);
        for (uint32_t source = 0; all->stuck[i] && source < all->graph.source_count; source++)
            if (bit_is_set(all->stuck[i], source))
                note_initial(all, (Verdict){VERDICT_STUCK, all->question.checks[i].name}, source,
                             NULL);
    }
}

static void add_failure(Failures *found, DistinctFailure failure)
{
    DistinctFailure *kept = g_new(DistinctFailure, 1);
    *kept = failure;
    g_ptr_array_add(found->list, kept);
}

/* A goal is missed by a whole run, which a search of its own finds. */
static void find_missed(const Collector *all, Failures *found, const Check *goal, VerdictKind kind)
{
    Verdict find = {kind, goal->name};
    Question question = all->question;
    question.find = &find;
    SearchOptions options = *all->options;
    options.strategy = STRATEGY_BFS;
    Result result = search(&question, &options);
    if (result.has_schedule) {
        add_failure(found, (DistinctFailure){.verdict = result.verdict,
                                             .actor = FAILURE_NOBODY,
                                             .has_schedule = true,
                                             .schedule = result.schedule});
        result.schedule = (Schedule){0};
    }
    result_free(&result);
}

static void add_goals(const Collector *all, Failures *found)
{
    for (uint32_t i = 0; i < all->question.check_count; i++) {
        const Check *check = &all->question.checks[i];
        if (check->kind == CHECK_EVENTUALLY) {
            find_missed(all, found, check, VERDICT_STUCK);
            find_missed(all, found, check, VERDICT_LIVELOCK);
        }
        if (check->kind == CHECK_SOMETIMES && !all->happens[i])
            add_failure(found, (DistinctFailure){.verdict = {VERDICT_VIOLATES, check->name},
                                                 .actor = FAILURE_NOBODY});
    }
}

/* -------- all of it -------- */

static int by_length(gconstpointer a, gconstpointer b)
{
    const DistinctFailure *one = *(DistinctFailure *const *)a,
                          *other = *(DistinctFailure *const *)b;
    if (one->has_schedule != other->has_schedule) return one->has_schedule ? -1 : 1;
    if (one->schedule.length != other->schedule.length)
        return one->schedule.length < other->schedule.length ? -1 : 1;
    if (one->verdict.kind != other->verdict.kind)
        return (int)one->verdict.kind - (int)other->verdict.kind;
    return g_strcmp0(one->verdict.name, other->verdict.name);
}

static void collect(Collector *all, Failures *found)
{
    all->depths = memory_new(all->graph.state_count, sizeof *all->depths);
    find_depths(all);
    find_stuck(all);
    for (uint32_t state = 0; state < all->graph.state_count; state++)
        look_at_state(all, state);
    for (guint i = 0; i < all->groups->len; i++) {
        Group *group = g_ptr_array_index(all->groups, i);
        find_schedule(all, group);
        if (group->failure.verdict.kind == VERDICT_STUCK)
            add_aftermath(&all->question, all->options, &group->failure.schedule);
        add_failure(found, group->failure);
    }
    add_goals(all, found);
    g_ptr_array_sort(found->list, by_length);
    found->states = all->graph.state_count;
    free(all->depths);
    free((void *)all->explored.levels);
}

static const char *build(Collector *all)
{
    uint8_t state[SUBJECT_MAX_STATE];
    GraphScope scope = {.state_limit = all->options->limits.states};
    if (!all->explored.store) return "memory";
    for (uint32_t i = 0; i < all->subject->initial_count; i++) {
        bool is_new;
        all->subject->initial(all->subject->context, i, state);
        store_insert(all->explored.store, state, (Likeness){0}, &is_new);
    }
    return graph_build(&all->graph, &all->explored, store_count(all->explored.store), &scope);
}

static void group_free(void *data)
{
    Group *group = data;
    g_array_unref(group->places);
    g_free(group);
}

static void collector_clear(Collector *all)
{
    for (uint32_t i = 0; i < all->question.check_count; i++)
        free(all->stuck[i]);
    free(all->stuck);
    free(all->happens);
    g_hash_table_unref(all->by_name);
    g_ptr_array_unref(all->groups);
    graph_free(&all->graph);
    store_free(all->explored.store);
}

static void free_failure(void *data)
{
    DistinctFailure *failure = data;
    schedule_free(&failure->schedule);
    g_free(failure->where);
    if (failure->also) g_array_unref(failure->also);
    g_free(failure);
}

Failures failures_find(const Question *question, const SearchOptions *options)
{
    Failures found = {.list = g_ptr_array_new_with_free_func(free_failure)};
    Collector all = {.subject = question->subject,
                     .question = *question,
                     .options = options,
                     .stuck = memory_new(question->check_count, sizeof(uint8_t *)),
                     .happens = memory_new(question->check_count, sizeof(bool)),
                     .by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                     .groups = g_ptr_array_new_with_free_func(group_free)};
    all.question.find = NULL;
    all.explored = (Explored){.question = &all.question,
                              .options = options,
                              .store = store_for(question->subject, STORE_SAFE_LEAF, STORE_PLAIN),
                              .started = clock_seconds()};
    found.ended = build(&all);
    if (!found.ended) collect(&all, &found);
    collector_clear(&all);
    return found;
}

void failures_clear(Failures *failures)
{
    g_ptr_array_unref(failures->list);
    *failures = (Failures){0};
}
