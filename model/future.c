#include "model/future.h"

#include "model/collector.h"

#include <pthread.h>
#include <string.h>

#define SCHED(member) ((Classes)1 << CLASS_Sched_##member)
#define GC(member) ((Classes)1 << CLASS_Gc_##member)
#define P(member) ((Classes)1 << CLASS_P_##member)
#define M(member) ((Classes)1 << CLASS_M_##member)
#define G(member) ((Classes)1 << CLASS_G_##member)
#define NONE ((Classes)0)
#define ASPECT(name) ((Classes)1 << ASPECT_##name)

static const Classes own[STEP_COUNT] = {
#define OWN(step, classes) [step] = (classes),
#include "model/own.def"
};

static const Classes unclaimed[STEP_COUNT] = {
#define UNCLAIMED(step, classes) [step] = (classes),
#include "model/own.def"
};

static const struct {
    Classes reads, writes;
} aspects[STEP_COUNT] = {
#define ASPECTS(step, reads, writes) [step] = {(reads) | (writes), writes},
#include "model/own.def"
};

static const struct Flow {
    uint16_t from, to;
} flow[] = {
#define FLOW(step, then) {step, then},
#include "model/flow.def"
};
enum { FLOWS = sizeof flow / sizeof flow[0] };

const Classes future_queue_links = G(schedlink) | G(runqs);

static const Classes lock = SCHED(lock);
static const Classes counts = SCHED(stopwait) | SCHED(safePointWait);
static const Classes notes = SCHED(stopnote) | SCHED(safePointNote);
static const Classes stop_count = SCHED(stopwait) | SCHED(stopnote);
static const Classes safe_point_count = SCHED(safePointWait) | SCHED(safePointNote);

#undef SCHED
#undef GC
#undef P
#undef M
#undef G
#undef NONE
#undef ASPECT

bool future_acquires(uint16_t pc)
{
    return step_info[pc].awaits && step_info[pc].writes & lock;
}

static bool releases(uint16_t pc)
{
    return !step_info[pc].awaits && step_info[pc].writes & lock;
}

/* runSafePointFn runs fn for m.p.  Whoever looks for it before Psyscall is stored still has that
 * P. */
static Classes owned(const Futures *futures, uint16_t pc)
{
    if ((pc == RUNFN_CLAIM || pc == RUNFN_RUN) && !futures->flags_are_own) return 0;
    return own[pc];
}

bool future_owns(const Futures *futures, uint16_t pc, CellClass cell_class)
{
    return owned(futures, pc) >> cell_class & 1;
}

bool future_leaves_claimed(uint16_t pc, CellClass cell_class)
{
    return unclaimed[pc] >> cell_class & 1;
}

bool future_changes(uint16_t pc, uint32_t aspect)
{
    return aspects[pc].writes >> aspect & 1;
}

/* -------- programs -------- */

static uint64_t operation_bit(uint8_t operation)
{
    return (uint64_t)1 << operation;
}

/* Does it never return, with this cut? */
static bool is_last(uint8_t operation, uint8_t cut)
{
    return operation == OPERATION_BLOCK_FOR_EVER ||
           (operation == OPERATION_STOP_THE_WORLD && cut & CUT_STOPS) ||
           (operation == OPERATION_FOR_EACH_P && cut & CUT_FOREACHPS);
}

static uint64_t instruction_ahead(const Instruction *instruction, const uint64_t *ahead, uint8_t at,
                                  uint8_t cut)
{
    uint64_t to_come = 0;

    switch (instruction->kind) {
    case INSTRUCTION_OPERATION:
        if (!is_last(instruction->operation, cut)) to_come = ahead[at + 1];
        return to_come | operation_bit(instruction->operation);
    case INSTRUCTION_JUMP:
        return ahead[instruction->target[0]];
    case INSTRUCTION_EITHER:
        for (uint8_t i = 0; i < instruction->target_count; i++)
            to_come |= ahead[instruction->target[i]];
        return to_come;
    default:
        return operation_bit(AHEAD_GOEXIT);
    }
}

/* Programs may loop, so until nothing changes. */
static void look_ahead(const Program *program, uint64_t *ahead, uint8_t cut)
{
    bool changed = true;

    if (!program->length) ahead[0] = operation_bit(AHEAD_GOEXIT);
    while (changed) {
        changed = false;
        for (uint8_t at = program->length; at-- > 0;) {
            uint64_t to_come = instruction_ahead(&program->code[at], ahead, at, cut);
            changed |= ahead[at] != to_come;
            ahead[at] = to_come;
        }
    }
}

static void look_ahead_everywhere(Futures *futures, const Config *config)
{
    for (uint8_t cut = 0; cut < CUT_PROGRAMS; cut++) {
        for (uint8_t g = 0; g < config->gs; g++)
            look_ahead(&config->g[g].program, futures->ahead[cut][g], cut);
        for (uint8_t m = 0; m < config->ms; m++)
            look_ahead(&config->m[m].program, futures->ahead[cut][MAX_GS + m], cut);
    }
}

static uint64_t operations_of(const Futures *futures, const Config *config)
{
    uint64_t operations = operation_bit(AHEAD_GOEXIT);

    for (uint8_t g = 0; g < config->gs; g++)
        operations |= futures->ahead[NO_CUT][g][0];
    for (uint8_t m = 0; m < config->ms; m++)
        operations |= futures->ahead[NO_CUT][MAX_GS + m][0];
    return operations;
}

/* -------- from step to step -------- */

/* What no run of this configuration comes to, because of what its settings or its actors leave out.
 */
static bool is_cut(const Config *config, const struct Flow *edge, uint64_t operations)
{
    switch (edge->to) {
    case ENTERSYSCALL_SYSMON:
    case EXITSYSCALL_SYSMON:
    case EXITSYSCALL0_SYSMON:
    case START_SYSMON:
        return !config->sysmon;
    case NETPOLL_CLAIM:
    case POLLNOW_CHOOSE:
    case HANDOFFP_LASTPOLL:
        return !config->network;
    case FINDWORKER_CHECK:
        return !config->blacken && !(operations & operation_bit(OPERATION_START_MARKING));
    case NEWSTACK_CLAIM: /* nobody asks for it */
    case PREEMPTPARK_STATUS:
        return !(operations & operation_bit(OPERATION_SCAN_STACK));
    case NEWSTACK_WAITING:
        return config->setting[SETTING_STACK_SCAN] == SCAN_BY_SUSPENDG;
    case PREEMPTPARK_REQUESTED:
    case SUSPENDG_CALLER:
        return config->setting[SETTING_STACK_SCAN] != SCAN_BY_SUSPENDG;
    case SCANG_RESET:
        return config->setting[SETTING_STACK_SCAN] != SCAN_BY_SCANG;
    case MARKROOT_STATUS:
        return config->setting[SETTING_STACK_SCAN] != SCAN_BY_STOPG;
    case PREEMPTALL_P:
        return (edge->from == STW_SLEEP || edge->from == FOREACHP_SLEEP) &&
               !config->setting[SETTING_NOTE_TIMEOUT];
    default:
        return false;
    }
}

/* What is left of flow.def; returns how many edges. */
static uint32_t usable_flow(const Config *config, uint64_t operations, struct Flow *usable)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < FLOWS; i++)
        if (!is_cut(config, &flow[i], operations)) usable[count++] = flow[i];
    return count;
}

static void reach_steps(Futures *futures, const struct Flow *edges, uint32_t count,
                        uint64_t operations)
{
    bool changed = true;

    futures->reached[SCHEDULE_GCWAITING] = futures->reached[STOPM_SLEEP] = true;
    futures->reached[PROGRAM_EITHER] = futures->reached[MEXIT_REST] = true;
    futures->reached[GOEXIT_LEAVE] = true;
    for (uint8_t operation = 0; operation < OPERATION_COUNT; operation++)
        if (operations & operation_bit(operation))
            futures->reached[operation_info[operation].first] = true;
    while (changed) {
        changed = false;
        for (uint32_t i = 0; i < count; i++) {
            if (!futures->reached[edges[i].from] || futures->reached[edges[i].to]) continue;
            futures->reached[edges[i].to] = changed = true;
        }
    }
}

/* Only the edges that somebody may take; returns how many. */
static uint32_t reached_flow(const Futures *futures, struct Flow *edges, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++)
        if (futures->reached[edges[i].from]) edges[kept++] = edges[i];
    return kept;
}

/* Who comes to a step always has the lock if he has it on every way there.  A procedure that is
 * called returns with the lock as it found it, so the step after the call is as good as the step
 * after it. */
static void follow_lock(Futures *futures, const struct Flow *edges, uint32_t count,
                        uint64_t operations)
{
    bool changed = true;

    memset(futures->holds_lock, true, sizeof futures->holds_lock);
    futures->holds_lock[SCHEDULE_GCWAITING] = futures->holds_lock[STOPM_SLEEP] = false;
    futures->holds_lock[PROGRAM_EITHER] = futures->holds_lock[MEXIT_REST] = false;
    futures->holds_lock[GOEXIT_LEAVE] = false;
    for (uint8_t operation = 0; operation < OPERATION_COUNT; operation++)
        if (operations & operation_bit(operation))
            futures->holds_lock[operation_info[operation].first] = false;
    while (changed) {
        changed = false;
        for (uint32_t i = 0; i < count; i++) {
            uint16_t from = edges[i].from, to = edges[i].to;
            if (!futures->holds_lock[to]) continue;
            bool held = (futures->holds_lock[from] || future_acquires(from)) && !releases(from);
            if (!held) changed = true, futures->holds_lock[to] = false;
        }
    }
}

/* -------- what is touched -------- */

/* forEachP and those that count for it have one count and one note, as the setting says. */
static Classes unused_count(const Config *config, uint16_t pc)
{
    Classes reads = step_info[pc].reads;
    if ((reads & counts) != counts && (reads & notes) != notes) return 0;
    return config->setting[SETTING_FOREACHP_COUNTER] ? stop_count : safe_point_count;
}

static void touch_one(Futures *futures, const Config *config, uint16_t pc)
{
    Classes untouched = unused_count(config, pc);
    Classes any = (step_info[pc].reads & ~untouched) | aspects[pc].reads;
    Classes written = (step_info[pc].writes & ~untouched) | aspects[pc].writes;
    Classes apart = owned(futures, pc) | unclaimed[pc];
    Touch touch = {any, written, any & ~apart, written & ~apart};
    Future after = {.all = touch};

    futures->step[pc] = touch;
    if (!futures->holds_lock[pc] && !future_acquires(pc)) after.unlocked = touch;
    if (pc == EXECUTE_M) after.may = FUTURE_EXECUTES;
    if (pc == STARTM_WAKE || pc == START_HAND_OVER) after.may = FUTURE_WAKES;
    if (pc == START_P_STATUS) after.may = FUTURE_STARTS;
    futures->after[NO_CUT][pc] = after;
}

static void touch_add(Touch *touch, const Touch *other)
{
    touch->any |= other->any;
    touch->written |= other->written;
    touch->foreign |= other->foreign;
    touch->foreign_written |= other->foreign_written;
}

void future_add(Future *future, const Future *other)
{
    touch_add(&future->unlocked, &other->unlocked);
    touch_add(&future->all, &other->all);
    future->operations |= other->operations;
    future->may |= other->may;
}

static Classes missing(const Touch *touch, const Touch *other)
{
    return (other->any & ~touch->any) | (other->written & ~touch->written) |
           (other->foreign & ~touch->foreign) | (other->foreign_written & ~touch->foreign_written);
}

/* Tables of steps hold no operations. */
static bool grows(Future *future, const Future *other)
{
    if (!missing(&future->unlocked, &other->unlocked) && !missing(&future->all, &other->all) &&
        !(other->may & ~future->may))
        return false;
    future_add(future, other);
    return true;
}

/* Without marking, or with marking that may begin again, its phases are not told apart. */
static uint8_t most_cut(const Futures *futures)
{
    uint8_t phases = futures->marks_once ? CUT_EARLY | CUT_LAST : NO_CUT;
    return CUT_STOPS | CUT_FOREACHPS | phases;
}

/* Nearly always some other M may come to schedule, so a step that this stands in the way of is left
 * out at once; unless it depends on the state what it touches. */
static bool is_hopeless(const Futures *futures, uint16_t pc)
{
    const Future *scheduler = &futures->after[most_cut(futures)][SCHEDULE_GCWAITING];
    if (future_depends(pc)) return false;
    return future_conflicts(&futures->step[pc],
                            futures->holds_lock[pc] ? &scheduler->unlocked : &scheduler->all) != 0;
}

/* -------- what is cut -------- */

/* What comes after a stop, a forEachP, or in an earlier phase of marking. */
static bool is_behind(const struct Flow *edge, uint8_t cut)
{
    if (edge->to == STW_CHECK_WAIT) return cut & CUT_STOPS;
    if (edge->to == FOREACHP_CHECK_WAIT) return cut & CUT_FOREACHPS;
    if (edge->from == MARKDONE_FLUSH) return cut & CUT_FOREACHPS && edge->to == MARKDONE_TOKENS;
    if (edge->to == MARKDONE_WORK_LEFT) return cut & CUT_EARLY && cut & CUT_LAST;
    if (edge->from != MARKDONE_PROMPTLY) return false;
    if (edge->to == MARKDONE_BUSY) return cut & CUT_LAST;
    return cut & CUT_EARLY || (cut & CUT_STOPS && edge->to == MARKDONE_END);
}

static void close_under(Future *after, const struct Flow *edges, uint32_t count, uint8_t cut)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = count; i-- > 0;)
            if (!is_behind(&edges[i], cut))
                changed |= grows(&after[edges[i].from], &after[edges[i].to]);
    }
}

static uint8_t homes_of(const Program *program)
{
    uint8_t homes = 0;
    for (uint8_t at = 0; at < program->length; at++)
        if (program->code[at].kind == INSTRUCTION_OPERATION &&
            program->code[at].operation == OPERATION_MARK_WORKER)
            homes |= id_bit(program->code[at].argument);
    return homes;
}

/* The tables of the cuts that this configuration tells apart; the others are never looked at.
 * That of no cut is the last, because the others begin from what it begins from. */
static void close_tables(Futures *futures, const struct Flow *edges, uint32_t count)
{
    for (uint8_t cut = CUT_TABLES; cut-- > 0;) {
        if (cut & ~most_cut(futures)) continue;
        if (cut != NO_CUT)
            memcpy(futures->after[cut], futures->after[NO_CUT], sizeof futures->after[cut]);
        close_under(futures->after[cut], edges, count, cut);
    }
}

static void make(Futures *futures, const Config *config)
{
    struct Flow edges[FLOWS];
    look_ahead_everywhere(futures, config);
    uint64_t operations = operations_of(futures, config);
    uint32_t count = usable_flow(config, operations, edges);
    futures->operations = operations;
    for (uint8_t g = 0; g < config->gs; g++)
        futures->homes[g] = homes_of(&config->g[g].program);

    reach_steps(futures, edges, count, operations);
    count = reached_flow(futures, edges, count);
    follow_lock(futures, edges, count, operations);
    futures->marks_once = futures->reached[MARKDONE_PROMPTLY] &&
                          !(operations & operation_bit(OPERATION_START_MARKING));
    futures->flags_are_own =
        config->setting[SETTING_SYSCALL_SAFE_POINT] || !futures->reached[ENTERSYSCALL_SAFE_POINT];
    for (uint16_t pc = 0; pc < STEP_COUNT; pc++)
        touch_one(futures, config, pc);
    close_tables(futures, edges, count);
    for (uint16_t pc = 0; pc < STEP_COUNT; pc++)
        futures->hopeless[pc] = is_hopeless(futures, pc);
}

/* -------- when asked for -------- */

/* Once for each model, and seldom at the same time. */
static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;

const Futures *futures_of(const Config *config)
{
    Futures *futures = config->futures;
    if (!futures || atomic_load_explicit(&futures->made, memory_order_acquire)) return futures;
    pthread_mutex_lock(&making);
    if (!futures->made) make(futures, config);
    atomic_store_explicit(&futures->made, true, memory_order_release);
    pthread_mutex_unlock(&making);
    return futures;
}
