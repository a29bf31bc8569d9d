/* Any text is a condition over the model's fields, or at least one complaint with a place in it; a
 * condition can be asked of every state. */
#include "checker/scenario/expression.h"
#include "checker/scenario/scenario.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

static const char world[] = "title: a world for its fields\n"
                            "world: {ps: 2, ms: 2}\n"
                            "actors:\n"
                            "  gc: {g: g1, m: m1, p: p1, does: [stop-the-world, start-the-world]}\n"
                            "  caller: {g: g2, m: m2, p: p2, does: [call]}\n"
                            "check: [g-on-one-m]\n";

typedef struct Complaints {
    size_t length;
    uint32_t count;
} Complaints;

static void complain(void *data, Span at, const char *hint, const char *message)
{
    Complaints *complaints = data;
    (void)hint;
    g_assert(at.start <= complaints->length && *message);
    complaints->count++;
}

static const Subject *subject(void)
{
    static Scenario *scenario;
    g_autoptr(GError) error = NULL;
    if (!scenario) scenario = scenario_parse("world.yml", world, strlen(world), NULL, 0, &error);
    if (!scenario) g_error("%s", error->message);
    return ((const Variant *)g_ptr_array_index(scenario->variants, 0))->question.subject;
}

static void ask(const Expression *expression)
{
    static uint8_t *state;
    if (!state) state = calloc(1, subject()->state_size);
    subject()->initial(subject()->context, 0, state);
    expression_holds(expression, state);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup((const char *)data, size);
    Complaints complaints = {.length = strlen(text)};
    g_autoptr(GPtrArray) storage = storage_new();
    Expression *expression = expression_compile(text, subject(), storage, complain, &complaints);
    g_assert(!expression == (complaints.count > 0));
    if (expression) ask(expression);
    return 0;
}
