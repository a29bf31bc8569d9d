/* A plan of its words: decimal numbers, as checker/live/plan_words.c writes them. */
#include "runtime/follow/plan.h"

#include <stdlib.h>

/* The words that are left; `bad` stays once a number was missing or too large. */
typedef struct Words {
    const char *at;
    bool bad;
} Words;

static uint32_t number(Words *words, uint32_t most)
{
    uint32_t n = 0;
    const char *at = words->at;

    while (*at == ' ')
        at++;
    if (*at < '0' || *at > '9') words->bad = true;
    for (; *at >= '0' && *at <= '9' && n <= most; at++)
        n = n * 10 + (uint32_t)(*at - '0');
    words->at = at;
    if (n > most) words->bad = true;
    return words->bad ? 0 : n;
}

enum { MOST = 255 };

static void read_instruction(Words *words, Code *code)
{
    code->kind = number(words, CODE_EITHER);
    code->operation = number(words, OPERATION_COUNT);
    code->argument = number(words, MOST);
    code->targets = number(words, PLAN_TARGETS);
    for (uint32_t i = 0; i < code->targets; i++)
        code->target[i] = number(words, MOST);
    if (code->kind == CODE_JUMP) code->target[0] = number(words, MOST);
}

static Code *read_program(Words *words, uint32_t *ret_length)
{
    uint32_t length = *ret_length = number(words, MOST);
    Code *code = calloc(length + 1, sizeof *code); /* one more: who does nothing is done */

    if (!code) abort();
    for (uint32_t i = 0; i < length; i++)
        read_instruction(words, &code[i]);
    return code;
}

static void read_settings(Words *words, Settings *s)
{
#define SETTING(constant, name, standard, values, meaning)                                         \
    s->constant = (uint8_t)number(words, MOST);
#include "model/settings.def"
}

static void read_globals(Words *words, Plan *plan)
{
    plan->ps = number(words, PLAN_MOST);
    plan->ms = number(words, PLAN_MOST);
    plan->gs = number(words, PLAN_MOST);
    read_settings(words, &plan->settings);
    plan->stopped = number(words, 1);
    plan->blacken = number(words, 1);
    plan->markwork = number(words, MOST);
    plan->phase = number(words, MOST);
    plan->network = number(words, 1);
    plan->sysmon = number(words, 1);
}

bool plan_parse(Plan *plan, const char *text)
{
    Words words = {text, false};

    read_globals(&words, plan);
    for (uint32_t g = 1; g <= plan->gs; g++) {
        GPlan *place = &plan->g[g];
        place->place = number(&words, G_NETWORK);
        place->m = number(&words, PLAN_MOST);
        place->p = number(&words, PLAN_MOST);
        place->daemon = number(&words, 1);
        place->code = read_program(&words, &place->length);
    }
    for (uint32_t m = 1; m <= plan->ms; m++) {
        MPlan *place = &plan->m[m];
        place->place = number(&words, M_PROGRAM);
        place->p = number(&words, PLAN_MOST);
        place->daemon = number(&words, 1);
        place->code = read_program(&words, &place->length);
    }
    return !words.bad && plan->ps && plan->ms;
}

uint32_t plan_programs(const Plan *plan)
{
    uint32_t n = 0;
    for (uint32_t g = 1; g <= plan->gs; g++)
        n += plan->g[g].place != G_ABSENT && !plan->g[g].daemon;
    for (uint32_t m = 1; m <= plan->ms; m++)
        n += plan->m[m].place == M_PROGRAM && !plan->m[m].daemon;
    return n;
}
