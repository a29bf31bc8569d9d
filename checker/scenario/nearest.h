/* The nearest right word to a misspelt one. */
#ifndef CHECKER_SCENARIO_NEAREST_H
#define CHECKER_SCENARIO_NEAREST_H

#include <stdint.h>

/* The one of `words` that differs from `word` by the fewest insertions, deletions, replacements and
 * swaps of neighbours (Damerau-Levenshtein, capitals ignored); the first of several.  NULL if even
 * that one is too far to be what was meant.  NULL entries are passed over. */
const char *nearest_word(const char *word, const char *const *words, uint32_t count);

#endif
