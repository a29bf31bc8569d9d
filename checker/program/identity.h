/* Which failure is it?  For whoever compares reports of different days. */
#ifndef CHECKER_PROGRAM_IDENTITY_H
#define CHECKER_PROGRAM_IDENTITY_H

#include "checker/program/finding.h"

/* What a report calls this kind of failure; the rows are documented in docs/output.md. */
typedef enum Rule {
    RULE_VIOLATES,
    RULE_THROWS,
    RULE_DEADLOCK,
    RULE_STUCK,
    RULE_LIVELOCK,
    RULE_FAILS,      /* a real program, in a way that models have not */
    RULE_UNEXPECTED, /* it is not what the scenario expects, and no failure by itself */
    RULE_INCOMPLETE,
    RULE_BAD_INPUT,
    RULE_COUNT
} Rule;

typedef struct RuleInfo {
    const char *id;      /* stable for ever */
    const char *name;    /* the same as a name of programs */
    const char *meaning; /* one sentence */
} RuleInfo;
extern const RuleInfo rules[RULE_COUNT];

/* The rule of a finding that is not fine. */
Rule identity_rule(const Finding *finding);

/* A hex digest that is the same for the same failure of the same variant, however the file is
 * edited around it, wherever it lies and however long the counterexample is: of the file's name,
 * the variant, the rule and what the verdict names.  Free with g_free. */
char *identity_digest(const Finding *finding);
/* The same for a file that cannot be read: of its name and the sentence. */
char *identity_of_mistake(const char *path, const char *sentence);

#endif
