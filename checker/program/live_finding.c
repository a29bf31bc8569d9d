#include "checker/program/live_finding.h"

#include "checker/live/launch.h"
#include "checker/program/status.h"
#include "checker/program/values.h"

#include <string.h>

/* -------- what was expected -------- */

static char *verdict_words(const char *word, const char *message)
{
    return message && *message ? g_strdup_printf("%s: %s", word, message) : g_strdup(word);
}

char *live_finding_expected(const LiveExpectation *expect)
{
    return verdict_words(live_verdicts[expect->verdict], expect->message);
}

static bool is_expected(const LiveExpectation *expect, const LiveAnswer *answer)
{
    return expect->given && expect->verdict == answer->verdict &&
           (!expect->message || strcmp(expect->message, answer->message) == 0);
}

static char *figures_difference(const LiveExpectation *expect, const LiveAnswer *answer)
{
    const uint64_t found[LIVE_FIGURES] = {[LIVE_FIGURE_EXECUTIONS] = answer->executions,
                                          [LIVE_FIGURE_STATES] = answer->states,
                                          [LIVE_FIGURE_TRANSITIONS] = answer->transitions};
    for (LiveFigure figure = 0; figure < LIVE_FIGURES; figure++) {
        if (!expect->has[figure] || expect->figure[figure] == found[figure]) continue;
        g_autofree char *wanted = value_count_text(expect->figure[figure]);
        g_autofree char *there = value_count_text(found[figure]);
        return g_strdup_printf("expected %s %s, found %s", wanted, live_figures[figure], there);
    }
    return NULL;
}

static void judge(Finding *finding, bool as_written)
{
    const LiveAnswer *answer = &finding->live->shared->answer;
    const LiveExpectation *expect = &finding->variant->live->expect;
    if (is_expected(expect, answer)) {
        if (as_written) finding->difference = figures_difference(expect, answer);
        finding->standing = finding->difference ? STANDING_WRONG : STANDING_FINE;
    } else if (answer->verdict == LIVE_INCOMPLETE) {
        finding->standing = STANDING_OPEN;
    } else if (expect->given) {
        g_autofree char *expected = live_finding_expected(expect);
        finding->difference = g_strdup_printf("expected %s", expected);
        finding->standing = STANDING_WRONG;
    } else {
        finding->standing = answer->verdict == LIVE_HOLDS ? STANDING_FINE : STANDING_WRONG;
    }
}

/* -------- what it is worth -------- */

static char *sampled(const LiveAnswer *answer)
{
    g_autofree char *count = value_count_text(answer->executions);
    return g_strdup_printf("%s executions of at most %" G_GUINT64_FORMAT
                           " steps sampled, nothing about others",
                           count, answer->longest);
}

static char *incomplete(const LiveShared *shared)
{
    const LiveQuestion *asked = &shared->question;
    const char *ended = shared->answer.message;
    if (strcmp(ended, "sampled") == 0) return sampled(&shared->answer);
    if (strcmp(ended, "preemptions") != 0 && strcmp(ended, "delays") != 0)
        return g_strdup_printf("no guarantee: ended by %s", ended);
    GString *text = g_string_new("all executions with at most");
    if (asked->preemptions != UINT32_MAX)
        g_string_append_printf(text, " %u preemptions", asked->preemptions);
    if (asked->delays != UINT32_MAX)
        g_string_append_printf(text, "%s %u delays", asked->preemptions != UINT32_MAX ? " and" : "",
                               asked->delays);
    return g_string_free(text, FALSE);
}

static char *guarantee(const LiveShared *shared)
{
    bool no_races = !shared->question.races || shared->question.strategy == LIVE_STATEFUL;
    uint32_t verdict = shared->answer.verdict;
    if (live_status(verdict) == STATUS_WRONG)
        return g_strdup("a failure; there may be a shorter way to one");
    g_autofree char *text = verdict == LIVE_HOLDS
                                ? g_strdup("all executions under sequential consistency")
                                : incomplete(shared);
    bool says_little = g_str_has_prefix(text, "no guarantee");
    return g_strconcat(text, no_races && !says_little ? "; data races are not judged" : "", NULL);
}

/* -------- the finding -------- */

/* The kinds that models have, too; any other failure is the program's own, as if it threw. */
static VerdictKind kind_of(uint32_t verdict)
{
    switch (verdict) {
    case LIVE_HOLDS:
        return VERDICT_HOLDS;
    case LIVE_INCOMPLETE:
        return VERDICT_INCOMPLETE;
    case LIVE_DEADLOCK:
        return VERDICT_DEADLOCK;
    case LIVE_LIVELOCK:
        return VERDICT_LIVELOCK;
    default:
        return VERDICT_THROWS;
    }
}

Finding live_finding_make(const Scenario *scenario, const Variant *variant, const Live *live,
                          bool as_written)
{
    const LiveAnswer *answer = &live->shared->answer;
    Finding finding = {.scenario = scenario, .variant = variant, .live = live};
    finding.verdict = live_verdict(answer);
    finding.guarantee = guarantee(live->shared);
    finding.result.verdict = (Verdict){kind_of(answer->verdict), answer->message};
    finding.result.seed = live->shared->question.seed;
    finding.result.statistics.seconds = (double)answer->nanoseconds / 1e9;
    finding.trace_path = g_strdup(live->trace);
    finding.fails = live_status(answer->verdict) == STATUS_WRONG;
    finding.was_expected = is_expected(&variant->live->expect, answer);
    judge(&finding, as_written);
    return finding;
}

Finding live_finding_not_run(const Scenario *scenario, const Variant *variant)
{
    return (Finding){.scenario = scenario,
                     .variant = variant,
                     .standing = STANDING_OPEN,
                     .verdict = g_strdup("not run"),
                     .result.verdict = {VERDICT_INCOMPLETE, "not run"},
                     .guarantee = g_strdup("no guarantee: programs are run by `checker live` or "
                                           "with --run-programs only")};
}
