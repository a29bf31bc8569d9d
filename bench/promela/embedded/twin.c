/* twin SCENARIO VARIANT: a variant of a scenario of the Go model as a C header for race.pml.
 *
 * What it defines: ACTORS, CHOICES (the most alternatives that a step can have here), the sizes of
 * the world's parts, which invariants are asked, and the configuration, byte by byte.  race.h turns
 * that into the same GoModel that the scenario reader made.
 */
#include "checker/scenario/scenario.h"
#include "model/go.h"

#include <stdio.h>
#include <string.h>

/* The place of a check in go_invariants, or -1. */
static int invariant_index(const Check *check)
{
    if (check->kind != CHECK_ALWAYS) return -1;
    for (uint32_t i = 0; i < go_invariant_count; i++)
        if (check->holds == go_invariants[i].holds) return (int)i;
    return -1;
}

/* Promela can ask what is asked of single states, by functions of the model. */
static bool print_checks(const Question *question)
{
    printf("static const unsigned char asked[] = {");
    for (uint32_t i = 0; i < question->check_count; i++) {
        const Check *check = &question->checks[i];
        int index = invariant_index(check);
        if (index < 0) {
            fprintf(stderr, "twin: `%s` is not one of the model's invariants\n", check->name);
            return false;
        }
        printf("%d, ", index);
    }
    printf("};\n#define ASKED %u\n", question->check_count);
    return true;
}

static uint32_t most(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static uint32_t program_choices(const Program *program)
{
    uint32_t choices = 1;
    for (uint32_t i = 0; i < program->length; i++)
        choices = most(choices, program->code[i].target_count);
    return choices;
}

/* An upper bound, from who chooses in the model: either, netpoll (one of those that wait, or
 * nobody), sysmon (long enough or not). */
static uint32_t choices_of(const Config *config)
{
    uint32_t choices = config->sysmon ? 2 : 1;
    if (config->network) choices = most(choices, config->gs + 1u);
    for (uint8_t g = 0; g < config->gs; g++)
        choices = most(choices, program_choices(&config->g[g].program));
    for (uint8_t m = 0; m < config->ms; m++)
        choices = most(choices, program_choices(&config->m[m].program));
    return choices;
}

static void print_bytes(const void *start, size_t size)
{
    const uint8_t *bytes = start;
    for (size_t i = 0; i < size; i++)
        printf("%s%u,", i % 32 ? "" : "\n", bytes[i]);
}

/* The address is one of this process: who reads the twin knows where its code begins. */
static void print_code(Program *program)
{
    print_bytes(program->code, program->length * sizeof *program->code);
    program->code = NULL;
}

/* First the code of the programs, one behind the other, then the rest. */
static void print_config(const Config *config)
{
    Config plain = *config;
    printf("static const unsigned char code_bytes[] = {");
    for (size_t g = 0; g < MAX_GS; g++)
        print_code(&plain.g[g].program);
    for (size_t m = 0; m < MAX_MS; m++)
        print_code(&plain.m[m].program);
    printf("\n};\n");

    for (size_t m = 0; m < MAX_MS; m++)
        plain.m[m].name = NULL; /* an address, too; only traces show names */
    printf("static const unsigned char config_bytes[] = {");
    print_bytes(&plain, sizeof plain);
    printf("\n};\n");
}

static bool print_twin(const Variant *variant)
{
    const Subject *subject = variant->question.subject;
    if (strcmp(subject->name, "go") != 0) {
        fprintf(stderr, "twin: %s is not the Go model\n", subject->name);
        return false;
    }
    const Config *config = &((const GoModel *)subject->context)->config;
    printf("#define ACTORS %u\n#define CHOICES %u\n#define SIZE %u\n", subject->actor_count,
           choices_of(config), subject->state_size);
    printf("#define MS_AT %u\n#define GS_AT %u\n#define GS %u\n", config->layout.m,
           config->layout.g, config->gs);
    printf("#ifndef PROMELA\n");
    if (!print_checks(&variant->question)) return false;
    print_config(config);
    printf("#endif\n");
    return true;
}

static const Variant *find_variant(const Scenario *scenario, const char *name)
{
    for (guint i = 0; i < scenario->variants->len; i++) {
        const Variant *variant = g_ptr_array_index(scenario->variants, i);
        if (strcmp(variant->name, name) == 0) return variant;
    }
    fprintf(stderr, "twin: %s has no variant `%s`\n", scenario->path, name);
    return NULL;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: twin SCENARIO VARIANT\n");
        return 2;
    }
    g_autoptr(GError) error = NULL;
    Scenario *scenario = scenario_read(argv[1], NULL, 0, &error);
    if (!scenario) {
        fprintf(stderr, "%s\n", error->message);
        return 2;
    }
    const Variant *variant = find_variant(scenario, argv[2]);
    bool fine = variant && print_twin(variant);
    scenario_free(scenario);
    return fine ? 0 : 2;
}
