/* One variant of a live scenario: its program is found or made, run, and what came of it told. */
#ifndef CHECKER_PROGRAM_LIVE_UNIT_H
#define CHECKER_PROGRAM_LIVE_UNIT_H

#include "checker/program/finding.h"
#include "checker/program/live_make.h"
#include "checker/program/live_report.h"
#include "checker/program/progress.h"

/* May programs be run at all? */
bool live_unit_allowed(const Options *options);

/* The name of an option that only models have a use for; NULL: none is given. */
const char *live_unit_idle(const Options *options);

/* A sentence about an option that would do nothing, or NULL; free with g_free. */
char *live_unit_mistake(const Options *options, const Variant *variant);

/* A variant that is run.  Clear with live_unit_clear, whatever came of it. */
typedef struct LiveUnit {
    const Options *options;
    const Scenario *scenario;
    const Variant *variant;
    LiveMake *make; /* for all of them */
    Live live;
} LiveUnit;

/* False, with *error ready to print, if it cannot be run or has no answer. */
bool live_unit_run(LiveUnit *unit, FILE *out, const ProgressBoard *board, GError **error);
/* The unit must outlive it. */
Finding live_unit_finding(const LiveUnit *unit);
void live_unit_clear(LiveUnit *unit);

#endif
