/* The files of the page, which the program carries in itself. */
#ifndef CHECKER_DRAW_RESOURCES_H
#define CHECKER_DRAW_RESOURCES_H

/* The text of page.html, page.css, page.js, picture.js or still.css; it lives as long as the
 * program. */
const char *draw_resource(const char *name);

#endif
