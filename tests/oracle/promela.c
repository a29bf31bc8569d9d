/* promela COUNT FIRST: random systems as one Promela model on standard output and, a line each on
 * standard error, what our search says of them: "seed states transitions violates throws deadlock".
 *
 * Which of them runs is told by the environment variable SYSTEM (0 .. COUNT - 1), what to look for
 * by LOOK: 0 nothing, so that all is counted; 1 violations, 2 throws, 3 deadlocks.  As with
 * Question.find, other failures end the runs that meet them and nothing else.  An instruction is
 * one atomic sequence, so states and moves are ours one by one.
 */
#include "tests/oracle/random_system.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -------- the model -------- */

typedef struct Place {
    const RandomSystem *system;
    uint32_t number, actor;
    uint8_t pc;
} Place;

static const char *label(const Place *at, uint8_t pc)
{
    static char text[40];
    const Instruction *there = &at->system->program[at->actor][pc];
    bool ends = strcmp(at->system->subject.steps[there->operation].name, "END") == 0;
    snprintf(text, sizeof text, "%s_%u_%u_%u", ends ? "end" : "at", at->number, at->actor, pc);
    return text;
}

static void way(const Place *at, uint8_t to, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* One way to go on: what must be true and what happens then, and where that leads. */
static void way(const Place *at, uint8_t to, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    printf("  :: atomic { OK_%u && ", at->number);
    vprintf(format, arguments);
    printf("; JUDGE(OK_%u); goto %s }\n", at->number, label(at, to));
    va_end(arguments);
}

static void instruction(const Place *at)
{
    const Instruction *now = &at->system->program[at->actor][at->pc];
    const char *name = at->system->subject.steps[now->operation].name;
    uint32_t cell = now->cell, value = now->value, other = now->other;
    uint8_t next = at->pc + 1;
    printf("%s: if\n", label(at, at->pc));
    if (strcmp(name, "READ") == 0) way(at, next, "true -> seen = cell[%u]", cell);
    if (strcmp(name, "WRITE") == 0) way(at, next, "true -> cell[%u] = seen", cell);
    if (strcmp(name, "ADD") == 0)
        way(at, next, "true -> cell[%u] = (cell[%u] + 1) %% 3", cell, cell);
    if (strcmp(name, "RELEASE") == 0) way(at, next, "true -> cell[%u] = 0", cell);
    if (strcmp(name, "WAKE") == 0) way(at, next, "true -> cell[%u] = %u", cell, value);
    if (strcmp(name, "ACQUIRE") == 0) way(at, next, "cell[%u] == 0 -> cell[%u] = 1", cell, cell);
    if (strcmp(name, "AWAIT") == 0) way(at, next, "cell[%u] == %u -> skip", cell, value);
    if (strcmp(name, "SPIN") == 0) {
        way(at, at->pc, "cell[%u] == %u -> skip", cell, value);
        way(at, next, "cell[%u] != %u -> skip", cell, value);
    }
    if (strcmp(name, "CAS") == 0) {
        way(at, next, "cell[%u] == %u -> cell[%u] = %u", cell, value, cell, other);
        way(at, now->target, "cell[%u] != %u -> skip", cell, value);
    }
    if (strcmp(name, "BRANCH") == 0) {
        way(at, next, "true -> skip");
        way(at, now->target, "true -> skip");
    }
    if (strcmp(name, "ASSERT") == 0) {
        way(at, next, "!(cell[%u] == %u && seen == %u) -> skip", cell, value, other);
        printf("  :: atomic { OK_%u && cell[%u] == %u && seen == %u && look >= 2 -> THROW; goto %s "
               "}\n",
               at->number, cell, value, other, label(at, RANDOM_LENGTH - 1));
    }
    printf("  :: look == 3 && !OK_%u -> goto %s\n  fi;\n", at->number,
           label(at, RANDOM_LENGTH - 1));
}

static void one_system(const RandomSystem *system, uint32_t number)
{
    printf("#define OK_%u (!over", number);
    for (uint32_t i = 0; i < system->question.check_count; i++) {
        const Exclusion *e = &system->exclusion[i];
        printf(" && !(cell[%u] == %u && cell[%u] == %u)", e->cell[0], e->value[0], e->cell[1],
               e->value[1]);
    }
    printf(")\n");
    for (uint32_t actor = 0; actor < system->actors; actor++) {
        Place at = {system, number, actor, 0};
        printf("proctype actor_%u_%u()\n{\n  byte seen;\n", number, actor);
        for (; at.pc < RANDOM_LENGTH - 1; at.pc++)
            instruction(&at);
        printf("%s: false\n}\n", label(&at, at.pc));
    }
}

static void start(const RandomSystem *system, uint32_t number)
{
    printf("  :: which == %u ->", number);
    if (system->subject.initial_count > 1) printf(" if :: cell[0] = 0 :: cell[0] = 1 fi;");
    for (uint32_t actor = 0; actor < system->actors; actor++)
        printf(" run actor_%u_%u();", number, actor);
    printf(" JUDGE(OK_%u)\n", number);
}

/* -------- what our search says -------- */

static bool finds(const Question *asked, VerdictKind kind)
{
    Question question = *asked;
    question.find = &(Verdict){kind, NULL};
    Result result = search(&question, &(SearchOptions){0});
    bool found = result.verdict.kind == kind;
    result_free(&result);
    return found;
}

/* A throw, passed over, is a move of ours that leads nowhere, and none of Spin's; which enters its
 * initial states by a move each. */
static void tell(const Question *asked, uint64_t seed)
{
    Question question = *asked;
    question.find = &(Verdict){VERDICT_STUCK, NULL};
    Result result = search(&question, &(SearchOptions){.no_por = true});
    uint64_t throws = 0;
    for (uint32_t step = 0; step < question.subject->step_count; step++)
        throws += result.statistics.steps[step].threw;
    fprintf(stderr, "%lu %lu %lu %d %d %d\n", seed, result.statistics.states,
            result.statistics.transitions - throws + question.subject->initial_count,
            finds(asked, VERDICT_VIOLATES), finds(asked, VERDICT_THROWS),
            finds(asked, VERDICT_DEADLOCK));
    result_free(&result);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: promela COUNT FIRST\n");
        return 2;
    }
    uint32_t count = (uint32_t)strtoul(argv[1], NULL, 10);
    uint64_t first = strtoull(argv[2], NULL, 10);
    RandomSystem *systems = calloc(count ? count : 1, sizeof *systems);
    if (!systems) return 2;
    printf("byte cell[%u], look, which;\nbool over;\n"
           "#define JUDGE(ok) if :: look == 1 && !ok -> assert(false) :: else fi\n"
           "#define THROW assert(look != 2); over = true\n",
           RANDOM_CELLS);
    for (uint32_t i = 0; i < count; i++) {
        random_system(&systems[i], first + i);
        one_system(&systems[i], i);
        tell(&systems[i].question, first + i);
    }
    printf(
        "init {\n  atomic {\n"
        "  c_code { now.look = atoi(getenv(\"LOOK\")); now.which = atoi(getenv(\"SYSTEM\")); };\n"
        "  if\n");
    for (uint32_t i = 0; i < count; i++)
        start(&systems[i], i);
    printf("  fi }\n}\n");
    free(systems);
    return 0;
}
