#include "checker/interactive/console_words.h"

#include "checker/explore/offers.h"
#include "checker/interactive/views.h"
#include "checker/interactive/words.h"
#include "checker/program/values.h"
#include "checker/scenario/nearest.h"

#include <stdlib.h>
#include <string.h>

enum { USUAL_RANDOM = 100, USUAL_HISTORY = 20, STEPS_SHOWN = 6, MOST_RANDOM = 1000000 };

/* After a move: the last few of the steps made since `from`, what is wrong now, what can be done.
 */
static void show_moves(const Console *console, uint32_t from, Diagnosis before)
{
    const Session *session = console->session;
    g_autoptr(GString) text = g_string_new(NULL);
    uint32_t position = session_position(session);
    if (position > from) {
        uint32_t first = position - from > STEPS_SHOWN ? position - STEPS_SHOWN : from;
        if (first > from)
            g_string_append_printf(text, "%u steps, the last of them:\n", position - from);
        view_steps(text, session, first, console->look);
    }
    Diagnosis diagnosis = session_diagnosis(session);
    bool is_new = diagnosis.verdict.kind != VERDICT_HOLDS && before.verdict.kind == VERDICT_HOLDS;
    if (is_new)
        narrate_verdict(text, session->question, session->path, diagnosis.verdict, console->look);
    console_print(console, text->str);
    console_show(console);
}

/* -------- what follows a word -------- */

/* A number from `least`, or nothing: then `usual`. */
static bool number(Console *console, const char *rest, uint32_t least, uint32_t usual,
                   uint32_t *ret)
{
    guint64 value = usual;
    *ret = usual;
    if (*rest && !g_ascii_string_to_unsigned(rest, 10, least, G_MAXUINT32, &value, NULL)) {
        console_complain(console, "expected a number from %u on, not `%s`", least, rest);
        return false;
    }
    *ret = (uint32_t)value;
    return true;
}

/* -------- the words -------- */

static void word_look(Console *console, const char *rest)
{
    (void)rest;
    console_show(console);
}

static void take(Console *console, uint16_t actor, uint16_t choice)
{
    Session *session = console->session;
    uint32_t from = session_position(session);
    Diagnosis before = session_diagnosis(session);
    PathStep step;
    Outcome outcome = session_take(session, actor, choice, &step);
    const char *name = session->question->subject->actors[actor];
    if (session_position(session) > from) show_moves(console, from, before);
    else if (outcome == BLOCKED)
        console_complain(console, "%s is blocked here; `look` says by what", name);
    else console_complain(console, "%s has choices 0 to %u here", name, step.choices - 1);
}

static void take_offer(Console *console, const char *digits)
{
    g_autoptr(GPtrArray) all = offers(console->session, false);
    guint64 wanted = g_ascii_strtoull(digits, NULL, 10), count = 0;
    for (guint i = 0; i < all->len; i++) {
        const Offer *offer = g_ptr_array_index(all, i);
        if (offer->step.outcome == BLOCKED || ++count != wanted) continue;
        take(console, offer->step.move.actor, offer->step.move.choice);
        return;
    }
    console_complain(console, "there is no step number %s here; `look` lists them", digits);
}

/* UINT32_MAX if there is none of this name. */
static uint32_t actor_named(const Console *console, const char *name)
{
    const Subject *subject = console->session->question->subject;
    for (uint32_t i = 0; i < subject->actor_count; i++)
        if (strcmp(subject->actors[i], name) == 0) return i;
    return UINT32_MAX;
}

static void no_such_actor(Console *console, const char *name)
{
    const Subject *subject = console->session->question->subject;
    const char *nearest = nearest_word(name, subject->actors, subject->actor_count);
    if (nearest)
        console_complain(console, "nobody is called `%s`; did you mean `%s`?", name, nearest);
    else console_complain(console, "nobody is called `%s`; `look` shows who is there", name);
}

static bool is_number(const char *text)
{
    return *text && strspn(text, "0123456789") == strlen(text);
}

static void word_take(Console *console, const char *rest)
{
    size_t length = strcspn(rest, " ");
    g_autofree char *name = g_strndup(rest, length);
    uint32_t actor = actor_named(console, name), choice;
    if (!*rest) console_complain(console, "take which step?  `look` numbers them");
    else if (session_is_over(console->session)) console_complain(console, "the run has ended here");
    else if (actor == UINT32_MAX && is_number(rest)) take_offer(console, rest);
    else if (actor == UINT32_MAX) no_such_actor(console, name);
    else if (number(console, rest + length + strspn(rest + length, " "), 0, 0, &choice))
        take(console, (uint16_t)actor, (uint16_t)MIN(choice, UINT16_MAX));
}

static void jump(Console *console, uint32_t position)
{
    uint32_t from = session_position(console->session);
    Diagnosis before = session_diagnosis(console->session);
    session_jump(console->session, position);
    show_moves(console, MIN(from, position), before);
}

static void word_back(Console *console, const char *rest)
{
    uint32_t steps, position = session_position(console->session);
    if (!number(console, rest, 1, 1, &steps)) return;
    if (!position) console_complain(console, "this is the start");
    else jump(console, position - MIN(steps, position));
}

static void word_forward(Console *console, const char *rest)
{
    const Session *session = console->session;
    uint32_t steps, position = session_position(session),
                    ahead = session_length(session) - position;
    if (!number(console, rest, 1, 1, &steps)) return;
    if (!ahead)
        console_complain(console, "no step was taken back; this is the end of the schedule");
    else jump(console, position + MIN(steps, ahead));
}

static void word_jump(Console *console, const char *rest)
{
    uint32_t length = session_length(console->session), position = length;
    if (!*rest) console_complain(console, "jump to which step?  0 to %u, or `end`", length);
    else if (strcmp(rest, "end") != 0 && !number(console, rest, 0, 0, &position)) return;
    else if (position > length) console_complain(console, "the schedule has only %u steps", length);
    else jump(console, position);
}

static void word_random(Console *console, const char *rest)
{
    uint32_t steps, from = session_position(console->session);
    Diagnosis before = session_diagnosis(console->session);
    if (!number(console, rest, 1, USUAL_RANDOM, &steps)) return;
    if (session_random(console->session, MIN(steps, MOST_RANDOM)) > 0)
        show_moves(console, from, before);
    else console_complain(console, "nobody can change anything any more");
}

/* Why the search has no answer. */
static void show_no_failure(Console *console, Verdict found, uint64_t states)
{
    g_autofree char *count = value_count_text(states);
    g_autoptr(GString) text = g_string_new(NULL);
    if (found.kind == VERDICT_INCOMPLETE)
        g_string_append_printf(text, "undecided: not finished (%s), after %s states\n", found.name,
                               count);
    else
        g_string_append_printf(text, "no schedule leads there from here (%s states searched)\n",
                               count);
    console_print(console, text->str);
}

static void find(Console *console, Wanted wanted)
{
    Session *session = console->session;
    uint32_t from = session_position(session);
    Diagnosis before = session_diagnosis(session);
    uint64_t states;
    Verdict found = session_find(session, wanted, &states);
    bool nothing = found.kind == VERDICT_HOLDS || found.kind == VERDICT_INCOMPLETE;
    if (nothing) show_no_failure(console, found, states);
    else show_moves(console, from, before);
}

static void word_violation(Console *console, const char *rest)
{
    const Question *question = console->session->question;
    Wanted wanted = wanted_by_question(question);
    if (session_diagnosis(console->session).verdict.kind != VERDICT_HOLDS) {
        console_complain(console, "something is wrong here already; go back to before it");
    } else if (*rest && !wanted_by_name(question, rest, &wanted)) {
        g_autoptr(GPtrArray) names = wanted_names(question);
        const char *nearest = nearest_word(rest, (const char *const *)names->pdata, names->len);
        console_complain(console, "no failure is called `%s`%s%s%s", rest,
                         nearest ? "; did you mean `" : "; the tab key lists them",
                         nearest ? nearest : "", nearest ? "`?" : "");
    } else {
        find(console, wanted);
    }
}

static void word_reachable(Console *console, const char *rest)
{
    guint64 limit = console->opening->look_ahead;
    if (*rest && !g_ascii_string_to_unsigned(rest, 10, 1, G_MAXUINT64, &limit, NULL)) {
        console_complain(console, "expected how many states, at least 1, not `%s`", rest);
        return;
    }
    if (session_is_over(console->session)) {
        console_complain(console, "the run has ended here");
        return;
    }
    session_look_ahead(console->session, limit);
    g_autoptr(GString) text = g_string_new(NULL);
    view_outlook(text, console->session, console->look);
    console_print(console, text->str);
}

static void word_go(Console *console, const char *rest)
{
    Session *session = console->session;
    uint32_t fate;
    if (!session_outlook_is_here(session)) {
        console_complain(console, "what lies ahead of this state was not asked; `reachable` does");
        return;
    }
    if (!number(console, rest, 1, 0, &fate)) return;
    if (fate < 1 || fate > session->outlook.fate_count) {
        console_complain(console, "`reachable` has listed %u ends; go to which?",
                         session->outlook.fate_count);
        return;
    }
    uint32_t from = session_position(session);
    Diagnosis before = session_diagnosis(session);
    session_follow(session, fate - 1);
    show_moves(console, from, before);
}

static void word_checks(Console *console, const char *rest)
{
    (void)rest;
    g_autoptr(GString) text = g_string_new(NULL);
    view_checks(text, console->session, console->look);
    console_print(console, text->str);
}

static void word_state(Console *console, const char *rest)
{
    g_autoptr(GString) text = g_string_new(NULL);
    if (view_fields(text, console->session, *rest ? rest : NULL, console->look))
        console_print(console, text->str);
    else console_complain(console, "no field has `%s` in its name", rest);
}

static void word_history(Console *console, const char *rest)
{
    uint32_t steps, position = session_position(console->session);
    if (!number(console, rest, 1, USUAL_HISTORY, &steps)) return;
    g_autoptr(GString) text = g_string_new(NULL);
    if (steps < position) g_string_append_printf(text, "  ... %u before\n", position - steps);
    view_steps(text, console->session, position - MIN(steps, position), console->look);
    if (!position) g_string_append(text, "  no step was taken yet\n");
    console_print(console, text->str);
}

static void save(Console *console, const char *file, bool force)
{
    g_autoptr(GError) error = NULL;
    if (!opening_save(console->opening, file, force, &error)) {
        console_complain(console, "%s", g_strchomp(error->message));
        return;
    }
    char *verdict = verdict_text(session_diagnosis(console->session).verdict);
    g_autofree char *text = g_strdup_printf("%u steps, %s: written to %s\n",
                                            session_position(console->session), verdict, file);
    console_print(console, text);
    free(verdict);
}

static void word_save(Console *console, const char *rest)
{
    const Options *options = console->opening->options;
    const char *file = options->output;
    bool force = options->force, named = false;
    g_auto(GStrv) operands = NULL;
    if (*rest && !g_shell_parse_argv(rest, NULL, &operands, NULL)) {
        console_complain(console, "a quote is open in `%s`", rest);
        return;
    }
    for (char **operand = operands; operand && *operand; operand++) {
        if (strcmp(*operand, "--force") == 0) {
            force = true;
            continue;
        }
        if (named) {
            console_complain(console, "save to which file?  Blanks in a name need quotes");
            return;
        }
        named = true;
        file = *operand;
    }
    if (file) save(console, file, force);
    else console_complain(console, "save to which file?");
}

static void word_restart(Console *console, const char *rest)
{
    Session *session = console->session;
    uint32_t initial, count = session->question->subject->initial_count;
    if (!number(console, rest, 0, session->path->initial, &initial)) return;
    if (initial >= count) {
        console_complain(console, "initial states are numbered 0 to %u", count - 1);
        return;
    }
    session_restart(session, initial);
    console_show(console);
}

static void append_help(GString *out, unsigned word)
{
    g_autofree char *usage = g_strconcat(words[word].name, " ", words[word].arguments, NULL);
    g_string_append_printf(out, "  %-24s\t%s\n", g_strchomp(usage), words[word].meaning);
}

static void word_help(Console *console, const char *rest)
{
    g_autofree char *mistake = NULL;
    g_autoptr(GString) text = g_string_new(NULL);
    unsigned word = *rest ? word_find(rest, &mistake) : WORD_COUNT;
    if (mistake) {
        console_complain(console, "%s", mistake);
        return;
    }
    if (word < WORD_COUNT) append_help(text, word);
    for (unsigned i = 0; i < WORD_COUNT && !*rest; i++)
        append_help(text, i);
    if (!*rest)
        g_string_append(text, "Unique beginnings will do, the tab key completes, an empty line "
                              "looks again, and Ctrl-C ends a search.\n");
    console_print(console, text->str);
}

static void word_quit(Console *console, const char *rest)
{
    (void)rest;
    console->done = true;
}

/* -------- a line -------- */

typedef void DoWord(Console *console, const char *rest);
static DoWord *const doers[WORD_COUNT] = {
#define WORD(word, ...) word_##word,
#include "checker/interactive/words.def"
};

static void do_word(Console *console, const char *name, const char *rest)
{
    g_autofree char *mistake = NULL;
    unsigned word = word_find(name, &mistake);
    if (word == WORD_COUNT) console_complain(console, "%s", mistake);
    else if (*rest && !*words[word].arguments)
        console_complain(console, "%s stands alone, without `%s`", words[word].name, rest);
    else doers[word](console, rest);
}

/* A number or the name of an actor alone is a step to take. */
void console_do(Console *console, const char *text)
{
    size_t length = strcspn(text, " \t");
    g_autofree char *name = g_strndup(text, length);
    const char *rest = text + length + strspn(text + length, " \t");
    bool is_word = false;
    for (unsigned i = 0; i < WORD_COUNT; i++)
        is_word |= strcmp(words[i].name, name) == 0;
    bool is_step = is_number(name) || actor_named(console, name) != UINT32_MAX;
    if (is_step && !is_word) word_take(console, text);
    else do_word(console, name, rest);
}
