#include "checker/explore/session.h"

#include "checker/search/judge.h"
#include "checker/search/moves.h"

#include <string.h>

static const Verdict nothing = {VERDICT_HOLDS, NULL};

static PathStep *line_step(const Session *session, uint32_t index)
{
    return &g_array_index(session->line, PathStep, index);
}

bool session_is_over(const Session *session)
{
    uint32_t length = session_position(session);
    return length && path_step(session->path, length - 1)->outcome == THREW;
}

/* -------- what states show -------- */

/* A finite run ends here; so whatever it never came to, it never will. */
static Verdict missed_goal(const Session *session)
{
    const Question *question = session->question;
    for (uint32_t i = 0; i < question->check_count; i++)
        if (question->checks[i].kind == CHECK_EVENTUALLY && session->reached_at[i] == G_MAXUINT32)
            return (Verdict){VERDICT_STUCK, question->checks[i].name};
    return nothing;
}

static Verdict judge_here(const Session *session)
{
    const Subject *subject = session->question->subject;
    const uint8_t *state = session->path->state;
    Question any = *session->question; /* nothing is passed over */
    any.find = NULL;
    Verdict failure = nothing;
    if (session_is_over(session)) {
        uint32_t message = path_step(session->path, session_position(session) - 1)->message;
        return (Verdict){VERDICT_THROWS, subject->messages[message]};
    }
    if (judge_state(&any, state, NULL, &failure) != JUDGED_FINE) return failure;
    if (moves_any(subject, state)) return nothing;
    if (judge_halt(&any, state, &failure) != JUDGED_FINE) return failure;
    return missed_goal(session);
}

/* Look at the state that was just come to. */
static void note_state(Session *session)
{
    const Question *question = session->question;
    uint32_t now = session_position(session);
    for (uint32_t i = 0; i < question->check_count; i++) {
        const Check *check = &question->checks[i];
        if (session->reached_at[i] == G_MAXUINT32 && !session_is_over(session) &&
            check->holds(check->context, session->path->state))
            session->reached_at[i] = now;
    }
    if (session->diagnosis.verdict.kind == VERDICT_HOLDS)
        session->diagnosis = (Diagnosis){judge_here(session), now};
}

/* -------- what searches found -------- */

static bool claim_holds_here(const Session *session)
{
    const SessionClaim *claim = &session->claim;
    uint32_t position = session_position(session);
    if (claim->verdict.kind == VERDICT_LIVELOCK) return position == claim->length;
    return claim->verdict.kind == VERDICT_STUCK && position >= claim->lost;
}

Diagnosis session_diagnosis(const Session *session)
{
    if (session->diagnosis.verdict.kind != VERDICT_HOLDS || !claim_holds_here(session))
        return session->diagnosis;
    const SessionClaim *claim = &session->claim;
    bool stuck = claim->verdict.kind == VERDICT_STUCK;
    return (Diagnosis){claim->verdict, stuck ? claim->lost : claim->length};
}

/* The marks that a trace of the schedule so far would have. */
static void set_marks(Session *session)
{
    Path *path = session->path;
    const SessionClaim *claim = &session->claim;
    path->cycle = path->lost = G_MAXUINT32;
    if (session->diagnosis.verdict.kind != VERDICT_HOLDS || !claim_holds_here(session)) return;
    if (claim->verdict.kind == VERDICT_LIVELOCK) path->cycle = claim->cycle;
    else if (claim->lost < path_length(path)) path->lost = claim->lost;
}

/* The line was left after `position` steps. */
static void leave_line(Session *session, uint32_t position)
{
    g_array_set_size(session->line, position);
    const SessionClaim *claim = &session->claim;
    /* What is lost stays lost whatever comes; what goes round does so at its end only. */
    bool stays = claim->verdict.kind == VERDICT_STUCK && position >= claim->lost;
    if (!stays) session->claim.verdict = nothing;
}

/* -------- beginning -------- */

static void begin(Session *session, uint32_t initial)
{
    const Question *question = session->question;
    path_free(session->path);
    session->path = path_new(question->subject, initial);
    g_array_set_size(session->line, 0);
    session->claim.verdict = session->diagnosis.verdict = nothing;
    for (uint32_t i = 0; i < question->check_count; i++)
        session->reached_at[i] = G_MAXUINT32;
    note_state(session);
}

Session *session_new(const Question *question, const SearchOptions *options, uint32_t initial,
                     uint64_t seed)
{
    Session *session = g_new0(Session, 1);
    session->question = question;
    session->options = options;
    session->line = g_array_new(FALSE, FALSE, sizeof(PathStep));
    session->random = (Random){.seed = seed};
    session->reached_at = g_new(uint32_t, question->check_count);
    begin(session, initial);
    return session;
}

void session_free(Session *session)
{
    if (!session) return;
    path_free(session->path);
    g_array_unref(session->line);
    g_free(session->reached_at);
    if (session->outlook_state) outlook_free(&session->outlook);
    g_free(session->outlook_state);
    g_free(session);
}

void session_restart(Session *session, uint32_t initial)
{
    begin(session, initial);
}

void session_load(Session *session, const Path *path, Verdict claim)
{
    g_assert(session_length(session) == 0);
    begin(session, path->initial);
    Schedule schedule = path_schedule(path);
    session_append(session, &schedule, nothing);
    if (claim.kind == VERDICT_STUCK || claim.kind == VERDICT_LIVELOCK) {
        Replay again = replay(session->question, &schedule, claim, session->options, NULL, NULL);
        if (again.verdict.kind == claim.kind)
            session->claim = (SessionClaim){again.verdict, schedule.length,
                                            schedule.length - again.aftermath, schedule.cycle};
        free(again.state);
    }
    schedule_free(&schedule);
    session_jump(session, 0);
}

/* -------- moving -------- */

static bool is_next_of_line(const Session *session, uint32_t position, Move move)
{
    if (position >= session_length(session)) return false;
    Move next = line_step(session, position)->move;
    return next.actor == move.actor && next.choice == move.choice;
}

Outcome session_take(Session *session, uint16_t actor, uint16_t choice, PathStep *ret)
{
    g_assert(!session_is_over(session));
    uint32_t position = session_position(session);
    Outcome outcome = path_take(session->path, actor, choice, ret);
    if (session_position(session) == position) return outcome;
    if (!is_next_of_line(session, position, ret->move)) {
        leave_line(session, position);
        g_array_append_val(session->line, *ret);
    }
    note_state(session);
    set_marks(session);
    return outcome;
}

static void go_back(Session *session, uint32_t position)
{
    path_cut(session->path, position);
    for (uint32_t i = 0; i < session->question->check_count; i++)
        if (session->reached_at[i] > position) session->reached_at[i] = G_MAXUINT32;
    if (session->diagnosis.since > position) session->diagnosis = (Diagnosis){nothing, position};
}

void session_jump(Session *session, uint32_t position)
{
    position = MIN(position, session_length(session));
    if (position < session_position(session)) go_back(session, position);
    while (session_position(session) < position) {
        Move next = line_step(session, session_position(session))->move;
        PathStep step;
        session_take(session, next.actor, next.choice, &step);
    }
    set_marks(session);
}

void session_append(Session *session, const Schedule *way, Verdict verdict)
{
    uint32_t from = session_position(session), length = from + way->length;
    leave_line(session, from);
    for (uint32_t i = 0; i < way->length; i++) {
        PathStep step;
        session_take(session, way->moves[i].actor, way->moves[i].choice, &step);
    }
    g_assert(session_position(session) == length);
    if (verdict.kind == VERDICT_STUCK || verdict.kind == VERDICT_LIVELOCK)
        session->claim =
            (SessionClaim){verdict, length, length - way->aftermath, from + way->cycle};
    set_marks(session);
}

Path *session_whole(const Session *session)
{
    Path *path = path_new(session->path->subject, session->path->initial);
    for (uint32_t i = 0; i < session_length(session); i++) {
        Move move = line_step(session, i)->move;
        PathStep step;
        path_take(path, move.actor, move.choice, &step);
    }
    return path;
}

/* -------- at random -------- */

/* The actors that can change something; with `actor` given, of its choices. */
static uint32_t count_useful(const Session *session, uint32_t *ret_actors, uint32_t actor,
                             GArray *choices)
{
    const Subject *subject = session->question->subject;
    g_autofree uint8_t *to = g_malloc(subject->state_size);
    Moves moves;
    *ret_actors = 0;
    moves_begin(&moves, subject, session->path->state, to, NULL);
    while (moves_next(&moves)) {
        if (moves.outcome == RAN && !moves.changed) continue;
        *ret_actors |= UINT32_C(1) << moves.move.actor;
        if (moves.move.actor == actor) g_array_append_val(choices, moves.move.choice);
    }
    return (uint32_t)__builtin_popcount(*ret_actors);
}

/* False: nobody can change anything. */
static bool step_at_random(Session *session)
{
    g_autoptr(GArray) choices = g_array_new(FALSE, FALSE, sizeof(uint16_t));
    uint32_t actors, count = count_useful(session, &actors, UINT32_MAX, choices);
    if (!count) return false;
    for (uint32_t skip = random_below(&session->random, count); skip > 0; skip--)
        actors &= actors - 1;
    uint32_t actor = (uint32_t)__builtin_ctz(actors);
    count_useful(session, &actors, actor, choices);
    uint32_t which = random_below(&session->random, choices->len);
    PathStep step;
    session_take(session, (uint16_t)actor, g_array_index(choices, uint16_t, which), &step);
    return true;
}

uint32_t session_random(Session *session, uint32_t steps)
{
    const volatile int *interrupted = session->options->interrupted;
    uint32_t made = 0;
    while (made < steps && !session_is_over(session) && step_at_random(session)) {
        made++;
        if (session_diagnosis(session).verdict.kind != VERDICT_HOLDS) break;
        if (interrupted && *interrupted) break;
    }
    return made;
}
