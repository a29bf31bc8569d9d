/* Expressions, third part: evaluation.  Called for every state of a search, so a plain walk over a
 * small array: no allocation, no strings. */
#include "checker/scenario/expression_tree.h"

#include <string.h>

typedef struct Evaluation {
    const Code *code;
    const uint8_t *state;
    int64_t variable[EXPRESSION_MAX_VARIABLES];
} Evaluation;

static int64_t value(Evaluation *evaluation, uint16_t at);

static int64_t member(Evaluation *evaluation, const Code *code)
{
    int64_t object = value(evaluation, code->left);
    if (object < 1 || object > code->count || !code->fields[object]) return UNDEFINED;
    return field_value(code->fields[object], evaluation->state);
}

static int64_t arithmetic(Evaluation *evaluation, const Code *code)
{
    int64_t left = value(evaluation, code->left);
    int64_t right = code->operation == OP_NEGATE ? 0 : value(evaluation, code->right);
    return calculated((Operation)code->operation, left, right);
}

static bool comparison(Evaluation *evaluation, const Code *code)
{
    int64_t left = value(evaluation, code->left), right = value(evaluation, code->right);
    return compared((Operation)code->operation, left, right);
}

static bool truth(Evaluation *evaluation, uint16_t at)
{
    return is_true(value(evaluation, at));
}

static int64_t quantifier(Evaluation *evaluation, const Code *code)
{
    int64_t count = 0;
    for (int64_t object = 1; object <= code->count; object++) {
        evaluation->variable[code->value] = object;
        bool holds = truth(evaluation, code->left);
        if (code->operation == OP_FORALL && !holds) return false;
        if (code->operation == OP_EXISTS && holds) return true;
        count += holds;
    }
    return code->operation == OP_COUNT ? count : code->operation == OP_FORALL;
}

static int64_t value(Evaluation *evaluation, uint16_t at)
{
    const Code *code = &evaluation->code[at];
    switch ((Operation)code->operation) {
    case OP_CONSTANT:
        return code->value;
    case OP_BYTE:
        return evaluation->state[code->value];
    case OP_FIELD:
        return field_value(code->fields[0], evaluation->state);
    case OP_VARIABLE:
        return evaluation->variable[code->value];
    case OP_MEMBER:
        return member(evaluation, code);
    case OP_NEGATE:
    case OP_ADD:
    case OP_SUBTRACT:
        return arithmetic(evaluation, code);
    case OP_EQUAL:
    case OP_DIFFERENT:
    case OP_LESS:
    case OP_LESS_EQUAL:
        return comparison(evaluation, code);
    case OP_NOT:
        return !truth(evaluation, code->left);
    case OP_AND:
        return truth(evaluation, code->left) && truth(evaluation, code->right);
    case OP_OR:
        return truth(evaluation, code->left) || truth(evaluation, code->right);
    case OP_IMPLIES:
        return !truth(evaluation, code->left) || truth(evaluation, code->right);
    case OP_FORALL:
    case OP_EXISTS:
    case OP_COUNT:
        return quantifier(evaluation, code);
    }
    g_assert_not_reached();
}

static bool differs(const Field *field, const uint8_t *before, const uint8_t *after)
{
    return field && memcmp(before + field->offset, after + field->offset, field->size) != 0;
}

/* Every object that a reference may be to counts: another state may make it that one. */
static bool may_read(const Expression *expression, const uint8_t *before, const uint8_t *after)
{
    for (uint16_t at = 0; at < expression->length; at++) {
        const Code *code = &expression->code[at];
        if (code->operation == OP_BYTE && before[code->value] != after[code->value]) return true;
        if (code->operation == OP_FIELD && differs(code->fields[0], before, after)) return true;
        if (code->operation != OP_MEMBER) continue;
        for (uint16_t object = 1; object <= code->count; object++)
            if (differs(code->fields[object], before, after)) return true;
    }
    return false;
}

Notice expression_sees(const void *expression, const uint8_t *before, const uint8_t *after,
                       uint32_t actor)
{
    (void)actor;
    if (!may_read(expression, before, after)) return NOTICES_NOTHING;
    return expression_notices(expression, before, after);
}

static void watch(uint64_t *bytes, size_t begin, size_t size)
{
    for (size_t at = begin; at < begin + size; at++)
        bytes[at / 64] |= UINT64_C(1) << at % 64;
}

void expression_watches(const void *expression, uint64_t *bytes)
{
    const Expression *compiled = expression;
    for (uint16_t at = 0; at < compiled->length; at++) {
        const Code *code = &compiled->code[at];
        if (code->operation == OP_BYTE) watch(bytes, (size_t)code->value, 1);
        uint16_t first = code->operation == OP_FIELD ? 0 : 1;
        uint16_t last = code->operation == OP_FIELD    ? 0
                        : code->operation == OP_MEMBER ? code->count
                                                       : 0;
        for (uint16_t object = first; object <= last; object++)
            if (code->fields[object])
                watch(bytes, code->fields[object]->offset, code->fields[object]->size);
    }
}

bool expression_holds(const void *expression, const uint8_t *state)
{
    const Expression *compiled = expression;
    Evaluation evaluation = {.code = compiled->code, .state = state};
    return truth(&evaluation, compiled->root);
}
