/* The files of drawn pages, which the program carries in itself. */
#ifndef CHECKER_DRAW_PAGE_FILES_H
#define CHECKER_DRAW_PAGE_FILES_H

/* Texts that end with a zero and live as long as the program.  base_css comes before the styles of
 * any page, then picture_css where picture_js draws. */
extern const char base_css[], drawn_html[], drawn_css[], drawn_js[], picture_css[], picture_js[],
    still_css[];

#endif
