#include "checker/program/progress.h"

#include "checker/program/report.h"
#include "checker/program/terminal.h"
#include "checker/program/values.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { USUAL_COLUMNS = 80, LEAST_NAME = 8, NAME_SHARE = 3 /* of the line */ };
#define QUIET_SECONDS 10 /* a log is not told of searches that take less */
#define SECONDS_BETWEEN 10
#define SECONDS_BETWEEN_WANTED 1 /* --progress always */

ProgressBoard progress_board(const Options *options, FILE *out)
{
    bool wanted = options->progress == WHEN_ALWAYS;
    bool off = options->progress == WHEN_NEVER || (options->quiet && !wanted);
    return (ProgressBoard){.out = out,
                           .on = !off,
                           .in_place = isatty(fileno(out)),
                           .first_after = wanted ? 0 : QUIET_SECONDS,
                           .between = wanted ? SECONDS_BETWEEN_WANTED : SECONDS_BETWEEN};
}

/* -------- the parts of a line -------- */

static void add(GPtrArray *parts, char *part)
{
    g_ptr_array_add(parts, part);
}

static double rate_of(const Statistics *so_far)
{
    return so_far->seconds > 0 ? (double)so_far->states / so_far->seconds : 0;
}

static void add_depth(GPtrArray *parts, const Statistics *so_far)
{
    double done = so_far->prognosis.level_done;
    if (done > 0) add(parts, g_strdup_printf("depth %u (%.0f %%)", so_far->depth, 100 * done));
    else add(parts, g_strdup_printf("depth %u", so_far->depth));
}

static void add_runs(GPtrArray *parts, const Statistics *so_far)
{
    if (!so_far->prognosis.planned) return;
    g_autofree char *runs = value_count_text(so_far->runs);
    g_autofree char *planned = value_count_text(so_far->prognosis.planned);
    add(parts, g_strdup_printf("%s of %s runs", runs, planned));
}

static char *seconds_text(double seconds)
{
    if (seconds < 100) return g_strdup_printf("%.0f s", seconds);
    if (seconds < 6000) return g_strdup_printf("%.0f min", seconds / 60);
    return g_strdup_printf("%.1f h", seconds / 3600);
}

/* Exact for hours: whoever notes the lines of a long search sees how fast it is where. */
static char *elapsed_text(double seconds)
{
    return seconds < 10000 ? g_strdup_printf("%.0f s", seconds) : seconds_text(seconds);
}

/* How long will it take at most, as far as that is known?  Of runs as many as are planned take as
 * long as those before them; a time limit is one.  How many states there are nobody knows. */
static double seconds_left(const ProgressLine *line, const Statistics *so_far)
{
    double runs = (double)so_far->runs, left = 0;
    if (so_far->prognosis.planned && runs > 0)
        left = so_far->seconds * ((double)so_far->prognosis.planned - runs) / runs;
    double limit = line->limits ? line->limits->seconds : 0;
    if (limit > 0 && (left <= 0 || limit - so_far->seconds < left)) left = limit - so_far->seconds;
    return left;
}

static void add_rest(GPtrArray *parts, const ProgressLine *line, const Statistics *so_far)
{
    double left = seconds_left(line, so_far);
    if (left <= 0) return;
    g_autofree char *text = seconds_text(left);
    add(parts, g_strdup_printf("at most %s more", text));
}

/* What matters most comes first. */
static GPtrArray *parts_of(const ProgressLine *line, const Statistics *so_far)
{
    GPtrArray *parts = g_ptr_array_new_with_free_func(g_free);
    const Prognosis *prognosis = &so_far->prognosis;
    g_autofree char *states = value_count_text(so_far->states);
    g_autofree char *frontier = value_count_text(prognosis->frontier);
    g_autofree char *memory = value_size_text(so_far->memory);
    g_autofree char *seconds = elapsed_text(so_far->seconds);
    add(parts, g_strdup_printf("%s states", states));
    add_runs(parts, so_far);
    add(parts, value_rate_text(rate_of(so_far)));
    add_depth(parts, so_far);
    if (prognosis->frontier) add(parts, g_strdup_printf("frontier %s", frontier));
    add(parts, g_strdup(memory));
    if (prognosis->fill >= 0.005)
        add(parts, g_strdup_printf("%.0f %% of the limit", 100 * prognosis->fill));
    add(parts, g_strdup(seconds));
    add_rest(parts, line, so_far);
    return parts;
}

/* -------- the line -------- */

/* "3 of 12 done, 2 under way  " */
static char *standing(const ProgressBoard *board)
{
    if (board->count < 2) return g_strdup("");
    if (board->under_way < 2) return g_strdup_printf("%u of %u done  ", board->done, board->count);
    return g_strdup_printf("%u of %u done, %u under way  ", board->done, board->count,
                           board->under_way);
}

static size_t width(const char *text)
{
    return (size_t)g_utf8_strlen(text, -1);
}

/* The end of a name says more than its beginning. */
static char *shortened(const char *name, size_t most)
{
    size_t length = width(name);
    if (length <= most) return g_strdup(name);
    const char *end = g_utf8_offset_to_pointer(name, (glong)(length - most + 3));
    return g_strconcat("...", end, NULL);
}

char *progress_text(const ProgressLine *line, const Statistics *so_far, uint32_t columns)
{
    g_autoptr(GPtrArray) parts = parts_of(line, so_far);
    g_autofree char *before = standing(line->board);
    size_t room = columns ? columns : SIZE_MAX / 2;
    size_t first = strlen(g_ptr_array_index(parts, 0)) + 2;
    if (strlen(before) + MAX(LEAST_NAME, room / NAME_SHARE) + first > room) *before = '\0';
    g_autofree char *name = shortened(line->name, MAX(LEAST_NAME, room / NAME_SHARE));
    GString *text = g_string_new(before);
    g_string_append_printf(text, "%s: %s", name, (char *)g_ptr_array_index(parts, 0));
    for (guint i = 1; i < parts->len; i++) {
        const char *part = g_ptr_array_index(parts, i);
        if (width(text->str) + 2 + strlen(part) > room) break;
        g_string_append_printf(text, ", %s", part);
    }
    return g_string_free(text, FALSE);
}

/* -------- showing it -------- */

/* In the last column some terminals wrap. */
static uint32_t room(const ProgressLine *line)
{
    if (!line->board->in_place) return 0;
    uint32_t columns = terminal_width(line->board->out, USUAL_COLUMNS);
    return columns > 1 ? columns - 1 : 1;
}

/* A log is told now and then, a terminal always. */
static bool is_due(ProgressLine *line, double seconds)
{
    const ProgressBoard *board = line->board;
    if (!board->on || board->in_place) return board->on;
    if (line->said <= 0 ? seconds < board->first_after : seconds - line->said < board->between)
        return false;
    line->said = seconds;
    return true;
}

static void print(const ProgressLine *line, const char *text)
{
    FILE *out = line->board->out;
    fprintf(out, line->board->in_place ? "\r%s\033[K" : "%s\n", text);
    fflush(out);
}

void progress_show(void *data, const Statistics *so_far)
{
    ProgressLine *line = data;
    if (!is_due(line, so_far->seconds)) return;
    g_autofree char *text = progress_text(line, so_far, room(line));
    print(line, text);
}

void progress_say(ProgressLine *line, double seconds, const char *figures)
{
    if (!is_due(line, seconds)) return;
    g_autofree char *text = g_strdup_printf("%s: %s", line->name, figures);
    uint32_t most = room(line);
    if (most && width(text) > most) *g_utf8_offset_to_pointer(text, most) = '\0';
    print(line, text);
}

void progress_clear(const ProgressBoard *board)
{
    if (!board->on || !board->in_place) return;
    fputs("\r\033[K", board->out);
    fflush(board->out);
}
