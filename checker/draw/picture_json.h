/* The picture as JSON: what page.js draws.  docs/drawing.md lists the keys. */
#ifndef CHECKER_DRAW_PICTURE_JSON_H
#define CHECKER_DRAW_PICTURE_JSON_H

#include "checker/draw/picture.h"

/* One line, safe inside of <script>: no `<`, `>` or `&` stands in it, whatever the scenario's
 * strings say.  Free with g_free. */
char *picture_json(const Picture *picture);

#endif
