#include "checker/draw/reach.h"

#include "checker/search/moves.h"

#include <string.h>

/* -------- states -------- */

/* A key carries its size, which is that of all states of the subject. */
typedef struct Key {
    size_t size;
    uint8_t bytes[];
} Key;

static guint hash_key(gconstpointer data)
{
    const Key *key = data;
    guint hash = 5381;
    for (size_t i = 0; i < key->size; i++)
        hash = hash * 33 + key->bytes[i];
    return hash;
}

static gboolean same_key(gconstpointer a, gconstpointer b)
{
    const Key *one = a, *two = b;
    return memcmp(one->bytes, two->bytes, one->size) == 0;
}

static Key *key_new(const Question *question, const uint8_t *state)
{
    size_t size = question->subject->state_size;
    Key *key = g_malloc(sizeof *key + size);
    key->size = size;
    memcpy(key->bytes, state, size);
    return key;
}

uint32_t reach_number(const Reach *reach, const uint8_t *state)
{
    g_autofree Key *key = key_new(reach->question, state);
    gpointer number = g_hash_table_lookup(reach->numbers, key);
    return number ? GPOINTER_TO_UINT(number) - 1 : REACH_NOWHERE;
}

static uint32_t insert(Reach *reach, const uint8_t *state, bool *ret_is_new)
{
    uint32_t number = reach_number(reach, state);
    *ret_is_new = number == REACH_NOWHERE;
    if (!*ret_is_new) return number;
    Key *key = key_new(reach->question, state);
    g_ptr_array_add(reach->states, key->bytes);
    g_hash_table_insert(reach->numbers, key, GUINT_TO_POINTER(reach->states->len));
    return reach->states->len - 1;
}

/* -------- judging -------- */

const Check *reach_broken(const Question *question, const uint8_t *state)
{
    for (uint32_t i = 0; i < question->check_count; i++) {
        const Check *check = &question->checks[i];
        if (check->kind == CHECK_ALWAYS && !check->holds(check->context, state)) return check;
    }
    return NULL;
}

bool reach_is_deadlock(const Question *question, const uint8_t *state)
{
    const Subject *subject = question->subject;
    if (moves_any(subject, state)) return false;
    for (uint32_t i = 0; i < subject->actor_count; i++)
        if (!subject->may_rest(subject->context, state, i)) return true;
    return false;
}

/* -------- visiting -------- */

static void visit_moves(Reach *reach, uint32_t from, uint8_t *to, ReachVisitor *visit, void *data)
{
    const Subject *subject = reach->question->subject;
    const uint8_t *before = g_ptr_array_index(reach->states, from);
    Moves moves;
    moves_begin(&moves, subject, before, to, NULL);
    while (moves_next(&moves)) {
        Transition transition = {.move = moves.move,
                                 .from = from,
                                 .to = REACH_NOWHERE,
                                 .before = before,
                                 .after = moves.to};
        if (moves.outcome == THREW) transition.throws = subject->messages[moves.message];
        else transition.to = insert(reach, moves.to, &transition.is_first);
        if (!transition.throws) transition.after = g_ptr_array_index(reach->states, transition.to);
        visit(data, &transition);
    }
}

static void insert_initial(Reach *reach, uint8_t *state)
{
    const Subject *subject = reach->question->subject;
    bool is_new;
    for (uint32_t i = 0; i < subject->initial_count; i++) {
        subject->initial(subject->context, i, state);
        insert(reach, state, &is_new);
    }
    reach->initial_count = reach->states->len;
}

bool reach_all(Reach *ret, const Question *question, uint64_t limit,
               const volatile int *interrupted, ReachVisitor *visit, void *data)
{
    *ret = (Reach){.question = question,
                   .states = g_ptr_array_new(),
                   .numbers = g_hash_table_new_full(hash_key, same_key, g_free, NULL)};
    g_autofree uint8_t *state = g_malloc(question->subject->state_size);
    insert_initial(ret, state);
    for (uint32_t i = 0; i < ret->states->len; i++) {
        if (ret->states->len > limit || (interrupted && *interrupted)) return false;
        if (reach_broken(question, g_ptr_array_index(ret->states, i))) continue;
        visit_moves(ret, i, state, visit, data);
    }
    return true;
}

void reach_clear(Reach *reach)
{
    g_ptr_array_unref(reach->states);
    g_hash_table_unref(reach->numbers);
}
