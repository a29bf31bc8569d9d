/* The models of examples/, for tests: each is a shared object. */
#ifndef TESTS_ORACLE_TEXTBOOK_H
#define TESTS_ORACLE_TEXTBOOK_H

#include "checker/search/search.h"

enum { TEXTBOOK_MOST_CHECKS = 4 };

/* Sizes of each model that are small enough for brute force. */
typedef struct TextbookRow {
    const char *model;
    const char *parameters[4]; /* NULL-terminated */
    uint32_t states;           /* at least: larger ones are left to builds without sanitizers */
} TextbookRow;

enum { TEXTBOOK_ROWS = 21 };
extern const TextbookRow textbook_rows[TEXTBOOK_ROWS];

/* The subject of such a row; NULL: it is not for this build. */
const Subject *textbook_row_subject(int row);

/* The subject of `folder`/`model`.so with these parameters, a NULL-terminated list.  It stays
 * loaded; what is wrong with it ends the test. */
const Subject *textbook_subject(const char *folder, const char *model,
                                const char *const *parameters);

/* The question whether a model's own predicates always hold.  The subject must outlive it, and so
 * must `checks`, which it is written to. */
Question textbook_question(const Subject *subject, Check checks[TEXTBOOK_MOST_CHECKS]);

#endif
