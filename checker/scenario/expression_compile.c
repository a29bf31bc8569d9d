/* Expressions, second part: from a tree to code, giving every part its type.
 *
 * A bare word may be the name of a value (Pgcstop), which means nothing by itself: the other side
 * of the comparison says of which kind.
 */
#include "checker/scenario/expression_tree.h"

#include "checker/scenario/vocabulary.h"

#include <string.h>

typedef enum TypeKind {
    TYPE_WRONG, /* has a mistake in it that was reported */
    TYPE_CONDITION,
    TYPE_NUMBER,
    TYPE_FLAG,      /* of a kind with two values: a number and a condition as well */
    TYPE_VALUE,     /* of a kind with named values */
    TYPE_REFERENCE, /* to one of several objects, or nil */
    TYPE_ONLY,      /* the only object of its name: good for its members */
    TYPE_NAME       /* a word that waits for the other side */
} TypeKind;

typedef struct Typed {
    TypeKind kind;
    const ValueKind *values; /* TYPE_VALUE, TYPE_FLAG */
    const char *object;      /* TYPE_REFERENCE, TYPE_ONLY */
    uint16_t code;
    const Term *term;
} Typed;

typedef struct Compiler {
    const Subject *subject;
    Storage *storage;
    Reporter *reporter;
    Expression *expression;
    uint32_t variable_count;
    struct {
        const char *name, *object;
    } variable[EXPRESSION_MAX_VARIABLES];
} Compiler;

static Typed compile(Compiler *compiler, const Term *term);

/* -------- types -------- */

static Typed type_of_field(const Compiler *compiler, const Field *field)
{
    const ValueKind *kind = field->kind;
    const char *object = vocabulary_reference(compiler->subject, kind);
    if (object) return (Typed){.kind = TYPE_REFERENCE, .object = object};
    if (kind->value_count == 2 || strcmp(kind->name, "flag") == 0)
        return (Typed){.kind = TYPE_FLAG, .values = kind};
    if (kind->values) return (Typed){.kind = TYPE_VALUE, .values = kind};
    return (Typed){.kind = TYPE_NUMBER};
}

/* -------- messages -------- */

static Typed wrong(void)
{
    return (Typed){.kind = TYPE_WRONG};
}

static bool is_condition(Typed typed)
{
    return typed.kind == TYPE_CONDITION || typed.kind == TYPE_FLAG;
}

static bool is_number(Typed typed)
{
    return typed.kind == TYPE_NUMBER || typed.kind == TYPE_FLAG;
}

/* "a number", "a P status", "a reference to an m" */
static char *type_text(Typed typed)
{
    switch (typed.kind) {
    case TYPE_CONDITION:
        return g_strdup("a condition");
    case TYPE_NUMBER:
        return g_strdup("a number");
    case TYPE_FLAG:
        return g_strdup("a flag");
    case TYPE_VALUE:
        return g_strdup_printf("a %s", typed.values->name);
    case TYPE_REFERENCE:
        return g_strdup_printf("a reference to one %s", typed.object);
    case TYPE_ONLY:
        return g_strdup_printf("an object (%s)", typed.object);
    case TYPE_NAME:
        return g_strdup("a name");
    case TYPE_WRONG:
        break;
    }
    return g_strdup("a mistake");
}

/* A bare word of which nobody says what it could be. */
static void report_unknown_word(Compiler *compiler, const Term *term)
{
    const Subject *subject = compiler->subject;
    const ValueKind *kind = vocabulary_kind_of_value(subject, term->word);
    if (kind) {
        reporter_add(compiler->reporter, term->at, "compare it with a field of that kind",
                     "type mismatch: `%s` is a %s", term->word, kind->name);
        return;
    }
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    for (uint32_t i = 0; i < compiler->variable_count; i++)
        g_ptr_array_add(words, (char *)compiler->variable[i].name);
    for (uint32_t i = 0; i < subject->field_count; i++)
        g_ptr_array_add(words, (char *)subject->fields[i].object);
    g_autofree char *hint = diagnostic_hint("expected a field, as in object.field", term->word,
                                            (const char *const *)words->pdata, words->len);
    reporter_add(compiler->reporter, term->at, hint, "unknown name `%s`", term->word);
}

/* Is it what is wanted here?  If not, say so, unless a mistake inside was said already. */
static bool demand(Compiler *compiler, const Term *term, Typed typed, bool fits, const char *wanted)
{
    if (fits || typed.kind == TYPE_WRONG) return fits;
    if (typed.kind == TYPE_NAME) {
        report_unknown_word(compiler, term);
        return false;
    }
    g_autofree char *text = type_text(typed);
    g_autofree char *hint = g_strdup_printf("expected %s", wanted);
    reporter_add(compiler->reporter, term->at, hint, "this is %s", text);
    return false;
}

/* -------- code -------- */

static uint16_t emit(Compiler *compiler, Code code)
{
    /* One code for each term at most, and the parser has counted those. */
    g_assert(compiler->expression->length < compiler->expression->room);
    compiler->expression->code[compiler->expression->length] = code;
    return compiler->expression->length++;
}

static Typed with_code(Compiler *compiler, Typed typed, const Term *term, Code code)
{
    typed.code = emit(compiler, code);
    typed.term = term;
    return typed;
}

static Typed constant(Compiler *compiler, Typed typed, const Term *term, int64_t value)
{
    return with_code(compiler, typed, term, (Code){.operation = OP_CONSTANT, .value = value});
}

/* A field that is known now: p1.status. */
static Typed known_field(Compiler *compiler, const Term *term, const Field *field)
{
    Typed typed = type_of_field(compiler, field);
    if (field->size == 1 && !field->kind->is_signed)
        return with_code(compiler, typed, term,
                         (Code){.operation = OP_BYTE, .value = field->offset});
    const Field **fields = storage_new0(compiler->storage, const Field *, 1);
    fields[0] = field;
    return with_code(compiler, typed, term, (Code){.operation = OP_FIELD, .fields = fields});
}

/* -------- words -------- */

static Typed compile_variable(Compiler *compiler, const Term *term, uint32_t variable)
{
    Typed typed = {.kind = TYPE_REFERENCE, .object = compiler->variable[variable].object};
    return with_code(compiler, typed, term, (Code){.operation = OP_VARIABLE, .value = variable});
}

static Typed compile_word(Compiler *compiler, const Term *term)
{
    const char *object;
    uint32_t index, count;
    for (uint32_t i = compiler->variable_count; i-- > 0;)
        if (strcmp(compiler->variable[i].name, term->word) == 0)
            return compile_variable(compiler, term, i);
    if (vocabulary_numbered(compiler->subject, term->word, &object, &index))
        return constant(compiler, (Typed){.kind = TYPE_REFERENCE, .object = object}, term, index);
    if (!vocabulary_object(compiler->subject, term->word, &count))
        return constant(compiler, (Typed){.kind = TYPE_NAME}, term, 0);
    if (count == 0)
        return constant(compiler, (Typed){.kind = TYPE_ONLY, .object = term->word}, term, 0);
    g_autofree char *hint = g_strdup_printf("write %s1, or forall(%s, ...), exists(%s, ...)",
                                            term->word, term->word, term->word);
    reporter_add(compiler->reporter, term->at, hint, "`%s` is one of several", term->word);
    return wrong();
}

/* -------- members -------- */

static Typed report_unknown_member(Compiler *compiler, const Term *term, const char *object)
{
    const Subject *subject = compiler->subject;
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    for (uint32_t i = 0; i < subject->field_count; i++)
        if (strcmp(subject->fields[i].object, object) == 0)
            g_ptr_array_add(words, (char *)subject->fields[i].member);
    g_autofree char *hint =
        diagnostic_hint(NULL, term->word, (const char *const *)words->pdata, words->len);
    reporter_add(compiler->reporter, term->sign, hint, "%s has no field `%s`", object, term->word);
    return wrong();
}

/* A field of an object that only the state knows: p.status, m1.p.status. */
static Typed compile_indirection(Compiler *compiler, const Term *term, Typed object)
{
    const Subject *subject = compiler->subject;
    const Field *any = NULL;
    uint32_t count;
    vocabulary_object(subject, object.object, &count);
    const Field **fields = storage_new0(compiler->storage, const Field *, count + 1);
    for (uint32_t i = 1; i <= count; i++) {
        fields[i] = vocabulary_field(subject, object.object, i, term->word);
        if (fields[i]) any = fields[i];
    }
    if (!any) return report_unknown_member(compiler, term, object.object);
    Code code = {
        .operation = OP_MEMBER, .left = object.code, .count = (uint16_t)count, .fields = fields};
    return with_code(compiler, type_of_field(compiler, any), term, code);
}

static Typed compile_member(Compiler *compiler, const Term *term)
{
    Typed object = compile(compiler, term->left);
    bool fits = object.kind == TYPE_REFERENCE || object.kind == TYPE_ONLY;
    if (!demand(compiler, term->left, object, fits, "an object")) return wrong();

    const Code *code = &compiler->expression->code[object.code];
    if (code->operation != OP_CONSTANT) return compile_indirection(compiler, term, object);
    const Field *field =
        vocabulary_field(compiler->subject, object.object, (uint32_t)code->value, term->word);
    if (field) return known_field(compiler, term, field);
    return report_unknown_member(compiler, term, object.object);
}

/* -------- comparisons -------- */

static void report_unknown_value(Compiler *compiler, const Term *word, const ValueKind *kind)
{
    GString *what = g_string_new("expected one of");
    for (uint32_t i = 0; i < kind->value_count; i++)
        if (kind->values[i]) g_string_append_printf(what, " %s", kind->values[i]);
    g_autofree char *hint = diagnostic_hint(what->str, word->word, kind->values, kind->value_count);
    reporter_add(compiler->reporter, word->at, hint, "`%s` is not a %s", word->word, kind->name);
    g_string_free(what, TRUE);
}

/* Give a bare word the meaning that the other side of the comparison asks for. */
static bool resolve(Compiler *compiler, Typed *name, Typed other)
{
    int64_t *value = &compiler->expression->code[name->code].value;
    const Term *word = name->term;
    *name = (Typed){.kind = other.kind,
                    .values = other.values,
                    .object = other.object,
                    .code = name->code,
                    .term = word};
    if (other.kind == TYPE_REFERENCE && strcmp(word->word, "nil") == 0) return true;
    if (other.values && other.values->values) {
        for (uint32_t i = 0; i < other.values->value_count; i++) {
            const char *candidate = other.values->values[i];
            *value = i;
            if (candidate && strcmp(candidate, word->word) == 0) return true;
        }
        report_unknown_value(compiler, word, other.values);
    } else {
        report_unknown_word(compiler, word);
    }
    return false;
}

/* Can the two be equal at all? */
static bool comparable(Typed a, Typed b)
{
    if (is_number(a) && is_number(b)) return true;
    if (is_condition(a) && is_condition(b)) return true;
    if (a.kind == TYPE_VALUE && b.kind == TYPE_VALUE)
        return a.values == b.values || strcmp(a.values->name, b.values->name) == 0;
    return a.kind == TYPE_REFERENCE && b.kind == TYPE_REFERENCE && strcmp(a.object, b.object) == 0;
}

static void report_mismatch(Compiler *compiler, const Term *term, Typed left, Typed right)
{
    g_autofree char *a = type_text(left), *b = type_text(right);
    bool status = left.kind == TYPE_VALUE || right.kind == TYPE_VALUE;
    bool number = is_number(left) || is_number(right);
    const char *hint = status && number ? "compare it with the name of one of its values" : NULL;
    reporter_add(compiler->reporter, term->sign, hint, "type mismatch: %s is compared with %s", a,
                 b);
}

static Code comparison_code(TermKind kind, uint16_t left, uint16_t right)
{
    switch (kind) {
    case TERM_EQUAL:
        return (Code){.operation = OP_EQUAL, .left = left, .right = right};
    case TERM_DIFFERENT:
        return (Code){.operation = OP_DIFFERENT, .left = left, .right = right};
    case TERM_LESS:
        return (Code){.operation = OP_LESS, .left = left, .right = right};
    case TERM_LESS_EQUAL:
        return (Code){.operation = OP_LESS_EQUAL, .left = left, .right = right};
    case TERM_GREATER:
        return (Code){.operation = OP_LESS, .left = right, .right = left};
    default:
        return (Code){.operation = OP_LESS_EQUAL, .left = right, .right = left};
    }
}

static Typed compile_comparison(Compiler *compiler, const Term *term)
{
    Typed left = compile(compiler, term->left), right = compile(compiler, term->right);
    if (left.kind == TYPE_WRONG || right.kind == TYPE_WRONG) return wrong();
    if (left.kind == TYPE_NAME && right.kind == TYPE_NAME) {
        report_unknown_word(compiler, left.term);
        return wrong();
    }
    if (left.kind == TYPE_NAME && !resolve(compiler, &left, right)) return wrong();
    if (right.kind == TYPE_NAME && !resolve(compiler, &right, left)) return wrong();

    bool equality = term->kind == TERM_EQUAL || term->kind == TERM_DIFFERENT;
    if (!comparable(left, right)) {
        report_mismatch(compiler, term, left, right);
        return wrong();
    }
    if (!equality && !demand(compiler, term->left, left, is_number(left), "a number to order"))
        return wrong();
    return with_code(compiler, (Typed){.kind = TYPE_CONDITION}, term,
                     comparison_code(term->kind, left.code, right.code));
}

/* -------- the other operators -------- */

static Typed compile_sum(Compiler *compiler, const Term *term, Operation operation)
{
    Typed left = compile(compiler, term->left);
    Typed right = term->right ? compile(compiler, term->right) : left;
    bool fits = demand(compiler, term->left, left, is_number(left), "a number");
    if (term->right) fits &= demand(compiler, term->right, right, is_number(right), "a number");
    if (!fits) return wrong();
    return with_code(
        compiler, (Typed){.kind = TYPE_NUMBER}, term,
        (Code){.operation = (uint8_t)operation, .left = left.code, .right = right.code});
}

static Typed compile_logic(Compiler *compiler, const Term *term, Operation operation)
{
    static const char wanted[] = "a condition: a comparison or a flag";
    Typed left = compile(compiler, term->left);
    Typed right = term->right ? compile(compiler, term->right) : left;
    bool fits = demand(compiler, term->left, left, is_condition(left), wanted);
    if (term->right) fits &= demand(compiler, term->right, right, is_condition(right), wanted);
    if (!fits) return wrong();
    return with_code(
        compiler, (Typed){.kind = TYPE_CONDITION}, term,
        (Code){.operation = (uint8_t)operation, .left = left.code, .right = right.code});
}

/* What `forall` and its kin can range over? */
static bool find_range(Compiler *compiler, const Term *term, uint32_t *ret_count)
{
    const Subject *subject = compiler->subject;
    if (vocabulary_object(subject, term->object, ret_count) && *ret_count > 0) return true;
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    for (uint32_t i = 0; i < subject->field_count; i++)
        if (subject->fields[i].index > 0) g_ptr_array_add(words, (char *)subject->fields[i].object);
    g_autofree char *hint =
        diagnostic_hint(NULL, term->object, (const char *const *)words->pdata, words->len);
    reporter_add(compiler->reporter, term->object_at, hint, "there are not several `%s`",
                 term->object);
    return false;
}

static Typed compile_quantifier(Compiler *compiler, const Term *term, Operation operation)
{
    uint32_t count, variable = compiler->variable_count;
    if (!find_range(compiler, term, &count)) return wrong();
    if (variable == EXPRESSION_MAX_VARIABLES) {
        reporter_add(compiler->reporter, term->sign, NULL, "too many quantifiers in each other");
        return wrong();
    }
    compiler->variable[variable].name = term->word;
    compiler->variable[variable].object = term->object;
    compiler->variable_count++;
    Typed body = compile(compiler, term->left);
    compiler->variable_count--;
    if (!demand(compiler, term->left, body, is_condition(body), "a condition")) return wrong();

    TypeKind kind = operation == OP_COUNT ? TYPE_NUMBER : TYPE_CONDITION;
    Code code = {.operation = (uint8_t)operation,
                 .left = body.code,
                 .count = (uint16_t)count,
                 .value = variable};
    return with_code(compiler, (Typed){.kind = kind}, term, code);
}

static Typed compile(Compiler *compiler, const Term *term)
{
    Typed number = {.kind = TYPE_NUMBER}, condition = {.kind = TYPE_CONDITION};
    switch (term->kind) {
    case TERM_NUMBER:
        return constant(compiler, number, term, term->number);
    case TERM_TRUTH:
        return constant(compiler, condition, term, term->number);
    case TERM_WORD:
        return compile_word(compiler, term);
    case TERM_MEMBER:
        return compile_member(compiler, term);
    case TERM_NEGATE:
        return compile_sum(compiler, term, OP_NEGATE);
    case TERM_ADD:
        return compile_sum(compiler, term, OP_ADD);
    case TERM_SUBTRACT:
        return compile_sum(compiler, term, OP_SUBTRACT);
    case TERM_EQUAL:
    case TERM_DIFFERENT:
    case TERM_LESS:
    case TERM_LESS_EQUAL:
    case TERM_GREATER:
    case TERM_GREATER_EQUAL:
        return compile_comparison(compiler, term);
    case TERM_NOT:
        return compile_logic(compiler, term, OP_NOT);
    case TERM_AND:
        return compile_logic(compiler, term, OP_AND);
    case TERM_OR:
        return compile_logic(compiler, term, OP_OR);
    case TERM_IMPLIES:
        return compile_logic(compiler, term, OP_IMPLIES);
    case TERM_FORALL:
        return compile_quantifier(compiler, term, OP_FORALL);
    case TERM_EXISTS:
        return compile_quantifier(compiler, term, OP_EXISTS);
    case TERM_COUNT:
        return compile_quantifier(compiler, term, OP_COUNT);
    }
    g_assert_not_reached();
}

static Expression *expression_new(Storage *storage, uint32_t room)
{
    Expression *expression =
        storage_own(storage, g_malloc0(sizeof(Expression) + room * sizeof(Code)));
    expression->room = (uint16_t)room;
    return expression;
}

Expression *expression_compile(const char *text, const Subject *subject, Storage *storage,
                               ExpressionReport *report, void *data)
{
    Reporter reporter = {report, data, false};
    g_autoptr(GPtrArray) terms = storage_new();
    uint32_t count;
    Term *term = expression_parse(text, terms, &reporter, &count);
    if (!term) return NULL;

    Expression *expression = expression_new(storage, count);
    Compiler compiler = {
        .subject = subject, .storage = storage, .reporter = &reporter, .expression = expression};
    Typed typed = compile(&compiler, term);
    demand(&compiler, term, typed, is_condition(typed), "a condition: a comparison or a flag");
    expression->root = typed.code;
    return reporter.any ? NULL : expression;
}
