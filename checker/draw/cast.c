/* Who is who: the M that an actor is, the G that it runs and the P that it holds.
 *
 * A scheduler's world is known by a field m.curg: there the actors are the Ms, in order, under the
 * names that the scenario gives them.  An M holds the P whose p.m it is; m.p may point to one that
 * is not its own any more, which is how some races begin. */
#include "checker/draw/parts.h"

#include <string.h>

static uint32_t find(const Subject *subject, const char *object, uint32_t index, const char *member)
{
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *field = &subject->fields[i];
        if (field->index == index && strcmp(field->member, member) == 0 &&
            (!object || strcmp(field->object, object) == 0))
            return i;
    }
    return PICTURE_NOWHERE;
}

const char *picture_machines(const Picture *picture)
{
    uint32_t curg = find(picture->subject, NULL, 1, "curg");
    return curg == PICTURE_NOWHERE ? NULL : picture->subject->fields[curg].object;
}

bool picture_refers(const Picture *picture, uint32_t field, const char *object)
{
    const Subject *subject = picture->subject;
    const ValueKind *kind = subject->fields[field].kind;
    if (object) return strcmp(kind->name, object) == 0;
    for (uint32_t i = 0; i < subject->field_count; i++)
        if (strcmp(kind->name, subject->fields[i].object) == 0) return true;
    return false;
}

/* The name of a value that is one; NULL for 0 and for what has no name. */
static const char *name_of(const Picture *picture, uint32_t field, int32_t value)
{
    const ValueKind *kind = picture->subject->fields[field].kind;
    bool named = kind->values && value > 0 && (uint32_t)value < kind->value_count;
    return named ? kind->values[value] : NULL;
}

/* The first P whose M it is in this row: "p2", by the names that m.p uses; NULL if there is none.
 */
static const char *held(const Picture *picture, uint32_t row, uint32_t actor, uint32_t own_p)
{
    const Subject *subject = picture->subject;
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *field = &subject->fields[i];
        if (strcmp(field->object, subject->fields[own_p].kind->name) != 0) continue;
        if (strcmp(field->member, "m") != 0) continue;
        if (picture_value(picture, row, i) == (int32_t)actor + 1)
            return name_of(picture, own_p, (int32_t)field->index);
    }
    return NULL;
}

static PictureCast cast_of(const Picture *picture, uint32_t row, uint32_t actor)
{
    const char *machines = picture_machines(picture);
    uint32_t curg = find(picture->subject, machines, actor + 1, "curg");
    uint32_t own_p = find(picture->subject, machines, actor + 1, "p");
    if (curg == PICTURE_NOWHERE || own_p == PICTURE_NOWHERE) return (PictureCast){0};
    PictureCast cast = {.runs = name_of(picture, curg, picture_value(picture, row, curg)),
                        .holds = held(picture, row, actor, own_p),
                        .stale = name_of(picture, own_p, picture_value(picture, row, own_p))};
    if (g_strcmp0(cast.stale, cast.holds) == 0) cast.stale = NULL;
    return cast;
}

void picture_add_cast(Picture *picture)
{
    if (!picture_machines(picture)) return;
    uint32_t actors = picture->subject->actor_count;
    for (uint32_t row = 0; row <= picture->step_count; row++)
        for (uint32_t i = 0; i < actors; i++)
            picture->cast[(size_t)row * actors + i] = cast_of(picture, row, i);
}

const char *picture_machine(const Picture *picture, uint32_t actor)
{
    const char *machines = picture_machines(picture);
    if (!machines) return NULL;
    const Subject *subject = picture->subject;
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const ValueKind *kind = subject->fields[i].kind;
        if (strcmp(kind->name, machines) == 0 && kind->values && actor + 1 < kind->value_count)
            return kind->values[actor + 1];
    }
    return NULL;
}
