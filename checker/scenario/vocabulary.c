#include "checker/scenario/vocabulary.h"

#include <glib.h>
#include <string.h>

bool vocabulary_object(const Subject *subject, const char *name, uint32_t *ret_count)
{
    bool found = false;
    *ret_count = 0;
    for (uint32_t i = 0; i < subject->field_count; i++) {
        if (strcmp(subject->fields[i].object, name) != 0) continue;
        found = true;
        *ret_count = MAX(*ret_count, subject->fields[i].index);
    }
    return found;
}

const Field *vocabulary_field(const Subject *subject, const char *object, uint32_t index,
                              const char *member)
{
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *field = &subject->fields[i];
        if (field->index == index && strcmp(field->member, member) == 0 &&
            strcmp(field->object, object) == 0)
            return field;
    }
    return NULL;
}

const char *vocabulary_reference(const Subject *subject, const ValueKind *kind)
{
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *field = &subject->fields[i];
        if (field->index > 0 && strcmp(field->object, kind->name) == 0) return field->object;
    }
    return NULL;
}

bool vocabulary_numbered(const Subject *subject, const char *word, const char **ret_object,
                         uint32_t *ret_index)
{
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *field = &subject->fields[i];
        if (field->index == 0 || !g_str_has_prefix(word, field->object)) continue;
        g_autofree char *name = g_strdup_printf("%s%u", field->object, field->index);
        if (strcmp(name, word) != 0) continue;
        *ret_object = field->object;
        *ret_index = field->index;
        return true;
    }
    return false;
}

const ValueKind *vocabulary_kind_of_value(const Subject *subject, const char *name)
{
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const ValueKind *kind = subject->fields[i].kind;
        for (uint32_t value = 0; kind->values && value < kind->value_count; value++)
            if (kind->values[value] && strcmp(kind->values[value], name) == 0) return kind;
    }
    return NULL;
}
