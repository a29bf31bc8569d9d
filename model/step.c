/* How a step runs: the stacks, the ways to continue, and the check that a step keeps its word. */
#include "model/step.h"

#include "model/footprint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -------- tables -------- */

#define SCHED(member) ((Classes)1 << CLASS_Sched_##member)
#define GC(member) ((Classes)1 << CLASS_Gc_##member)
#define P(member) ((Classes)1 << CLASS_P_##member)
#define M(member) ((Classes)1 << CLASS_M_##member)
#define G(member) ((Classes)1 << CLASS_G_##member)
#define NONE ((Classes)0)

const StepInfo step_info[STEP_COUNT] = {
#define STEP(name, procedure, reads, writes, source)                                               \
    [name] = {procedure, (reads) | (writes), writes, false},
#define AWAIT(name, procedure, reads, writes, source)                                              \
    [name] = {procedure, (reads) | (writes), writes, true},
#include "model/steps.def"
};

#undef SCHED
#undef GC
#undef P
#undef M
#undef G

const char *const message_text[MESSAGE_COUNT] = {
    [NO_MESSAGE] = "",
#define MESSAGE(constant, text) [THROW_##constant] = text,
#include "model/messages.def"
};

/* -------- stacks -------- */

/* The stack an M stands on: its G's, or its own g0. */
typedef struct Stack {
    Frame *frame;
    uint8_t *depth;
    uint8_t capacity;
} Stack;

static Stack stack_of(Step *s)
{
    if (!s->self->g) return (Stack){s->self->frame, &s->self->depth, M_FRAMES};
    G *gp = g_of(s, s->self->g);
    return (Stack){gp->frame, &gp->depth, G_FRAMES};
}

static Outcome finished(const Step *s)
{
    return s->message ? THREW : RAN;
}

/* Two Ms on one G work on one stack.  That is a finding (go#13978), not a fault of the model. */
static bool shares_its_stack(Step *s)
{
    bool shares = false;
    for (uint8_t m = 1; s->self->g && m <= s->config->ms; m++) {
        if (m == s->id) continue;
        mark(s, s->own, &m_of(s, m)->g);
        shares |= m_of(s, m)->g == s->self->g;
    }
    return shares;
}

static void push(Step *s, uint16_t first, uint8_t argument)
{
    Stack stack = stack_of(s);
    if (*stack.depth == stack.capacity && shares_its_stack(s)) {
        throws(s, THROW_STACK_GONE);
        return;
    }
    assert(*stack.depth < stack.capacity);
    stack.frame[(*stack.depth)++] = (Frame){.pc = first, .argument = argument};
}

/* Dead frames are zero, so that states which differ only in the past are the same. */
static void pop(Step *s)
{
    Stack stack = stack_of(s);
    assert(*stack.depth > 0);
    stack.frame[--*stack.depth] = (Frame){0};
}

/* Where a stack stands: its last frame.  A user stack is empty only if another M, wrongly on the
 * same G, has ended it; then this one tries to end it too, for ever. */
static uint16_t top(Stack stack)
{
    return *stack.depth ? stack.frame[*stack.depth - 1].pc : GOEXIT_LEAVE;
}

static const Program *program_of(const Step *s)
{
    return s->self->g ? &s->config->g[s->self->g - 1].program : &s->config->m[s->id - 1].program;
}

/* The bottom frame of a program holds the number of the instruction that is under way.  Going on to
 * the next is private to the thread, so it is part of the step that finished the last. */
static void begin_instruction(Step *s, uint8_t at)
{
    Stack stack = stack_of(s);
    const Program *program = program_of(s);

    while (program_at(program, at)->kind == INSTRUCTION_JUMP)
        at = program_at(program, at)->target[0];
    const Instruction *instruction = program_at(program, at);
    stack.frame[0].argument = at;
    switch (instruction->kind) {
    case INSTRUCTION_OPERATION:
        stack.frame[0].pc = PROGRAM_NEXT;
        push(s, operation_info[instruction->operation].first, instruction->argument);
        break;
    case INSTRUCTION_EITHER:
        stack.frame[0].pc = PROGRAM_EITHER;
        break;
    default:
        stack.frame[0].pc = s->self->g ? GOEXIT_LEAVE : MEXIT_REST;
    }
}

/* Does the stack stand at its program, with the last instruction done? */
static bool instruction_done(Step *s)
{
    Stack stack = stack_of(s);
    return *stack.depth == 1 && stack.frame[0].pc == PROGRAM_NEXT;
}

static void resume(Step *s)
{
    if (instruction_done(s)) begin_instruction(s, (uint8_t)(stack_of(s).frame[0].argument + 1));
}

/* program: the code of the scenario, not of the runtime. */
Outcome program(Step *s)
{
    const Instruction *instruction = program_at(program_of(s), s->frame->argument);

    switch (s->pc) {
    case PROGRAM_EITHER:
        begin_instruction(s, instruction->target[choose(s, instruction->target_count)]);
        return RAN;
    default:
        return NOT_MINE;
    }
}

/* -------- where to go -------- */

Outcome next(Step *s, uint16_t pc)
{
    s->frame->pc = pc;
    return finished(s);
}

Outcome spin(Step *s)
{
    return finished(s);
}

Outcome leave(Step *s)
{
    pop(s);
    if (!s->self->g && s->self->depth == 0) s->self->g = s->self->curg; /* end of systemstack */
    resume(s);
    return finished(s);
}

Outcome leave_with(Step *s, uint8_t result)
{
    s->self->result = result;
    return leave(s);
}

Outcome call(Step *s, uint16_t first, uint8_t argument, uint16_t then)
{
    s->frame->pc = then;
    push(s, first, argument);
    return finished(s);
}

Outcome become(Step *s, uint16_t first, uint8_t argument)
{
    *s->frame = (Frame){.pc = first, .argument = argument};
    return finished(s);
}

Outcome next_p(Step *s, uint16_t again)
{
    if (s->frame->argument++ < s->config->ps) return next(s, again);
    return leave(s);
}

Outcome call_for_p(Step *s, uint16_t first, uint16_t again)
{
    uint8_t p = s->frame->argument++;
    return p < s->config->ps ? call(s, first, p, again) : become(s, first, p);
}

/* Leave the user stack at `then`; RETURN means that the procedure there has nothing left to do. */
static void leave_user_stack(Step *s, uint16_t then)
{
    assert(s->self->g);
    if (then == RETURN) pop(s);
    else s->frame->pc = then;
    s->self->g = 0;
}

Outcome systemstack(Step *s, uint16_t first, uint8_t argument, uint16_t then)
{
    leave_user_stack(s, then);
    push(s, first, argument);
    return finished(s);
}

Outcome mcall(Step *s, uint16_t first, uint8_t argument, uint16_t then)
{
    leave_user_stack(s, then);
    return restart_g0(s, first, argument);
}

Outcome restart_g0(Step *s, uint16_t first, uint8_t argument)
{
    assert(!s->self->g);
    memset(s->self->frame, 0, sizeof s->self->frame);
    s->self->depth = 0;
    push(s, first, argument);
    return finished(s);
}

Outcome detour(Step *s, uint16_t first, uint8_t argument)
{
    push(s, first, argument);
    return finished(s);
}

Outcome gogo(Step *s, uint8_t g)
{
    memset(s->self->frame, 0, sizeof s->self->frame);
    s->self->depth = 0;
    s->self->g = g;
    resume(s);
    return finished(s);
}

/* -------- running a step -------- */

Step step_open(const Config *config, uint8_t *world, uint8_t m)
{
    Layout at = config->layout;
    M *ms = (M *)(world + at.m);
    assert(m >= 1 && m <= config->ms);
    /* In one piece: one that is completed later is also copied, at every attempt. */
    return (Step){
        .config = config,
        .world = world,
        .sched = (Sched *)world,
        .gc = (Gc *)(world + sizeof(Sched)),
        .p = (P *)(world + at.p),
        .m = ms,
        .g = (G *)(world + at.g),
        .self = &ms[m - 1],
        .id = m,
        .choices = 1,
    };
}

void step_begin(Step *s, uint16_t first)
{
    push(s, first, 0);
}

void step_begin_program(Step *s)
{
    push(s, PROGRAM_NEXT, 0);
    begin_instruction(s, 0);
}

/* A G that was parked before its program began: whoever resumes it begins it. */
void step_begin_parked(Step *s)
{
    push(s, PROGRAM_NEXT, (uint8_t)-1);
}

uint16_t step_at(const Config *config, const uint8_t *world, uint8_t m)
{
    Step s = step_open(config, (uint8_t *)world, m);
    Stack stack = stack_of(&s);
    return top(stack);
}

/* -------- what a cell is -------- */

/* Fields follow one another in every struct, after its private part. */
CellClass step_cell_class(const Layout *at, size_t cell)
{
    if (cell < sizeof(Sched)) return CLASS_Sched_lock + (CellClass)cell;
    if (cell < at->p) return CLASS_Gc_phase + (CellClass)(cell - sizeof(Sched));
    if (cell < at->m) return CLASS_P_status + (CellClass)((cell - at->p) % sizeof(P));
    if (cell < at->g) return CLASS_M_p + (CellClass)((cell - at->m) % sizeof(M) - M_PRIVATE + 1);
    return CLASS_G_atomicstatus + (CellClass)((cell - at->g) % sizeof(G) - G_PRIVATE);
}

bool step_is_private(const Layout *at, uint8_t m, uint8_t g, size_t cell)
{
    size_t own = at->m + (m - 1u) * sizeof(M);
    if (cell >= own && cell < own + M_PRIVATE) return true;
    size_t stack = at->g + (g - 1u) * sizeof(G);
    return g && cell >= stack && cell < stack + G_PRIVATE;
}

static Outcome run(Step *s)
{
#ifdef CHECKER_FOOTPRINT
    return footprint_run(s);
#else
    return step_info[s->pc].run(s);
#endif
}

static void mark_all(const Step *s, const void *begin, size_t size)
{
    for (size_t i = 0; i < size; i++)
        mark(s, s->own, (const uint8_t *)begin + i);
}

/* What an M touches without a door: its private fields, m.curg (which nobody else writes), and the
 * stack of the G it executes. */
static void mark_own(const Step *s)
{
    if (!s->own) return;
    mark_all(s, s->self, M_PRIVATE);
    mark(s, s->own, &s->self->curg);
    if (s->self->g) mark_all(s, &s->g[s->self->g - 1], G_PRIVATE);
}

Outcome step_run(const Config *config, uint8_t *world, Attempt *attempt)
{
    Step s = step_open(config, world, (uint8_t)(attempt->actor + 1));
    Stack stack = stack_of(&s);

    s.pc = top(stack);
    s.frame = &stack.frame[*stack.depth ? *stack.depth - 1 : 0];
    s.choice = attempt->choice;
    s.read = attempt->read;
    s.wrote = attempt->wrote;
    s.own = attempt->own;
    mark_own(&s);
    Outcome outcome = s.pc < STEP_COUNT ? run(&s) : NOT_MINE;
    mark_own(&s); /* it may have gone to another G */
    attempt->step = s.pc;
    attempt->choices = s.choices;
    attempt->message = s.message;
    return outcome;
}
