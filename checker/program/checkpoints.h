/* --checkpoint DIR and `checker resume DIR`.
 *
 *   DIR/command                   the folder that the command line was given in, and its words
 *   DIR/SCENARIO.VARIANT.DIGEST/  what the search of that variant has left (checkpoint.h)...
 *         .../answer              ...or its result
 */
#ifndef CHECKER_PROGRAM_CHECKPOINTS_H
#define CHECKER_PROGRAM_CHECKPOINTS_H

#include "checker/program/options.h"
#include "checker/scenario/scenario.h"
#include "checker/search/checkpoint.h"

#define CHECKPOINTS_ERROR checkpoints_error_quark()
GQuark checkpoints_error_quark(void);

/* Make the folder for a command line that begins.  False, with *error set to a sentence, if there
 * are checkpoints in it, or it cannot be made. */
bool checkpoints_begin(const Options *options, GError **error);

/* The command line that made the folder, with `resume` set and the current folder changed to where
 * it was given.  NULL, with *error set to a sentence; the options live until the program ends. */
Options *checkpoints_command(const char *folder, GError **error);

/* Where the search of a variant leaves its checkpoints; lives until the program ends.  `name` is of
 * this variant only.  NULL, with *error set to a sentence, if that is not possible. */
const CheckpointPlan *checkpoints_plan(const Options *options, const char *name,
                                       const Variant *variant, GError **error);

/* search(), unless its answer lies there already; the answer is left there. */
Result checkpoints_search(const Question *question, const SearchOptions *options);

/* Is this the end of a search whose checkpoint could not be used?  Then that is bad input. */
bool checkpoints_refused(Verdict verdict);

#endif
