#include "checker/scenario/json_text.h"
#include "checker/search/suite.h"

START_TEST(commas_come_by_themselves)
{
    g_autoptr(GString) out = g_string_new(NULL);
    json_open(out, NULL, '{');
    json_open(out, "a", '[');
    json_number(out, NULL, 1);
    json_open(out, NULL, '{');
    json_close(out, '}');
    json_flag(out, NULL, true);
    json_close(out, ']');
    json_null(out, "b");
    json_real(out, "c", 0.5);
    json_estimate(out, "d", 2e-7);
    json_integer(out, "e", -3);
    json_close(out, '}');
    ck_assert_str_eq(out->str,
                     "{\"a\":[1,{},true],\"b\":null,\"c\":0.500000,\"d\":2e-07,\"e\":-3}");
}
END_TEST

START_TEST(text_is_escaped)
{
    g_autoptr(GString) out = g_string_new(NULL);
    json_text(out, NULL, "a\"b\\c\n\033[31m\302\233m\177\377\303\251");
    ck_assert_str_eq(out->str,
                     "\"a\\\"b\\\\c\\u000a\\u001b[31m\\u009bm\\u007f\357\277\275\303\251\"");
}
END_TEST

START_TEST(layout_keeps_strings)
{
    g_autofree char *pretty = json_pretty("{\"a{,\\\"\":[],\"b\":[1,{\"c\":{}}]}");
    ck_assert_str_eq(pretty, "{\n"
                             "  \"a{,\\\"\": [],\n"
                             "  \"b\": [\n"
                             "    1,\n"
                             "    {\n"
                             "      \"c\": {}\n"
                             "    }\n"
                             "  ]\n"
                             "}\n");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("json_text");
    TCase *cases = tcase_create("json_text");
    tcase_add_test(cases, commas_come_by_themselves);
    tcase_add_test(cases, text_is_escaped);
    tcase_add_test(cases, layout_keeps_strings);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
