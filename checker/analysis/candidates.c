#include "checker/analysis/candidates.h"

#include "checker/search/memory.h"

/* The best without the moves first .. end - 1, which are put in again before move `at` if they are
 * kept. */
static Schedule rearranged(const Schedule *best, uint32_t first, uint32_t end, uint32_t at,
                           bool keep)
{
    uint32_t count = end - first;
    Schedule new = {.initial = best->initial, .moves = memory_new(best->length, sizeof(Move))};
    bool lasso = best->cycle < best->length;
    new.cycle = lasso ? best->cycle : best->length;
    for (uint32_t i = 0; i <= best->length; i++) {
        for (uint32_t k = 0; keep && i == at && k < count; k++)
            new.moves[new.length++] = best->moves[first + k];
        bool out = i >= first && i < end;
        if (i < best->length && !out) new.moves[new.length++] = best->moves[i];
    }
    if (lasso && end <= best->cycle && (!keep || at >= best->cycle)) new.cycle -= count;
    if (lasso && first >= best->cycle && keep && at < best->cycle) new.cycle += count;
    if (!lasso) new.cycle = new.length;
    return new;
}

/* The end of the run of one actor that begins at `first`; a cycle begins a new one. */
static uint32_t run_end(const Schedule *schedule, uint32_t first)
{
    uint32_t end = first + 1;
    while (end < schedule->length && end != schedule->cycle &&
           schedule->moves[end].actor == schedule->moves[first].actor)
        end++;
    return end;
}

static bool leave_out_runs(const Candidates *all)
{
    bool better = false;
    for (uint32_t first = 0; first < all->best->length;) {
        uint32_t end = run_end(all->best, first);
        Schedule candidate = rearranged(all->best, first, end, 0, false);
        if (all->try_out(all->data, &candidate)) better = true;
        else first = end;
    }
    return better;
}

static uint32_t next_run_of(const Schedule *schedule, uint16_t actor, uint32_t from)
{
    while (from < schedule->length && schedule->moves[from].actor != actor)
        from++;
    return from;
}

/* Move a run to the next one of the same actor, or that one to it. */
static bool merge_runs(const Candidates *all)
{
    bool better = false;
    for (uint32_t first = 0; first < all->best->length;) {
        uint32_t end = run_end(all->best, first);
        uint32_t next = next_run_of(all->best, all->best->moves[first].actor, end);
        if (next == all->best->length || next == end) {
            first = end;
            continue;
        }
        Schedule later = rearranged(all->best, first, end, next, true);
        bool merged = all->try_out(all->data, &later);
        if (!merged) {
            Schedule sooner = rearranged(all->best, next, run_end(all->best, next), end, true);
            merged = all->try_out(all->data, &sooner);
        }
        better |= merged;
        if (!merged) first = end;
    }
    return better;
}

static bool leave_out_steps(const Candidates *all)
{
    bool better = false;
    for (uint32_t at = all->best->length; at-- > 0;) {
        Schedule candidate = rearranged(all->best, at, at + 1, 0, false);
        better |= all->try_out(all->data, &candidate);
        if (at > all->best->length) at = all->best->length;
    }
    return better;
}

void candidates_try(const Candidates *all)
{
    while (leave_out_runs(all) | merge_runs(all) | leave_out_steps(all))
        continue;
}
