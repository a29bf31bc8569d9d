/* JSON, written piece by piece into a string.
 *
 * Commas come by themselves: a key or a value knows from what stands before it whether it is the
 * first.  What comes out is compact; json_pretty makes it readable.
 */
#ifndef CHECKER_SCENARIO_JSON_TEXT_H
#define CHECKER_SCENARIO_JSON_TEXT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* The key of the next value. */
void json_key(GString *out, const char *key);
/* Begin and end an object or a list; `key` NULL: it is in a list, or alone. */
void json_open(GString *out, const char *key, char bracket); /* '{' or '[' */
void json_close(GString *out, char bracket);                 /* '}' or ']' */

/* Values.  `key` NULL: in a list, or behind json_key.  Bytes that are not UTF-8 become U+FFFD, and
 * what would upset a terminal is escaped. */
void json_text(GString *out, const char *key, const char *text); /* NULL: null */
void json_number(GString *out, const char *key, uint64_t number);
void json_integer(GString *out, const char *key, int64_t number);
void json_real(GString *out, const char *key, double number);     /* six digits after the point */
void json_estimate(GString *out, const char *key, double number); /* six digits: may be tiny */
void json_flag(GString *out, const char *key, bool flag);
void json_null(GString *out, const char *key);
void json_texts(GString *out, const char *key, const GPtrArray *texts); /* of char * */

/* The same value with line breaks and indentation, and a line break at the end; free with g_free.
 */
char *json_pretty(const char *compact);

#endif
