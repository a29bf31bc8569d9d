/* The picture as one HTML file that needs nothing else. */
#ifndef CHECKER_DRAW_HTML_H
#define CHECKER_DRAW_HTML_H

#include "checker/draw/picture.h"

/* Free with g_free. */
char *picture_html(const Picture *picture);

#endif
