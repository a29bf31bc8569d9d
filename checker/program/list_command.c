#include "checker/program/list_command.h"

#include "checker/program/status.h"
#include "checker/scenario/scenario.h"

int list_command(const Options *options, FILE *out)
{
    bool schema = options->format == FORMAT_JSON_SCHEMA;
    g_autofree char *text = schema ? scenario_schema() : scenario_reference();
    fputs(text, out);
    return STATUS_FINE;
}
