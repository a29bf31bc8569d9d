#include "checker/explore/offers.h"

#include "checker/search/judge.h"
#include "checker/search/moves.h"
#include "checker/trace/render.h"

#include <string.h>

static void offer_free(void *data)
{
    Offer *offer = data;
    g_ptr_array_unref(offer->changes);
    g_ptr_array_unref(offer->reads);
    g_free(offer);
}

/* What is wrong with the state that a step has led to? */
static Verdict judge_after(const Session *session, const PathStep *step, const uint8_t *after)
{
    const Subject *subject = session->question->subject;
    Question any = *session->question; /* nothing is passed over */
    any.find = NULL;
    Verdict failure = {VERDICT_HOLDS, NULL};
    if (step->outcome == THREW) return (Verdict){VERDICT_THROWS, subject->messages[step->message]};
    if (judge_state(&any, after, NULL, &failure) == JUDGED_FINE && !moves_any(subject, after))
        judge_halt(&any, after, &failure);
    return failure;
}

static Offer *offer_new(const Session *session, const PathStep *step, bool hidden)
{
    const Subject *subject = session->question->subject;
    const uint8_t *before = session->path->state;
    g_autofree uint8_t *after = g_memdup2(before, subject->state_size);
    Attempt attempt = {.actor = step->move.actor, .choice = step->move.choice};
    Offer *offer = g_new0(Offer, 1);
    offer->step = *step;
    if (subject->attempt(subject->context, after, &attempt) == BLOCKED)
        offer->rests = subject->may_rest(subject->context, before, step->move.actor);
    else offer->leads_to = judge_after(session, step, after);
    offer->spins = step->outcome == RAN && memcmp(before, after, subject->state_size) == 0;
    offer->changes = render_changes(subject, before, after, hidden);
    offer->reads = render_reads(subject, before, step->move, hidden);
    return offer;
}

GPtrArray *offers(const Session *session, bool hidden)
{
    GPtrArray *all = g_ptr_array_new_with_free_func(offer_free);
    const Subject *subject = session->question->subject;
    for (uint16_t actor = 0; actor < subject->actor_count && !session_is_over(session); actor++) {
        PathStep step;
        uint16_t choice = 0;
        do {
            path_try(session->path, actor, choice, &step);
            g_ptr_array_add(all, offer_new(session, &step, hidden));
        } while (step.outcome != BLOCKED && ++choice < step.choices);
    }
    return all;
}

/* -------- checks -------- */

static void check_now_free(void *data)
{
    CheckNow *now = data;
    g_ptr_array_unref(now->values);
    g_free(now);
}

GPtrArray *checks_now(const Session *session)
{
    const Question *question = session->question;
    const uint8_t *state = session->path->state;
    GPtrArray *all = g_ptr_array_new_with_free_func(check_now_free);
    for (uint32_t i = 0; i < question->check_count; i++) {
        const Check *check = &question->checks[i];
        CheckNow *now = g_new0(CheckNow, 1);
        now->check = check;
        now->holds = check->holds(check->context, state);
        now->reached = session->reached_at[i] != G_MAXUINT32;
        now->reached_at = session->reached_at[i];
        now->values = render_named(question->subject, check->text, state);
        g_ptr_array_add(all, now);
    }
    return all;
}

const char *check_kind_word(CheckKind kind)
{
    static const char *const words[] = {"always", "sometimes", "reachable", "eventually"};
    return words[kind];
}
