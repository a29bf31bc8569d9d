#include "model/future.h"

#include <string.h>

#define SCHED(member) ((Classes)1 << CLASS_Sched_##member)
#define GC(member) ((Classes)1 << CLASS_Gc_##member)
#define P(member) ((Classes)1 << CLASS_P_##member)
#define M(member) ((Classes)1 << CLASS_M_##member)
#define G(member) ((Classes)1 << CLASS_G_##member)
#define NONE ((Classes)0)

static const Classes own[STEP_COUNT] = {
#define OWN(step, classes) [step] = (classes),
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

bool future_acquires(uint16_t pc)
{
    return step_info[pc].awaits && step_info[pc].writes & lock;
}

static bool releases(uint16_t pc)
{
    return !step_info[pc].awaits && step_info[pc].writes & lock;
}

bool future_owns(uint16_t pc, CellClass cell_class)
{
    return own[pc] >> cell_class & 1;
}

/* -------- programs -------- */

static uint64_t operation_bit(uint8_t operation)
{
    return (uint64_t)1 << operation;
}

static uint64_t instruction_ahead(const Instruction *instruction, const uint64_t *ahead, uint8_t at)
{
    uint64_t to_come = 0;

    switch (instruction->kind) {
    case INSTRUCTION_OPERATION:
        if (instruction->operation != OPERATION_BLOCK_FOR_EVER) to_come = ahead[at + 1];
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
static void look_ahead(const Program *program, uint64_t *ahead)
{
    bool changed = true;

    if (!program->length) ahead[0] = operation_bit(AHEAD_GOEXIT);
    while (changed) {
        changed = false;
        for (uint8_t at = program->length; at-- > 0;) {
            uint64_t to_come = instruction_ahead(&program->code[at], ahead, at);
            changed |= ahead[at] != to_come;
            ahead[at] = to_come;
        }
    }
}

static void look_ahead_everywhere(Futures *futures, const Config *config)
{
    for (uint8_t g = 0; g < config->gs; g++)
        look_ahead(&config->g[g].program, futures->ahead[g]);
    for (uint8_t m = 0; m < config->ms; m++)
        look_ahead(&config->m[m].program, futures->ahead[MAX_GS + m]);
}

static uint64_t operations_of(const Futures *futures, const Config *config)
{
    uint64_t operations = operation_bit(AHEAD_GOEXIT);

    for (uint8_t g = 0; g < config->gs; g++)
        operations |= futures->ahead[g][0];
    for (uint8_t m = 0; m < config->ms; m++)
        operations |= futures->ahead[MAX_GS + m][0];
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
    case PREEMPTALL_P:
        return (edge->from == STW_SLEEP || edge->from == FOREACHP_SLEEP) &&
               !config->setting[SETTING_NOTE_TIMEOUT];
    default:
        return false;
    }
}

/* The edges that are left; returns how many. */
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
            if (!futures->reached[from] || !futures->holds_lock[to]) continue;
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
    Classes any = step_info[pc].reads & ~untouched;
    Classes written = step_info[pc].writes & ~untouched;
    Touch touch = {any, written, any & ~own[pc], written & ~own[pc]};
    Future *after = &futures->after[pc];

    futures->step[pc] = touch;
    after->all = touch;
    if (!futures->holds_lock[pc] && !future_acquires(pc)) after->unlocked = touch;
    after->executes = pc == EXECUTE_M;
    after->wakes = pc == STARTM_WAKE || pc == START_HAND_OVER;
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
    future->executes |= other->executes;
    future->wakes |= other->wakes;
}

static bool grows(Future *future, const Future *other)
{
    Future before = *future;
    future_add(future, other);
    return memcmp(&before, future, sizeof before) != 0;
}

Classes future_conflicts(const Touch *step, const Touch *others)
{
    Classes of_own = step->any & ~step->foreign;
    Classes own_written = step->written & ~step->foreign_written;

    return (step->foreign_written & others->any) | (step->foreign & others->written) |
           (own_written & others->foreign) | (of_own & others->foreign_written);
}

/* Nearly always some other M may come to schedule, so a step that this stands in the way of is left
 * out at once.  SCHEDULE_RUNQ depends on the state. */
static bool is_hopeless(const Futures *futures, uint16_t pc)
{
    const Future *scheduler = &futures->after[SCHEDULE_GCWAITING];
    if (pc == SCHEDULE_RUNQ) return false;
    return future_conflicts(&futures->step[pc],
                            futures->holds_lock[pc] ? &scheduler->unlocked : &scheduler->all) != 0;
}

void futures_init(Futures *futures, const Config *config)
{
    struct Flow usable[FLOWS];
    memset(futures, 0, sizeof *futures);
    look_ahead_everywhere(futures, config);
    uint64_t operations = operations_of(futures, config);
    uint32_t count = usable_flow(config, operations, usable);
    futures->operations = operations;

    reach_steps(futures, usable, count, operations);
    follow_lock(futures, usable, count, operations);
    for (uint16_t pc = 0; pc < STEP_COUNT; pc++)
        touch_one(futures, config, pc);
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = count; i-- > 0;)
            changed |= grows(&futures->after[usable[i].from], &futures->after[usable[i].to]);
    }
    for (uint16_t pc = 0; pc < STEP_COUNT; pc++)
        futures->hopeless[pc] = is_hopeless(futures, pc);
}

/* -------- in a state -------- */

static void add_stack(const Futures *futures, Future *future, const Frame *frame, uint8_t depth,
                      const uint64_t *ahead)
{
    if (depth && frame[depth - 1].pc == KERNEL_BLOCK) return; /* it never comes back */
    for (uint8_t i = 0; i < depth; i++) {
        if (frame[i].pc == PROGRAM_NEXT)
            future->operations |= ahead[(uint8_t)(frame[i].argument + 1)];
        else if (frame[i].pc == PROGRAM_EITHER) future->operations |= ahead[frame[i].argument];
        else future_add(future, &futures->after[frame[i].pc]);
    }
}

Future future_of_g(const Futures *futures, const View *v, uint8_t g)
{
    Future future = {0};
    const G *gp = &v->g[g - 1];
    add_stack(futures, &future, gp->frame, gp->depth, futures->ahead[g - 1]);
    return future;
}

Future future_of_m(const Futures *futures, const View *v, uint8_t m)
{
    const M *mp = &v->m[m - 1];
    uint8_t g = mp->g ? mp->g : mp->curg;
    Future future = {0};

    if (g) future = future_of_g(futures, v, g);
    if (g && !v->g[g - 1].depth) future_add(&future, &futures->after[GOEXIT_LEAVE]);
    add_stack(futures, &future, mp->frame, mp->depth, futures->ahead[MAX_GS + m - 1]);
    return future;
}

void future_add_operations(const Futures *futures, Future *future)
{
    uint64_t operations = future->operations;

    for (; operations; operations &= operations - 1) {
        int operation = __builtin_ctzll(operations);
        uint16_t first = operation == AHEAD_GOEXIT ? GOEXIT_LEAVE : operation_info[operation].first;
        future_add(future, &futures->after[first]);
    }
}
