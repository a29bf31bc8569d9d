#include "checker/draw/svg_rows.h"

#include "checker/draw/markup.h"
#include "checker/draw/words.h"

#include <string.h>

static void clear_line(void *line)
{
    g_free(((SvgLine *)line)->text);
}

static void clear_row(void *row)
{
    g_array_unref(((SvgRow *)row)->lines);
}

static void add_lines(GArray *lines, const char *style, const char *text)
{
    if (!*text) return;
    g_auto(GStrv) wrapped = markup_wrap(text, SVG_TALE_CHARACTERS);
    for (char **at = wrapped; *at; at++) {
        SvgLine line = {style, g_strdup(*at)};
        g_array_append_val(lines, line);
    }
}

static void add_marks(const Picture *picture, GArray *lines, uint32_t step)
{
    for (guint i = 0; i < picture->marks->marks->len; i++) {
        const Mark *mark = &g_array_index(picture->marks->marks, Mark, i);
        if (mark->step != step) continue;
        g_autofree char *text =
            g_strdup_printf("\u25c6 %s%s%s", words_mark(mark->kind), mark->note ? ": " : "",
                            mark->note ? mark->note : "");
        add_lines(lines, "mark", text);
    }
}

static void add_reasons(const Picture *picture, GArray *lines, uint32_t step)
{
    for (guint i = 0; i < picture->arrows->len; i++) {
        const PictureArrow *arrow = picture_arrow(picture, i);
        if (arrow->to != step) continue;
        g_autofree char *reason = words_reason(picture, arrow);
        g_autofree char *text = g_strconcat("\u21b3 ", reason, NULL);
        add_lines(lines, "why", text);
    }
}

static GArray *lines_of_step(const Picture *picture, GArray *lines, uint32_t index)
{
    const PictureStep *step = &picture->steps[index];
    g_autofree char *changes = words_changes(picture, index, " \u2192 ");
    g_autofree char *reads = words_reads(picture, index);
    add_lines(lines, *changes || step->throws ? "does" : "looks", step->step->source);
    add_lines(lines, "effect", changes);
    add_lines(lines, "sight", reads);
    add_reasons(picture, lines, index);
    add_marks(picture, lines, index);
    if (step->throws) {
        g_autofree char *text = g_strdup_printf("\u25a0 throws \u201c%s\u201d", step->throws);
        add_lines(lines, "throws", text);
    }
    return lines;
}

static GArray *lines_of_fold(const Picture *picture, GArray *lines, uint32_t first)
{
    g_autofree char *text = words_fold(picture, first);
    add_lines(lines, "looks", text);
    return lines;
}

static void add_row(SvgRows *rows, const Picture *picture, uint32_t first, uint32_t count, int top)
{
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(SvgLine));
    g_array_set_clear_func(lines, clear_line);
    SvgRow row = {.first = first, .count = count, .top = top};
    row.lines =
        count > 1 ? lines_of_fold(picture, lines, first) : lines_of_step(picture, lines, first);
    row.height = (int)row.lines->len * SVG_LINE_HEIGHT + 8;
    g_array_append_val(rows->rows, row);
}

int svg_gutter(const Picture *picture, uint32_t actor)
{
    return 8 + (int)picture->tracks[actor] * SVG_TRACK_WIDTH;
}

static void place_lanes(SvgRows *rows, const Picture *picture)
{
    int at = SVG_MARGIN + SVG_NUMBER_WIDTH + (int)picture->strips->len * SVG_STRIP_WIDTH + 6;
    uint32_t actors = picture->subject->actor_count;
    rows->lanes = g_new0(int, actors);
    size_t longest = 0;
    for (uint32_t i = 0; i < actors; i++) {
        rows->lanes[i] = at;
        at += svg_gutter(picture, i) + SVG_LANE_WIDTH;
        longest = MAX(longest, strlen(picture->subject->actors[i]));
    }
    rows->tale = at + (int)longest * 8 + 12;
}

/* As wide as the longest line. */
static void place_right(SvgRows *rows)
{
    int widest = SVG_TALE_NARROWEST;
    for (guint i = 0; i < rows->rows->len; i++) {
        const GArray *lines = g_array_index(rows->rows, SvgRow, i).lines;
        for (guint k = 0; k < lines->len; k++) {
            glong length = g_utf8_strlen(g_array_index(lines, SvgLine, k).text, -1);
            widest = MAX(widest, (int)length * SVG_CHARACTER_WIDTH);
        }
    }
    rows->right = rows->tale + widest;
}

SvgRows svg_rows_new(const Picture *picture, bool folded, int top)
{
    SvgRows rows = {.rows = g_array_new(FALSE, FALSE, sizeof(SvgRow)), .top = top};
    g_array_set_clear_func(rows.rows, clear_row);
    place_lanes(&rows, picture);
    for (uint32_t i = 0; i < picture->step_count;) {
        uint32_t fold = picture->steps[i].fold, count = folded && fold ? fold : 1;
        add_row(&rows, picture, i, count, top);
        top += g_array_index(rows.rows, SvgRow, rows.rows->len - 1).height;
        i += count;
    }
    rows.bottom = top;
    place_right(&rows);
    return rows;
}

void svg_rows_clear(SvgRows *rows)
{
    g_array_unref(rows->rows);
    g_free(rows->lanes);
}

const SvgRow *svg_row_of(const SvgRows *rows, uint32_t step)
{
    for (guint i = 0; i < rows->rows->len; i++) {
        const SvgRow *row = &g_array_index(rows->rows, SvgRow, i);
        if (step >= row->first && step < row->first + row->count) return row;
    }
    g_assert_not_reached();
}
