#include "checker/program/guarantee.h"

#include "checker/program/values.h"

#include <glib.h>
#include <string.h>

/* What there is to say. */
typedef struct Answer {
    const Question *question;
    const SearchOptions *options;
    const Result *result;
} Answer;

static bool ended_by(const Answer *answer, const char *name)
{
    return strcmp(answer->result->verdict.name, name) == 0;
}

bool guarantee_has_goals(const Question *question)
{
    for (uint32_t i = 0; i < question->check_count; i++)
        if (question->checks[i].kind != CHECK_ALWAYS) return true;
    return false;
}

/* -------- there is a verdict -------- */

/* Other failures ended their runs, so what lies behind them was not seen. */
static char *complete(const Answer *answer)
{
    uint64_t other = answer->result->statistics.other;
    if (other == 0) return g_strdup("complete");
    g_autofree char *count = value_count_text(other);
    return g_strdup_printf("complete but for what follows %s other failures, passed over", count);
}

/* Breadth-first without reductions stops at the first level that fails. */
static bool is_shortest(const Answer *answer)
{
    VerdictKind kind = answer->result->verdict.kind;
    bool by_level = answer->options->strategy == STRATEGY_BFS &&
                    !store_is_lossy(answer->options->store) && !answer->result->statistics.reduced;
    return by_level &&
           (kind == VERDICT_VIOLATES || kind == VERDICT_THROWS || kind == VERDICT_DEADLOCK);
}

static char *failure(const Answer *answer)
{
    if (!is_shortest(answer)) return g_strdup("a failure; there may be a shorter way to one");
    return g_strdup_printf("a failure; no shorter schedule leads to one%s",
                           answer->question->find ? " of its kind" : "");
}

/* -------- there is none -------- */

static char *none(const Answer *answer)
{
    return g_strdup_printf("no guarantee: ended by %s", answer->result->verdict.name);
}

/* In states of the last levels not every move was looked at.  A reduced search counts macro steps:
 * a schedule of as many steps has no more of them, but one of them may be many steps. */
static char *by_levels(const Answer *answer)
{
    const Statistics *statistics = &answer->result->statistics;
    const char *of = statistics->reduced ? " of the reduced search" : "";
    if (ended_by(answer, "depth"))
        return g_strdup_printf("complete up to depth %u", answer->options->limits.depth);
    if (statistics->whole_levels == 0) return none(answer);
    return g_strdup_printf("complete up to depth %u%s", statistics->whole_levels - 1, of);
}

static char *by_bounds(const Answer *answer)
{
    const Limits *limits = &answer->options->limits;
    if (!ended_by(answer, "depth") && !ended_by(answer, "preemptions")) return none(answer);
    GString *text = g_string_new("all schedules");
    if (limits->bound_preemptions)
        g_string_append_printf(text, " with at most %u preemption%s", limits->preemptions,
                               limits->preemptions == 1 ? "" : "s");
    if (limits->depth)
        g_string_append_printf(text, "%s at most %u steps",
                               limits->bound_preemptions ? " and" : " of", limits->depth);
    return g_string_free(text, FALSE);
}

static char *by_runs(const Answer *answer)
{
    const Statistics *statistics = &answer->result->statistics;
    bool pct = answer->options->strategy == STRATEGY_PCT;
    g_autofree char *runs = value_count_text(statistics->runs);
    return g_strdup_printf("%s %s of at most %u steps sampled, nothing about others", runs,
                           pct ? "schedules by random priorities" : "random schedules",
                           statistics->depth);
}

/* The end of the store is the end of a whole lossy search; anything else came before it. */
static char *by_store(const Answer *answer)
{
    const Loss *loss = &answer->result->statistics.loss;
    bool whole = ended_by(answer, "hash compaction") || ended_by(answer, "bitstate") ||
                 ended_by(answer, "swarm");
    if (!whole) return none(answer);
    if (loss->fingerprint_bits && !answer->options->swarm)
        return g_strdup_printf("omission risk at most %.2g", MIN(loss->omitted, 1));
    if (loss->coverage > 0)
        return g_strdup_printf("omission risk: about %.2g %% of the states missed",
                               100 * (1 - loss->coverage));
    return g_strdup("omission risk unknown");
}

static char *incomplete(const Answer *answer)
{
    if (store_is_lossy(answer->options->store)) return by_store(answer);
    switch (answer->options->strategy) {
    case STRATEGY_BFS:
        return by_levels(answer);
    case STRATEGY_DFS:
        return none(answer);
    case STRATEGY_BOUNDED:
        return by_bounds(answer);
    case STRATEGY_RANDOM:
    case STRATEGY_PCT:
        return by_runs(answer);
    }
    g_assert_not_reached();
}

/* Walks look ahead where they end, the others judge goals when all is known. */
static bool leaves_goals(const Answer *answer)
{
    Strategy strategy = answer->options->strategy;
    bool walks = !store_is_lossy(answer->options->store) &&
                 (strategy == STRATEGY_RANDOM || strategy == STRATEGY_PCT);
    return !walks && guarantee_has_goals(answer->question);
}

char *guarantee_text(const Question *question, const SearchOptions *options, const Result *result)
{
    Answer answer = {question, options, result};
    if (result->verdict.kind != VERDICT_INCOMPLETE)
        return result->has_schedule ? failure(&answer) : complete(&answer);
    g_autofree char *text = incomplete(&answer);
    bool goals = leaves_goals(&answer) && !g_str_has_prefix(text, "no guarantee");
    return g_strconcat(text, goals ? "; goals are not judged" : "", NULL);
}
