/* Expressions, fourth part: what a change can do to one, when only some bytes are known.
 *
 * An expression is evaluated in two states at once, in all pairs of states that have the known
 * values, and are alike everywhere else.  A number is exact (then it may be another one
 * afterwards), or unknown but the same in both, or neither.  Of a condition more is kept: which of
 * the four things may become of it.  So `a and b` is not broken, whatever b is, if a only can
 * become true.
 *
 * Called once for each thing that a step does (recording.h), not for each state; and for a step
 * that is to be taken ahead, if it changes a field that the expression may read. */
#include "checker/scenario/expression_tree.h"

#include <string.h>

/* What may become of a condition: a set of these. */
enum { STAYS_FALSE = 1, MENDS = 2, BREAKS = 4, STAYS_TRUE = 8, STAYS = STAYS_FALSE | STAYS_TRUE };

typedef enum Certainty {
    EXACT, /* before, after */
    SAME,  /* in both states */
    UNSURE
} Certainty;

typedef struct Outlook {
    Certainty certainty;
    int64_t before, after;
} Outlook;

typedef struct Comparison {
    const Code *code;
    const uint8_t *before, *after;
    const uint64_t *known; /* bit set; NULL: those that differ */
    int64_t variable[EXPRESSION_MAX_VARIABLES];
} Comparison;

static Outlook outlook(Comparison *comparison, uint16_t at);
static unsigned fate(Comparison *comparison, uint16_t at);

static const Outlook same = {SAME, 0, 0}, unsure = {UNSURE, 0, 0};

static Outlook exact(int64_t before, int64_t after)
{
    return (Outlook){EXACT, before, after};
}

static bool is_same(Outlook a)
{
    return a.certainty == SAME || (a.certainty == EXACT && a.before == a.after);
}

/* -------- from one kind to the other -------- */

static unsigned fate_of(bool before, bool after)
{
    return 1u << (2 * before + after);
}

static Outlook outlook_of_condition(unsigned fates)
{
    if ((fates & (fates - 1)) == 0)
        return exact(fates >= BREAKS, (fates & (MENDS | STAYS_TRUE)) != 0);
    return fates & ~(unsigned)STAYS ? unsure : same;
}

static unsigned fate_of_flag(Outlook flag)
{
    if (flag.certainty == EXACT) return fate_of(is_true(flag.before), is_true(flag.after));
    return flag.certainty == SAME ? STAYS : STAYS | MENDS | BREAKS;
}

/* -------- fields -------- */

static bool is_known(const Comparison *c, size_t at)
{
    return c->known ? c->known[at / 64] >> at % 64 & 1 : c->before[at] != c->after[at];
}

static Outlook byte_at(const Comparison *c, size_t at)
{
    return is_known(c, at) ? exact(c->before[at], c->after[at]) : same;
}

/* NULL: of nil. */
static Outlook field_at(const Comparison *c, const Field *field)
{
    if (!field) return exact(UNDEFINED, UNDEFINED);
    bool known = is_known(c, field->offset) && is_known(c, field->offset + field->size - 1u);
    if (known) return exact(field_value(field, c->before), field_value(field, c->after));
    bool changes = memcmp(c->before + field->offset, c->after + field->offset, field->size) != 0;
    return changes ? unsure : same;
}

static const Field *field_of(const Code *code, int64_t object)
{
    return object < 1 || object > code->count ? NULL : code->fields[object];
}

/* A member of whichever object it is. */
static Outlook member_of_some(const Comparison *c, const Code *code)
{
    for (int64_t object = 1; object <= code->count; object++)
        if (!is_same(field_at(c, field_of(code, object)))) return unsure;
    return same;
}

static Outlook member(Comparison *c, const Code *code)
{
    Outlook object = outlook(c, code->left);
    if (object.certainty == SAME) return member_of_some(c, code);
    if (object.certainty == UNSURE) return unsure;
    Outlook before = field_at(c, field_of(code, object.before));
    if (object.before == object.after) return before;
    Outlook after = field_at(c, field_of(code, object.after));
    if (before.certainty != EXACT || after.certainty != EXACT) return unsure;
    return exact(before.before, after.after);
}

/* -------- numbers -------- */

static Outlook arithmetic(Comparison *c, const Code *code)
{
    Operation operation = (Operation)code->operation;
    Outlook left = outlook(c, code->left);
    Outlook right = operation == OP_NEGATE ? exact(0, 0) : outlook(c, code->right);
    if (left.certainty == EXACT && right.certainty == EXACT)
        return exact(calculated(operation, left.before, right.before),
                     calculated(operation, left.after, right.after));
    return is_same(left) && is_same(right) ? same : unsure;
}

/* Of how many it is true. */
static Outlook count(Comparison *c, const Code *code)
{
    Outlook sum = exact(0, 0);
    for (int64_t object = 1; object <= code->count; object++) {
        c->variable[code->value] = object;
        Outlook one = outlook_of_condition(fate(c, code->left));
        if (one.certainty == UNSURE) return unsure;
        if (sum.certainty == EXACT && one.certainty == EXACT)
            sum = exact(sum.before + one.before, sum.after + one.after);
        else if (is_same(sum) && is_same(one)) sum = same;
        else return unsure;
    }
    return sum;
}

static Outlook outlook(Comparison *c, uint16_t at)
{
    const Code *code = &c->code[at];
    switch ((Operation)code->operation) {
    case OP_CONSTANT:
        return exact(code->value, code->value);
    case OP_BYTE:
        return byte_at(c, (size_t)code->value);
    case OP_FIELD:
        return field_at(c, code->fields[0]);
    case OP_VARIABLE:
        return exact(c->variable[code->value], c->variable[code->value]);
    case OP_MEMBER:
        return member(c, code);
    case OP_NEGATE:
    case OP_ADD:
    case OP_SUBTRACT:
        return arithmetic(c, code);
    case OP_COUNT:
        return count(c, code);
    default:
        return outlook_of_condition(fate(c, at));
    }
}

/* -------- conditions -------- */

static unsigned comparison(Comparison *c, const Code *code)
{
    Operation operation = (Operation)code->operation;
    Outlook left = outlook(c, code->left), right = outlook(c, code->right);
    if (left.certainty == EXACT && right.certainty == EXACT)
        return fate_of(compared(operation, left.before, right.before),
                       compared(operation, left.after, right.after));
    return is_same(left) && is_same(right) ? STAYS : STAYS | MENDS | BREAKS;
}

static unsigned negated(unsigned fates)
{
    return (fates & STAYS_FALSE ? STAYS_TRUE : 0u) | (fates & MENDS ? BREAKS : 0u) |
           (fates & BREAKS ? MENDS : 0u) | (fates & STAYS_TRUE ? STAYS_FALSE : 0u);
}

/* Each with each; one bit of the two states of a condition is one of its number. */
static unsigned both(unsigned left, unsigned right)
{
    unsigned fates = 0;
    for (unsigned a = 0; a < 4; a++)
        for (unsigned b = 0; b < 4; b++)
            if (left >> a & right >> b & 1) fates |= 1u << (a & b);
    return fates;
}

static unsigned either(unsigned left, unsigned right)
{
    return negated(both(negated(left), negated(right)));
}

static unsigned quantifier(Comparison *c, const Code *code)
{
    bool for_all = code->operation == OP_FORALL;
    unsigned fates = for_all ? STAYS_TRUE : STAYS_FALSE;
    for (int64_t object = 1; object <= code->count; object++) {
        c->variable[code->value] = object;
        unsigned one = fate(c, code->left);
        fates = for_all ? both(fates, one) : either(fates, one);
    }
    return fates;
}

static unsigned fate(Comparison *c, uint16_t at)
{
    const Code *code = &c->code[at];
    switch ((Operation)code->operation) {
    case OP_EQUAL:
    case OP_DIFFERENT:
    case OP_LESS:
    case OP_LESS_EQUAL:
        return comparison(c, code);
    case OP_NOT:
        return negated(fate(c, code->left));
    case OP_AND:
        return both(fate(c, code->left), fate(c, code->right));
    case OP_OR:
        return either(fate(c, code->left), fate(c, code->right));
    case OP_IMPLIES:
        return either(negated(fate(c, code->left)), fate(c, code->right));
    case OP_FORALL:
    case OP_EXISTS:
        return quantifier(c, code);
    default:
        return fate_of_flag(outlook(c, at));
    }
}

static unsigned fate_in(const Expression *expression, const uint8_t *before, const uint8_t *after,
                        const uint64_t *known)
{
    Comparison c = {.code = expression->code, .before = before, .after = after, .known = known};
    return fate(&c, expression->root);
}

bool expression_breaks(const void *expression, const uint8_t *before, const uint8_t *after,
                       const uint64_t *known)
{
    return (fate_in(expression, before, after, known) & BREAKS) != 0;
}

Notice expression_notices(const Expression *expression, const uint8_t *before, const uint8_t *after)
{
    unsigned fates = fate_in(expression, before, after, NULL);
    return fates & MENDS ? MAY_CHANGE : fates & BREAKS ? MAY_BREAK : NOTICES_NOTHING;
}
