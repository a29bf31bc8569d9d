/* Inside expressions: what the parser hands to the compiler, and the compiler to the evaluator. */
#ifndef CHECKER_SCENARIO_EXPRESSION_TREE_H
#define CHECKER_SCENARIO_EXPRESSION_TREE_H

#include "checker/scenario/expression.h"

/* -------- the parse tree -------- */

typedef enum TermKind {
    TERM_NUMBER, /* number */
    TERM_TRUTH,  /* true and false: number is 1 or 0 */
    TERM_WORD,   /* word: a variable, an object or a value's name */
    TERM_MEMBER, /* left.word */
    TERM_NEGATE, /* - left */
    TERM_ADD,    /* left, right from here on */
    TERM_SUBTRACT,
    TERM_EQUAL,
    TERM_DIFFERENT,
    TERM_LESS,
    TERM_LESS_EQUAL,
    TERM_GREATER,
    TERM_GREATER_EQUAL,
    TERM_NOT, /* left */
    TERM_AND, /* left, right */
    TERM_OR,
    TERM_IMPLIES,
    TERM_FORALL, /* word in object: left */
    TERM_EXISTS,
    TERM_COUNT
} TermKind;

typedef struct Term Term;
struct Term {
    TermKind kind;
    Span at; /* all of it; a member's and an operator's own word or sign is `sign` */
    Span sign;
    int64_t number;
    const char *word, *object;
    Span object_at;
    Term *left, *right;
};

typedef struct Reporter {
    ExpressionReport *report;
    void *data;
    bool any; /* something was reported */
} Reporter;

void reporter_add(Reporter *reporter, Span at, const char *hint, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

/* NULL after a mistake, which was reported.  Terms live in `storage`; *ret_count is how many. */
Term *expression_parse(const char *text, Storage *storage, Reporter *reporter, uint32_t *ret_count);

/* -------- the compiled form -------- */

typedef enum Operation {
    OP_CONSTANT, /* value */
    OP_BYTE,     /* the byte at value, unsigned */
    OP_FIELD,    /* fields[0] */
    OP_VARIABLE, /* variable number value */
    OP_MEMBER,   /* fields[left]: a member of the object that left refers to */
    OP_NEGATE,   /* left */
    OP_ADD,      /* left, right */
    OP_SUBTRACT,
    OP_EQUAL,
    OP_DIFFERENT,
    OP_LESS,
    OP_LESS_EQUAL,
    OP_NOT,
    OP_AND,
    OP_OR,
    OP_IMPLIES,
    OP_FORALL, /* left for each value 1 .. count of variable number value */
    OP_EXISTS,
    OP_COUNT
} Operation;

typedef struct Code {
    uint8_t operation;
    uint16_t left, right; /* indices into the expression's code */
    uint16_t count;       /* objects: the fields of OP_MEMBER go from 1 to count */
    int64_t value;
    const Field *const *fields;
} Code;

struct Expression {
    uint16_t root;
    uint16_t length, room; /* of code */
    Code code[];
};

/* As Check.sees, for a move that changes what the expression may read: from and to which values. */
Notice expression_notices(const Expression *expression, const uint8_t *before,
                          const uint8_t *after);

/* -------- values -------- */

/* What a member of nil is: no comparison with it is true, and a flag there is not set. */
#define UNDEFINED INT64_MIN

static inline bool is_true(int64_t value)
{
    return value != 0 && value != UNDEFINED;
}

/* OP_NEGATE (of the left), OP_ADD, OP_SUBTRACT */
static inline int64_t calculated(Operation operation, int64_t left, int64_t right)
{
    if (left == UNDEFINED || right == UNDEFINED) return UNDEFINED;
    return operation == OP_NEGATE ? -left : operation == OP_ADD ? left + right : left - right;
}

/* OP_EQUAL, OP_DIFFERENT, OP_LESS, OP_LESS_EQUAL */
static inline bool compared(Operation operation, int64_t left, int64_t right)
{
    if (left == UNDEFINED || right == UNDEFINED) return false;
    switch (operation) {
    case OP_EQUAL:
        return left == right;
    case OP_DIFFERENT:
        return left != right;
    case OP_LESS:
        return left < right;
    default:
        return left <= right;
    }
}

#endif
