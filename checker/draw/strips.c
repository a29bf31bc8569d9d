/* Strips: the statuses of things in time, a column of colour each. */
#include "checker/draw/parts.h"

static bool changes(const Picture *picture, uint32_t field)
{
    return picture_writer(picture, picture->step_count, field) != PICTURE_NOWHERE;
}

/* A status has names for its values, more than two of them, and they name no object. */
static bool is_status(const Picture *picture, uint32_t field)
{
    const ValueKind *kind = picture->subject->fields[field].kind;
    return kind->values && kind->value_count > 2 && !picture_refers(picture, field, NULL);
}

void picture_add_strips(Picture *picture)
{
    picture->strips = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t i = 0; i < picture->subject->field_count; i++) {
        bool always = g_str_has_suffix(picture->subject->fields[i].kind->name, " status");
        if (picture_shows(picture, i) && is_status(picture, i) && (always || changes(picture, i)))
            g_array_append_val(picture->strips, i);
    }
}
