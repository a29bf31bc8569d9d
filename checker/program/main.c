/* checker: the command line and nothing else. */
#include "checker/interactive/explore_command.h"
#include "checker/program/check_command.h"
#include "checker/program/draw_command.h"
#include "checker/program/graph_command.h"
#include "checker/program/interrupt.h"
#include "checker/program/list_command.h"
#include "checker/program/live_command.h"
#include "checker/program/replay_command.h"
#include "checker/program/resume_command.h"
#include "checker/program/status.h"
#include "checker_version.h"

#include <stdio.h>

static int run(const Options *options)
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
        return function(options, stdout);
#include "checker/program/commands.def"
    }
    g_assert_not_reached();
}

int main(int argc, char **argv)
{
    interrupt_install();
    g_autoptr(GError) error = NULL;
    g_autoptr(Options) options = options_parse(argc, argv, &error);
    if (!options) {
        fprintf(stderr, "checker: %s\nchecker --help lists the options.\n", error->message);
        return STATUS_BAD_INPUT;
    }
    int status = run(options);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("checker: the output cannot be written");
        return STATUS_BROKEN;
    }
    return status;
}
