#include "checker/program/live_answer.h"

#include "checker/live/launch.h"
#include "checker/live/live_trace.h"
#include "checker/program/interrupt.h"
#include "checker/program/live_case.h"
#include "checker/program/values.h"

static void show_progress(void *line, const LiveAnswer *so_far)
{
    double seconds = so_far->nanoseconds ? (double)so_far->nanoseconds / 1e9 : 1e-9;
    bool stateful = so_far->states > 0;
    uint64_t count = stateful ? so_far->states : so_far->executions;
    g_autofree char *counted = value_count_text(count);
    g_autofree char *rate = value_count_text((uint64_t)((double)count / seconds));
    g_autofree char *share = so_far->explored > 0
                                 ? g_strdup_printf(", some %.2g %%", 100 * so_far->explored)
                                 : g_strdup("");
    const char *unit = stateful ? "states" : "executions";
    g_autofree char *figures =
        g_strdup_printf("%s %s%s, longest %" G_GUINT64_FORMAT " steps, %.0f s, %s %s/s", counted,
                        unit, share, so_far->longest, seconds, rate, unit);
    progress_say(line, seconds, figures);
}

bool live_search(Live *live, const ProgressBoard *board, const char *name, GError **error)
{
    ProgressLine line = {.board = board, .name = name};
    bool fine = live_run_watched(live->shared, live->argv, board->on ? show_progress : NULL, &line,
                                 interrupted, error);
    progress_clear(board);
    return fine && live_see_other(live, error);
}

bool live_keep(Live *live, const char *path, GError **error)
{
    if (!live_trace_write(live->shared, live->argv, live->places, path, error)) return false;
    live->trace = g_strdup(path);
    return true;
}
