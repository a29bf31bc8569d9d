#include "checker/analysis/namesake.h"

#include <glib.h>
#include <string.h>

static uint32_t actor_named(const Subject *subject, const char *name)
{
    for (uint32_t i = 0; i < subject->actor_count; i++)
        if (strcmp(subject->actors[i], name) == 0) return i;
    return NAMESAKE_NONE;
}

static uint32_t step_named(const Subject *subject, const char *name)
{
    for (uint32_t i = 0; i < subject->step_count; i++)
        if (strcmp(subject->steps[i].name, name) == 0) return i;
    return NAMESAKE_NONE;
}

static uint32_t field_like(const Subject *subject, const Field *field)
{
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *other = &subject->fields[i];
        if (other->index == field->index && strcmp(other->object, field->object) == 0 &&
            strcmp(other->member, field->member) == 0)
            return i;
    }
    return NAMESAKE_NONE;
}

Namesakes namesakes_find(const Subject *of, const Subject *in)
{
    Namesakes found = {g_new(uint32_t, of->actor_count), g_new(uint32_t, of->step_count),
                       g_new(uint32_t, of->field_count)};
    for (uint32_t i = 0; i < of->actor_count; i++)
        found.actors[i] = actor_named(in, of->actors[i]);
    for (uint32_t i = 0; i < of->step_count; i++)
        found.steps[i] = step_named(in, of->steps[i].name);
    for (uint32_t i = 0; i < of->field_count; i++)
        found.fields[i] = field_like(in, &of->fields[i]);
    return found;
}

void namesakes_clear(Namesakes *namesakes)
{
    g_free(namesakes->actors);
    g_free(namesakes->steps);
    g_free(namesakes->fields);
    *namesakes = (Namesakes){0};
}
