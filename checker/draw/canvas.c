#include "checker/draw/canvas.h"

#define END_OF_COLOR "\033[0m"

Canvas canvas_new(void)
{
    return (Canvas){g_array_new(FALSE, TRUE, sizeof(CanvasCell))};
}

void canvas_clear(Canvas *canvas)
{
    g_array_unref(canvas->cells);
}

void canvas_put(Canvas *canvas, guint column, gunichar character, const char *color)
{
    if (column >= canvas->cells->len) g_array_set_size(canvas->cells, column + 1);
    g_array_index(canvas->cells, CanvasCell, column) = (CanvasCell){character, color};
}

static bool is_blank(const Canvas *canvas, guint column)
{
    if (column >= canvas->cells->len) return true;
    gunichar character = g_array_index(canvas->cells, CanvasCell, column).character;
    return !character || character == ' ';
}

void canvas_fill(Canvas *canvas, guint from, guint to, gunichar character, gunichar crossing,
                 const char *color)
{
    for (guint column = from; column < to; column++)
        canvas_put(canvas, column, is_blank(canvas, column) ? character : crossing, color);
}

void canvas_write(Canvas *canvas, guint column, guint width, const char *text, const char *color)
{
    for (; *text && width > 0; text = g_utf8_next_char(text), width--)
        canvas_put(canvas, column++, g_utf8_get_char(text), color);
}

static guint length(const Canvas *canvas)
{
    guint end = canvas->cells->len;
    while (end > 0 && is_blank(canvas, end - 1))
        end--;
    return end;
}

void canvas_print(const Canvas *canvas, GString *out, bool color)
{
    const char *now = NULL;
    guint end = length(canvas);
    for (guint i = 0; i < end; i++) {
        CanvasCell cell = g_array_index(canvas->cells, CanvasCell, i);
        const char *wanted = color ? cell.color : NULL;
        if (wanted != now && now) g_string_append(out, END_OF_COLOR);
        if (wanted != now && wanted) g_string_append(out, wanted);
        now = wanted;
        g_string_append_unichar(out, cell.character ? cell.character : ' ');
    }
    if (now) g_string_append(out, END_OF_COLOR);
    g_string_append_c(out, '\n');
}
