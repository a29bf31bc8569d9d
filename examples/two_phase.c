/* Two-phase commit, as in Gray and Lamport's "Consensus on transaction commit" (TwoPhase.tla).
 *
 * The manager collects promises and decides; each resource manager may prepare, abort on its own,
 * or follow a decision.  Messages are never lost and never consumed, so that receiving one twice is
 * a transition that changes nothing.
 *
 * Published counts (TLA+ examples TwoPhase; Stateright 2pc): n=3: 288 states, 1,145 transitions
 * (TLC counts the arrival too: 1,146), 11 levels; n=5: 8,832 states.
 */
#include "examples/example.h"

#define MAX_MANAGERS 7

enum { MANAGERS };
static const Parameter parameters[] = {[MANAGERS] = {"n", 3, 1, MAX_MANAGERS}};

enum { COLLECTING, DECIDED, WORKING, PREPARED, COMMITTED, ABORTED };
/* clang-format off */
static const SubjectStep steps[] = {
    [COLLECTING] = {"COLLECTING", "transaction manager",
                    "receive a promise; commit if all have promised; or abort", false},
    [DECIDED]    = {"DECIDED", "transaction manager", "false", true},
    [WORKING]    = {"WORKING", "resource manager", "promise to commit; or abort; or obey", false},
    [PREPARED]   = {"PREPARED", "resource manager", "obey a decision", true},
    [COMMITTED]  = {"COMMITTED", "resource manager", "obey a decision", true},
    [ABORTED]    = {"ABORTED", "resource manager", "obey a decision", true},
};
/* clang-format on */

typedef struct World {
    uint8_t manager_pc;
    uint8_t promised[MAX_MANAGERS]; /* the message of each resource manager is out */
    uint8_t received[MAX_MANAGERS]; /* the transaction manager has seen it */
    uint8_t commit_sent, abort_sent;
    uint8_t pc[MAX_MANAGERS];
} World;

static Outcome collect(Step *s, World *w, uint32_t n)
{
    enum { COMMIT = MAX_MANAGERS, ABORT };
    uint32_t enabled = 1u << ABORT, received = 0;
    for (uint32_t i = 0; i < n; i++) {
        enabled |= (uint32_t)load(s, &w->promised[i]) << i;
        received += w->received[i];
    }
    if (received == n) enabled |= 1u << COMMIT;

    uint32_t which = choose(s, enabled);
    switch (which) {
    case COMMIT:
        store(s, &w->commit_sent, true);
        return next(s, DECIDED);
    case ABORT:
        store(s, &w->abort_sent, true);
        return next(s, DECIDED);
    default:
        w->received[which] = true;
        return RAN;
    }
}

static Outcome follow(Step *s, World *w, uint32_t self)
{
    enum { PROMISE, GIVE_UP, OBEY_COMMIT, OBEY_ABORT };
    uint32_t own = w->pc[self] == WORKING ? 1u << PROMISE | 1u << GIVE_UP : 0;
    uint32_t orders =
        (uint32_t)(load(s, &w->commit_sent) << OBEY_COMMIT | load(s, &w->abort_sent) << OBEY_ABORT);
    switch (choose(s, own | orders)) {
    case PROMISE:
        store(s, &w->promised[self], true);
        return next(s, PREPARED);
    case GIVE_UP:
    case OBEY_ABORT:
        return next(s, ABORTED);
    case OBEY_COMMIT:
        return next(s, COMMITTED);
    default:
        return BLOCKED;
    }
}

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    const Model *model = context;
    World *w = (World *)state;
    uint32_t n = model->value[MANAGERS], self = attempt->actor;
    Step s = step_begin(state, self < n ? &w->pc[self] : &w->manager_pc, attempt);

    switch (*s.pc) {
    case COLLECTING:
        return collect(&s, w, n);
    case DECIDED:
        return BLOCKED;
    case WORKING:
    case PREPARED:
    case COMMITTED:
    case ABORTED:
        return follow(&s, w, self);
    default:
        return NOT_MINE;
    }
}

static void initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)index;
    const Model *model = context;
    World *w = (World *)state;
    *w = (World){.manager_pc = COLLECTING};
    memset(w->pc, WORKING, model->value[MANAGERS]);
}

static bool consistent(const void *context, const uint8_t *state)
{
    const Model *model = context;
    const World *w = (const World *)state;
    uint32_t n = model->value[MANAGERS];
    bool committed = memchr(w->pc, COMMITTED, n), aborted = memchr(w->pc, ABORTED, n);
    return !(committed && aborted);
}

static const Predicate predicates[] = {
    {"consistent", "no two resource managers decide differently", consistent, NULL, NULL, NULL},
};

const Subject *checker_subject(const char *const *given, const char **ret_error)
{
    static const char *actors[MAX_MANAGERS + 1][MAX_MANAGERS + 1];
    Model *model = model_new(parameters, LENGTH(parameters), given, ret_error);
    if (!model) return NULL;
    uint32_t n = model->value[MANAGERS];
    model_field(model, "tm", 0, "pc", "next step", &model->pc_kind, offsetof(World, manager_pc));
    for (uint32_t i = 0; i < n; i++) {
        actors[n][i] = process_names[i];
        model_field(model, "p", i + 1, "pc", "next step", &model->pc_kind, offsetof(World, pc[i]));
        model_field(model, "p", i + 1, "promised", "its promise is out", &number_kind,
                    offsetof(World, promised[i]));
        model_field(model, "p", i + 1, "received", "its promise was seen", &number_kind,
                    offsetof(World, received[i]));
    }
    actors[n][n] = "tm";
    return model_subject(model, (Subject){.name = "two_phase",
                                          .state_size = sizeof(World),
                                          .actor_count = n + 1,
                                          .actors = actors[n],
                                          .steps = steps,
                                          .step_count = LENGTH(steps),
                                          .predicates = predicates,
                                          .predicate_count = LENGTH(predicates),
                                          .initial = initial,
                                          .attempt = attempt,
                                          .may_rest = always_rests});
}
