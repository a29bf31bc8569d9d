/* Scan rounds and phases (mgc.go @3c60e6e8cfc6: gcResetGState; mgcmark.go @00ad25ed400b: gcscan_m;
 * mgc.go of go1.6: gcStart, gcBgMarkPrepare, startCycle).
 *
 * A scenario puts a stop of the world between two rounds, as every cycle does: without one, a
 * goroutine could sit in newstack from one round to the next.  Phases change with the world
 * stopped.
 *
 * Left out: allglock (goroutines are not created here), everything but stacks and markers. */
#include "model/collector.h"

enum { MAX_ROUND = 3 }; /* where the ghost stops to count: a scenario may go on for ever */

/* The beginning and the end of a round; frame.argument is the goroutine under the hand. */
Outcome scan_round(Step *s)
{
    uint8_t *g = &s->frame->argument;

    switch (s->pc) {
    case ROUND_BEGIN:
        count_up_to(s, &s->gc->round, MAX_ROUND);
        *g = 1;
        return next(s, ROUND_RESET_DONE);
    case ROUND_RESET_DONE:
        store(s, &g_of(s, *g)->gcscandone, 0);
        store(s, &g_of(s, *g)->scans, 0);
        return next(s, ROUND_RESET_VALID);
    case ROUND_RESET_VALID:
        store(s, &g_of(s, *g)->gcscanvalid, 0);
        if (*g == s->config->gs) return leave(s);
        ++*g;
        return next(s, ROUND_RESET_DONE);
    case ROUND_END:
        if (!*g) *g = 1;
        if (!load(s, &g_of(s, *g)->gcscandone)) return next(s, ROUND_END_STATUS);
        if (*g == s->config->gs) return leave(s);
        ++*g;
        return next(s, ROUND_END);
    case ROUND_END_STATUS: /* the dead have no stack; those that never lived were not marked either
                            */
        if (load(s, &g_of(s, *g)->atomicstatus) != GDEAD) throws(s, THROW_SCAN_MISSED);
        if (*g == s->config->gs) return leave(s);
        ++*g;
        return next(s, ROUND_END);
    default:
        return NOT_MINE;
    }
}

/* gcphase, and the switch that lets mark workers run; all with the world stopped. */
Outcome gc_phase(Step *s)
{
    Gc *gc = s->gc;

    switch (s->pc) {
    case PHASE_STORE:
        store(s, &gc->phase, s->frame->argument);
        return leave(s);
    case MARKING_BEGIN: /* as many workers as Ps take part, and all of them wait */
        store(s, &gc->nproc, s->config->ps);
        store(s, &gc->nwait, s->config->ps);
        store(s, &gc->dedicated, s->config->ps);
        store(s, &gc->markwork, MARK_ROOTS);
        store(s, &gc->blackenPromptly, 0);
        store(s, &gc->markDones, 0);
        store(s, &gc->blackenEnabled, 1);
        return leave(s);
    case MARKING_END:
        store(s, &gc->blackenEnabled, 0);
        return leave(s);
    default:
        return NOT_MINE;
    }
}
