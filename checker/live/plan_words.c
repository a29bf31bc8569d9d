#include "checker/live/plan_words.h"

#include "model/go.h"

static void number(GString *out, unsigned n)
{
    g_string_append_printf(out, out->len && out->str[out->len - 1] != ' ' ? " %u" : "%u", n);
}

static void append_program(GString *out, const Program *program)
{
    number(out, program->length);
    for (unsigned i = 0; i < program->length; i++) {
        const Instruction *now = &program->code[i];
        unsigned targets = now->kind == INSTRUCTION_EITHER ? now->target_count : 0;
        number(out, now->kind);
        number(out, now->operation);
        number(out, now->argument);
        number(out, targets);
        for (unsigned t = 0; t < targets; t++)
            number(out, now->target[t]);
        if (now->kind == INSTRUCTION_JUMP) number(out, now->target[0]);
    }
}

static void append_globals(GString *out, const Config *config)
{
    number(out, config->ps);
    number(out, config->ms);
    number(out, config->gs);
    for (int i = 0; i < SETTING_COUNT; i++)
        number(out, config->setting[i]);
    number(out, config->stopped);
    number(out, config->blacken);
    number(out, config->markwork);
    number(out, config->phase);
    number(out, config->network);
    number(out, config->sysmon);
}

bool plan_possible(const Subject *subject)
{
    return subject->safe == go_safe;
}

void plan_words(GString *out, const Subject *subject)
{
    const Config *config = &((const GoModel *)subject->context)->config;

    append_globals(out, config);
    for (unsigned g = 0; g < config->gs; g++) {
        const GConfig *place = &config->g[g];
        number(out, place->start);
        number(out, place->m);
        number(out, place->p);
        number(out, place->daemon);
        append_program(out, &place->program);
    }
    for (unsigned m = 0; m < config->ms; m++) {
        const MConfig *place = &config->m[m];
        number(out, place->start);
        number(out, place->p);
        number(out, place->daemon);
        append_program(out, &place->program);
    }
}

void plan_begin(GString *out, const Subject *subject)
{
    g_string_append(out, "plan ");
    plan_words(out, subject);
    g_string_append(out, "\nfields");
    for (uint32_t i = 0; i < subject->field_count; i++) {
        const Field *field = &subject->fields[i];
        if (field->index)
            g_string_append_printf(out, " %s%u.%s", field->object, field->index, field->member);
        else g_string_append_printf(out, " %s.%s", field->object, field->member);
    }
    g_string_append_c(out, '\n');
}

void plan_step(GString *out, const Subject *subject, const uint8_t *after, uint32_t actor,
               uint32_t step, uint32_t choice)
{
    g_string_append_printf(out, "step %u %s %u\nstate", actor + 1, subject->steps[step].name,
                           choice);
    for (uint32_t i = 0; i < subject->field_count; i++)
        g_string_append_printf(out, " %d", field_value(&subject->fields[i], after));
    g_string_append_c(out, '\n');
}
