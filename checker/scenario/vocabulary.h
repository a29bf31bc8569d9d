/* What a subject's fields are called: objects, members, and the names of values. */
#ifndef CHECKER_SCENARIO_VOCABULARY_H
#define CHECKER_SCENARIO_VOCABULARY_H

#include "checker/subject.h"

/* Has the subject an object of this name?  *ret_count is how many, 0 for the only one (sched). */
bool vocabulary_object(const Subject *subject, const char *name, uint32_t *ret_count);

/* "p2": which object of which name?  False if there is none like that. */
bool vocabulary_numbered(const Subject *subject, const char *word, const char **ret_object,
                         uint32_t *ret_index);

/* NULL if that object has no such member. */
const Field *vocabulary_field(const Subject *subject, const char *object, uint32_t index,
                              const char *member);

/* A kind whose name is that of several objects (m) refers to one of them, 0 to nil.  The name of
 * the objects, or NULL if this kind does not refer to any. */
const char *vocabulary_reference(const Subject *subject, const ValueKind *kind);

/* The kind that has a value of this name, or NULL. */
const ValueKind *vocabulary_kind_of_value(const Subject *subject, const char *name);

#endif
