/* The files of the page of a session, which the program carries in itself. */
#ifndef CHECKER_INTERACTIVE_SESSION_FILES_H
#define CHECKER_INTERACTIVE_SESSION_FILES_H

/* Texts that end with a zero and live as long as the program. */
extern const char session_html[], session_css[], session_js[];

#endif
