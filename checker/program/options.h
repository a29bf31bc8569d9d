/* The command line. */
#ifndef CHECKER_PROGRAM_OPTIONS_H
#define CHECKER_PROGRAM_OPTIONS_H

#include "checker/live/protocol.h"
#include "checker/search/search.h"

#include <glib.h>

/* Bits, so that an option can name the commands that it is for. */
enum {
#define COMMAND(name, ...) BIT_OF_##name,
#include "checker/program/commands.def"
};
typedef enum Command {
#define COMMAND(name, ...) name = 1 << BIT_OF_##name,
#include "checker/program/commands.def"
} Command;

typedef enum Ground { ON_MODEL, ON_RUNTIME } Ground;
typedef enum Format {
#define FORMAT(name, ...) FORMAT_##name,
#include "checker/program/formats.def"
} Format;
typedef enum When { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER } When;

/* What an option's argument becomes. */
typedef bool FlagOption;
typedef const char *TextOption;
typedef GPtrArray *ListOption; /* of char *, never NULL */
typedef uint64_t NumberOption;
typedef uint64_t SizeOption;  /* bytes */
typedef double SecondsOption; /* above 0 */
typedef Strategy StrategyOption;
typedef LiveStrategy LiveStrategyOption;
typedef StoreKind StoreOption;
typedef OnFull OnFullOption;
typedef Ground GroundOption;
typedef Format FormatOption;
typedef When WhenOption;

#define TYPE_FLAG FlagOption
#define TYPE_TEXT TextOption
#define TYPE_LIST ListOption
#define TYPE_NUMBER NumberOption
#define TYPE_SIZE SizeOption
#define TYPE_SECONDS SecondsOption
#define TYPE_STRATEGY StrategyOption
#define TYPE_LIVE_STRATEGY LiveStrategyOption
#define TYPE_STORE StoreOption
#define TYPE_ON_FULL OnFullOption
#define TYPE_GROUND GroundOption
#define TYPE_FORMAT FormatOption
#define TYPE_WHEN WhenOption

/* Commands whose report main.c writes to --output. */
#define COMMANDS_WITH_REPORT (CHECK | RESUME | REPLAY | LIST)

/* For each option its value and whether it was given; zero where it was not. */
typedef struct Options {
    Command command;
    GPtrArray *operands; /* of char *: files, folders, traces; a program and its arguments */
    char **words;        /* the whole command line, borrowed */
    bool resume;         /* this is a command line of an earlier time, and its search goes on */
#define SECTION(title)
#define OPTION(kind, member, name, letter, argument, commands, least, most, meaning)               \
    TYPE_##kind member;                                                                            \
    bool has_##member;
#include "checker/program/options.def"
} Options;

#define OPTIONS_ERROR options_error_quark()
GQuark options_error_quark(void);

/* Read a command line; argv[0] is passed over and the strings must outlive the options.  On failure
 * returns NULL and sets *error to a sentence.  Free with options_free. */
Options *options_parse(int argc, char **argv, GError **error);
/* Take over what `from` was given; no lists. */
void options_override(Options *options, const Options *from);
void options_free(Options *options); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Options, options_free)

/* The text of --help; free with g_free. */
char *options_help(void);

#endif
