/* `actors`: who starts where.  An actor is a goroutine, on an M or waiting for one, or an M without
 * a goroutine. */
#include "checker/scenario/reader.h"

#include <string.h>

/* -------- the keys of one actor -------- */

static void read_g(Reader *reader, const Node *value, void *into)
{
    Actor *actor = into;
    actor->g = read_id(reader, value, 'g');
    actor->g_at = value->at;
}

static void read_m(Reader *reader, const Node *value, void *into)
{
    Actor *actor = into;
    actor->m = read_id(reader, value, 'm');
    actor->m_at = value->at;
}

static void read_p(Reader *reader, const Node *value, void *into)
{
    Actor *actor = into;
    actor->p = read_id(reader, value, 'p');
    actor->p_at = value->at;
}

static void read_start(Reader *reader, const Node *value, Actor *actor, GStart start)
{
    bool yes = false;
    if (!read_flag(reader, value, &yes) || !yes) return;
    if (actor->start_at.length > 0)
        reader_error(reader, value->at, "a goroutine starts in one way", "`%s` starts in two ways",
                     actor->name);
    actor->start = start;
    actor->start_at = value->at;
}

static void read_in_syscall(Reader *reader, const Node *value, void *into)
{
    read_start(reader, value, into, G_IN_SYSCALL);
}

static void read_queued(Reader *reader, const Node *value, void *into)
{
    read_start(reader, value, into, G_QUEUED);
}

static void read_parked(Reader *reader, const Node *value, void *into)
{
    read_start(reader, value, into, G_PARKED);
}

static void read_network(Reader *reader, const Node *value, void *into)
{
    read_start(reader, value, into, G_NETWORK);
}

static void read_daemon(Reader *reader, const Node *value, void *into)
{
    read_flag(reader, value, &((Actor *)into)->daemon);
}

static void read_does(Reader *reader, const Node *value, void *into)
{
    (void)reader; /* compiled when all actors are known */
    ((Actor *)into)->does = value;
}

static const Key actor_keys[] = {
    {"g", "g1 to g8", "the goroutine; an actor called g1 is g1 without saying so", read_g,
     OVERRIDE_VALUE},
    {"m", "m1 to m8", "the M it starts on; without `g`, the M itself", read_m, OVERRIDE_VALUE},
    {"p", "p1 to p8", "the P it starts with; with `queued`, whose run queue it is on", read_p,
     OVERRIDE_VALUE},
    {"in-syscall", "true or false",
     "starts in a system call on `m`, in Psyscall on `p` or with its P long retaken",
     read_in_syscall, OVERRIDE_VALUE},
    {"queued", "true or false", "starts Grunnable on a run queue: the global one without `p`",
     read_queued, OVERRIDE_VALUE},
    {"parked", "true or false", "starts Gwaiting, until somebody does `ready`", read_parked,
     OVERRIDE_VALUE},
    {"network", "true or false", "starts Gwaiting for network input", read_network, OVERRIDE_VALUE},
    {"daemon", "true or false", "need not finish", read_daemon, OVERRIDE_VALUE},
    {"does", "a list of operations",
     "its program; an M without `g` and without a program is in schedule()", read_does,
     OVERRIDE_VALUE},
};
const Level actor_level = LEVEL("an actor", actor_keys);

/* -------- one actor by itself -------- */

static void demand(Reader *reader, const Actor *actor, bool holds, Span at, const char *message)
{
    if (!holds) reader_error(reader, at, NULL, "`%s` %s", actor->name, message);
}

/* A goroutine must have what its start needs and nothing that would be ignored. */
static void check_goroutine(Reader *reader, const Actor *actor)
{
    switch (actor->start) {
    case G_RUNNING:
        demand(reader, actor, actor->m && actor->p, actor->at,
               "needs `m` and `p` to run, or says how else it starts (in-syscall, queued, parked, "
               "network)");
        break;
    case G_IN_SYSCALL:
        demand(reader, actor, actor->m, actor->at, "needs `m` to be in a system call");
        break;
    case G_QUEUED:
        demand(reader, actor, !actor->m, actor->m_at, "is queued and so on no M");
        break;
    default:
        demand(reader, actor, !actor->m, actor->m_at, "waits and so is on no M");
        demand(reader, actor, !actor->p, actor->p_at, "waits and so has no P");
    }
}

static void check_machine(Reader *reader, const Actor *actor)
{
    demand(reader, actor, actor->m, actor->at, "needs `g` (a goroutine) or `m` (an M without one)");
    demand(reader, actor, actor->start_at.length == 0, actor->start_at,
           "has no goroutine that could start so");
    if (!actor->m) return;
    if (actor->does)
        demand(reader, actor, !actor->p, actor->p_at, "is an M with a program: that has no P");
    else
        demand(reader, actor, actor->p, actor->at,
               "is an M in schedule(): that needs `p`, or `does`");
}

/* g3 is a name that means something: an actor must not borrow it. */
static uint8_t id_of_name(const char *name, char letter)
{
    bool fits = name[0] == letter && name[1] >= '1' && name[1] <= '8' && name[2] == '\0';
    return fits ? (uint8_t)(name[1] - '0') : 0;
}

static void check_name(Reader *reader, Actor *actor)
{
    uint8_t g = id_of_name(actor->name, 'g'), m = id_of_name(actor->name, 'm');
    if (g && actor->g_at.length == 0) actor->g = g;
    if (m && actor->m_at.length == 0 && !actor->g) actor->m = m;
    demand(reader, actor, !g || !actor->g || actor->g == g, actor->g_at, "is another goroutine");
    demand(reader, actor, !m || !actor->m || actor->m == m, actor->m_at, "is another M");
    demand(reader, actor, !id_of_name(actor->name, 'p'), actor->at, "is the name of a P");

    size_t letters = strspn(actor->name, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_");
    demand(reader, actor, actor->name[letters] == '\0', actor->at,
           "is no name for an actor: letters, digits, - and _");
}

static void read_actor(Reader *reader, const Node *key, const Node *value)
{
    Actor *actor = &reader->actor[reader->actor_count++];
    *actor = (Actor){.name = key->text, .at = key->at, .start = G_RUNNING};
    level_read(reader, &actor_level, value, actor);
    check_name(reader, actor);
    if (actor->g) check_goroutine(reader, actor);
    else if (actor->g_at.length == 0) check_machine(reader, actor);
}

/* -------- actors among each other -------- */

/* Does it hold a P from the start? */
static bool holds_p(const Actor *actor)
{
    return actor->p && (!actor->g || actor->start == G_RUNNING || actor->start == G_IN_SYSCALL);
}

/* Do the two claim the same thing?  Reported at the second. */
static bool check_pair(Reader *reader, const Actor *first, const Actor *second)
{
    bool same_g = second->g && second->g == first->g, same_m = second->m && second->m == first->m;
    bool same_p = holds_p(first) && holds_p(second) && second->p == first->p;
    if (same_g)
        reader_error(reader, second->g_at.length ? second->g_at : second->at, NULL,
                     "two actors are g%d: `%s` and `%s`", second->g, first->name, second->name);
    if (same_m)
        reader_error(reader, second->m_at.length ? second->m_at : second->at, NULL,
                     "two actors on m%d: `%s` and `%s`", second->m, first->name, second->name);
    if (same_p)
        reader_error(reader, second->p_at, NULL, "two actors hold p%d: `%s` and `%s`", second->p,
                     first->name, second->name);
    return same_g || same_m || same_p;
}

static void check_against_others(Reader *reader, const Actor *actor)
{
    for (const Actor *other = reader->actor; other < actor; other++)
        if (check_pair(reader, other, actor)) return;
}

/* The size of the world in one kind of thing: as given, else as large as the actors need. */
static void settle(Reader *reader, uint8_t *count, size_t member, size_t place, char letter)
{
    uint8_t most = 1;
    for (uint32_t i = 0; i < reader->actor_count; i++)
        most = MAX(most, *((const uint8_t *)&reader->actor[i] + member));
    if (*count == 0) *count = most;
    for (uint32_t i = 0; i < reader->actor_count; i++) {
        const Actor *actor = &reader->actor[i];
        uint8_t id = *((const uint8_t *)actor + member);
        Span at = *(const Span *)((const char *)actor + place);
        if (id <= *count) continue;
        reader_error(reader, at.length ? at : actor->at, NULL,
                     "there is no %c%d: the world has `%cs: %d`", letter, id, letter, *count);
    }
}

/* -------- into the configuration -------- */

static void place_goroutine(Reader *reader, const Actor *actor)
{
    Config *config = &reader->config;
    GConfig *g = &config->g[actor->g - 1];
    *g = (GConfig){
        .start = (uint8_t)actor->start, .m = actor->m, .p = actor->p, .daemon = actor->daemon};
    program_compile(reader, actor, &g->program);
    if (!actor->m) return;
    config->m[actor->m - 1].start = M_RUNS_G;
    config->m[actor->m - 1].name = actor->name;
}

static void place_machine(Reader *reader, const Actor *actor)
{
    MConfig *m = &reader->config.m[actor->m - 1];
    *m = (MConfig){.start = actor->does ? M_PROGRAM : M_SCHEDULE,
                   .p = actor->p,
                   .daemon = actor->daemon,
                   .name = actor->name};
    if (actor->does) program_compile(reader, actor, &m->program);
}

void read_actors(Reader *reader, const Node *value, void *into)
{
    (void)into;
    if (!is_for_go(reader, value, "actors")) return;
    if (!read_map(reader, value, "actors")) return;
    if (value->count > MAX_ACTORS) {
        reader_error(reader, value->at, NULL, "more than %d actors", MAX_ACTORS);
        return;
    }
    for (uint32_t i = 0; i < value->count; i++)
        read_actor(reader, value->keys[i], value->values[i]);
    for (uint32_t i = 0; i < reader->actor_count; i++)
        check_against_others(reader, &reader->actor[i]);
    settle(reader, &reader->config.ps, offsetof(Actor, p), offsetof(Actor, p_at), 'p');
    settle(reader, &reader->config.ms, offsetof(Actor, m), offsetof(Actor, m_at), 'm');
    settle(reader, &reader->config.gs, offsetof(Actor, g), offsetof(Actor, g_at), 'g');
    for (uint32_t i = 0; i < reader->actor_count; i++) {
        const Actor *actor = &reader->actor[i];
        if (actor->g) place_goroutine(reader, actor);
        else if (actor->m) place_machine(reader, actor);
    }
}

const Actor *actor_named(Reader *reader, const Node *node)
{
    const char *names[MAX_ACTORS];
    for (uint32_t i = 0; i < reader->actor_count; i++)
        names[i] = reader->actor[i].name;
    int found = read_word(reader, node, "unknown actor", names, reader->actor_count);
    return found < 0 ? NULL : &reader->actor[found];
}
