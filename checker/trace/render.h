/* States and steps in words: what a trace file, a counterexample and a replay say about them.
 *
 * Fields are spelled as in scenario expressions (sched.lock, p1.status) and values by the names
 * their kind gives them.  All functions append to a string.
 */
#ifndef CHECKER_TRACE_RENDER_H
#define CHECKER_TRACE_RENDER_H

#include "checker/search/search.h"

#include <glib.h>

void render_field(GString *out, const Field *field);
void render_value(GString *out, const Field *field, int32_t value);

/* "p1.status Psyscall -> Pgcstop": one string for each field that differs.  Fields that the subject
 * hides are left out unless `hidden`.  The caller owns the array. */
GPtrArray *render_changes(const Subject *subject, const uint8_t *before, const uint8_t *after,
                          bool hidden);

/* "sched.lock = m2": the fields that an attempt to move reads, as far as the subject says.  Fields
 * that the subject hides are left out unless `hidden`.  Of the move, actor and choice count. */
GPtrArray *render_reads(const Subject *subject, const uint8_t *state, Move move, bool hidden);

/* "p1.status = Pidle": the fields that a formula names, each as p1.status or, under a quantifier
 * over p, as p.status. */
GPtrArray *render_named(const Subject *subject, const char *formula, const uint8_t *state);

/* "p1  status Prunning, m m1": one string for each object, of its fields that are not zero, in the
 * order of the subject's fields. */
GPtrArray *render_state(const Subject *subject, const uint8_t *state);

#endif
