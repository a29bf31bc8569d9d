/* The graph of all states. */
#include "checker/draw/graph_dot.h"
#include "checker/draw/markup.h"
#include "checker/trace/render.h"

#include <string.h>

enum { MOST_CHANGES = 6 }; /* lines in a node */

typedef struct Writer {
    const Question *question;
    GString *edges;
    GPtrArray *labels; /* per state: what the step changed that first came there */
    GHashTable *shown; /* "from to actor step": on the path, or drawn already */
    uint32_t throws;   /* nodes for thrown messages */
} Writer;

/* -------- names -------- */

static char *edge_key(uint32_t from, uint32_t to, Move move)
{
    return g_strdup_printf("%u %u %u %u", from, to, move.actor, move.step);
}

/* What changed, one field a line, in DOT's spelling. */
static char *changes_text(const Subject *subject, const uint8_t *before, const uint8_t *after)
{
    g_autoptr(GPtrArray) changes = render_changes(subject, before, after, false);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < changes->len; i++) {
        g_autofree char *safe = markup_dot(g_ptr_array_index(changes, i));
        g_string_append_printf(out, "%s%s", out->len ? "\\n" : "",
                               i == MOST_CHANGES ? "..." : safe);
        if (i == MOST_CHANGES) break;
    }
    return g_string_free(out, FALSE);
}

/* -------- edges -------- */

static void add_edge(Writer *writer, const Transition *transition, const char *target)
{
    const Subject *subject = writer->question->subject;
    g_autofree char *actor = markup_dot(subject->actors[transition->move.actor]);
    g_autofree char *step = markup_dot(subject->steps[transition->move.step].name);
    g_autofree char *key = edge_key(transition->from, transition->to, transition->move);
    bool on_path = g_hash_table_contains(writer->shown, key);
    g_string_append_printf(writer->edges, "  s%u -> %s [label=\"%s\\n%s\"%s]\n", transition->from,
                           target, actor, step,
                           on_path ? ", color=\"#b3261e\", fontcolor=\"#b3261e\", penwidth=3" : "");
}

static void add_throw(Writer *writer, const Transition *transition)
{
    g_autofree char *target = g_strdup_printf("t%u", writer->throws++);
    g_autofree char *message = markup_dot(transition->throws);
    g_string_append_printf(writer->edges,
                           "  %s [label=\"throws\\n%s\", shape=octagon, color=\"#b3261e\", "
                           "style=filled, fillcolor=\"#fdecea\"]\n",
                           target, message);
    add_edge(writer, transition, target);
}

static void add_transition(void *data, const Transition *transition)
{
    Writer *writer = data;
    if (transition->throws) {
        add_throw(writer, transition);
        return;
    }
    g_autofree char *target = g_strdup_printf("s%u", transition->to);
    add_edge(writer, transition, target);
    while (writer->labels->len <= transition->to)
        g_ptr_array_add(writer->labels, NULL);
    if (transition->is_first)
        writer->labels->pdata[transition->to] =
            changes_text(writer->question->subject, transition->before, transition->after);
}

/* -------- the path -------- */

typedef struct PathStates {
    Writer *writer;
    const Reach *reach;
    GHashTable *on_path; /* numbers of states, plus one */
} PathStates;

/* A dry run finds the numbers of the states, before the edges are written. */
static void mark_step(void *data, uint32_t index, const PathStep *step, const uint8_t *before,
                      const uint8_t *after)
{
    (void)index;
    const PathStates *states = data;
    uint32_t from = reach_number(states->reach, before);
    uint32_t to = step->outcome == THREW ? REACH_NOWHERE : reach_number(states->reach, after);
    g_hash_table_add(states->writer->shown, edge_key(from, to, step->move));
    g_hash_table_add(states->on_path, GUINT_TO_POINTER(from + 1));
    if (to != REACH_NOWHERE) g_hash_table_add(states->on_path, GUINT_TO_POINTER(to + 1));
}

static void visit_nothing(void *data, const Transition *transition)
{
    (void)data, (void)transition;
}

static bool mark_path(Writer *writer, const Path *path, GHashTable *on_path, GraphLimits limits)
{
    Reach reach;
    bool whole =
        reach_all(&reach, writer->question, limits.states, limits.interrupted, visit_nothing, NULL);
    PathStates states = {writer, &reach, on_path};
    if (whole && path) path_walk(path, mark_step, &states);
    reach_clear(&reach);
    return whole;
}

/* -------- nodes -------- */

static const char failing[] = "shape=box, style=filled, fillcolor=\"#fdecea\", color=\"#b3261e\", "
                              "peripheries=2";
static const char way[] = "fillcolor=\"#fff4d8\", color=\"#b3261e\", penwidth=2, style=filled";

/* What is said in a node; "" for a state that looks like the one before it. */
static char *node_text(const Writer *writer, const Reach *reach, uint32_t number, bool *ret_fails)
{
    const uint8_t *state = g_ptr_array_index(reach->states, number);
    const char *label = number < writer->labels->len ? writer->labels->pdata[number] : NULL;
    const Check *broken = reach_broken(reach->question, state);
    bool deadlock = !broken && reach_is_deadlock(reach->question, state);
    g_autofree char *name = broken ? markup_dot(broken->name) : NULL;
    *ret_fails = broken || deadlock;
    if (number < reach->initial_count) label = "the start";
    return g_strconcat(label ? label : "", label && *label && *ret_fails ? "\\n" : "",
                       broken     ? "not "
                       : deadlock ? "deadlock"
                                  : "",
                       name, NULL);
}

static void add_node(GString *out, const Writer *writer, const Reach *reach, uint32_t number,
                     bool on_path)
{
    const uint8_t *state = g_ptr_array_index(reach->states, number);
    bool fails;
    g_autofree char *label = node_text(writer, reach, number, &fails);
    g_autofree char *tip = changes_text(reach->question->subject, reach->states->pdata[0], state);
    g_string_append_printf(out, "  s%u [label=\"%s\", tooltip=\"state %u: %s\"%s%s%s%s]\n", number,
                           label, number, *tip ? tip : "as at the start",
                           *label ? "" : ", shape=circle, width=0.2", fails ? ", " : "",
                           fails     ? failing
                           : on_path ? ", "
                                     : "",
                           on_path && !fails ? way : "");
}

static char *finish(const Writer *writer, const Reach *reach, GHashTable *on_path,
                    const char *title)
{
    g_autofree char *safe = markup_dot(title);
    GString *out = g_string_new(NULL);
    g_string_append_printf(
        out,
        "digraph states {\n  label=\"%s\\n%u states\"\n  labelloc=t\n  labeljust=l\n"
        "  fontname=\"sans-serif\"\n"
        "  node [shape=box, style=rounded, fontname=\"monospace\", fontsize=10]\n"
        "  edge [fontname=\"monospace\", fontsize=9, color=\"#5d636c\"]\n",
        safe, reach->states->len);
    for (uint32_t i = 0; i < reach->states->len; i++)
        add_node(out, writer, reach, i, g_hash_table_contains(on_path, GUINT_TO_POINTER(i + 1)));
    g_string_append(out, writer->edges->str);
    g_string_append(out, "}\n");
    return g_string_free(out, FALSE);
}

char *graph_states_dot(const Question *question, const Path *path, const char *title,
                       GraphLimits limits)
{
    g_autoptr(GHashTable) on_path = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) shown = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GString) edges = g_string_new(NULL);
    g_autoptr(GPtrArray) labels = g_ptr_array_new_with_free_func(g_free);
    Writer writer = {question, edges, labels, shown, 0};
    if (!mark_path(&writer, path, on_path, limits)) return NULL;
    Reach reach;
    bool whole =
        reach_all(&reach, question, limits.states, limits.interrupted, add_transition, &writer);
    char *dot = whole ? finish(&writer, &reach, on_path, title) : NULL;
    reach_clear(&reach);
    return dot;
}
