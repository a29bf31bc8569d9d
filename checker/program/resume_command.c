#include "checker/program/resume_command.h"

#include "checker/program/check_command.h"
#include "checker/program/checkpoints.h"
#include "checker/program/settle.h"
#include "checker/program/status.h"

/* What is given now counts more than what was given then. */
int resume_command(const Options *options, FILE *out)
{
    g_autoptr(GError) error = NULL;
    /* What is named now is where we are now. */
    char *spill = options->spill ? g_canonicalize_filename(options->spill, NULL) : NULL;
    Options *then = checkpoints_command(g_ptr_array_index(options->operands, 0), &error);
    if (!then) {
        fprintf(stderr, "checker: %s\n", error->message);
        g_free(spill);
        return STATUS_BAD_INPUT;
    }
    /* What was allowed then may be too much for where it goes on. */
    if (!options->has_max_memory) settle_warn(then);
    options_override(then, options);
    if (spill) then->spill = spill;
    return check_command(then, out);
}
