/* What every libcheck suite ends with. */
#ifndef CHECKER_SUITE_H
#define CHECKER_SUITE_H

#include "checker/search/fewer.h"

#include <check.h>
#include <stdlib.h>

/* Run and free a suite; the exit status of the test program. */
static inline int suite_run(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
