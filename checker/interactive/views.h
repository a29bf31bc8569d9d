/* What a session shows at the prompt: text whose tabs and long lines layout.h takes care of. */
#ifndef CHECKER_INTERACTIVE_VIEWS_H
#define CHECKER_INTERACTIVE_VIEWS_H

#include "checker/explore/session.h"
#include "checker/program/narrate.h"

/* "step 9 of 64: nothing is wrong so far" */
void view_diagnosis(GString *out, const Session *session, Look look);

/* What everybody can do, numbered from 1; steps that are blocked have no number. */
void view_offers(GString *out, const Session *session, Look look);

/* The steps so far, from number `first` on (0-based), with what each changed. */
void view_steps(GString *out, const Session *session, uint32_t first, Look look);

void view_checks(GString *out, const Session *session, Look look);

/* The fields that differ from zero; or those whose name begins with `name`, or has it in it, with
 * what they mean.  False if there is none of that name. */
bool view_fields(GString *out, const Session *session, const char *name, Look look);

/* What was found to lie ahead. */
void view_outlook(GString *out, const Session *session, Look look);

/* What kind of end a fate is: "deadlock", "comes to rest, and nothing is wrong". */
char *view_fate_words(const Fate *fate);

#endif
