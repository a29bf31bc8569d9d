/* An outlook against searches for each kind of failure, and against rows counted naively. */
#include "checker/search/begin_at.h"
#include "checker/search/outlook.h"
#include "checker/search/suite.h"
#include "checker/search/table_by_hand.h"

#include <string.h>

#define SYSTEMS 500

static const Fate *fate_of(const Outlook *outlook, Verdict verdict)
{
    for (uint32_t i = 0; i < outlook->fate_count; i++)
        if (verdict_equal(outlook->fates[i].verdict, verdict)) return &outlook->fates[i];
    return NULL;
}

static bool same_schedule(const Schedule *a, const Schedule *b)
{
    return a->initial == b->initial && a->length == b->length && a->cycle == b->cycle &&
           a->aftermath == b->aftermath &&
           (!a->length || memcmp(a->moves, b->moves, a->length * sizeof *a->moves) == 0);
}

/* -------- a search for each kind -------- */

static unsigned kinds_seen; /* bit set of VerdictKind: what was found and compared */

static void compare(const TableSystem *system, const Outlook *outlook, Verdict wanted,
                    uint64_t seed)
{
    Question question = system->question;
    question.find = &wanted;
    SearchOptions options = {.strategy = STRATEGY_BFS};
    Result result = search(&question, &options);
    const Fate *fate = fate_of(outlook, wanted);
    bool found = verdict_equal(result.verdict, wanted);
    ck_assert_msg(found == (fate != NULL), "system %llu: search %d, outlook %d",
                  (unsigned long long)seed, found, fate != NULL);
    if (found) kinds_seen |= 1u << wanted.kind;
    if (found)
        ck_assert_msg(same_schedule(&result.schedule, &fate->way),
                      "system %llu: two ways to one failure of kind %d", (unsigned long long)seed,
                      (int)wanted.kind);
    result_free(&result);
}

static void compare_all(const TableSystem *system, uint64_t seed)
{
    SearchOptions options = {0};
    Outlook all = outlook(&system->question, &options, 0);
    ck_assert_ptr_null(all.ended);
    for (uint32_t i = 0; i < 2; i++) {
        CheckKind kind = system->checks[i].kind;
        const char *name = system->checks[i].name;
        if (kind == CHECK_ALWAYS) compare(system, &all, (Verdict){VERDICT_VIOLATES, name}, seed);
        if (kind == CHECK_REACHABLE || kind == CHECK_EVENTUALLY)
            compare(system, &all, (Verdict){VERDICT_STUCK, name}, seed);
        if (kind == CHECK_EVENTUALLY)
            compare(system, &all, (Verdict){VERDICT_LIVELOCK, name}, seed);
        compare(system, &all, (Verdict){VERDICT_THROWS, table_messages[i]}, seed);
    }
    compare(system, &all, (Verdict){VERDICT_DEADLOCK, NULL}, seed);
    outlook_free(&all);
}

START_TEST(every_failure_that_a_search_finds)
{
    static const CheckKind kinds[] = {CHECK_ALWAYS, CHECK_REACHABLE, CHECK_EVENTUALLY};
    for (uint64_t seed = 0; seed < SYSTEMS; seed++) {
        TableSystem system;
        table_random_goal_system(&system, seed, seed % 2, kinds[seed % 3]);
        compare_all(&system, seed);
    }
    ck_assert_uint_eq(kinds_seen, 1u << VERDICT_VIOLATES | 1u << VERDICT_THROWS |
                                      1u << VERDICT_DEADLOCK | 1u << VERDICT_STUCK |
                                      1u << VERDICT_LIVELOCK);
}
END_TEST

/* -------- the counts, naively -------- */

typedef struct Tally {
    uint32_t reached; /* bit set of rows */
    uint64_t violates, halts[2], throws[TABLE_MESSAGES], transitions;
} Tally;

/* Leave a row: what it throws, and which rows it leads to. */
static uint32_t leave(const TableSystem *system, uint32_t row, Tally *tally, bool *ret_moves)
{
    uint32_t next = 0;
    for (uint32_t actor = 0; actor < system->actors; actor++) {
        const TableCell *cell = &system->cell[row][actor];
        for (uint32_t choice = 0; choice < cell->choices; choice++) {
            Outcome outcome = cell->outcome[choice];
            *ret_moves |= outcome != BLOCKED;
            tally->transitions += outcome != BLOCKED;
            if (outcome == RAN) next |= UINT32_C(1) << cell->to[choice];
            if (outcome == THREW) tally->throws[cell->message[choice]]++;
        }
    }
    return next;
}

static void visit(const TableSystem *system, uint32_t row, Tally *tally)
{
    if (tally->reached >> row & 1) return;
    tally->reached |= UINT32_C(1) << row;
    if (system->bad[0] >> row & 1) {
        tally->violates++;
        return;
    }
    bool moves = false;
    uint32_t next = leave(system, row, tally, &moves);
    uint32_t all = (UINT32_C(1) << system->actors) - 1;
    if (!moves) tally->halts[(system->may_rest[row] & all) != all]++;
    for (uint32_t to = 0; to < TABLE_ROWS; to++)
        if (next >> to & 1) visit(system, to, tally);
}

static void expect_count(const Outlook *outlook, Verdict verdict, uint64_t count, uint64_t seed)
{
    const Fate *fate = fate_of(outlook, verdict);
    ck_assert_msg((fate ? fate->count : 0) == count, "system %llu, verdict %d: %llu, not %llu",
                  (unsigned long long)seed, (int)verdict.kind,
                  (unsigned long long)(fate ? fate->count : 0), (unsigned long long)count);
}

START_TEST(counts_are_those_of_rows)
{
    for (uint64_t seed = 0; seed < SYSTEMS; seed++) {
        TableSystem system;
        table_random_system(&system, seed);
        system.question.check_count = 1;
        Tally tally = {0};
        for (uint32_t i = 0; i < system.initials; i++)
            visit(&system, system.initial[i], &tally);
        SearchOptions options = {0};
        Outlook all = outlook(&system.question, &options, 0);
        ck_assert_uint_eq(all.states, (uint64_t)__builtin_popcount(tally.reached));
        ck_assert_uint_eq(all.transitions, tally.transitions);
        expect_count(&all, (Verdict){VERDICT_VIOLATES, "first"}, tally.violates, seed);
        expect_count(&all, (Verdict){VERDICT_HOLDS, NULL}, tally.halts[0], seed);
        expect_count(&all, (Verdict){VERDICT_DEADLOCK, NULL}, tally.halts[1], seed);
        for (uint32_t i = 0; i < TABLE_MESSAGES; i++)
            expect_count(&all, (Verdict){VERDICT_THROWS, table_messages[i]}, tally.throws[i], seed);
        outlook_free(&all);
    }
}
END_TEST

/* -------- limits, and other beginnings -------- */

/* 0 -> 1 -> 2 -> 3, where the goal of row 0 is lost. */
static void chain(TableSystem *system)
{
    table_begin(system, 4, 1, CHECK_REACHABLE, 1u << 0);
    for (uint32_t row = 0; row < 3; row++)
        table_edge(system, row, ONE, row + 1);
}

START_TEST(a_limit_says_so_and_judges_no_goals)
{
    TableSystem system;
    chain(&system);
    SearchOptions options = {0};
    Outlook some = outlook(&system.question, &options, 2);
    ck_assert_str_eq(some.ended, "states");
    ck_assert_uint_eq(some.fate_count, 0);
    ck_assert_uint_eq(some.states, 3);
    outlook_free(&some);
    volatile int interrupted = 1;
    options.interrupted = &interrupted;
    Outlook none = outlook(&system.question, &options, 0);
    ck_assert_str_eq(none.ended, "interrupt");
    ck_assert_uint_eq(none.fate_count, 0);
    outlook_free(&none);
}
END_TEST

START_TEST(it_begins_where_it_is_told_to)
{
    TableSystem system;
    chain(&system);
    uint8_t second = 2;
    BeginAt begin;
    begin_at(&begin, &system.subject, &second);
    Question question = system.question;
    question.subject = &begin.subject;
    SearchOptions options = {0};
    Outlook rest = outlook(&question, &options, 0);
    ck_assert_uint_eq(rest.states, 2);
    const Fate *stuck = fate_of(&rest, (Verdict){VERDICT_STUCK, "second"});
    ck_assert_ptr_nonnull(stuck);
    ck_assert_uint_eq(stuck->count, 2);
    ck_assert_uint_eq(stuck->way.length, 1);
    ck_assert_uint_eq(stuck->way.aftermath, 1);
    outlook_free(&rest);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("outlook");
    TCase *cases = tcase_create("outlook");
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, every_failure_that_a_search_finds);
    tcase_add_test(cases, counts_are_those_of_rows);
    tcase_add_test(cases, a_limit_says_so_and_judges_no_goals);
    tcase_add_test(cases, it_begins_where_it_is_told_to);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
