#include "tests/oracle/naive.h"

#include <glib.h>
#include <string.h>

typedef struct Pass {
    const Subject *subject;
    const Check *checks;
    uint32_t check_count;
    GHashTable *seen; /* set of GBytes, which it owns */
    GPtrArray *level; /* borrowed GBytes at the current distance */
    GPtrArray *next_level;
    uint32_t distance;
    Naive result;
} Pass;

static bool violates(const Pass *pass, const uint8_t *state)
{
    for (uint32_t i = 0; i < pass->check_count; i++) {
        const Check *check = &pass->checks[i];
        if (check->kind == CHECK_ALWAYS && !check->holds(check->context, state)) return true;
    }
    return false;
}

static void note(uint32_t *first, uint32_t distance)
{
    if (*first == NAIVE_NEVER) *first = distance;
}

static void reach(Pass *pass, GPtrArray *level, uint32_t distance, const uint8_t *state)
{
    GBytes *bytes = g_bytes_new(state, pass->subject->state_size);
    if (!g_hash_table_insert(pass->seen, bytes, bytes)) return; /* keeps the old key, frees this */
    pass->result.states++;
    if (violates(pass, state)) {
        pass->result.violating++;
        note(&pass->result.violates_at, distance);
        return;
    }
    g_ptr_array_add(level, bytes);
}

/* Take every move of one actor.  True if there was any. */
static bool take_moves(Pass *pass, const uint8_t *from, uint32_t actor)
{
    const Subject *subject = pass->subject;
    uint8_t to[SUBJECT_MAX_STATE];
    Attempt attempt = {.actor = actor, .choices = 1};

    for (; attempt.choice < attempt.choices; attempt.choice++) {
        memcpy(to, from, subject->state_size);
        Outcome outcome = subject->attempt(subject->context, to, &attempt);
        g_assert(outcome != NOT_MINE && attempt.choices > 0);
        if (outcome == BLOCKED) {
            g_assert(attempt.choice == 0 && memcmp(to, from, subject->state_size) == 0);
            g_assert(subject->steps[attempt.step].awaits);
            return false;
        }
        pass->result.transitions++;
        if (outcome == THREW) {
            pass->result.throws++;
            note(&pass->result.throws_at, pass->distance + 1);
        } else {
            reach(pass, pass->next_level, pass->distance + 1, to);
        }
    }
    return true;
}

static void expand(Pass *pass, const uint8_t *state)
{
    const Subject *subject = pass->subject;
    bool can_move = false, may_rest = true;
    for (uint32_t actor = 0; actor < subject->actor_count; actor++) {
        can_move |= take_moves(pass, state, actor);
        may_rest &= subject->may_rest(subject->context, state, actor);
    }
    if (can_move || may_rest) return;
    pass->result.deadlocks++;
    note(&pass->result.deadlock_at, pass->distance);
}

Naive naive_search(const Subject *subject, const Check *checks, uint32_t check_count)
{
    Pass pass = {.subject = subject,
                 .checks = checks,
                 .check_count = check_count,
                 .seen = g_hash_table_new_full(g_bytes_hash, g_bytes_equal,
                                               (GDestroyNotify)g_bytes_unref, NULL),
                 .level = g_ptr_array_new(),
                 .next_level = g_ptr_array_new(),
                 .result = {.violates_at = NAIVE_NEVER,
                            .throws_at = NAIVE_NEVER,
                            .deadlock_at = NAIVE_NEVER}};
    uint8_t state[SUBJECT_MAX_STATE];
    for (uint32_t i = 0; i < subject->initial_count; i++) {
        subject->initial(subject->context, i, state);
        reach(&pass, pass.level, 0, state);
    }
    pass.result.levels = 1;
    while (pass.level->len > 0) {
        uint64_t before = pass.result.states;
        for (guint i = 0; i < pass.level->len; i++)
            expand(&pass, g_bytes_get_data(pass.level->pdata[i], NULL));
        pass.distance++;
        if (pass.result.states > before) pass.result.levels = pass.distance + 1;
        GPtrArray *done = pass.level;
        pass.level = pass.next_level;
        pass.next_level = done;
        g_ptr_array_set_size(done, 0);
    }
    g_ptr_array_unref(pass.level);
    g_ptr_array_unref(pass.next_level);
    g_hash_table_unref(pass.seen);
    return pass.result;
}
