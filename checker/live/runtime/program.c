/* What the program says (checker/live/program.h). */
#include "checker/live/runtime/posix.h"
#include "checker/live/runtime/schedule.h"

#include <string.h>

_Noreturn void program_fail(const char *text, const char *more)
{
    fail_with(LIVE_ASSERTION, text, more);
}

/* Loops are recognised without help. */
void program_spin(void)
{
}

void program_forget(void *memory, size_t size)
{
    memset(memory, 0, size);
}
