/* The world beside the lanes of a picture that stands still: a column for each field that changes
 * on the way and is no strip, a cell for its value after each row, what the row has changed
 * marked. */
#ifndef CHECKER_DRAW_SVG_WORLD_H
#define CHECKER_DRAW_SVG_WORLD_H

#include "checker/draw/svg_rows.h"

typedef struct SvgWorld {
    GArray *columns; /* of SvgColumn */
    int right;       /* where it ends; where it would begin if it has no columns */
    int head;        /* how high the names of its columns are */
} SvgWorld;

typedef struct SvgColumn {
    uint32_t field;
    int left, width;
} SvgColumn;

SvgWorld svg_world_new(const Picture *picture, int left);
void svg_world_clear(SvgWorld *world);

/* Names and values at the start above `top`, and a cell for each row. */
void svg_world_draw(GString *out, const SvgWorld *world, const Picture *picture,
                    const SvgRows *rows, int top);

/* "sched.npidle = 1, ...": the shown fields that are no strips, do not change, and are not zero;
 * NULL: there are none.  The caller frees it with g_free. */
char *svg_world_rest(const Picture *picture);

#endif
