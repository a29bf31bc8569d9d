#include "checker/search/recording.h"

#include "checker/search/bytes.h"
#include "checker/search/judge.h"
#include "checker/search/memory.h"
#include "checker/search/moves.h"
#include "checker/search/require.h"

#include <stdlib.h>

#define SET_WORDS (SUBJECT_MAX_STATE / 64)
#define NODE_WORDS 8 /* the most that one node compares; what is more is left to the next node */

#define NODE_LEAVES (sizeof(uint64_t) / sizeof(Leaf))

/* Bytes to compare... */
typedef struct Node {
    /* ...which lie in so many leaves, at these places of the list (some of them repeated if there
     * are fewer than four).  More than four: they are not looked at. */
    uint32_t leaf_count;
    uint16_t leaf[NODE_LEAVES];
    uint32_t count;
    uint32_t at[NODE_WORDS];
    uint64_t mask[NODE_WORDS];
} Node;

/* Where the values of a node lead to: a node, or with this bit an effect. */
typedef uint32_t Target;
#define IS_EFFECT (UINT32_C(1) << 31)
#define NOWHERE UINT32_MAX

/* An entry of the table: where in `entries` it lies, plus one, and bits of the hash. */
typedef struct Place {
    uint32_t tag, entry;
} Place;

/* Leaves that were seen with a node, and where they lead.  What is forgotten because another comes
 * to the same place is looked up by the bytes again. */
typedef struct Glance {
    uint64_t leaves;
    Target node, target;
} Glance;

#define GLANCE_BITS 14
#define FIRST_PLACES 1024
#define PLACES_PER_ENTRY 3

struct Recording {
    const Question *question;
    const Subject *subject;
    const Store *store;
    Glance *glances;
    uint32_t set_words; /* of a bit set over the state */
    Target *roots;      /* by actor, of each first choice... */
    uint32_t roots_room;
    Node *nodes;
    uint32_t node_count, nodes_room;
    Effect **effects;
    uint32_t effect_count, effects_room;
    uint64_t effect_bytes;
    /* Entries, one after the other: the node and the target in one word, then the values. */
    uint64_t *entries;
    uint32_t entry_words, entries_room, entry_count;
    Place *places;
    uint64_t place_mask; /* how many places there are, less one */
    uint64_t attempts, lessons;
};

/* -------- storage -------- */

static void forget_glances(Recording *r)
{
    for (uint32_t i = 0; i < UINT32_C(1) << GLANCE_BITS; i++)
        r->glances[i].node = NOWHERE;
}

Recording *recording_new(const Question *question, const Store *store)
{
    const Subject *subject = question->subject;
    Recording *r = memory_new_apart(1, sizeof *r);
    r->question = question;
    r->subject = subject;
    r->store = store;
    r->glances = memory_new_apart(UINT64_C(1) << GLANCE_BITS, sizeof *r->glances);
    forget_glances(r);
    r->set_words = (subject->state_size + 63) / 64;
    r->place_mask = FIRST_PLACES - 1;
    r->places = memory_new(FIRST_PLACES, sizeof *r->places);
    return r;
}

void recording_free(Recording *recording)
{
    if (!recording) return;
    for (uint32_t i = 0; i < recording->effect_count; i++) {
        free(recording->effects[i]->notes);
        free(recording->effects[i]);
    }
    free(recording->effects);
    free(recording->glances);
    free(recording->roots);
    free(recording->nodes);
    free(recording->entries);
    free(recording->places);
    free(recording);
}

/* -------- looking up -------- */

/* One after the other: a product that depends on the last keeps the compiler from making vectors
 * of two or three words, which is slower. */
static inline uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 32;
}

static inline uint64_t value_at(const Node *node, uint32_t word, const uint8_t *state)
{
    return bytes_word(state + node->at[word]) & node->mask[word];
}

/* The hash of what a node finds in a state. */
static inline uint64_t hash_of(const Node *node, Target number, const uint8_t *state)
{
    uint64_t hash = number;
#pragma GCC unroll 1
    for (uint32_t i = 0; i < node->count; i++)
        hash = mix(hash, value_at(node, i, state));
    return hash;
}

static inline bool is_entry(const uint64_t *entry, const Node *node, Target number,
                            const uint8_t *state)
{
    if ((uint32_t)*entry != number) return false;
#pragma GCC unroll 1
    for (uint32_t i = 0; i < node->count; i++)
        if (entry[1 + i] != value_at(node, i, state)) return false;
    return true;
}

/* The entry for what a node finds in a state, or NULL. */
static inline uint64_t *find(const Recording *r, const Node *node, Target number,
                             const uint8_t *state)
{
    uint64_t hash = hash_of(node, number, state);
    for (uint64_t at = hash;; at++) {
        const Place *place = &r->places[at & r->place_mask];
        if (place->entry == 0) return NULL;
        if (place->tag != (uint32_t)(hash >> 32)) continue;
        uint64_t *entry = &r->entries[place->entry - 1];
        if (is_entry(entry, node, number, state)) return entry;
    }
}

static inline Target target_of(const uint64_t *entry)
{
    return entry ? (Target)(*entry >> 32) : NOWHERE;
}

/* -------- entering -------- */

static void place(Recording *r, uint64_t hash, uint32_t entry)
{
    uint64_t at = hash;
    while (r->places[at & r->place_mask].entry != 0)
        at++;
    r->places[at & r->place_mask] = (Place){(uint32_t)(hash >> 32), entry + 1};
}

static void grow_places(Recording *r)
{
    free(r->places);
    r->place_mask = 2 * r->place_mask + 1;
    r->places = memory_new(UINT64_C(1) + r->place_mask, sizeof *r->places);
    for (uint32_t at = 0; at < r->entry_words;) {
        uint64_t hash = (Target)r->entries[at];
        uint32_t count = r->nodes[(Target)r->entries[at]].count;
        for (uint32_t i = 0; i < count; i++)
            hash = mix(hash, r->entries[at + 1 + i]);
        place(r, hash, at);
        at += 1 + count;
    }
}

static void enter(Recording *r, Target number, const uint8_t *state, Target target)
{
    const Node *node = &r->nodes[number];
    uint32_t at = r->entry_words;
    if (PLACES_PER_ENTRY * (r->entry_count + 1) > r->place_mask) grow_places(r);
    memory_reserve(&r->entries, &r->entries_room, at + node->count, sizeof *r->entries);
    r->entries[at] = number | (uint64_t)target << 32;
    for (uint32_t i = 0; i < node->count; i++)
        r->entries[at + 1 + i] = value_at(node, i, state);
    r->entry_words += 1 + node->count;
    r->entry_count++;
    place(r, hash_of(node, number, state), at);
}

/* -------- bit sets -------- */

typedef struct Set {
    uint64_t word[SET_WORDS];
} Set;

static bool has(const Set *set, uint32_t byte)
{
    return set->word[byte / 64] >> byte % 64 & 1;
}

static void add(Set *set, uint32_t byte)
{
    set->word[byte / 64] |= UINT64_C(1) << byte % 64;
}

static bool is_empty(const Set *set, uint32_t words)
{
    for (uint32_t i = 0; i < words; i++)
        if (set->word[i]) return false;
    return true;
}

/* -------- nodes -------- */

static void add_leaf(Node *node, uint32_t place)
{
    for (uint32_t i = 0; i < node->leaf_count && i < NODE_LEAVES; i++)
        if (node->leaf[i] == place) return;
    for (uint32_t i = node->leaf_count++; i < NODE_LEAVES; i++)
        node->leaf[i] = (uint16_t)place;
}

/* One leaf that has this byte is enough. */
static uint32_t leaf_with(const Leaves *leaves, uint32_t byte)
{
    uint32_t place = 0;
    while (byte - leaves->offset[place] >= leaves->size) /* huge before its begin */
        place++;
    return place;
}

static void find_leaves(const Recording *r, Node *node)
{
    const Leaves *leaves = store_leaves(r->store);
    if (!leaves) node->leaf_count = NODE_LEAVES + 1;
    for (uint32_t i = 0; i < node->count && leaves; i++) {
        uint8_t mask[sizeof(uint64_t)];
        memcpy(mask, &node->mask[i], sizeof mask);
        for (uint32_t at = 0; at < sizeof mask; at++)
            if (mask[at]) add_leaf(node, leaf_with(leaves, node->at[i] + at));
    }
}

/* A node that looks at the first of these bytes, as many as it can. */
static Target add_node(Recording *r, const Set *set)
{
    uint32_t size = r->subject->state_size;
    Node node = {0};
    for (uint32_t at = 0; at < size && node.count < NODE_WORDS; at++) {
        if (!has(set, at)) continue;
        uint8_t mask[sizeof(uint64_t)] = {0};
        for (uint32_t i = 0; i < sizeof mask && at + i < size; i++)
            if (has(set, at + i)) mask[i] = 0xff;
        node.at[node.count] = at;
        node.mask[node.count++] = bytes_word(mask);
        at += (uint32_t)sizeof mask - 1;
    }
    find_leaves(r, &node);
    memory_reserve(&r->nodes, &r->nodes_room, r->node_count, sizeof *r->nodes);
    r->nodes[r->node_count] = node;
    return r->node_count++;
}

static Set bytes_of_node(const Node *node)
{
    Set set = {0};
    for (uint32_t i = 0; i < node->count; i++) {
        uint8_t mask[sizeof(uint64_t)];
        memcpy(mask, &node->mask[i], sizeof mask);
        for (uint32_t at = 0; at < sizeof mask; at++)
            if (mask[at]) add(&set, node->at[i] + at);
    }
    return set;
}

/* A node must not look at more than every attempt does that comes there.  If this one does not, the
 * node was too curious: another takes its place, and learns anew. */
static Target narrowed(Recording *r, Target node, const Set *looked_at)
{
    Set both = bytes_of_node(&r->nodes[node]);
    bool narrower = false;
    for (uint32_t i = 0; i < r->set_words; i++) {
        narrower |= (both.word[i] & ~looked_at->word[i]) != 0;
        both.word[i] &= looked_at->word[i];
    }
    if (!narrower || is_empty(&both, r->set_words)) return node;
    forget_glances(r);
    return add_node(r, &both);
}

/* -------- learning -------- */

/* One attempt, really made. */
typedef struct Lesson {
    Set looked_at; /* bytes, and not yet by a node on the way */
    Moves moves;
    uint8_t after[SUBJECT_MAX_STATE + sizeof(uint64_t)];
} Lesson;

static void attend(const Recording *r, const uint8_t *state, uint32_t actor, uint32_t choice,
                   Lesson *lesson)
{
    Set wrote = {0}, own = {0};
    lesson->looked_at = (Set){0};
    moves_begin(&lesson->moves, r->subject, state, lesson->after, NULL);
    lesson->moves.attempt = (Attempt){
        .actor = actor,
        .choice = choice,
        .read = lesson->looked_at.word,
        .wrote = wrote.word,
        .own = own.word,
    };
    moves_attempt(&lesson->moves);
    for (uint32_t i = 0; i < r->set_words; i++)
        lesson->looked_at.word[i] |= wrote.word[i] | own.word[i];
    for (uint32_t at = 0; at < r->subject->state_size; at++)
        REQUIRE(state[at] == lesson->after[at] || has(&lesson->looked_at, at),
                "%s: %s changes byte %u in %s and does not tell", r->subject->name,
                r->subject->actors[actor], at, r->subject->steps[lesson->moves.attempt.step].name);
}

/* The words in which two states differ, in order; returns how many. */
static uint32_t difference(uint32_t size, const uint8_t *before, const uint8_t *after, Word *words)
{
    uint32_t count = 0;
    for (uint32_t at = 0; at < size; at++) {
        if (before[at] == after[at]) continue;
        uint8_t mask[sizeof(uint64_t)] = {0}, value[sizeof(uint64_t)] = {0};
        for (uint32_t i = 0; i < sizeof mask && at + i < size; i++) {
            if (before[at + i] == after[at + i]) continue;
            mask[i] = 0xff;
            value[i] = after[at + i];
        }
        words[count++] = (Word){bytes_word(mask), bytes_word(value), at};
        at += (uint32_t)sizeof mask - 1;
    }
    return count;
}

/* May the check be true before and false after, or the other way round? */
static bool notices(const Check *check, const Word *words, uint32_t count)
{
    Set watched = {0};
    if (check->kind != CHECK_ALWAYS || !check->watches) return true;
    check->watches(check->context, watched.word);
    for (uint32_t i = 0; i < count; i++) {
        uint8_t mask[sizeof(uint64_t)];
        memcpy(mask, &words[i].mask, sizeof mask);
        for (uint32_t at = 0; at < sizeof mask; at++)
            if (mask[at] && has(&watched, words[i].at + at)) return true;
    }
    return false;
}

static uint64_t noticed_by(const Question *question, const Word *words, uint32_t count)
{
    uint64_t noticed = 0;
    for (uint32_t i = 0; i < question->check_count; i++)
        if (notices(&question->checks[i], words, count)) noticed |= judge_bit(i);
    return noticed;
}

static Target add_effect(Recording *r, const uint8_t *state, const Lesson *lesson)
{
    Word words[SUBJECT_MAX_STATE / sizeof(uint64_t) + 1];
    const Attempt *attempt = &lesson->moves.attempt;
    uint32_t count = difference(r->subject->state_size, state, lesson->after, words);
    Effect *effect = memory_new(1, sizeof *effect + count * sizeof *words);
    *effect = (Effect){
        .outcome = lesson->moves.outcome,
        .step = attempt->step,
        .choices = attempt->choices,
        .message = attempt->message,
        .noticed_by = noticed_by(r->question, words, count),
        .word_count = count,
        .words = memcpy(effect + 1, words, count * sizeof *words),
    };
    memory_reserve(&r->effects, &r->effects_room, r->effect_count, sizeof(Effect *));
    r->effects[r->effect_count] = effect;
    r->effect_bytes += sizeof *effect + count * sizeof *words;
    return r->effect_count++ | IS_EFFECT;
}

/* Where that leads to which this node finds; if nobody has come this way, it is made now. */
static Target step_down(Recording *r, Target node, const uint8_t *state, Lesson *lesson)
{
    Set seen = bytes_of_node(&r->nodes[node]);
    for (uint32_t i = 0; i < r->set_words; i++)
        lesson->looked_at.word[i] &= ~seen.word[i];
    uint64_t *entry = find(r, &r->nodes[node], node, state);
    Target target = target_of(entry);
    if (!entry) {
        bool is_end = is_empty(&lesson->looked_at, r->set_words);
        target = is_end ? add_effect(r, state, lesson) : add_node(r, &lesson->looked_at);
        enter(r, node, state, target);
        return target;
    }
    REQUIRE(!(target & IS_EFFECT), "%s: an attempt of %s depends on more than it tells",
            r->subject->name, r->subject->actors[lesson->moves.attempt.actor]);
    target = narrowed(r, target, &lesson->looked_at);
    *entry = node | (uint64_t)target << 32;
    return target;
}

static Effect *learn(Recording *r, const uint8_t *state, uint32_t root)
{
    Lesson lesson;
    attend(r, state, root % SUBJECT_MAX_ACTORS, root / SUBJECT_MAX_ACTORS, &lesson);
    r->lessons++;
    Target target = r->roots[root];
    target =
        target == NOWHERE ? add_node(r, &lesson.looked_at) : narrowed(r, target, &lesson.looked_at);
    r->roots[root] = target;
    while (!(target & IS_EFFECT))
        target = step_down(r, target, state, &lesson);
    return r->effects[target & ~IS_EFFECT];
}

/* -------- attempting -------- */

/* First choices have their roots one after the other, then come second choices, and so on. */
static uint32_t root_of(Recording *r, uint32_t actor, uint32_t choice)
{
    uint32_t root = choice * SUBJECT_MAX_ACTORS + actor, room = r->roots_room;
    if (root < room) return root;
    memory_reserve(&r->roots, &r->roots_room, root, sizeof *r->roots);
    for (uint32_t i = room; i < r->roots_room; i++)
        r->roots[i] = NOWHERE;
    return root;
}

/* The leaves that a node's bytes lie in, in one word. */
static inline uint64_t leaves_of(const Node *node, const Leaf *list)
{
    uint64_t leaves = 0;
    for (uint32_t i = 0; i < NODE_LEAVES; i++)
        leaves |= (uint64_t)list[node->leaf[i]] << i * 8 * sizeof(Leaf);
    return leaves;
}

static inline Glance *glance_at(const Recording *r, Target node, uint64_t leaves)
{
    uint64_t hash = (leaves ^ (uint64_t)node << 40) * UINT64_C(0x9e3779b97f4a7c15);
    return &r->glances[hash >> (64 - GLANCE_BITS)];
}

static __attribute__((noinline)) Target look(Recording *r, Target number, Opened *state)
{
    store_unfold_opened(r->store, state);
    return target_of(find(r, &r->nodes[number], number, state->bytes));
}

/* Where a node leads to in a state: by its leaves, if they have been seen, else by its bytes. */
static inline Target follow(Recording *r, Target number, Opened *state)
{
    const Node *node = &r->nodes[number];
    if (node->leaf_count > NODE_LEAVES) return look(r, number, state);
    uint64_t leaves = leaves_of(node, (const Leaf *)state->list);
    Glance *glance = glance_at(r, number, leaves);
    if (glance->leaves == leaves && glance->node == number) return glance->target;
    Target target = look(r, number, state);
    if (target != NOWHERE) *glance = (Glance){leaves, number, target};
    return target;
}

static Effect *attempt(Recording *r, Opened *state, uint32_t actor, uint32_t choice)
{
    uint32_t root = root_of(r, actor, choice);
    Target target = r->roots[root];
    r->attempts++;
    while (!(target & IS_EFFECT))
        target = follow(r, target, state);
    if (target != NOWHERE) return r->effects[target & ~IS_EFFECT];
    store_unfold_opened(r->store, state);
    return learn(r, state->bytes, root);
}

#ifdef CHECKER_FOOTPRINT

/* Not memcmp(): there is padding. */
static bool same_words(const Word *a, const Word *b, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (a[i].at != b[i].at || a[i].mask != b[i].mask || a[i].value != b[i].value) return false;
    return true;
}

/* Does the attempt have this effect? */
static void audit(Recording *r, Opened *state, uint32_t actor, uint32_t choice,
                  const Effect *effect)
{
    Word words[SUBJECT_MAX_STATE / sizeof(uint64_t) + 1];
    Lesson lesson;
    store_unfold_opened(r->store, state);
    attend(r, state->bytes, actor, choice, &lesson);
    const Attempt *attempt = &lesson.moves.attempt;
    uint32_t count = difference(r->subject->state_size, state->bytes, lesson.after, words);
    bool same = lesson.moves.outcome == effect->outcome && attempt->step == effect->step &&
                attempt->choices == effect->choices && attempt->message == effect->message &&
                count == effect->word_count && same_words(words, effect->words, count);
    REQUIRE(same, "%s: %s depends on more than it tells", r->subject->name,
            r->subject->steps[effect->step].name);
}

#endif

Effect *recording_attempt(Recording *recording, Opened *state, uint32_t actor, uint32_t choice)
{
    Effect *effect = attempt(recording, state, actor, choice);
#ifdef CHECKER_FOOTPRINT
    audit(recording, state, actor, choice, effect);
#endif
    return effect;
}

/* -------- figures -------- */

#define LESSONS_FREE 4096
#define ATTEMPTS_PER_LESSON 16
#define MOST_ENTRY_WORDS (UINT32_C(1) << 25)

bool recording_pays(const Recording *recording)
{
    return recording->lessons < LESSONS_FREE + recording->attempts / ATTEMPTS_PER_LESSON &&
           recording->entry_words < MOST_ENTRY_WORDS;
}

uint64_t recording_bytes(const Recording *recording)
{
    const Recording *r = recording;
    return sizeof *r + (sizeof *r->glances << GLANCE_BITS) + r->roots_room * sizeof *r->roots +
           r->nodes_room * sizeof *r->nodes + r->entries_room * sizeof *r->entries +
           (r->place_mask + 1) * sizeof *r->places + r->effects_room * sizeof *r->effects +
           r->effect_bytes;
}
