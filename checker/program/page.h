/* Text for a terminal of some width: headings, and paragraphs that are broken into lines.
 *
 * What is added is plain text: whatever a scenario says, nothing of it controls the terminal.
 */
#ifndef CHECKER_PROGRAM_PAGE_H
#define CHECKER_PROGRAM_PAGE_H

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

typedef enum Style {
    STYLE_PLAIN,
    STYLE_STRONG,
    STYLE_FAINT,
    STYLE_BAD,
    STYLE_GOOD,
    STYLE_OPEN
} Style;

typedef struct Page {
    GString *out;
    int width;
    bool color;
    /* Private: the paragraph under way. */
    GArray *words;
    Style style; /* that the text is written in at the moment */
} Page;

enum { PAGE_NARROWEST = 30, PAGE_WIDEST = 80 }; /* long lines are hard to read */

/* The width of the terminal behind `stream`, or what COLUMNS says, within these bounds. */
int page_width(FILE *stream);

Page page_new(int width, bool color);
void page_clear(Page *page);

/* Add words to the paragraph under way; a space at the beginning or the end, or a change of style,
 * is where words part. */
void page_add(Page *page, Style style, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* Write it: `first` begins its first line, `rest` the others; both as they are. */
void page_end(Page *page, const char *first, const char *rest);

void page_heading(Page *page, const char *text);
void page_gap(Page *page); /* an empty line, unless there is one */

#endif
