#include "tests/oracle/asked.h"

#include "tests/oracle/same_result.h"

#include <glib.h>

#define MOST_COMPLAINTS 20
/* A table of fingerprints is not short of room for so many states; nor do bounded searches, which
 * expand a state again for each shorter way to it, take too long. */
#define FEW_STATES 1000

static void complain(Asked *a, const Mode *mode, const char *what)
{
    const Verdict *find = a->bare.find;
    if (!*what || ++a->tally->disagreements > MOST_COMPLAINTS) return;
    g_autofree char *text = mode_text(mode);
    printf("seed %lu, looking for %d %s, %s: %s\n", a->seed, find ? (int)find->kind : -1,
           find && find->name ? find->name : "", text, what);
}

/* -------- against the reference -------- */

/* A failure that is shown must be there, and be wanted. */
static void check_schedule(Asked *a, const Mode *mode, const Result *result)
{
    if (!result->has_schedule) return;
    if (a->bare.find && !verdict_fits(result->verdict, *a->bare.find))
        complain(a, mode, "nobody asked for this verdict");
    const char *objection =
        naive_objection(&a->graph, &a->bare, &result->schedule, result->verdict);
    if (objection) complain(a, mode, objection);
}

static Difference naive_difference(const Asked *a, const Statistics *s)
{
    const Naive *naive = &a->graph.found;
    const Subject *subject = a->bare.subject;
    if (s->states != naive->states) DIFFER("%lu states, not %lu", s->states, naive->states);
    if (s->transitions != naive->transitions)
        DIFFER("%lu transitions, not %lu", s->transitions, naive->transitions);
    if (s->other != a->answer.others)
        DIFFER("%lu failures passed over, not %lu", s->other, a->answer.others);
    Difference found = count_difference(
        &naive->steps->ran, &s->steps->ran,
        (uint32_t)(subject->step_count * sizeof(StepCount) / sizeof(uint64_t)), "executions");
    if (!*found.text)
        found =
            count_difference(naive->together, s->together, subject->actor_count, "states together");
    if (!*found.text)
        found =
            count_difference(naive->check_true, s->check_true, a->bare.check_count, "states with");
    return found;
}

/* The length of a breadth-first schedule up to the failure, if that is known; else it is right. */
static void check_length(Asked *a, const Mode *mode, const Result *result)
{
    uint32_t shortest =
        a->answer.failure_at != NAIVE_NEVER ? a->answer.failure_at : a->answer.shortest;
    uint32_t length = result->schedule.length - result->schedule.aftermath;
    if (mode->strategy == STRATEGY_BFS && shortest != NAIVE_NEVER && length != shortest)
        complain(a, mode, "the counterexample is not the shortest");
}

static void check_failure(Asked *a, const Mode *mode, const Result *result)
{
    bool right_kind = result->verdict.kind == VERDICT_VIOLATES ||
                      result->verdict.kind == VERDICT_THROWS ||
                      result->verdict.kind == VERDICT_DEADLOCK;
    if (!right_kind || !result->has_schedule) complain(a, mode, "a failure was not found");
}

static void check_whole(Asked *a, const Mode *mode, const Result *result)
{
    Verdict expected = a->answer.otherwise;
    bool shown = expected.kind == VERDICT_STUCK || expected.kind == VERDICT_LIVELOCK;
    if (!verdict_equal(result->verdict, expected)) complain(a, mode, "another verdict");
    if (result->has_schedule != shown) complain(a, mode, "with a schedule, or not");
    complain(a, mode, naive_difference(a, &result->statistics).text);
    if (mode->strategy == STRATEGY_BFS && result->statistics.depth + 1 != a->graph.found.levels)
        complain(a, mode, "another depth");
}

/* A complete search that makes use of nothing must say what the reference says. */
static void check_plain(Asked *a, const Mode *mode, const Result *result)
{
    check_schedule(a, mode, result);
    check_length(a, mode, result);
    if (a->answer.failure_at != NAIVE_NEVER) check_failure(a, mode, result);
    else check_whole(a, mode, result);
}

/* -------- one search against another -------- */

/* An interrupt can come when a failure is known already.  Then it is told as far as it is known: a
 * counterexample as the reductions have it, what never happened before goals are judged. */
static bool is_told_early(const Asked *a, const Mode *mode, const Result *result)
{
    if (a->pieces > mode->pieces) return false; /* the last piece was not interrupted */
    if (result->has_schedule) return result->statistics.reduced;
    for (uint32_t i = 0; i < a->bare.check_count; i++)
        if (a->bare.checks[i].kind == CHECK_SOMETIMES && a->graph.found.check_true[i] == 0 &&
            verdict_equal(result->verdict, (Verdict){VERDICT_VIOLATES, a->bare.checks[i].name}))
            return a->answer.failure_at == NAIVE_NEVER;
    return false;
}

static void check_early(Asked *a, const Mode *mode, const Result *result)
{
    check_schedule(a, mode, result);
    if (a->bare.find && !verdict_fits(result->verdict, *a->bare.find))
        complain(a, mode, "nobody asked for this verdict");
    a->tally->early++;
}

/* What a search that leaves out states must still know. */
static void check_reduced(Asked *a, const Mode *mode, const Result *plain, const Result *result)
{
    const Statistics *all = &plain->statistics, *some = &result->statistics;
    complain(a, mode, verdict_difference(plain, result).text);
    if (result->has_schedule) complain(a, mode, "a failure is shown with reductions");
    if (some->states > all->states) complain(a, mode, "more states with reductions");
    for (uint32_t step = 0; step < a->bare.subject->step_count; step++)
        if (!all->steps[step].ran != !some->steps[step].ran ||
            !all->steps[step].threw != !some->steps[step].threw)
            complain(a, mode, "whether a step is ever taken");
    for (uint32_t i = 0; i < a->bare.check_count; i++)
        if (a->bare.checks[i].kind == CHECK_SOMETIMES &&
            !all->check_true[i] != !some->check_true[i])
            complain(a, mode, "whether it is true somewhere");
    a->tally->smaller += some->states < all->states;
}

static void check_complete(Asked *a, const Mode *mode, const Result *result)
{
    const Result *plain = &a->plain[mode->strategy == STRATEGY_DFS];
    bool depth_is_luck = mode->strategy == STRATEGY_DFS && mode->workers > 1;
    Difference found = result_difference(&a->bare, plain, result, depth_is_luck);
    if (!*found.text) return;
    if (result->statistics.reduced && !mode_reduces(mode, &a->bare))
        complain(a, mode, "it was reduced, which was ruled out");
    if (is_told_early(a, mode, result)) check_early(a, mode, result);
    else if (result->statistics.reduced) check_reduced(a, mode, plain, result);
    else complain(a, mode, found.text);
}

/* Only the verdict: steps are counted as often as they are taken again. */
static void check_bounded(Asked *a, const Mode *mode, const Result *result)
{
    check_schedule(a, mode, result);
    if (a->answer.failure_at != NAIVE_NEVER) {
        check_failure(a, mode, result);
        return;
    }
    if (!verdict_equal(result->verdict, a->answer.otherwise)) complain(a, mode, "another verdict");
    if (result->statistics.states != a->graph.found.states) complain(a, mode, "other states");
}

/* What is found is there, and nothing is said to hold. */
static void check_sampled(Asked *a, const Mode *mode, const Result *result)
{
    check_schedule(a, mode, result);
    if (result->verdict.kind == VERDICT_HOLDS) complain(a, mode, "it says that it holds");
    a->tally->sampled += result->has_schedule;
}

/* Fingerprints of 40 bits and more, for a few states: one that is lost would be news. */
static void check_lossy(Asked *a, const Mode *mode, const Result *result)
{
    uint64_t searches = MAX(mode->swarm, 1), all = a->graph.found.states * searches;
    bool fails = a->answer.failure_at != NAIVE_NEVER, missed = fails && !result->has_schedule;
    bool lost = !fails && result->statistics.states < all;
    check_schedule(a, mode, result);
    if (result->verdict.kind == VERDICT_HOLDS) complain(a, mode, "it says that it holds");
    if (result->statistics.states > all) complain(a, mode, "states that there are not");
    a->tally->missed += missed || lost;
    if (mode->store == STORE_BITSTATE || a->graph.found.states > FEW_STATES) return;
    if (missed) complain(a, mode, "a failure was not found");
    if (lost) complain(a, mode, "states are lost");
}

/* An interrupt that is there from the beginning ends any search that has something to do. */
static void check_pieces(Asked *a, const Mode *mode, const Result *result)
{
    if (mode->pieces == 0 || a->pieces > 1) return;
    if (result->verdict.kind == VERDICT_HOLDS && result->statistics.transitions > 0)
        complain(a, mode, "the interrupt was not heeded");
}

static void check(Asked *a, const Mode *mode, const Result *result)
{
    check_pieces(a, mode, result);
    if (store_is_lossy(mode->store)) check_lossy(a, mode, result);
    else if (mode_is_complete(mode)) check_complete(a, mode, result);
    else if (mode->strategy == STRATEGY_BOUNDED) check_bounded(a, mode, result);
    else check_sampled(a, mode, result);
}

/* -------- all -------- */

static Result search_in(Asked *a, const Mode *mode)
{
    Result result = mode_search(mode, &a->c, a->bare.find, a->folder, &a->pieces);
    a->tally->searches++;
    a->tally->states += result.statistics.states;
    a->tally->resumed += a->pieces > 1;
    return result;
}

void asked_begin(Asked *asked, uint64_t seed)
{
    asked->seed = seed;
    random_case(&asked->c, seed);
    asked->bare = asked->c.bare;
    asked->graph = naive_graph(asked->bare.subject, asked->bare.checks, asked->bare.check_count);
    asked->tally->systems++;
}

void asked_end(Asked *asked)
{
    naive_graph_free(&asked->graph);
}

void asked_compare(Asked *asked, const Verdict *find, Random *random)
{
    static const Strategy strategies[] = {STRATEGY_BFS, STRATEGY_DFS};
    asked->bare.find = find;
    asked->answer = naive_answer(&asked->graph, &asked->bare);
    for (uint32_t i = 0; i < G_N_ELEMENTS(strategies); i++) {
        Mode mode = mode_plain(strategies[i]);
        asked->plain[i] = search_in(asked, &mode);
        check_plain(asked, &mode, &asked->plain[i]);
    }
    asked->tally->verdicts[asked->plain[0].verdict.kind]++;
    for (uint32_t i = 0; i < MODES; i++) {
        Mode mode = mode_number(i, random);
        if (mode.strategy == STRATEGY_BOUNDED && asked->graph.found.states > FEW_STATES) continue;
        Result result = search_in(asked, &mode);
        check(asked, &mode, &result);
        result_free(&result);
    }
    for (uint32_t i = 0; i < G_N_ELEMENTS(strategies); i++)
        result_free(&asked->plain[i]);
}
