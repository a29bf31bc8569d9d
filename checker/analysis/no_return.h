/* The point of no return of a path: the first step after which every run fails. */
#ifndef CHECKER_ANALYSIS_NO_RETURN_H
#define CHECKER_ANALYSIS_NO_RETURN_H

#include "checker/analysis/events.h"
#include "checker/analysis/failure.h"

typedef struct NoReturn {
    bool exists;
    uint32_t certain; /* after so many steps of the path the failure is certain: 0 .. its length */
    bool sooner;      /* it may be certain earlier: a limit hides what lies ahead there */
} NoReturn;

/* Searches what lies ahead of the states of the path, from its end backwards, so that no more than
 * is needed gets into the atlas. */
NoReturn no_return_find(Atlas *atlas, const Failure *failure, const Events *events);

#endif
