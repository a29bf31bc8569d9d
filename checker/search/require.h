/* The checker's own promises and what it demands of a subject.  They hold in every build: a search
 * that goes on after one of them is broken would give wrong answers. */
#ifndef CHECKER_REQUIRE_H
#define CHECKER_REQUIRE_H

#include <stdio.h>
#include <stdlib.h>

/* Abort with a sentence unless `condition` holds; the arguments are those of printf. */
#define REQUIRE(condition, ...)                                                                    \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "checker: %s:%d: ", __FILE__, __LINE__);                               \
            fprintf(stderr, __VA_ARGS__);                                                          \
            fputc('\n', stderr);                                                                   \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#endif
