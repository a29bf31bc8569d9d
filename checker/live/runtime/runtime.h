/* The search's side of the runtime: what is asked, what is answered, and going back to the
 * beginning. */
#ifndef CHECKER_LIVE_RUNTIME_H
#define CHECKER_LIVE_RUNTIME_H

#include "checker/live/runtime/thread.h"

extern LiveShared *shared;
/* Of any process; below, of this one. */
static inline LiveQuestion *question_in(LiveShared *any)
{
    return &any->question;
}
static inline LiveAnswer *answer_in(LiveShared *any)
{
    return &any->answer;
}
#define question (&shared->question)
#define answer (&shared->answer)

/* How the execution that just ended did so. */
typedef enum Ending {
    ENDED_NOT,       /* the search is to decide who makes the next step */
    ENDED_COMPLETE,  /* nobody can move, or somebody failed */
    ENDED_REDUNDANT, /* cut short: nothing new could follow */
    ENDED_AGAIN,     /* cut short: a loop was seen for the first time; it is to be run once more */
    ENDED_RETRACTED, /* its last step turned out to be one that waits, and was not possible */
} Ending;

extern bool in_execution; /* the program runs, not the search */
extern Ending ending;

/* Once for each execution, when it has ended: how it failed. */
void failures_count(void);
/* Back to the search; never returns. */
_Noreturn void leave_execution(Ending how);

/* -------- memory.c: the program's data -------- */
/* Remember how everything is now, the arguments included. */
void memory_begin(int argc, char **argv);
void memory_restore(void);
/* What a state consists of: writable data of the executable and the used heap; at most
 * MOST_REGIONS. */
enum { MOST_REGIONS = 8 + LIVE_MOST_THREADS };
uint32_t memory_regions(Region *regions);
const Region *memory_data(uint32_t *ret_count); /* without the heap */
size_t memory_size(void);                       /* of all of them */
void memory_hash(uint64_t ret[2]);

/* -------- thread_control.c -------- */
void threads_restart(int (*entry)(int, char **, char **), int argc, char **argv,
                     char **environment);

/* -------- heap.c -------- */
void heap_begin(void);
void heap_restart(void);
char *heap_start(uint32_t thread);

/* -------- record.c -------- */
void record_execution(uint32_t count);
void record_threads(void);

/* -------- thread_local.c -------- */
void thread_local_init(void);
void thread_local_region(uint32_t thread, Region *ret); /* empty: it has none */

/* What main was called with. */
typedef struct Entry {
    int argc;
    char **argv, **environment;
} Entry;

void crash_begin(void);

/* -------- explore.c -------- */
void execution_begin(const Entry *entry);
void explore(const Entry *entry);
void explore_states(const Entry *entry);
void explore_together(const Entry *entry); /* with question.workers processes; team.c */
bool out_of_time(void);
void text_copy(char *to, const char *from);

#endif
