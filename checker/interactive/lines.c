#include "checker/interactive/lines.h"

#include "checker/interactive/words.h"
#include "checker/program/interrupt.h"

#include <errno.h>
#include <poll.h>
#include <readline/history.h>
#include <readline/readline.h>
#include <string.h>
#include <unistd.h>

bool lines_are_typed(void)
{
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

/* -------- from a pipe -------- */

static char *read_piped(const char *prompt, FILE *out)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t length = getline(&line, &room, stdin);
    if (length < 0) {
        free(line);
        return NULL;
    }
    if (length && line[length - 1] == '\n') line[--length] = '\0';
    /* A byte 0 would hide what stands behind it. */
    for (ssize_t i = 0; i < length; i++)
        if (!line[i]) line[i] = '?';
    fprintf(out, "%s%s\n", prompt, line);
    char *copy = g_utf8_make_valid(line, -1);
    free(line);
    return copy;
}

/* -------- from a terminal -------- */

/* Readline hands nothing through. */
static const Session *completed;
static GPtrArray *candidates;
static char *finished;
static bool is_finished;

static char *next_candidate(const char *text, int state)
{
    static guint at;
    if (!state) at = 0;
    (void)text;
    return at < candidates->len ? strdup(g_ptr_array_index(candidates, at++)) : NULL;
}

/* Some candidates have blanks in them; readline wants what replaces `text`, the last word. */
static void cut_candidates(size_t from, size_t start)
{
    for (guint i = 0; i < candidates->len; i++) {
        char **candidate = (char **)&g_ptr_array_index(candidates, i);
        char *cut = g_strdup(*candidate + (start - from));
        g_free(*candidate);
        *candidate = cut;
    }
}

static bool wants_files(const char *line)
{
    g_autofree char *name = g_strndup(line, strcspn(line, " ")), *mistake = NULL;
    unsigned word = word_find(name, &mistake);
    return word < WORD_COUNT && words[word].completes == COMPLETES_FILES;
}

static char **complete(const char *text, int start, int end)
{
    g_autofree char *line = g_strndup(rl_line_buffer, (gsize)end);
    const char *typed = line + strspn(line, " ");
    rl_attempted_completion_over = !(start > typed - line && wants_files(typed));
    if (!rl_attempted_completion_over) return NULL;
    size_t from;
    candidates = words_complete(completed, line, &from);
    cut_candidates(from, (size_t)start);
    char **matches = rl_completion_matches(text, next_candidate);
    g_clear_pointer(&candidates, g_ptr_array_unref);
    return matches;
}

static void take_line(char *line)
{
    finished = line;
    is_finished = true;
    rl_callback_handler_remove();
}

static void discard_line(void)
{
    *interrupted = 0;
    fputs("^C\n", stdout);
    rl_callback_sigcleanup();
    rl_replace_line("", 0);
    rl_on_new_line();
    rl_redisplay();
}

static char *read_typed(const char *prompt)
{
    rl_readline_name = "checker";
    rl_catch_signals = 0;
    rl_attempted_completion_function = complete;
    rl_completer_word_break_characters = " ";
    rl_callback_handler_install(prompt, take_line);
    for (is_finished = false; !is_finished;) {
        struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
        if (poll(&input, 1, -1) > 0) rl_callback_read_char();
        if (*interrupted) discard_line();
    }
    if (!finished) {
        fputc('\n', stdout);
        return NULL;
    }
    if (*finished) add_history(finished);
    char *copy = g_utf8_make_valid(finished, -1);
    free(finished);
    return copy;
}

char *lines_read(const Session *session, const char *prompt, FILE *out)
{
    fflush(out);
    completed = session;
    return lines_are_typed() ? read_typed(prompt) : read_piped(prompt, out);
}
