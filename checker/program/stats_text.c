/* --stats for people. */
#include "checker/program/stats.h"

#include "checker/program/values.h"

#include <string.h>

enum { MARGIN = 6, COUNT_WIDTH = 14, BAR_WIDTH = 40, MOST_BARS = 16, NAMES_WIDTH = 80 };

/* -------- tables -------- */

static void append_count(GString *out, uint64_t count)
{
    g_autofree char *text = value_count_text(count);
    g_string_append_printf(out, "%*s", COUNT_WIDTH, text);
}

static void append_heading(GString *out, const char *what, int width, const char *const *columns)
{
    g_string_append_printf(out, "%*s%-*s", MARGIN, "", width, what);
    for (; *columns; columns++)
        g_string_append_printf(out, "%*s", COUNT_WIDTH, *columns);
    g_string_append_c(out, '\n');
}

/* Wide characters are rare in names, and a table that is off by one is still a table. */
static int widest(int width, const char *name)
{
    return MAX(width, (int)g_utf8_strlen(name, -1));
}

static void append_name(GString *out, const char *name, int width)
{
    int length = (int)g_utf8_strlen(name, -1);
    g_string_append_printf(out, "%*s%s%*s", MARGIN, "", name, MAX(width - length, 0), "");
}

/* -------- steps -------- */

static void append_steps(GString *out, const Subject *subject, const Statistics *statistics)
{
    static const char *const columns[] = {"tried", "fired", "blocked", NULL};
    int width = (int)strlen("step");
    for (uint32_t i = 0; i < subject->step_count; i++)
        if (stats_tried(&statistics->steps[i])) width = widest(width, subject->steps[i].name);
    append_heading(out, "step", width, columns);
    for (uint32_t i = 0; i < subject->step_count; i++) {
        const StepCount *count = &statistics->steps[i];
        if (stats_tried(count) == 0) continue;
        append_name(out, subject->steps[i].name, width);
        append_count(out, stats_tried(count));
        append_count(out, count->ran + count->threw);
        append_count(out, count->blocked);
        g_string_append_c(out, '\n');
    }
}

static void append_hottest(GString *out, const Subject *subject, const Statistics *statistics)
{
    uint32_t hottest = stats_hottest(subject, statistics);
    if (hottest == subject->step_count) return;
    const StepCount *count = &statistics->steps[hottest];
    g_autofree char *blocked = value_count_text(count->blocked);
    g_string_append_printf(out, "%*sblocked most: %s, %s times, %.0f %% of its tries\n", MARGIN, "",
                           subject->steps[hottest].name, blocked,
                           100 * (double)count->blocked / (double)stats_tried(count));
}

/* In lines. */
static void append_names(GString *out, const char *heading, const GPtrArray *names)
{
    if (names->len == 0) return;
    gsize line = out->len;
    g_string_append_printf(out, "%*s%s (%u):", MARGIN, "", heading, names->len);
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        if (out->len - line + strlen(name) + 1 > NAMES_WIDTH) {
            line = out->len + 1;
            g_string_append_printf(out, "\n%*s", MARGIN + 1, "");
        }
        g_string_append_printf(out, " %s", name);
    }
    g_string_append_c(out, '\n');
}

static bool is_entered(const Subject *subject, const Statistics *statistics, const char *procedure)
{
    for (uint32_t i = 0; i < subject->step_count; i++)
        if (stats_tried(&statistics->steps[i]) &&
            strcmp(subject->steps[i].procedure, procedure) == 0)
            return true;
    return false;
}

/* The steps that nobody came to; of a procedure that nobody entered its name stands for all. */
static void append_unreached(GString *out, const Subject *subject, const Statistics *statistics)
{
    g_autoptr(GPtrArray) steps = g_ptr_array_new(), procedures = g_ptr_array_new();
    for (uint32_t i = 0; i < subject->step_count; i++) {
        const SubjectStep *step = &subject->steps[i];
        const char *procedure = step->procedure;
        if (stats_tried(&statistics->steps[i])) continue;
        if (is_entered(subject, statistics, procedure)) g_ptr_array_add(steps, (char *)step->name);
        else if (!g_ptr_array_find_with_equal_func(procedures, procedure, g_str_equal, NULL))
            g_ptr_array_add(procedures, (char *)procedure);
    }
    append_names(out, "steps never reached", steps);
    append_names(out, "procedures never entered", procedures);
}

/* -------- checks and actors -------- */

static void append_checks(GString *out, const Question *question, const Statistics *statistics)
{
    static const char *const columns[] = {"checked", "false", NULL};
    int width = (int)strlen("check");
    for (uint32_t i = 0; i < question->check_count; i++)
        width = widest(width, question->checks[i].name);
    if (question->check_count > 0) append_heading(out, "check", width, columns);
    for (uint32_t i = 0; i < question->check_count; i++) {
        append_name(out, question->checks[i].name, width);
        append_count(out, statistics->check_true[i] + statistics->check_false[i]);
        append_count(out, statistics->check_false[i]);
        g_string_append_c(out, '\n');
    }
}

static void append_actors(GString *out, const Subject *subject, const Statistics *statistics)
{
    static const char *const columns[] = {"could move", "alone", "share", NULL};
    int width = (int)strlen("actor");
    for (uint32_t i = 0; i < subject->actor_count; i++)
        width = widest(width, subject->actors[i]);
    append_heading(out, "actor", width, columns);
    for (uint32_t i = 0; i < subject->actor_count; i++) {
        append_name(out, subject->actors[i], width);
        append_count(out, stats_able(statistics, i));
        append_count(out, statistics->alone[i]);
        g_string_append_printf(out, "%*.0f %%\n", COUNT_WIDTH - 2,
                               100 * stats_share(subject, statistics, i));
    }
}

/* -------- depths -------- */

static uint64_t sum(const uint64_t *counts, uint32_t first, uint32_t end)
{
    uint64_t all = 0;
    for (uint32_t i = first; i < end; i++)
        all += counts[i];
    return all;
}

static void append_bar(GString *out, uint32_t first, uint32_t last, uint64_t count, uint64_t most)
{
    g_autofree char *range =
        first == last ? g_strdup_printf("%u", first) : g_strdup_printf("%u-%u", first, last);
    int length = most ? (int)(count * BAR_WIDTH / most) : 0;
    g_autofree char *bar = g_strnfill((gsize)length, '#');
    g_string_append_printf(out, "%*s%-12s", MARGIN, "", range);
    append_count(out, count);
    g_string_append_printf(out, "%s%s\n", length ? "  " : "", bar);
}

static void append_depths(GString *out, const Statistics *statistics)
{
    uint32_t count = statistics->depth_count;
    const char *const columns[] = {statistics->runs ? "runs" : "states", NULL};
    uint32_t begin = 0;
    while (begin < count && statistics->depths[begin] == 0)
        begin++;
    if (begin == count) return;
    uint32_t wide = (count - begin + MOST_BARS - 1) / MOST_BARS;
    uint64_t most = 0;
    for (uint32_t first = begin; first < count; first += wide)
        most = MAX(most, sum(statistics->depths, first, MIN(first + wide, count)));
    append_heading(out, statistics->runs ? "length" : "depth", 12, columns);
    for (uint32_t first = begin; first < count; first += wide) {
        uint32_t end = MIN(first + wide, count);
        append_bar(out, first, end - 1, sum(statistics->depths, first, end), most);
    }
}

/* -------- the block -------- */

void stats_text(GString *out, const Finding *finding)
{
    const Question *question = &finding->variant->question;
    const Statistics *statistics = &finding->result.statistics;
    if (statistics->reduced)
        g_string_append_printf(out,
                               "%*sof what the reduced search went through; --no-por --no-symmetry "
                               "counts everything\n",
                               MARGIN, "");
    append_steps(out, question->subject, statistics);
    append_hottest(out, question->subject, statistics);
    append_unreached(out, question->subject, statistics);
    append_checks(out, question, statistics);
    append_actors(out, question->subject, statistics);
    append_depths(out, statistics);
}
