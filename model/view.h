/* A world to look at, not to touch. */
#ifndef MODEL_VIEW_H
#define MODEL_VIEW_H

#include "model/step.h"

typedef struct View {
    const Config *config;
    const Sched *sched;
    const Gc *gc;
    const P *p; /* p[0] is p1 */
    const M *m;
    const G *g;
} View;

static inline View view_of(const Config *config, const uint8_t *world)
{
    Layout at = config->layout;
    return (View){
        .config = config,
        .sched = (const Sched *)world,
        .gc = (const Gc *)(world + sizeof(Sched)),
        .p = (const P *)(world + at.p),
        .m = (const M *)(world + at.m),
        .g = (const G *)(world + at.g),
    };
}

/* The step that the M takes next. */
static inline uint16_t view_step(const View *v, uint8_t m)
{
    const M *mp = &v->m[m - 1];
    const G *gp = mp->g ? &v->g[mp->g - 1] : NULL;
    uint8_t depth = gp ? gp->depth : mp->depth;

    if (!depth) return GOEXIT_LEAVE;
    return gp ? gp->frame[depth - 1].pc : mp->frame[depth - 1].pc;
}

static inline uint8_t bare_status(const G *g)
{
    return g->atomicstatus & (uint8_t)~GSCAN;
}

#endif
