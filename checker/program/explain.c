#include "checker/program/explain.h"

#include "checker/search/ample.h"

#include <string.h>

/* What one reduction has to say about a variant: a heading, then lines that are indented by two,
 * each line ended. */
typedef void Paragraph(GString *out, const Variant *variant);

/* -------- orders of steps -------- */

/* How many steps something stands in the way of. */
typedef struct Obstacle {
    const char *name;
    uint32_t steps;
} Obstacle;

static void add_obstacle(GArray *obstacles, const char *name)
{
    for (guint i = 0; i < obstacles->len; i++) {
        Obstacle *obstacle = &g_array_index(obstacles, Obstacle, i);
        if (strcmp(obstacle->name, name) != 0) continue;
        obstacle->steps++;
        return;
    }
    Obstacle obstacle = {name, 1};
    g_array_append_val(obstacles, obstacle);
}

static gint more_steps(gconstpointer a, gconstpointer b)
{
    const Obstacle *left = a, *right = b;
    if (left->steps != right->steps) return left->steps > right->steps ? -1 : 1;
    return strcmp(left->name, right->name);
}

static void list_obstacles(GString *out, GArray *obstacles)
{
    g_array_sort(obstacles, more_steps);
    for (guint i = 0; i < obstacles->len; i++) {
        const Obstacle *obstacle = &g_array_index(obstacles, Obstacle, i);
        if (i % 6 == 0) g_string_append(out, "\n     ");
        g_string_append_printf(out, " %s %u%s", obstacle->name, obstacle->steps,
                               i + 1 < obstacles->len ? "," : "\n");
    }
}

static void count_steps(GString *out, const Subject *subject)
{
    uint32_t count[SAFETY_NEVER + 1] = {0};
    g_autoptr(GArray) obstacles = g_array_new(FALSE, FALSE, sizeof(Obstacle));
    for (uint32_t step = 0; step < subject->step_count; step++) {
        const char *because = "";
        Safety safety = subject->safety(subject->context, step, &because);
        count[safety]++;
        if (safety == SAFETY_NEVER) add_obstacle(obstacles, because);
    }
    uint32_t taken = subject->step_count - count[SAFETY_NOT_TAKEN];
    g_string_append_printf(out,
                           "    of %u steps that somebody may take %u are safe always, %u in some "
                           "states, %u never",
                           taken, count[SAFETY_ALWAYS], count[SAFETY_DEPENDS], count[SAFETY_NEVER]);
    if (!obstacles->len) g_string_append_c(out, '\n');
    else {
        g_string_append(out, ";\n    steps that are not, by what others may do to");
        list_obstacles(out, obstacles);
    }
}

static void explain_orders(GString *out, const Variant *variant)
{
    const Question *question = &variant->question;
    const Subject *subject = question->subject;
    const char *obstacle = ample_obstacle(question, &variant->options);
    g_string_append(out, "orders of steps\n");
    if (obstacle) {
        g_string_append_printf(out, "  every order of steps is searched: %s\n", obstacle);
        return;
    }
    g_string_append(out,
                    "  orders of safe steps are left out, and the states between not stored\n");
    if (subject->safety) count_steps(out, subject);
    for (uint32_t i = 0; i < question->check_count; i++)
        if (!question->checks[i].sees)
            g_string_append_printf(
                out, "    but `%s` does not say what it looks at, so every step counts\n",
                question->checks[i].name);
}

/* -------- names -------- */

static void explain_symmetry(GString *out, const Variant *variant)
{
    g_string_append(out, variant->symmetry ? variant->symmetry : "symmetry\n  not looked for\n");
    if (variant->options.no_symmetry) g_string_append(out, "  not used: --no-symmetry\n");
}

/* -------- dead values -------- */

static void explain_dead(GString *out, const Variant *variant)
{
    const Question *question = &variant->question;
    if (!question->subject->forget) return;
    g_string_append(out, "dead values\n"
                         "  states that differ by what nobody reads again are taken for one\n");
    for (uint32_t i = 0; i < question->check_count; i++)
        if (!question->checks[i].sees)
            g_string_append_printf(
                out, "    but `%s` does not say what it looks at, so every value counts\n",
                question->checks[i].name);
    if (variant->options.no_symmetry) g_string_append(out, "  not used: --no-symmetry\n");
}

/* -------- all of them -------- */

static Paragraph *const paragraphs[] = {explain_symmetry, explain_dead, explain_orders};

static bool is_complete(Strategy strategy)
{
    return strategy == STRATEGY_BFS || strategy == STRATEGY_DFS;
}

char *explain_reductions(const Scenario *scenario, const Variant *variant)
{
    GString *out = g_string_new(NULL);
    Strategy strategy = variant->options.strategy;
    g_string_append_printf(out, "%s  %s\n", scenario->path, variant->name);
    if (!is_complete(strategy))
        g_string_append_printf(out, "  nothing is left out: %s does not search everything anyway\n",
                               scenario_strategies[strategy]);
    for (size_t i = 0; is_complete(strategy) && i < G_N_ELEMENTS(paragraphs); i++)
        paragraphs[i](out, variant);
    g_string_append_c(out, '\n');
    return g_string_free(out, FALSE);
}
