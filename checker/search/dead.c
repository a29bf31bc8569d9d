#include "checker/search/dead.h"

#include <string.h>

static bool is_seen(const Question *question, const uint8_t *before, const uint8_t *after,
                    uint32_t actor)
{
    for (uint32_t i = 0; i < question->check_count; i++) {
        const Check *check = &question->checks[i];
        if (!check->sees) return true;
        if (check->sees(check->context, before, after, actor) != NOTICES_NOTHING) return true;
    }
    return false;
}

static void canonicalise(const void *context, uint8_t *state)
{
    const Question *question = context;
    const Subject *subject = question->subject;
    uint8_t after[SUBJECT_MAX_STATE];
    for (uint32_t actor = 0; actor < subject->actor_count; actor++) {
        memcpy(after, state, subject->state_size);
        subject->forget(subject->context, after, actor);
        if (memcmp(state, after, subject->state_size) == 0) continue;
        if (!is_seen(question, state, after, actor)) memcpy(state, after, subject->state_size);
    }
}

Symmetry dead_symmetry(const Question *question)
{
    return (Symmetry){.canonicalise = canonicalise, .context = question};
}
