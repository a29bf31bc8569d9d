/* What is said about two variants and where they part. */
#ifndef CHECKER_PROGRAM_DIFF_REPORT_H
#define CHECKER_PROGRAM_DIFF_REPORT_H

#include "checker/analysis/difference.h"
#include "checker/program/narrate.h"
#include "checker/program/side.h"

/* Both free with g_free. */
char *diff_text(const Side sides[2], const Differences *differences, Look look);
char *diff_json(const Side sides[2], const Differences *differences); /* one object, on one line */

#endif
