#include "checker/program/list_command.h"

#include "checker/program/status.h"
#include "checker/scenario/scenario.h"

int list_command(const Options *options, FILE *out)
{
    (void)options;
    g_autofree char *reference = scenario_reference();
    fputs(reference, out);
    return STATUS_FINE;
}
