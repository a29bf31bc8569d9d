/* Inside the schema of scenario files: what its parts share.  All append to a JSON text. */
#ifndef CHECKER_SCENARIO_SCHEMA_H
#define CHECKER_SCENARIO_SCHEMA_H

#include "checker/scenario/json_text.h"
#include "checker/scenario/reader.h"

/* The schema of a value, as members of an object that is open: what stands there, in the words of
 * the table (Key.value).  Aborts on words it does not know: then the table has new ones. */
void schema_value(GString *out, const char *key, const char *words);

/* An object of the level's keys and no others; `override_only`: only of those that a variant may
 * have. */
void schema_level(GString *out, const Level *level, bool override_only);

/* "allOf": [{"$ref": "#/definitions/NAME"}]: beside a bare $ref nothing counts in draft 7. */
void schema_reference(GString *out, const char *definition);

/* An object that is just that. */
void schema_referring(GString *out, const char *key, const char *definition);

/* {"const": word, "description": meaning} in an open list. */
void schema_constant(GString *out, const char *word, const char *meaning);

/* "minimum" and "maximum" of an integer. */
void schema_integer(GString *out, uint64_t least, uint64_t most);

/* "required": [key] */
void schema_required(GString *out, const char *key);

/* The same about the scenario and each of its variants. */
typedef void SchemaMembers(GString *out);
void schema_everywhere(GString *out, SchemaMembers *members);

/* The map of variants, each of this definition. */
void schema_variants(GString *out, const char *definition);

/* The model go and the runtime need actors: once for all variants, or in each of them. */
void schema_needs_actors(GString *out);

/* schema_live.c: the definitions for scenarios that run a program. */
void schema_live_definitions(GString *out);

/* schema_go.c: the definitions that come from the model's vocabulary. */
void schema_go_definitions(GString *out);

#endif
