#include "checker/program/identity.h"

#include <string.h>

const RuleInfo rules[RULE_COUNT] = {
    [RULE_VIOLATES] = {"violates", "InvariantViolated",
                       "A check is false in some reachable state, or a `sometimes` in all."},
    [RULE_THROWS] = {"throws", "Throws", "Some schedule makes the model itself give up."},
    [RULE_DEADLOCK] = {"deadlock", "Deadlock",
                       "In some reachable state nobody can move and not everybody may rest."},
    [RULE_STUCK] = {"stuck", "GoalLost",
                    "From some reachable state on the goal can never be reached again."},
    [RULE_LIVELOCK] = {"livelock", "Livelock",
                       "A weakly fair schedule goes on for ever without reaching the goal."},
    [RULE_FAILS] = {"fails", "ProgramFails",
                    "In some execution of a real program something is wrong."},
    [RULE_UNEXPECTED] = {"unexpected", "UnexpectedAnswer",
                         "The answer is not the one that the scenario expects."},
    [RULE_INCOMPLETE] = {"incomplete", "Incomplete",
                         "The search ended before it could answer; see the guarantee."},
    [RULE_BAD_INPUT] = {"bad-input", "BadInput", "The scenario cannot be read."},
};

Rule identity_rule(const Finding *finding)
{
    /* The failure was expected, so it must be the figures that were not. */
    if (finding->was_expected) return RULE_UNEXPECTED;
    switch (finding->result.verdict.kind) {
    case VERDICT_VIOLATES:
        return RULE_VIOLATES;
    case VERDICT_THROWS:
        return finding->live ? RULE_FAILS : RULE_THROWS;
    case VERDICT_DEADLOCK:
        return RULE_DEADLOCK;
    case VERDICT_STUCK:
        return RULE_STUCK;
    case VERDICT_LIVELOCK:
        return RULE_LIVELOCK;
    case VERDICT_INCOMPLETE:
        return RULE_INCOMPLETE;
    case VERDICT_HOLDS:
    case VERDICT_DIVERGES:
        return RULE_UNEXPECTED;
    }
    g_assert_not_reached();
}

/* Of words with a zero byte behind each, so that no two lists of words are one text. */
static char *digest_of(const char *const *words, size_t count)
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    for (size_t i = 0; i < count; i++) {
        const char *word = words[i] ? words[i] : "";
        g_checksum_update(checksum, (const guchar *)word, (gssize)strlen(word) + 1);
    }
    return g_strdup(g_checksum_get_string(checksum));
}

char *identity_digest(const Finding *finding)
{
    g_autofree char *file = g_path_get_basename(finding->scenario->path);
    const char *words[] = {file, finding->variant->name, rules[identity_rule(finding)].id,
                           finding->live ? finding->verdict : finding->result.verdict.name};
    return digest_of(words, G_N_ELEMENTS(words));
}

char *identity_of_mistake(const char *path, const char *sentence)
{
    g_autofree char *file = g_path_get_basename(path);
    const char *words[] = {file, rules[RULE_BAD_INPUT].id, sentence};
    return digest_of(words, G_N_ELEMENTS(words));
}
