#include "checker/analysis/marks.h"

static void clear_mark(void *mark)
{
    g_free(((Mark *)mark)->note);
}

static int by_step_and_kind(const void *a, const void *b)
{
    const Mark *one = a, *two = b;
    if (one->step != two->step) return one->step < two->step ? -1 : 1;
    return (int)one->kind - (int)two->kind;
}

static void add(Marks *marks, MarkKind kind, uint32_t step, const char *note)
{
    Mark mark = {.kind = kind, .step = step, .other = MARK_NO_STEP, .note = g_strdup(note)};
    g_array_append_val(marks->marks, mark);
}

/* What the path itself says. */
static void add_own(Marks *marks, const Path *path, Verdict verdict)
{
    if (path->cycle < path_length(path))
        add(marks, MARK_CYCLE_START, path->cycle, "from here on the run repeats itself");
    bool finite = verdict.kind == VERDICT_THROWS || verdict.kind == VERDICT_VIOLATES;
    if (finite && path_length(path))
        add(marks, MARK_FAILS, path_length(path) - 1, "here the property is broken");
}

Marks marks_find(const Question *question, const Path *path, Verdict verdict,
                 const SearchOptions *options, const Question *fixed)
{
    (void)question, (void)options, (void)fixed;
    Marks marks = {.marks = g_array_new(FALSE, FALSE, sizeof(Mark)),
                   .window_first = MARK_NO_STEP,
                   .window_last = MARK_NO_STEP};
    g_array_set_clear_func(marks.marks, clear_mark);
    add_own(&marks, path, verdict);
    g_array_sort(marks.marks, by_step_and_kind);
    return marks;
}

void marks_clear(Marks *marks)
{
    g_array_unref(marks->marks);
    *marks = (Marks){0};
}
