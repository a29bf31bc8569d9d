#include "checker/search/recording.h"

#include "checker/search/bytes.h"
#include "checker/search/decisions.h"
#include "checker/search/judge.h"
#include "checker/search/memory.h"
#include "checker/search/moves.h"
#include "checker/search/require.h"

#include <stdlib.h>

struct Recording {
    const Question *question;
    const Subject *subject;
    ByteSet *watched; /* by check, those that say so */
    Decisions decisions;
    Target *roots; /* by actor, of each first choice, then of each second... */
    uint32_t roots_room;
    Effect **effects;
    uint32_t effect_count, effects_room;
    uint64_t effect_bytes;
    uint64_t lessons;
};

Recording *recording_new(const Question *question)
{
    Recording *r = memory_new_apart(1, sizeof *r);
    r->question = question;
    r->subject = question->subject;
    decisions_init(&r->decisions, question->subject->state_size);
    r->watched = memory_new_apart(question->check_count + 1, sizeof *r->watched);
    for (uint32_t i = 0; i < question->check_count; i++) {
        const Check *check = &question->checks[i];
        if (check->watches) check->watches(check->context, r->watched[i].word);
    }
    return r;
}

void recording_free(Recording *recording)
{
    if (!recording) return;
    for (uint32_t i = 0; i < recording->effect_count; i++)
        free(recording->effects[i]);
    free(recording->effects);
    free(recording->watched);
    free(recording->roots);
    decisions_clear(&recording->decisions);
    free(recording);
}

const Question *recording_question(const Recording *recording)
{
    return recording->question;
}

/* -------- a lesson -------- */

/* One attempt, really made. */
typedef struct Lesson {
    ByteSet looked_at;
    ByteSet rest; /* of these, what no node on the way has asked for yet */
    Moves moves;
    uint8_t after[SUBJECT_MAX_STATE + sizeof(uint64_t)];
} Lesson;

static void require_all_is_told(const Subject *subject, const uint8_t *before, const Lesson *lesson)
{
    const Attempt *attempt = &lesson->moves.attempt;
    const uint8_t *after = lesson->after;
    for (uint32_t size = subject->state_size, at = 0;
         (at = bytes_next_difference(before, after, at, size)) < size; at++)
        REQUIRE(byte_set_has(&lesson->looked_at, at),
                "%s: %s changes byte %u in %s and does not tell", subject->name,
                subject->actors[attempt->actor], at, subject->steps[attempt->step].name);
}

static void attend(const Subject *subject, const uint8_t *state, uint32_t actor, uint32_t choice,
                   Lesson *lesson)
{
    ByteSet wrote = {0}, own = {0};
    lesson->looked_at = (ByteSet){0};
    moves_begin(&lesson->moves, subject, state, lesson->after, NULL);
    lesson->moves.attempt = (Attempt){
        .actor = actor,
        .choice = choice,
        .read = lesson->looked_at.word,
        .wrote = wrote.word,
        .own = own.word,
    };
    moves_attempt(&lesson->moves);
    byte_set_unite(&lesson->looked_at, &wrote, subject->state_size);
    byte_set_unite(&lesson->looked_at, &own, subject->state_size);
    require_all_is_told(subject, state, lesson);
    lesson->rest = lesson->looked_at;
}

/* -------- effects -------- */

#define MOST_WORDS (SUBJECT_MAX_STATE / sizeof(uint64_t) + 1)

/* One word of what is different, from byte `at` on. */
static Word word_at(uint32_t size, const uint8_t *before, const uint8_t *after, uint32_t at)
{
    uint8_t mask[sizeof(uint64_t)] = {0}, value[sizeof(uint64_t)] = {0};
    for (uint32_t i = 0; i < sizeof mask && at + i < size; i++) {
        if (before[at + i] == after[at + i]) continue;
        mask[i] = 0xff;
        value[i] = after[at + i];
    }
    return (Word){bytes_word(mask), bytes_word(value), at};
}

/* The words in which two states differ, in order; returns how many. */
static uint32_t difference(uint32_t size, const uint8_t *before, const uint8_t *after, Word *words)
{
    uint32_t count = 0;
    for (uint32_t at = 0; (at = bytes_next_difference(before, after, at, size)) < size;
         at += (uint32_t)sizeof(uint64_t))
        words[count++] = word_at(size, before, after, at);
    return count;
}

/* An attempt, seen by the checks. */
typedef struct Change {
    const uint8_t *before, *after;
    const ByteSet *looked_at;
    ByteSet differs;
} Change;

static ByteSet bytes_of(const Word *words, uint32_t count)
{
    ByteSet bytes = {0};
    for (uint32_t i = 0; i < count; i++)
        byte_set_add_mask(&bytes, words[i].at, words[i].mask);
    return bytes;
}

/* May the attempt break the check, here or wherever else this effect will be looked up?  That is
 * where all bytes have the same values that it has looked at here; the others are the same before
 * and after.  Where it is of interest how often a check is true, may the attempt change that? */
static bool notices(const Recording *r, uint32_t i, const Change *change)
{
    const Check *check = &r->question->checks[i];
    if (check->watches && !byte_set_meets(&r->watched[i], &change->differs, r->subject->state_size))
        return false;
    if (check->kind != CHECK_ALWAYS || !check->breaks) return true;
    return check->breaks(check->context, change->before, change->after, change->looked_at->word);
}

static uint64_t noticed_by(const Recording *r, const Change *change)
{
    uint64_t noticed = 0;
    for (uint32_t i = 0; i < r->question->check_count; i++)
        if (notices(r, i, change)) noticed |= judge_bit(i);
    return noticed;
}

static Target add_effect(Recording *r, const uint8_t *state, const Lesson *lesson)
{
    Word words[MOST_WORDS];
    const Attempt *attempt = &lesson->moves.attempt;
    uint32_t count = difference(r->subject->state_size, state, lesson->after, words);
    Change change = {state, lesson->after, &lesson->looked_at, bytes_of(words, count)};
    Effect *effect = memory_new(1, sizeof *effect + count * sizeof *words);
    *effect = (Effect){
        .outcome = lesson->moves.outcome,
        .step = attempt->step,
        .choices = attempt->choices,
        .message = attempt->message,
        .noticed_by = noticed_by(r, &change),
        .word_count = count,
        .words = memcpy(effect + 1, words, count * sizeof *words),
    };
    memory_reserve(&r->effects, &r->effects_room, r->effect_count, sizeof(Effect *));
    r->effects[r->effect_count] = effect;
    r->effect_bytes += sizeof *effect + count * sizeof *words;
    return r->effect_count++ | TARGET_END;
}

/* -------- learning -------- */

/* From one node to the next, or to the end; if nobody has come this way, it is made now. */
static Target step_down(Recording *r, Target node, const uint8_t *state, Lesson *lesson)
{
    Decisions *d = &r->decisions;
    ByteSet *rest = &lesson->rest;
    ByteSet asked = decisions_asks(d, node);
    byte_set_subtract(rest, &asked, d->state_size);
    Target target = decisions_find(d, node, state);
    if (target == TARGET_NONE)
        target = byte_set_is_empty(rest, d->state_size) ? add_effect(r, state, lesson)
                                                        : decisions_add(d, rest);
    else {
        REQUIRE(!(target & TARGET_END), "%s: an attempt of %s depends on more than it tells",
                r->subject->name, r->subject->actors[lesson->moves.attempt.actor]);
        target = decisions_narrow(d, target, rest);
    }
    decisions_lead(d, node, state, target);
    return target;
}

static void learn(Recording *r, const uint8_t *state, uint32_t root)
{
    Lesson lesson;
    attend(r->subject, state, root % SUBJECT_MAX_ACTORS, root / SUBJECT_MAX_ACTORS, &lesson);
    r->lessons++;
    Target target = r->roots[root];
    if (target == TARGET_NONE) target = decisions_add(&r->decisions, &lesson.looked_at);
    else target = decisions_narrow(&r->decisions, target, &lesson.looked_at);
    r->roots[root] = target;
    while (!(target & TARGET_END))
        target = step_down(r, target, state, &lesson);
}

/* -------- attempting -------- */

static uint32_t root_of(Recording *r, uint32_t actor, uint32_t choice)
{
    uint32_t root = choice * SUBJECT_MAX_ACTORS + actor, room = r->roots_room;
    if (root < room) return root;
    memory_reserve(&r->roots, &r->roots_room, root, sizeof *r->roots);
    for (uint32_t i = room; i < r->roots_room; i++)
        r->roots[i] = TARGET_NONE;
    return root;
}

/* The effect that is known, or NULL. */
static const Effect *look_up(const Recording *r, const uint8_t *state, uint32_t root,
                             Path *ret_path)
{
    Target target = r->roots[root];
    ret_path->count = 0;
    while (!(target & TARGET_END)) {
        ret_path->nodes[ret_path->count++] = target;
        target = decisions_find(&r->decisions, target, state);
    }
    return target == TARGET_NONE ? NULL : r->effects[target & ~TARGET_END];
}

#ifdef CHECKER_FOOTPRINT

/* Not memcmp(): there is padding. */
static bool same_words(const Word *a, const Word *b, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (a[i].at != b[i].at || a[i].mask != b[i].mask || a[i].value != b[i].value) return false;
    return true;
}

/* Do the checks stay true that cannot notice, or as they were? */
static void audit_checks(const Recording *r, const uint8_t *before, const uint8_t *after,
                         const Effect *effect)
{
    for (uint32_t i = 0; i < r->question->check_count; i++) {
        const Check *check = &r->question->checks[i];
        if (effect->noticed_by & judge_bit(i)) continue;
        bool held = check->holds(check->context, before),
             holds = check->holds(check->context, after);
        bool is_fine = check->kind == CHECK_ALWAYS ? holds || !held : holds == held;
        REQUIRE(is_fine, "%s: %s breaks %s, which does not notice", r->subject->name,
                r->subject->steps[effect->step].name, check->name);
    }
}

/* Does the attempt have this effect? */
static void audit(const Recording *r, const uint8_t *state, uint32_t actor, uint32_t choice,
                  const Effect *effect)
{
    Word words[MOST_WORDS];
    Lesson lesson;
    attend(r->subject, state, actor, choice, &lesson);
    const Attempt *attempt = &lesson.moves.attempt;
    uint32_t count = difference(r->subject->state_size, state, lesson.after, words);
    bool same = lesson.moves.outcome == effect->outcome && attempt->step == effect->step &&
                attempt->choices == effect->choices && attempt->message == effect->message &&
                count == effect->word_count && same_words(words, effect->words, count);
    REQUIRE(same, "%s: %s depends on more than it tells", r->subject->name,
            r->subject->steps[effect->step].name);
    audit_checks(r, state, lesson.after, effect);
}

#endif

const Effect *recording_attempt(Recording *recording, const uint8_t *state, uint32_t actor,
                                uint32_t choice, Path *ret_path)
{
    Recording *r = recording;
    uint32_t root = root_of(r, actor, choice);
    const Effect *effect = look_up(r, state, root, ret_path);
    if (!effect) {
        learn(r, state, root);
        effect = look_up(r, state, root, ret_path);
    }
#ifdef CHECKER_FOOTPRINT
    audit(r, state, actor, choice, effect);
#endif
    return effect;
}

ByteSet recording_asks(const Recording *recording, uint32_t node)
{
    return decisions_asks(&recording->decisions, node);
}

/* -------- figures -------- */

#define LESSONS_FREE 4096
#define ATTEMPTS_PER_LESSON 16
#define MOST_BYTES (UINT64_C(1) << 28)

bool recording_pays(const Recording *recording, uint64_t attempts)
{
    return recording->lessons < LESSONS_FREE + attempts / ATTEMPTS_PER_LESSON &&
           recording_bytes(recording) < MOST_BYTES;
}

uint64_t recording_bytes(const Recording *recording)
{
    const Recording *r = recording;
    return sizeof *r + decisions_bytes(&r->decisions) + r->roots_room * sizeof *r->roots +
           r->effects_room * sizeof *r->effects + r->effect_bytes +
           r->question->check_count * sizeof *r->watched;
}
