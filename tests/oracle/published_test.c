/* The textbook models of examples/, searched in every mode, against published counts. */
#include "checker/search/suite.h"
#include "tests/oracle/naive.h"
#include "tests/oracle/textbook.h"

/* One row of a published table.  The source of each is in the head of the model; what no source
 * gives (transitions and levels of lost_update, levels of the small slow philosophers) is what the
 * reference counts. */
typedef struct Published {
    const char *model;
    const char *parameters[4]; /* NULL-terminated */
    uint64_t states, transitions;
    uint32_t levels;
    uint64_t deadlocks;
    uint32_t
        violated_after; /* steps of the shortest violation of the model's predicate, or NEVER */
} Published;

#define NEVER 0

/* clang-format off */
static const Published published[] = {
    {"lost_update",    {"n=2"},                13,      14,    5,  0, 4},
    {"toggles",        {"n=5"},                32,     160,    6,  0, NEVER},
    {"philosophers",   {"n=4"},                80,     212,   10,  1, NEVER},
    {"two_phase",      {"n=3"},               288,    1145,   11,  0, NEVER},
    {"fischer",        {"n=3"},               634,    1395,   18,  0, NEVER},
    {"sliding_puzzle", {"columns=2"},         720,    1681,   38,  0, 16},
    {"philosophers",   {"n=6", "left=1"},     729,    2916,   17,  0, NEVER},
    {"anderson",       {"n=3"},              1459,    3705,   46,  0, NEVER},
    {"bakery",         {"n=2", "max=9"},     1506,    2697,  101,  4, NEVER},
    {"hanoi",          {"n=8"},              6561,   19680,  256,  0, 255},
    {"mcs",            {"n=3"},              7963,   21503,   49,  0, NEVER},
    {"peterson",       {"n=3"},             12498,   33369,   54,  0, NEVER},
    {"szymanski",      {"n=3"},             20264,   56701,   72,  0, NEVER},
    {"fischer",        {"n=4", "k1=3"},     21733,   67590,   50,  0, 14},
    {"lamport",        {"n=3"},             29242,   77286,   57,  0, NEVER},
    {"anderson",       {"n=4"},             29641,   97516,   81,  0, NEVER},
    {"bakery",         {"n=3", "max=4"},    32919,   85061,  117, 51, NEVER},
    {"life",           {"side=4"},          65536,   65536,    1,  0, NEVER},
    {"equation",       {"c=7"},             65536,  131072,  511,  0, NEVER},
    {"sliding_puzzle", {"columns=3"},      362880,  967681,   61,  0, 29},
    {"philosophers",   {"n=12"},           531440, 4251516,   34,  1, NEVER},
    {"hanoi",          {"n=12"},           531441, 1594320, 4096,  0, 4095},
    {"mcs",            {"n=4"},            571459, 2077384,   70,  0, NEVER},
    {"lamport",        {"n=4"},           1066800, 3630664,   77,  0, NEVER},
    {"peterson",       {"n=4"},           1119560, 3864896,  104,  0, NEVER},
    {"szymanski",      {"n=4"},           1128424, 4234041,  111,  0, NEVER},
    {"fischer",        {"n=7"},           1272254, 4609671,   30,  0, NEVER},
    {"philosophers",   {"n=4", "left=1", "slow=1"},     464,    1504,   17,  0, NEVER},
    {"filter",         {"n=3"},    2415,    6019,   36,  0, NEVER},
    {"filter",         {"n=4"},  137552,  439888,   73,  0, NEVER},
    {"philosophers",   {"n=8", "left=1", "slow=1"},  252160, 1647616,   37,  0, NEVER},
};
/* clang-format on */

#define ROWS (sizeof(published) / sizeof(published[0]))

#define MOST_STATES ALL_OR_FEWER(2000000, 25000)
/* The reference is slow; beyond this it is the published count alone that is compared. */
#define MOST_NAIVE_STATES 100000
#define MOST_COMPACTED_STATES 300000

/* Is this row for this build?  Then *ret_subject is its subject. */
static bool open_row(int index, uint64_t most_states, const Subject **ret_subject)
{
    const Published *row = &published[index];
    if (row->states > most_states) return false;
    *ret_subject = textbook_subject(EXAMPLES, row->model, row->parameters);
    return true;
}

/* Search without checks and past deadlocks, so that everything is counted. */
static void check_counts(int index, const SearchOptions *options)
{
    static const Verdict nothing = {VERDICT_THROWS, NULL};
    const Published *row = &published[index];
    const Subject *subject;
    if (!open_row(index, MOST_STATES, &subject)) return;

    Question question = {.subject = subject, .find = &nothing};
    Result result = search(&question, options);
    ck_assert_int_eq(result.verdict.kind, VERDICT_HOLDS);
    ck_assert_uint_eq(result.statistics.states, row->states);
    /* A bound makes it expand a state again that it finds a shorter way to. */
    if (options->strategy != STRATEGY_BOUNDED) {
        ck_assert_uint_eq(result.statistics.transitions, row->transitions);
        ck_assert_uint_eq(result.statistics.other, row->deadlocks);
    }
    if (options->strategy == STRATEGY_BFS)
        ck_assert_uint_eq(result.statistics.depth + 1, row->levels);
    result_free(&result);
}

START_TEST(breadth_first_counts)
{
    check_counts(_i, &(SearchOptions){.strategy = STRATEGY_BFS, .no_por = true});
}
END_TEST

START_TEST(depth_first_counts)
{
    check_counts(_i, &(SearchOptions){.strategy = STRATEGY_DFS, .no_por = true});
}
END_TEST

/* Orders of safe steps left out, every deadlock is still there, and nothing is added. */
START_TEST(reduced_deadlocks)
{
    static const Verdict nothing = {VERDICT_THROWS, NULL};
    const Published *row = &published[_i];
    const Subject *subject;
    if (!open_row(_i, MOST_STATES, &subject)) return;

    Question question = {.subject = subject, .find = &nothing};
    Result result = search(&question, &(SearchOptions){.strategy = STRATEGY_BFS});
    ck_assert_uint_eq(result.statistics.other, row->deadlocks);
    ck_assert_uint_le(result.statistics.states, row->states);
    result_free(&result);
}
END_TEST

/* A bound that bounds nothing; small rows only, for it follows every shorter way again. */
START_TEST(bounded_counts)
{
    if (published[_i].states > 3000) return;
    check_counts(_i, &(SearchOptions){.strategy = STRATEGY_BOUNDED, .limits.depth = 1000000});
}
END_TEST

/* Every state is there, and every step was taken, if nothing was taken for another: the
 * probability that something was is printed, and far below the least that could happen here. */
START_TEST(hash_compaction_counts)
{
    static const Verdict nothing = {VERDICT_THROWS, NULL};
    static const StoreKind stores[] = {STORE_HASH64, STORE_HASH48, STORE_HASH40};
    const Published *row = &published[_i];
    const Subject *subject;
    if (!open_row(_i, MOST_COMPACTED_STATES, &subject)) return;

    for (size_t i = 0; i < sizeof stores / sizeof *stores; i++) {
        SearchOptions options = {.store = stores[i], .limits.memory = MOST_COMPACTED_STATES * 10};
        Question question = {.subject = subject, .find = &nothing};
        Result result = search(&question, &options);
        ck_assert_int_eq(result.verdict.kind, VERDICT_INCOMPLETE);
        ck_assert_str_eq(result.verdict.name, "hash compaction");
        ck_assert_double_lt(result.statistics.loss.omitted, 1e-4);
        ck_assert_uint_eq(result.statistics.states, row->states);
        ck_assert_uint_eq(result.statistics.transitions, row->transitions);
        ck_assert_uint_eq(result.statistics.other, row->deadlocks);
        result_free(&result);
    }
}
END_TEST

START_TEST(naive_counts)
{
    const Published *row = &published[_i];
    const Subject *subject;
    if (!open_row(_i, MOST_NAIVE_STATES, &subject)) return;
    Naive naive = naive_search(subject, NULL, 0);
    ck_assert_uint_eq(naive.states, row->states);
    ck_assert_uint_eq(naive.transitions, row->transitions);
    ck_assert_uint_eq(naive.levels, row->levels);
    ck_assert_uint_eq(naive.deadlocks, row->deadlocks);
}
END_TEST

/* With the model's own predicates as invariants: the verdict, and how far away it is. */
static void check_verdict(int index, Strategy strategy)
{
    const Published *row = &published[index];
    const Subject *subject;
    if (!open_row(index, MOST_STATES, &subject)) return;

    Check checks[TEXTBOOK_MOST_CHECKS];
    Question question = textbook_question(subject, checks);
    VerdictKind expected = row->violated_after ? VERDICT_VIOLATES
                           : row->deadlocks    ? VERDICT_DEADLOCK
                                               : VERDICT_HOLDS;
    SearchOptions options = {.strategy = strategy};
    Result result = search(&question, &options);
    ck_assert_int_eq(result.verdict.kind, expected);
    if (strategy == STRATEGY_BFS && row->violated_after)
        ck_assert_uint_eq(result.schedule.length, row->violated_after);
    if (result.has_schedule) {
        Replay again = replay(&question, &result.schedule, result.verdict, &options, NULL, NULL);
        ck_assert(verdict_equal(again.verdict, result.verdict));
        free(again.state);
    }
    result_free(&result);
}

START_TEST(breadth_first_verdict)
{
    check_verdict(_i, STRATEGY_BFS);
}
END_TEST

START_TEST(depth_first_verdict)
{
    check_verdict(_i, STRATEGY_DFS);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("published counts");
    TCase *tests = tcase_create("published counts");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, naive_counts, 0, ROWS);
    tcase_add_loop_test(tests, breadth_first_counts, 0, ROWS);
    tcase_add_loop_test(tests, depth_first_counts, 0, ROWS);
    tcase_add_loop_test(tests, reduced_deadlocks, 0, ROWS);
    tcase_add_loop_test(tests, bounded_counts, 0, ROWS);
    tcase_add_loop_test(tests, hash_compaction_counts, 0, ROWS);
    tcase_add_loop_test(tests, breadth_first_verdict, 0, ROWS);
    tcase_add_loop_test(tests, depth_first_verdict, 0, ROWS);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
