/* What a lossy search may have missed, in words. */
#ifndef CHECKER_PROGRAM_LOSS_H
#define CHECKER_PROGRAM_LOSS_H

#include "checker/search/search.h"

#include <glib.h>

/* One line without its end; `result` is that of a lossy search.  Free with g_free. */
char *loss_text(const Question *question, const Result *result);

#endif
