/* The parts of a picture, in the order in which they are computed. */
#ifndef CHECKER_DRAW_PARTS_H
#define CHECKER_DRAW_PARTS_H

#include "checker/draw/picture.h"

/* cast.c */
void picture_add_cast(Picture *picture);
/* arrows.c */
void picture_add_arrows(Picture *picture);
/* strips.c */
void picture_add_strips(Picture *picture);
/* folds.c */
void picture_add_folds(Picture *picture);

/* The last step before `step` that changed the field, or PICTURE_NOWHERE. */
uint32_t picture_writer(const Picture *picture, uint32_t step, uint32_t field);
/* What a step did to a field, or NULL. */
const PictureChange *picture_change(const Picture *picture, uint32_t step, uint32_t field);
/* Do the field's values name objects of this kind ("p")?  NULL: of any kind. */
bool picture_refers(const Picture *picture, uint32_t field, const char *object);
/* The object whose index is the number of an actor plus one, "m"; NULL outside of a scheduler's
 * world. */
const char *picture_machines(const Picture *picture);

#endif
