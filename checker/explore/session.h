/* A session: one run of a question, led by hand.
 *
 * A session knows the schedule so far and, after going back, the steps that were taken back and can
 * be taken again.  It does no I/O: the terminal and the browser are two faces of it.
 */
#ifndef CHECKER_EXPLORE_SESSION_H
#define CHECKER_EXPLORE_SESSION_H

#include "checker/search/outlook.h"
#include "checker/search/random.h"
#include "checker/trace/path.h"

/* Something is wrong with the schedule so far, or nothing is (VERDICT_HOLDS). */
typedef struct Diagnosis {
    Verdict verdict;
    uint32_t since; /* after so many steps it is wrong */
} Diagnosis;

/* What was found, by a search, to be wrong with a whole schedule: its states do not show it. */
typedef struct SessionClaim {
    Verdict verdict; /* STUCK or LIVELOCK; HOLDS: there is none */
    uint32_t length; /* of the schedule */
    uint32_t lost;   /* STUCK: after so many steps the goal is lost */
    uint32_t cycle;  /* LIVELOCK: the step that the cycle begins with */
} SessionClaim;

typedef struct Session {
    const Question *question;
    const SearchOptions *options; /* limits and interrupts of the searches; borrowed */
    Path *path;                   /* the steps up to here, with cycle and lost as in a trace */
    GArray *line; /* of PathStep: these, then those that were taken back and can be taken again */
    Random random;
    /* What lies ahead of `outlook_state`, as it was asked last. */
    Outlook outlook;
    uint8_t *outlook_state; /* NULL: it was not asked */
    /* Private. */
    Diagnosis diagnosis;  /* as far as states show it */
    uint32_t *reached_at; /* per check: after so many steps it held first; G_MAXUINT32 if never */
    SessionClaim claim;
} Session;

/* A run that has not begun, from an initial state of the subject.  Everything must outlive the
 * session; free it with session_free. */
Session *session_new(const Question *question, const SearchOptions *options, uint32_t initial,
                     uint64_t seed);
void session_free(Session *session); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Session, session_free)

/* Put a schedule ahead of a session that has not begun.  Whether it is stuck or a livelock as
 * `claim` says is confirmed first, within the limits; other failures show by themselves. */
void session_load(Session *session, const Path *path, Verdict claim);

/* Begin again, in this initial state. */
void session_restart(Session *session, uint32_t initial);

static inline uint32_t session_position(const Session *session)
{
    return path_length(session->path);
}
static inline uint32_t session_length(const Session *session)
{
    return session->line->len;
}

/* Move.  As path_take: nothing happens if the actor is BLOCKED or has no such choice.  A step other
 * than the next one of the line ends the line.  The run must not be over. */
Outcome session_take(Session *session, uint16_t actor, uint16_t choice, PathStep *ret);

/* The last step threw: nobody moves any more. */
bool session_is_over(const Session *session);

/* Go to the state after `position` steps of the line; past its end, to its end. */
void session_jump(Session *session, uint32_t position);

/* Let a uniformly random scheduler make at most `steps` steps, until something is wrong or nobody
 * can change anything.  It chooses an actor among those that can change something, then a choice.
 * Returns how many were made. */
uint32_t session_random(Session *session, uint32_t steps);

/* What is wrong here, first of all: what the states show, then what searches found. */
Diagnosis session_diagnosis(const Session *session);

/* The whole line as a path, steps that were taken back included.  Free with path_free. */
Path *session_whole(const Session *session);

/* -------- what lies ahead (ahead.c) -------- */

/* The failures that somebody looks for: any of these, or any at all if there are none. */
typedef struct Wanted {
    Verdict verdicts[2];
    uint32_t count;
} Wanted;

/* What the question looks for. */
Wanted wanted_by_question(const Question *question);
/* By its name: a check, a message, "deadlock", or "any".  False: there is no such failure. */
bool wanted_by_name(const Question *question, const char *name, Wanted *ret);
/* All these names, of const char *, which belong to the question; unreference it. */
GPtrArray *wanted_names(const Question *question);

/* Search for the nearest wanted failure from here.  If there is one, go there.  HOLDS: none can be
 * reached; INCOMPLETE: a limit ended the search.  *ret_states is how many states were visited.
 * Nothing may be wrong here yet. */
Verdict session_find(Session *session, Wanted wanted, uint64_t *ret_states);

/* Look at all that lies ahead, at most `state_limit` states (0: no such limit); session->outlook
 * keeps it. */
const Outlook *session_look_ahead(Session *session, uint64_t state_limit);

/* Is session->outlook about this very state? */
bool session_outlook_is_here(const Session *session);

/* Go the shortest way to one of its fates; it must be about this state. */
void session_follow(Session *session, uint32_t fate);

/* -------- for session.c and ahead.c -------- */

/* Append a schedule that begins here, go to its end, and remember what it shows. */
void session_append(Session *session, const Schedule *way, Verdict verdict);

#endif
