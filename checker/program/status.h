/* Exit statuses.  The worst of several wins, in the order 4, 2, 1, 3, 0. */
#ifndef CHECKER_PROGRAM_STATUS_H
#define CHECKER_PROGRAM_STATUS_H

enum {
    STATUS_FINE = 0,       /* all as expected */
    STATUS_WRONG = 1,      /* something is wrong, or not as expected */
    STATUS_BAD_INPUT = 2,  /* bad usage or bad input */
    STATUS_INCOMPLETE = 3, /* a limit or an interrupt came first */
    STATUS_BROKEN = 4      /* the checker itself failed */
};

static inline int status_worse(int a, int b)
{
    static const int rank[] = {0, 2, 3, 1, 4};
    return rank[a] > rank[b] ? a : b;
}

#endif
