/* What of a variant is interchangeable: which ids its checks name, the symmetry that remains, and
 * both in words for --explain-reductions. */
#include "model/symmetry.h"
#include "checker/scenario/reader.h"
#include "checker/scenario/vocabulary.h"
#include "checker/search/dead.h"

#include <string.h>

static const char letters[ID_KINDS] = {[ID_G] = 'g', [ID_M] = 'm', [ID_P] = 'p'};

/* -------- which ids the checks name -------- */

void symmetry_pin(Reader *reader, IdKind kind, uint32_t id, const char *check)
{
    if (id >= 1 && id <= MAX_IDS && !reader->pinned_by[kind][id])
        reader->pinned_by[kind][id] = check;
}

/* Every word that could be the name of an object counts, whatever it means where it stands: to pin
 * too many is safe. */
void symmetry_pin_words(Reader *reader, const char *check)
{
    static const char in_words[] = G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_";
    size_t length;
    for (const char *at = check; *at; at += MAX(length, 1)) {
        length = strspn(at, in_words);
        g_autofree char *word = g_strndup(at, length);
        const char *object;
        uint32_t index;
        if (!length || !vocabulary_numbered(reader->subject, word, &object, &index)) continue;
        for (IdKind kind = 0; kind < ID_KINDS; kind++)
            if (object[0] == letters[kind] && !object[1]) symmetry_pin(reader, kind, index, check);
    }
}

/* -------- in words -------- */

/* "m1, m2, m3": a class, by the lowest id in it. */
static void list_class(GString *out, const GoSymmetry *symmetry, IdKind kind, uint8_t lead)
{
    const char *comma = "";
    for (uint8_t id = lead; id <= id_count(symmetry->config, kind); id++) {
        if (symmetry->lead[kind][id] != lead) continue;
        g_string_append_printf(out, "%s%c%u", comma, letters[kind], id);
        comma = ", ";
    }
}

static void mark_used(const Program *program, bool *used)
{
    for (uint8_t at = 0; at < program->length; at++)
        if (program->code[at].kind == INSTRUCTION_OPERATION)
            used[program->code[at].operation] = true;
}

/* The operations of the scenario that visit objects in this order: "stop-the-world, for-each-p". */
static void list_operations(GString *out, const Config *config, uint8_t order)
{
    bool used[OPERATION_COUNT] = {false};
    const char *comma = "";
    for (uint8_t i = 0; i < MAX_IDS; i++) {
        mark_used(&config->g[i].program, used);
        mark_used(&config->m[i].program, used);
    }
    for (OperationId i = 0; i < OPERATION_COUNT; i++) {
        if (!used[i] || !(order_ahead(operation_info[i].first) & order)) continue;
        g_string_append_printf(out, "%s%s", comma, operation_info[i].name);
        comma = ", ";
    }
}

static const char *why_interchangeable(IdKind kind)
{
    switch (kind) {
    case ID_G:
        return "the same program";
    case ID_M:
        return "an M is whom it runs";
    default:
        return "a P is who holds it";
    }
}

static void explain_class(GString *out, const GoSymmetry *symmetry, IdKind kind, uint8_t lead)
{
    uint8_t order = kind == ID_P ? ORDER_OF_PS : kind == ID_G ? ORDER_OF_GS : NO_ORDER;
    g_string_append(out, "  ");
    list_class(out, symmetry, kind, lead);
    g_string_append_printf(out, ": interchangeable, %s", why_interchangeable(kind));
    if (symmetry->orders & order) {
        g_string_append(out, "; but only after the last ");
        list_operations(out, symmetry->config, order);
        g_string_append_printf(out, ", which visits %cs in the order of their ids",
                               g_ascii_toupper(letters[kind]));
    }
    g_string_append_c(out, '\n');
}

static const char *why_alone(const GoSymmetry *symmetry, IdKind kind, uint8_t id)
{
    switch (symmetry->pinned[kind][id]) {
    case PINNED_BY_CHECK:
        return "named by the check";
    case PINNED_ABSENT:
        return NULL;
    case PINNED_NOT:
        break;
    }
    return kind == ID_G ? "no other does the same" : "no other is left to exchange it with";
}

static void explain_single(GString *out, const Reader *reader, const GoSymmetry *symmetry,
                           IdKind kind, uint8_t id)
{
    const char *why = why_alone(symmetry, kind, id);
    if (!why) return;
    g_string_append_printf(out, "  %c%u: keeps its name, %s", letters[kind], id, why);
    if (symmetry->pinned[kind][id] == PINNED_BY_CHECK)
        g_string_append_printf(out, " `%s`", reader->pinned_by[kind][id]);
    g_string_append_c(out, '\n');
}

static void explain_kind(GString *out, const Reader *reader, const GoSymmetry *symmetry,
                         IdKind kind)
{
    uint8_t count = id_count(symmetry->config, kind);
    for (uint8_t id = 1; id <= count; id++) {
        if (symmetry->lead[kind][id] != id) continue;
        bool shared = false;
        for (uint8_t other = id + 1; other <= count; other++)
            shared |= symmetry->lead[kind][other] == id;
        if (shared) explain_class(out, symmetry, kind, id);
        else explain_single(out, reader, symmetry, kind, id);
    }
}

/* The check that asks of every fair schedule, or NULL. */
static const Check *eventuality(const Question *question)
{
    for (uint32_t i = 0; i < question->check_count; i++)
        if (question->checks[i].kind == CHECK_EVENTUALLY) return &question->checks[i];
    return NULL;
}

static char *explain(const Reader *reader, const GoSymmetry *symmetry)
{
    GString *out = g_string_new("symmetry\n");
    const Check *fair = eventuality(&reader->variant->question);
    if (fair)
        g_string_append_printf(out,
                               "  not used: `%s` asks of every fair schedule, and fairness is "
                               "owed to actors by name\n",
                               fair->name);
    for (IdKind kind = 0; kind < ID_KINDS; kind++)
        explain_kind(out, reader, symmetry, kind);
    return g_string_free(out, FALSE);
}

/* -------- the symmetry -------- */

/* The Ms that may exchange their names, as actors. */
static uint32_t exchanged_actors(const GoSymmetry *symmetry)
{
    uint32_t actors = 0;
    const uint8_t *lead = symmetry->lead[ID_M];
    for (uint8_t m = 1; m <= symmetry->config->ms; m++) {
        if (lead[m] == m) continue;
        actors |= UINT32_C(1) << (m - 1) | UINT32_C(1) << (lead[m] - 1);
    }
    return actors;
}

/* A model of one's own has no names to exchange, but can have values that nobody reads again. */
static void find_dead(Reader *reader)
{
    Variant *variant = reader->variant;
    variant->symmetry = "symmetry\n  not looked for in a model of your own\n";
    if (!variant->question.subject->forget) return;
    Symmetry *found = storage_new0(reader->storage, Symmetry, 1);
    *found = dead_symmetry(&variant->question);
    variant->question.symmetry = found;
}

void symmetry_find(Reader *reader)
{
    Variant *variant = reader->variant;
    if (reader->module) {
        find_dead(reader);
        return;
    }
    bool pinned[ID_KINDS][MAX_IDS + 1];
    for (IdKind kind = 0; kind < ID_KINDS; kind++)
        for (uint8_t id = 0; id <= MAX_IDS; id++)
            pinned[kind][id] = reader->pinned_by[kind][id] != NULL;

    GoSymmetry *symmetry = storage_new0(reader->storage, GoSymmetry, 1);
    go_symmetry_init(symmetry, variant->question.subject->context, pinned);
    variant->symmetry = storage_own(reader->storage, explain(reader, symmetry));
    if (!go_symmetry_exists(symmetry)) return;
    Symmetry *found = storage_new0(reader->storage, Symmetry, 1);
    *found = (Symmetry){go_canonicalise, symmetry, exchanged_actors(symmetry)};
    variant->question.symmetry = found;
}
