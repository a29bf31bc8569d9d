/* `expect` of a live scenario: a verdict of docs/live.md, by itself or with its message and
 * figures.
 */
#include "checker/scenario/reader.h"

#include <string.h>

const char *const live_figures[LIVE_FIGURES] = {"executions", "states", "transitions"};

static const char *const verdicts[LIVE_VERDICTS] = {
#define VERDICT(name, word, meaning) word,
#include "checker/live/verdicts.def"
};

static void read_verdict(Reader *reader, const Node *value, void *into)
{
    LiveExpectation *expect = into;
    const char *answers[LIVE_VERDICTS];
    memcpy(answers, verdicts, sizeof answers);
    /* These say that there is no answer. */
    answers[LIVE_DIVERGES] = answers[LIVE_UNSUPPORTED] = NULL;
    int found = read_word(reader, value, "no program has the verdict", answers, LIVE_VERDICTS);
    if (found < 0) return;
    expect->given = true;
    expect->verdict = (LiveVerdict)found;
    const LiveSearch *search = &reader->live->search;
    if (expect->verdict == LIVE_HOLDS && live_search_samples(search))
        reader_error(reader, value->at, "incomplete: nothing was found",
                     "a strategy that samples never answers that a program holds");
}

static void read_message(Reader *reader, const Node *value, void *into)
{
    ((LiveExpectation *)into)->message = read_line(reader, value, "a message");
}

static void read_figure(Reader *reader, const Node *value, LiveExpectation *expect,
                        LiveFigure figure)
{
    expect->has[figure] = read_number(reader, value, 0, G_MAXUINT64, &expect->figure[figure]);
}

static void read_executions(Reader *reader, const Node *value, void *into)
{
    read_figure(reader, value, into, LIVE_FIGURE_EXECUTIONS);
}

static void read_states(Reader *reader, const Node *value, void *into)
{
    read_figure(reader, value, into, LIVE_FIGURE_STATES);
}

static void read_transitions(Reader *reader, const Node *value, void *into)
{
    read_figure(reader, value, into, LIVE_FIGURE_TRANSITIONS);
}

static const Key live_expect_keys[] = {
    {"verdict", "a verdict of a program", "one of those below; required", read_verdict,
     OVERRIDE_VALUE},
    {"message", "text", "what else the verdict says, to the letter", read_message, OVERRIDE_VALUE},
    {"executions", "a number", "exactly so many executions", read_executions, OVERRIDE_VALUE},
    {"states", "a number", "stateful: exactly so many states", read_states, OVERRIDE_VALUE},
    {"transitions", "a number", "stateful: exactly so many transitions", read_transitions,
     OVERRIDE_VALUE},
};
const Level live_expect_level = LEVEL("expect", live_expect_keys);

/* Figures that this strategy does not have would never be as expected. */
static void check_figures(Reader *reader, const Node *value, const LiveExpectation *expect)
{
    bool stateful = reader->live->search.strategy == LIVE_STATEFUL;
    for (LiveFigure figure = 0; figure < LIVE_FIGURES; figure++) {
        bool of_states = figure != LIVE_FIGURE_EXECUTIONS;
        if (!expect->has[figure] || of_states == stateful) continue;
        reader_error(reader, node_get(value, live_figures[figure])->at, NULL, "%s",
                     stateful ? "stateful counts states, not executions"
                              : "only stateful counts states and transitions");
    }
}

void read_live_expect(Reader *reader, const Node *value, void *into)
{
    (void)into;
    LiveExpectation *expect = &reader->live->expect;
    if (value->kind == NODE_TEXT) {
        read_verdict(reader, value, expect);
        return;
    }
    level_read(reader, &live_expect_level, value, expect);
    if (value->kind != NODE_MAP) return;
    if (!node_get(value, "verdict"))
        reader_error(reader, value->at, "verdict: deadlock", "no verdict is expected here");
    check_figures(reader, value, expect);
}
