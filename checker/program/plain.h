/* Text that others have written, on its way to a terminal. */
#ifndef CHECKER_PROGRAM_PLAIN_H
#define CHECKER_PROGRAM_PLAIN_H

/* A copy in which whatever is no visible text (control characters, invisible formatting, broken
 * UTF-8) is spelled out, and line breaks are spaces; free with g_free.  NULL gives NULL. */
char *plain_text(const char *text);

#endif
