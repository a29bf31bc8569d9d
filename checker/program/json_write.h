/* Writing JSON into a string that begins with `{`. */
#ifndef CHECKER_PROGRAM_JSON_WRITE_H
#define CHECKER_PROGRAM_JSON_WRITE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* A string in quotes; what is not UTF-8 is replaced. */
void json_string(GString *out, const char *text);
/* "key": ; a comma first unless it opens its object. */
void json_key(GString *out, const char *key);
void json_text(GString *out, const char *key, const char *text); /* NULL: null */
void json_number(GString *out, const char *key, uint64_t number);
void json_real(GString *out, const char *key, double number);
void json_estimate(GString *out, const char *key, double number); /* may be tiny */
void json_flag(GString *out, const char *key, bool flag);

#endif
