#include "checker/live/places.h"

#include "checker/live/addresses.h"

#include <string.h>

typedef struct Symbol {
    uint64_t address, size;
    char *name;
} Symbol;

typedef struct Place {
    char *function, *line;
    char *text; /* NULL until somebody asks */
    char *file; /* as the compiler was told */
} Place;

struct Places {
    char *program;
    GArray *symbols;    /* of Symbol, by address; NULL until somebody asks */
    GHashTable *wanted; /* pc */
    GHashTable *known;  /* pc -> Place */
    GHashTable *files;  /* path -> text */
};

static void place_free(void *data)
{
    Place *place = data;
    g_free(place->function);
    g_free(place->line);
    g_free(place->text);
    g_free(place->file);
    g_free(place);
}

Places *places_new(const char *program)
{
    Places *places = g_new0(Places, 1);
    char *found = g_find_program_in_path(program);
    places->program = found ? found : g_strdup(program);
    places->wanted = g_hash_table_new(g_int64_hash, g_int64_equal);
    places->known = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, place_free);
    places->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return places;
}

static void symbol_clear(void *data)
{
    g_free(((Symbol *)data)->name);
}

void places_free(Places *places)
{
    if (!places) return;
    if (places->symbols) g_array_unref(places->symbols);
    g_hash_table_unref(places->wanted);
    g_hash_table_unref(places->known);
    g_hash_table_unref(places->files);
    g_free(places->program);
    g_free(places);
}

/* What a command prints; empty if it fails. */
static char *output_of(GPtrArray *argv)
{
    char *output = NULL;
    g_ptr_array_add(argv, NULL);
    GSpawnFlags flags = G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL;
    if (!g_spawn_sync(NULL, (char **)argv->pdata, NULL, flags, NULL, NULL, &output, NULL, NULL,
                      NULL))
        return g_strdup("");
    return output;
}

/* -------- code -------- */

/* A return address that will be asked about. */
static void want(Places *places, uint64_t pc)
{
    if (!pc || g_hash_table_contains(places->known, &pc)) return;
    Place *place = g_new0(Place, 1);
    uint64_t *key = g_memdup2(&pc, sizeof pc);
    g_hash_table_insert(places->known, key, place);
    g_hash_table_add(places->wanted, key);
}

static void want_stack(Places *places, const LiveStack *stack)
{
    for (uint32_t i = 0; i < stack->count; i++)
        want(places, stack->pc[i]);
}

static void want_access(Places *places, const LiveAccess *access)
{
    want(places, access->pc);
    if (access->has_stack) want_stack(places, &access->stack);
}

void places_want(Places *places, const LiveAnswer *answer)
{
    for (uint32_t i = 0; i < answer->step_count; i++)
        want(places, answer->execution[i].pc);
    want_stack(places, &answer->stack);
    for (uint32_t i = 0; i < LIVE_MOST_THREADS; i++)
        want_stack(places, &answer->threads[i].stack);
    want_access(places, &answer->race[0]);
    want_access(places, &answer->race[1]);
    want_access(places, &answer->freed);
}

/* "/src/dir/file.c:12 (discriminator 2)" -> "file.c:12" */
static char *short_line(const char *text)
{
    g_autofree char *path = g_strndup(text, strcspn(text, " "));
    return g_str_has_prefix(path, "??") ? g_strdup("?") : g_path_get_basename(path);
}

static void ask_for_wanted(Places *places)
{
    if (!g_hash_table_size(places->wanted)) return;
    g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GList) keys = g_hash_table_get_keys(places->wanted);
    for (const char *const *word = (const char *const[]){"addr2line", "-f", "-e", NULL}; *word;
         word++)
        g_ptr_array_add(argv, g_strdup(*word));
    g_ptr_array_add(argv, g_strdup(places->program));
    /* The call, not where it returns to. */
    for (GList *key = keys; key; key = key->next)
        g_ptr_array_add(argv,
                        g_strdup_printf("%" G_GINT64_MODIFIER "x", *(uint64_t *)key->data - 1));
    g_autofree char *output = output_of(argv);
    g_auto(GStrv) lines = g_strsplit(output, "\n", -1);
    guint count = g_strv_length(lines), i = 0;
    for (GList *key = keys; key; key = key->next, i += 2) {
        Place *place = g_hash_table_lookup(places->known, key->data);
        place->function = g_strdup(i + 1 < count && lines[i][0] != '?' ? lines[i] : "?");
        place->line = i + 1 < count ? short_line(lines[i + 1]) : g_strdup("?");
        place->file = i + 1 < count ? g_strndup(lines[i + 1], strcspn(lines[i + 1], " ")) : NULL;
    }
    g_hash_table_remove_all(places->wanted);
}

static Place *place_of(Places *places, uint64_t pc)
{
    static Place nowhere = {(char *)"?", (char *)"?", (char *)"", NULL};
    if (!pc) return &nowhere;
    want(places, pc);
    ask_for_wanted(places);
    return g_hash_table_lookup(places->known, &pc);
}

const char *places_line(Places *places, uint64_t pc)
{
    return place_of(places, pc)->line;
}

const char *places_function(Places *places, uint64_t pc)
{
    const char *name = place_of(places, pc)->function;
    return strcmp(name, "live_main") == 0 ? "main" : name;
}

static const char *file_of(Places *places, const char *path)
{
    char *text = g_hash_table_lookup(places->files, path);
    if (text) return text;
    if (!g_file_get_contents(path, &text, NULL, NULL)) text = g_strdup("");
    g_hash_table_insert(places->files, g_strdup(path), text);
    return text;
}

/* "/src/file.c:12": the twelfth line. */
static char *text_at(Places *places, const char *at)
{
    const char *colon = at ? strrchr(at, ':') : NULL;
    if (!colon) return g_strdup("");
    g_autofree char *path = g_strndup(at, (gsize)(colon - at));
    const char *line = file_of(places, path);
    for (guint64 left = g_ascii_strtoull(colon + 1, NULL, 10); left > 1; left--) {
        line = strchr(line, '\n');
        if (!line++) return g_strdup("");
    }
    g_autofree char *text = g_utf8_make_valid(line, (gssize)strcspn(line, "\n"));
    return g_strdup(g_strstrip(text));
}

const char *places_text(Places *places, uint64_t pc)
{
    Place *place = place_of(places, pc);
    if (!place->text) place->text = text_at(places, place->file);
    return place->text;
}

/* -------- data -------- */

static int by_address(const void *a, const void *b)
{
    const Symbol *x = a, *y = b;
    return x->address < y->address ? -1 : x->address > y->address;
}

enum {
    SYMBOL_ADDRESS = 1,
    SYMBOL_SIZE,
    SYMBOL_TYPE,
    SYMBOL_SECTION = 6,
    SYMBOL_NAME,
    SYMBOL_WORDS
};

/* Of readelf: a number with a colon, then what is above. */
static void read_symbol(Places *places, const char *line)
{
    g_auto(GStrv) words = g_strsplit_set(line, " ", -1);
    const char *word[SYMBOL_WORDS];
    uint32_t count = 0;
    for (char **next = words; *next && count < SYMBOL_WORDS; next++)
        if (**next) word[count++] = *next;
    if (count < SYMBOL_WORDS || strcmp(word[SYMBOL_TYPE], "OBJECT") != 0) return;
    if (!g_ascii_isdigit(word[SYMBOL_SECTION][0])) return;
    Symbol symbol = {g_ascii_strtoull(word[SYMBOL_ADDRESS], NULL, 16),
                     g_ascii_strtoull(word[SYMBOL_SIZE], NULL, 0), g_strdup(word[SYMBOL_NAME])};
    g_array_append_val(places->symbols, symbol);
}

/* Not nm: that loads what can read the files of LLVM first, which takes five times as long. */
static void read_symbols(Places *places)
{
    places->symbols = g_array_new(FALSE, FALSE, sizeof(Symbol));
    g_array_set_clear_func(places->symbols, symbol_clear);
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_ptr_array_add(argv, (char *)"readelf");
    g_ptr_array_add(argv, (char *)"-sW");
    g_ptr_array_add(argv, places->program);
    g_autofree char *output = output_of(argv);
    const char *table = strstr(output, "Symbol table '.symtab'");
    g_auto(GStrv) lines = g_strsplit(table ? table : "", "\n", -1);
    for (char **line = lines; *line; line++)
        read_symbol(places, *line);
    g_array_sort(places->symbols, by_address);
}

static char *with_offset(const char *name, uint64_t offset)
{
    if (!offset) return g_strdup(name);
    return g_strdup_printf("%s+%" G_GINT64_MODIFIER "u", name, offset);
}

static char *thread_name(uint64_t thread)
{
    return thread ? g_strdup_printf("t%u", (unsigned)thread) : g_strdup("main");
}

char *places_object(Places *places, uint64_t address)
{
    if (!places->symbols) read_symbols(places);
    for (guint i = 0; i < places->symbols->len; i++) {
        const Symbol *symbol = &g_array_index(places->symbols, Symbol, i);
        if (address - symbol->address < symbol->size)
            return with_offset(symbol->name, address - symbol->address);
    }
    uint64_t heap = address - LIVE_HEAP, stack = address - LIVE_STACKS;
    if (heap < LIVE_HEAP_ARENA * LIVE_MOST_THREADS) {
        g_autofree char *thread = thread_name(heap / LIVE_HEAP_ARENA);
        g_autofree char *name = g_strdup_printf("heap of %s ", thread);
        return with_offset(name, heap % LIVE_HEAP_ARENA);
    }
    if (stack < LIVE_STACK_SPACING * LIVE_MOST_THREADS) {
        g_autofree char *thread = thread_name(stack / LIVE_STACK_SPACING);
        return g_strdup_printf("stack of %s -%u", thread,
                               (unsigned)(LIVE_STACK_SPACING - stack % LIVE_STACK_SPACING));
    }
    return g_strdup_printf("0x%" G_GINT64_MODIFIER "x", address);
}
