#include "checker/interactive/explore_command.h"

#include "checker/interactive/console.h"
#include "checker/interactive/server.h"
#include "checker/program/status.h"

/* An option that would do nothing is a mistake of whoever gave it. */
static bool is_sensible(const Options *options)
{
    if (!options->has_port || options->web) return true;
    fputs("checker: --port needs --web\n", stderr);
    return false;
}

int explore_command(const Options *options, FILE *out)
{
    g_autoptr(GError) error = NULL;
    Opening opening;
    int status = STATUS_BAD_INPUT;
    if (!is_sensible(options)) return status;
    if (!opening_read(&opening, options, &error)) fputs(error->message, stderr);
    else status = options->web ? server_run(&opening, out) : console_run(&opening, out);
    opening_clear(&opening);
    return status;
}
