#include "checker/draw/svg_world.h"

#include "checker/draw/svg_elements.h"
#include "checker/trace/render.h"

#include <string.h>

enum { GAP = 14, CHARACTER = 7, PADDING = 8, NARROWEST = 18, START_HEIGHT = 20 };

/* -------- which fields -------- */

static bool is_strip(const Picture *picture, uint32_t field)
{
    for (guint i = 0; i < picture->strips->len; i++)
        if (g_array_index(picture->strips, uint32_t, i) == field) return true;
    return false;
}

static bool changes(const Picture *picture, uint32_t field)
{
    int32_t start = picture_value(picture, 0, field);
    for (uint32_t row = 1; row <= picture->step_count; row++)
        if (picture_value(picture, row, field) != start) return true;
    return false;
}

static char *value_text(const Picture *picture, uint32_t row, uint32_t field)
{
    GString *text = g_string_new(NULL);
    render_value(text, &picture->subject->fields[field], picture_value(picture, row, field));
    return g_string_free(text, FALSE);
}

static char *name_of(const Picture *picture, uint32_t field)
{
    GString *name = g_string_new(NULL);
    render_field(name, &picture->subject->fields[field]);
    return g_string_free(name, FALSE);
}

/* -------- where they stand -------- */

static int width_of(const Picture *picture, uint32_t field)
{
    glong longest = 0;
    for (uint32_t row = 0; row <= picture->step_count; row++) {
        g_autofree char *text = value_text(picture, row, field);
        longest = MAX(longest, g_utf8_strlen(text, -1));
    }
    return MAX((int)longest * CHARACTER + PADDING, NARROWEST);
}

static void add_column(SvgWorld *world, const Picture *picture, uint32_t field)
{
    g_autofree char *name = name_of(picture, field);
    SvgColumn column = {.field = field, .left = world->right, .width = width_of(picture, field)};
    g_array_append_val(world->columns, column);
    world->right += column.width;
    world->head =
        MAX(world->head, (int)g_utf8_strlen(name, -1) * CHARACTER + PADDING + START_HEIGHT);
}

SvgWorld svg_world_new(const Picture *picture, int left)
{
    SvgWorld world = {.columns = g_array_new(FALSE, FALSE, sizeof(SvgColumn)), .right = left + GAP};
    for (uint32_t i = 0; i < picture->subject->field_count; i++)
        if (picture_shows(picture, i) && !is_strip(picture, i) && changes(picture, i))
            add_column(&world, picture, i);
    if (!world.columns->len) world.right = left;
    return world;
}

void svg_world_clear(SvgWorld *world)
{
    g_array_unref(world->columns);
}

/* -------- what they hold -------- */

static bool changes_in(const Picture *picture, const SvgRow *row, uint32_t field)
{
    for (uint32_t i = row->first; i < row->first + row->count; i++)
        if (picture_value(picture, i, field) != picture_value(picture, i + 1, field)) return true;
    return false;
}

static void draw_cell(GString *out, const SvgColumn *column, const Picture *picture,
                      const SvgRow *row)
{
    g_autofree char *text = value_text(picture, row->first + row->count, column->field);
    bool changed = changes_in(picture, row, column->field);
    if (changed)
        svg_box(out, column->left, row->top + 2, column->width - 2, SVG_LINE_HEIGHT + 3, "new");
    svg_text(out, column->left + 3, row->top + 15, changed ? "value changed" : "value", text);
}

void svg_world_draw(GString *out, const SvgWorld *world, const Picture *picture,
                    const SvgRows *rows, int top)
{
    for (guint i = 0; i < world->columns->len; i++) {
        const SvgColumn *column = &g_array_index(world->columns, SvgColumn, i);
        g_autofree char *name = name_of(picture, column->field);
        g_autofree char *start = value_text(picture, 0, column->field);
        svg_upright(out, column->left + 12, top - START_HEIGHT - 4, "field", name);
        svg_text(out, column->left + 3, top - 6, "value", start);
        for (guint k = 0; k < rows->rows->len; k++)
            draw_cell(out, column, picture, &g_array_index(rows->rows, SvgRow, k));
    }
}

char *svg_world_rest(const Picture *picture)
{
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);
    for (uint32_t i = 0; i < picture->subject->field_count; i++) {
        if (!picture_shows(picture, i) || is_strip(picture, i) || changes(picture, i) ||
            !picture_value(picture, 0, i))
            continue;
        g_autofree char *name = name_of(picture, i), *value = value_text(picture, 0, i);
        g_ptr_array_add(parts, g_strdup_printf("%s = %s", name, value));
    }
    if (!parts->len) return NULL;
    g_ptr_array_add(parts, NULL);
    return g_strjoinv(", ", (char **)parts->pdata);
}
