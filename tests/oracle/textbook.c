#include "tests/oracle/textbook.h"

#include "checker/search/fewer.h"

#include <dlfcn.h>
#include <glib.h>

/* clang-format off */
const TextbookRow textbook_rows[TEXTBOOK_ROWS] = {
    {"anderson",     {"n=3"},                          1000},
    {"anderson",     {"n=4"},                         29000},
    {"bakery",       {"n=2", "max=9"},                 1000},
    {"bakery",       {"n=3", "max=2"},                 1000},
    {"bakery",       {"n=3", "max=4"},                32000},
    {"filter",       {"n=3"},                          1000},
    {"filter",       {"n=4"},                        137000},
    {"fischer",      {"n=3"},                           600},
    {"fischer",      {"n=3", "k1=3", "k2=3"},          1000}, /* does not exclude */
    {"fischer",      {"n=4", "k1=3", "k2=2"},         10000}, /* still less */
    {"lamport",      {"n=2"},                           300},
    {"lamport",      {"n=3"},                         29000},
    {"mcs",          {"n=2"},                           100},
    {"mcs",          {"n=3"},                          7000},
    {"mcs",          {"n=4"},                        571000},
    {"peterson",     {"n=3"},                         12000},
    {"philosophers", {"n=4"},                            80},
    {"philosophers", {"n=5", "left=1", "slow=1"},      2000},
    {"szymanski",    {"n=2"},                           200},
    {"szymanski",    {"n=3"},                         20000},
    {"szymanski",    {"n=4"},                       1128000},
};
/* clang-format on */

#define MOST_STATES ALL_OR_FEWER(2000000, 3000)

const Subject *textbook_row_subject(int row)
{
    const TextbookRow *small = &textbook_rows[row];
    if (small->states > MOST_STATES) return NULL;
    return textbook_subject(EXAMPLES, small->model, small->parameters);
}

const Subject *textbook_subject(const char *folder, const char *model,
                                const char *const *parameters)
{
    g_autofree char *path = g_strdup_printf("%s/%s.so", folder, model);
    void *module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!module) g_error("%s", dlerror());
    SubjectEntry *entry;
    *(void **)&entry = dlsym(module, SUBJECT_ENTRY);
    g_assert(entry);
    const char *error = NULL;
    const Subject *subject = entry(parameters, &error);
    if (!subject) g_error("%s", error);
    return subject;
}

Question textbook_question(const Subject *subject, Check checks[TEXTBOOK_MOST_CHECKS])
{
    g_assert(subject->predicate_count <= TEXTBOOK_MOST_CHECKS);
    for (uint32_t i = 0; i < subject->predicate_count; i++)
        checks[i] = check_of(CHECK_ALWAYS, subject, &subject->predicates[i]);
    return (Question){
        .subject = subject, .check_count = subject->predicate_count, .checks = checks};
}
