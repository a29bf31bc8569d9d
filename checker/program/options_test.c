#include "checker/program/options.h"
#include "checker/program/values.h"
#include "checker/search/suite.h"

#include <string.h>

/* Parse a line of words; NULL with `*ret_error` set if it is refused. */
static Options *parse(const char *line, GError **error)
{
    static char **words; /* options point into them; the next line frees them */
    g_strfreev(words);
    g_autofree char *whole = g_strconcat("checker ", line, NULL);
    words = g_strsplit(whole, " ", -1);
    return options_parse((int)g_strv_length(words), words, error);
}

static void refuse(const char *line, const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Options) options = parse(line, &error);
    ck_assert_msg(options == NULL, "%s was accepted", line);
    ck_assert_msg(strstr(error->message, expected) != NULL, "%s: no \"%s\" in: %s", line, expected,
                  error->message);
}

START_TEST(values_of_all_kinds)
{
    g_autoptr(Options) o = parse("a.yml --variant x --variant=y --strategy pct --seed "
                                 "18446744073709551615 --max-memory 2G --time-limit 1.5m -qv "
                                 "--format json -- --b.yml",
                                 NULL);
    ck_assert(o == NULL); /* -q and -v exclude each other */
    o = parse("a.yml --variant x --variant=y --strategy pct --seed 18446744073709551615 "
              "--max-memory 2G --time-limit 1.5m -v --format json -- --b.yml",
              NULL);
    ck_assert(o != NULL);
    ck_assert_int_eq(o->command, CHECK);
    ck_assert_uint_eq(o->variant->len, 2);
    ck_assert_str_eq(g_ptr_array_index(o->variant, 1), "y");
    ck_assert(o->has_strategy && o->strategy == STRATEGY_PCT);
    ck_assert_uint_eq(o->seed, UINT64_MAX);
    ck_assert_uint_eq(o->max_memory, 2ull << 30);
    ck_assert_double_eq(o->time_limit, 90);
    ck_assert(o->verbose && !o->quiet && !o->has_runs);
    ck_assert_int_eq(o->format, FORMAT_JSON);
    ck_assert_uint_eq(o->operands->len, 2);
    ck_assert_str_eq(g_ptr_array_index(o->operands, 1), "--b.yml");
}
END_TEST

START_TEST(commands_are_the_first_operand)
{
    g_autoptr(Options) replay = parse("--quiet replay a.trace", NULL);
    ck_assert_int_eq(replay->command, REPLAY);
    ck_assert_uint_eq(replay->operands->len, 1);
    g_autoptr(Options) list = parse("list", NULL);
    ck_assert_int_eq(list->command, LIST);
    g_autoptr(Options) file = parse("./list", NULL);
    ck_assert_int_eq(file->command, CHECK);
}
END_TEST

START_TEST(the_name_of_the_output_says_its_format)
{
    static const struct {
        const char *line;
        Format format;
    } lines[] = {{"a.yml -o x.sarif", FORMAT_SARIF},     {"a.yml -o x.xml", FORMAT_JUNIT},
                 {"a.yml -o x.itf.json", FORMAT_JSON},   {"a.yml -o x", FORMAT_TEXT},
                 {"replay a -o x.itf.json", FORMAT_ITF}, {"replay a -o x.json", FORMAT_JSON},
                 {"list -o x.json", FORMAT_JSON_SCHEMA}, {"a -o x.xml --format tap", FORMAT_TAP}};
    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autoptr(Options) options = parse(lines[i].line, NULL);
        ck_assert_msg(options && options->format == lines[i].format, "%s", lines[i].line);
    }
}
END_TEST

START_TEST(mistakes_are_named)
{
    refuse("a --sede 3", "unknown option --sede; did you mean --seed?");
    refuse("a --qwertyuiop", "unknown option --qwertyuiop");
    refuse("a -x", "unknown option -x");
    refuse("a --strategy=bsf", "did you mean `bfs`?");
    refuse("a --seed", "--seed needs N");
    refuse("a --seed -1", "expected a number from 0");
    refuse("a --max-depth 0", "expected a number from 1");
    refuse("a --max-memory 12X", "expected bytes");
    refuse("a --max-memory 18446744073709551615G", "expected bytes");
    refuse("a --time-limit 0", "expected a time above 0");
    refuse("a --time-limit 3d", "expected a time above 0");
    refuse("a --verbose=yes", "--verbose takes no value");
    refuse("a --seed 1 --seed 2", "--seed is given twice");
    refuse("a --scenario b", "--scenario means nothing to exploring");
    refuse("replay a --strategy dfs", "--strategy means nothing to replay");
    refuse("list --quiet", "--quiet means nothing to list");
    refuse("replay a --format sarif",
           "--format sarif means nothing to replay, which has text, itf or json");
    refuse("replay a b --format itf", "one trace in one file");
    refuse("a --stats --format tap", "--stats needs --format text or json");
    refuse("a --force", "--force needs --output");
    refuse("list --format tap", "which has text or json-schema");
    refuse("list a", "list takes no files");
    refuse("replay", "no trace is given");
    refuse("--quiet", "no scenario file or folder");
    refuse("a -qv", "exclude each other");
    refuse("a.yml --subject b.so --parameter n=1", "--parameter is for one --subject");
}
END_TEST

START_TEST(numbers_for_people)
{
    static const struct {
        uint64_t count;
        const char *text;
    } counts[] = {{0, "0"}, {999, "999"}, {1103, "1,103"}, {1234567, "1,234,567"}};
    for (size_t i = 0; i < G_N_ELEMENTS(counts); i++) {
        g_autofree char *text = value_count_text(counts[i].count);
        ck_assert_str_eq(text, counts[i].text);
    }
    g_autofree char *rate = value_rate_text(4.2e6), *size = value_size_text(31 << 20);
    ck_assert_str_eq(rate, "4.2 M/s");
    ck_assert_str_eq(size, "31 MiB");
}
END_TEST

/* -------- help, man page and completions say the same -------- */

static char *contents(const char *path)
{
    char *text = NULL;
    ck_assert_msg(g_file_get_contents(path, &text, NULL, NULL), "cannot read %s", path);
    return text;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in `text` behind `prefix`, each once, in order. */
static char *names_behind(const char *text, const char *prefix)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (const char *at = text; (at = strstr(at, prefix));) {
        at += strlen(prefix);
        size_t length = strspn(at, "abcdefghijklmnopqrstuvwxyz-");
        char *name = g_strndup(at, length);
        bool known = g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL);
        if (length && !known) g_ptr_array_add(names, name);
        else g_free(name);
    }
    g_ptr_array_sort(names, by_text);
    g_ptr_array_add(names, NULL);
    return g_strjoinv(" ", (char **)names->pdata);
}

START_TEST(every_description_has_every_option)
{
    static const struct {
        const char *path, *prefix;
    } places[] = {{"docs/checker.1", "Fl -"},
                  {"completions/checker.bash", "--"},
                  {"completions/_checker", "--"},
                  {"completions/checker.fish", " -l "}};
    g_autofree char *help = options_help();
    g_autofree char *expected = names_behind(help, " --");
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *text = contents(places[i].path);
        g_autofree char *names = names_behind(text, places[i].prefix);
        ck_assert_msg(strcmp(names, expected) == 0, "%s has\n%s\nand --help has\n%s",
                      places[i].path, names, expected);
    }
}
END_TEST

START_TEST(every_description_has_every_command)
{
    static const char *const words[] = {
#define COMMAND(name, word, ...) word,
#include "checker/program/commands.def"
    };
    static const struct {
        const char *path, *pattern;
    } places[] = {{"docs/checker.1", "^\\.Cm %s$"},
                  {"completions/checker.bash", "COMP_CWORD == 1.*-W '[^']*\\b%s\\b"},
                  {"completions/_checker", "commands:command:\\([^)]*\\b%s\\b"},
                  {"completions/checker.fish", "-a %s "}};
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *text = contents(places[i].path);
        for (size_t word = 0; word < G_N_ELEMENTS(words); word++) {
            if (!words[word]) continue;
            g_autofree char *pattern = g_strdup_printf(places[i].pattern, words[word]);
            ck_assert_msg(g_regex_match_simple(pattern, text, G_REGEX_MULTILINE, 0),
                          "%s lacks the command %s", places[i].path, words[word]);
        }
    }
}
END_TEST

START_TEST(help_fits_a_terminal)
{
    g_autofree char *help = options_help();
    g_auto(GStrv) lines = g_strsplit(help, "\n", -1);
    for (char **line = lines; *line; line++) {
        size_t length = strlen(*line);
        ck_assert_msg(length <= 92, "%zu: %s", length, *line);
        ck_assert_msg(!length || (*line)[length - 1] != ' ', "trailing space: %s", *line);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("options");
    TCase *cases = tcase_create("options");
    tcase_add_test(cases, values_of_all_kinds);
    tcase_add_test(cases, commands_are_the_first_operand);
    tcase_add_test(cases, the_name_of_the_output_says_its_format);
    tcase_add_test(cases, mistakes_are_named);
    tcase_add_test(cases, numbers_for_people);
    tcase_add_test(cases, every_description_has_every_option);
    tcase_add_test(cases, every_description_has_every_command);
    tcase_add_test(cases, help_fits_a_terminal);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
