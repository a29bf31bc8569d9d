/* What is said about the odds of a variant. */
#ifndef CHECKER_PROGRAM_ODDS_REPORT_H
#define CHECKER_PROGRAM_ODDS_REPORT_H

#include "checker/analysis/odds.h"
#include "checker/program/asked.h"

/* Some lines for people, and an object on one line; free with g_free. */
char *odds_text(const AskedVariant *asked, const Odds *odds);
char *odds_json(const AskedVariant *asked, const Odds *odds);

#endif
