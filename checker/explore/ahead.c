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

/* -------- failures by name -------- */

static Wanted one(VerdictKind kind, const char *name)
{
    return (Wanted){{{kind, name}}, 1};
}

Wanted wanted_by_question(const Question *question)
{
    return question->find ? one(question->find->kind, question->find->name) : (Wanted){0};
}

static Wanted by_check(const Check *check)
{
    if (check->kind == CHECK_ALWAYS) return one(VERDICT_VIOLATES, check->name);
    Wanted wanted = one(VERDICT_STUCK, check->name);
    if (check->kind == CHECK_EVENTUALLY)
        wanted.verdicts[wanted.count++] = (Verdict){VERDICT_LIVELOCK, check->name};
    return wanted;
}

bool wanted_by_name(const Question *question, const char *name, Wanted *ret)
{
    const Subject *subject = question->subject;
    *ret = (Wanted){0};
    if (strcmp(name, "any") == 0) return true;
    for (uint32_t i = 0; i < question->check_count && !ret->count; i++)
        if (question->checks[i].kind != CHECK_SOMETIMES &&
            strcmp(question->checks[i].name, name) == 0)
            *ret = by_check(&question->checks[i]);
    for (uint32_t i = 0; i < subject->message_count && !ret->count; i++)
        if (strcmp(subject->messages[i], name) == 0)
            *ret = one(VERDICT_THROWS, subject->messages[i]);
    if (!ret->count && strcmp(name, "deadlock") == 0) *ret = one(VERDICT_DEADLOCK, NULL);
    return ret->count > 0;
}

GPtrArray *wanted_names(const Question *question)
{
    GPtrArray *names = g_ptr_array_new();
    g_ptr_array_add(names, "any");
    g_ptr_array_add(names, "deadlock");
    for (uint32_t i = 0; i < question->check_count; i++)
        if (question->checks[i].kind != CHECK_SOMETIMES)
            g_ptr_array_add(names, (char *)question->checks[i].name);
    for (uint32_t i = 0; i < question->subject->message_count; i++)
        if (*question->subject->messages[i]) /* a model may leave a number unused */
            g_ptr_array_add(names, (char *)question->subject->messages[i]);
    return names;
}

/* -------- searches -------- */

static Verdict find_one(Session *session, const Verdict *find, uint64_t *states)
{
    g_autofree Here *here = g_new(Here, 1);
    ask_here(here, session, find);
    Result result = search(&here->question, &here->options);
    if (result.has_schedule) session_append(session, &result.schedule, result.verdict);
    Verdict verdict = result.verdict;
    *states += result.statistics.states;
    result_free(&result);
    g_free(here->checks);
    return verdict;
}

Verdict session_find(Session *session, Wanted wanted, uint64_t *ret_states)
{
    *ret_states = 0;
    if (!wanted.count) return find_one(session, NULL, ret_states);
    Verdict verdict = {VERDICT_HOLDS, NULL};
    for (uint32_t i = 0; i < wanted.count && verdict.kind == VERDICT_HOLDS; i++)
        verdict = find_one(session, &wanted.verdicts[i], ret_states);
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
