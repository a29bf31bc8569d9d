/* Reading a plan: one line a fact. */
#include "runtime/follow/plan.h"

#include "runtime/follow/compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#undef STEP
static const char *const step_names[] = {
#define STEP(name, procedure, reads, writes, source) #name,
#define AWAIT(name, procedure, reads, writes, source) #name,
#include "model/steps.def"
};

static _Noreturn void refuse(const char *line)
{
    fprintf(stderr, "follow: not understood: %s", line);
    exit(2);
}

static StepId step_named(const char *name)
{
    for (int i = 0; i < RUNTIME_STEP_COUNT; i++)
        if (!strcmp(step_names[i], name)) return (StepId)i;
    fprintf(stderr, "follow: the model has no step %s\n", name);
    exit(2);
}

static bool read_code(Plan *plan, const char *line)
{
    char who;
    uint32_t id;
    Code c = {0};
    uint32_t *t = c.target;
    int n =
        sscanf(line, "code %c %u %u %u %u %u %u %u %u %u %u %u %u", &who, &id, &c.kind,
               &c.operation, &c.argument, &t[0], &t[1], &t[2], &t[3], &t[4], &t[5], &t[6], &t[7]);
    if (n != 13 || id > PLAN_MOST) return false;
    uint32_t *length = who == 'g' ? &plan->g[id].length : &plan->m[id].length;
    Code *code = who == 'g' ? plan->g[id].code : plan->m[id].code;
    if (*length == PLAN_CODE) return false;
    code[(*length)++] = c;
    return true;
}

static bool read_step(Plan *plan, const char *line)
{
    char name[64];
    uint32_t actor, choice;
    if (sscanf(line, "step %u %63s %u", &actor, name, &choice) != 3) return false;
    plan->schedule = realloc(plan->schedule, (plan->steps + 1) * sizeof *plan->schedule);
    if (!plan->schedule) abort();
    plan->schedule[plan->steps++] = (Gate){(int)actor, step_named(name), choice};
    return true;
}

/* The words after the first one of a line, as many as there are; they point into it. */
static size_t words(char *line, char **ret_words, size_t most)
{
    size_t n = 0;
    strtok(line, " \n");
    for (char *word = strtok(NULL, " \n"); word && n < most; word = strtok(NULL, " \n"))
        ret_words[n++] = word;
    return n;
}

enum { MOST_FIELDS = 512 };

static bool read_fields(const char *line)
{
    static char *fields[MOST_FIELDS];
    if (strncmp(line, "fields ", 7)) return false;
    char *copy = strdup(line); /* kept: the names are in it */
    if (!copy) abort();
    compare_fields(fields, words(copy, fields, MOST_FIELDS));
    return true;
}

static bool read_state(char *line)
{
    char *word[MOST_FIELDS];
    int32_t values[MOST_FIELDS];
    if (strncmp(line, "state ", 6)) return false;
    size_t n = words(line, word, MOST_FIELDS);
    for (size_t i = 0; i < n; i++)
        values[i] = atoi(word[i]);
    compare_add(values);
    return true;
}

static bool read_place(Plan *plan, const char *line)
{
    uint32_t id, place, m, p;
    if (sscanf(line, "g %u %u %u %u", &id, &place, &m, &p) == 4 && id <= PLAN_MOST) {
        plan->g[id].place = place;
        plan->g[id].m = m;
        plan->g[id].p = p;
        return true;
    }
    if (sscanf(line, "m %u %u %u", &id, &place, &p) == 3 && id <= PLAN_MOST) {
        plan->m[id].place = place;
        plan->m[id].p = p;
        return true;
    }
    return false;
}

static bool read_world(Plan *plan, const char *line)
{
    char setting[128];
    if (sscanf(line, "set %127s", setting) == 1) return settings_parse(&plan->settings, setting);
    return sscanf(line, "world %u %u %u", &plan->ps, &plan->ms, &plan->gs) == 3 ||
           sscanf(line, "stopped %u", &plan->stopped) == 1 ||
           sscanf(line, "blacken %u", &plan->blacken) == 1 ||
           sscanf(line, "markwork %u", &plan->markwork) == 1 ||
           sscanf(line, "phase %u", &plan->phase) == 1 ||
           sscanf(line, "network %u", &plan->network) == 1 ||
           sscanf(line, "sysmon %u", &plan->sysmon) == 1;
}

void plan_read(Plan *plan)
{
    static char line[1 << 14];

    *plan = (Plan){.settings = settings_default()};
    while (fgets(line, sizeof line, stdin))
        if (!read_world(plan, line) && !read_place(plan, line) && !read_code(plan, line) &&
            !read_step(plan, line) && !read_fields(line) && !read_state(line))
            refuse(line);
}
