#include "checker/program/job.h"

#include "checker/search/memory.h"
#include "checker/search/require.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

typedef struct Jobs {
    const JobsPlan *plan;
    Job *jobs;         /* one for each search */
    uint32_t *running; /* their indices, in no order */
    uint32_t running_count;
    uint32_t begun;  /* so many of the first were started */
    uint32_t handed; /* so many of the first were handed on */
    bool alone;      /* the one that runs is to have all the memory */
    bool broken;
    /* Processors that no search works on while nothing waits to be started: shared memory. */
    _Atomic uint32_t *idle;
    uint32_t given; /* of them, so many by us */
    struct pollfd *polled;
} Jobs;

/* -------- processors -------- */

static bool all_begun(const Jobs *jobs)
{
    return jobs->begun == jobs->plan->count;
}

/* Once nothing more waits the searches under way may use what processors the others leave. */
static void give_processors(Jobs *jobs)
{
    const JobsPlan *plan = jobs->plan;
    uint32_t busy = all_begun(jobs) ? jobs->running_count : plan->jobs;
    uint32_t left = plan->processors > busy ? plan->processors - busy : 0;
    if (left <= jobs->given) return;
    atomic_fetch_add(jobs->idle, left - jobs->given);
    jobs->given = left;
}

/* -------- starting -------- */

static bool goes_on(const Jobs *jobs)
{
    return !jobs->broken && !*jobs->plan->interrupted;
}

/* One among others has a share of what it would have alone. */
static void share_out(const Jobs *jobs, SearchOptions *options)
{
    uint64_t *memory = &options->limits.memory;
    if (*memory) *memory = MAX(*memory / jobs->plan->jobs, 1);
    if (jobs->plan->share) options->idle_processors = jobs->idle;
}

static void begin(Jobs *jobs, uint32_t index)
{
    Job *job = &jobs->jobs[index];
    SearchOptions options = *job->search->options;
    bool shares = !jobs->alone && jobs->plan->jobs > 1;
    if (shares) share_out(jobs, &options);
    job_start(job, &options, shares);
    if (job->state == JOB_RUNS) jobs->running[jobs->running_count++] = index;
}

/* The first that lacked memory, or the count of all. */
static uint32_t hungry(const Jobs *jobs)
{
    uint32_t index = jobs->handed;
    while (index < jobs->begun && jobs->jobs[index].state != JOB_LACKS_MEMORY)
        index++;
    return index < jobs->begun ? index : jobs->plan->count;
}

/* Others wait until it is done. */
static void begin_alone(Jobs *jobs, uint32_t index)
{
    if (jobs->running_count > 0) return;
    jobs->alone = true;
    begin(jobs, index);
}

static void begin_some(Jobs *jobs)
{
    jobs->alone = jobs->alone && jobs->running_count > 0;
    while (goes_on(jobs) && !jobs->alone) {
        uint32_t lacking = hungry(jobs);
        if (lacking < jobs->plan->count) {
            begin_alone(jobs, lacking);
            return;
        }
        if (all_begun(jobs) || jobs->running_count == jobs->plan->jobs) return;
        begin(jobs, jobs->begun++);
    }
}

/* -------- results -------- */

/* Hand on what is there, in order. */
static void hand_on(Jobs *jobs)
{
    const JobsPlan *plan = jobs->plan;
    while (jobs->handed < jobs->begun && jobs->jobs[jobs->handed].state == JOB_FOUND) {
        uint32_t index = jobs->handed++;
        plan->done(plan->data, index, jobs->jobs[index].result);
    }
}

/* Of several that crashed the first is what would have been seen alone: so those before it go on.
 */
static void stop_after(Jobs *jobs, uint32_t crashed)
{
    jobs->broken = true;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < jobs->running_count; i++) {
        uint32_t index = jobs->running[i];
        if (index > crashed) job_kill(&jobs->jobs[index]);
        else jobs->running[kept++] = index;
    }
    jobs->running_count = kept;
}

static void listen(Jobs *jobs, uint32_t index)
{
    const JobsPlan *plan = jobs->plan;
    Job *job = &jobs->jobs[index];
    if (job_read(job))
        plan->progress(plan->data, index, index == jobs->handed, jobs->running_count, &job->so_far);
    if (job->state == JOB_RUNS) return;
    uint32_t at = 0;
    while (jobs->running[at] != index)
        at++;
    jobs->running[at] = jobs->running[--jobs->running_count];
    if (job->state == JOB_CRASHED) stop_after(jobs, index);
}

/* Wait until some of the running searches have something to say, or a signal comes. */
static void listen_to_all(Jobs *jobs)
{
    uint32_t count = jobs->running_count, ready = 0;
    for (uint32_t i = 0; i < count; i++)
        jobs->polled[i] =
            (struct pollfd){.fd = jobs->jobs[jobs->running[i]].pipe, .events = POLLIN};
    if (poll(jobs->polled, count, -1) < 0) return;
    uint32_t *heard = memory_new(count, sizeof *heard);
    for (uint32_t i = 0; i < count; i++)
        if (jobs->polled[i].revents) heard[ready++] = jobs->running[i];
    for (uint32_t i = 0; i < ready; i++)
        if (jobs->jobs[heard[i]].state == JOB_RUNS) listen(jobs, heard[i]);
    free(heard);
}

/* -------- all of it -------- */

/* A number that all processes see. */
static _Atomic uint32_t *shared_number(void)
{
    void *memory = mmap(NULL, sizeof(_Atomic uint32_t), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    REQUIRE(memory != MAP_FAILED, "no memory for a number");
    return memory;
}

static void jobs_init(Jobs *jobs, const JobsPlan *plan, _Atomic uint32_t *idle)
{
    *jobs = (Jobs){
        .plan = plan,
        .jobs = memory_new(plan->count, sizeof *jobs->jobs),
        .running = memory_new(plan->jobs, sizeof *jobs->running),
        .polled = memory_new(plan->jobs, sizeof *jobs->polled),
        .idle = idle,
    };
    for (uint32_t i = 0; i < plan->count; i++)
        jobs->jobs[i].search = &plan->searches[i];
}

/* What was found and may not be handed on, because something before it was not. */
static void jobs_clear(Jobs *jobs)
{
    for (uint32_t i = jobs->handed; i < jobs->begun; i++)
        if (jobs->jobs[i].state == JOB_FOUND) result_free(&jobs->jobs[i].result);
    free(jobs->jobs);
    free(jobs->running);
    free(jobs->polled);
}

JobsEnd jobs_run(const JobsPlan *plan)
{
    Jobs jobs;
    jobs_init(&jobs, plan, shared_number());
    do {
        begin_some(&jobs);
        give_processors(&jobs);
        hand_on(&jobs);
        if (jobs.running_count > 0) listen_to_all(&jobs);
    } while (jobs.running_count > 0 || (goes_on(&jobs) && jobs.handed < plan->count));
    hand_on(&jobs);
    JobsEnd end = jobs.broken                  ? JOBS_BROKEN
                  : jobs.handed == plan->count ? JOBS_DONE
                                               : JOBS_INTERRUPTED;
    jobs_clear(&jobs);
    munmap((void *)jobs.idle, sizeof *jobs.idle);
    return end;
}
