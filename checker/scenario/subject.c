/* `model` and `parameters`, and the subject that a variant asks about. */
#include "checker/scenario/reader.h"

#include <string.h>

static const char go_name[] = "go";

void read_model(Reader *reader, const Node *value, void *into)
{
    (void)into;
    g_autofree const char **names = g_new(const char *, reader->given.module_count + 1);
    for (uint32_t i = 0; i < reader->given.module_count; i++)
        names[i] = reader->given.modules[i].name;
    names[reader->given.module_count] = go_name;
    if (reader->given.module_count == 0 && value->kind == NODE_TEXT &&
        strcmp(value->text, go_name) != 0) {
        reader_error(reader, value->at, "a model of your own is loaded with --subject FILE",
                     "unknown model `%s`", value->text);
        return;
    }
    int chosen = read_word(reader, value, "unknown model", names, reader->given.module_count + 1);
    if (chosen >= 0 && (uint32_t)chosen < reader->given.module_count)
        reader->module = &reader->given.modules[chosen];
}

void read_parameters(Reader *reader, const Node *value, void *into)
{
    (void)into;
    if (!reader->module) {
        reader_error(reader, value->at, "the model go is configured by world, actors and settings",
                     "`parameters` belong to a model of your own");
        return;
    }
    if (!read_map(reader, value, "parameters")) return;
    reader->parameters = storage_new0(reader->storage, const char *, value->count + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < value->count; i++) {
        const char *text = read_text(reader, value->values[i], "a value");
        if (!text) continue;
        char *pair = g_strdup_printf("%s=%s", value->keys[i]->text, text);
        reader->parameters[count++] = storage_own(reader->storage, pair);
    }
}

/* -------- the Go model -------- */

/* A megabyte that is not written unless there is a search: to have it once for all variants takes
 * less time than to have, and to free, one of each. */
static Futures *next_futures(Reader *reader)
{
    if (!reader->futures)
        reader->futures = storage_new0(reader->storage, Futures, reader->variant_count);
    return reader->futures++;
}

static const Subject *build_go(Reader *reader, const Config *config)
{
    GoModel *model = storage_own(reader->storage, g_new(GoModel, 1));
    go_model_init(model, config, next_futures(reader));
    return &model->subject;
}

/* The full vocabulary without actors, so that the rest of a faulty file can be read too. */
static const Subject *build_stand_in(Reader *reader)
{
    Config config;
    config_init(&config);
    config.ps = MAX_PS, config.ms = MAX_MS, config.gs = MAX_GS;
    return build_go(reader, &config);
}

static const Subject *go_subject(Reader *reader)
{
    for (uint32_t i = 0; i < reader->given.change_count; i++)
        reader->config.setting[reader->given.changes[i].setting] = reader->given.changes[i].value;
    if (!reader->faulty && reader->actor_count == 0)
        reader_error(reader, SPAN_NONE, "actors: {g1: {m: m1, p: p1, does: [syscall]}}",
                     "a scenario of the model go needs actors");
    if (reader->faulty) return build_stand_in(reader);
    const char *mistake = config_mistake(&reader->config);
    if (!mistake) return build_go(reader, &reader->config);
    reader_error(reader, reader->actor[0].at, NULL, "%s", mistake);
    return build_stand_in(reader);
}

/* -------- models of one's own -------- */

static const Subject *module_subject(Reader *reader)
{
    static const char *const none[] = {NULL};
    const char *error = NULL;
    const char *const *parameters =
        reader->parameters ? (const char *const *)reader->parameters : none;
    const Subject *subject = reader->module->entry(parameters, &error);
    Node *place = node_get(reader->document->root, "parameters");
    if (!place) place = node_get(reader->document->root, "model");
    if (!subject)
        reader_error(reader, place->at, NULL, "the model %s says: %s", reader->module->name,
                     error ? error : "no");
    return subject;
}

const Subject *subject_of(Reader *reader)
{
    if (!reader->subject)
        reader->subject = reader->module ? module_subject(reader) : go_subject(reader);
    return reader->subject;
}
