/* A baseline: what a scenario's searches came to when somebody looked at them and found them right.
 *
 * It lies beside the scenario, x.baseline beside x.yml, and is compared with every later search, so
 * that a model which no longer does what it did is noticed even where the verdict is the same.
 * docs/comparing.md describes the file.
 */
#ifndef CHECKER_PROGRAM_BASELINE_H
#define CHECKER_PROGRAM_BASELINE_H

#include "checker/analysis/failures.h"
#include "checker/program/finding.h"

typedef struct BaselineStep {
    char *name;
    uint64_t fired;
} BaselineStep;

typedef struct BaselineVariant {
    char *name, *digest, *verdict;
    uint64_t states, transitions, depth;
    GPtrArray *failures; /* of char *: every distinct failure (failure_name); NULL: not known */
    GPtrArray *steps;    /* of BaselineStep *: those that fired */
} BaselineVariant;

typedef struct Baseline {
    char *path;
    GPtrArray *variants; /* of BaselineVariant * */
} Baseline;

/* Where the baseline of this scenario file lies; free with g_free. */
char *baseline_path(const char *scenario_path);

Baseline *baseline_new(const char *path);
void baseline_step_free(void *step);
void baseline_free(Baseline *baseline); /* NULL is fine */

/* Read one.  On failure returns NULL and sets *error, ready to print. */
Baseline *baseline_read(const char *path, GError **error);

/* Write it, whole or not at all.  Another file of that name is replaced only with `force`; an older
 * baseline always.  On failure returns false and sets *error, ready to print. */
bool baseline_write(const Baseline *baseline, bool force, GError **error);

/* Take over what a search has found; failures are not known yet. */
BaselineVariant *baseline_add(Baseline *baseline, const Finding *finding);

/* Add the names of all failures, if they are known. */
void baseline_add_failures(BaselineVariant *variant, const Failures *failures,
                           const Subject *subject);

const BaselineVariant *baseline_variant(const Baseline *baseline, const char *name);

/* What is different now: sentences, of char *; none if all is as it was.  The caller owns the
 * array. */
GPtrArray *baseline_compare(const Baseline *baseline, const Finding *finding);
GPtrArray *baseline_compare_failures(const Baseline *baseline, const char *variant,
                                     const Failures *failures, const Subject *subject);

#endif
