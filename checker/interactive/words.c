#include "checker/interactive/words.h"

#include "checker/scenario/nearest.h"
#include "checker/trace/render.h"

#include <string.h>

const Word words[WORD_COUNT] = {
#define WORD(name, arguments, completes, meaning) {#name, arguments, meaning, completes},
#include "checker/interactive/words.def"
};

/* -------- by name -------- */

static char *unknown(const char *name)
{
    const char *names[WORD_COUNT];
    for (unsigned i = 0; i < WORD_COUNT; i++)
        names[i] = words[i].name;
    const char *nearest = nearest_word(name, names, WORD_COUNT);
    return nearest ? g_strdup_printf("no command is called `%s`; did you mean `%s`?", name, nearest)
                   : g_strdup_printf("no command is called `%s`; `help` lists them", name);
}

static char *ambiguous(const char *name)
{
    GString *sentence = g_string_new(NULL);
    g_string_append_printf(sentence, "`%s` may be", name);
    const char *before = " ";
    for (unsigned i = 0; i < WORD_COUNT; i++) {
        if (!g_str_has_prefix(words[i].name, name)) continue;
        g_string_append_printf(sentence, "%s%s", before, words[i].name);
        before = " or ";
    }
    return g_string_free(sentence, FALSE);
}

unsigned word_find(const char *name, char **ret_mistake)
{
    unsigned found = WORD_COUNT, count = 0;
    for (unsigned i = 0; i < WORD_COUNT; i++) {
        if (strcmp(words[i].name, name) == 0) return i;
        if (!g_str_has_prefix(words[i].name, name)) continue;
        found = i;
        count++;
    }
    if (count == 1) return found;
    *ret_mistake = count ? ambiguous(name) : unknown(name);
    return WORD_COUNT;
}

/* -------- completion -------- */

static void add_matching(GPtrArray *candidates, const char *word, const char *typed)
{
    if (g_str_has_prefix(word, typed)) g_ptr_array_add(candidates, g_strdup(word));
}

static void add_words(GPtrArray *candidates, const char *typed)
{
    for (unsigned i = 0; i < WORD_COUNT; i++)
        add_matching(candidates, words[i].name, typed);
}

static void add_actors(GPtrArray *candidates, const Subject *subject, const char *typed)
{
    for (uint32_t i = 0; i < subject->actor_count; i++)
        add_matching(candidates, subject->actors[i], typed);
}

static void add_failures(GPtrArray *candidates, const Question *question, const char *typed)
{
    g_autoptr(GPtrArray) names = wanted_names(question);
    for (guint i = 0; i < names->len; i++)
        add_matching(candidates, g_ptr_array_index(names, i), typed);
}

static void add_fields(GPtrArray *candidates, const Subject *subject, const char *typed)
{
    for (uint32_t i = 0; i < subject->field_count; i++) {
        g_autoptr(GString) name = g_string_new(NULL);
        render_field(name, &subject->fields[i]);
        add_matching(candidates, name->str, typed);
    }
}

static void add_operands(GPtrArray *candidates, const Session *session, Completes completes,
                         const char *typed)
{
    if (completes == COMPLETES_ACTORS) add_actors(candidates, session->question->subject, typed);
    if (completes == COMPLETES_JUMPS) add_matching(candidates, "end", typed);
    if (completes == COMPLETES_FAILURES) add_failures(candidates, session->question, typed);
    if (completes == COMPLETES_FIELDS) add_fields(candidates, session->question->subject, typed);
    if (completes == COMPLETES_WORDS) add_words(candidates, typed);
}

GPtrArray *words_complete(const Session *session, const char *line, size_t *ret_from)
{
    GPtrArray *candidates = g_ptr_array_new_with_free_func(g_free);
    size_t start = strspn(line, " "), length = strcspn(line + start, " ");
    const char *rest = line + start + length;
    *ret_from = start;
    if (!*rest) {
        add_words(candidates, line + start);
        add_actors(candidates, session->question->subject, line + start);
        return candidates;
    }
    rest += strspn(rest, " ");
    *ret_from = (size_t)(rest - line);
    g_autofree char *name = g_strndup(line + start, length), *mistake = NULL;
    unsigned word = word_find(name, &mistake);
    if (word < WORD_COUNT) add_operands(candidates, session, words[word].completes, rest);
    return candidates;
}
