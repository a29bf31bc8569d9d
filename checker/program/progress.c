#include "checker/program/progress.h"

#include "checker/program/values.h"

#include <stdio.h>

void progress_print(const ProgressLine *line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    if (!line->on) return;
    fprintf(stderr, "%s%s: %s%s", line->in_place ? "\r" : "", line->name, text,
            line->in_place ? "\033[K" : "\n");
    fflush(stderr);
}

void progress_show(void *data, const Statistics *so_far)
{
    const ProgressLine *line = data;
    if (!line->on) return;
    double seconds = so_far->seconds > 0 ? so_far->seconds : 1e-9;
    g_autofree char *states = value_count_text(so_far->states);
    g_autofree char *rate = value_rate_text((double)so_far->states / seconds);
    g_autofree char *memory = value_size_text(so_far->memory);
    progress_print(line, "%s states, depth %u, %s, %.0f s, %s", states, so_far->depth, memory,
                   so_far->seconds, rate);
}

void progress_clear(const ProgressLine *line)
{
    if (!line->on || !line->in_place) return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
}
