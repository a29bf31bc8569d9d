#include "tests/oracle/equals.h"

#include <assert.h>
#include <string.h>

typedef struct Process {
    uint8_t cell[EQUALS_FIELDS];
} Process;

static void sort(Process *process, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++)
        for (uint32_t k = i; k > 0; k--) {
            if (memcmp(&process[k - 1], &process[k], sizeof *process) <= 0) break;
            Process greater = process[k - 1];
            process[k - 1] = process[k];
            process[k] = greater;
        }
}

static void canonicalise(const void *context, uint8_t *state)
{
    const Equals *equals = context;
    Process process[EQUALS_MOST] = {0};
    for (uint32_t i = 0; i < equals->count; i++)
        for (uint32_t k = 0; k < equals->fields; k++)
            process[i].cell[k] = state[equals->cell[i][k]];
    sort(process, equals->count);
    for (uint32_t i = 0; i < equals->count; i++)
        for (uint32_t k = 0; k < equals->fields; k++)
            state[equals->cell[i][k]] = process[i].cell[k];
}

void equals_init(Equals *equals, const Subject *subject, const char *object)
{
    uint32_t fields[EQUALS_MOST] = {0};
    *equals = (Equals){.symmetry = {.canonicalise = canonicalise, .context = equals}};
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *field = &subject->fields[i];
        if (strcmp(field->object, object) != 0) continue;
        uint32_t process = field->index - 1;
        assert(field->size == 1 && process < EQUALS_MOST && fields[process] < EQUALS_FIELDS);
        equals->cell[process][fields[process]++] = field->offset;
        if (process >= equals->count) equals->count = process + 1;
    }
    equals->fields = fields[0];
    equals->symmetry.actors = (UINT32_C(1) << equals->count) - 1;
}

void equals_init_bytes(Equals *equals, uint32_t count, uint16_t first, uint16_t size)
{
    *equals = (Equals){.count = count,
                       .fields = size,
                       .symmetry = {.canonicalise = canonicalise,
                                    .context = equals,
                                    .actors = (UINT32_C(1) << count) - 1}};
    assert(count <= EQUALS_MOST && size <= EQUALS_FIELDS);
    for (uint32_t i = 0; i < count; i++)
        for (uint16_t k = 0; k < size; k++)
            equals->cell[i][k] = (uint16_t)(first + i * size + k);
}
