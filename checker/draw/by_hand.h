/* Pictures for tests: a path of the tiny subject taken by hand, with marks set by hand. */
#ifndef CHECKER_DRAW_BY_HAND_H
#define CHECKER_DRAW_BY_HAND_H

#include "checker/draw/picture.h"
#include "checker/trace/tiny.h"

typedef struct ByHand {
    Path *path;
    Marks marks;
    PictureCaption caption;
    Picture *picture;
} ByHand;

/* `actors` says who moves: "0011" is p1, p1, p2, p2. */
static inline ByHand by_hand_new(const Subject *subject, const char *actors)
{
    ByHand made = {.path = path_new(subject, 0),
                   .marks = {.marks = g_array_new(FALSE, FALSE, sizeof(Mark)),
                             .window_first = MARK_NO_STEP,
                             .window_last = MARK_NO_STEP},
                   .caption = {.title = "two adders", .ending = "shared.counter is wrong\n"}};
    for (; *actors; actors++) {
        PathStep step;
        Outcome outcome = path_take(made.path, (uint16_t)(*actors - '0'), 0, &step);
        g_assert(outcome != BLOCKED);
    }
    return made;
}

static inline void by_hand_mark(ByHand *made, MarkKind kind, uint32_t step, const char *note)
{
    Mark mark = {kind, step, MARK_NO_STEP, (char *)note};
    g_array_append_val(made->marks.marks, mark);
}

/* When all marks are set. */
static inline const Picture *by_hand_draw(ByHand *made)
{
    made->picture = picture_new(made->path, &made->marks, &made->caption, false);
    return made->picture;
}

static inline void by_hand_clear(ByHand *made)
{
    picture_free(made->picture);
    g_array_unref(made->marks.marks);
    path_free(made->path);
}

#endif
