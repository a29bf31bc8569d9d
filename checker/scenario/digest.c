/* What identifies a question: everything that changes the states, or what is asked of them.
 *
 * Names are rendered, not numbers, and settings only where they differ from the standard: so the
 * digest survives new settings, operations and other additions to the model.
 */
#include "checker/scenario/reader.h"

enum { DIGEST_LENGTH = 16 }; /* hexadecimal digits kept of a SHA-256 */

static void render_program(GString *out, const Program *program)
{
    for (uint8_t i = 0; i < program->length; i++) {
        const Instruction *instruction = &program->code[i];
        bool operation = instruction->kind == INSTRUCTION_OPERATION;
        static const char *const kinds[] = {[INSTRUCTION_END] = " end",
                                            [INSTRUCTION_OPERATION] = " do",
                                            [INSTRUCTION_JUMP] = " jump",
                                            [INSTRUCTION_EITHER] = " either"};
        g_string_append(out, kinds[instruction->kind]);
        if (operation)
            g_string_append_printf(out, " %s %u", operation_info[instruction->operation].name,
                                   instruction->argument);
        for (uint8_t target = 0; target < instruction->target_count; target++)
            g_string_append_printf(out, " %u", instruction->target[target]);
    }
    g_string_append_c(out, '\n');
}

static void render_world(GString *out, const Config *config)
{
    g_string_append_printf(out, "go ps %u ms %u gs %u\n", config->ps, config->ms, config->gs);
    g_string_append_printf(out, "stopped %d marking %u mark-work %u phase %u\n", config->stopped,
                           config->blacken, config->markwork, config->phase);
}

static void render_setting(GString *out, const Config *config, int id)
{
    g_string_append(out, setting_info[id].name);
    g_string_append_c(out, ' ');
    g_string_append(out, setting_info[id].values[config->setting[id]]);
    g_string_append_c(out, '\n');
}

static void render_actors(GString *out, const Config *config)
{
    for (uint8_t i = 0; i < config->gs; i++) {
        const GConfig *g = &config->g[i];
        g_string_append_printf(out, "g%u start %u m%u p%u daemon %d", i + 1u, g->start, g->m, g->p,
                               g->daemon);
        render_program(out, &g->program);
    }
    for (uint8_t i = 0; i < config->ms; i++) {
        const MConfig *m = &config->m[i];
        g_string_append_printf(out, "m%u %s start %u p%u daemon %d", i + 1u, m->name ? m->name : "",
                               m->start, m->p, m->daemon);
        render_program(out, &m->program);
    }
}

static void render_config(GString *out, const Config *config)
{
    render_world(out, config);
    for (int id = 0; id < SETTING_COUNT; id++)
        if (config->setting[id] != setting_info[id].standard) render_setting(out, config, id);
    render_actors(out, config);
}

/* Every setting, the standard ones too. */
static void render_all(GString *out, const Config *config)
{
    render_world(out, config);
    render_actors(out, config);
    for (int id = 0; id < SETTING_COUNT; id++)
        render_setting(out, config, id);
}

static void render_module(GString *out, const Reader *reader)
{
    g_string_append_printf(out, "model %s\n", reader->module->name);
    for (const char **pair = reader->parameters; pair && *pair; pair++)
        g_string_append_printf(out, "%s\n", *pair);
}

static void render_question(GString *out, const Question *question)
{
    for (uint32_t i = 0; i < question->check_count; i++) {
        const Check *check = &question->checks[i];
        g_string_append_printf(out, "check %d %s: %s\n", (int)check->kind, check->name,
                               check->text);
    }
    if (question->find) {
        const char *name = question->find->name;
        g_string_append_printf(out, "find %d %s\n", (int)question->find->kind, name ? name : "");
    }
}

static void render_words(GString *out, const char *what, const char *const *words)
{
    for (; *words; words++)
        g_string_append_printf(out, "%s %s\n", what, *words);
}

/* Of paths the name counts, not where the scenario's folder lies. */
static void render_live(GString *out, const LiveRun *live)
{
    g_autofree char *name = live->program ? g_path_get_basename(live->program) : NULL;
    g_string_append_printf(out, "live %s one-m %d\n", name ? name : "", live->one_m);
    render_words(out, "source", live->sources);
    render_words(out, "option", live->options);
    render_words(out, "argument", live->arguments);
    g_string_append_printf(out, "strategy %u\n", live->search.strategy);
    for (LiveLimit limit = 0; limit < LIVE_LIMITS; limit++)
        if (live->search.given[limit])
            g_string_append_printf(out, "%s %" G_GUINT64_FORMAT "\n", live_limit_info[limit].word,
                                   live->search.value[limit]);
}

char *configuration_text(const Reader *reader)
{
    GString *out = g_string_new(NULL);
    if (reader->module) render_module(out, reader);
    else render_all(out, &reader->config);
    return g_string_free(out, FALSE);
}

char *digest_variant(const Reader *reader)
{
    GString *out = g_string_new(NULL);
    if (reader->live) render_live(out, reader->live);
    if (reader->module) render_module(out, reader);
    else if (!reader->live || reader->live->runtime) render_config(out, &reader->config);
    render_question(out, &reader->variant->question);
    g_autofree char *rendering = g_string_free(out, FALSE);
    g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, rendering, -1);
    return g_strndup(digest, DIGEST_LENGTH);
}
