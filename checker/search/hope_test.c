/* What is judged without a graph, against a plain fixpoint, on random webs of some thousand states.
 */
#include "checker/search/hope.h"
#include "checker/search/suite.h"
#include "checker/search/table_system.h"

#include <string.h>

#define NODES 5000
#define ACTORS 3
#define WEBS 60

/* Each actor has one way out of each node, or none. */
typedef struct Web {
    uint32_t to[NODES][ACTORS]; /* NODES: none */
    bool goal[2][NODES];
    Subject subject;
    Check checks[3];
    Question question;
} Web;

static uint32_t node_of(const uint8_t *state)
{
    uint32_t node;
    memcpy(&node, state, sizeof node);
    return node;
}

static void web_initial(const void *context, uint32_t index, uint8_t *state)
{
    (void)context, (void)index;
    memset(state, 0, sizeof(uint32_t));
}

static Outcome web_attempt(const void *context, uint8_t *state, Attempt *attempt)
{
    const Web *web = context;
    uint32_t to = web->to[node_of(state)][attempt->actor];
    attempt->step = 0;
    attempt->choices = 1;
    if (to == NODES) return BLOCKED;
    memcpy(state, &to, sizeof to);
    return RAN;
}

static bool web_may_rest(const void *context, const uint8_t *state, uint32_t actor)
{
    (void)context, (void)state, (void)actor;
    return true;
}

static bool always(const void *context, const uint8_t *state)
{
    (void)context, (void)state;
    return true;
}

static bool is_goal(const void *context, const uint8_t *state)
{
    return ((const bool *)context)[node_of(state)];
}

/* Most ways lead a little further, some anywhere.  `lost`: from so many nodes at the end nothing
 * leads back. */
static uint32_t random_target(uint64_t *random, uint32_t node, uint32_t lost)
{
    if (node >= NODES - lost) return NODES - 1 - table_random(random, lost);
    if (table_random(random, 3) == 0) return NODES;
    if (table_random(random, 8) == 0) return table_random(random, NODES);
    uint32_t to = node + 1 + table_random(random, 40);
    return to < NODES ? to : table_random(random, NODES);
}

static void web_init(Web *web, uint64_t seed, uint32_t lost)
{
    static const char *const actors[] = {"a", "b", "c"};
    static const SubjectStep steps[] = {{"GO", "go", "", AWAITS_GUARD}};
    uint64_t random = seed;
    memset(web, 0, sizeof *web);
    for (uint32_t node = 0; node < NODES; node++) {
        for (uint32_t actor = 0; actor < ACTORS; actor++)
            web->to[node][actor] = random_target(&random, node, lost);
        if (web->to[node][0] == NODES) web->to[node][0] = (node + 1) % NODES;
        for (uint32_t goal = 0; goal < 2; goal++)
            web->goal[goal][node] = node < NODES - lost && table_random(&random, 500) == 0;
    }
    web->subject = (Subject){.version = SUBJECT_VERSION,
                             .name = "web",
                             .context = web,
                             .state_size = sizeof(uint32_t),
                             .initial_count = 1,
                             .actor_count = ACTORS,
                             .actors = actors,
                             .step_count = 1,
                             .steps = steps,
                             .initial = web_initial,
                             .attempt = web_attempt,
                             .may_rest = web_may_rest};
    web->checks[0] = (Check){CHECK_REACHABLE, "first", "", is_goal, web->goal[0], NULL, NULL, NULL};
    web->checks[1] = (Check){CHECK_ALWAYS, "always", "", always, NULL, NULL, NULL, NULL};
    web->checks[2] =
        (Check){CHECK_REACHABLE, "second", "", is_goal, web->goal[1], NULL, NULL, NULL};
    web->question = (Question){.subject = &web->subject, .check_count = 3, .checks = web->checks};
}

/* -------- the reference -------- */

static bool reaches_from_everywhere(const Web *web, uint32_t goal)
{
    static bool reaches[NODES];
    memcpy(reaches, web->goal[goal], sizeof reaches);
    uint32_t count = 0, before;
    do {
        before = count;
        count = 0;
        for (uint32_t node = 0; node < NODES; node++) {
            for (uint32_t actor = 0; actor < ACTORS; actor++) {
                uint32_t to = web->to[node][actor];
                if (to != NODES && reaches[to]) reaches[node] = true;
            }
            count += reaches[node];
        }
    } while (count != before);
    return count == NODES;
}

/* -------- both -------- */

/* Every node, in this order or the other. */
static Store *all_nodes(bool backwards)
{
    Store *store = store_new(sizeof(uint32_t), STORE_USUAL_LEAF, STORE_PLAIN);
    for (uint32_t i = 0; i < NODES; i++) {
        uint32_t node = backwards ? NODES - 1 - i : i;
        uint8_t state[sizeof node];
        bool is_new;
        memcpy(state, &node, sizeof node);
        store_insert(store, state, (Likeness){0}, &is_new);
        ck_assert(is_new);
    }
    return store;
}

/* As a search would note them: some way out of each node, unless it is to the node itself. */
static const uint32_t *noted_ways(const Web *web, Store *store)
{
    static uint32_t ahead[NODES];
    memset(ahead, 0, sizeof ahead);
    for (uint32_t node = 0; node < NODES; node++)
        for (uint32_t actor = 0; actor < ACTORS; actor++) {
            uint32_t to = web->to[node][actor];
            if (to == NODES || to == node) continue;
            uint32_t from_number = store_find(store, (const uint8_t *)&node, (Likeness){0});
            ahead[from_number] = store_find(store, (const uint8_t *)&to, (Likeness){0}) + 1;
        }
    return ahead;
}

static bool hopes(const Web *web, Store *store, const SearchOptions *options)
{
    Explored explored = {
        .question = &web->question, .options = options, .store = store, .all_known = true};
    bool without_notes = hope_everywhere(&explored);
    explored.ahead = noted_ways(web, store);
    ck_assert(hope_everywhere(&explored) == without_notes);
    return without_notes;
}

START_TEST(hope_is_where_the_goals_are_reached)
{
    static Web web;
    uint32_t good = 0;
    SearchOptions options = {.workers = (uint32_t)_i};
    Store *store = all_nodes(_i % 2);
    for (uint64_t seed = 0; seed < WEBS; seed++) {
        web_init(&web, seed, seed % 3 ? 0 : 1 + (uint32_t)seed * 50);
        bool everywhere = reaches_from_everywhere(&web, 0) && reaches_from_everywhere(&web, 1);
        ck_assert_msg(hopes(&web, store, &options) == everywhere, "web %u", (unsigned)seed);
        good += everywhere;
    }
    ck_assert_uint_gt(good, WEBS / 2);
    ck_assert_uint_lt(good, WEBS);
    store_free(store);
}
END_TEST

/* One node that goes round in its place is beyond hope. */
START_TEST(a_single_lost_state_is_noticed)
{
    static Web web;
    Store *store = all_nodes(false);
    SearchOptions options = {.workers = 2};
    for (uint32_t node = 0; node < NODES; node += 499) {
        web_init(&web, 1, 0);
        ck_assert(hopes(&web, store, &options));
        for (uint32_t actor = 0; actor < ACTORS; actor++)
            web.to[node][actor] = actor ? NODES : node;
        web.goal[1][node] = false;
        ck_assert(!hopes(&web, store, &options));
    }
    store_free(store);
}
END_TEST

START_TEST(an_interrupt_leaves_it_open)
{
    static Web web;
    volatile int interrupted = 1;
    Store *store = all_nodes(false);
    web_init(&web, 1, 0);
    ck_assert(!hopes(&web, store, &(SearchOptions){.interrupted = &interrupted}));
    store_free(store);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("hope");
    TCase *cases = tcase_create("hope");
    tcase_set_timeout(cases, 120);
    tcase_add_loop_test(cases, hope_is_where_the_goals_are_reached, 0, 4);
    tcase_add_test(cases, a_single_lost_state_is_noticed);
    tcase_add_test(cases, an_interrupt_leaves_it_open);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
