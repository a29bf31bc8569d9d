/* The picture of a counterexample: what every form of it shows, computed once from its path.
 *
 * Rows are states, from the top: row 0 is the start, row k what the first k steps have made of it.
 * Steps are counted from 0 here and from 1 where people see them.  Each actor has a lane; a step
 * stands in the lane of who makes it, so that two never stand side by side.  An arrow leaves its
 * first step sideways, runs down beside the lane of the second one, on a track of its own there,
 * and turns into it: no arrow crosses a step, whatever the form of the picture.
 */
#ifndef CHECKER_DRAW_PICTURE_H
#define CHECKER_DRAW_PICTURE_H

#include "checker/analysis/marks.h"

#define PICTURE_NOWHERE UINT32_MAX
#define PICTURE_MOST_STEPS 10000

typedef struct PictureChange {
    uint32_t field;
    int32_t from, to;
} PictureChange;

typedef struct PictureRead {
    uint32_t field;
    int32_t value;
    uint32_t writer; /* the step that made it so, or PICTURE_NOWHERE: it is so from the start */
} PictureRead;

typedef struct PictureStep {
    const SubjectStep *step;
    uint32_t actor, occurrence, choice, choices;
    const char *throws; /* the message, or NULL */
    GArray *changes;    /* of PictureChange, in the order of the fields */
    GArray *reads;      /* of PictureRead, likewise: what others could change */
    uint32_t fold;      /* so many quiet steps of the actor begin here, to be shown as one if the
                         * form wants that; 0: none do */
} PictureStep;

/* What an actor is about, before its next step. */
typedef enum Situation {
    SITUATION_MOVES, /* it can go on */
    SITUATION_SPINS, /* it can, to no effect */
    SITUATION_WAITS, /* a guard is in its way */
    SITUATION_RESTS  /* it waits, and owes nobody anything */
} Situation;

/* Who an actor is, in a scheduler's world: all NULL in other worlds.  The strings are names. */
typedef struct PictureCast {
    const char *runs;  /* the G that the M runs, or NULL */
    const char *holds; /* the P whose M it is, or NULL */
    const char *stale; /* the P that the M takes for its own and that is not, or NULL */
} PictureCast;

/* Why one step could be taken: another actor's earlier one. */
typedef enum ArrowKind {
    ARROW_LOCK,     /* lets go of what the other takes */
    ARROW_WAKE_UP,  /* wakes the other */
    ARROW_HAND_OFF, /* a P or a G changes hands */
    ARROW_ALLOWS,   /* makes a guard true on which the other waits */
    ARROW_KINDS
} ArrowKind;

typedef struct PictureArrow {
    ArrowKind kind;
    uint32_t from, to; /* steps */
    uint32_t track;    /* beside the lane of the second step, from 0 */
    bool waited;       /* the second actor really stood there and waited */
    char *reason;      /* what the first actor did: "let go of sched.lock" */
} PictureArrow;

/* What is told about the picture as a whole; the strings are borrowed, NULL where there is none. */
typedef struct PictureCaption {
    const char *title, *scenario, *variant, *about, *history;
    const char *verdict; /* in a few words */
    const char *ending;  /* the failure in words, several lines */
} PictureCaption;

typedef struct Picture {
    PictureCaption caption;
    const Subject *subject;
    const Marks *marks;
    uint32_t cycle, lost; /* as in Path */
    bool hidden;          /* fields that the subject hides are shown */
    uint32_t step_count;
    PictureStep *steps;
    int32_t *values;     /* [row * field_count + field] */
    uint8_t *situations; /* of Situation: [row * actor_count + actor] */
    PictureCast *cast;   /* [row * actor_count + actor] */
    GArray *arrows;      /* of PictureArrow, by where they end */
    uint32_t *tracks;    /* per actor: how many tracks its lane needs */
    GArray *strips;      /* of uint32_t: the fields that are shown as strips, in their order */
    uint32_t switches;   /* from one actor to another */
} Picture;

/* The path must be of at most PICTURE_MOST_STEPS steps; path, marks and the caption's strings must
 * outlive the picture.  Free with picture_free. */
Picture *picture_new(const Path *path, const Marks *marks, const PictureCaption *caption,
                     bool hidden);
void picture_free(Picture *picture); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Picture, picture_free)

static inline int32_t picture_value(const Picture *picture, uint32_t row, uint32_t field)
{
    return picture->values[(size_t)row * picture->subject->field_count + field];
}
static inline Situation picture_situation(const Picture *picture, uint32_t row, uint32_t actor)
{
    return (Situation)picture->situations[(size_t)row * picture->subject->actor_count + actor];
}
static inline const PictureCast *picture_cast(const Picture *picture, uint32_t row, uint32_t actor)
{
    return &picture->cast[(size_t)row * picture->subject->actor_count + actor];
}
static inline const PictureArrow *picture_arrow(const Picture *picture, guint index)
{
    return &g_array_index(picture->arrows, PictureArrow, index);
}
static inline bool picture_shows(const Picture *picture, uint32_t field)
{
    return picture->hidden || !picture->subject->fields[field].hidden;
}
/* Between two rows the first of which the next step is taken in. */
static inline bool picture_in_window(const Picture *picture, uint32_t step)
{
    const Marks *marks = picture->marks;
    return marks->window_first != MARK_NO_STEP && step >= marks->window_first &&
           step <= marks->window_last;
}

bool picture_has_mark(const Picture *picture, uint32_t step);
/* Is it the step at which the run fails? */
bool picture_fails(const Picture *picture, uint32_t step);
/* Has the field this value in some row? */
bool picture_occurs(const Picture *picture, uint32_t field, int32_t value);
/* A quiet step changes nothing that is shown, is the end of no arrow, and has no mark. */
bool picture_is_quiet(const Picture *picture, uint32_t step);

/* The machine of an actor, "m1" where the scenario calls it "gc"; NULL outside of a scheduler's
 * world. */
const char *picture_machine(const Picture *picture, uint32_t actor);

#endif
