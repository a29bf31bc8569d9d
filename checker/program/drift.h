/* The baselines of the scenarios that are explored: which ones, what differs, what is written. */
#ifndef CHECKER_PROGRAM_DRIFT_H
#define CHECKER_PROGRAM_DRIFT_H

#include "checker/program/baseline.h"
#include "checker/program/options.h"

/* Baselines by the paths of their scenarios. */
typedef GHashTable Baselines;

/* Does the command line ask for something that makes no sense with baselines?  A sentence, static,
 * or NULL. */
const char *drift_objection(const Options *options);

/* Those that lie beside the scenarios (of Scenario *), read; with --write-baseline new ones, to be
 * filled.  A baseline is compared with the search that its scenario describes: if the command line
 * changes that, there are none.  On failure returns NULL and sets *error, ready to print.  Free
 * with g_hash_table_unref. */
Baselines *drift_baselines(const Options *options, const GPtrArray *scenarios, GError **error);

/* Compare a finding with its baseline, or enter it into the new one.  With --strict what differs is
 * a failure. */
void drift_look(Baselines *baselines, const Options *options, Finding *finding);

/* --write-baseline: write all of them.  On failure returns false and sets *error, ready to print.
 */
bool drift_write(Baselines *baselines, const Options *options, GError **error);

#endif
