/* checker: the command line and nothing else. */
#include "checker/interactive/explore_command.h"
#include "checker/program/ablate_command.h"
#include "checker/program/check_command.h"
#include "checker/program/conform_command.h"
#include "checker/program/diff_command.h"
#include "checker/program/draw_command.h"
#include "checker/program/explain_command.h"
#include "checker/program/graph_command.h"
#include "checker/program/interrupt.h"
#include "checker/program/list_command.h"
#include "checker/program/live_command.h"
#include "checker/program/minimise_command.h"
#include "checker/program/odds_command.h"
#include "checker/program/output_file.h"
#include "checker/program/replay_command.h"
#include "checker/program/resume_command.h"
#include "checker/program/settle.h"
#include "checker/program/status.h"
#include "checker/search/memory.h"
#include "checker_version.h"

#include <stdio.h>
#include <stdlib.h>

static int run(const Options *options, FILE *out)
{
    if (options->help) {
        g_autofree char *help = options_help();
        fputs(help, stdout);
        return STATUS_FINE;
    }
    if (options->version) {
        puts("checker " CHECKER_VERSION);
        return STATUS_FINE;
    }
    switch (options->command) {
#define COMMAND(name, word, operands, least, missing, most, function, meaning)                     \
    case name:                                                                                     \
        return function(options, out);
#include "checker/program/commands.def"
    }
    g_assert_not_reached();
}

/* What cannot be written at all is said before the work is done; what was found is written in one
 * piece. */
static int run_to_file(const Options *options)
{
    g_autoptr(GError) error = NULL;
    /* A search that is resumed works where it was begun. */
    g_autofree char *path = g_canonicalize_filename(options->output, NULL);
    if (!output_file_check(options->output, options->force, &error)) {
        fputs(error->message, stderr);
        return STATUS_BAD_INPUT;
    }
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    g_assert(out);
    int status = run(options, out);
    fclose(out);
    bool nothing = length == 0 && status == STATUS_BAD_INPUT;
    if (!nothing && !output_file_write(path, text, (gssize)length, options->force, &error)) {
        fputs(error->message, stderr);
        status = status_worse(status, STATUS_BAD_INPUT);
    }
    free(text);
    return status;
}

int main(int argc, char **argv)
{
    memory_begin();
    interrupt_install();
    g_autoptr(GError) error = NULL;
    g_autoptr(Options) options = options_parse(argc, argv, &error);
    if (!options) {
        fprintf(stderr, "checker: %s\nchecker --help lists the options.\n", error->message);
        return STATUS_BAD_INPUT;
    }
    settle_warn(options);
    bool to_file = options->output && options->command & COMMANDS_WITH_REPORT;
    int status = to_file ? run_to_file(options) : run(options, stdout);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs("checker: the output cannot be written\n", stderr);
        return STATUS_BAD_INPUT;
    }
    return status;
}
