/* Expressions, first half: from text to a tree.  Recursive descent, one function a precedence. */
#include "checker/scenario/expression_tree.h"

#include "checker/scenario/nearest.h"

#include <stdarg.h>
#include <string.h>

enum { LARGEST_NUMBER = 1000000 };

typedef enum TokenKind {
    TOKEN_END,
    TOKEN_NUMBER,
    TOKEN_WORD,
    TOKEN_SIGN, /* one of the signs below */
    TOKEN_WRONG /* was reported */
} TokenKind;

typedef struct Token {
    TokenKind kind;
    Span at;
    const char *word; /* of a word or a sign */
    int64_t number;
} Token;

typedef struct Parser {
    const char *text;
    Storage *storage;
    Reporter *reporter;
    Token token;  /* the current one */
    uint32_t end; /* where the one before it ended */
    uint32_t terms, nesting;
} Parser;

void reporter_add(Reporter *reporter, Span at, const char *hint, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    reporter->any = true;
    reporter->report(reporter->data, at, hint, message);
}

/* -------- tokens -------- */

/* Longer signs come before their beginnings.  A sign of another language is answered with ours. */
static const struct {
    const char *sign, *instead;
} signs[] = {
    {"==", NULL},      {"!=", NULL},      {"<=", NULL}, {">=", NULL}, {"&&", "and"}, {"||", "or"},
    {"->", "implies"}, {"=>", "implies"}, {"<", NULL},  {">", NULL},  {"=", "=="},   {"!", "not"},
    {"(", NULL},       {")", NULL},       {",", NULL},  {".", NULL},  {"+", NULL},   {"-", NULL},
};

static void wrong(Parser *parser, Span at, const char *hint, const char *message)
{
    /* After the first mistake of grammar the rest is guesswork. */
    if (parser->token.kind != TOKEN_WRONG) reporter_add(parser->reporter, at, hint, "%s", message);
    parser->token = (Token){TOKEN_WRONG, at, "", 0};
}

static void read_word(Parser *parser, uint32_t start)
{
    const char *text = parser->text + start;
    uint32_t length = 0;
    while (g_ascii_isalnum(text[length]) || text[length] == '_')
        length++;
    char *word = storage_own(parser->storage, g_strndup(text, length));
    parser->token = (Token){TOKEN_WORD, {start, length}, word, 0};
}

static void read_number(Parser *parser, uint32_t start)
{
    const char *text = parser->text + start;
    uint32_t length = 0;
    int64_t number = 0;
    for (; g_ascii_isdigit(text[length]); length++)
        if (number <= LARGEST_NUMBER) number = number * 10 + (text[length] - '0');
    while (g_ascii_isalnum(text[length]))
        length++, number = LARGEST_NUMBER + 1;
    Span at = {start, length};
    parser->token = (Token){TOKEN_NUMBER, at, "", number};
    if (number > LARGEST_NUMBER) wrong(parser, at, NULL, "expected a number below a million");
}

static void read_sign(Parser *parser, uint32_t start)
{
    for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
        uint32_t length = (uint32_t)strlen(signs[i].sign);
        if (strncmp(parser->text + start, signs[i].sign, length) != 0) continue;
        Span at = {start, length};
        parser->token = (Token){TOKEN_SIGN, at, signs[i].sign, 0};
        if (!signs[i].instead) return;
        g_autofree char *hint = g_strdup_printf("write `%s`", signs[i].instead);
        wrong(parser, at, hint, "this sign means nothing here");
        return;
    }
    wrong(parser, (Span){start, 1}, NULL, "this character means nothing here");
}

static void advance(Parser *parser)
{
    if (parser->token.kind == TOKEN_WRONG) return;
    uint32_t at = parser->token.at.start + parser->token.at.length;
    parser->end = at;
    while (g_ascii_isspace(parser->text[at]))
        at++;
    char first = parser->text[at];
    if (first == '\0') parser->token = (Token){TOKEN_END, {at, 0}, "", 0};
    else if (g_ascii_isdigit(first)) read_number(parser, at);
    else if (g_ascii_isalpha(first) || first == '_') read_word(parser, at);
    else read_sign(parser, at);
}

/* Is the current token this word or sign? */
static bool sees(const Parser *parser, const char *word)
{
    TokenKind kind = parser->token.kind;
    return (kind == TOKEN_WORD || kind == TOKEN_SIGN) && strcmp(parser->token.word, word) == 0;
}

static bool take(Parser *parser, const char *word)
{
    if (!sees(parser, word)) return false;
    advance(parser);
    return true;
}

static void expect(Parser *parser, const char *sign, const char *message)
{
    if (!take(parser, sign)) wrong(parser, parser->token.at, NULL, message);
}

/* -------- terms -------- */

static Term *parse_expression(Parser *parser);

/* A term that began at `start` and whose operands have been read. */
static Term *term_new(Parser *parser, TermKind kind, Span sign, Term *left, Term *right)
{
    if (++parser->terms > EXPRESSION_MAX_TERMS) wrong(parser, sign, NULL, "too long an expression");
    Term *term = storage_new0(parser->storage, Term, 1);
    uint32_t start = left && left->at.start < sign.start ? left->at.start : sign.start;
    uint32_t end = MAX(parser->end, sign.start + sign.length);
    *term = (Term){
        .kind = kind, .at = {start, end - start}, .sign = sign, .left = left, .right = right};
    return term;
}

static bool nest(Parser *parser)
{
    if (++parser->nesting <= EXPRESSION_MAX_NESTING) return true;
    wrong(parser, parser->token.at, NULL, "too deeply nested");
    return false;
}

/* A prefix operator: its operand is one more of the same level. */
static Term *parse_prefix(Parser *parser, TermKind kind, Term *(*operand)(Parser *))
{
    Span sign = parser->token.at;
    advance(parser);
    Term *left = nest(parser) ? operand(parser) : NULL;
    parser->nesting--;
    return term_new(parser, kind, sign, left, NULL);
}

/* A word that may name a variable or an object: after `(` and `in`. */
static const char *parse_name(Parser *parser, const char *message, Span *ret_at)
{
    const char *name = parser->token.word;
    *ret_at = parser->token.at;
    if (parser->token.kind != TOKEN_WORD) wrong(parser, parser->token.at, NULL, message);
    advance(parser);
    return name;
}

/* forall(p, ...) and forall(a in p, ...) */
static Term *parse_quantifier(Parser *parser, TermKind kind)
{
    Span sign = parser->token.at, word_at, object_at;
    advance(parser);
    expect(parser, "(", "expected `(` and what to range over: (p, ...) or (a in p, ...)");
    const char *word = parse_name(parser, "expected what to range over: p or `a in p`", &word_at);
    const char *object = word;
    object_at = word_at;
    if (take(parser, "in")) object = parse_name(parser, "expected an object", &object_at);
    expect(parser, ",", "expected `,` and a condition");
    Term *body = nest(parser) ? parse_expression(parser) : NULL;
    parser->nesting--;
    expect(parser, ")", "expected `)`");
    Term *term = term_new(parser, kind, sign, body, NULL);
    term->word = word;
    term->object = object;
    term->object_at = object_at;
    return term;
}

static Term *parse_parenthesis(Parser *parser)
{
    advance(parser);
    Term *inside = nest(parser) ? parse_expression(parser) : NULL;
    parser->nesting--;
    expect(parser, ")", "expected `)`");
    return inside;
}

/* A number, or a word standing for one thing. */
static Term *parse_atom(Parser *parser, TermKind kind, int64_t number)
{
    Token token = parser->token;
    advance(parser);
    Term *term = term_new(parser, kind, token.at, NULL, NULL);
    term->number = number;
    term->word = token.word;
    return term;
}

static Term *parse_primary(Parser *parser)
{
    static const char expected[] = "expected a field, a number or a condition";
    if (sees(parser, "(")) return parse_parenthesis(parser);
    if (sees(parser, "forall")) return parse_quantifier(parser, TERM_FORALL);
    if (sees(parser, "exists")) return parse_quantifier(parser, TERM_EXISTS);
    if (sees(parser, "count")) return parse_quantifier(parser, TERM_COUNT);
    if (sees(parser, "true")) return parse_atom(parser, TERM_TRUTH, 1);
    if (sees(parser, "false")) return parse_atom(parser, TERM_TRUTH, 0);
    if (parser->token.kind == TOKEN_NUMBER)
        return parse_atom(parser, TERM_NUMBER, parser->token.number);
    static const char *const reserved[] = {"and", "or", "not", "implies", "in"};
    for (size_t i = 0; i < G_N_ELEMENTS(reserved); i++)
        if (sees(parser, reserved[i])) wrong(parser, parser->token.at, NULL, expected);
    if (parser->token.kind != TOKEN_WORD) wrong(parser, parser->token.at, NULL, expected);
    return parse_atom(parser, TERM_WORD, 0);
}

static Term *parse_member(Parser *parser)
{
    Term *term = parse_primary(parser);
    while (take(parser, ".")) {
        Span at;
        const char *member = parse_name(parser, "expected the name of a field", &at);
        term = term_new(parser, TERM_MEMBER, at, term, NULL);
        term->word = member;
    }
    return term;
}

static Term *parse_signed(Parser *parser)
{
    if (sees(parser, "-")) return parse_prefix(parser, TERM_NEGATE, parse_signed);
    return parse_member(parser);
}

/* -------- binary operators, tightest first -------- */

typedef struct Infix {
    const char *sign;
    TermKind kind;
} Infix;

static const Infix sums[] = {{"+", TERM_ADD}, {"-", TERM_SUBTRACT}, {NULL, 0}};
static const Infix comparisons[] = {
    {"==", TERM_EQUAL},  {"!=", TERM_DIFFERENT},     {"<", TERM_LESS}, {"<=", TERM_LESS_EQUAL},
    {">", TERM_GREATER}, {">=", TERM_GREATER_EQUAL}, {NULL, 0}};
static const Infix conjunctions[] = {{"and", TERM_AND}, {NULL, 0}};
static const Infix disjunctions[] = {{"or", TERM_OR}, {NULL, 0}};
static const Infix implications[] = {{"implies", TERM_IMPLIES}, {NULL, 0}};

static const Infix *infix_here(const Parser *parser, const Infix *level)
{
    for (const Infix *infix = level; infix->sign; infix++)
        if (sees(parser, infix->sign)) return infix;
    return NULL;
}

/* operand { sign operand }, grouped from the left */
static Term *parse_chain(Parser *parser, const Infix *level, Term *(*operand)(Parser *))
{
    Term *term = operand(parser);
    const Infix *infix;
    while ((infix = infix_here(parser, level))) {
        Span sign = parser->token.at;
        advance(parser);
        Term *right = operand(parser);
        term = term_new(parser, infix->kind, sign, term, right);
    }
    return term;
}

static Term *parse_sum(Parser *parser)
{
    return parse_chain(parser, sums, parse_signed);
}

static Term *parse_comparison(Parser *parser)
{
    Term *left = parse_sum(parser);
    const Infix *infix = infix_here(parser, comparisons);
    if (!infix) return left;
    Span sign = parser->token.at;
    advance(parser);
    Term *right = parse_sum(parser);
    if (infix_here(parser, comparisons))
        wrong(parser, parser->token.at, "join two comparisons with `and`",
              "a comparison has two sides");
    return term_new(parser, infix->kind, sign, left, right);
}

static Term *parse_negation(Parser *parser)
{
    if (sees(parser, "not")) return parse_prefix(parser, TERM_NOT, parse_negation);
    return parse_comparison(parser);
}

static Term *parse_conjunction(Parser *parser)
{
    return parse_chain(parser, conjunctions, parse_negation);
}

static Term *parse_disjunction(Parser *parser)
{
    return parse_chain(parser, disjunctions, parse_conjunction);
}

/* Grouped from the right: a implies (b implies c). */
static Term *parse_expression(Parser *parser)
{
    Term *left = parse_disjunction(parser);
    const Infix *infix = infix_here(parser, implications);
    if (!infix) return left;
    Span sign = parser->token.at;
    advance(parser);
    Term *right = nest(parser) ? parse_expression(parser) : NULL;
    parser->nesting--;
    return term_new(parser, infix->kind, sign, left, right);
}

/* The words that can stand behind a whole condition, for a misspelt one. */
static void report_rest(Parser *parser)
{
    static const char *const operators[] = {"and", "or", "implies"};
    g_autofree char *hint =
        diagnostic_hint("expected an operator or the end", parser->token.word, operators, 3);
    wrong(parser, parser->token.at, hint, "this does not belong to the condition before it");
}

Term *expression_parse(const char *text, Storage *storage, Reporter *reporter, uint32_t *ret_count)
{
    Parser parser = {.text = text, .storage = storage, .reporter = reporter};
    if (strlen(text) > EXPRESSION_MAX_LENGTH) {
        reporter_add(reporter, (Span){0, 1}, NULL, "too long an expression");
        return NULL;
    }
    advance(&parser);
    Term *term = parse_expression(&parser);
    if (parser.token.kind != TOKEN_END) report_rest(&parser);
    *ret_count = parser.terms;
    return parser.token.kind == TOKEN_END ? term : NULL;
}
