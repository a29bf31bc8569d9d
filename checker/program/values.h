/* Numbers as people type and read them. */
#ifndef CHECKER_PROGRAM_VALUES_H
#define CHECKER_PROGRAM_VALUES_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* "64M": digits, then nothing or one of K, M, G (powers of 1024).  False: it is no such thing, or
 * zero, or too large. */
bool value_size(const char *text, uint64_t *ret_bytes);

/* "90", "1.5s", "5m", "1h".  False: it is no such thing, or not above zero. */
bool value_seconds(const char *text, double *ret_seconds);

/* "1,103" */
char *value_count_text(uint64_t count);
/* "31 MiB" */
char *value_size_text(uint64_t bytes);
/* "4.2 M/s" */
char *value_rate_text(double per_second);

#endif
