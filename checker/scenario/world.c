/* `world` and `settings`: how large the Go model is, how it starts, and its historic shape. */
#include "checker/scenario/reader.h"

#include <string.h>

/* -------- world -------- */

static void read_byte(Reader *reader, const Node *value, uint64_t least, uint64_t most,
                      uint8_t *into)
{
    uint64_t number;
    if (read_number(reader, value, least, most, &number)) *into = (uint8_t)number;
}

static void read_ps(Reader *reader, const Node *value, void *into)
{
    read_byte(reader, value, 1, MAX_PS, &((Config *)into)->ps);
}

static void read_ms(Reader *reader, const Node *value, void *into)
{
    read_byte(reader, value, 1, MAX_MS, &((Config *)into)->ms);
}

static void read_gs(Reader *reader, const Node *value, void *into)
{
    read_byte(reader, value, 1, MAX_GS, &((Config *)into)->gs);
}

static void read_stopped(Reader *reader, const Node *value, void *into)
{
    read_flag(reader, value, &((Config *)into)->stopped);
}

static void read_phase(Reader *reader, const Node *value, void *into)
{
    static const char *const phases[] = {"off", "scan", "mark", "mark-termination"};
    int phase = read_word(reader, value, "unknown phase", phases, G_N_ELEMENTS(phases));
    if (phase >= 0) ((Config *)into)->phase = (uint8_t)phase;
}

static void read_marking(Reader *reader, const Node *value, void *into)
{
    bool marking;
    if (read_flag(reader, value, &marking)) ((Config *)into)->blacken = marking;
}

static void read_mark_work(Reader *reader, const Node *value, void *into)
{
    read_byte(reader, value, 0, UINT8_MAX, &((Config *)into)->markwork);
}

static const Key world_keys[] = {
    {"ps", "a number from 1 to 8", "how many Ps; as many as the actors name if not given", read_ps,
     OVERRIDE_VALUE},
    {"ms", "a number from 1 to 8",
     "how many Ms, likewise; those that no actor names sleep on the idle list", read_ms,
     OVERRIDE_VALUE},
    {"gs", "a number from 1 to 8", "how many Gs, likewise; those that no actor names are Gdead",
     read_gs, OVERRIDE_VALUE},
    {"stopped", "true or false",
     "the world starts stopped: gcwaiting is set, every P is in Pgcstop", read_stopped,
     OVERRIDE_VALUE},
    {"gc-phase", "off, scan, mark or mark-termination", "gcphase at the start", read_phase,
     OVERRIDE_VALUE},
    {"marking", "true or false", "gcBlackenEnabled at the start", read_marking, OVERRIDE_VALUE},
    {"mark-work", "a number from 0 to 255", "pieces of mark work at the start", read_mark_work,
     OVERRIDE_VALUE},
};
const Level world_level = LEVEL("world", world_keys);

bool is_for_go(Reader *reader, const Node *value, const char *key)
{
    if (!reader->module) return true;
    reader_error(reader, value->at, "a model of your own is configured by `parameters`",
                 "`%s` belongs to the model go", key);
    return false;
}

void read_world(Reader *reader, const Node *value, void *into)
{
    (void)into;
    if (is_for_go(reader, value, "world")) level_read(reader, &world_level, value, &reader->config);
}

/* -------- settings -------- */

static void read_setting(Reader *reader, const Node *key, const Node *value)
{
    const char *names[SETTING_COUNT];
    for (int id = 0; id < SETTING_COUNT; id++)
        names[id] = setting_info[id].name;
    int id = read_word(reader, key, "unknown setting", names, SETTING_COUNT);
    if (id < 0) return;
    g_autofree char *what = g_strdup_printf("%s has no value", setting_info[id].name);
    int chosen = read_word(reader, value, what, setting_info[id].values, SETTING_MAX_VALUES);
    if (chosen >= 0) reader->config.setting[id] = (uint8_t)chosen;
}

void read_settings(Reader *reader, const Node *value, void *into)
{
    (void)into;
    if (!is_for_go(reader, value, "settings")) return;
    if (!read_map(reader, value, "settings")) return;
    for (uint32_t i = 0; i < value->count; i++)
        read_setting(reader, value->keys[i], value->values[i]);
}
