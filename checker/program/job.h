/* One search in a process of its own (jobs.h). */
#ifndef CHECKER_PROGRAM_JOB_H
#define CHECKER_PROGRAM_JOB_H

#include "checker/program/jobs.h"
#include "checker/program/parcel.h"

#include <glib.h>
#include <sys/types.h>

typedef enum JobState {
    JOB_WAITS,        /* to be started; the state of a job that is all zero */
    JOB_RUNS,         /* in a process of its own */
    JOB_LACKS_MEMORY, /* its share did not suffice; it may be started again */
    JOB_FOUND,        /* `result` is there, and belongs to the job */
    JOB_CRASHED,      /* its process ended without a result */
} JobState;

typedef struct Job {
    const JobSearch *search;
    JobState state;
    Result result;
    Statistics so_far; /* while it runs: the last figures, without arrays */
    /* Private. */
    pid_t process;
    int pipe; /* where its parcels come from */
    GByteArray *received;
    ParcelKind said; /* the last that it said */
} Job;

/* Start to search with these options.  If the system has no process to spare this one does it, and
 * the job has an answer when job_start returns.  `may_lack`: to run into the limit on memory is no
 * answer. */
void job_start(Job *job, const SearchOptions *options, bool may_lack);

/* There is something to read in the pipe of a running job: take it.  True: these were new figures.
 * When its process has ended the state is another than JOB_RUNS. */
bool job_read(Job *job);

/* End the process of a running job at once. */
void job_kill(Job *job);

#endif
