/* The collector: stack scanning in its three historic forms, marking by workers, and the cycle. */
#ifndef RUNTIME_COLLECTOR_H
#define RUNTIME_COLLECTOR_H

#include "runtime/heap.h"
#include "runtime/world.h"

/* gcphase, as far as stack scanning looks at it; written with the world stopped. */
enum { GCoff, GCscan, GCmark, GCmarktermination };

enum { WORKER_DEDICATED, WORKER_IDLE_MODE }; /* P.gcMarkWorkerMode */

typedef struct Work {
    _Atomic uint32_t phase;
    _Atomic bool blackenEnabled, blackenPromptly;
    _Atomic int32_t nwait, nproc;
    _Atomic int32_t dedicated; /* dedicatedMarkWorkersNeeded */
    _Atomic bool markDoneSema;
    _Atomic bool eachp; /* somebody of this cycle is in forEachP or stops the world */
    _Atomic uint32_t markrootNext, markrootJobs;
    uint32_t nstacks; /* goroutines there were when marking began */
    _Atomic uint32_t nobjects;
    Lock lock;
    void **object; /* marked, and not yet looked at; under lock */
    Sema bgMarkReady, done;
    _Atomic uint32_t begun; /* cycles; changed by who has worldsema */
    _Atomic uint32_t cycles, freed;
} Work;

extern Work work;

/* -------- the cycle: gc.c -------- */

void gc_init(void);
/* On a goroutine: one whole collection, with the world running for most of it. */
void gc_collect(void);
/* Its parts, with the world stopped: all stacks are to be scanned; gcphase; workers may mark; they
 * have, so the cycle ends. */
void gc_begin_round(void);
void gc_set_phase(uint32_t phase);
void gc_begin_marking(void);
void gc_end_cycle(void);

/* -------- marking: mark.c -------- */

/* Look at every word in [lo, hi) and mark what it points to; runs with a P. */
void scanblock(uintptr_t lo, uintptr_t hi);
/* Publish what this P has found. */
void gcw_dispose(P *p);
/* Is there anything to do that everybody, or p unless it is NULL, can find? */
bool gcMarkWorkAvailable(P *p);
/* On a goroutine: one piece of mark work; false if there was none. */
bool gcdrain_one(P *p);
/* All that is left, with the world stopped. */
void gcdrain_stopped(P *p);

/* -------- roots and stacks: markroot.c -------- */

/* On a goroutine: one range of roots, or one stack. */
void markroot_job(uint32_t job);
/* On a goroutine: have the stack of gp scanned, by the handshake that the settings say. */
void markroot(G *gp);
/* Scan the stack of a goroutine whose scan bit the caller has; keeps gcscanvalid. */
void scanstack(G *gp);
void scanstack_walk(G *gp);
/* What scanner and newstack do under the scan bit: scan, unless the other has. */
void scan_unless_done(G *gp);
/* Ask a running goroutine, whose scan bit the caller has, to scan itself; clears the bit. */
void request_scan(G *gp);
void restartg(G *gp);

void markroot_stopg(G *gp);    /* stopg.c */
void scang(G *gp);             /* scang.c */
void markroot_suspendg(G *gp); /* suspendg.c */

/* -------- workers: worker.c, markdone.c -------- */

/* What a worker is: a goroutine whose argument is its P. */
void gcBgMarkWorker(void *p);
/* The worker of p, made Grunnable, or NULL; the caller owns p. */
G *findRunnableGCWorker(P *p, uint32_t mode);
/* In park_m, before dropg: the mutant of WORKER_ATTACH. */
void attach_before_dropg(M *mp, G *gp);
/* On the worker of p, detached: marking may be done. */
void gcMarkDone(void);
/* Exclude the others of this cycle that stop the world or run forEachP. */
void take_eachp(void);
void give_eachp(void);
/* forEachP's fn: publish what p has found. */
void flush_gcw(P *p);

#endif
