/* One atomic step: what it may touch, and the only doors through which it does.
 *
 * The rule of atomicity: a step makes at most one access that another thread can race with.
 * Accesses protected by a lock that the thread holds may ride along, and so may its private fields.
 * A step that spins (a CAS loop, a busy wait) is RAN and stays where it is: an actor that spins is
 * alive, and may be alive for ever.  A step that sleeps (a lock, a note) is BLOCKED.
 *
 * Each procedure of the runtime is one function with one `case` for each step; steps.def declares
 * them.  Every arm ends by naming what comes next: next, call, leave, mcall, gogo, ...
 */
#ifndef MODEL_STEP_H
#define MODEL_STEP_H

#include "model/config.h"

/* Program counters: one constant for each row of steps.def. */
enum {
#define STEP(name, procedure, reads, writes, source) name,
#define AWAIT(name, procedure, reads, writes, source) name,
#include "model/steps.def"
    STEP_COUNT,
    PROGRAM_NEXT = 0xfffe, /* in the bottom frame: an instruction of the program is under way */
    RETURN = 0xffff        /* in place of a step: nothing is left to do there */
};

/* Classes of cells, one for each field: SCHED_STOPWAIT, P_STATUS (enumerators of world.def). */
typedef enum CellClass {
#define SCHED_FIELD(member, kind, shown, meaning) CLASS_Sched_##member,
#define GC_FIELD(member, kind, shown, meaning) CLASS_Gc_##member,
#define P_FIELD(member, kind, shown, meaning) CLASS_P_##member,
#define M_FIELD(member, kind, shown, meaning) CLASS_M_##member,
#define G_FIELD(member, kind, shown, meaning) CLASS_G_##member,
#include "model/world.def"
    CLASS_COUNT
} CellClass;

static_assert(CLASS_COUNT <= 64, "a set of classes is one word");
typedef uint64_t Classes;

/* Everything the runtime throws, in its own words. */
typedef enum Message {
    NO_MESSAGE,
#define MESSAGE(constant, text) THROW_##constant,
#include "model/messages.def"
    MESSAGE_COUNT
} Message;

/* What park_m calls once the G is off the M. */
enum {
    CALLBACK_NONE,
    CALLBACK_RELEASEM,
    CALLBACK_ATTACH,
    CALLBACK_NETPOLLBLOCK,
    CALLBACK_UNLOCK,
    CALLBACK_SEMA
};

typedef struct Step {
    const Config *config;
    uint8_t *world; /* where the cells lie: a cell's identity is its offset */
    Sched *sched;
    Gc *gc;
    P *p; /* the arrays: use p_of, m_of, g_of */
    M *m;
    G *g;
    M *self;      /* the M that moves... */
    uint8_t id;   /* ...and its id */
    uint16_t pc;  /* the step it takes */
    Frame *frame; /* the procedure it is in */
    uint32_t choice, choices;
    Message message;
    uint64_t *read, *wrote, *own; /* bit sets over the world's bytes, or NULL */
} Step;

/* Every procedure of steps.def is a function; that a declaration is repeated is harmless. */
#define STEP(name, procedure, reads, writes, source) Outcome procedure(Step *s);
#define AWAIT(name, procedure, reads, writes, source) Outcome procedure(Step *s);
#include "model/steps.def"

static inline P *p_of(Step *s, uint8_t id)
{
    assert(id >= 1 && id <= s->config->ps);
    return &s->p[id - 1];
}
static inline M *m_of(Step *s, uint8_t id)
{
    assert(id >= 1 && id <= s->config->ms);
    return &s->m[id - 1];
}
static inline G *g_of(Step *s, uint8_t id)
{
    assert(id >= 1 && id <= s->config->gs);
    return &s->g[id - 1];
}
static inline uint8_t setting(const Step *s, SettingId id)
{
    return s->config->setting[id];
}

/* -------- the doors -------- */

static inline void mark(const Step *s, uint64_t *set, const uint8_t *cell)
{
    size_t at = (size_t)(cell - s->world);
    if (set) set[at / 64] |= (uint64_t)1 << at % 64;
}
static inline uint8_t load(Step *s, const uint8_t *cell)
{
    mark(s, s->read, cell);
    return *cell;
}
static inline void store(Step *s, uint8_t *cell, uint8_t value)
{
    mark(s, s->wrote, cell);
    *cell = value;
}
static inline bool cas(Step *s, uint8_t *cell, uint8_t from, uint8_t to)
{
    if (load(s, cell) != from) return false;
    store(s, cell, to);
    return true;
}
/* Counters may go below zero; that they do is a finding, not a wrap-around. */
static inline int8_t add(Step *s, uint8_t *cell, int8_t delta)
{
    int8_t value = (int8_t)((int8_t)load(s, cell) + delta);
    store(s, cell, (uint8_t)value);
    return value;
}
static inline int8_t decrement(Step *s, uint8_t *cell)
{
    return add(s, cell, -1);
}
static inline int8_t load_signed(Step *s, const uint8_t *cell)
{
    return (int8_t)load(s, cell);
}
/* A ghost that counts but must stay finite. */
static inline void count_up_to(Step *s, uint8_t *cell, uint8_t most)
{
    uint8_t value = load(s, cell);
    if (value < most) store(s, cell, (uint8_t)(value + 1));
}
/* The runtime reports a broken invariant; the step ends the run whatever its arm returns. */
static inline void throws(Step *s, Message message)
{
    if (!s->message) s->message = message;
}

/* lock and unlock of a runtime mutex: enabled when free, whoever comes (lock_futex.go). */
static inline bool acquire(Step *s, uint8_t *lock)
{
    return cas(s, lock, 0, s->id);
}
static inline void release(Step *s, uint8_t *lock)
{
    assert(load(s, lock) == s->id);
    store(s, lock, 0);
}
/* notewakeup: a one-shot latch; waking it twice is a throw. */
static inline void wake(Step *s, uint8_t *note)
{
    if (!cas(s, note, 0, 1)) throws(s, THROW_DOUBLE_WAKEUP);
}
/* notesleep and noteclear in one: the only sleeper clears the latch. */
static inline bool await(Step *s, uint8_t *note)
{
    return cas(s, note, 1, 0);
}
/* One of n alternatives; at most one call a step, before anything is written. */
static inline uint32_t choose(Step *s, uint32_t n)
{
    s->choices = n;
    return s->choice;
}

/* -------- statuses: status.c -------- */

/* casgstatus: true if the status was `from` and is `to` now; false: the caller spins.  A transition
 * that the runtime does not know aborts the checker. */
bool casgstatus(Step *s, G *gp, uint8_t from, uint8_t to);
/* A goroutine whose M is going to wait on g0: Gwaiting for as long, so that its stack can be
 * scanned, if the setting says so (casGToWaiting).  False: the caller spins. */
bool disguise(Step *s, SettingId caller);
/* castogscanstatus: one attempt to set the scan bit. */
bool castogscanstatus(Step *s, G *gp, uint8_t from);
/* casfrom_Gscanstatus: clear the scan bit, or throw. */
void casfrom_gscanstatus(Step *s, G *gp, uint8_t to);

/* -------- lists, under sched.lock or owned: lists.c -------- */

void pidleput(Step *s, uint8_t p);
uint8_t pidleget(Step *s);
void mput(Step *s, uint8_t m);
uint8_t mget(Step *s);
void globrunqput(Step *s, uint8_t g);
uint8_t globrunqget(Step *s);
void runqput(Step *s, uint8_t p, uint8_t g);
uint8_t runqget(Step *s, uint8_t p);

/* What forEachP counts down and sleeps on, as the setting foreachp-counter says. */
uint8_t *foreachp_wait(Step *s);
uint8_t *foreachp_note(Step *s);

/* -------- where to go: every arm returns one of these -------- */

Outcome next(Step *s, uint16_t pc);          /* the next step of this procedure */
Outcome spin(Step *s);                       /* the same step again */
Outcome leave(Step *s);                      /* return to the caller */
Outcome leave_with(Step *s, uint8_t result); /* the same, with a value for take_result */
/* Call a procedure on this stack, to return to step `then`. */
Outcome call(Step *s, uint16_t first, uint8_t argument, uint16_t then);
/* Tail call: this procedure is over, `first` takes its place. */
Outcome become(Step *s, uint16_t first, uint8_t argument);
/* Loops over all Ps: frame->argument is the P that step `again` looks at.  Look at the next P, or
 * leave after the last... */
Outcome next_p(Step *s, uint16_t again);
/* ...or first call a procedure for this one. */
Outcome call_for_p(Step *s, uint16_t first, uint16_t again);
/* From a user stack: run a procedure on g0, then return to step `then` of this one (or RETURN). */
Outcome systemstack(Step *s, uint16_t first, uint8_t argument, uint16_t then);
/* From a user stack: leave it for good at step `then`; g0 starts afresh with `first`. */
Outcome mcall(Step *s, uint16_t first, uint8_t argument, uint16_t then);
/* On g0: drop what is there and start `first`; schedule() never returns. */
Outcome restart_g0(Step *s, uint16_t first, uint8_t argument);
/* Before anything else on this stack, run `first`; then go on as the outcome so far says. */
Outcome detour(Step *s, uint16_t first, uint8_t argument);
/* On g0: continue G where it left off. */
Outcome gogo(Step *s, uint8_t g);

/* The value of the procedure that just returned; reading it forgets it. */
static inline uint8_t take_result(Step *s)
{
    uint8_t result = s->self->result;
    s->self->result = 0;
    return result;
}

/* What a row of steps.def says, with the procedure that knows the step. */
typedef struct StepInfo {
    Outcome (*run)(Step *s);
    Classes reads, writes; /* a written class may be read too */
    bool awaits;
} StepInfo;

extern const StepInfo step_info[STEP_COUNT];
extern const char *const message_text[MESSAGE_COUNT];

/* Run one step of M actor + 1 in `world`.  Fills attempt; records the footprint if attempt asks. */
Outcome step_run(const Config *config, uint8_t *world, Attempt *attempt);

/* The class of a cell that is shared: of any but those that are private to some M. */
CellClass step_cell_class(const Layout *at, size_t cell);

/* Is this cell one of M `m`'s own bytes, or on the stack of the G it executes (0: none)?  Nobody
 * else looks at them, so no step declares them. */
bool step_is_private(const Layout *at, uint8_t m, uint8_t g, size_t cell);

/* The step this M takes next. */
uint16_t step_at(const Config *config, const uint8_t *world, uint8_t m);

/* For initial worlds: a Step of M `m` outside any procedure, and its first frames. */
Step step_open(const Config *config, uint8_t *world, uint8_t m);
void step_begin(Step *s, uint16_t first);
void step_begin_program(Step *s);
void step_begin_parked(Step *s);

#endif
