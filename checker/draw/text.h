/* The picture in characters, for a terminal. */
#ifndef CHECKER_DRAW_TEXT_H
#define CHECKER_DRAW_TEXT_H

#include "checker/draw/picture.h"

typedef struct TextLook {
    uint32_t width; /* columns of the terminal */
    bool ascii;     /* nothing but ASCII */
    bool color;
    bool folded; /* quiet runs are one line each */
} TextLook;

/* Free with g_free. */
char *picture_text(const Picture *picture, TextLook look);

#endif
