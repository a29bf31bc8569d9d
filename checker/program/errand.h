/* Another program that is handed a text and hands one back. */
#ifndef CHECKER_PROGRAM_ERRAND_H
#define CHECKER_PROGRAM_ERRAND_H

#include <glib.h>
#include <stdbool.h>

typedef struct Errand {
    const char *const *arguments; /* NULL-terminated, the program's path first */
    const char *question;         /* what it reads from standard input */
    int answers_on;               /* STDOUT_FILENO or STDERR_FILENO; the other one is ours */
} Errand;

/* Run it to its end.  *ret_answer is what it wrote, freed by the caller; *ret_status as of
 * waitpid().  False, with *error set and nothing to free: it could not be started. */
bool errand_run(const Errand *errand, char **ret_answer, int *ret_status, GError **error);

#endif
