#include "checker/draw/html.h"

#include "checker/draw/markup.h"
#include "checker/draw/page_files.h"
#include "checker/draw/picture_json.h"
#include "checker/draw/svg.h"
#include "checker/draw/words.h"

#include <string.h>

/* What stands for @NAME@ in page.html. */
typedef struct Place {
    const char *name, *text;
} Place;

static const char *text_of(const Place *places, size_t count, const char *name, size_t length)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(places[i].name) == length && strncmp(places[i].name, name, length) == 0)
            return places[i].text;
    return NULL;
}

/* One pass: what is put in is not looked at again. */
static char *fill(const char *page, const Place *places, size_t count)
{
    GString *out = g_string_new(NULL);
    while (*page) {
        const char *end = *page == '@' ? strchr(page + 1, '@') : NULL;
        const char *text = end ? text_of(places, count, page + 1, (size_t)(end - page - 1)) : NULL;
        if (text) g_string_append(out, text);
        else g_string_append_c(out, *page);
        page = text ? end + 1 : page + 1;
    }
    return g_string_free(out, FALSE);
}

/* The steps as a list, for who sees neither the page nor the picture. */
static void append_item(GString *out, const Picture *picture, uint32_t index)
{
    const PictureStep *step = &picture->steps[index];
    g_autofree char *changes = words_changes(picture, index, " \u2192 ");
    g_autofree char *throws =
        step->throws ? g_strdup_printf("; throws \"%s\"", step->throws) : g_strdup("");
    g_autofree char *whole =
        g_strconcat(picture->subject->actors[step->actor], ": ", step->step->source,
                    *changes ? "; " : "", changes, throws, NULL);
    g_autofree char *safe = markup_text(whole);
    g_string_append_printf(out, "<li>%s</li>\n", safe);
}

static char *still(const Picture *picture)
{
    g_autofree char *svg = picture_svg(picture, false);
    GString *out = g_string_new(svg);
    g_string_append(out, "<ol>\n");
    for (uint32_t i = 0; i < picture->step_count; i++)
        append_item(out, picture, i);
    g_string_append(out, "</ol>\n");
    return g_string_free(out, FALSE);
}

char *picture_html(const Picture *picture)
{
    g_autofree char *title = markup_text(picture->caption.title ? picture->caption.title : "");
    g_autofree char *json = picture_json(picture);
    g_autofree char *standing = still(picture);
    g_autofree char *style = g_strconcat(base_css, picture_css, drawn_css, NULL);
    g_autofree char *script = g_strconcat(picture_js, drawn_js, NULL);
    const Place places[] = {{"TITLE", title},
                            {"STYLE", style},
                            {"STILL", standing},
                            {"PICTURE", json},
                            {"SCRIPT", script}};
    return fill(drawn_html, places, G_N_ELEMENTS(places));
}
