/* What came of a variant of a live scenario, as a finding. */
#ifndef CHECKER_PROGRAM_LIVE_FINDING_H
#define CHECKER_PROGRAM_LIVE_FINDING_H

#include "checker/program/finding.h"
#include "checker/program/live_report.h"

/* The program has answered; `live` must outlive the finding.  `as_written` as for finding_make. */
Finding live_finding_make(const Scenario *scenario, const Variant *variant, const Live *live,
                          bool as_written);
/* It was not run: nobody has allowed it. */
Finding live_finding_not_run(const Scenario *scenario, const Variant *variant);

/* "assertion: the message": what a variant is expected to answer; free with g_free. */
char *live_finding_expected(const LiveExpectation *expect);

#endif
