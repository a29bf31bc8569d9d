#include "checker/scenario/diagnostic.h"

#include "checker/scenario/document.h"
#include "checker/scenario/nearest.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* -------- the nearest word -------- */

static const char *const words[] = {"Pidle", "Prunning", NULL, "Psyscall", "Pgcstop", "Pdead"};

static const char *nearest(const char *word)
{
    return nearest_word(word, words, G_N_ELEMENTS(words));
}

START_TEST(nearest_by_one_edit)
{
    ck_assert_str_eq(nearest("Pidel"), "Pidle");       /* a swap */
    ck_assert_str_eq(nearest("Pruning"), "Prunning");  /* a letter less */
    ck_assert_str_eq(nearest("Pgcstopp"), "Pgcstop");  /* a letter more */
    ck_assert_str_eq(nearest("Psyscalk"), "Psyscall"); /* another letter */
    ck_assert_str_eq(nearest("pDEAD"), "Pdead");       /* capitals */
}
END_TEST

START_TEST(nothing_is_near_nonsense)
{
    ck_assert_ptr_null(nearest("elephant"));
    ck_assert_ptr_null(nearest(""));
    ck_assert_ptr_null(nearest("P"));
    char *long_word = g_strnfill(100000, 'P');
    ck_assert_ptr_null(nearest(long_word));
    g_free(long_word);
}
END_TEST

START_TEST(first_of_several_wins)
{
    static const char *const twins[] = {"ab", "ac"};
    ck_assert_str_eq(nearest_word("ad", twins, 2), "ab");
}
END_TEST

/* -------- the text of a diagnostic -------- */

/* What is printed for one mistake in `text`. */
static char *printed(const char *text, Span at, const char *hint)
{
    Diagnostics *diagnostics = diagnostics_new("x.yml", text, strlen(text));
    diagnostic_add(diagnostics, at, hint, "wrong");
    char *out = diagnostics_text(diagnostics);
    diagnostics_free(diagnostics);
    return out;
}

static void assert_printed(const char *text, Span at, const char *hint, const char *expected)
{
    char *out = printed(text, at, hint);
    ck_assert_str_eq(out, expected);
    g_free(out);
}

START_TEST(line_caret_and_hint)
{
    assert_printed("one\ntwo words\nthree\n", (Span){8, 5}, "did you mean `world`?",
                   "x.yml:2:5: error: wrong\n"
                   "    2 | two words\n"
                   "      |     ^~~~~\n"
                   "      | did you mean `world`?\n");
}
END_TEST

START_TEST(columns_are_characters_and_tabs_stay)
{
    assert_printed("\té x", (Span){4, 1}, NULL,
                   "x.yml:1:4: error: wrong\n"
                   "    1 | \té x\n"
                   "      | \t  ^\n");
}
END_TEST

START_TEST(mistake_at_the_end_of_the_text)
{
    assert_printed("a", (Span){1, 0}, NULL, "x.yml:1:2: error: wrong\n    1 | a\n      |  ^\n");
    assert_printed("a\n", (Span){2, 7}, NULL, "x.yml:2:1: error: wrong\n    2 | \n      | ^\n");
    assert_printed("", (Span){99, 1}, NULL, "x.yml:1:1: error: wrong\n    1 | \n      | ^\n");
}
END_TEST

START_TEST(mistake_of_the_whole_file)
{
    assert_printed("a", SPAN_NONE, "write one", "x.yml: error: wrong\n      | write one\n");
}
END_TEST

START_TEST(control_characters_do_not_reach_the_terminal)
{
    assert_printed("a\033[2Jb", (Span){0, 1}, NULL,
                   "x.yml:1:1: error: wrong\n    1 | a?[2Jb\n      | ^\n");
}
END_TEST

START_TEST(messages_are_tame)
{
    g_autoptr(Diagnostics) diagnostics = diagnostics_new("x.yml", "", 0);
    g_autofree char *word = g_strnfill(10000, 'w');
    diagnostic_add(diagnostics, SPAN_NONE, NULL,
                   "a\033b\xFF"
                   "c\nd %s",
                   word);
    g_autofree char *out = diagnostics_text(diagnostics);
    ck_assert(g_str_has_prefix(out, "x.yml: error: a?b?c?d www"));
    ck_assert(g_str_has_suffix(out, "www...\n"));
    ck_assert_uint_lt(strlen(out), 600);
}
END_TEST

START_TEST(long_lines_are_cut_around_the_mistake)
{
    g_autofree char *left = g_strnfill(500, 'l'), *right = g_strnfill(500, 'r');
    g_autofree char *line = g_strconcat(left, "HERE", right, NULL);
    g_autofree char *out = printed(line, (Span){500, 4}, NULL);
    ck_assert(strstr(out, "x.yml:1:501: error") == out);
    ck_assert_ptr_nonnull(strstr(out, "llHERErr"));
    ck_assert_ptr_nonnull(strstr(out, "    1 | ...l"));
    ck_assert_ptr_nonnull(strstr(out, "r...\n"));
    /* The caret stands under the H. */
    const char *shown = strstr(out, "    1 | "), *marks = strstr(shown, "\n");
    ck_assert_int_eq(strstr(shown, "HERE") - shown, strchr(marks + 1, '^') - (marks + 1));
}
END_TEST

START_TEST(in_the_order_of_the_text_and_once_each)
{
    const char *text = "one two three";
    g_autoptr(Diagnostics) diagnostics = diagnostics_new("x.yml", text, strlen(text));
    diagnostic_add(diagnostics, (Span){8, 5}, NULL, "second");
    diagnostic_add(diagnostics, (Span){4, 3}, NULL, "first");
    diagnostic_add(diagnostics, (Span){8, 5}, NULL, "second");
    ck_assert_uint_eq(diagnostics_count(diagnostics), 2);
    g_autofree char *out = diagnostics_text(diagnostics);
    ck_assert_ptr_nonnull(strstr(out, "first"));
    ck_assert_ptr_nonnull(strstr(strstr(out, "first"), "second"));
}
END_TEST

/* -------- documents -------- */

/* The first line of what is reported about a text; "" if nothing is. */
static char *first_report(const char *text, size_t length)
{
    g_autoptr(Document) document = document_parse("x.yml", text, length);
    char *out = diagnostics_text(document->diagnostics);
    if (strchr(out, '\n')) *strchr(out, '\n') = '\0';
    return out;
}

START_TEST(documents_refuse_what_they_do_not_understand)
{
    static const struct {
        const char *text, *report;
    } cases[] = {
        {"a: 1\na: 2\n", "x.yml:2:1: error: the key `a` is there twice"},
        {"? [x]\n: 1\n", "x.yml:1:3: error: a key must be a word"},
        {"a: &x 1\n", "x.yml:1:5: error: anchors (&name) are not understood here"},
        {"a: *x\n", "x.yml:1:5: error: aliases (*name) are not understood here"},
        {"a: !!str 1\n", "x.yml:1:4: error: tags (!name) are not understood here"},
        {"a: 1\n---\nb: 1\n", "x.yml:2:1: error: a second document begins here"},
        {"a: [1, 2\n", "x.yml:2:1: error: not YAML: flow sequence without a closing bracket"},
        {"a: \"x\n", "x.yml:1:5: error: not YAML: double-quoted scalar without closing quote"},
        {"", "x.yml: error: the file is empty"},
        {"# nothing\n", "x.yml: error: the file is empty"},
        {"a: \xFF\n", "x.yml:1:4: error: not a text file: byte 0xff is not UTF-8"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *report = first_report(cases[i].text, strlen(cases[i].text));
        ck_assert_str_eq(report, cases[i].report);
    }
}
END_TEST

START_TEST(documents_refuse_what_is_too_much)
{
    g_autofree char *deep = g_strnfill(100000, '[');
    g_autofree char *report = first_report(deep, strlen(deep));
    ck_assert_str_eq(report, "x.yml:1:33: error: more than 32 levels of nesting");

    g_autofree char *huge = g_strnfill(DOCUMENT_MAX_BYTES + 1, ' ');
    g_autofree char *size = first_report(huge, strlen(huge));
    ck_assert_str_eq(size, "x.yml: error: larger than 1024 KiB");
}
END_TEST

START_TEST(files_that_cannot_be_read)
{
    g_autoptr(Document) missing = document_read("/nowhere/x.yml");
    g_autofree char *text = diagnostics_text(missing->diagnostics);
    ck_assert_str_eq(text, "/nowhere/x.yml: error: cannot be read: No such file or directory\n");

    g_autoptr(Document) folder = document_read("/");
    g_autofree char *other = diagnostics_text(folder->diagnostics);
    ck_assert_str_eq(other, "/: error: cannot be read: Is a directory\n");

    g_autoptr(Document) endless = document_read("/dev/zero");
    ck_assert_ptr_null(endless->root);
}
END_TEST

START_TEST(files_are_read_like_text)
{
    g_autofree char *path = NULL;
    int file = g_file_open_tmp("document-XXXXXX", &path, NULL);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(write(file, "a: [b, 'c']\n", 12), 12);
    close(file);
    g_autoptr(Document) document = document_read(path);
    unlink(path);

    const Node *list = node_get(document->root, "a");
    ck_assert_uint_eq(diagnostics_count(document->diagnostics), 0);
    ck_assert_int_eq(list->kind, NODE_LIST);
    ck_assert_uint_eq(list->count, 2);
    ck_assert_str_eq(list->values[1]->text, "c");
    ck_assert(list->values[1]->quoted && !list->values[0]->quoted);
    ck_assert_ptr_null(node_get(document->root, "b"));
}
END_TEST

/* The source text at the place of `word` in the only value of a document. */
static void assert_place(const char *source, const char *word)
{
    g_autoptr(Document) document = document_parse("x.yml", source, strlen(source));
    const Node *node = document->root->values[0];
    uint32_t offset = (uint32_t)(strstr(node->text, word) - node->text);
    Span place = node_place(document, node, offset, (uint32_t)strlen(word));
    ck_assert_ptr_eq(document->source + place.start, strstr(document->source, word));
}

START_TEST(places_inside_text_are_found_in_every_style)
{
    assert_place("a: one two three", "three");
    assert_place("a: \"one two three\"", "two");
    assert_place("a: 'one two three'", "one");
    assert_place("a:   one\n  two\n     three", "three");
    assert_place("a: >\n   one\n   two\n", "two");
    assert_place("a: |-\n   one\n     two\n\n   three", "three");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("diagnostic");
    TCase *tests = tcase_create("diagnostic");
    suite_add_tcase(suite, tests);
    tcase_add_test(tests, nearest_by_one_edit);
    tcase_add_test(tests, nothing_is_near_nonsense);
    tcase_add_test(tests, first_of_several_wins);
    tcase_add_test(tests, line_caret_and_hint);
    tcase_add_test(tests, columns_are_characters_and_tabs_stay);
    tcase_add_test(tests, mistake_at_the_end_of_the_text);
    tcase_add_test(tests, mistake_of_the_whole_file);
    tcase_add_test(tests, control_characters_do_not_reach_the_terminal);
    tcase_add_test(tests, messages_are_tame);
    tcase_add_test(tests, long_lines_are_cut_around_the_mistake);
    tcase_add_test(tests, in_the_order_of_the_text_and_once_each);
    tcase_add_test(tests, documents_refuse_what_they_do_not_understand);
    tcase_add_test(tests, documents_refuse_what_is_too_much);
    tcase_add_test(tests, files_that_cannot_be_read);
    tcase_add_test(tests, files_are_read_like_text);
    tcase_add_test(tests, places_inside_text_are_found_in_every_style);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
