#include "checker/program/live_make.h"

#include "checker/live/compiled.h"
#include "checker/live/launch.h"
#include "checker/program/helpers.h"

#include <glib/gstdio.h>

/* -------- compiling -------- */

static void add_words(GPtrArray *words, const char *const *more)
{
    for (; *more; more++)
        g_ptr_array_add(words, g_strdup(*more));
}

/* checker-cc OPTION... SOURCE... -o, and then comes the program. */
static GPtrArray *command_of(const LiveRun *run, const char *compiler)
{
    GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(words, g_strdup(compiler));
    add_words(words, run->options);
    add_words(words, run->sources);
    g_ptr_array_add(words, g_strdup("-o"));
    return words;
}

static bool compile(const LiveRun *run, GPtrArray *command, const char *program, GError **error)
{
    g_autofree char *said = NULL;
    int status;
    g_ptr_array_add(command, g_strdup(program));
    g_ptr_array_add(command, NULL);
    if (!g_spawn_sync(run->folder, (char **)command->pdata, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL,
                      NULL, NULL, &said, &status, error))
        return false;
    if (status == 0) return true;
    g_set_error(error, LIVE_ERROR, 0, "checker-cc refuses it\n%s", g_strchomp(said));
    return false;
}

/* -------- each once -------- */

/* Two that are made of the same are one. */
static char *key_of(const LiveRun *run, const GPtrArray *command)
{
    GString *key = g_string_new(run->folder);
    for (guint i = 0; i < command->len; i++)
        g_string_append_printf(key, "\n%s", (const char *)g_ptr_array_index(command, i));
    return g_string_free(key, FALSE);
}

static bool begin(LiveMake *make, GError **error)
{
    if (!make->folder) make->folder = g_dir_make_tmp("checker-XXXXXX", error);
    if (!make->made) make->made = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return make->folder;
}

const char *live_make(LiveMake *make, const LiveRun *run, const char *name, GError **error)
{
    g_autofree char *compiler = helper_find("checker-cc", error);
    if (!compiler || !begin(make, error)) return NULL;
    g_autoptr(GPtrArray) command = command_of(run, compiler);
    g_autofree char *key = key_of(run, command);
    const char *known = g_hash_table_lookup(make->made, key);
    if (known) return known;
    char *path = g_build_filename(make->folder, name, NULL);
    g_hash_table_insert(make->made, g_steal_pointer(&key), path);
    return compile(run, command, path, error) ? path : NULL;
}

void live_make_clear(LiveMake *make)
{
    GHashTableIter each;
    gpointer path;
    if (make->made) g_hash_table_iter_init(&each, make->made);
    while (make->made && g_hash_table_iter_next(&each, NULL, &path))
        g_remove(path);
    g_clear_pointer(&make->made, g_hash_table_unref);
    if (make->folder) g_rmdir(make->folder);
    g_clear_pointer(&make->folder, g_free);
}

bool live_make_copy(const char *program, const char *path, GError **error)
{
    g_autofree char *text = NULL;
    gsize length;
    if (g_file_test(path, G_FILE_TEST_EXISTS) && !live_is_compiled(path)) {
        g_set_error(error, LIVE_ERROR, 0, "%s is there, and is no program of checker-cc", path);
        return false;
    }
    return g_file_get_contents(program, &text, &length, error) &&
           g_file_set_contents_full(path, text, (gssize)length, G_FILE_SET_CONTENTS_CONSISTENT,
                                    0777, error);
}
