/* The commands of the prompt, by name. */
#ifndef CHECKER_INTERACTIVE_WORDS_H
#define CHECKER_INTERACTIVE_WORDS_H

#include "checker/explore/session.h"

typedef enum Completes {
    COMPLETES_NOTHING,
    COMPLETES_ACTORS,
    COMPLETES_JUMPS,
    COMPLETES_FAILURES,
    COMPLETES_FIELDS,
    COMPLETES_FILES, /* left to the line editor */
    COMPLETES_WORDS
} Completes;

typedef struct Word {
    const char *name, *arguments, *meaning;
    Completes completes;
} Word;

#define WORD(name, ...) WORD_##name,
enum {
#include "checker/interactive/words.def"
    WORD_COUNT
};

extern const Word words[WORD_COUNT];

/* The command of this name, or the only one that begins with it; WORD_COUNT if there is none.  Then
 * *ret_mistake says what is wrong, and perhaps what was meant; free it with g_free. */
unsigned word_find(const char *name, char **ret_mistake);

/* What may stand where `line` ends: whole candidates for its last part, the first `*ret_from` bytes
 * of the line staying as they are.  Unreference it. */
GPtrArray *words_complete(const Session *session, const char *line, size_t *ret_from);

#endif
