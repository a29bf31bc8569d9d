/* Damaged files: whatever the bytes are, reading them gives a scenario or an error, and never both.
 * The damage is deterministic; the sanitizers watch for the rest. */
#include "checker/scenario/scenario.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 4000, LARGEST = 16384 };

static uint64_t random_state = 1;

/* Below `bound`, from a linear congruential generator: the same on every machine. */
static uint32_t random_below(uint32_t bound)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((random_state >> 33) % bound);
}

/* Uses every key and form that a scenario has. */
static const char sample[] =
    "title: \"all of it\"\n"
    "history: {issue: golang/go#10618, fix: f0dd002895b4, era: go1.5}\n"
    "world: {ps: 3, ms: 6, gs: 6, gc-phase: scan, mark-work: 2}\n"
    "actors:\n"
    "  gc: {g: g3, m: m3, p: p2, does: [stop-the-world, {shrink-stack: g1}, start-the-world]}\n"
    "  g1:\n"
    "    m: m1\n"
    "    p: p1\n"
    "    does:\n"
    "      - repeat: 2\n"
    "        of: [syscall, gosched]\n"
    "      - either: [[call], [], {ready: g4}]\n"
    "      - forever: [gosched]\n"
    "  g2: {m: m2, in-syscall: true, does: [exit-syscall, enter-syscall, block-for-ever]}\n"
    "  g4: {parked: true}\n"
    "  g5: {queued: true, p: p1, daemon: true}\n"
    "  poller: {m: m4, daemon: true, does: {forever: netpoll}}\n"
    "settings: {foreachp-counter: shared, stack-scan: scang}\n"
    "check:\n"
    "  - p-has-one-owner\n"
    "  - {always: \"forall(a in p, a.m == nil or a.m.p == a)\", name: consistent}\n"
    "  - never: >\n"
    "      count(p, p.status == Pgcstop) > 2 and\n"
    "      not sched.gcwaiting implies p1.status != Pidle\n"
    "  - sometimes: sched.stopwait - 1 >= -1\n"
    "  - eventually: {actor: gc, is: done}\n"
    "find: {violates: consistent}\n"
    "explore: {strategy: random, seed: 3, runs: 10}\n"
    "variants:\n"
    "  one: {settings: {foreachp-counter: own}, expect: {verdict: holds, states: 3}}\n"
    "  two: {actors: {g2: {does: [exit-syscall]}}, check: [no-stray-stop], expect: deadlock}\n";

/* The same of a live one. */
static const char live_sample[] =
    "title: all of it\n"
    "subject: runtime\n"
    "world: {ps: 2}\n"
    "settings: {stack-scan: scang}\n"
    "actors: {a: {g: g1, m: m1, p: p1, does: [syscall]}}\n"
    "check: [g-on-one-m]\n"
    "explore: {strategy: bounded, max-preemptions: 2, max-delays: 3, max-depth: 10, no-races: "
    "true}\n"
    "expect: {verdict: data race, message: m, executions: 3}\n"
    "variants:\n"
    "  one: {expect: holds, settings: {stack-scan: stopg}}\n"
    "  two: {explore: {plain-steps: true, early-timeouts: 0, max-executions: 7}}\n";

static const char *const samples[] = {sample, live_sample};

static const char *const splinters[] = {"[",  "]",    "{",  "}",  ":",    ": ",   "- ",
                                        "\n", "\n  ", "'",  "\"", "#",    "&a",   "*a",
                                        "!t", "|",    ">",  "?",  "\t",   "0",    "-1",
                                        "%",  "@",    "\\", ",",  "\xC3", "\xFF", "999999999999"};

typedef struct Text {
    char bytes[LARGEST];
    uint32_t length;
} Text;

static void cut(Text *text, uint32_t at, uint32_t length)
{
    memmove(text->bytes + at, text->bytes + at + length, text->length - at - length);
    text->length -= length;
}

static void insert(Text *text, uint32_t at, const char *bytes, uint32_t length)
{
    if (length == 0 || text->length + length > LARGEST) return;
    char *copy = g_memdup2(bytes, length); /* it may come from the text itself */
    memmove(text->bytes + at + length, text->bytes + at, text->length - at);
    memcpy(text->bytes + at, copy, length);
    text->length += length;
    g_free(copy);
}

/* A word of the text in place of another: what still parses goes deeper. */
static void copy_word(Text *text, uint32_t at)
{
    uint32_t from = random_below(text->length), length = 0;
    while (from + length < text->length && !strchr(" ,[]{}\n", text->bytes[from + length]))
        length++;
    insert(text, at, text->bytes + from, length);
}

static void damage(Text *text)
{
    if (text->length == 0) return;
    uint32_t at = random_below(text->length), most = text->length - at;
    const char *splinter = splinters[random_below(G_N_ELEMENTS(splinters))];
    switch (random_below(7)) {
    case 0:
        text->bytes[at] ^= (char)(1 << random_below(8));
        break;
    case 1:
        text->bytes[at] = (char)random_below(256);
        break;
    case 2:
        cut(text, at, 1 + random_below(MIN(most, 20)));
        break;
    case 3:
        insert(text, at, splinter, (uint32_t)strlen(splinter));
        break;
    case 4:
        insert(text, at, text->bytes + at, 1 + random_below(MIN(most, 200)));
        break;
    case 5:
        copy_word(text, at);
        break;
    case 6:
        if (random_below(20) == 0) text->length = at;
        break;
    }
}

/* Read it; true if it is a scenario. */
static bool survives(const Text *text)
{
    GError *error = NULL;
    Scenario *scenario = scenario_parse_any("x.yml", text->bytes, text->length, NULL, 0, &error);
    ck_assert((scenario == NULL) == (error != NULL));
    if (error) {
        ck_assert_msg(g_str_has_prefix(error->message, "x.yml:"), "%s", error->message);
        ck_assert(g_utf8_validate(error->message, -1, NULL));
        g_error_free(error);
        return false;
    }
    ck_assert_uint_ge(scenario->variants->len, 1);
    scenario_free(scenario);
    return true;
}

static Text sample_text(int which)
{
    Text text = {.length = (uint32_t)strlen(samples[which])};
    memcpy(text.bytes, samples[which], text.length);
    return text;
}

START_TEST(the_sample_is_whole)
{
    Text text = sample_text(_i);
    ck_assert(survives(&text));
}
END_TEST

START_TEST(damaged_here_and_there)
{
    uint32_t whole = 0;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        Text text = sample_text(_i);
        for (uint32_t wounds = 1 + random_below(4); wounds > 0; wounds--)
            damage(&text);
        whole += survives(&text);
    }
    /* Some damage is harmless (a title, a number), most is not. */
    ck_assert_uint_gt(whole, ROUNDS / 100);
    ck_assert_uint_lt(whole, ROUNDS / 2);
}
END_TEST

START_TEST(damaged_beyond_recognition)
{
    Text text = sample_text(_i);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        damage(&text);
        survives(&text);
        if (round % 200 == 199) text = sample_text(_i);
    }
}
END_TEST

START_TEST(cut_off_anywhere)
{
    Text text = sample_text(_i);
    for (uint32_t length = 0; length < strlen(samples[_i]); length++) {
        text.length = length;
        survives(&text);
    }
}
END_TEST

START_TEST(random_bytes)
{
    Text text;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        text.length = random_below(64);
        for (uint32_t i = 0; i < text.length; i++) {
            const char *splinter = splinters[random_below(G_N_ELEMENTS(splinters))];
            text.bytes[i] = random_below(2) ? splinter[0] : (char)random_below(128);
        }
        ck_assert(!survives(&text));
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("damage");
    TCase *tests = tcase_create("damage");
    suite_add_tcase(suite, tests);
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, the_sample_is_whole, 0, G_N_ELEMENTS(samples));
    tcase_add_loop_test(tests, damaged_here_and_there, 0, G_N_ELEMENTS(samples));
    tcase_add_loop_test(tests, damaged_beyond_recognition, 0, G_N_ELEMENTS(samples));
    tcase_add_loop_test(tests, cut_off_anywhere, 0, G_N_ELEMENTS(samples));
    tcase_add_test(tests, random_bytes);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
