/* The Go model behind the subject interface: fields, the initial world, who may rest. */
#include "model/go.h"

#include "model/memo.h"
#include "model/view.h"

#include <stdio.h>
#include <string.h>

/* -------- what the fields mean -------- */

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const char *const flag_names[] = {"false", "true"};
static const char *const g_ids[] = {"nil", "g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8"};
static const char *const m_ids[] = {"nil", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"};
static const char *const p_ids[] = {"nil", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8"};
static const char *const note_names[] = {"clear", "posted"};
static const char *const guard_names[] = {"normal", "stackPreempt"};
static const char *const poll_names[] = {"pdNil", "pdWait", "pdReady", "pdParked"};
static const char *const phase_names[] = {"GCoff", "GCscan", "GCmark", "GCmarktermination"};
static const char *const mode_names[] = {"dedicated", "idle"};
static const char *const p_status_names[] = {"Pidle", "Prunning", "Psyscall", "Pgcstop", "Pdead"};
static const char *const g_status_names[GSCANPREEMPTED + 1] = {
    [GIDLE] = "Gidle",
    [GRUNNABLE] = "Grunnable",
    [GRUNNING] = "Grunning",
    [GSYSCALL] = "Gsyscall",
    [GWAITING] = "Gwaiting",
    [GDEAD] = "Gdead",
    [GCOPYSTACK] = "Gcopystack",
    [GPREEMPTED] = "Gpreempted",
    [GSCANRUNNABLE] = "Gscanrunnable",
    [GSCANRUNNING] = "Gscanrunning",
    [GSCANSYSCALL] = "Gscansyscall",
    [GSCANWAITING] = "Gscanwaiting",
    [GSCANPREEMPTED] = "Gscanpreempted",
};

static const ValueKind NUMBER_kind = {"number", NULL, 0, false};
static const ValueKind SIGNED_kind = {"number", NULL, 0, true};
static const ValueKind FLAG_kind = {"flag", flag_names, COUNT(flag_names), false};
static const ValueKind NOTE_kind = {"note", note_names, COUNT(note_names), false};
static const ValueKind REF_G_kind = {"g", g_ids, COUNT(g_ids), false};
static const ValueKind REF_M_kind = {"m", m_ids, COUNT(m_ids), false};
static const ValueKind REF_P_kind = {"p", p_ids, COUNT(p_ids), false};
static const ValueKind STACK_GUARD_kind = {"stack guard", guard_names, COUNT(guard_names), false};
static const ValueKind POLL_kind = {"poll state", poll_names, COUNT(poll_names), false};
static const ValueKind GC_PHASE_kind = {"gc phase", phase_names, COUNT(phase_names), false};
static const ValueKind WORKER_MODE_kind = {"worker mode", mode_names, COUNT(mode_names), false};
static const ValueKind P_STATUS_kind = {"P status", p_status_names, COUNT(p_status_names), false};
static const ValueKind G_STATUS_kind = {"G status", g_status_names, COUNT(g_status_names), false};

#define SHOWN false
#define HIDDEN true
#define ROW(type, member, kind, hidden, meaning)                                                   \
    {NULL, 0, #member, meaning, &kind##_kind, offsetof(type, member), 1, hidden},

static const Field sched_fields[] = {
#define SCHED_FIELD(member, kind, shown, meaning) ROW(Sched, member, kind, shown, meaning)
#include "model/world.def"
};
static const Field gc_fields[] = {
#define GC_FIELD(member, kind, shown, meaning) ROW(Gc, member, kind, shown, meaning)
#include "model/world.def"
};
static const Field p_fields[] = {
#define P_FIELD(member, kind, shown, meaning) ROW(P, member, kind, shown, meaning)
#include "model/world.def"
};
static const Field m_fields[] = {
#define M_FIELD(member, kind, shown, meaning) ROW(M, member, kind, shown, meaning)
#include "model/world.def"
};
static const Field g_fields[] = {
#define G_FIELD(member, kind, shown, meaning) ROW(G, member, kind, shown, meaning)
#include "model/world.def"
};

/* Copy the fields of one object that lies at `offset`. */
static void add_fields(GoModel *model, const Field *from, size_t count, const char *object,
                       uint32_t index, size_t offset)
{
    for (size_t i = 0; i < count; i++) {
        assert(model->subject.field_count < GO_MAX_FIELDS);
        Field *field = &model->fields[model->subject.field_count++];
        *field = from[i];
        field->object = object;
        field->index = index;
        field->offset = (uint16_t)(field->offset + offset);
    }
}

static void build_fields(GoModel *model)
{
    const Config *config = &model->config;
    Layout at = config->layout;

    add_fields(model, sched_fields, COUNT(sched_fields), "sched", 0, 0);
    add_fields(model, gc_fields, COUNT(gc_fields), "gc", 0, sizeof(Sched));
    for (uint8_t i = 0; i < config->ps; i++)
        add_fields(model, p_fields, COUNT(p_fields), "p", i + 1u, at.p + i * sizeof(P));
    for (uint8_t i = 0; i < config->ms; i++)
        add_fields(model, m_fields, COUNT(m_fields), "m", i + 1u, at.m + i * sizeof(M));
    for (uint8_t i = 0; i < config->gs; i++)
        add_fields(model, g_fields, COUNT(g_fields), "g", i + 1u, at.g + i * sizeof(G));
}

/* -------- steps -------- */

static const SubjectStep go_steps[STEP_COUNT] = {
#define STEP(name, procedure, reads, writes, source)                                               \
    [name] = {#name, #procedure, source, AWAITS_NOTHING},
#define AWAIT(name, procedure, reads, writes, source)                                              \
    [name] = {#name, #procedure, source, AWAITS_GUARD},
#define REST(name, procedure, reads, writes, source)                                               \
    [name] = {#name, #procedure, source, AWAITS_NOBODY},
#include "model/steps.def"
};

static Outcome attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    return step_run(&((const GoModel *)context)->config, state, attempt);
}

/* -------- the initial world -------- */

/* P belongs to M from the start. */
static void give_p(Step *s, uint8_t p, uint8_t status)
{
    P *pp = p_of(s, p);

    s->self->p = p;
    pp->status = s->config->stopped && status == PRUNNING ? PGCSTOP : status;
    pp->m = status == PRUNNING ? s->id : 0;
}

/* M executes g. */
static void begin_running(Step *s, uint8_t g)
{
    const GConfig *config = &s->config->g[g - 1];
    G *gp = g_of(s, g);
    bool in_syscall = config->start == G_IN_SYSCALL;

    gp->atomicstatus = in_syscall ? GSYSCALL : GRUNNING;
    gp->syscallsp = in_syscall;
    gp->stackguard0 = in_syscall ? GUARD_PREEMPT : GUARD_NORMAL;
    gp->m = s->id;
    s->self->curg = g;
    s->self->g = g;
    if (config->p) give_p(s, config->p, in_syscall ? PSYSCALL : PRUNNING);
    if (s->config->stopped && !in_syscall) s->sched->worldsema = g;
    step_begin_program(s);
}

static void begin_m(const Config *config, uint8_t *world, uint8_t m)
{
    Step s = step_open(config, world, m);
    const MConfig *mc = &config->m[m - 1];

    switch (mc->start) {
    case M_IDLE:
        step_begin(&s, STOPM_SLEEP);
        mput(&s, m);
        break;
    case M_RUNS_G:
        begin_running(&s, config_runs(config, m));
        break;
    case M_SCHEDULE:
        give_p(&s, mc->p, PRUNNING);
        step_begin(&s, SCHEDULE_GCWAITING);
        break;
    default:
        step_begin_program(&s);
        if (program_at(&mc->program, 0)->operation == OPERATION_NETPOLL) s.sched->lastpoll = 0;
    }
}

/* G runs on no M yet. */
static void begin_g(const Config *config, uint8_t *world, uint8_t g)
{
    const GConfig *gc = &config->g[g - 1];
    Step s = step_open(config, world, 1);
    G *gp = g_of(&s, g);
    M nobody = {.g = g}; /* lends its eyes: the stack below is that of g */

    s.self = &nobody;
    switch (gc->start) {
    case G_ABSENT:
        gp->atomicstatus = GDEAD;
        break;
    case G_QUEUED:
        gp->atomicstatus = GRUNNABLE;
        step_begin_program(&s);
        if (gc->p) runqput(&s, gc->p, g);
        else globrunqput(&s, g);
        break;
    case G_PARKED:
    case G_NETWORK:
        gp->atomicstatus = GWAITING;
        gp->sudog = gc->start == G_PARKED;
        gp->rg = gc->start == G_NETWORK ? POLL_PARKED : POLL_NIL;
        step_begin_parked(&s);
        break;
    default:
        break; /* begun with its M */
    }
}

/* Ps that nobody holds. */
static void begin_idle_ps(const Config *config, uint8_t *world)
{
    Step s = step_open(config, world, 1);

    for (uint8_t p = config->ps; p >= 1; p--) {
        bool held = false;
        for (uint8_t m = 1; m <= config->ms; m++)
            held |= m_of(&s, m)->p == p;
        if (held) continue;
        p_of(&s, p)->status = config->stopped ? PGCSTOP : PIDLE;
        if (!config->stopped) pidleput(&s, p);
    }
}

static void initial(const void *context, uint32_t index, uint8_t *world)
{
    const Config *config = &((const GoModel *)context)->config;

    assert(index == 0);
    memset(world, 0, config->layout.size);
    Step s = step_open(config, world, 1);
    s.sched->lastpoll = 1;
    s.sched->gcwaiting = config->stopped;
    s.gc->phase = config->phase;
    s.gc->blackenEnabled = config->blacken;
    s.gc->markwork = config->markwork;
    s.gc->nproc = config->ps;
    s.gc->nwait = config->ps;
    s.gc->dedicated = config->blacken ? config->ps : 0;
    for (uint8_t m = config->ms; m >= 1; m--)
        begin_m(config, world, m);
    for (uint8_t g = 1; g <= config->gs; g++)
        begin_g(config, world, g);
    begin_idle_ps(config, world);
    /* A cycle holds worldsema; who began it does not matter, gcMarkDone releases it. */
    if (config->blacken && !s.sched->worldsema) s.sched->worldsema = 1;
}

/* -------- who may rest -------- */

static bool g_finished(const View *v, uint8_t g)
{
    const G *gp = &v->g[g - 1];
    bool blocked_for_ever = gp->depth && gp->frame[gp->depth - 1].pc == KERNEL_BLOCK;

    return v->config->g[g - 1].daemon || bare_status(gp) == GDEAD || blocked_for_ever;
}

/* An M in STARTM_LOCK lacks an idle M to start, for work that is done by now.  A netpoll that was
 * asked for, and not of a daemon, has to get its input. */
static bool m_finished(const View *v, uint8_t m)
{
    const MConfig *mc = &v->config->m[m - 1];
    uint16_t pc = view_step(v, m);

    if (mc->start == M_PROGRAM && !mc->daemon && pc == NETPOLL_BLOCK) return false;
    return pc == STOPM_SLEEP || pc == MEXIT_REST || pc == KERNEL_BLOCK || pc == NETPOLL_BLOCK ||
           pc == SYSMON_SLEEP || pc == STARTM_LOCK;
}

/* An M may sleep for ever once every goroutine that has to finish has finished. */
static bool may_rest(const void *context, const uint8_t *world, uint32_t actor)
{
    View v = view_of(&((const GoModel *)context)->config, world);

    for (uint8_t g = 1; g <= v.config->gs; g++)
        if (!g_finished(&v, g)) return false;
    return m_finished(&v, (uint8_t)(actor + 1));
}

bool go_done(const void *done_context, const uint8_t *state)
{
    const DoneContext *done = done_context;
    View v = view_of(&done->model->config, state);

    if (done->g) return bare_status(&v.g[done->g - 1]) == GDEAD;
    return view_step(&v, done->m) == MEXIT_REST || view_step(&v, done->m) == STOPM_SLEEP;
}

static void watch_bytes(uint64_t *ret_bytes, size_t first, size_t count)
{
    for (size_t at = first; at < first + count; at++)
        ret_bytes[at / 64] |= UINT64_C(1) << at % 64;
}

/* The step that an M is at lies on its own stack or on that of any G. */
void go_done_watches(const void *done_context, uint64_t *ret_bytes)
{
    const DoneContext *done = done_context;
    const Config *config = &done->model->config;
    Layout at = config->layout;
    if (done->g) {
        watch_bytes(ret_bytes, at.g + (done->g - 1u) * sizeof(G) + offsetof(G, atomicstatus), 1);
        return;
    }
    watch_bytes(ret_bytes, at.m + (done->m - 1u) * sizeof(M), sizeof(M));
    watch_bytes(ret_bytes, at.g, config->gs * sizeof(G));
}

/* Only the M itself moves on its stacks, and a step that changes a status does so in any state. */
Notice go_done_sees(const void *done_context, const uint8_t *before, const uint8_t *after,
                    uint32_t actor)
{
    const DoneContext *done = done_context;
    if (!done->g && done->m != actor + 1) return NOTICES_NOTHING;
    bool changes = go_done(done, before) != go_done(done, after);
    return changes ? MAY_CHANGE : NOTICES_NOTHING;
}

/* -------- the subject -------- */

static bool uses(const Program *program, OperationId operation)
{
    for (size_t i = 0; i < program->length; i++)
        if (program->code[i].kind == INSTRUCTION_OPERATION &&
            program->code[i].operation == operation)
            return true;
    return false;
}

static Layout layout_of(const Config *config)
{
    Layout at = {.p = sizeof(Sched) + sizeof(Gc)};
    at.m = (uint16_t)(at.p + config->ps * sizeof(P));
    at.g = (uint16_t)(at.m + config->ms * sizeof(M));
    at.size = (uint16_t)(at.g + config->gs * sizeof(G));
    return at;
}

/* What nobody can do costs no steps: a cell that never changes needs no window. */
static void derive(Config *config)
{
    config->layout = layout_of(config);
    config->network = config->sysmon = false;
    for (uint8_t g = 0; g < config->gs; g++) {
        config->network |= config->g[g].start == G_NETWORK;
        config->network |= uses(&config->g[g].program, OPERATION_NETWORK_READ);
    }
    for (uint8_t m = 0; m < config->ms; m++) {
        config->network |= uses(&config->m[m].program, OPERATION_NETPOLL);
        config->sysmon |= uses(&config->m[m].program, OPERATION_RETAKE);
    }
}

static void build_actors(GoModel *model)
{
    for (uint8_t m = 0; m < model->config.ms; m++) {
        const char *name = model->config.m[m].name;
        snprintf(model->actor_names[m], sizeof model->actor_names[m], "m%u", m + 1u);
        model->actors[m] = name ? name : model->actor_names[m];
    }
}

static void add_objects(GoModel *model, size_t begin, uint8_t count, size_t size)
{
    for (uint8_t i = 0; i < count; i++)
        model->objects[model->subject.object_count++] = (uint16_t)(begin + i * size);
}

static void build_objects(GoModel *model)
{
    Layout at = model->config.layout;
    add_objects(model, 0, 1, 0);
    add_objects(model, at.p, model->config.ps, sizeof(P));
    add_objects(model, at.m, model->config.ms, sizeof(M));
    add_objects(model, at.g, model->config.gs, sizeof(G));
}

void go_model_init(GoModel *model, const Config *config, Futures *futures)
{
    assert(!config_mistake(config));
    model->config = *config;
    derive(&model->config);
    model->subject = (Subject){
        .version = SUBJECT_VERSION,
        .name = "go",
        .context = model,
        .state_size = model->config.layout.size,
        .initial_count = 1,
        .actor_count = config->ms,
        .actors = model->actors,
        .step_count = STEP_COUNT,
        .steps = go_steps,
        .message_count = MESSAGE_COUNT,
        .messages = message_text,
        .fields = model->fields,
        .predicate_count = go_invariant_count,
        .predicates = go_invariants,
        .initial = initial,
        .attempt = attempt,
        .objects = model->objects,
        .tells_footprint = true,
        .may_rest = may_rest,
        .safe = go_safe,
        .safe_memory = sizeof(Memo),
        .safety = go_safety,
    };
    build_objects(model);
    build_fields(model);
    build_actors(model);
    model->config.futures = futures;
}
