#include "tests/oracle/random_case.h"

#include "checker/search/dead.h"
#include "tests/oracle/negation.h"

#include <string.h>

/* The first is never found, so that every failure is passed over. */
const Verdict random_finds[RANDOM_FINDS] = {
    {VERDICT_DIVERGES, NULL},     {VERDICT_VIOLATES, NULL}, {VERDICT_VIOLATES, "first"},
    {VERDICT_VIOLATES, "second"}, {VERDICT_THROWS, NULL},   {VERDICT_DEADLOCK, NULL},
    {VERDICT_STUCK, NULL},        {VERDICT_LIVELOCK, NULL},
};

/* Invariants are what a random system has.  Its other predicates are turned round, mostly: to
 * become true is more of a goal than to be true from the beginning. */
static void choose_checks(RandomCase *c, Random *random)
{
    static const CheckKind kinds[] = {CHECK_ALWAYS, CHECK_SOMETIMES, CHECK_REACHABLE,
                                      CHECK_EVENTUALLY};
    for (uint32_t i = 0; i < RANDOM_CHECKS; i++) {
        c->original[i] = c->checks[i] = c->system.checks[i];
        c->checks[i].kind = kinds[random_below(random, 4)];
        bool turned = random_below(random, 4) > 0;
        if (c->checks[i].kind == CHECK_ALWAYS || !turned) continue;
        c->checks[i].holds = negation_holds;
        c->checks[i].sees = negation_sees;
        c->checks[i].context = &c->original[i];
        c->checks[i].watches = NULL;
        c->checks[i].breaks = NULL;
    }
    c->bare.check_count = RANDOM_CHECKS;
    c->bare.checks = c->checks;
}

static void choose_symmetry(RandomCase *c, uint64_t seed, Random *random)
{
    switch (random_below(random, 3)) {
    case 0:
        random_equals(&c->system, seed);
        equals_init_bytes(&c->equals, c->system.actors, RANDOM_CELLS, RANDOM_OWN);
        c->bare.symmetry = &c->equals.symmetry;
        break;
    case 1:
        c->dead = dead_symmetry(&c->bare);
        c->bare.symmetry = &c->dead;
        break;
    default:
        break;
    }
}

void random_case(RandomCase *c, uint64_t seed)
{
    Random random = {.seed = ~seed};
    memset(c, 0, sizeof *c);
    random_system(&c->system, seed);
    c->bare = c->system.question;
    if (random_below(&random, 2)) choose_checks(c, &random);
    choose_symmetry(c, seed, &random);
    c->system.may_lose_grounds = random_below(&random, 4) == 0;
    c->system.grounds = (uint8_t)random_below(&random, RANDOM_CELLS);
    dress(&c->dress, &c->bare, &random);
}
