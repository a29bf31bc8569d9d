/* One run: a walk from an initial state to where it ends, led by a policy. */
#ifndef CHECKER_WALK_H
#define CHECKER_WALK_H

#include "checker/search/explored.h"
#include "checker/search/moves.h"
#include "checker/search/policy.h"

typedef enum WalkEnd {
    WALK_FAILED,      /* as the question asks; `verdict` says how */
    WALK_PASSED_OVER, /* it failed, but the question asks for another failure */
    WALK_HALTED,      /* nobody can change anything any more: all rest, or those who do not spin */
    WALK_CUT,         /* it reached the limit on steps */
    WALK_ENDED        /* something asked the search to end: `ended` names it */
} WalkEnd;

typedef struct Walk {
    const Explored *explored; /* for the limits */
    const Question *question;
    Statistics *statistics; /* every state walked through counts, as often as it is visited */
    uint32_t step_limit;
    uint8_t *state;    /* where the walk is */
    bool *reached;     /* per check: its predicate held somewhere on this walk */
    Schedule schedule; /* of this walk */
    Verdict verdict;
    const char *ended; /* with WALK_ENDED; NULL else */
    /* Private. */
    uint32_t schedule_room;
    uint8_t *successor;
    Move *moves; /* what can be done now, spinning excepted */
    uint32_t move_count, move_room;
    uint32_t ready; /* bit set of the actors of `moves` */
    /* The moves that one actor made without interruption, to see it go in circles: the state is
     * compared with one of a few moves ago, renewed after 1, 2, 4, ... moves (Brent). */
    uint32_t solo_actor, solo_length, solo_mark;
    uint8_t *solo_state;
} Walk;

/* `explored` says what is walked through and which limits hold; it has no store. */
void walk_init(Walk *walk, const Explored *explored, Statistics *statistics, uint32_t step_limit);
void walk_free(Walk *walk);

/* Walk once.  The initial state is drawn with the seed if there are several. */
WalkEnd walk_run(Walk *walk, Policy *policy, uint64_t seed);

#endif
