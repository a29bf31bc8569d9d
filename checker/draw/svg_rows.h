/* Where things stand in a picture that stands still: rows with their lines of text and heights. */
#ifndef CHECKER_DRAW_SVG_ROWS_H
#define CHECKER_DRAW_SVG_ROWS_H

#include "checker/draw/picture.h"

enum {
    SVG_MARGIN = 16,
    SVG_NUMBER_WIDTH = 34,
    SVG_STRIP_WIDTH = 20,
    SVG_TRACK_WIDTH = 9,
    SVG_LANE_WIDTH = 74, /* without its tracks */
    SVG_LINE_HEIGHT = 15,
    SVG_TALE_NARROWEST = 400,
    SVG_TALE_CHARACTERS = 92, /* of a line, at most */
    SVG_CHARACTER_WIDTH = 7
};

typedef struct SvgLine {
    const char *style; /* a class of the style sheet */
    char *text;
} SvgLine;

typedef struct SvgRow {
    uint32_t first, count; /* steps: one, or several folded ones */
    GArray *lines;         /* of SvgLine */
    int top, height;
} SvgRow;

typedef struct SvgRows {
    GArray *rows; /* of SvgRow */
    int *lanes;   /* per actor: where its lane begins; behind them, where the tale does */
    int tale, right, top, bottom;
} SvgRows;

SvgRows svg_rows_new(const Picture *picture, bool folded, int top);
void svg_rows_clear(SvgRows *rows);

/* The row that shows a step. */
const SvgRow *svg_row_of(const SvgRows *rows, uint32_t step);

/* How wide the tracks beside an actor's lane are. */
int svg_gutter(const Picture *picture, uint32_t actor);

#endif
