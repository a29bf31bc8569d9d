#include "checker/program/live_lines.h"

#include "checker/live/launch.h"
#include "checker/live/tell.h"

static void clear_line(void *data)
{
    LiveLine *line = data;
    g_free(line->does);
    g_free(line->to);
    g_free(line->also);
    g_free(line->at);
    g_free(line->function);
    g_free(line->before);
    g_free(line->after);
}

static GArray *lines_new(void)
{
    GArray *lines = g_array_new(FALSE, TRUE, sizeof(LiveLine));
    g_array_set_clear_func(lines, clear_line);
    return lines;
}

GArray *live_lines_of_trace(const LiveTrace *trace)
{
    GArray *lines = lines_new();
    for (guint i = 0; i < trace->threads->len; i++) {
        const char *at = g_ptr_array_index(trace->at, i);
        LiveLine line = {.thread = g_array_index(trace->threads, uint8_t, i),
                         .does = g_strdup(g_ptr_array_index(trace->does, i)),
                         .to = g_strdup(g_ptr_array_index(trace->to, i)),
                         .at = g_strdup(at),
                         .function = g_strdup(at)};
        g_array_append_val(lines, line);
    }
    return lines;
}

/* -------- with values -------- */

static bool is_cell(const LiveStep *step)
{
    switch (step->kind) {
    case LIVE_KIND_LOAD:
    case LIVE_KIND_STORE:
    case LIVE_KIND_UPDATE:
    case LIVE_KIND_COMPARE_EXCHANGE:
    case LIVE_KIND_READ:
    case LIVE_KIND_VOLATILE_READ:
    case LIVE_KIND_WRITE:
    case LIVE_KIND_VOLATILE_WRITE:
        return step->size <= 8;
    default:
        return false;
    }
}

/* What a plain write has left shows when somebody looks. */
static bool is_plain_write(const LiveStep *step)
{
    return step->kind == LIVE_KIND_WRITE || step->kind == LIVE_KIND_VOLATILE_WRITE;
}

static char *place_of(const LiveStep *step, Places *places)
{
    const char *line = places_line(places, step->pc), *text = places_text(places, step->pc);
    return *text ? g_strdup_printf("%s: %s", line, text) : g_strdup(line);
}

static LiveLine line_of(const LiveStep *step, Places *places)
{
    bool cell = is_cell(step), blind = step->kind == LIVE_KIND_STORE || is_plain_write(step);
    LiveLine line = {.thread = step->thread,
                     .does = g_strdup(live_kinds[step->kind]),
                     .to = step->address ? places_object(places, step->address) : g_strdup("-"),
                     .also = step->second ? places_object(places, step->second) : NULL,
                     .at = place_of(step, places),
                     .function = g_strdup(places_function(places, step->pc)),
                     .known = true,
                     .writes = step->wrote,
                     .reads = !blind};
    if (!cell) return line;
    line.before = tell_value(step->before, step->size, places);
    if (!is_plain_write(step)) line.after = tell_value(step->after, step->size, places);
    return line;
}

GArray *live_lines_of_answer(const LiveAnswer *answer, Places *places)
{
    GArray *lines = lines_new();
    places_want(places, answer);
    for (uint32_t i = 0; i < answer->step_count; i++) {
        LiveLine line = line_of(&answer->execution[i], places);
        g_array_append_val(lines, line);
    }
    return lines;
}
