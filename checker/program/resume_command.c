#include "checker/program/resume_command.h"

#include "checker/program/check_command.h"
#include "checker/program/checkpoints.h"
#include "checker/program/status.h"

/* What is given now counts more than what was given then. */
int resume_command(const Options *options, FILE *out)
{
    g_autoptr(GError) error = NULL;
    Options *then = checkpoints_command(g_ptr_array_index(options->operands, 0), &error);
    if (!then) {
        fprintf(stderr, "checker: %s\n", error->message);
        return STATUS_BAD_INPUT;
    }
    options_override(then, options);
    return check_command(then, out);
}
