#include "checker/interactive/acts.h"

#include "checker/interactive/session_picture.h"

#include "checker/program/values.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_RANDOM = 10000 };

static Reply say(char *text)
{
    return (Reply){.text = text};
}

static Reply refuse(const char *text)
{
    return (Reply){.text = g_strdup(text), .bad = true};
}

/* False: it is missing, or no number up to `most`. */
static bool number(GHashTable *arguments, const char *name, uint64_t most, uint64_t *ret)
{
    const char *text = g_hash_table_lookup(arguments, name);
    guint64 value;
    if (!text || !g_ascii_string_to_unsigned(text, 10, 0, most, &value, NULL)) return false;
    *ret = value;
    return true;
}

static Reply do_take(Opening *opening, GHashTable *arguments)
{
    Session *session = opening->session;
    uint64_t actor, choice;
    uint32_t position = session_position(session);
    if (!number(arguments, "actor", session->question->subject->actor_count - 1, &actor) ||
        !number(arguments, "choice", UINT16_MAX, &choice))
        return refuse("take whose step?");
    if (session_is_over(session)) return refuse("the run has ended here");
    PathStep step;
    session_take(session, (uint16_t)actor, (uint16_t)choice, &step);
    return session_position(session) > position ? say(NULL) : refuse("this cannot be done here");
}

static Reply do_jump(Opening *opening, GHashTable *arguments)
{
    uint64_t position;
    if (!number(arguments, "to", session_length(opening->session), &position))
        return refuse("the schedule has no such step");
    session_jump(opening->session, (uint32_t)position);
    return say(NULL);
}

static Reply do_random(Opening *opening, GHashTable *arguments)
{
    uint64_t steps;
    if (!number(arguments, "steps", MOST_RANDOM, &steps) || !steps)
        return refuse("how many steps at random? 1 to 10000");
    uint32_t made = session_random(opening->session, (uint32_t)steps);
    if (!made) return refuse("nobody can change anything any more");
    return say(g_strdup_printf("%u step%s at random", made, made == 1 ? "" : "s"));
}

static Reply do_violation(Opening *opening, GHashTable *arguments)
{
    Session *session = opening->session;
    const char *name = g_hash_table_lookup(arguments, "name");
    Wanted wanted = wanted_by_question(session->question);
    uint32_t from = session_position(session);
    uint64_t states;
    if (session_diagnosis(session).verdict.kind != VERDICT_HOLDS)
        return refuse("something is wrong here already; go back to before it");
    if (name && *name && !wanted_by_name(session->question, name, &wanted))
        return refuse("there is no failure of that name");
    Verdict found = session_find(session, wanted, &states);
    g_autofree char *count = value_count_text(states);
    if (found.kind == VERDICT_HOLDS)
        return say(
            g_strdup_printf("No schedule leads there from here: %s states searched.", count));
    if (found.kind == VERDICT_INCOMPLETE)
        return say(
            g_strdup_printf("Undecided: not finished (%s), after %s states.", found.name, count));
    return say(g_strdup_printf("The nearest, %u steps away; %s states searched.",
                               session_position(session) - from, count));
}

static Reply do_reachable(Opening *opening, GHashTable *arguments)
{
    uint64_t limit = opening->look_ahead;
    if (g_hash_table_contains(arguments, "states") &&
        (!number(arguments, "states", UINT64_MAX, &limit) || !limit))
        return refuse("how many states may be looked at? At least 1");
    if (session_is_over(opening->session)) return refuse("the run has ended here");
    session_look_ahead(opening->session, limit);
    return say(NULL);
}

static Reply do_decide(Opening *opening, GHashTable *arguments)
{
    (void)arguments;
    if (session_diagnosis(opening->session).verdict.kind == VERDICT_HOLDS)
        return refuse("nothing is wrong here");
    if (session_length(opening->session) > SESSION_PICTURE_MOST)
        return refuse(
            "the schedule is too long to be drawn; checker explain tells what decides it");
    session_picture_decide(opening);
    const Marks *marks = &opening->marks;
    if (marks->left_out)
        return say(
            g_strdup_printf("Not everything could be computed: too many %s.", marks->left_out));
    return say(g_strdup("The critical steps are marked."));
}

static Reply do_go(Opening *opening, GHashTable *arguments)
{
    Session *session = opening->session;
    uint64_t fate;
    if (!session_outlook_is_here(session))
        return refuse("what lies ahead of this state was not asked");
    if (!number(arguments, "fate", UINT32_MAX, &fate) || fate >= session->outlook.fate_count)
        return refuse("go to which end?");
    session_follow(session, (uint32_t)fate);
    return say(NULL);
}

static Reply do_restart(Opening *opening, GHashTable *arguments)
{
    uint64_t initial;
    if (!number(arguments, "initial", opening->session->question->subject->initial_count - 1,
                &initial))
        return refuse("there is no such initial state");
    session_restart(opening->session, (uint32_t)initial);
    return say(NULL);
}

/* Only to the file that the command line named: a page must not choose where to write. */
static Reply do_save(Opening *opening, GHashTable *arguments)
{
    (void)arguments;
    const Options *options = opening->options;
    g_autoptr(GError) error = NULL;
    if (!options->output) return refuse("checker explore was started without -o FILE");
    if (!opening_save(opening, options->output, options->force, &error))
        return refuse(g_strchomp(error->message));
    return say(g_strdup_printf("Written to %s.", options->output));
}

static const struct {
    const char *name;
    Reply (*act)(Opening *opening, GHashTable *arguments);
} acts[] = {{"take", do_take},           {"jump", do_jump}, {"random", do_random},
            {"violation", do_violation}, {"go", do_go},     {"reachable", do_reachable},
            {"restart", do_restart},     {"save", do_save}, {"decide", do_decide}};

Reply act(Opening *opening, GHashTable *arguments)
{
    const char *name = g_hash_table_lookup(arguments, "do");
    uint64_t at;
    if (!number(arguments, "at", UINT32_MAX, &at) || at != session_position(opening->session))
        return refuse("Somebody else has moved meanwhile; here is where things are.");
    for (size_t i = 0; i < G_N_ELEMENTS(acts); i++)
        if (g_strcmp0(acts[i].name, name) == 0) return acts[i].act(opening, arguments);
    return refuse("there is no such act");
}
