#include "checker/program/job.h"

#include "checker/program/checkpoints.h"
#include "checker/program/shorten.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* -------- in the process of its own -------- */

static void send_progress(void *pipe, const Statistics *so_far)
{
    parcel_send_progress(*(const int *)pipe, so_far);
}

/* Nobody is left to take the result, should the parent be killed. */
static void die_with(pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(EXIT_FAILURE);
}

static _Noreturn void search_and_send(const Job *job, SearchOptions options, bool may_lack,
                                      int pipe)
{
    atomic_bool lacks_memory = false;
    if (may_lack) options.lacks_memory = &lacks_memory;
    options.progress = send_progress;
    options.progress_data = &pipe;
    Result result = checkpoints_search(job->search->question, &options);
    if (job->search->minimise && !lacks_memory) shorten(job->search->question, &options, &result);
    bool sent = lacks_memory ? parcel_send_lack(pipe)
                             : parcel_send_result(pipe, job->search->question, &result);
    fflush(NULL); /* what a model may have printed */
    _exit(sent ? EXIT_SUCCESS : EXIT_FAILURE);
}

/* -------- in the process of all -------- */

static void search_here(Job *job, const SearchOptions *options, bool may_lack)
{
    atomic_bool lacks_memory = false;
    SearchOptions here = *options;
    if (may_lack) here.lacks_memory = &lacks_memory;
    here.progress = NULL;
    job->result = checkpoints_search(job->search->question, &here);
    if (job->search->minimise && !lacks_memory) shorten(job->search->question, &here, &job->result);
    job->state = lacks_memory ? JOB_LACKS_MEMORY : JOB_FOUND;
    if (lacks_memory) result_free(&job->result);
}

/* The pipe from a new process, or -1: it could not be had. */
static int start_process(Job *job, const SearchOptions *options, bool may_lack)
{
    int ends[2];
    pid_t parent = getpid();
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    fflush(NULL); /* or both would print what waits to be printed */
    job->process = fork();
    if (job->process == 0) {
        die_with(parent);
        search_and_send(job, *options, may_lack, ends[1]);
    }
    close(ends[1]);
    if (job->process > 0) return ends[0];
    close(ends[0]);
    return -1;
}

void job_start(Job *job, const SearchOptions *options, bool may_lack)
{
    job->pipe = start_process(job, options, may_lack);
    if (job->pipe < 0) {
        search_here(job, options, may_lack);
        return;
    }
    job->state = JOB_RUNS;
    job->said = PARCEL_PROGRESS;
    job->received = g_byte_array_new();
}

static int reap(Job *job)
{
    int status = 0;
    while (waitpid(job->process, &status, 0) < 0 && errno == EINTR)
        continue;
    close(job->pipe);
    g_byte_array_unref(job->received);
    return status;
}

static void complain(const Job *job, int status)
{
    const char *name = job->search->name;
    if (WIFSIGNALED(status))
        fprintf(stderr, "checker: %s: killed by signal %d (%s)\n", name, WTERMSIG(status),
                strsignal(WTERMSIG(status)));
    else
        fprintf(stderr, "checker: %s: this search ended with status %d and no answer\n", name,
                WEXITSTATUS(status));
}

/* The process has closed its end: it has said all that it will say. */
static void finish(Job *job)
{
    int status = reap(job);
    bool ended_well = WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
    if (ended_well && job->said == PARCEL_RESULT) {
        job->state = JOB_FOUND;
    } else if (ended_well && job->said == PARCEL_LACK) {
        job->state = JOB_LACKS_MEMORY;
    } else {
        if (job->said == PARCEL_RESULT) result_free(&job->result);
        job->state = JOB_CRASHED;
        complain(job, status);
    }
}

bool job_read(Job *job)
{
    uint8_t bytes[1 << 14];
    ssize_t count = read(job->pipe, bytes, sizeof bytes);
    if (count < 0 && errno == EINTR) return false;
    if (count <= 0) {
        finish(job);
        return false;
    }
    g_byte_array_append(job->received, bytes, (guint)count);
    const Question *question = job->search->question;
    while (parcel_take(job->received, question, &job->said, &job->so_far, &job->result))
        continue;
    return job->said == PARCEL_PROGRESS && job->so_far.seconds > 0;
}

void job_kill(Job *job)
{
    kill(job->process, SIGKILL);
    reap(job);
    if (job->said == PARCEL_RESULT) result_free(&job->result);
    job->state = JOB_WAITS;
}
