/* Starting the runtime: once in a process. */
#ifndef RUNTIME_RUNTIME_H
#define RUNTIME_RUNTIME_H

#include "runtime/settings.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct RuntimeConfig {
    uint32_t procs;      /* how many goroutines run at once; at least 1 */
    uint32_t spare_ms;   /* Ms that exist from the start, beside those that have a P */
    uint32_t heap_cells; /* of 64 bytes */
    bool sysmon;         /* look after Ps in system calls and goroutines that run for long */
    bool fixed_ms;       /* make no more threads than there are from the start */
    bool early_flush;    /* whoever collects runs forEachP while marking is on (runtime/gc.c) */
    bool stealing;       /* also do what the model leaves out (runtime/schedule.c) */
    Settings settings;
} RuntimeConfig;

/* Two Ps, everything on, every setting at its default. */
RuntimeConfig runtime_config(void);

/* Make the structures, and nobody to use them yet. */
void schedinit(const RuntimeConfig *config);
/* schedinit, then run main_fn(argument) as the first goroutine, and return when it has.  The world
 * is stopped then, for good. */
void runtime_run(const RuntimeConfig *config, void (*main_fn)(void *argument), void *argument);

#endif
