/* What the locks in this folder share: the property, and the step it is about.
 *
 * A lock calls its critical section CRITICAL in its step table and declares the pc of each process
 * as a field of kind pc_kind.
 */
#ifndef EXAMPLES_LOCK_H
#define EXAMPLES_LOCK_H

#include "examples/example.h"

static inline bool mutual_exclusion(const void *context, const uint8_t *state)
{
    const Model *model = context;
    uint32_t inside = 0;
    for (uint32_t i = 0; i < model->pc_count; i++)
        inside += state[model->pc_offset[i]] == model->critical;
    return inside <= 1;
}

static inline Notice mutual_exclusion_sees(const void *context, const uint8_t *before,
                                           const uint8_t *after, uint32_t actor)
{
    const Model *model = context;
    uint16_t pc = model->pc_offset[actor];
    return notice_arrival(before[pc] == model->critical, after[pc] == model->critical);
}

static inline void mutual_exclusion_watches(const void *context, uint64_t *bytes)
{
    const Model *model = context;
    for (uint32_t i = 0; i < model->pc_count; i++)
        mark(bytes, model->pc_offset[i]);
}

static inline bool mutual_exclusion_breaks(const void *context, const uint8_t *before,
                                           const uint8_t *after, const uint64_t *known)
{
    const Model *model = context;
    (void)known;
    for (uint32_t i = 0; i < model->pc_count; i++) {
        uint16_t pc = model->pc_offset[i];
        if (after[pc] == model->critical && before[pc] != model->critical) return true;
    }
    return false;
}

static const Predicate lock_predicates[] = {
    {"mutual-exclusion", "at most one process is at CRITICAL", mutual_exclusion,
     mutual_exclusion_sees, mutual_exclusion_watches, mutual_exclusion_breaks},
};

/* Complete the subject of a lock. */
static inline const Subject *lock_subject(Model *model, Subject subject)
{
    subject.predicates = lock_predicates;
    subject.predicate_count = LENGTH(lock_predicates);
    while (strcmp(subject.steps[model->critical].name, "CRITICAL") != 0)
        model->critical++;
    return model_subject(model, subject);
}

#endif
