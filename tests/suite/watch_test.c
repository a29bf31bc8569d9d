/* What a predicate says it watches is all that it depends on, and no more; and what breaks it is
 * said to do so.
 *
 * A search does not evaluate a check again after a step that changed nothing it watches.  So in
 * reachable worlds, each byte that a check does not watch is changed, and its value must stay.  A
 * byte that is watched is changed to what it is in another reachable world, and for each member
 * some such change must matter: so none can be left out of model/breaks.c without being missed
 * here. */
#include "checker/search/random.h"
#include "checker/search/suite.h"
#include "model/invariants.h"
#include "model/reach.h"
#include "tests/suite/scenarios.h"

enum {
    SET_WORDS = SUBJECT_MAX_STATE / 64,
    STATE_LIMIT = 60000,
    WORLDS = 60, /* of a variant, beside the rare ones */
    RARE = 40,
    HYBRIDS = 4,
    MOST_INVARIANTS = 64
};

/* Members of the world's structs, by the byte they begin with. */
typedef enum ObjectKind { OF_SCHED, OF_GC, OF_P, OF_M, OF_G, OBJECT_KINDS } ObjectKind;
static const char *const object_names[OBJECT_KINDS] = {"sched", "gc", "p", "m", "g"};

typedef struct Member {
    ObjectKind kind;
    size_t byte;
} Member;

static const Subject *subject; /* of the variant at hand */
static const Config *config;
static const uint8_t flips[] = {0x01, 0x12, 0xff};
static uint8_t most[SUBJECT_MAX_STATE]; /* a number up to this may be there, or 0: not known */

/* By invariant: bit i is byte i of the struct. */
static uint64_t watched[MOST_INVARIANTS][OBJECT_KINDS], mattered[MOST_INVARIANTS][OBJECT_KINDS];
static uint64_t expressions; /* that were tried */

static bool has(const uint64_t *set, size_t cell)
{
    return set[cell / 64] >> cell % 64 & 1;
}

/* The frames of a stack are one member. */
static Member member_of(size_t cell)
{
    Layout at = config->layout;
    if (cell < sizeof(Sched)) return (Member){OF_SCHED, cell};
    if (cell < at.p) return (Member){OF_GC, cell - sizeof(Sched)};
    if (cell < at.m) return (Member){OF_P, (cell - at.p) % sizeof(P)};
    bool is_m = cell < at.g;
    size_t byte = is_m ? (cell - at.m) % sizeof(M) : (cell - at.g) % sizeof(G);
    size_t frames = is_m ? sizeof(Frame) * M_FRAMES : sizeof(Frame) * G_FRAMES;
    return (Member){is_m ? OF_M : OF_G, byte < frames ? 0 : byte};
}

static void complain(const char *check, const char *what, Member member)
{
    ck_abort_msg("%s %s byte %zu of %s", check, what, member.byte, object_names[member.kind]);
}

/* -------- one check -------- */

/* What makes the check false has to break it, whatever else is known. */
static void expect_to_break(const Check *check, bool value, const uint8_t *world,
                            const uint8_t *changed, size_t cell)
{
    uint64_t known[SET_WORDS] = {0};
    known[cell / 64] = UINT64_C(1) << cell % 64;
    const uint8_t *before = value ? world : changed, *after = value ? changed : world;
    if (!check->breaks(check->context, before, after, known))
        complain(check->name, "is broken, and says that it cannot be, by", member_of(cell));
}

/* Does the check take another value with this byte so? */
static bool matters(const Check *check, bool value, uint8_t *world, size_t cell, uint8_t byte)
{
    uint8_t before = world[cell], changed[SUBJECT_MAX_STATE];
    world[cell] = byte;
    bool is = check->holds(check->context, world);
    if (is != value) memcpy(changed, world, subject->state_size);
    world[cell] = before;
    if (is != value) expect_to_break(check, value, world, changed, cell);
    return is != value;
}

static void try_byte(const Check *check, uint64_t *ret_mattered, const uint64_t *watches,
                     uint8_t *world, const uint8_t *other, size_t cell)
{
    bool value = check->holds(check->context, world);
    if (matters(check, value, world, cell, other[cell]) ||
        (most[cell] &&
         matters(check, value, world, cell, (uint8_t)(world[cell] % most[cell] + 1)))) {
        Member member = member_of(cell);
        if (!has(watches, cell)) complain(check->name, "depends on, and does not watch,", member);
        ret_mattered[member.kind] |= UINT64_C(1) << member.byte;
    }
    for (size_t i = 0; i < sizeof flips && !has(watches, cell); i++)
        if (matters(check, value, world, cell, world[cell] ^ flips[i]))
            complain(check->name, "depends on, and does not watch,", member_of(cell));
}

/* The check is true in nearly all worlds that can be reached, whatever single byte is changed: so
 * first take over some of what it watches from the other world. */
static void mix(uint8_t *world, const uint8_t *other, const uint64_t *watches, Random *random)
{
    for (size_t cell = 0; cell < subject->state_size; cell++)
        if (has(watches, cell) && random_below(random, 4) == 0) world[cell] = other[cell];
}

static void try_worlds(const Check *check, uint64_t *ret_mattered, const uint8_t *world,
                       const uint8_t *other)
{
    uint64_t watches[SET_WORDS] = {0};
    uint8_t hybrid[SUBJECT_MAX_STATE];
    Random random = {.seed = 1};
    check->watches(check->context, watches);
    for (int i = 0; i < HYBRIDS; i++) {
        memcpy(hybrid, world, subject->state_size);
        if (i > 0) mix(hybrid, other, watches, &random);
        for (size_t cell = 0; cell < subject->state_size; cell++)
            try_byte(check, ret_mattered, watches, hybrid, other, cell);
    }
}

/* -------- all of them -------- */

static void note_watched(const Check *check, uint64_t *ret_watched)
{
    uint64_t watches[SET_WORDS] = {0};
    check->watches(check->context, watches);
    for (size_t cell = 0; cell < subject->state_size; cell++) {
        if (!has(watches, cell)) continue;
        Member member = member_of(cell);
        ret_watched[member.kind] |= UINT64_C(1) << member.byte;
    }
}

static void try_invariants(const uint8_t *world, const uint8_t *other)
{
    for (uint32_t i = 0; i < subject->predicate_count; i++) {
        const Predicate *predicate = &subject->predicates[i];
        ck_assert_msg(predicate->watches, "%s does not say what it watches", predicate->name);
        ck_assert_msg(predicate->breaks, "%s does not say what breaks it", predicate->name);
        Check check = check_of(CHECK_ALWAYS, subject, predicate);
        note_watched(&check, watched[i]);
        try_worlds(&check, mattered[i], world, other);
    }
}

/* The checks of the scenario that are not invariants of the model. */
static void try_checks(const Question *question, const uint8_t *world, const uint8_t *other)
{
    uint64_t unused[OBJECT_KINDS];
    for (uint32_t i = 0; i < question->check_count; i++) {
        const Check *check = &question->checks[i];
        if (!check->breaks || check->context == subject->context) continue;
        try_worlds(check, unused, world, other);
        expressions++;
    }
}

static uint8_t most_of(const ValueKind *kind)
{
    if (!kind->values) return UINT8_MAX;
    if (strcmp(kind->name, "p") == 0) return config->ps;
    if (strcmp(kind->name, "m") == 0) return config->ms;
    return strcmp(kind->name, "g") == 0 ? config->gs : 0;
}

static void find_numbers(void)
{
    memset(most, 0, sizeof most);
    for (uint32_t i = 0; i < subject->field_count; i++)
        most[subject->fields[i].offset] = most_of(subject->fields[i].kind);
}

/* Is some M at a step, on g0 or on a G, where few have been so far? */
static bool is_rare(const uint8_t *world)
{
    static uint32_t seen[STEP_COUNT][2];
    View v = view_of(config, world);
    bool rare = false;
    for (uint8_t m = 1; m <= config->ms; m++) {
        uint16_t step = step_at(config, world, m);
        if (step < STEP_COUNT) rare |= seen[step][v.m[m - 1].g > 0]++ < RARE;
    }
    return rare;
}

static void check_variant(const Scenario *scenario, const Variant *variant)
{
    (void)scenario;
    subject = variant->question.subject;
    config = &((const GoModel *)subject->context)->config;
    ck_assert_uint_le(subject->predicate_count, MOST_INVARIANTS);
    find_numbers();
    Reach reach = reach_some(subject, STATE_LIMIT);
    uint32_t stride = reach.state_count / WORLDS + 1;
    for (uint32_t i = 0; i < reach.state_count; i++) {
        const uint8_t *world = reach_state(&reach, i);
        if (!is_rare(world) && i % stride != 0) continue;
        uint32_t number = (uint32_t)(i * UINT64_C(7919) % reach.state_count);
        const uint8_t *other = reach_state(&reach, number);
        try_invariants(world, other);
        try_checks(&variant->question, world, other);
    }
    reach_free(&reach);
}

/* What view_step looks at is watched as one, although these steps are taken on g0 only; and whether
 * a stack is empty does not show where the frames say enough. */
static const struct {
    const char *invariant;
    ObjectKind kind;
    size_t byte;
} wider[] = {
    {"foreachp-counts-each-p", OF_G, offsetof(G, frame)},
    {"foreachp-counts-each-p", OF_G, offsetof(G, depth)},
    {"fn-runs-on-own-p", OF_G, offsetof(G, frame)},
    {"fn-runs-on-own-p", OF_G, offsetof(G, depth)},
    {"disguised-g-is-left-alone", OF_G, offsetof(G, depth)},
};

static bool is_expected(const char *invariant, Member member)
{
    for (size_t i = 0; i < sizeof wider / sizeof *wider; i++)
        if (strcmp(wider[i].invariant, invariant) == 0 && wider[i].kind == member.kind &&
            wider[i].byte == member.byte)
            return true;
    return false;
}

static void note_vain(GString *complaints, const char *name, const uint64_t *in_vain)
{
    for (int kind = 0; kind < OBJECT_KINDS; kind++)
        for (uint64_t bytes = in_vain[kind]; bytes; bytes &= bytes - 1) {
            Member member = {(ObjectKind)kind, (size_t)__builtin_ctzll(bytes)};
            if (is_expected(name, member)) continue;
            g_string_append_printf(complaints, "\n  %s: byte %zu of %s", name, member.byte,
                                   object_names[kind]);
        }
}

START_TEST(checks_watch_what_they_depend_on)
{
    g_autoptr(GString) complaints = g_string_new(NULL);
    visit_scenarios(check_variant);
    ck_assert_uint_gt(expressions, WORLDS);
    for (uint32_t i = 0; i < go_invariant_count; i++) {
        uint64_t in_vain[OBJECT_KINDS];
        for (int kind = 0; kind < OBJECT_KINDS; kind++)
            in_vain[kind] = watched[i][kind] & ~mattered[i][kind];
        note_vain(complaints, go_invariants[i].name, in_vain);
    }
    ck_assert_msg(complaints->len == 0, "watched in vain:%.3000s", complaints->str);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("watch");
    TCase *tests = tcase_create("watches");
    tcase_set_timeout(tests, 600);
    tcase_add_test(tests, checks_watch_what_they_depend_on);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
