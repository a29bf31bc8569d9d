/* The beginning and the end (proc1.go: schedinit, rt0_go; proc.go: main). */
#include "runtime/runtime.h"

#include "runtime/collector.h"
#include "runtime/goroutine.h"
#include "runtime/lists.h"
#include "runtime/panic.h"
#include "runtime/scheduler.h"

#include <stdlib.h>

Sched sched;

RuntimeConfig runtime_config(void)
{
    return (RuntimeConfig){
        .procs = 2,
        .heap_cells = 1 << 18,
        .sysmon = true,
        .early_flush = true,
        .stealing = true,
        .settings = settings_default(),
    };
}

void schedinit(const RuntimeConfig *config)
{
    settings = config->settings;
    sched.procs = config->procs;
    sched.stealing = config->stealing;
    sched.has_sysmon = config->sysmon;
    sched.fixed_ms = config->fixed_ms;
    sched.early_flush = config->early_flush;
    sched.allp = calloc(config->procs, sizeof *sched.allp);
    if (!sched.allp) throw_text("out of memory");
    for (uint32_t i = 0; i < config->procs; i++)
        sched.allp[i].id = i + 1;
    store(&sched.worldsema.count, 1);
    heap_init(config->heap_cells);
    gc_init();
    os_catch_overflow();
}

typedef struct Main {
    void (*fn)(void *);
    void *argument;
} Main;

/* The first goroutine.  It never ends: whoever called runtime_run goes on instead. */
static void run_main(void *m)
{
    Main *main = m;
    main->fn(main->argument);
    stopTheWorld();
    notewakeup(&sched.finished);
    for (;;)
        os_usleep(1000000);
}

void runtime_run(const RuntimeConfig *config, void (*main_fn)(void *), void *argument)
{
    Main main = {main_fn, argument};

    schedinit(config);
    runqput(&sched.allp[0], newproc(&sched.allp[0], run_main, &main));
    for (uint32_t i = config->procs; i > 1; i--)
        pidleput(&sched.allp[i - 1]);
    for (uint32_t i = 0; i < config->spare_ms; i++)
        new_idle_m();
    if (config->sysmon) new_m_without_p(sysmon);
    newm(&sched.allp[0], false);
    notesleep(&sched.finished);
}
