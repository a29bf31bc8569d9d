/* What lies at each address of the page's server.  Knows nothing of HTTP but its numbers. */
#ifndef CHECKER_INTERACTIVE_PLACES_H
#define CHECKER_INTERACTIVE_PLACES_H

#include "checker/interactive/opening.h"

typedef struct Answer {
    int status;        /* of HTTP */
    const char *type;  /* Content-Type */
    char *text;        /* free with g_free */
    char *disposition; /* Content-Disposition, or NULL; free with g_free */
} Answer;

typedef struct Place {
    const char *method, *path;
    /* `arguments` are char * by name.  The session is the caller's until it returns. */
    Answer (*answer)(Opening *opening, GHashTable *arguments);
    bool stops_search; /* no answer needs the session: whoever searches is to stop */
} Place;

/* The place of this path, without what goes before it, or NULL.  Then *ret_status says why: 404
 * there is none, 405 not for this method. */
const Place *place_find(const char *method, const char *path, int *ret_status);

Answer answer_text(int status, const char *text);
void answer_clear(Answer *answer);

#endif
