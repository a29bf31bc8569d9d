/* Reading a schedule: one line a fact. */
#include "runtime/follow/schedule_file.h"

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

static bool read_step(Schedule *schedule, const char *line)
{
    char name[64];
    uint32_t actor, choice;
    if (sscanf(line, "step %u %63s %u", &actor, name, &choice) != 3) return false;
    schedule->gate = realloc(schedule->gate, (schedule->steps + 1) * sizeof *schedule->gate);
    if (!schedule->gate) abort();
    schedule->gate[schedule->steps++] = (Gate){(int)actor, step_named(name), choice};
    return true;
}

/* The words after the first one of a line, as many as there are; they point into it. */
static size_t words(char *line, char **ret_words, size_t most)
{
    size_t n = 0;
    char *rest;
    strtok_r(line, " \n", &rest);
    for (char *word; n < most && (word = strtok_r(NULL, " \n", &rest));)
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

void schedule_read(Plan *plan, Schedule *schedule)
{
    static char line[1 << 14];

    while (fgets(line, sizeof line, stdin)) {
        bool read = !strncmp(line, "plan ", 5)
                        ? plan_parse(plan, line + 5)
                        : read_step(schedule, line) || read_fields(line) || read_state(line);
        if (!read) refuse(line);
    }
    if (!plan->ms) refuse("the end, without a plan\n");
}
