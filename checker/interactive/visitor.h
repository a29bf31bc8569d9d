/* Who may talk to the server.
 *
 * Any page that a browser has open can send requests to this machine, and with a name of its own
 * that leads here (DNS rebinding) even read the answers.  So the address of the page has a secret
 * in it, and what a request says of where it comes from must be this very server.
 */
#ifndef CHECKER_INTERACTIVE_VISITOR_H
#define CHECKER_INTERACTIVE_VISITOR_H

#include <stdbool.h>
#include <stdint.h>

enum { VISITOR_TOKEN_BYTES = 16 };

typedef struct Visitor {
    const char *host;       /* the header Host; NULL if there is none, and so below */
    const char *origin;     /* Origin */
    const char *fetch_site; /* Sec-Fetch-Site */
} Visitor;

/* Does the request come from the page at this port, or from outside of any page? */
bool visitor_is_welcome(const Visitor *visitor, uint16_t port);

/* 128 bits that nobody can guess, in hexadecimal; free with g_free. */
char *visitor_token(void);

/* The part of the path behind "/TOKEN/", or NULL if it does not begin so.  How long that takes says
 * nothing of the token. */
const char *visitor_path(const char *path, const char *token);

#endif
