#include "checker/live/runtime/schedule.h"

#include "checker/live/runtime/await.h"
#include "checker/live/runtime/event.h"
#include "checker/live/runtime/heap.h"
#include "checker/live/runtime/learned.h"
#include "checker/live/runtime/pages.h"
#include "checker/live/runtime/rewind.h"
#include "checker/live/runtime/runtime.h"
#include "checker/live/runtime/search.h"
#include "checker/live/runtime/sync.h"

#include <errno.h>
#include <string.h>

Run run;
Thread *current;
Frame *hook_frame;
const Search *search;
bool in_execution;
bool restart_wanted;
Learned learned;
const char too_long[] = "an execution has more steps than --max-depth allows";
void *explorer_stack;
Ending ending;

/* -------- leaving -------- */

_Noreturn void leave_execution(Ending how)
{
    void *lost;
    ending = how;
    in_execution = false;
    fiber_switch(&lost, explorer_stack);
    __builtin_unreachable();
}

/* The stack to go on with: of that thread, or of the search (NULL).  NULL: the current one. */
static void *turn_to(Thread *next)
{
    Thread *self = current;
    if (next) run.touched |= bit(next->id);
    if (next == self) return NULL;
    self->error = errno;
    if (!next) {
        in_execution = false;
        ending = ENDED_NOT;
        return explorer_stack;
    }
    current = next;
    thread_pointer_set(next->id);
    return next->stack_pointer;
}

bool fiber_has_landed;

void fiber_landed(const Thread *self)
{
    errno = self->error;
    fiber_has_landed = true;
}

static _Noreturn void leave_for(Thread *next)
{
    void *lost;
    run.touched |= bit(next->id);
    current = next;
    thread_pointer_set(next->id);
    fiber_switch(&lost, next->stack_pointer);
    __builtin_unreachable();
}

/* -------- deciding -------- */

/* The search may come back to this decision.  What an execution tells begins with its first step.
 */
static bool is_to_stop(void)
{
    return search->stops && rewind_wanted() && search->returns(run.steps) && !question->told;
}

uint32_t schedule_decided;

/* Whoever goes on now, or NULL: the search is to stop here first.  Does not return if nobody can go
 * on. */
static Thread *decide(void)
{
    if (run.runnable) {
        uint32_t next = (uint32_t)__builtin_ctzll(run.runnable);
        run.runnable &= ~bit(next);
        return &run.thread[next];
    }
    if (search->sees_states) return NULL;
    if (run.steps >= question->most_steps) fail(LIVE_INCOMPLETE, too_long);
    uint32_t next = search->choose();
    if (next == NOBODY) leave_execution(ending);
    schedule_decided = next;
    return is_to_stop() ? NULL : &run.thread[next];
}

void *schedule_enter(uint32_t thread)
{
    in_execution = true;
    current = &run.thread[thread];
    run.touched |= bit(thread);
    thread_pointer_set(thread);
    return current->stack_pointer;
}

/* Where a debugger stops: on the stack of the thread that is about to take the step, or has failed.
 */
__attribute__((noinline, used)) void live_stop(void);
void live_stop(void)
{
    __asm__ volatile("");
}

static bool passing; /* the step in progress is none: nobody could move before it */

/* With marks as the only places where others may move. */
static bool passes(const Thread *self)
{
    const Op *op = &self->pending;
    return question->at_marks && op->kind != LIVE_KIND_MARK && op->kind != LIVE_KIND_SPIN &&
           (!op->blocking || sync_possible(self, false));
}

/* The threads are those of the beginning that is run again, so the pending step is the chosen one.
 */
void step_take(Thread *self)
{
    if (passing) return;
    hook_frame = self->frame;
    if (run.steps + 1 == question->stop_at) live_stop();
    if (self->spins) await_resume(self);
    self->sequence++;
    run.conditional &= ~bit(self->id);
    run.last = self->id;
    event_begin(run.steps, self);
    self->last_event = run.steps++;
    run.open = true;
}

void *step_turn(void)
{
    Thread *self = current;
    const Op *op = &self->pending;
    self->frame = hook_frame;
    passing = passes(self);
    if (passing) return NULL;
    await_arrive(self, &self->pending);
    if (op->blocking || op->awaits || self->spins) run.conditional |= bit(self->id);
    return turn_to(decide());
}

/* How much of what it looked at a step's result depends on. */
static uint32_t looked_at(const Op *op)
{
    switch (op->kind) {
    case LIVE_KIND_MUTEX_TRYLOCK:
    case LIVE_KIND_SPIN_TRYLOCK:
    case LIVE_KIND_SEMAPHORE_TRYWAIT:
    case LIVE_KIND_SEMAPHORE_VALUE:
        return 4; /* the owner, or the value */
    case LIVE_KIND_READ_TRYLOCK:
    case LIVE_KIND_WRITE_TRYLOCK:
        return 8; /* the writer and the readers */
    default:
        return op->size;
    }
}

/* -------- what is left on stacks -------- */

enum { SCRUBBED = 1024 /* bytes: as deep as our calls go on a thread's stack */ };

bool hook_scrubs;

/* Up to here the stack may be overwritten: it may be one that the program has made, and end. */
static uint64_t scrubbed_from(uint64_t here)
{
    uint64_t low = here - SCRUBBED;
    if (heap_has(here)) return heap_below(here, SCRUBBED);
    bool has_room = stack_owner(low) == current->id && stack_guard_owner(low) == NOBODY;
    return has_room ? low : here;
}

/* What our calls leave behind shows through in frames that the program does not fill: a number of a
 * step there, and two states that are the same are taken for different ones. */
__attribute__((noinline)) void hook_scrub(void)
{
    uint64_t here, low;
    __asm__ volatile("movq %%rsp, %0" : "=r"(here));
    low = scrubbed_from(here);
    uint64_t size = here - low;
    __asm__ volatile("rep stosb" : "+D"(low), "+c"(size) : "a"(0) : "memory");
}

/* -------- steps -------- */

void step_end(bool wrote, uint64_t before, uint64_t after)
{
    Thread *self = current;
    if (passing) {
        passing = false;
        return;
    }
    bool silent =
        self->pending.kind == LIVE_KIND_STORE && before == after && self->pending.size <= 8;
    if (wrote && !silent) await_effect(self);
    else if (self->pending.size) await_read(self, self->pending.address, looked_at(&self->pending));
    event_end(self->last_event, before, after);
    run.open = false;
}

void step_release(uint64_t address, bool writes)
{
    await_effect(current);
    if (current->last_event != NO_EVENT) event_release(current->last_event, address, writes);
}

void schedule_run_on(uint32_t thread)
{
    run.runnable |= bit(thread);
}

void schedule_unpark(uint32_t thread)
{
    run.parked &= ~bit(thread);
    schedule_run_on(thread);
}

void *schedule_turn(void)
{
    Thread *self = current;
    self->frame = hook_frame;
    Thread *next = decide();
    if (self->status != DONE) return turn_to(next);
    if (next) leave_for(next);
    leave_execution(ENDED_NOT);
}

void learn(bool *what)
{
    if (*what) return;
    *what = true;
    restart_wanted = true;
    leave_execution(ENDED_REDUNDANT);
}

/* -------- failing -------- */

void text_copy(char *to, const char *from)
{
    size_t length = strlen(from);
    if (length >= LIVE_MESSAGE) length = LIVE_MESSAGE - 1;
    memcpy(to, from, length);
    to[length] = 0;
}

void failures_count(void)
{
    if (answer->verdict == LIVE_HOLDS) return;
    for (uint32_t i = 0; i < LIVE_VERDICTS; i++)
        answer->failures[i] += run.failures[i];
}

static bool goes_on(LiveVerdict verdict)
{
    return question->keep_going && verdict != LIVE_INCOMPLETE && verdict != LIVE_UNSUPPORTED &&
           verdict != LIVE_DIVERGES && verdict != LIVE_DEADLOCK && verdict != LIVE_LIVELOCK;
}

/* Something else was asked for. */
static bool is_passed_over(LiveVerdict verdict, const char *message)
{
    if (question->seek == LIVE_SEEK_FAILURE || verdict == LIVE_INCOMPLETE ||
        verdict == LIVE_UNSUPPORTED || verdict == LIVE_DIVERGES)
        return false;
    return question->seek == LIVE_SEEK_PASS || verdict != question->sought_verdict ||
           strcmp(message, question->sought_message) != 0;
}

void record_failure(LiveVerdict verdict, const char *message)
{
    if (is_passed_over(verdict, message)) return;
    /* A beginning that is not run again has failed again, too. */
    if (search->sees_states) answer->failures[verdict]++;
    else run.failures[verdict]++;
    if (answer->verdict != LIVE_HOLDS && verdict != LIVE_UNSUPPORTED && verdict != LIVE_DIVERGES)
        return;
    answer->verdict = verdict;
    text_copy(answer->message, message);
    answer->failing_thread = current ? current->id : NOBODY;
    answer->failed_run = answer->executions + answer->redundant + answer->awaiting + 1;
    record_execution(run.steps);
    record_threads();
}

_Noreturn void fail(LiveVerdict verdict, const char *message)
{
    if (run.open) event_end(run.steps - 1, 0, 0);
    run.open = passing = false;
    run.failed = true;
    record_failure(verdict, message);
    if (question->stop_at) live_stop();
    if (!goes_on(verdict) || !in_execution) leave_execution(ENDED_COMPLETE);
    current->status = DONE;
    run.present &= ~bit(current->id);
    schedule_leave();
    __builtin_unreachable();
}

_Noreturn void fail_with(LiveVerdict verdict, const char *message, const char *detail)
{
    char text[LIVE_MESSAGE];
    text_copy(text, message);
    size_t length = strlen(text);
    size_t more = strlen(detail);
    if (length + more >= sizeof text) more = sizeof text - 1 - length;
    memcpy(text + length, detail, more);
    text[length + more] = 0;
    fail(verdict, text);
}
