/* Inside the scenario reader: what its parts share.
 *
 * Every level of a scenario file is a table of keys (name, what stands there, meaning, who reads
 * it).  The tables drive the reading, the messages about unknown keys and the reference.  A reader
 * goes through the file once for each variant, over the base merged with what the variant
 * overrides; it reports what it does not understand and reads on.
 */
#ifndef CHECKER_SCENARIO_READER_H
#define CHECKER_SCENARIO_READER_H

#include "checker/scenario/document.h"
#include "checker/scenario/scenario.h"
#include "checker/scenario/settings.h"
#include "model/future.h"
#include "model/go.h"
#include "model/rename.h"

typedef struct Actor {
    const char *name;
    Span at;         /* of its name in the file */
    uint8_t g, m, p; /* 0: not given */
    Span g_at, m_at, p_at;
    GStart start;
    Span start_at; /* of the key that says so; length 0 if none does */
    bool daemon;
    const Node *does; /* NULL: nothing */
} Actor;

/* A file with more is no longer written by a person, and each variant costs memory. */
enum { MAX_VARIANTS = 100, MAX_CHECKS = 100, MAX_ACTORS = MAX_MS + MAX_GS };

typedef struct Level Level;

/* What a scenario is read with, besides its text. */
typedef struct Given {
    const SubjectModule *modules;
    uint32_t module_count;
    const SettingChange *changes; /* of the settings of every variant */
    uint32_t change_count;
    bool live_too; /* a live scenario is welcome, too */
} Given;

typedef struct Reader {
    Document *document;
    Storage *storage; /* everything the scenario points into */
    Given given;
    Scenario *scenario;
    uint32_t variant_count;
    Futures *futures;   /* of those that have not built a subject yet; NULL: nobody has */
    const Level *level; /* the keys of the file: scenario_level or live_level */

    /* The variant being read. */
    Variant *variant;
    LiveRun *live;               /* of a live scenario; else NULL */
    bool faulty;                 /* something in it was reported */
    const SubjectModule *module; /* NULL: the Go model */
    const char **parameters;     /* for the module; NULL-terminated */
    Config config;
    Actor actor[MAX_ACTORS];
    uint32_t actor_count;
    const Subject *subject; /* NULL until subject_of builds it */
    GArray *checks;         /* of Check */
    /* The first check that names an id, by its text; NULL: none does. */
    const char *pinned_by[ID_KINDS][MAX_IDS + 1];
} Reader;

/* Report a mistake; `hint` is what was expected, or NULL. */
void reader_error(Reader *reader, Span at, const char *hint, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

/* -------- keys -------- */

/* What a variant does to the base's value of a key. */
typedef enum Override {
    OVERRIDE_NEVER,   /* the same for all variants */
    OVERRIDE_VALUE,   /* replaces it */
    OVERRIDE_KEYS,    /* a map: replaces single keys, adds others */
    OVERRIDE_RECORDS, /* a map of maps: the same one level down */
    OVERRIDE_APPEND   /* a list: adds to it */
} Override;

typedef struct Key {
    const char *name;
    const char *value;   /* "a number from 1 to 8" */
    const char *meaning; /* one line */
    /* `into` is what the level is read into; NULL: whoever reads the level looks at this key. */
    void (*read)(Reader *reader, const Node *value, void *into);
    Override override;
} Key;

struct Level {
    const char *name; /* "an actor" */
    const Key *keys;
    uint32_t count;
};

/* The rows that every scenario begins with. */
#define SCENARIO_HEAD                                                                              \
    {"format", "the number 1",                                                                     \
     "version of this format, 1 if not given; docs/traces.md says when it is raised", NULL,        \
     OVERRIDE_NEVER},                                                                              \
        {"checker", "a version: 0.2.0", "the oldest checker that has all that the file uses",      \
         NULL, OVERRIDE_NEVER},                                                                    \
        {"title", "text", "what is asked, in one line; required", read_title, OVERRIDE_NEVER},     \
        {"history", "a map", "where the question comes from", read_history, OVERRIDE_NEVER},       \
    {                                                                                              \
        "about", "text", "what is special about this variant, in one line", read_about,            \
            OVERRIDE_VALUE                                                                         \
    }

#define LEVEL(name, keys)                                                                          \
    {                                                                                              \
        name, keys, G_N_ELEMENTS(keys)                                                             \
    }

/* Read a map by its table: unknown keys are reported, known ones read in the order of the table. */
void level_read(Reader *reader, const Level *level, const Node *map, void *into);
bool level_check_keys(Reader *reader, const Level *level, const Node *map);

/* -------- values -------- */

/* Each of these reports what does not fit and then returns false (or NULL). */
bool read_map(Reader *reader, const Node *node, const char *what); /* is it one? */
bool read_number(Reader *reader, const Node *node, uint64_t least, uint64_t most, uint64_t *into);
bool read_flag(Reader *reader, const Node *node, bool *into);
const char *read_text(Reader *reader, const Node *node, const char *what);
/* The same on one line: line breaks become blanks.  What is printed of a scenario must not begin a
 * line of its own, where a log may take it for a command. */
const char *read_line(Reader *reader, const Node *node, const char *what);
/* Words with one blank between them; the storage owns it. */
const char *one_line(Reader *reader, const char *text);
/* The index of the node's text in `words`, or -1; `what` is "unknown setting". */
int read_word(Reader *reader, const Node *node, const char *what, const char *const *words,
              uint32_t count);
/* "p3": the number behind the letter, 1 .. 8.  0 after a mistake. */
uint8_t read_id(Reader *reader, const Node *node, char letter);

/* -------- the parts -------- */

extern const Level scenario_level, history_level; /* scenario.c */
extern const Level live_level;                    /* live.c */
extern const Level live_explore_level;            /* live_explore.c */
extern const Level live_expect_level;             /* live_expect.c */
extern const Level world_level;                   /* world.c */
extern const Level actor_level;                   /* actors.c */
extern const Level check_level, condition_level;  /* checks.c */
extern const Level expect_level, find_level;      /* expect.c */
extern const Level explore_level;                 /* explore.c */

void read_title(Reader *reader, const Node *value, void *into);
void read_history(Reader *reader, const Node *value, void *into);
void read_about(Reader *reader, const Node *value, void *into);
void read_world(Reader *reader, const Node *value, void *into);
void read_settings(Reader *reader, const Node *value, void *into);
void read_actors(Reader *reader, const Node *value, void *into);
void read_checks(Reader *reader, const Node *value, void *into);
void read_find(Reader *reader, const Node *value, void *into);
void read_expect(Reader *reader, const Node *value, void *into);
void read_explore(Reader *reader, const Node *value, void *into);
void read_model(Reader *reader, const Node *value, void *into);
void read_parameters(Reader *reader, const Node *value, void *into);

void read_live_explore(Reader *reader, const Node *value, void *into);
void read_live_expect(Reader *reader, const Node *value, void *into);

/* live.c: a variant of a live scenario before its keys are read, and after. */
void live_begin_variant(Reader *reader);
void live_finish_variant(Reader *reader, const Node *node);

/* world.c: is the Go model asked?  If not, `key` does not belong into this file: reported. */
bool is_for_go(Reader *reader, const Node *value, const char *key);

/* subject.c: the subject of the variant, built on first use; if its configuration has mistakes, a
 * stand-in with the same vocabulary.  NULL only if there is none at all. */
const Subject *subject_of(Reader *reader);

/* program.c: compile what an actor does into `program`. */
void program_compile(Reader *reader, const Actor *actor, Program *program);

/* actors.c: the actor of that name, or NULL after reporting. */
const Actor *actor_named(Reader *reader, const Node *node);

/* printable.c: report text that would upset a terminal, anywhere in the file. */
void check_printable(Reader *reader, const Node *node);

/* symmetry.c: a check tells this object from others; or every object that words of it name. */
void symmetry_pin(Reader *reader, IdKind kind, uint32_t id, const char *check);
void symmetry_pin_words(Reader *reader, const char *check);
/* Once the checks are read: what remains interchangeable. */
void symmetry_find(Reader *reader);

/* digest.c */
char *digest_variant(const Reader *reader);
char *configuration_text(const Reader *reader); /* as Variant.configuration */

/* merge.c: the base with a variant's overrides. */
const Node *merge_variant(Reader *reader, const Node *base, const Node *variant);

/* expect.c: verdicts that stand by themselves.  The first ones answer `expect`, the last ones
 * `find`. */
typedef struct VerdictWord {
    const char *word;
    VerdictKind kind;
} VerdictWord;
enum { VERDICT_WORD_COUNT = 7, EXPECT_WORDS = 3, FIND_FIRST = 2 };
extern const VerdictWord verdict_words[VERDICT_WORD_COUNT];

/* program.c */
enum { LARGEST_ARGUMENT = 3 }; /* of an operation that takes a number: gcphase */

/* reference.c and schema_go.c describe these operations too. */
typedef struct Composite {
    const char *name;
    const char *meaning;
    OperationId parts[2];
} Composite;
extern const Composite composites[];
extern const uint32_t composite_count;

#endif
