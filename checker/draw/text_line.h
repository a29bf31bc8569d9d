/* One line of the picture in characters: strips, lanes, arrows; what is told comes from text.c. */
#ifndef CHECKER_DRAW_TEXT_LINE_H
#define CHECKER_DRAW_TEXT_LINE_H

#include "checker/draw/canvas.h"
#include "checker/draw/text.h"

#define TEXT_FAINT "\033[2m"
#define TEXT_STRONG "\033[1m"
#define TEXT_BAD "\033[1;31m"
#define TEXT_OPEN "\033[33m"
#define TEXT_GOOD "\033[32m"
#define TEXT_HANDED "\033[36m"

/* The characters that lines are made of. */
typedef struct TextSigns {
    gunichar does, looks, marked, broken, fold;
    gunichar moves, waits, spins, rests;
    gunichar down, across, crossing, leave_right, leave_left, arrive, into, window;
    const char *changes, *because, *mark;
} TextSigns;

typedef struct Text {
    GString *out;
    const Picture *picture;
    TextLook look;
    const TextSigns *signs;
    /* Columns, from the left: number, window, strips, lanes, tale. */
    guint number_width, strips, *lanes, tale, tale_width;
    bool shows_strips;
} Text;

/* Choose signs and columns; `lanes` has room for one column for each actor. */
Text text_place(const Picture *picture, TextLook look, guint *lanes);
/* The column of an actor's life. */
guint text_middle(const Text *text, uint32_t actor);
guint text_strip(const Text *text, guint strip);
/* Text from a scenario, in the characters that may be used; free with g_free. */
char *text_speakable(const Text *text, const char *words);
/* The line of a step, or one `below` it, all but the step itself; strips are those of `row`. */
Canvas text_line(const Text *text, uint32_t step, uint32_t row, bool below);

#endif
