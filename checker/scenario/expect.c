/* `expect` and `find`: verdicts, as a scenario writes them. */
#include "checker/scenario/reader.h"

#include <string.h>

/* What is read into: one verdict, and the figures that only `expect` has. */
typedef struct Expected {
    Verdict verdict;
    Span at;              /* of the verdict; length 0: none yet */
    Expectation *figures; /* NULL for `find` */
} Expected;

static void set_verdict(Reader *reader, Expected *expected, Span at, VerdictKind kind,
                        const char *name)
{
    if (expected->at.length > 0)
        reader_error(reader, at, NULL, "a second verdict: only one can be the answer");
    expected->verdict = (Verdict){kind, name};
    expected->at = at;
    expected->at.length = MAX(at.length, 1);
}

/* -------- names -------- */

/* The check that a verdict of this kind can name? */
static bool can_answer(VerdictKind verdict, CheckKind check)
{
    switch (verdict) {
    case VERDICT_VIOLATES:
        return check == CHECK_ALWAYS || check == CHECK_SOMETIMES;
    case VERDICT_STUCK:
        return check == CHECK_REACHABLE || check == CHECK_EVENTUALLY;
    case VERDICT_LIVELOCK:
        return check == CHECK_EVENTUALLY;
    default:
        return false;
    }
}

static void read_check_name(Reader *reader, const Node *value, Expected *expected, VerdictKind kind)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (uint32_t i = 0; i < reader->checks->len; i++) {
        const Check *check = &g_array_index(reader->checks, Check, i);
        if (can_answer(kind, check->kind)) g_ptr_array_add(names, (char *)check->name);
    }
    int found = -1;
    if (names->len == 0)
        reader_error(reader, value->at, NULL, "no check of this variant can answer that");
    else
        found = read_word(reader, value, "no check has the name", (const char *const *)names->pdata,
                          names->len);
    const char *name = found < 0 ? NULL : g_ptr_array_index(names, found);
    set_verdict(reader, expected, value->at, kind, name);
}

static void read_violates(Reader *reader, const Node *value, void *into)
{
    read_check_name(reader, value, into, VERDICT_VIOLATES);
}

static void read_stuck(Reader *reader, const Node *value, void *into)
{
    read_check_name(reader, value, into, VERDICT_STUCK);
}

static void read_livelock(Reader *reader, const Node *value, void *into)
{
    read_check_name(reader, value, into, VERDICT_LIVELOCK);
}

static void read_throws(Reader *reader, const Node *value, void *into)
{
    const Subject *subject = subject_of(reader);
    if (!subject) return;
    int found = read_word(reader, value, "the model never throws", subject->messages,
                          subject->message_count);
    set_verdict(reader, into, value->at, VERDICT_THROWS,
                found < 0 ? NULL : subject->messages[found]);
}

/* -------- words -------- */

const VerdictWord verdict_words[VERDICT_WORD_COUNT] = {
    {"holds", VERDICT_HOLDS},       {"incomplete", VERDICT_INCOMPLETE},
    {"deadlock", VERDICT_DEADLOCK}, {"throws", VERDICT_THROWS},
    {"violates", VERDICT_VIOLATES}, {"stuck", VERDICT_STUCK},
    {"livelock", VERDICT_LIVELOCK},
};

static void read_verdict_word(Reader *reader, const Node *value, void *into)
{
    Expected *expected = into;
    const char *names[VERDICT_WORD_COUNT];
    uint32_t first = expected->figures ? 0 : FIND_FIRST;
    uint32_t last = expected->figures ? EXPECT_WORDS : VERDICT_WORD_COUNT;
    for (uint32_t i = first; i < last; i++)
        names[i - first] = verdict_words[i].word;
    int found = read_word(reader, value, "no verdict by itself:", names, last - first);
    if (found >= 0)
        set_verdict(reader, expected, value->at, verdict_words[first + (uint32_t)found].kind, NULL);
}

/* -------- figures -------- */

static void read_states(Reader *reader, const Node *value, void *into)
{
    Expectation *figures = ((Expected *)into)->figures;
    figures->has_states = read_number(reader, value, 0, G_MAXUINT64, &figures->states);
}

static void read_transitions(Reader *reader, const Node *value, void *into)
{
    Expectation *figures = ((Expected *)into)->figures;
    figures->has_transitions = read_number(reader, value, 0, G_MAXUINT64, &figures->transitions);
}

static void read_depth(Reader *reader, const Node *value, void *into)
{
    Expectation *figures = ((Expected *)into)->figures;
    uint64_t depth = 0;
    figures->has_depth = read_number(reader, value, 0, G_MAXUINT32, &depth);
    figures->depth = (uint32_t)depth;
}

/* The rows up to `states` are those of `find` as well. */
static const Key expect_keys[] = {
    {"verdict", "holds, deadlock or incomplete", "a verdict that names nothing", read_verdict_word,
     OVERRIDE_VALUE},
    {"violates", "the name of a check", "an invariant is false", read_violates, OVERRIDE_VALUE},
    {"throws", "a message", "the runtime itself gives up", read_throws, OVERRIDE_VALUE},
    {"stuck", "the name of a check", "its goal can never be reached again", read_stuck,
     OVERRIDE_VALUE},
    {"livelock", "the name of a check", "a fair schedule goes on for ever without its goal",
     read_livelock, OVERRIDE_VALUE},
    {"states", "a number", "exactly so many states", read_states, OVERRIDE_VALUE},
    {"transitions", "a number", "exactly so many transitions", read_transitions, OVERRIDE_VALUE},
    {"depth", "a number", "exactly this depth", read_depth, OVERRIDE_VALUE},
};
const Level expect_level = LEVEL("expect", expect_keys);
const Level find_level = {"find", expect_keys, 5};

static void read_either_form(Reader *reader, const Node *value, const Level *level,
                             Expected *expected)
{
    if (value->kind == NODE_TEXT) read_verdict_word(reader, value, expected);
    else level_read(reader, level, value, expected);
    if (value->kind == NODE_MAP && expected->at.length == 0)
        reader_error(reader, value->at, "one of verdict, violates, throws, stuck, livelock",
                     "no verdict is expected here");
}

void read_expect(Reader *reader, const Node *value, void *into)
{
    (void)into;
    Expectation *expect = &reader->variant->expect;
    Expected expected = {.figures = expect};
    read_either_form(reader, value, &expect_level, &expected);
    expect->given = expected.at.length > 0;
    expect->verdict = expected.verdict;
}

void read_find(Reader *reader, const Node *value, void *into)
{
    (void)into;
    Expected expected = {0};
    read_either_form(reader, value, &find_level, &expected);
    Verdict *find = storage_new0(reader->storage, Verdict, 1);
    *find = expected.verdict;
    reader->variant->question.find = find;
}
