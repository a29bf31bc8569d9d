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

/* The innermost frame of a stack, or NULL if it is empty: of a G... */
static inline const Frame *g_frame(const G *g)
{
    return g->depth ? &g->frame[g->depth - 1] : NULL;
}

/* ...and of the one that an M stands on. */
static inline const Frame *view_frame(const View *v, uint8_t m)
{
    const M *mp = &v->m[m - 1];
    if (mp->g) return g_frame(&v->g[mp->g - 1]);
    return mp->depth ? &mp->frame[mp->depth - 1] : NULL;
}

/* The step that the M takes next. */
static inline uint16_t view_step(const View *v, uint8_t m)
{
    const Frame *top = view_frame(v, m);
    return top ? top->pc : GOEXIT_LEAVE;
}

static inline uint8_t bare_status(const G *g)
{
    return g->atomicstatus & (uint8_t)~GSCAN;
}

#endif
