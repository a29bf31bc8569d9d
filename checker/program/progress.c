#include "checker/program/progress.h"

#include "checker/program/values.h"

#include <stdio.h>

void progress_show(void *data, const Statistics *so_far)
{
    const ProgressLine *line = data;
    if (!line->on) return;
    double seconds = so_far->seconds > 0 ? so_far->seconds : 1e-9;
    g_autofree char *states = value_count_text(so_far->states);
    g_autofree char *rate = value_rate_text((double)so_far->states / seconds);
    g_autofree char *memory = value_size_text(so_far->memory);
    fprintf(stderr, "%s%s: %s states, depth %u, %s, %.0f s, %s%s", line->in_place ? "\r" : "",
            line->name, states, so_far->depth, memory, so_far->seconds, rate,
            line->in_place ? "\033[K" : "\n");
    fflush(stderr);
}

void progress_clear(const ProgressLine *line)
{
    if (!line->on || !line->in_place) return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
}
