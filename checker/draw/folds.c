/* Folds: quiet steps of one actor in a row, which a form may show as one. */
#include "checker/draw/parts.h"

enum { LEAST_FOLD = 3 }; /* fewer take hardly more room than the line that stands for them */

static bool is_marked(const Picture *picture, uint32_t step)
{
    const Marks *marks = picture->marks;
    return step == marks->window_first || step == marks->window_last || step == picture->cycle ||
           step == picture->lost || picture_has_mark(picture, step);
}

static bool is_end_of_arrow(const Picture *picture, uint32_t step)
{
    for (guint i = 0; i < picture->arrows->len; i++)
        if (picture_arrow(picture, i)->from == step || picture_arrow(picture, i)->to == step)
            return true;
    return false;
}

bool picture_is_quiet(const Picture *picture, uint32_t step)
{
    const PictureStep *one = &picture->steps[step];
    return !one->throws && !one->changes->len && one->choices < 2 && !is_marked(picture, step) &&
           !is_end_of_arrow(picture, step);
}

static uint32_t quiet_run(const Picture *picture, uint32_t first)
{
    uint32_t count = 0;
    while (first + count < picture->step_count && picture_is_quiet(picture, first + count) &&
           picture->steps[first + count].actor == picture->steps[first].actor)
        count++;
    return count;
}

void picture_add_folds(Picture *picture)
{
    for (uint32_t i = 0; i < picture->step_count;) {
        uint32_t count = quiet_run(picture, i);
        if (count >= LEAST_FOLD) picture->steps[i].fold = count;
        i += MAX(count, 1);
    }
}
