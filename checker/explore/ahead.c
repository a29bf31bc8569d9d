/* Questions about what lies ahead of a session: searches that begin where it is. */
#include "checker/explore/session.h"
#include "checker/search/begin_at.h"

#include <string.h>

/* The session's question, asked from here. */
typedef struct Here {
    BeginAt begin;
    Check *checks;
    Question question;
    SearchOptions options;
} Here;

/* Does it make sense to ask this of what is left of the run?  Not of a goal that it has come to,
 * nor of a state that might have been on the way. */
static bool is_open(const Session *session, uint32_t check)
{
    CheckKind kind = session->question->checks[check].kind;
    if (kind == CHECK_EVENTUALLY) return session->reached_at[check] == G_MAXUINT32;
    return kind != CHECK_SOMETIMES;
}

/* The caller frees ret->checks. */
static void ask_here(Here *ret, const Session *session, const Verdict *find)
{
    const Question *question = session->question;
    begin_at(&ret->begin, question->subject, session->path->state);
    ret->question = *question;
    ret->question.subject = &ret->begin.subject;
    ret->question.find = find;
    ret->checks = g_new(Check, question->check_count);
    ret->question.checks = ret->checks;
    ret->question.check_count = 0;
    for (uint32_t i = 0; i < question->check_count; i++)
        if (is_open(session, i)) ret->checks[ret->question.check_count++] = question->checks[i];
    ret->options = *session->options;
    ret->options.strategy = STRATEGY_BFS;
    ret->options.store = STORE_EXACT;
    ret->options.expects_failure = true;
    ret->options.limits.depth = 0;
}

Verdict session_find(Session *session, const Verdict *find, uint64_t *ret_states)
{
    g_autofree Here *here = g_new(Here, 1);
    ask_here(here, session, find);
    Result result = search(&here->question, &here->options);
    if (result.has_schedule) session_append(session, &result.schedule, result.verdict);
    Verdict verdict = result.verdict;
    *ret_states = result.statistics.states;
    result_free(&result);
    g_free(here->checks);
    return verdict;
}

const Outlook *session_look_ahead(Session *session, uint64_t state_limit)
{
    g_autofree Here *here = g_new(Here, 1);
    ask_here(here, session, NULL);
    if (session->outlook_state) outlook_free(&session->outlook);
    g_free(session->outlook_state);
    session->outlook_state = g_memdup2(session->path->state, session->path->subject->state_size);
    session->outlook = outlook(&here->question, &here->options, state_limit);
    g_free(here->checks);
    return &session->outlook;
}

bool session_outlook_is_here(const Session *session)
{
    return session->outlook_state && !session_is_over(session) &&
           memcmp(session->outlook_state, session->path->state,
                  session->path->subject->state_size) == 0;
}

void session_follow(Session *session, uint32_t fate)
{
    g_assert(session_outlook_is_here(session) && fate < session->outlook.fate_count);
    const Fate *chosen = &session->outlook.fates[fate];
    session_append(session, &chosen->way, chosen->verdict);
}
