#include "checker/interactive/visitor.h"
#include "checker/search/suite.h"

#include <glib.h>
#include <string.h>

enum { PORT = 4711 };

static bool welcome(const char *host, const char *origin, const char *site)
{
    return visitor_is_welcome(&(Visitor){host, origin, site}, PORT);
}

START_TEST(the_page_itself)
{
    ck_assert(welcome("127.0.0.1:4711", NULL, NULL));
    ck_assert(welcome("localhost:4711", NULL, "none"));
    ck_assert(welcome("LOCALHOST:4711", "http://localhost:4711", "same-origin"));
    ck_assert(visitor_is_welcome(&(Visitor){.host = "127.0.0.1"}, 80));
}
END_TEST

START_TEST(other_pages)
{
    /* A name of one's own that leads here: the browser says by which name it came. */
    ck_assert(!welcome("rebound.example:4711", NULL, NULL));
    ck_assert(!welcome("rebound.example:4711", "http://rebound.example:4711", "same-origin"));
    ck_assert(!welcome(NULL, NULL, NULL));
    ck_assert(!welcome("", NULL, NULL));
    ck_assert(!welcome("127.0.0.1", NULL, NULL));
    ck_assert(!welcome("127.0.0.1:4712", NULL, NULL));
    ck_assert(!welcome("127.0.0.1:47110", NULL, NULL));
    ck_assert(!welcome("127.0.0.1:4711.rebound.example", NULL, NULL));
    /* Another page sends a request here. */
    ck_assert(!welcome("127.0.0.1:4711", "http://elsewhere.example", NULL));
    ck_assert(!welcome("127.0.0.1:4711", "null", NULL));
    ck_assert(!welcome("127.0.0.1:4711", "https://127.0.0.1:4711", NULL));
    ck_assert(!welcome("127.0.0.1:4711", "http://127.0.0.1:8000", NULL));
    ck_assert(!welcome("127.0.0.1:4711", NULL, "cross-site"));
    ck_assert(!welcome("127.0.0.1:4711", NULL, "same-site"));
}
END_TEST

START_TEST(tokens)
{
    g_autofree char *one = visitor_token(), *other = visitor_token();
    ck_assert_uint_eq(strlen(one), 2 * VISITOR_TOKEN_BYTES);
    ck_assert_uint_eq(strspn(one, "0123456789abcdef"), strlen(one));
    ck_assert_str_ne(one, other);
}
END_TEST

START_TEST(paths)
{
    ck_assert_str_eq(visitor_path("/abc/state", "abc"), "state");
    ck_assert_str_eq(visitor_path("/abc/", "abc"), "");
    static const char *const wrong[] = {"/abc",   "/abd/", "/ab/", "/abcd/", "abc/",
                                        "//abc/", "/",     "",     "/Abc/",  "/ab"};
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
        ck_assert_msg(visitor_path(wrong[i], "abc") == NULL, "%s", wrong[i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("visitor");
    TCase *cases = tcase_create("visitor");
    tcase_add_test(cases, the_page_itself);
    tcase_add_test(cases, other_pages);
    tcase_add_test(cases, tokens);
    tcase_add_test(cases, paths);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
