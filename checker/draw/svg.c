#include "checker/draw/svg.h"

#include "checker/draw/markup.h"
#include "checker/draw/page_files.h"
#include "checker/draw/svg_elements.h"
#include "checker/draw/svg_rows.h"
#include "checker/draw/svg_world.h"
#include "checker/draw/words.h"

typedef struct Svg {
    GString *out;
    const Picture *picture;
    SvgRows rows;
    SvgWorld world;
} Svg;

/* -------- elements -------- */

static void text(const Svg *svg, int x, int y, const char *style, const char *words)
{
    svg_text(svg->out, x, y, style, words);
}

static void box(const Svg *svg, int x, int y, int width, int height, const char *style)
{
    svg_box(svg->out, x, y, width, height, style);
}

static void line(const Svg *svg, int x, int from, int to, const char *style)
{
    g_string_append_printf(svg->out, "<path d=\"M%d %dV%d\" class=\"%s\"/>\n", x, from, to, style);
}

/* -------- statuses -------- */

/* The name runs down the strip, as much of it as there is room for. */
static void draw_status(const Svg *svg, int x, int from, int to, uint32_t field, int32_t value)
{
    g_auto(GStrv) tone = g_strsplit(words_tone(svg->picture, field, value), "-", 2);
    box(svg, x + 1, from, SVG_STRIP_WIDTH - 2, to - from - 1, tone[0]);
    if (tone[1]) box(svg, x + 2, from + 1, SVG_STRIP_WIDTH - 4, to - from - 3, "locked");
    g_autofree char *name = markup_plain(words_status(svg->picture, field, value));
    glong room = (to - from - 6) / 6;
    g_autofree char *cut = g_utf8_substring(name, 0, MIN(g_utf8_strlen(name, -1), room));
    g_autofree char *fitting = markup_text(cut);
    g_string_append_printf(svg->out,
                           "<text transform=\"translate(%d %d) rotate(90)\" class=\"status\">%s"
                           "</text>\n",
                           x + SVG_STRIP_WIDTH / 2 - 3, from + 4, fitting);
}

static void draw_strip(const Svg *svg, guint index)
{
    uint32_t field = g_array_index(svg->picture->strips, uint32_t, index);
    int x = SVG_MARGIN + SVG_NUMBER_WIDTH + (int)index * SVG_STRIP_WIDTH;
    const GArray *rows = svg->rows.rows;
    int from = 0;
    for (guint i = 0; i < rows->len; i++) {
        const SvgRow *row = &g_array_index(rows, SvgRow, i);
        int32_t value = picture_value(svg->picture, row->first + row->count, field);
        const SvgRow *next = i + 1 < rows->len ? row + 1 : NULL;
        if (i == 0) from = row->top;
        if (next && picture_value(svg->picture, next->first + next->count, field) == value)
            continue;
        draw_status(svg, x, from, row->top + row->height, field, value);
        from = row->top + row->height;
    }
}

/* -------- lanes -------- */

static void draw_lane(const Svg *svg, uint32_t actor)
{
    static const char *const styles[] = {"moves", "spins", "waits", "rests"};
    const GArray *rows = svg->rows.rows;
    int x = svg->rows.lanes[actor] + svg_gutter(svg->picture, actor) + 7;
    for (guint i = 0; i < rows->len; i++) {
        const SvgRow *row = &g_array_index(rows, SvgRow, i);
        Situation situation = picture_situation(svg->picture, row->first, actor);
        line(svg, x, row->top, row->top + row->height, styles[situation]);
    }
}

static void draw_dot(const Svg *svg, const SvgRow *row, int x, int y)
{
    const PictureStep *step = &svg->picture->steps[row->first];
    const char *does = step->changes->len ? " does" : "";
    if (row->count > 1) text(svg, x - 3, y + 4, "dots", "\u22ee");
    else if (picture_fails(svg->picture, row->first)) box(svg, x - 6, y - 6, 12, 12, "dot broken");
    else if (picture_has_mark(svg->picture, row->first))
        g_string_append_printf(
            svg->out, "<path d=\"M%d %dl8 8-8 8-8-8z\" class=\"dot marked%s\"/>\n", x, y - 8, does);
    else
        g_string_append_printf(
            svg->out, "<circle cx=\"%d\" cy=\"%d\" r=\"5.5\" class=\"dot%s\"/>\n", x, y, does);
}

/* What changes hands in this row, beside the lanes of whom it concerns. */
static void draw_chips(const Svg *svg, const SvgRow *row)
{
    for (uint32_t i = 0; i < svg->picture->subject->actor_count && row->count == 1; i++) {
        g_autofree char *change = words_cast_change(svg->picture, row->first, i);
        int x = svg->rows.lanes[i] + svg_gutter(svg->picture, i) + 17;
        text(svg, x, row->top + 15, "chip", change);
    }
}

static void draw_row(const Svg *svg, const SvgRow *row)
{
    uint32_t actor = svg->picture->steps[row->first].actor;
    bool runs_on = row->first && svg->picture->steps[row->first - 1].actor == actor;
    g_autofree char *number = g_strdup_printf("%u", row->first + 1);
    text(svg, SVG_MARGIN + SVG_NUMBER_WIDTH - 6, row->top + 15, "number",
         row->count > 1 ? "\u22ee" : number);
    draw_dot(svg, row, svg->rows.lanes[actor] + svg_gutter(svg->picture, actor) + 7, row->top + 11);
    draw_chips(svg, row);
    if (!runs_on)
        text(svg, svg->rows.tale - 8, row->top + 15, "actor", svg->picture->subject->actors[actor]);
    if (!runs_on)
        box(svg, svg->rows.lanes[0], row->top, svg->world.right - svg->rows.lanes[0], 1, "run");
    for (guint i = 0; i < row->lines->len; i++) {
        const SvgLine *words = &g_array_index(row->lines, SvgLine, i);
        text(svg, svg->rows.tale, row->top + 15 + (int)i * SVG_LINE_HEIGHT, words->style,
             words->text);
    }
}

static void draw_window(const Svg *svg)
{
    const Marks *marks = svg->picture->marks;
    if (marks->window_first == MARK_NO_STEP) return;
    const SvgRow *first = svg_row_of(&svg->rows, marks->window_first);
    const SvgRow *last = svg_row_of(&svg->rows, marks->window_last);
    int width = svg->world.right - SVG_MARGIN;
    box(svg, SVG_MARGIN, first->top, width, last->top + last->height - first->top, "window");
    box(svg, SVG_MARGIN, first->top, 3, last->top + last->height - first->top, "edge");
}

/* -------- arrows -------- */

static void draw_arrow(const Svg *svg, const PictureArrow *arrow)
{
    const Picture *picture = svg->picture;
    uint32_t source = picture->steps[arrow->from].actor, target = picture->steps[arrow->to].actor;
    const SvgRow *first = svg_row_of(&svg->rows, arrow->from);
    const SvgRow *last = svg_row_of(&svg->rows, arrow->to);
    int from = svg->rows.lanes[source] + svg_gutter(picture, source) + 7;
    int track = svg->rows.lanes[target] + 4 + (int)arrow->track * SVG_TRACK_WIDTH;
    int leaves = first->top + 15, arrives = last->top + 9;
    int tip = svg->rows.lanes[target] + svg_gutter(picture, target) + 1;
    const char *style = words_arrow(arrow->kind);
    g_string_append_printf(svg->out, "<path d=\"M%d %dH%dV%dH%d\" class=\"wire %s\"/>\n", from,
                           leaves, track, arrives, tip - 6, style);
    g_string_append_printf(svg->out, "<path d=\"M%d %dl-8 -4.5v9z\" class=\"tip %s\"/>\n", tip,
                           arrives, style);
}

/* -------- around them -------- */

/* The object's name where it has one strip, else the field's; upright, as there is little room. */
static void draw_strip_title(const Svg *svg, guint index, int bottom)
{
    g_autofree char *title = words_strip(svg->picture, index);
    int x = SVG_MARGIN + SVG_NUMBER_WIDTH + (int)index * SVG_STRIP_WIDTH + SVG_STRIP_WIDTH / 2 + 4;
    svg_upright(svg->out, x, bottom - 6, "small", title);
}

static void draw_head(const Svg *svg, int top)
{
    const Picture *picture = svg->picture;
    for (guint i = 0; i < picture->strips->len; i++)
        draw_strip_title(svg, i, top);
    for (uint32_t i = 0; i < picture->subject->actor_count; i++) {
        int x = svg->rows.lanes[i] + svg_gutter(picture, i);
        const PictureCast *cast = picture_cast(picture, 0, i);
        text(svg, x, top - 34, "who", picture->subject->actors[i]);
        text(svg, x, top - 20, "small", cast->runs ? cast->runs : "");
        text(svg, x, top - 8, "small", cast->holds ? cast->holds : "");
    }
}

static int draw_lines(const Svg *svg, const char *words, const char *style, int y)
{
    size_t width = (size_t)(svg->rows.right / 8);
    g_auto(GStrv) lines = g_strsplit(words ? words : "", "\n", -1);
    for (char **at = lines; *at; at++) {
        if (!**at) continue;
        g_auto(GStrv) wrapped = markup_wrap(*at, width);
        for (char **part = wrapped; *part; part++, y += 16)
            text(svg, SVG_MARGIN, y, style, *part);
    }
    return y;
}

static void draw_body(const Svg *svg)
{
    const Picture *picture = svg->picture;
    draw_window(svg);
    for (guint i = 0; i < picture->strips->len; i++)
        draw_strip(svg, i);
    for (uint32_t i = 0; i < picture->subject->actor_count; i++)
        draw_lane(svg, i);
    for (guint i = 0; i < picture->arrows->len; i++)
        draw_arrow(svg, picture_arrow(picture, i));
    for (guint i = 0; i < svg->rows.rows->len; i++)
        draw_row(svg, &g_array_index(svg->rows.rows, SvgRow, i));
    svg_world_draw(svg->out, &svg->world, picture, &svg->rows, svg->rows.top);
}

/* Everything above the lanes; returns where they begin. */
static int draw_caption(const Svg *svg)
{
    const PictureCaption *caption = &svg->picture->caption;
    g_autofree char *size = words_size(svg->picture);
    g_autofree char *what = g_strjoin(" \u00b7 ", caption->variant ? caption->variant : size,
                                      caption->variant ? size : caption->history,
                                      caption->variant ? caption->history : NULL, NULL);
    int y = draw_lines(svg, caption->title, "title", 30);
    y = draw_lines(svg, what, "small", y + 2);
    return draw_lines(svg, caption->ending, "ending", y + 4) + MAX(60, svg->world.head);
}

/* What the table beside the lanes leaves out; returns where that ends. */
static int draw_rest(const Svg *svg)
{
    g_autofree char *rest = svg_world_rest(svg->picture);
    int y = svg->rows.bottom + 20;
    if (rest) y = draw_lines(svg, "The same all along; what is not shown is zero:", "small", y);
    return draw_lines(svg, rest, "small", y);
}

char *picture_svg(const Picture *picture, bool folded)
{
    g_autoptr(GString) body = g_string_new(NULL);
    Svg svg = {.out = body, .picture = picture, .rows = svg_rows_new(picture, folded, 0)};
    svg.world = svg_world_new(picture, svg.rows.right);
    int top = draw_caption(&svg);
    svg_rows_clear(&svg.rows);
    svg.rows = svg_rows_new(picture, folded, top);
    draw_head(&svg, top);
    draw_body(&svg);
    int width = svg.world.right + SVG_MARGIN;
    int height = draw_rest(&svg) + SVG_MARGIN;
    g_autofree char *title = markup_text(picture->caption.title ? picture->caption.title : "");
    char *whole = g_strdup_printf(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"still\" width=\"%d\" height=\"%d\" "
        "viewBox=\"0 0 %d %d\" role=\"img\">\n<title>%s</title>\n<style>\n%s</style>\n"
        "<rect width=\"100%%\" height=\"100%%\" class=\"paper\"/>\n%s</svg>\n",
        width, height, width, height, title, still_css, body->str);
    svg_rows_clear(&svg.rows);
    svg_world_clear(&svg.world);
    return whole;
}
