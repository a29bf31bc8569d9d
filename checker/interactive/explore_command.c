#include "checker/interactive/explore_command.h"

#include "checker/interactive/console.h"
#include "checker/program/status.h"

int explore_command(const Options *options, FILE *out)
{
    g_autoptr(GError) error = NULL;
    Opening opening;
    int status = STATUS_BAD_INPUT;
    if (opening_read(&opening, options, &error)) status = console_run(&opening, out);
    else fputs(error->message, stderr);
    opening_clear(&opening);
    return status;
}
