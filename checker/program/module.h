/* Models from shared objects: --subject FILE. */
#ifndef CHECKER_PROGRAM_MODULE_H
#define CHECKER_PROGRAM_MODULE_H

#include "checker/scenario/scenario.h"

#define MODULE_ERROR module_error_quark()
GQuark module_error_quark(void);

/* Load the shared object at `path`; it stays loaded until the program ends.  On failure returns
 * NULL and sets *error, ready to print. */
SubjectEntry *module_load(const char *path, GError **error);

/* Make its subject.  Everything the subject declares is looked at before anybody relies on it.
 * `path` is named in errors. */
const Subject *module_subject(const char *path, SubjectEntry *entry, const char *const *parameters,
                              GError **error);

/* The name by which scenarios call the model: what the subject calls itself without parameters, or
 * the file's name without its ending if it wants some.  Free with g_free. */
char *module_name(const char *path, SubjectEntry *entry);

/* A scenario that asks the subject by itself: each of its predicates always, breadth first, and
 * nothing expected.  Free with module_scenario_free, not with scenario_free. */
Scenario *module_scenario(const char *path, const Subject *subject);
void module_scenario_free(Scenario *scenario); /* NULL is fine */

#endif
