/* Several processes search together (LiveQuestion.workers).
 *
 * The search is cut into shares, in the order in which one worker would come to them.  Each worker
 * is a process, forked when the shares are known; it takes the next share that nobody has, and
 * counts for each share by itself.  When something in a share would end a search of one worker (a
 * failure; something is learned, so that it begins anew) the shares after it are given up, and
 * those before it are gone through to their ends.  So the first such share is the one that a single
 * worker would have met first, and what counts is what comes before that: no answer depends on the
 * number of workers, or on who does what. */
#include "checker/live/runtime/census.h"
#include "checker/live/runtime/explore.h"
#include "checker/live/runtime/learned.h"
#include "checker/live/runtime/pages.h"
#include "checker/live/runtime/search.h"
#include "checker/live/runtime/shares.h"

#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum { NO_SHARE = UINT32_MAX >> 1 };

typedef struct Figures {
    uint64_t executions, redundant, awaiting, steps, longest, failures[LIVE_VERDICTS];
} Figures;

/* What came of a share. */
typedef struct Result {
    Figures figures;
    double explored;
    ShareEnd end;
    uint32_t worker;
    _Atomic bool finished;
} Result;

typedef struct Worker {
    LiveShared shared;      /* a question and an answer of its own */
    _Atomic uint32_t share; /* in progress */
    uint32_t failed;        /* the share of its first failure */
    bool preemptions_left_out, delays_left_out;
    Learned learned;
    Census *census;
} Worker;

/* Shared by all processes. */
typedef struct Team {
    _Atomic uint32_t next;  /* share that nobody has */
    _Atomic uint32_t first; /* share that ends the search; NO_SHARE */
    Result result[MOST_SHARES];
} Team;

static Team *team;
static Worker *workers;
static uint32_t share_count;
static uint64_t shares_before; /* in earlier blocks */
static Figures total;          /* of these */
static const Worker *self;     /* NULL: the process that leads the others */

static void team_begin(void)
{
    team = pages_reserve_shared(sizeof *team);
    workers = pages_reserve_shared(sizeof *workers * question->workers);
    for (uint32_t i = 0; i < question->workers; i++) {
        *question_in(&workers[i].shared) = *question;
        workers[i].census = census_new();
    }
}

/* -------- figures -------- */

static void add_figures(Figures *to, const Figures *more)
{
    to->executions += more->executions;
    to->redundant += more->redundant;
    to->awaiting += more->awaiting;
    to->steps += more->steps;
    if (more->longest > to->longest) to->longest = more->longest;
    for (uint32_t i = 0; i < LIVE_VERDICTS; i++)
        to->failures[i] += more->failures[i];
}

static Figures figures_of(const LiveAnswer *from)
{
    Figures figures = {.executions = from->executions,
                       .redundant = from->redundant,
                       .awaiting = from->awaiting,
                       .steps = from->steps,
                       .longest = from->longest};
    memcpy(figures.failures, from->failures, sizeof figures.failures);
    return figures;
}

static void show(const Figures *figures)
{
    answer->executions = figures->executions;
    answer->redundant = figures->redundant;
    answer->awaiting = figures->awaiting;
    answer->steps = figures->steps;
    answer->longest = figures->longest;
    memcpy(answer->failures, figures->failures, sizeof figures->failures);
}

/* What has been done of this block, about; those at work count on meanwhile. */
static void show_progress(void)
{
    Figures sum = total;
    double explored = 0;
    for (uint32_t i = 0; i < share_count; i++) {
        if (!team->result[i].finished) continue;
        add_figures(&sum, &team->result[i].figures);
        explored += share_weight(i) * team->result[i].explored;
    }
    for (uint32_t i = 0; i < question->workers; i++) {
        uint32_t share = workers[i].share;
        if (share >= share_count || team->result[share].finished) continue;
        const LiveAnswer *so_far = answer_in(&workers[i].shared);
        Figures figures = figures_of(so_far);
        add_figures(&sum, &figures);
        explored += share_weight(share) * so_far->explored;
    }
    show(&sum);
    answer->explored = explored;
}

/* -------- a worker -------- */

static bool is_needless(void)
{
    return team->first < self->share;
}

static void end_search_at(uint32_t share)
{
    uint32_t first = team->first;
    while (share < first && !atomic_compare_exchange_weak(&team->first, &first, share)) {
    }
}

static ShareEnd do_share(Worker *worker, uint32_t share, const Entry *entry)
{
    Result *result = &team->result[share];
    census_share = shares_before + share;
    share_take(share);
    explore_begin();
    answer->explored = 0;
    worker->share = share;
    result->end = out_of_time() ? SHARE_LIMIT : explore_on(entry);
    result->explored = result->end == SHARE_DONE ? 1 : answer->explored;
    result->figures = figures_of(answer);
    worker->preemptions_left_out |= preemptions_left_out;
    worker->delays_left_out |= delays_left_out;
    result->worker = (uint32_t)(worker - workers);
    if (answer->verdict != LIVE_HOLDS && worker->failed == NO_SHARE) worker->failed = share;
    if (result->end == SHARE_OVER || result->end == SHARE_LEARNED) end_search_at(share);
    result->finished = true;
    return result->end;
}

static _Noreturn void work(Worker *worker, const Entry *entry)
{
    self = worker;
    shared = &worker->shared;
    share_is_needless = is_needless;
    answer->verdict = LIVE_HOLDS;
    census_use(worker->census);
    ShareEnd end = SHARE_DONE;
    while (end == SHARE_DONE) {
        uint32_t share = team->next++;
        if (share >= share_count || share > team->first) break;
        end = do_share(worker, share, entry);
    }
    worker->learned = learned;
    pages_exit(0);
}

/* -------- the process that leads -------- */

static void fork_worker(uint32_t number, const Entry *entry)
{
    long leader = pages_call(SYS_getpid, 0, 0, 0, 0, 0, 0);
    long process = pages_call(SYS_fork, 0, 0, 0, 0, 0, 0);
    if (process < 0) pages_panic("there can be no other process");
    if (process > 0) return;
    pages_watch_children(false);
    /* Whoever ends the leader ends all. */
    pages_call(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0, 0);
    if (pages_call(SYS_getppid, 0, 0, 0, 0, 0, 0) != leader) pages_exit(0);
    work(&workers[number], entry);
}

static void wait_for(uint32_t processes)
{
    const uint64_t between_reports = 100000000;
    while (processes) {
        int status;
        long ended = pages_call(SYS_wait4, -1, (long)&status, WNOHANG, 0, 0, 0);
        if (ended < 0 || (ended > 0 && status != 0))
            pages_panic("a process that searched came to an untimely end");
        if (ended > 0) {
            processes--;
            continue;
        }
        show_progress();
        out_of_time();
        pages_await_child(between_reports);
    }
}

/* The failing execution of a worker's answer. */
static void adopt(const LiveAnswer *from, uint64_t runs_before)
{
    answer->verdict = from->verdict;
    memcpy(answer->message, from->message, sizeof answer->message);
    answer->failed_run = runs_before + from->failed_run;
    answer->failing_thread = from->failing_thread;
    answer->family = from->family;
    answer->step_count = from->step_count;
    answer->stack = from->stack;
    answer->misused = from->misused;
    memcpy(answer->threads, from->threads, sizeof answer->threads);
    memcpy(answer->race, from->race, sizeof answer->race);
    memcpy(answer->execution, from->execution, from->step_count * sizeof *from->execution);
}

/* The failure that a worker met in this share. */
static void adopt_failure(const Figures *before, Worker *worker, uint32_t share)
{
    Figures sum = *before;
    for (uint32_t i = 0; i < share; i++)
        add_figures(&sum, &team->result[i].figures);
    adopt(answer_in(&worker->shared), sum.executions + sum.redundant + sum.awaiting);
}

/* The first one of this block, in the order of shares: the one that ended the search; or, where
 * failures do not end it, unless there was one before. */
static void adopt_first_failure(const Figures *before, ShareEnd end)
{
    Worker *first = NULL;
    if (end == SHARE_OVER) {
        adopt_failure(before, &workers[team->result[team->first].worker], team->first);
        return;
    }
    if (answer->verdict != LIVE_HOLDS) return;
    for (uint32_t i = 0; i < question->workers; i++)
        if (workers[i].failed < (first ? first->failed : NO_SHARE)) first = &workers[i];
    if (first) adopt_failure(before, first, first->failed);
}

/* All up to the share that ended the search count, that one included. */
static ShareEnd gather(void)
{
    Figures before = total;
    ShareEnd end = SHARE_DONE;
    show_progress();
    for (uint32_t i = 0; i < share_count && i <= team->first; i++) {
        add_figures(&total, &team->result[i].figures);
        if (team->result[i].end != SHARE_DONE) end = team->result[i].end;
    }
    show(&total);
    for (uint32_t i = 0; i < question->workers; i++) {
        preemptions_left_out |= workers[i].preemptions_left_out;
        delays_left_out |= workers[i].delays_left_out;
    }
    if (end == SHARE_LEARNED) {
        learned = workers[team->result[team->first].worker].learned;
        return end;
    }
    adopt_first_failure(&before, end);
    return end;
}

/* One block of shares. */
static ShareEnd work_together(const Entry *entry)
{
    team->next = 0;
    team->first = NO_SHARE;
    memset(team->result, 0, sizeof *team->result * share_count);
    uint32_t processes = question->workers < share_count ? question->workers : share_count;
    for (uint32_t i = 0; i < question->workers; i++) {
        workers[i].failed = workers[i].share = NO_SHARE;
        workers[i].preemptions_left_out = workers[i].delays_left_out = false;
    }
    pages_watch_children(true);
    for (uint32_t i = 0; i < processes; i++)
        fork_worker(i, entry);
    wait_for(processes);
    pages_watch_children(false);
    return gather();
}

static void begin(void)
{
    total = (Figures){0};
    show(&total);
    answer->verdict = LIVE_HOLDS;
    shares_before = 0;
    shares_begin();
    census_begin();
    for (uint32_t i = 0; i < question->workers; i++)
        census_clear(workers[i].census);
}

static ShareEnd search_all(const Entry *entry)
{
    ShareEnd end = SHARE_DONE;
    begin();
    while (end == SHARE_DONE && (share_count = shares_next(entry))) {
        end = work_together(entry);
        shares_before += share_count;
    }
    return end;
}

void explore_together(const Entry *entry)
{
    ShareEnd end;
    out_of_time();
    learned.unlock_steps = question->unlock_steps;
    team_begin();
    do
        end = search_all(entry);
    while (end == SHARE_LEARNED);
    uint64_t last = end == SHARE_OVER ? shares_before - share_count + team->first : UINT64_MAX;
    for (uint32_t i = 0; i < question->workers; i++)
        census_add(workers[i].census, last);
    if (end == SHARE_LIMIT) incomplete("time");
    else answer->explored = 0;
    incomplete(left_out());
    answer->unlock_steps = learned.unlock_steps;
    out_of_time();
}
