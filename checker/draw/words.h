/* What the parts of a picture are called, in every form of it. */
#ifndef CHECKER_DRAW_WORDS_H
#define CHECKER_DRAW_WORDS_H

#include "checker/draw/picture.h"

/* "stale read": two or three words for a mark. */
const char *words_mark(MarkKind kind);

/* "lock", "wake-up": in the legend, and a class of the style sheets. */
const char *words_arrow(ArrowKind kind);
/* "gc let go of sched.lock in step 28"; free with g_free. */
char *words_reason(const Picture *picture, const PictureArrow *arrow);

/* "p1.status" and "Pgcstop"; free with g_free. */
char *words_field(const Picture *picture, uint32_t field);
char *words_value(const Picture *picture, uint32_t field, int32_t value);

/* "p1.status Psyscall -> Pgcstop, ...", with this arrow between the values; "" if nothing changes.
 */
char *words_changes(const Picture *picture, uint32_t step, const char *arrow);
/* "reads p1.status = Psyscall" for a step that changes nothing, if it reads little enough for that
 * to be the point of it; else "". */
char *words_reads(const Picture *picture, uint32_t step);
/* "m1 runs g1 on p1"; "" outside of a scheduler's world. */
char *words_cast(const Picture *picture, uint32_t row, uint32_t actor);
/* "4 quiet steps in stop_the_world, start_the_world": those that begin here and may be folded. */
char *words_fold(const Picture *picture, uint32_t first);
/* What a step changes about who runs and holds what: "has p1", "leaves g2"; "" if nothing. */
char *words_cast_change(const Picture *picture, uint32_t step, uint32_t actor);
/* "64 steps of 3 actors, 8 context switches" */
char *words_size(const Picture *picture);

/* "p1", or "g1.rg" where g1 has several strips; free with g_free. */
char *words_strip(const Picture *picture, guint strip);
/* The colour of a status, as a word that means the same for all kinds of things: "running",
 * "waiting", ...; by its number for statuses that have no such word. */
const char *words_tone(const Picture *picture, uint32_t field, int32_t value);
/* Its name without what all values of its kind begin with: "running". */
const char *words_status(const Picture *picture, uint32_t field, int32_t value);
/* The fewest letters that tell it from the other statuses of its kind: "r", or "ri" where there is
 * "ra" for runnable; free with g_free. */
char *words_letters(const Picture *picture, uint32_t field, int32_t value);

#endif
