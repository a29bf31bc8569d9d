/* The scheduler: what its files call in one another.  Names are the runtime's; where a function
 * says nothing else, it runs on any stack. */
#ifndef RUNTIME_SCHEDULER_H
#define RUNTIME_SCHEDULER_H

#include "runtime/world.h"

/* -------- on g0: schedule.c -------- */

/* Find a goroutine and execute it. */
_Noreturn void schedule(void);
_Noreturn void execute(G *gp);
/* An M that begins in the poller. */
_Noreturn void schedule_from_poller(void);

/* -------- acquirep.c -------- */

/* Give up the P of this M: it is Pidle then, and on no list. */
P *releasep(void);
/* Take a P that is off the idle list. */
void acquirep(P *p);
/* A stop is on: retire our P and sleep until we are handed one. */
void gcstopm(void);

/* -------- handoff.c -------- */

/* Find something to do for a P that has lost its M. */
void handoffp(P *p);
/* Start an M, a new one if there is no idle one, for p, or for any idle P if it is NULL; the caller
 * has counted it as spinning if it shall. */
void startm(P *p, bool spinning);
void wakep(void);
/* Sleep until somebody hands over a P; the M holds no P. */
void stopm(void);
/* The end of it: the M is on the idle list. */
void stopm_sleep(void);
/* Hand a P to an M that sleeps in stopm. */
void hand_over(M *mp, P *p);

/* -------- thread.c -------- */

/* A new thread for p. */
void newm(P *p, bool spinning);
/* A new M that sleeps in stopm until a P is handed to it. */
void new_idle_m(void);
/* A new M that runs fn, which does not return, and never has a P. */
void new_m_without_p(void (*fn)(void));
/* An M without a thread, and its thread, which runs fn on g0; fn does not return. */
M *allocm(void);
void m_begin(M *mp, void (*fn)(void));
/* The n-th M, from 0, or NULL. */
M *m_at(uint32_t n);

/* -------- goroutines: proc.c, park.c -------- */

/* The n-th goroutine there ever was, from 0, or NULL; dead ones included. */
G *g_at(uint32_t n);
uint32_t g_count(void);
/* A goroutine that is Grunnable and on no queue; the caller owns p. */
G *newproc(P *p, void (*fn)(void *), void *argument);

/* Take this goroutine off its M until somebody makes it ready.  unlockf runs on g0 once it is off;
 * if it returns false the goroutine goes on at once.  waitlock may lie on the goroutine's stack,
 * but is out of bounds once unlockf has published the goroutine. */
void gopark(bool (*unlockf)(G *gp, void *waitlock), void *waitlock, const char *reason);
/* unlockf for a lock. */
bool parkunlock(G *gp, void *l);
/* Make a parked goroutine runnable; the caller holds a P. */
void goready(G *gp);
/* On g0. */
void ready(G *gp);
void dropg(void);
_Noreturn void gopreempt_m(G *gp);
_Noreturn void preemptPark(G *gp);
_Noreturn void goexit0(G *gp);

/* -------- entersyscall.c -------- */

void reentersyscall(void);
void runSafePointFn(void);
/* What forEachP counts down and sleeps on. */
_Atomic int32_t *foreachp_wait(void);
Note *foreachp_note(void);

/* -------- stopworld.c, foreachp.c -------- */

void preemptall(void);
/* The caller is a goroutine that holds worldsema. */
void stopTheWorldWithSema(void);
void startTheWorldWithSema(void);
/* Run fn for every P, each at a safe point of its own; the caller is a goroutine that holds
 * worldsema, or acts for the one that does. */
void forEachP(void (*fn)(P *p));

/* -------- sysmon.c -------- */

/* What its M does, for ever. */
void sysmon(void);
/* Under sched.lock: if sysmon sleeps, it has something to watch again. */
void wake_sysmon(void);

/* -------- netpoll.c -------- */

/* Block in the poller as an M without a P, unless another does; returns a goroutine to execute, and
 * then the M has a P, or NULL. */
G *netpoll_as_idle(void);
/* The same for the M that is the one to block. */
G *netpoll_block(void);
/* Make everything runnable that is ready now. */
void netpoll_now(void);

#endif
