/* count FILE.so [NAME=VALUE...]: the figures of a model in one line, for scripts to compare.
 *
 * states and transitions of the whole state space, past every failure; the states that are stored
 * with every reduction to give the verdict on the model's own predicates; that verdict and the
 * length of the schedule that shows it.
 */
#include "checker/search/dead.h"

#include <dlfcn.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define MOST_CHECKS 8

static const Subject *load_subject(const char *path, const char *const *parameters)
{
    const char *error = "not a shared object, or no " SUBJECT_ENTRY " in it";
    void *module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    void *symbol = module ? dlsym(module, SUBJECT_ENTRY) : NULL;
    SubjectEntry *entry;
    *(void **)&entry = symbol;
    const Subject *subject = symbol ? entry(parameters, &error) : NULL;
    if (!subject) fprintf(stderr, "%s: %s\n", path, error);
    return subject;
}

static void print_counts(const Subject *subject)
{
    static const Verdict nothing = {VERDICT_THROWS, NULL};
    Question question = {.subject = subject, .find = &nothing};
    Result result = search(&question, &(SearchOptions){.strategy = STRATEGY_BFS, .no_por = true});
    printf("states %" PRIu64 " transitions %" PRIu64 " ", result.statistics.states,
           result.statistics.transitions);
    result_free(&result);
}

static void print_verdict(const Subject *subject)
{
    Check checks[MOST_CHECKS];
    uint32_t count =
        subject->predicate_count < MOST_CHECKS ? subject->predicate_count : MOST_CHECKS;
    for (uint32_t i = 0; i < count; i++)
        checks[i] = check_of(CHECK_ALWAYS, subject, &subject->predicates[i]);
    Question question = {.subject = subject, .check_count = count, .checks = checks};
    Symmetry dead = subject->forget ? dead_symmetry(&question) : (Symmetry){0};
    if (subject->forget) question.symmetry = &dead;
    Result reduced = search(&question, &(SearchOptions){.strategy = STRATEGY_BFS});
    printf("reduced %" PRIu64 " ", reduced.statistics.states);
    result_free(&reduced);

    question.symmetry = NULL;
    Result result = search(&question, &(SearchOptions){.strategy = STRATEGY_BFS, .no_por = true});
    char *verdict = verdict_text(result.verdict);
    printf("steps %" PRIu32 " verdict %s\n", result.schedule.length, verdict);
    free(verdict);
    result_free(&result);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: count FILE.so [NAME=VALUE...]\n");
        return 2;
    }
    const Subject *subject = load_subject(argv[1], (const char *const *)argv + 2);
    if (!subject) return 2;
    print_counts(subject);
    print_verdict(subject);
    return 0;
}
