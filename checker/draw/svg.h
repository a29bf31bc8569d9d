/* The picture as one SVG file that stands still. */
#ifndef CHECKER_DRAW_SVG_H
#define CHECKER_DRAW_SVG_H

#include "checker/draw/picture.h"

/* With `folded`, quiet runs are one row each.  Free with g_free. */
char *picture_svg(const Picture *picture, bool folded);

#endif
