#include "checker/draw/text_line.h"

#include "checker/draw/markup.h"
#include "checker/draw/words.h"

#include <stdio.h>

enum {
    STRIP_WIDTH = 3,
    LEAST_TALE = 16, /* columns */
    MOST_TALE = 120
};

static const TextSigns unicode = {
    .does = 0x25CF,
    .looks = 0x25CB,
    .marked = 0x25C6,
    .broken = 0x25A0,
    .fold = 0x22EE,
    .moves = 0x2502,
    .waits = 0x2506,
    .spins = 0x2551,
    .rests = 0x250A,
    .down = 0x2502,
    .across = 0x2500,
    .leave_right = 0x256E,
    .leave_left = 0x256D,
    .crossing = 0x253C,
    .arrive = 0x2570,
    .into = 0x25B6,
    .window = 0x2590,
    .changes = " \u2192 ",
    .because = "\u21b3 ",
    .mark = "\u25c6 ",
};

static const TextSigns ascii = {
    .does = '*',
    .looks = 'o',
    .marked = '@',
    .broken = '#',
    .fold = ':',
    .moves = '|',
    .waits = ':',
    .spins = '%',
    .rests = '.',
    .down = '|',
    .across = '-',
    .leave_right = '.',
    .leave_left = '.',
    .crossing = '+',
    .arrive = '`',
    .into = '>',
    .window = '!',
    .changes = " -> ",
    .because = "<- ",
    .mark = "@ ",
};

/* -------- where things stand -------- */

static guint gutter(const Picture *picture, uint32_t actor)
{
    uint32_t tracks = picture->tracks[actor];
    return tracks ? tracks + 1 : 0; /* one column for the head of the arrow */
}

/* Columns from the left: number, window, strips, lanes, tale. */
static void place(Text *text)
{
    const Picture *picture = text->picture;
    text->number_width = (guint)snprintf(NULL, 0, "%u", picture->step_count);
    text->strips = text->number_width + 2;
    guint at = text->strips + (text->shows_strips ? picture->strips->len * STRIP_WIDTH : 0);
    for (uint32_t i = 0; i < picture->subject->actor_count; i++) {
        text->lanes[i] = at;
        at += gutter(picture, i) + 2;
    }
    text->tale = at;
    text->tale_width = text->look.width > at ? MIN(text->look.width - at, MOST_TALE) : 0;
}

guint text_middle(const Text *text, uint32_t actor)
{
    return text->lanes[actor] + gutter(text->picture, actor);
}

/* -------- one line -------- */

static const char *color_of_tone(const char *tone)
{
    static const char *const colors[][2] = {{"running", "\033[42;30m"},  {"ready", "\033[43;30m"},
                                            {"away", "\033[103;30m"},    {"stopped", "\033[41;37m"},
                                            {"waiting", "\033[106;30m"}, {"moving", "\033[105;30m"},
                                            {"dead", "\033[100;37m"},    {"idle", "\033[47;30m"}};
    for (size_t i = 0; i < G_N_ELEMENTS(colors); i++)
        if (g_str_has_prefix(tone, colors[i][0])) return colors[i][1];
    return NULL;
}

char *text_speakable(const Text *text, const char *words)
{
    g_autofree char *plain = markup_plain(words);
    return text->look.ascii ? g_str_to_ascii(plain, "C") : g_steal_pointer(&plain);
}

static void put_strips(const Text *text, Canvas *line, uint32_t row)
{
    const Picture *picture = text->picture;
    for (guint i = 0; i < picture->strips->len && text->shows_strips; i++) {
        uint32_t field = g_array_index(picture->strips, uint32_t, i);
        int32_t value = picture_value(picture, row, field);
        g_autofree char *letters = words_letters(picture, field, value);
        g_autofree char *spoken = text_speakable(text, letters);
        g_autofree char *two = g_strconcat(spoken, " ", NULL);
        canvas_write(line, text->strips + i * STRIP_WIDTH, 2, two,
                     color_of_tone(words_tone(picture, field, value)));
    }
}

static gunichar life(const TextSigns *signs, Situation situation)
{
    switch (situation) {
    case SITUATION_MOVES:
        return signs->moves;
    case SITUATION_WAITS:
        return signs->waits;
    case SITUATION_SPINS:
        return signs->spins;
    case SITUATION_RESTS:
        return signs->rests;
    }
    g_assert_not_reached();
}

static void put_lives(const Text *text, Canvas *line, uint32_t row)
{
    for (uint32_t i = 0; i < text->picture->subject->actor_count; i++)
        canvas_put(line, text_middle(text, i),
                   life(text->signs, picture_situation(text->picture, row, i)), TEXT_FAINT);
}

static const char *color_of_arrow(const PictureArrow *arrow)
{
    return arrow->kind == ARROW_HAND_OFF  ? TEXT_HANDED
           : arrow->kind == ARROW_WAKE_UP ? TEXT_GOOD
                                          : NULL;
}

/* The arrow leaves its step in this line. */
static void put_leaving(const Text *text, Canvas *line, const PictureArrow *arrow, guint track)
{
    const TextSigns *signs = text->signs;
    guint source = text_middle(text, text->picture->steps[arrow->from].actor);
    const char *color = color_of_arrow(arrow);
    bool right = source < track;
    canvas_fill(line, right ? source + 1 : track + 1, right ? track : source, signs->across,
                signs->crossing, color);
    canvas_put(line, track, right ? signs->leave_right : signs->leave_left, color);
}

static void put_arriving(const Text *text, Canvas *line, const PictureArrow *arrow, guint track)
{
    guint target = text_middle(text, text->picture->steps[arrow->to].actor);
    const char *color = color_of_arrow(arrow);
    canvas_put(line, track, text->signs->arrive, color);
    canvas_fill(line, track + 1, target - 1, text->signs->across, text->signs->crossing, color);
    canvas_put(line, target - 1, text->signs->into, color);
}

/* The arrows in the line of a step; in a line below it they run on. */
static void put_arrows(const Text *text, Canvas *line, uint32_t step, bool below)
{
    const GArray *arrows = text->picture->arrows;
    for (int pass = 0; pass < 2; pass++) { /* what turns is drawn over what runs through */
        for (guint i = 0; i < arrows->len; i++) {
            const PictureArrow *arrow = picture_arrow(text->picture, i);
            guint track = text->lanes[text->picture->steps[arrow->to].actor] + arrow->track;
            bool through = step > arrow->from || (below && step == arrow->from);
            if (pass == 0 && through && step < arrow->to)
                canvas_put(line, track, text->signs->down, color_of_arrow(arrow));
            if (pass == 1 && !below && step == arrow->from) put_leaving(text, line, arrow, track);
            if (pass == 1 && !below && step == arrow->to) put_arriving(text, line, arrow, track);
        }
    }
}

/* Everything but the step itself and what is told. */
Canvas text_line(const Text *text, uint32_t step, uint32_t row, bool below)
{
    Canvas line = canvas_new();
    put_strips(text, &line, row);
    put_lives(text, &line, step);
    put_arrows(text, &line, step, below);
    if (picture_in_window(text->picture, step))
        canvas_put(&line, text->number_width, text->signs->window, TEXT_OPEN);
    return line;
}

guint text_strip(const Text *text, guint strip)
{
    return text->strips + strip * STRIP_WIDTH;
}

/* Where little room is left for words, they are worth more than the strips. */
Text text_place(const Picture *picture, TextLook look, guint *lanes)
{
    Text text = {.picture = picture,
                 .look = look,
                 .signs = look.ascii ? &ascii : &unicode,
                 .lanes = lanes,
                 .shows_strips = true};
    place(&text);
    if (text.tale_width < 2 * LEAST_TALE) {
        text.shows_strips = false;
        place(&text);
    }
    text.tale_width = MAX(text.tale_width, LEAST_TALE);
    return text;
}
