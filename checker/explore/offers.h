/* What everybody could do now, and how the question's checks stand. */
#ifndef CHECKER_EXPLORE_OFFERS_H
#define CHECKER_EXPLORE_OFFERS_H

#include "checker/explore/session.h"

/* One choice of one actor's next step, or a step that is BLOCKED. */
typedef struct Offer {
    PathStep step;
    bool spins;         /* it would change nothing */
    bool rests;         /* BLOCKED, and the actor may wait here for ever */
    Verdict leads_to;   /* what would be wrong then; HOLDS: nothing that the state shows */
    GPtrArray *changes; /* of char *: "p1.status Psyscall -> Pgcstop" */
    GPtrArray *reads;   /* of char *: "sched.lock = m2", what the step looks at */
} Offer;

/* In the order of actor and choice; none if the run is over.  Fields that the subject hides are
 * left out unless `hidden`.  Unreferencing the array frees the offers. */
GPtrArray *offers(const Session *session, bool hidden);

/* One of the question's checks, in this state. */
typedef struct CheckNow {
    const Check *check;
    bool holds;
    bool reached;        /* it held here or before */
    uint32_t reached_at; /* if so: after so many steps, first */
    GPtrArray *values;   /* of char *: "p1.status = Pidle", the fields that its formula names */
} CheckNow;

/* In the order of the question.  Unreferencing the array frees them. */
GPtrArray *checks_now(const Session *session);

/* "always", "sometimes", "reachable", "eventually" */
const char *check_kind_word(CheckKind kind);

#endif
