#include "checker/program/checkpoints.h"

#include "checker/program/parcel.h"
#include "checker/search/savefile.h"
#include "checker/trace/step_table.h"
#include "checker_version.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

G_DEFINE_QUARK(checkpoints_error, checkpoints_error)

/* The first line, and that of checker 0.1.0, which had format 2. */
#define FIRST_LINE "checkpoints of checker %s, format %u"
static const char older_first_line[] = "the command line of a search with checkpoints";

/* What lives until the program ends, so that it is not taken for lost. */
static void *keep(void *data)
{
    static GPtrArray *kept;
    if (!kept) kept = g_ptr_array_new();
    g_ptr_array_add(kept, data);
    return data;
}

static bool fail(GError **error, const char *path, const char *what)
{
    g_set_error(error, CHECKPOINTS_ERROR, 0, "%s: %s", path, what);
    return false;
}

/* -------- the command line -------- */

static char *command_path(const char *folder)
{
    return g_build_filename(folder, "command", NULL);
}

static void append_line(GString *out, const char *text)
{
    g_autofree char *escaped = g_strescape(text, NULL);
    g_string_append_printf(out, "%s\n", escaped);
}

bool checkpoints_begin(const Options *options, GError **error)
{
    g_autofree char *path = command_path(options->checkpoint), *current = g_get_current_dir();
    if (g_file_test(path, G_FILE_TEST_EXISTS))
        return fail(error, options->checkpoint,
                    "there are checkpoints in it; `checker resume` goes on from them");
    if (g_mkdir_with_parents(options->checkpoint, 0777) != 0)
        return fail(error, options->checkpoint, g_strerror(errno));
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, FIRST_LINE "\n", CHECKER_VERSION, CHECKPOINT_FORMAT);
    append_line(text, current);
    for (char **word = options->words; *word; word++)
        append_line(text, *word);
    return g_file_set_contents(path, text->str, (gssize)text->len, error);
}

/* What lies there is for the version that wrote it. */
static bool is_of_this_format(const char *path, const char *line, GError **error)
{
    char version[16];
    unsigned format;
    if (strcmp(line, older_first_line) == 0) return true;
    if (sscanf(line, "checkpoints of checker %15[0-9.], format %u", version, &format) != 2)
        return fail(error, path, "it is damaged");
    if (format == CHECKPOINT_FORMAT) return true;
    g_autofree char *why = g_strdup_printf(
        "checkpoints of format %u, by checker %s; this is checker %s, which goes on from format "
        "%u: go on with that one, or search anew",
        format, version, CHECKER_VERSION, CHECKPOINT_FORMAT);
    return fail(error, path, why);
}

static char **read_lines(const char *folder, GError **error)
{
    g_autofree char *path = command_path(folder), *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL)) {
        fail(error, folder, "there are no checkpoints in it");
        return NULL;
    }
    char **lines = g_strsplit(g_strchomp(text), "\n", -1);
    for (char **line = lines; *line; line++) {
        char *plain = g_strcompress(*line);
        g_free(*line);
        *line = plain;
    }
    bool is_whole = g_strv_length(lines) >= 3;
    if (is_whole && is_of_this_format(path, lines[0], error)) return lines;
    if (!is_whole) fail(error, path, "it is damaged");
    g_strfreev(lines);
    return NULL;
}

Options *checkpoints_command(const char *folder, GError **error)
{
    char *whole = keep(g_canonicalize_filename(folder, NULL));
    char **lines = read_lines(whole, error);
    if (!lines) return NULL;
    keep(lines); /* the options point into them */
    if (g_chdir(lines[1]) != 0) {
        fail(error, lines[1], g_strerror(errno));
        return NULL;
    }
    Options *options = options_parse((int)g_strv_length(lines + 2), lines + 2, error);
    if (!options) return NULL;
    options->checkpoint = whole;
    options->resume = true;
    return keep(options);
}

/* -------- one variant -------- */

/* Everything that changes what is searched.  Limits may be others when the search goes on, but for
 * that on depth, which decides what is left out. */
static char *identity_of(const Variant *variant)
{
    const SearchOptions *options = &variant->options;
    g_autofree char *steps = trace_steps_digest(variant->question.subject);
    return g_strdup_printf(
        "%.32s %.32s%s%s%s%s depth %u", variant->digest, steps,
        options->store == STORE_COMPACT ? " compact" : "", options->no_por ? " no-por" : "",
        options->no_symmetry ? " no-symmetry" : "",
        options->expects_failure ? " expects-failure" : "", options->limits.depth);
}

static void complain(void *data, const char *sentence)
{
    (void)data;
    fprintf(stderr, "checker: %s\n", sentence);
}

const CheckpointPlan *checkpoints_plan(const Options *options, const char *name,
                                       const Variant *variant, GError **error)
{
    if (variant->options.strategy != STRATEGY_BFS || store_is_lossy(variant->options.store)) {
        fail(error, variant->name,
             "--checkpoint is for --strategy bfs with --store exact or compact");
        return NULL;
    }
    CheckpointPlan *plan = keep(g_new0(CheckpointPlan, 1));
    plan->folder = g_build_filename(options->checkpoint, name, NULL);
    plan->identity = identity_of(variant);
    plan->seconds = options->has_checkpoint_every ? options->checkpoint_every : 60;
    plan->resume = options->resume;
    plan->complain = complain;
    if (g_mkdir_with_parents(plan->folder, 0777) == 0) return plan;
    fail(error, plan->folder, g_strerror(errno));
    return NULL;
}

/* -------- the answer -------- */

static char *answer_path(const CheckpointPlan *plan, const char *name)
{
    return g_build_filename(plan->folder, name, NULL);
}

/* Both ways; false: it is of another question. */
static bool transfer_identity(SaveFile *file, const CheckpointPlan *plan)
{
    char identity[CHECKPOINT_MOST_IDENTITY] = "";
    g_strlcpy(identity, plan->identity, sizeof identity);
    savefile_bytes(file, identity, sizeof identity);
    return strcmp(identity, plan->identity) == 0;
}

static bool read_answer(const Question *question, const CheckpointPlan *plan, Result *ret_result)
{
    g_autofree char *path = answer_path(plan, "answer"), *bytes = NULL;
    SaveFile file = savefile_open(path);
    uint64_t size = 0;
    bool same = transfer_identity(&file, plan);
    SAVEFILE_VALUE(&file, size);
    savefile_seal(&file);
    if (same && !file.failed && !file.damaged) bytes = g_try_malloc(size);
    if (bytes) savefile_bytes(&file, bytes, size);
    savefile_seal(&file);
    if (!savefile_close(&file) || !bytes) return false;
    *ret_result = parcel_unpack(question, (const uint8_t *)bytes);
    return true;
}

static void write_answer(const Question *question, const CheckpointPlan *plan, const Result *result)
{
    g_autofree char *path = answer_path(plan, "answer"), *fresh = answer_path(plan, "answer.new");
    g_autoptr(GByteArray) bytes = parcel_pack(question, result);
    SaveFile file = savefile_new(fresh);
    uint64_t size = bytes->len;
    transfer_identity(&file, plan);
    SAVEFILE_VALUE(&file, size);
    savefile_seal(&file);
    savefile_bytes(&file, bytes->data, bytes->len);
    savefile_seal(&file);
    bool fine = savefile_close(&file) && rename(fresh, path) == 0;
    if (fine) checkpoint_discard_all(plan);
    else fprintf(stderr, "checker: %s: %s\n", path, g_strerror(errno));
}

Result checkpoints_search(const Question *question, const SearchOptions *options)
{
    const CheckpointPlan *plan = options->checkpoint;
    Result result;
    if (!plan) return search(question, options);
    if (plan->resume && read_answer(question, plan, &result)) {
        /* Version 0.1.0 did not say which it was. */
        if (result.store >= STORE_COUNT) result.store = options->store;
        return result;
    }
    result = search(question, options);
    if (result.verdict.kind != VERDICT_INCOMPLETE) write_answer(question, plan, &result);
    return result;
}

bool checkpoints_refused(Verdict verdict)
{
    return verdict_equal(verdict, (Verdict){VERDICT_INCOMPLETE, checkpoint_verdict});
}
