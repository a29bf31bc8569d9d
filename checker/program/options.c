#include "checker/program/options.h"

#include "checker/live/launch.h"
#include "checker/program/values.h"
#include "checker/scenario/nearest.h"
#include "checker/scenario/scenario.h"

#include <string.h>

G_DEFINE_QUARK(options_error, options_error)

typedef enum Kind {
    KIND_FLAG,
    KIND_TEXT,
    KIND_LIST,
    KIND_NUMBER,
    KIND_SIZE,
    KIND_SECONDS,
    KIND_STRATEGY,
    KIND_LIVE_STRATEGY,
    KIND_STORE,
    KIND_ON_FULL,
    KIND_GROUND,
    KIND_FORMAT,
    KIND_WHEN
} Kind;

typedef struct Option {
    Kind kind;
    size_t value, given; /* offsets in Options */
    const char *name;
    char letter;
    const char *argument;
    unsigned commands;
    uint64_t least, most;
    const char *section, *meaning; /* a row with a section is a heading and nothing else */
} Option;

static const Option table[] = {
#define SECTION(title) {.section = title},
#define OPTION(kind, member, name, letter, argument, commands, least, most, meaning)               \
    {KIND_##kind,                                                                                  \
     offsetof(Options, member),                                                                    \
     offsetof(Options, has_##member),                                                              \
     name,                                                                                         \
     letter,                                                                                       \
     argument,                                                                                     \
     commands,                                                                                     \
     least,                                                                                        \
     most,                                                                                         \
     NULL,                                                                                         \
     meaning},
#include "checker/program/options.def"
};

static const char *const grounds[] = {"model", "runtime"};
static const char *const formats[] = {
#define FORMAT(name, word, ...) word,
#include "checker/program/formats.def"
};
static const char *const format_suffixes[] = {
#define FORMAT(name, word, suffix, commands) suffix,
#include "checker/program/formats.def"
};
/* Where each means something. */
static const unsigned format_commands[] = {
#define FORMAT(name, word, suffix, commands) commands,
#include "checker/program/formats.def"
};
static const char *const whens[] = {"auto", "always", "never"};

/* A row of commands.def. */
typedef struct CommandRow {
    Command command;
    const char *word, *operands, *missing, *meaning;
    guint least, most;
} CommandRow;

static const CommandRow commands[] = {
#define COMMAND(name, word, operands, least, missing, most, function, meaning)                     \
    {name, word, operands, missing, meaning, least, most},
#include "checker/program/commands.def"
};

static const CommandRow *command_row(Command command)
{
    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
        if (commands[i].command == command) return &commands[i];
    g_assert_not_reached();
}

/* -------- values -------- */

/* The words that are values of an option; none for most kinds. */
typedef struct Words {
    const char *const *list;
    uint32_t count;
} Words;

#define WORDS(array) ((Words){(array), G_N_ELEMENTS(array)})

static Words words_of(Kind kind)
{
    switch (kind) {
    case KIND_STRATEGY:
        return (Words){scenario_strategies, scenario_strategy_count};
    case KIND_LIVE_STRATEGY:
        return (Words){live_strategies, LIVE_REPLAY};
    case KIND_STORE:
        return (Words){store_names, STORE_COUNT};
    case KIND_ON_FULL:
        return WORDS(on_full_names);
    case KIND_GROUND:
        return WORDS(grounds);
    case KIND_FORMAT:
        return WORDS(formats);
    case KIND_WHEN:
        return WORDS(whens);
    default:
        return (Words){0};
    }
}

static bool one_of(Words words, const char *text, unsigned *ret)
{
    for (*ret = 0; *ret < words.count; ++*ret)
        if (strcmp(words.list[*ret], text) == 0) return true;
    return false;
}

static bool store_value(const Option *option, const char *text, void *at)
{
    switch (option->kind) {
    case KIND_FLAG:
        return *(FlagOption *)at = true;
    case KIND_TEXT:
        return *(TextOption *)at = text, *text != 0;
    case KIND_LIST:
        return g_ptr_array_add(*(ListOption *)at, (char *)text), *text != 0;
    case KIND_NUMBER:
        return g_ascii_string_to_unsigned(text, 10, option->least, option->most, at, NULL);
    case KIND_SIZE:
        return value_size(text, at);
    case KIND_SECONDS:
        return value_seconds(text, at);
    case KIND_STRATEGY:
    case KIND_LIVE_STRATEGY:
    case KIND_STORE:
    case KIND_ON_FULL:
    case KIND_GROUND:
    case KIND_FORMAT:
    case KIND_WHEN:
        return one_of(words_of(option->kind), text, at);
    }
    g_assert_not_reached();
}

static char *words_wanted(Words words, const char *text)
{
    GString *sentence = g_string_new("expected one of ");
    for (uint32_t i = 0; i < words.count; i++)
        g_string_append_printf(sentence, "%s%s", i ? ", " : "", words.list[i]);
    const char *nearest = nearest_word(text, words.list, words.count);
    if (nearest) g_string_append_printf(sentence, "; did you mean `%s`?", nearest);
    return g_string_free(sentence, FALSE);
}

/* What would have been a value, for the message about one that is not. */
static char *wanted(const Option *option, const char *text)
{
    Words words = words_of(option->kind);
    if (words.count) return words_wanted(words, text);
    switch (option->kind) {
    case KIND_NUMBER:
        return g_strdup_printf("expected a number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT,
                               option->least, option->most);
    case KIND_SIZE:
        return g_strdup("expected bytes: a number, then nothing or K, M or G");
    case KIND_SECONDS:
        return g_strdup("expected a time above 0: a number, then nothing or s, m, h");
    default:
        return g_strdup("expected something");
    }
}

static bool set(Options *options, const Option *option, const char *text, GError **error)
{
    char *base = (char *)options;
    bool *given = (bool *)(base + option->given);
    if (*given && option->kind != KIND_LIST && option->kind != KIND_FLAG) {
        g_set_error(error, OPTIONS_ERROR, 0, "--%s is given twice", option->name);
        return false;
    }
    *given = true;
    if (store_value(option, text, base + option->value)) return true;
    g_autofree char *expected = wanted(option, text);
    g_set_error(error, OPTIONS_ERROR, 0, "--%s: `%s` will not do; %s", option->name, text,
                expected);
    return false;
}

/* -------- the line -------- */

/* Where the parser is. */
typedef struct Line {
    int argc, at;
    char **argv;
    Options *options;
    bool live; /* it begins with `live`: some names mean something else there */
} Line;

static const Option *option_named(const Line *line, const char *name, size_t length)
{
    const Option *found = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        const Option *option = &table[i];
        if (option->section) continue;
        if (strncmp(option->name, name, length) != 0 || option->name[length]) continue;
        if (!found || (line->live && option->commands & LIVE)) found = option;
    }
    return found;
}

static const Option *option_lettered(char letter)
{
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
        if (!table[i].section && table[i].letter && table[i].letter == letter) return &table[i];
    return NULL;
}

static bool unknown(const char *name, GError **error)
{
    const char *names[G_N_ELEMENTS(table)];
    uint32_t count = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
        if (!table[i].section) names[count++] = table[i].name;
    const char *nearest = nearest_word(name, names, count);
    if (nearest)
        g_set_error(error, OPTIONS_ERROR, 0, "unknown option --%s; did you mean --%s?", name,
                    nearest);
    else g_set_error(error, OPTIONS_ERROR, 0, "unknown option --%s", name);
    return false;
}

/* The value is here or, if `value` is NULL, the next word. */
static bool read_value(Line *line, const Option *option, const char *value, GError **error)
{
    if (value) return set(line->options, option, value, error);
    if (++line->at < line->argc) return set(line->options, option, line->argv[line->at], error);
    g_set_error(error, OPTIONS_ERROR, 0, "--%s needs %s", option->name, option->argument);
    return false;
}

/* --name, --name value or --name=value */
static bool read_long(Line *line, GError **error)
{
    const char *name = line->argv[line->at] + 2;
    size_t length = strcspn(name, "=");
    const char *value = name[length] ? name + length + 1 : NULL;
    const Option *option = option_named(line, name, length);
    if (!option) {
        g_autofree char *only_name = g_strndup(name, length);
        return unknown(only_name, error);
    }
    if (!option->argument && value) {
        g_set_error(error, OPTIONS_ERROR, 0, "--%s takes no value", option->name);
        return false;
    }
    return option->argument ? read_value(line, option, value, error)
                            : set(line->options, option, NULL, error);
}

/* -q, or several letters in one word, the last of which may take a value: -o FILE or -oFILE. */
static bool read_letters(Line *line, GError **error)
{
    for (const char *letter = line->argv[line->at] + 1; *letter; letter++) {
        const Option *option = option_lettered(*letter);
        if (!option) {
            g_set_error(error, OPTIONS_ERROR, 0, "unknown option -%c", *letter);
            return false;
        }
        if (option->argument) return read_value(line, option, letter[1] ? letter + 1 : NULL, error);
        if (!set(line->options, option, NULL, error)) return false;
    }
    return true;
}

static bool read_line(Line *line, GError **error)
{
    bool only_operands = false;
    for (line->at = 1; line->at < line->argc; line->at++) {
        char *word = line->argv[line->at];
        bool fine = true;
        if (only_operands || word[0] != '-' || !word[1])
            g_ptr_array_add(line->options->operands, word);
        else if (strcmp(word, "--") == 0) only_operands = true;
        else fine = word[1] == '-' ? read_long(line, error) : read_letters(line, error);
        if (!fine) return false;
    }
    return true;
}

/* The first operand may be a command; without one, files are explored. */
static void take_command(Options *options)
{
    options->command = CHECK;
    if (options->operands->len == 0) return;
    const char *first = g_ptr_array_index(options->operands, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
        if (g_strcmp0(commands[i].word, first) == 0) options->command = commands[i].command;
    if (options->command != CHECK) g_ptr_array_remove_index(options->operands, 0);
}

static bool check_applies(const Options *options, GError **error)
{
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        const Option *option = &table[i];
        if (option->section || option->commands & options->command) continue;
        if (!*(const bool *)((const char *)options + option->given)) continue;
        const char *word = command_row(options->command)->word;
        g_set_error(error, OPTIONS_ERROR, 0, "--%s means nothing to %s", option->name,
                    word ? word : "exploring");
        return false;
    }
    return true;
}

/* "text, json or itf": the formats of a command. */
static char *formats_of(Command command)
{
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
        if (format_commands[i] & command) g_ptr_array_add(words, (char *)formats[i]);
    GString *list = g_string_new(NULL);
    for (guint i = 0; i < words->len; i++)
        g_string_append_printf(list, "%s%s",
                               i == 0               ? ""
                               : i + 1 < words->len ? ", "
                                                    : " or ",
                               (char *)g_ptr_array_index(words, i));
    return g_string_free(list, FALSE);
}

static bool check_format(const Options *options, GError **error)
{
    if (format_commands[options->format] & options->command || !options->has_format) return true;
    const char *word = command_row(options->command)->word;
    g_autofree char *list = formats_of(options->command);
    g_set_error(error, OPTIONS_ERROR, 0, "--format %s means nothing to %s, which has %s",
                formats[options->format], word ? word : "exploring", list);
    return false;
}

/* Without --format the name of the file says what is in it. */
static void take_format_from_output(Options *options)
{
    if (!options->output || options->has_format) return;
    for (Format format = 0; format < G_N_ELEMENTS(formats); format++) {
        bool named = g_str_has_suffix(options->output, format_suffixes[format]);
        if (!named || !(format_commands[format] & options->command)) continue;
        options->format = format;
        options->has_format = true;
        return;
    }
}

static bool refuse_operands(const Options *options, GError **error)
{
    guint count = options->operands->len;
    const CommandRow *row = command_row(options->command);
    if (count < row->least) g_set_error_literal(error, OPTIONS_ERROR, 0, row->missing);
    if (count > row->most)
        g_set_error(error, OPTIONS_ERROR, 0, "%s takes %s%s", row->word,
                    row->most ? "only " : "no files", row->operands);
    return count >= row->least && count <= row->most;
}

static bool check_operands(const Options *options, GError **error)
{
    if (options->help || options->version) return true;
    guint count = options->operands->len;
    const char *mistake = NULL;
    if (options->command == CHECK && !count && !options->subject->len)
        mistake = "no scenario file or folder is given";
    if (options->parameter->len && (count || options->subject->len != 1))
        mistake = "--parameter is for one --subject without scenario files; a scenario has its own "
                  "`parameters`";
    if (options->has_checkpoint_every && !options->has_checkpoint && options->command == CHECK)
        mistake = "--checkpoint-every is for --checkpoint";
    if (options->has_step && !options->debug) mistake = "--step is for --debug";
    if (options->debug && count != 1) mistake = "--debug is for one trace";
    bool tells_stats = options->format == FORMAT_TEXT || options->format == FORMAT_JSON;
    if (options->stats && !tells_stats) mistake = "--stats needs --format text or json";
    bool reports = options->command & COMMANDS_WITH_REPORT;
    bool has_file = options->output || options->write_baseline;
    if (reports && options->force && !has_file)
        mistake = "--force needs --output or --write-baseline";
    if (options->format == FORMAT_ITF && count > 1)
        mistake = "--format itf is one trace in one file, and several traces are given";
    if (options->quiet && options->verbose) mistake = "--quiet and --verbose exclude each other";
    if (mistake) g_set_error_literal(error, OPTIONS_ERROR, 0, mistake);
    return !mistake && refuse_operands(options, error);
}

Options *options_parse(int argc, char **argv, GError **error)
{
    g_autoptr(Options) options = g_new0(Options, 1);
    options->operands = g_ptr_array_new();
    options->words = argv;
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
        if (!table[i].section && table[i].kind == KIND_LIST)
            *(ListOption *)((char *)options + table[i].value) = g_ptr_array_new();
    bool live = argc > 1 && strcmp(argv[1], "live") == 0;
    Line line = {.argc = argc, .argv = argv, .options = options, .live = live};
    if (!read_line(&line, error)) return NULL;
    take_command(options);
    take_format_from_output(options);
    if (!check_applies(options, error) || !check_format(options, error) ||
        !check_operands(options, error))
        return NULL;
    return g_steal_pointer(&options);
}

static size_t value_bytes(Kind kind)
{
    static const size_t sizes[] = {
        [KIND_FLAG] = sizeof(FlagOption),         [KIND_TEXT] = sizeof(TextOption),
        [KIND_LIST] = sizeof(ListOption),         [KIND_NUMBER] = sizeof(NumberOption),
        [KIND_SIZE] = sizeof(SizeOption),         [KIND_SECONDS] = sizeof(SecondsOption),
        [KIND_STRATEGY] = sizeof(StrategyOption), [KIND_LIVE_STRATEGY] = sizeof(LiveStrategyOption),
        [KIND_STORE] = sizeof(StoreOption),       [KIND_FORMAT] = sizeof(FormatOption),
        [KIND_WHEN] = sizeof(WhenOption)};
    return sizes[kind];
}

void options_override(Options *options, const Options *from)
{
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        const Option *option = &table[i];
        const char *base = (const char *)from;
        if (option->section || !*(const bool *)(base + option->given)) continue;
        g_assert(option->kind != KIND_LIST);
        memcpy((char *)options + option->value, base + option->value, value_bytes(option->kind));
        *(bool *)((char *)options + option->given) = true;
    }
}

void options_free(Options *options)
{
    if (!options) return;
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
        if (!table[i].section && table[i].kind == KIND_LIST)
            g_ptr_array_unref(*(ListOption *)((char *)options + table[i].value));
    g_ptr_array_unref(options->operands);
    g_free(options);
}

/* -------- help -------- */

enum { HELP_MARGIN = 30, HELP_WIDTH = 79 };

/* Break `text` between words so that it stays right of the margin. */
static void append_wrapped(GString *out, const char *text)
{
    size_t column = HELP_MARGIN;
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    for (char **word = words; *word; word++) {
        size_t length = strlen(*word);
        if (column + length > HELP_WIDTH) {
            g_string_truncate(out, out->len - 1);
            g_string_append_printf(out, "\n%*s", HELP_MARGIN, "");
            column = HELP_MARGIN;
        }
        g_string_append_printf(out, "%s ", *word);
        column += length + 1;
    }
    g_string_truncate(out, out->len - 1);
    g_string_append_c(out, '\n');
}

static void append_option(GString *out, const Option *option)
{
    g_autofree char *letter =
        option->letter ? g_strdup_printf("-%c, ", option->letter) : g_strdup("    ");
    g_autofree char *spelling =
        g_strdup_printf("  %s--%s%s%s", letter, option->name, option->argument ? " " : "",
                        option->argument ? option->argument : "");
    g_string_append_printf(out, "%-*s", HELP_MARGIN, spelling);
    append_wrapped(out, option->meaning);
}

static void append_usage(GString *out, const char *usage, const char *meaning)
{
    g_string_append_printf(out, "  checker %-*s %s\n", HELP_MARGIN - 11, usage, meaning);
}

static void append_commands(GString *out)
{
    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++) {
        const CommandRow *row = &commands[i];
        g_autofree char *usage = g_strjoin(" ", row->word ? row->word : row->operands,
                                           row->word ? row->operands : NULL, NULL);
        append_usage(out, usage, row->meaning);
    }
    append_usage(out, "--subject FILE", "explore a model of your own");
}

char *options_help(void)
{
    GString *out = g_string_new(
        "checker explores every interleaving of a small M:N scheduler and says what can go wrong.\n"
        "\n");
    append_commands(out);
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        if (table[i].section) g_string_append_printf(out, "\n%s:\n", table[i].section);
        else append_option(out, &table[i]);
    }
    g_string_append(out,
                    "\nExit status: 0 all as expected, 1 something is wrong or not as expected,"
                    "\n2 bad usage or input, 3 incomplete, 4 the checker itself failed.\n");
    return g_string_free(out, FALSE);
}
