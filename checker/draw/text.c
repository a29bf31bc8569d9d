/* Like the graph of a version history: a column for each status, one for each lane with the tracks
 * of its arrows beside it, and to the right what is told, as wide as the terminal has room. */
#include "checker/draw/markup.h"
#include "checker/draw/text_line.h"
#include "checker/draw/words.h"

#include <string.h>

static void print(const Text *text, Canvas *line)
{
    canvas_print(line, text->out, text->look.color);
    canvas_clear(line);
}

/* -------- what is told -------- */

/* More lines below the one of the step. */
static void tell(const Text *text, uint32_t step, const char *words, const char *color)
{
    if (!*words) return;
    g_autofree char *spoken = text_speakable(text, words);
    g_auto(GStrv) lines = markup_wrap(spoken, text->tale_width - 2);
    for (char **at = lines; *at; at++) {
        Canvas line = text_line(text, step, step + 1, true);
        canvas_write(&line, text->tale + 2, text->tale_width, *at, color);
        print(text, &line);
    }
}

static gunichar dot(const Text *text, uint32_t step)
{
    const PictureStep *one = &text->picture->steps[step];
    if (picture_fails(text->picture, step)) return text->signs->broken;
    if (picture_has_mark(text->picture, step)) return text->signs->marked;
    return one->changes->len ? text->signs->does : text->signs->looks;
}

static void tell_marks(const Text *text, uint32_t step)
{
    const Picture *picture = text->picture;
    for (guint i = 0; i < picture->arrows->len; i++) {
        const PictureArrow *arrow = picture_arrow(picture, i);
        if (arrow->to != step) continue;
        g_autofree char *reason = words_reason(picture, arrow);
        g_autofree char *words = g_strconcat(text->signs->because, reason, NULL);
        tell(text, step, words, TEXT_FAINT);
    }
    for (guint i = 0; i < picture->marks->marks->len; i++) {
        const Mark *mark = &g_array_index(picture->marks->marks, Mark, i);
        if (mark->step != step) continue;
        g_autofree char *words = g_strconcat(text->signs->mark, words_mark(mark->kind),
                                             mark->note ? ": " : NULL, mark->note, NULL);
        tell(text, step, words, TEXT_OPEN);
    }
}

/* The step's own line: its number, its dot, who, the source, and what it changed or saw if there is
 * room for that.  True: there was. */
static bool tell_step(const Text *text, uint32_t step, const char *seen, const char *color)
{
    const PictureStep *one = &text->picture->steps[step];
    const char *who = text->picture->subject->actors[one->actor];
    bool runs_on = step && text->picture->steps[step - 1].actor == one->actor;
    bool special = one->throws || picture_has_mark(text->picture, step);
    const char *strength = one->changes->len ? TEXT_STRONG : NULL;
    g_autofree char *number = g_strdup_printf("%*u", (int)text->number_width, step + 1);
    g_autofree char *whole =
        g_strconcat(runs_on ? "" : who, runs_on ? "" : ": ", one->step->source, NULL);
    g_autofree char *spoken = text_speakable(text, whole);
    g_auto(GStrv) lines = markup_wrap(spoken, text->tale_width);
    Canvas line = text_line(text, step, step + 1, false);
    canvas_write(&line, 0, text->number_width, number, TEXT_FAINT);
    canvas_put(&line, text_middle(text, one->actor), dot(text, step), special ? TEXT_OPEN : NULL);
    canvas_write(&line, text->tale, text->tale_width, lines[0], strength);
    guint end = (guint)g_utf8_strlen(lines[0], -1) + 2;
    bool fits = !lines[1] && end + (guint)g_utf8_strlen(seen, -1) <= text->tale_width;
    if (fits) canvas_write(&line, text->tale + end, text->tale_width, seen, color);
    print(text, &line);
    g_autofree char *rest = g_strjoinv(" ", lines[1] ? lines + 1 : lines);
    if (lines[1]) tell(text, step, rest, strength);
    return fits;
}

static void tell_all(const Text *text, uint32_t step)
{
    bool changes = text->picture->steps[step].changes->len > 0;
    g_autofree char *seen = changes ? words_changes(text->picture, step, text->signs->changes)
                                    : words_reads(text->picture, step);
    const char *color = changes ? TEXT_GOOD : TEXT_FAINT;
    if (!tell_step(text, step, seen, color)) tell(text, step, seen, color);
    tell_marks(text, step);
    const char *throws = text->picture->steps[step].throws;
    if (!throws) return;
    g_autofree char *words = g_strdup_printf("throws \"%s\"", throws);
    tell(text, step, words, TEXT_BAD);
}

static void tell_fold(const Text *text, uint32_t first)
{
    const PictureStep *one = &text->picture->steps[first];
    Canvas line = text_line(text, first, first + one->fold, true);
    g_autofree char *words = words_fold(text->picture, first);
    g_autofree char *spoken = text_speakable(text, words);
    canvas_put(&line, text_middle(text, one->actor), text->signs->fold, NULL);
    canvas_write(&line, text->tale, text->tale_width, spoken, TEXT_FAINT);
    print(text, &line);
}

/* A line between the steps. */
static void tell_between(const Text *text, uint32_t step, const char *words)
{
    Canvas line = canvas_new();
    if (step < text->picture->step_count) {
        canvas_clear(&line);
        line = text_line(text, step, step, true);
    }
    canvas_write(&line, text->tale, text->tale_width, words, TEXT_OPEN);
    print(text, &line);
}

static void tell_notes(const Text *text, uint32_t step)
{
    const Picture *picture = text->picture;
    if (step == picture->marks->window_first) tell_between(text, step, "-- the window of the race");
    if (step == picture->cycle) tell_between(text, step, "-- from here on, for ever");
    if (step == picture->lost) tell_between(text, step, "-- the goal is lost");
}

/* -------- around the lanes -------- */

static void tell_lines(const Text *text, const char *words, const char *color)
{
    g_auto(GStrv) lines = g_strsplit(words ? words : "", "\n", -1);
    for (char **at = lines; *at; at++) {
        if (!**at) continue;
        g_autofree char *spoken = text_speakable(text, *at);
        g_auto(GStrv) wrapped = markup_wrap(spoken, text->look.width);
        for (char **part = wrapped; *part; part++) {
            Canvas line = canvas_new();
            canvas_write(&line, 0, text->look.width, *part, color);
            print(text, &line);
        }
    }
}

/* Names of lanes stand one below the other, each above its lane. */
static void tell_lanes(const Text *text)
{
    const Picture *picture = text->picture;
    for (uint32_t i = 0; i < picture->subject->actor_count; i++) {
        Canvas line = canvas_new();
        for (uint32_t j = 0; j < i; j++)
            canvas_put(&line, text_middle(text, j), text->signs->moves, TEXT_FAINT);
        g_autofree char *name = text_speakable(text, picture->subject->actors[i]);
        g_autofree char *own_cast = words_cast(picture, 0, i);
        g_autofree char *cast = text_speakable(text, own_cast);
        guint at = text_middle(text, i), end = at + (guint)g_utf8_strlen(name, -1);
        guint room = text->look.width > at ? text->look.width - at : 0;
        canvas_write(&line, at, room, name, TEXT_STRONG);
        if (*cast && text->look.width > end + 2)
            canvas_write(&line, end + 2, text->look.width - end - 2, cast, TEXT_FAINT);
        print(text, &line);
    }
}

static void tell_strips(const Text *text)
{
    const Picture *picture = text->picture;
    if (!text->shows_strips) return;
    Canvas line = canvas_new();
    for (guint i = 0; i < picture->strips->len; i++) {
        g_autofree char *name = words_strip(picture, i);
        g_autofree char *spoken = text_speakable(text, name);
        canvas_write(&line, text_strip(text, i), 2, spoken, TEXT_FAINT);
    }
    for (uint32_t i = 0; i < picture->subject->actor_count; i++)
        canvas_put(&line, text_middle(text, i), text->signs->moves, TEXT_FAINT);
    print(text, &line);
}

/* What the letters in the strips mean, each once. */
static void tell_letters(const Text *text)
{
    const Picture *picture = text->picture;
    g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < picture->strips->len && text->shows_strips; i++) {
        uint32_t field = g_array_index(picture->strips, uint32_t, i);
        const ValueKind *kind = picture->subject->fields[field].kind;
        for (uint32_t value = 0; value < kind->value_count; value++) {
            if (!kind->values[value] || !picture_occurs(picture, field, (int32_t)value)) continue;
            g_autofree char *letters = words_letters(picture, field, (int32_t)value);
            char *words = g_strdup_printf("%s %s", letters, kind->values[value]);
            if (g_ptr_array_find_with_equal_func(known, words, g_str_equal, NULL)) g_free(words);
            else g_ptr_array_add(known, words);
        }
    }
    if (!known->len) return;
    g_ptr_array_add(known, NULL);
    g_autofree char *letters = g_strjoinv(", ", (char **)known->pdata);
    tell_lines(text, letters, TEXT_FAINT);
}

static void tell_head(const Text *text)
{
    const PictureCaption *caption = &text->picture->caption;
    g_autofree char *size = words_size(text->picture);
    g_autofree char *what =
        caption->variant ? g_strdup_printf("%s: %s", caption->variant, size) : g_strdup(size);
    tell_lines(text, caption->title, TEXT_STRONG);
    tell_lines(text, what, NULL);
    tell_lines(text, caption->ending, TEXT_BAD);
    g_string_append_c(text->out, '\n');
    tell_lanes(text);
    tell_strips(text);
}

static void tell_steps(const Text *text)
{
    const Picture *picture = text->picture;
    for (uint32_t i = 0; i < picture->step_count;) {
        uint32_t fold = text->look.folded ? picture->steps[i].fold : 0;
        tell_notes(text, i);
        if (fold) tell_fold(text, i);
        else tell_all(text, i);
        i += MAX(fold, 1);
    }
    if (picture->cycle >= picture->step_count) return;
    g_autofree char *again = g_strdup_printf("-- and again from step %u", picture->cycle + 1);
    tell_between(text, picture->step_count, again);
}

char *picture_text(const Picture *picture, TextLook look)
{
    g_autofree guint *lanes = g_new0(guint, picture->subject->actor_count);
    Text text = text_place(picture, look, lanes);
    text.out = g_string_new(NULL);
    tell_head(&text);
    tell_steps(&text);
    g_string_append_c(text.out, '\n');
    tell_letters(&text);
    return g_string_free(text.out, FALSE);
}
