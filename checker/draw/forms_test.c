/* The forms of a picture: what they say, and that no name breaks out of its place. */
#include "checker/draw/by_hand.h"
#include "checker/draw/graph_dot.h"
#include "checker/draw/html.h"
#include "checker/draw/markup.h"
#include "checker/draw/picture_json.h"
#include "checker/draw/svg.h"
#include "checker/draw/text.h"
#include "checker/search/suite.h"

TINY_PROGRAM(locked, TINY_LOCK, TINY_READ, TINY_WRITE, TINY_UNLOCK);
TINY_PROGRAM(quiet, TINY_LOG, TINY_LOG, TINY_LOG, TINY_ADD, TINY_THROW);

static char *text_of(const Picture *picture, uint32_t width, bool ascii)
{
    return picture_text(picture, (TextLook){.width = width, .ascii = ascii, .folded = true});
}

START_TEST(characters)
{
    Subject subject = tiny_subject(locked);
    ByHand made = by_hand_new(&subject, "0000111");
    by_hand_mark(&made, MARK_ACTS, 6, "goes by what it saw");
    made.marks.window_first = 5;
    made.marks.window_last = 6;
    g_autofree char *text = text_of(by_hand_draw(&made), 60, false);
    ck_assert_str_eq(text, "two adders\n"
                           "7 steps of 2 actors, 1 context switch\n"
                           "shared.counter is wrong\n"
                           "\n"
                           "      p1\n"
                           "      │   p2\n"
                           "   sh │   │\n"
                           "1  p1 ●   │ p1: lock == nil; lock = self\n"
                           "   p1 │   │   shared.lock nil → p1\n"
                           "2  p1 ○   ┆ seen = counter\n"
                           "3  p1 ●   ┆ counter = seen + 1  shared.counter 0 → 1\n"
                           "4  n  ●─╮ ┆ lock = nil  shared.lock p1 → nil\n"
                           "5  p2 ┊ ╰▶● p2: lock == nil; lock = self\n"
                           "   p2 ┊   │   shared.lock nil → p2\n"
                           "   p2 ┊   │   ↳ p1 let go of shared.lock in step 4, for\n"
                           "   p2 ┊   │   which it waited\n"
                           " ▐ p2 ┊   │ -- the window of the race\n"
                           "6▐ p2 ┊   ● seen = counter  p2.seen 0 → 1\n"
                           "7▐ p2 ┊   ◆ counter = seen + 1  shared.counter 1 → 2\n"
                           " ▐ p2 ┊   │   ◆ acts on it: goes by what it saw\n"
                           "\n"
                           "n nil, p1 p1, p2 p2\n");
    by_hand_clear(&made);
}
END_TEST

START_TEST(ascii_folded_and_narrow)
{
    Subject subject = tiny_subject(quiet);
    ByHand made = by_hand_new(&subject, "00000");
    g_autofree char *text = text_of(by_hand_draw(&made), 24, true);
    ck_assert_str_eq(text, "two adders\n"
                           "5 steps of 2 actors, 0\n"
                           "context switches\n"
                           "shared.counter is wrong\n"
                           "\n"
                           "   p1\n"
                           "   | p2\n"
                           "   : | 3 quiet steps in\n"
                           "4  * | counter++\n"
                           "   | |   shared.counter\n"
                           "   | |   0 -> 1\n"
                           "5  # | throw\n"
                           "   | |   throws \"lost\n"
                           "   | |   count\"\n"
                           "\n");
    by_hand_clear(&made);
}
END_TEST

/* -------- hostile names -------- */

#define HOSTILE "</script><script>alert(1)</script>\"><img src=x>]]>'&amp;\x1b[2J\n\\l\"];}"

/* The tiny subject under names that want out. */
static Subject hostile_subject(void)
{
    static const char *const actors[] = {HOSTILE, "p2"};
    static const char *const holders[] = {"nil", HOSTILE, HOSTILE};
    static const ValueKind holder = {HOSTILE " status", holders, 3, false};
    static SubjectStep steps[G_N_ELEMENTS(tiny_steps)];
    static Field fields[G_N_ELEMENTS(tiny_fields)];
    Subject subject = tiny_subject(locked);
    memcpy(steps, tiny_steps, sizeof tiny_steps);
    memcpy(fields, tiny_fields, sizeof tiny_fields);
    steps[TINY_LOCK] = (SubjectStep){HOSTILE, HOSTILE, HOSTILE, true};
    fields[0].member = fields[1].object = fields[1].meaning = HOSTILE;
    fields[1].kind = &holder;
    subject.actors = actors;
    subject.steps = steps;
    subject.fields = fields;
    return subject;
}

/* In place: the picture points into it. */
static void hostile_picture(ByHand *ret, const Subject *subject)
{
    *ret = by_hand_new(subject, "00001111");
    ret->caption = (PictureCaption){HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE};
    by_hand_mark(ret, MARK_ACTS, 6, HOSTILE);
    by_hand_draw(ret);
}

static uint32_t count_of(const char *text, const char *what)
{
    uint32_t count = 0;
    for (; (text = strstr(text, what)); text++)
        count++;
    return count;
}

START_TEST(names_stay_text_in_html)
{
    Subject subject = hostile_subject();
    ByHand made;
    hostile_picture(&made, &subject);
    g_autofree char *html = picture_html(made.picture);
    ck_assert_uint_eq(count_of(html, "</script>"), 2); /* the data's and the program's own */
    ck_assert_uint_eq(count_of(html, "<script>"), 1);
    ck_assert_uint_eq(count_of(html, "<img"), 0);
    ck_assert_uint_eq(count_of(html, "\x1b"), 0);
    by_hand_clear(&made);
}
END_TEST

START_TEST(names_stay_text_in_json)
{
    Subject subject = hostile_subject();
    ByHand made;
    hostile_picture(&made, &subject);
    g_autofree char *json = picture_json(made.picture);
    ck_assert(!strpbrk(json, "<>&\x1b\n"));
    by_hand_clear(&made);
}
END_TEST

START_TEST(names_stay_text_in_svg)
{
    Subject subject = hostile_subject();
    ByHand made;
    hostile_picture(&made, &subject);
    g_autofree char *svg = picture_svg(made.picture, false);
    ck_assert_uint_eq(count_of(svg, "<script"), 0);
    ck_assert_uint_eq(count_of(svg, "<img"), 0);
    ck_assert_uint_eq(count_of(svg, "]]>"), 0);
    ck_assert_uint_eq(count_of(svg, "\x1b"), 0);
    GMarkupParser nothing = {0};
    g_autoptr(GMarkupParseContext) parser = g_markup_parse_context_new(&nothing, 0, NULL, NULL);
    g_autoptr(GError) error = NULL;
    ck_assert_msg(g_markup_parse_context_parse(parser, svg, -1, &error), "%s",
                  error ? error->message : "");
    ck_assert(g_markup_parse_context_end_parse(parser, NULL));
    by_hand_clear(&made);
}
END_TEST

START_TEST(names_stay_text_on_a_terminal)
{
    Subject subject = hostile_subject();
    ByHand made;
    hostile_picture(&made, &subject);
    g_autofree char *text = text_of(made.picture, 80, false);
    g_autofree char *ascii = text_of(made.picture, 80, true);
    ck_assert(!strchr(text, '\x1b') && !strchr(ascii, '\x1b'));
    for (const char *at = ascii; *at; at++)
        ck_assert_int_lt((unsigned char)*at, 0x80);
    by_hand_clear(&made);
}
END_TEST

/* In DOT every quote is either the end of a string or behind a backslash that is no other's. */
static void check_dot(const char *dot)
{
    bool inside = false;
    for (const char *at = dot; *at; at++) {
        if (inside && *at == '\\') at++;
        else if (*at == '"') inside = !inside;
        else if (!inside) ck_assert_int_ne(*at, '<');
        ck_assert_int_ne(*at, '\x1b');
    }
    ck_assert(!inside);
}

START_TEST(names_stay_text_in_dot)
{
    Subject subject = hostile_subject();
    Question question = {.subject = &subject};
    GraphLimits limits = {.states = 1000};
    g_autofree char *states = graph_states_dot(&question, NULL, HOSTILE, limits);
    g_autofree char *statuses = graph_statuses_dot(&question, HOSTILE, limits);
    check_dot(states);
    check_dot(statuses);
}
END_TEST

START_TEST(lines_break_at_spaces)
{
    g_auto(GStrv) lines = markup_wrap("one two unbreakable", 6);
    ck_assert_str_eq(lines[0], "one");
    ck_assert_str_eq(lines[1], "two");
    ck_assert_str_eq(lines[2], "unbrea");
    ck_assert_str_eq(lines[3], "kable");
    ck_assert(lines[4] == NULL);
    g_auto(GStrv) nothing = markup_wrap("", 6);
    ck_assert_str_eq(nothing[0], "");
    ck_assert(nothing[1] == NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("forms");
    TCase *tests = tcase_create("forms");
    tcase_add_test(tests, characters);
    tcase_add_test(tests, ascii_folded_and_narrow);
    tcase_add_test(tests, names_stay_text_in_html);
    tcase_add_test(tests, names_stay_text_in_json);
    tcase_add_test(tests, names_stay_text_in_svg);
    tcase_add_test(tests, names_stay_text_on_a_terminal);
    tcase_add_test(tests, names_stay_text_in_dot);
    tcase_add_test(tests, lines_break_at_spaces);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
