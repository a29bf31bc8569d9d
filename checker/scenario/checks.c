/* `check`: what is asked.  An entry is the name of a predicate of the model, to hold always, or a
 * map from what is asked to a condition. */
#include "checker/scenario/expression.h"
#include "checker/scenario/reader.h"

#include <string.h>

/* -------- conditions -------- */

/* Something that is true or false in a state: a check of which it is not decided yet how it is
 * meant, nor what it is called. */
typedef Check Condition;

static bool negation_holds(const void *context, const uint8_t *state)
{
    const Condition *condition = context;
    return !condition->holds(condition->context, state);
}

static Notice negation_sees(const void *context, const uint8_t *before, const uint8_t *after,
                            uint32_t actor)
{
    const Condition *condition = context;
    if (!condition->sees) return MAY_CHANGE;
    Notice notice = condition->sees(condition->context, before, after, actor);
    return notice == NOTICES_NOTHING ? NOTICES_NOTHING : MAY_CHANGE;
}

static void negation_watches(const void *context, uint64_t *bytes)
{
    const Condition *condition = context;
    condition->watches(condition->context, bytes);
}

/* It becomes false where the condition becomes true, which breaks that on the way back. */
static bool negation_breaks(const void *context, const uint8_t *before, const uint8_t *after,
                            const uint64_t *known)
{
    const Condition *condition = context;
    return condition->breaks(condition->context, after, before, known);
}

/* Where the mistakes of an expression go. */
typedef struct ExpressionPlace {
    Reader *reader;
    const Node *node;
} ExpressionPlace;

static void report_expression(void *data, Span at, const char *hint, const char *message)
{
    const ExpressionPlace *place = data;
    Span span = node_place(place->reader->document, place->node, at.start, at.length);
    reader_error(place->reader, span, hint, "%s", message);
}

static const Predicate *find_predicate(const Subject *subject, const char *name)
{
    for (uint32_t i = 0; i < subject->predicate_count; i++)
        if (strcmp(subject->predicates[i].name, name) == 0) return &subject->predicates[i];
    return NULL;
}

/* The name of a predicate, or an expression. */
static bool read_expression(Reader *reader, const Node *value, Condition *into)
{
    const Subject *subject = subject_of(reader);
    if (!subject) return false;
    const Predicate *predicate = find_predicate(subject, value->text);
    if (predicate) {
        *into = check_of(CHECK_ALWAYS, subject, predicate);
        into->text = predicate->name;
        return true;
    }
    ExpressionPlace place = {reader, value};
    const Expression *expression =
        expression_compile(value->text, subject, reader->storage, report_expression, &place);
    *into = (Condition){.text = one_line(reader, value->text),
                        .holds = expression_holds,
                        .context = expression,
                        .sees = expression_sees,
                        .watches = expression_watches,
                        .breaks = expression_breaks};
    if (expression) symmetry_pin_words(reader, into->text);
    return expression != NULL;
}

static bool go_is_done(Reader *reader, const Actor *actor, Condition *into)
{
    DoneContext *done = storage_new0(reader->storage, DoneContext, 1);
    *done = (DoneContext){subject_of(reader)->context, actor->g, actor->g ? 0 : actor->m};
    char *text = g_strdup_printf("%s is done", actor->name);
    *into = (Condition){.text = storage_own(reader->storage, text),
                        .holds = go_done,
                        .context = done,
                        .sees = go_done_sees,
                        .watches = go_done_watches};
    symmetry_pin(reader, actor->g ? ID_G : ID_M, actor->g ? actor->g : actor->m, into->text);
    return true;
}

static const Key condition_keys[] = {
    {"actor", "the name of an actor", "who", NULL, OVERRIDE_VALUE},
    {"is", "done", "has finished its program", NULL, OVERRIDE_VALUE},
};
const Level condition_level = LEVEL("a condition on an actor", condition_keys);

/* {actor: gc, is: done} */
static bool read_actor_condition(Reader *reader, const Node *map, Condition *into)
{
    static const char *const states[] = {"done"};
    if (!level_check_keys(reader, &condition_level, map)) return false;
    if (!is_for_go(reader, map, "actor")) return false;
    const Node *who = node_get(map, "actor"), *is = node_get(map, "is");
    if (!who || !is) {
        reader_error(reader, map->values[0]->at, "{actor: gc, is: done}",
                     "a condition on an actor has `actor` and `is`");
        return false;
    }
    const Actor *actor = actor_named(reader, who);
    if (read_word(reader, is, "unknown state of an actor", states, 1) < 0 || !actor) return false;
    return go_is_done(reader, actor, into);
}

static bool read_condition(Reader *reader, const Node *value, Condition *into)
{
    if (value->kind == NODE_MAP && value->count > 0)
        return read_actor_condition(reader, value, into);
    if (read_text(reader, value, "a condition: an expression or {actor: NAME, is: done}"))
        return read_expression(reader, value, into);
    return false;
}

/* -------- checks -------- */

/* The same name for the same kind of question would make the verdict ambiguous. */
static void add_check(Reader *reader, Check check, Span at)
{
    for (uint32_t i = 0; i < reader->checks->len; i++) {
        const Check *other = &g_array_index(reader->checks, Check, i);
        if (other->kind == check.kind && strcmp(other->name, check.name) == 0)
            reader_error(reader, at, "leave one out, or give it a `name`",
                         "the check `%s` is there twice", check.name);
    }
    g_array_append_val(reader->checks, check);
}

static const char *prefixed(Reader *reader, const char *prefix, const char *text)
{
    return storage_own(reader->storage, g_strdup_printf("%s %s", prefix, text));
}

/* A check's `into` while its keys are read. */
typedef struct Entry {
    const char *name; /* NULL: named after its condition */
    uint32_t count;   /* conditions */
} Entry;

static void add_condition(Reader *reader, const Node *value, Entry *entry, CheckKind kind,
                          const char *prefix)
{
    Condition condition;
    if (entry->count++ > 0)
        reader_error(reader, value->at, "begin each check with a dash",
                     "a second condition in one check");
    if (!read_condition(reader, value, &condition)) return;
    Check check = condition;
    check.kind = kind;
    if (prefix) check.text = prefixed(reader, prefix, condition.text);
    check.name = entry->name ? entry->name : check.text;
    add_check(reader, check, value->at);
}

static void read_name(Reader *reader, const Node *value, void *into)
{
    ((Entry *)into)->name = read_line(reader, value, "a name");
}

static void read_always(Reader *reader, const Node *value, void *into)
{
    add_condition(reader, value, into, CHECK_ALWAYS, NULL);
}

static void read_never(Reader *reader, const Node *value, void *into)
{
    uint32_t before = reader->checks->len;
    add_condition(reader, value, into, CHECK_ALWAYS, "never");
    if (reader->checks->len == before) return;
    Check *check = &g_array_index(reader->checks, Check, before);
    Condition *condition = storage_new0(reader->storage, Condition, 1);
    *condition = *check;
    check->holds = negation_holds;
    check->context = condition;
    check->sees = negation_sees;
    if (check->watches) check->watches = negation_watches;
    if (check->breaks) check->breaks = negation_breaks;
}

static void read_sometimes(Reader *reader, const Node *value, void *into)
{
    add_condition(reader, value, into, CHECK_SOMETIMES, "sometimes");
}

static void read_reachable(Reader *reader, const Node *value, void *into)
{
    add_condition(reader, value, into, CHECK_REACHABLE, NULL);
}

static void read_eventually(Reader *reader, const Node *value, void *into)
{
    add_condition(reader, value, into, CHECK_EVENTUALLY, NULL);
}

static const Key check_keys[] = {
    {"name", "text", "what the verdict calls it; the condition itself if not given", read_name,
     OVERRIDE_VALUE},
    {"always", "a condition", "true in every reachable state; if not: `violates`", read_always,
     OVERRIDE_VALUE},
    {"never", "a condition", "false in every reachable state; if not: `violates`", read_never,
     OVERRIDE_VALUE},
    {"sometimes", "a condition",
     "true in some reachable state; if not: `violates`.  Guards against passing because nothing "
     "happened",
     read_sometimes, OVERRIDE_VALUE},
    {"reachable", "a condition",
     "from every reachable state some schedule makes it true (AG EF); if not: `stuck`",
     read_reachable, OVERRIDE_VALUE},
    {"eventually", "a condition",
     "every weakly fair schedule makes it true at some time (AF); if not: `livelock`, or `stuck` "
     "where a schedule ends without it",
     read_eventually, OVERRIDE_VALUE},
};
const Level check_level = LEVEL("a check", check_keys);

/* A word by itself: an invariant of the model. */
static void read_invariant(Reader *reader, const Node *word)
{
    const Subject *subject = subject_of(reader);
    if (!subject) return;
    g_autofree const char **names = g_new(const char *, subject->predicate_count + 1);
    for (uint32_t i = 0; i < subject->predicate_count; i++)
        names[i] = subject->predicates[i].name;
    if (strpbrk(word->text, " .()<>=!")) {
        reader_error(reader, word->at, "{always: CONDITION}",
                     "a condition needs to be told how it is meant");
        return;
    }
    int found = read_word(reader, word, "unknown invariant", names, subject->predicate_count);
    if (found < 0) return;
    add_check(reader, check_of(CHECK_ALWAYS, subject, &subject->predicates[found]), word->at);
}

static void read_check(Reader *reader, const Node *node)
{
    if (node->kind == NODE_TEXT) {
        read_invariant(reader, node);
        return;
    }
    Entry entry = {0};
    level_read(reader, &check_level, node, &entry);
    if (node->kind == NODE_MAP && entry.count == 0)
        reader_error(reader, node->count ? node->keys[0]->at : node->at,
                     "one of always, never, sometimes, reachable, eventually",
                     "this check asks nothing");
}

void read_checks(Reader *reader, const Node *value, void *into)
{
    (void)into;
    if (value->kind != NODE_LIST) {
        reader_error(reader, value->at, "checks are a list: [p-has-one-owner, {always: ...}]",
                     "expected a list, found %s", node_kind_text(value));
        return;
    }
    if (value->count > MAX_CHECKS) {
        reader_error(reader, value->at, NULL, "more than %d checks", MAX_CHECKS);
        return;
    }
    for (uint32_t i = 0; i < value->count; i++)
        read_check(reader, value->values[i]);
}
