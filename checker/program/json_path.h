/* A path as JSON: the `counterexample` of reports and replays. */
#ifndef CHECKER_PROGRAM_JSON_PATH_H
#define CHECKER_PROGRAM_JSON_PATH_H

#include "checker/trace/path.h"

/* {"initial", "cycle", "lost_before", "steps": [...]}; null without a path. */
void json_path(GString *out, const char *key, const Path *path);
/* {"kind", "name"} */
void json_verdict(GString *out, const char *key, Verdict verdict);

#endif
