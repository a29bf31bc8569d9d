/* The step table that a trace was made with: named by its digest, and by as many names as it takes
 * to tell later what is gone and what is new.
 *
 * A model has hundreds of steps, a trace passes a few procedures.  So it names, beside the steps
 * that it takes, the other steps of these procedures.
 */
#ifndef CHECKER_TRACE_STEP_TABLE_H
#define CHECKER_TRACE_STEP_TABLE_H

#include "checker/trace/trace.h"

/* Hex digest of a subject's step table: names, procedures, source and guards. */
char *trace_steps_digest(const Subject *subject);

/* Make the subject's step table that of the trace, whose steps are there already. */
void trace_set_step_table(Trace *trace, const Subject *subject);

/* Was there such a step?  True for those that the trace names; of a procedure that it does not
 * pass, and of one that was written as format 1, nobody knows. */
bool trace_names_step(const Trace *trace, const char *step);

/* What is different now: "the trace was made with another step table: A and B are gone, C is new".
 * NULL if the table is the same.  The caller frees it with g_free. */
char *trace_step_changes(const Trace *trace, const Subject *subject);

#endif
