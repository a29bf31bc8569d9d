/* The steps of an execution of a real program, in words: as its trace has them, or, with values, as
 * it was just run. */
#ifndef CHECKER_PROGRAM_LIVE_LINES_H
#define CHECKER_PROGRAM_LIVE_LINES_H

#include "checker/live/live_trace.h"

typedef struct LiveLine {
    uint8_t thread;
    char *does; /* words of kinds.def */
    char *to;   /* the object, or "-" */
    char *also; /* another one that it changes; or NULL */
    char *at;   /* "file.c:12", with the text of the line behind it if it was run here */
    char *function;
    bool known;  /* it was run here: the rest is known */
    bool writes; /* it changes `to` */
    bool reads;
    char *before, *after; /* the value in `to`; NULL: nobody knows */
} LiveLine;

/* Of LiveLine, in order; free with g_array_unref. */
GArray *live_lines_of_trace(const LiveTrace *trace);
GArray *live_lines_of_answer(const LiveAnswer *answer, Places *places);

#endif
