/* The files of the page, which the program carries in itself. */
#ifndef CHECKER_INTERACTIVE_PAGE_FILES_H
#define CHECKER_INTERACTIVE_PAGE_FILES_H

/* Texts that end with a zero and live as long as the program. */
extern const char page_html[], page_css[], page_js[];

#endif
