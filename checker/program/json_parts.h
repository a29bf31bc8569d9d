/* What reports and replays share when they are JSON. */
#ifndef CHECKER_PROGRAM_JSON_PARTS_H
#define CHECKER_PROGRAM_JSON_PARTS_H

#include "checker/trace/path.h"

#include <stdio.h>

/* A counterexample: {"initial", "cycle", "lost_before", "steps": [...]}; null without a path. */
void json_path(GString *out, const char *key, const Path *path);
/* {"kind", "name"} */
void json_verdict(GString *out, const char *key, Verdict verdict);

/* The line of a file that cannot be read: {"file", "status": "error", "ok", "error"}. */
void json_print_mistake(FILE *out, const char *path, const char *message);

#endif
