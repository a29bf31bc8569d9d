/* The keys of a live scenario: what is run. */
#include "checker/scenario/reader.h"

/* -------- whose keys these are -------- */

static bool is_for_runtime(Reader *reader, const Node *value, const char *key)
{
    if (reader->live->runtime) return true;
    reader_error(reader, value->at, "a program is configured by its arguments and options",
                 "`%s` belongs to subject: runtime", key);
    return false;
}

static bool is_for_program(Reader *reader, const Node *value, const char *key)
{
    if (!reader->live->runtime) return true;
    reader_error(reader, value->at, "the runtime is configured by world, settings and actors",
                 "`%s` belongs to subject: program", key);
    return false;
}

static void read_subject(Reader *reader, const Node *value, void *into)
{
    static const char *const subjects[] = {"program", "runtime"};
    (void)into;
    int found = read_word(reader, value, "unknown subject", subjects, G_N_ELEMENTS(subjects));
    reader->live->runtime = found == 1;
}

/* -------- a program -------- */

/* From the scenario's folder. */
static const char *path_text(Reader *reader, const Node *value)
{
    const char *path = read_text(reader, value, "a path");
    if (!path || g_path_is_absolute(path)) return path;
    return storage_own(reader->storage, g_build_filename(reader->live->folder, path, NULL));
}

static void read_program(Reader *reader, const Node *value, void *into)
{
    (void)into;
    if (is_for_program(reader, value, "program")) reader->live->program = path_text(reader, value);
}

/* The words of a list; `what` is "a list of paths". */
static const char *const *read_words(Reader *reader, const Node *value, const char *what)
{
    bool is_list = value->kind == NODE_LIST;
    uint32_t count = is_list ? value->count : 0;
    const char **words = storage_new0(reader->storage, const char *, count + 1);
    if (!is_list)
        reader_error(reader, value->at, "[first, second]", "expected %s, found %s", what,
                     node_kind_text(value));
    for (uint32_t i = 0; i < count; i++)
        words[i] = read_text(reader, value->values[i], "a word");
    return words;
}

static void read_sources(Reader *reader, const Node *value, void *into)
{
    (void)into;
    if (!is_for_program(reader, value, "sources")) return;
    reader->live->sources = read_words(reader, value, "a list of paths");
    if (value->kind == NODE_LIST && !value->count)
        reader_error(reader, value->at, "[queue.c]", "there is nothing to make a program of");
}

static void read_options(Reader *reader, const Node *value, void *into)
{
    (void)into;
    if (is_for_program(reader, value, "options"))
        reader->live->options = read_words(reader, value, "a list of words");
}

static void read_arguments(Reader *reader, const Node *value, void *into)
{
    (void)into;
    if (is_for_program(reader, value, "arguments"))
        reader->live->arguments = read_words(reader, value, "a list of words");
}

/* -------- the runtime -------- */

static void read_runtime_world(Reader *reader, const Node *value, void *into)
{
    if (is_for_runtime(reader, value, "world")) read_world(reader, value, into);
}

static void read_runtime_settings(Reader *reader, const Node *value, void *into)
{
    if (is_for_runtime(reader, value, "settings")) read_settings(reader, value, into);
}

static void read_runtime_actors(Reader *reader, const Node *value, void *into)
{
    if (is_for_runtime(reader, value, "actors")) read_actors(reader, value, into);
}

/* The model's word for it. */
static void read_runtime_checks(Reader *reader, const Node *value, void *into)
{
    static const char *const checks[] = {"g-on-one-m"};
    (void)into;
    if (!is_for_runtime(reader, value, "check")) return;
    if (value->kind != NODE_LIST) {
        reader_error(reader, value->at, "[g-on-one-m]", "expected a list, found %s",
                     node_kind_text(value));
        return;
    }
    for (uint32_t i = 0; i < value->count; i++)
        if (read_word(reader, value->values[i], "the runtime has no check", checks,
                      G_N_ELEMENTS(checks)) == 0)
            reader->live->one_m = true;
}

/* -------- all keys -------- */

/* In the order of reading. */
static const Key live_keys[] = {
    SCENARIO_HEAD,
    {"subject", "program or runtime",
     "a program that checker-cc compiles, or the real runtime (docs/runtime.md); required",
     read_subject, OVERRIDE_NEVER},
    {"program", "text", "a path from the scenario's folder: the program that is run", read_program,
     OVERRIDE_VALUE},
    {"sources", "a list of paths",
     "instead of it: what checker-cc makes the program of, from the scenario's folder",
     read_sources, OVERRIDE_VALUE},
    {"options", "a list of words", "of checker-cc: [-O1, -DSLOTS=2]", read_options,
     OVERRIDE_APPEND},
    {"arguments", "a list of words", "what the program is run with", read_arguments,
     OVERRIDE_VALUE},
    {"world", "a map", "the runtime's: how large the world is and how it starts",
     read_runtime_world, OVERRIDE_KEYS},
    {"settings", "a map of setting: value", "the runtime's: which historic shape it has",
     read_runtime_settings, OVERRIDE_KEYS},
    {"actors", "a map of name: actor", "the runtime's: who starts where and does what",
     read_runtime_actors, OVERRIDE_RECORDS},
    {"check", "a list of g-on-one-m",
     "the runtime's: that two Ms run one G is a failure by itself, before anything crashes",
     read_runtime_checks, OVERRIDE_APPEND},
    {"explore", "a map of limits", "how it is searched", read_live_explore, OVERRIDE_KEYS},
    {"expect", "a verdict of a program, or a map with figures",
     "the known answer; any other is a failure", read_live_expect, OVERRIDE_VALUE},
    {"variants", "a map of name: differences",
     "the same question with differences, each asked by itself; without it there is one, `default`",
     NULL, OVERRIDE_NEVER},
};
const Level live_level = LEVEL("a live scenario", live_keys);

/* -------- a variant -------- */

void live_begin_variant(Reader *reader)
{
    static const char *const none[] = {NULL};
    LiveRun *live = storage_new0(reader->storage, LiveRun, 1);
    live->folder = storage_own(reader->storage, g_path_get_dirname(reader->document->path));
    live->sources = live->options = live->arguments = none;
    reader->live = live;
    reader->variant->live = live;
}

/* Either a program that is there, or one that is made. */
static void check_program(Reader *reader, const Node *node)
{
    const LiveRun *live = reader->live;
    Span at = node_get(node, "subject")->at;
    if (live->program && *live->sources)
        reader_error(reader, node_get(node, "sources")->at, "program: PATH, or sources: [FILE.c]",
                     "there is a `program` already");
    if (!live->program && !*live->sources)
        reader_error(reader, at, "program: PATH, or sources: [FILE.c]",
                     "it is not said which program");
    if (live->program && *live->options)
        reader_error(reader, node_get(node, "options")->at, "options: of checker-cc, for `sources`",
                     "the program is not compiled here");
}

void live_finish_variant(Reader *reader, const Node *node)
{
    Variant *variant = reader->variant;
    if (!reader->faulty && !reader->live->runtime) check_program(reader, node);
    if (!reader->faulty && reader->live->runtime) variant->question.subject = subject_of(reader);
    if (reader->faulty) return;
    variant->digest = storage_own(reader->storage, digest_variant(reader));
    g_ptr_array_add(reader->scenario->variants, variant);
}
