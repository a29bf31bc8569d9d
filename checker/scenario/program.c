/* `does`: from a list of operations to a program of the model.
 *
 * Repetition is unrolled, `forever` is a jump back, `either` a visible choice.  A path through the
 * program is followed as it is compiled: whether it comes to an end, whether it does anything, and
 * whether it is in a system call there.
 */
#include "checker/scenario/reader.h"

#include <string.h>

const Composite composites[] = {
    {"syscall",
     "a system call: enter-syscall, then exit-syscall",
     {OPERATION_ENTER_SYSCALL, OPERATION_EXIT_SYSCALL}},
};
const uint32_t composite_count = G_N_ELEMENTS(composites);

typedef struct Compiler {
    Reader *reader;
    const Actor *actor;
    bool full; /* was reported */
    uint8_t length;
    Instruction code[MAX_INSTRUCTIONS];
} Compiler;

/* What is known behind a piece of program. */
typedef struct Path {
    bool ends; /* never gets here: it loops or blocks for ever */
    bool acts; /* some operation was done on the way, whichever way it was */
    bool in_syscall;
} Path;

static Path compile_sequence(Compiler *compiler, const Node *node, Path path);

/* -------- instructions -------- */

/* Append one; its index, or the last index when there is no room (which is reported). */
static uint8_t emit(Compiler *compiler, Instruction instruction)
{
    if (compiler->length == MAX_INSTRUCTIONS) {
        if (!compiler->full)
            reader_error(compiler->reader, compiler->actor->at, NULL,
                         "`%s` does more than %d things", compiler->actor->name, MAX_INSTRUCTIONS);
        compiler->full = true;
        return MAX_INSTRUCTIONS - 1;
    }
    compiler->code[compiler->length] = instruction;
    return compiler->length++;
}

/* -------- operations -------- */

/* Nothing happens inside a system call but its end. */
static void check_syscall(Compiler *compiler, OperationId operation, Span at, bool in_syscall)
{
    bool leaves = operation == OPERATION_EXIT_SYSCALL;
    bool blocks = operation == OPERATION_BLOCK_FOR_EVER;
    if (in_syscall && !leaves && !blocks)
        reader_error(compiler->reader, at, "`exit-syscall` or `block-for-ever` can stand here",
                     "`%s` inside a system call", operation_info[operation].name);
    if (!in_syscall && (leaves || blocks))
        reader_error(compiler->reader, at, "`enter-syscall` has to come before it",
                     "`%s` outside a system call", operation_info[operation].name);
}

static void check_subject(Compiler *compiler, OperationId operation, Span at)
{
    const OperationInfo *info = &operation_info[operation];
    bool on_g = compiler->actor->g != 0;
    if (on_g && info->who == ON_M)
        reader_error(compiler->reader, at, NULL, "`%s` is done by an M without a goroutine",
                     info->name);
    if (!on_g && info->who == ON_G)
        reader_error(compiler->reader, at, NULL, "`%s` is done by a goroutine, and `%s` is an M",
                     info->name, compiler->actor->name);
}

static Path compile_operation(Compiler *compiler, OperationId operation, uint8_t argument, Span at,
                              Path path)
{
    check_subject(compiler, operation, at);
    if (compiler->actor->g) check_syscall(compiler, operation, at, path.in_syscall);
    emit(compiler, (Instruction){.kind = INSTRUCTION_OPERATION,
                                 .operation = (uint8_t)operation,
                                 .argument = argument});
    path.acts = true;
    path.ends = operation == OPERATION_BLOCK_FOR_EVER;
    if (operation == OPERATION_ENTER_SYSCALL) path.in_syscall = true;
    if (operation == OPERATION_EXIT_SYSCALL) path.in_syscall = false;
    return path;
}

/* A goroutine by its id or by the actor's name. */
static uint8_t read_goroutine(Compiler *compiler, const Node *value)
{
    Reader *reader = compiler->reader;
    for (uint32_t i = 0; i < reader->actor_count; i++) {
        const Actor *actor = &reader->actor[i];
        if (actor->g && value->kind == NODE_TEXT && strcmp(actor->name, value->text) == 0)
            return actor->g;
    }
    return read_id(reader, value, 'g');
}

static void check_exists(Compiler *compiler, const Node *value, char letter, uint8_t id,
                         uint8_t count)
{
    if (id > count)
        reader_error(compiler->reader, value->at, NULL, "there is no %c%d: the world has `%cs: %d`",
                     letter, id, letter, count);
}

static uint8_t read_argument(Compiler *compiler, OperationArgument argument, const Node *value)
{
    const Config *config = &compiler->reader->config;
    uint64_t number = 0;
    uint8_t id = 0;
    switch (argument) {
    case A_G:
        id = read_goroutine(compiler, value);
        check_exists(compiler, value, 'g', id, config->gs);
        return id;
    case A_P:
        id = read_id(compiler->reader, value, 'p');
        check_exists(compiler, value, 'p', id, config->ps);
        return id;
    case A_NUMBER:
        read_number(compiler->reader, value, 0, LARGEST_ARGUMENT, &number);
        return (uint8_t)number;
    case NO_ARGUMENT:
        break;
    }
    g_assert_not_reached();
}

static const char *argument_example(OperationArgument argument)
{
    switch (argument) {
    case A_G:
        return "g1";
    case A_P:
        return "p1";
    case A_NUMBER:
        return "1";
    case NO_ARGUMENT:
        break;
    }
    g_assert_not_reached();
}

/* The operation or composite of that name: an OperationId, OPERATION_COUNT + a composite's index,
 * or -1 after reporting. */
static int find_operation(Compiler *compiler, const Node *name)
{
    static const char *const forms[] = {"repeat", "forever", "either"};
    const char *names[OPERATION_COUNT + G_N_ELEMENTS(composites) + G_N_ELEMENTS(forms)];
    uint32_t count = 0;
    for (int id = 0; id < OPERATION_COUNT; id++)
        names[count++] = operation_info[id].name;
    for (uint32_t i = 0; i < composite_count; i++)
        names[count++] = composites[i].name;
    uint32_t known = count;
    for (size_t i = 0; i < G_N_ELEMENTS(forms); i++)
        names[count++] = forms[i];

    int found = read_word(compiler->reader, name, "unknown operation", names, count);
    if (found < (int)known) return found;
    reader_error(compiler->reader, name->at,
                 "repeat: N, of: [...]; forever: [...]; either: [[...], ...]",
                 "`%s` needs something to do", name->text);
    return -1;
}

/* A word by itself: `syscall`. */
static Path compile_word(Compiler *compiler, const Node *word, Path path)
{
    int operation = find_operation(compiler, word);
    if (operation < 0) return (Path){.acts = true, .in_syscall = path.in_syscall};
    if (operation >= OPERATION_COUNT) {
        const Composite *composite = &composites[operation - OPERATION_COUNT];
        for (size_t i = 0; i < G_N_ELEMENTS(composite->parts); i++)
            path = compile_operation(compiler, composite->parts[i], 0, word->at, path);
        return path;
    }
    OperationArgument argument = operation_info[operation].argument;
    if (argument != NO_ARGUMENT) {
        const char *example = argument_example(argument);
        g_autofree char *hint = g_strdup_printf("`%s: %s`", word->text, example);
        reader_error(compiler->reader, word->at, hint, "`%s` needs an argument", word->text);
    }
    return compile_operation(compiler, (OperationId)operation, 0, word->at, path);
}

/* A word with an argument: `ready: g2`. */
static Path compile_argument(Compiler *compiler, const Node *word, const Node *value, Path path)
{
    int operation = find_operation(compiler, word);
    if (operation < 0) return (Path){.acts = true, .in_syscall = path.in_syscall};
    bool takes = operation < OPERATION_COUNT && operation_info[operation].argument != NO_ARGUMENT;
    if (!takes) {
        reader_error(compiler->reader, value->at, NULL, "`%s` takes no argument", word->text);
        return (Path){.acts = true, .in_syscall = path.in_syscall};
    }
    uint8_t argument = read_argument(compiler, operation_info[operation].argument, value);
    return compile_operation(compiler, (OperationId)operation, argument, word->at, path);
}

/* -------- repetition and choice -------- */

static Path compile_repeat(Compiler *compiler, const Node *map, Path path)
{
    const Node *times_node = node_get(map, "repeat"), *body = node_get(map, "of");
    uint64_t times = 0;
    if (!body || map->count != 2) {
        reader_error(compiler->reader, map->keys[0]->at, "{repeat: 2, of: [syscall]}",
                     "`repeat` goes with `of` and nothing else");
        return path;
    }
    read_number(compiler->reader, times_node, 1, MAX_INSTRUCTIONS, &times);
    for (uint64_t i = 0; i < times && !compiler->full && !path.ends; i++) {
        uint8_t before = compiler->length;
        path = compile_sequence(compiler, body, path);
        /* Nothing was compiled: more of nothing would only take time. */
        if (compiler->length == before) break;
    }
    return path;
}

static Path compile_forever(Compiler *compiler, const Node *key, const Node *body, Path path)
{
    uint8_t start = compiler->length;
    Path end = compile_sequence(compiler, body, (Path){.in_syscall = path.in_syscall});
    if (!end.acts)
        reader_error(compiler->reader, key->at, NULL,
                     "there is a way through this loop that does "
                     "nothing");
    if (!end.ends && end.in_syscall != path.in_syscall)
        reader_error(compiler->reader, key->at, NULL,
                     "this loop ends in a system call and begins outside, or the reverse");
    emit(compiler, (Instruction){.kind = INSTRUCTION_JUMP, .target_count = 1, .target = {start}});
    return (Path){.ends = true, .acts = true, .in_syscall = path.in_syscall};
}

/* The end of one more alternative, joined with the ends of those before. */
static Path join(Compiler *compiler, const Node *alternative, Path before, Path one, bool first)
{
    if (first || before.ends)
        return (Path){one.ends, one.acts && (first || before.acts), one.in_syscall};
    if (!one.ends && one.in_syscall != before.in_syscall)
        reader_error(compiler->reader, alternative->at, NULL,
                     "one alternative ends in a system call and another does not");
    return (Path){false, before.acts && one.acts, before.in_syscall};
}

static Path compile_either(Compiler *compiler, const Node *key, const Node *list, Path path)
{
    if (list->kind != NODE_LIST || list->count < 2 || list->count > MAX_TARGETS) {
        reader_error(compiler->reader, key->at, "either: [[syscall], [gosched]]",
                     "`either` needs a list of 2 to %d lists", MAX_TARGETS);
        return path;
    }
    uint8_t exits[MAX_TARGETS], count = (uint8_t)list->count;
    uint8_t choice =
        emit(compiler, (Instruction){.kind = INSTRUCTION_EITHER, .target_count = count});
    Path end = path;
    for (uint8_t i = 0; i < count; i++) {
        Instruction *either = &compiler->code[choice];
        either->target[i] = compiler->length;
        Path one =
            compile_sequence(compiler, list->values[i], (Path){.in_syscall = path.in_syscall});
        exits[i] = emit(compiler, (Instruction){.kind = INSTRUCTION_JUMP, .target_count = 1});
        end = join(compiler, list->values[i], end, one, i == 0);
    }
    for (uint8_t i = 0; i < count; i++)
        compiler->code[exits[i]].target[0] = compiler->length;
    end.acts |= path.acts;
    return end;
}

/* -------- sequences -------- */

static Path compile_map(Compiler *compiler, const Node *map, Path path)
{
    const Node *forever = node_get(map, "forever"), *either = node_get(map, "either");
    if (node_get(map, "repeat")) return compile_repeat(compiler, map, path);
    if (map->count != 1) {
        reader_error(compiler->reader, map->at, "begin each with a dash, or write [one, two: g1]",
                     "expected one operation here, not %u", map->count);
        return path;
    }
    if (forever) return compile_forever(compiler, map->keys[0], forever, path);
    if (either) return compile_either(compiler, map->keys[0], either, path);
    return compile_argument(compiler, map->keys[0], map->values[0], path);
}

static Path compile_one(Compiler *compiler, const Node *node, Path path)
{
    if (path.ends)
        reader_error(compiler->reader, node->at, NULL,
                     "this is never reached: what is before it "
                     "never ends");
    if (node->kind == NODE_MAP) return compile_map(compiler, node, path);
    if (node->kind == NODE_TEXT) return compile_word(compiler, node, path);
    reader_error(compiler->reader, node->at, "write its operations one by one",
                 "a list of operations inside a list of operations");
    return path;
}

/* A list of operations, or a single one without the brackets. */
static Path compile_sequence(Compiler *compiler, const Node *node, Path path)
{
    if (node->kind != NODE_LIST) return compile_one(compiler, node, path);
    for (uint32_t i = 0; i < node->count && !compiler->full; i++)
        path = compile_one(compiler, node->values[i], path);
    return path;
}

void program_compile(Reader *reader, const Actor *actor, Program *program)
{
    Compiler compiler = {.reader = reader, .actor = actor};
    Path path = {.in_syscall = actor->g && actor->start == G_IN_SYSCALL};
    if (actor->does) path = compile_sequence(&compiler, actor->does, path);
    if (!path.ends && path.in_syscall)
        reader_error(reader, actor->does ? actor->does->at : actor->at,
                     "end it with `exit-syscall` or `block-for-ever`",
                     "`%s` finishes inside a system call", actor->name);
    emit(&compiler, (Instruction){.kind = INSTRUCTION_END});

    Instruction *code = g_memdup2(compiler.code, compiler.length * sizeof *code);
    *program = (Program){storage_own(reader->storage, code), compiler.length};
}
