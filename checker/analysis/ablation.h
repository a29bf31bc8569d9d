/* Which parts of a fix matter?
 *
 * A variant that holds is asked again with one setting changed at a time, and with all combinations
 * of those by which another variant differs that fails.  Each time it is seen what becomes of the
 * variant itself, and whether the failures of the others come back: their checks, in the world of
 * the fixed variant, with its settings but for the change.
 */
#ifndef CHECKER_ANALYSIS_ABLATION_H
#define CHECKER_ANALYSIS_ABLATION_H

#include "checker/scenario/settings.h"

typedef struct AblationRow {
    GArray *changes; /* of SettingChange: what is different from the fixed variant */
    Verdict verdict; /* of the fixed variant's own question; its name belongs to the ablation */
    uint64_t states, transitions;
    GPtrArray *back;       /* of char *: the variants whose failure is there again */
    GPtrArray *incomplete; /* of char *: those that a limit left open */
} AblationRow;

typedef struct Ablation {
    Verdict verdict; /* without any change */
    uint64_t states, transitions;
    GPtrArray *broken; /* of char *: the variants that fail and differ by settings alone */
    GPtrArray *rows;   /* of AblationRow *: the changes that made a difference */
    uint32_t idle;     /* changes that made none, not even to the figures */
    GPtrArray *texts;  /* of char *: what names point to */
} Ablation;

/* `fixed` is the name of the variant in the scenario at `path`.  Limits, workers and what
 * interrupts come from `options`.  NULL and *error set, ready to print: the file cannot be read, or
 * its model has no settings.  Free with ablation_free. */
Ablation *ablation_find(const char *path, const char *fixed, const SearchOptions *options,
                        GError **error);
void ablation_free(Ablation *ablation); /* NULL is fine */

/* Is this a variant that is expected to hold while another, which differs by settings alone, is
 * expected to fail? */
bool ablation_is_fix(const Scenario *scenario, const Variant *variant);

#endif
