/* One line of characters in which things are put at columns, each with a colour. */
#ifndef CHECKER_DRAW_CANVAS_H
#define CHECKER_DRAW_CANVAS_H

#include <glib.h>
#include <stdbool.h>

typedef struct CanvasCell {
    gunichar character;
    const char *color; /* an escape sequence, or NULL */
} CanvasCell;

typedef struct Canvas {
    GArray *cells; /* of CanvasCell */
} Canvas;

Canvas canvas_new(void);
void canvas_clear(Canvas *canvas);

/* One character; the line grows as far as it has to. */
void canvas_put(Canvas *canvas, guint column, gunichar character, const char *color);
/* The same character in all columns from `from` up to `to`, that one not included; `crossing` where
 * something stands already. */
void canvas_fill(Canvas *canvas, guint from, guint to, gunichar character, gunichar crossing,
                 const char *color);
/* Text from a column on, cut after `width` characters. */
void canvas_write(Canvas *canvas, guint column, guint width, const char *text, const char *color);

/* Append the line with a line break, without blanks at its end. */
void canvas_print(const Canvas *canvas, GString *out, bool color);

#endif
